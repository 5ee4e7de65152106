"""Coordinators and assessors at one calibration set at the same moment."""

from functools import partial

import pytest

from accounts.roles import Role
from assessments.models import Calibration, CalibrationHandIn, CalibrationScore
from assessments.scorecard import scale_of
from assessments.scoring.process import Suggestion
from assessments.services.calibrating import (
    CalibrationBackRefused,
    CalibrationUnfinished,
    StaleCalibrationScore,
    hand_back_calibration,
    hand_in_calibration,
    save_calibration_score,
)
from assessments.services.calibrations import (
    CalibrationLocked,
    StaleCalibration,
    StaleTexts,
    close_calibration,
    open_calibration,
    save_texts,
)
from tests.calibrating import another_assessor, give, make_set, open_set, submitted
from tests.cast import make_user
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def source(cast, cycle):
    return submitted(cast, cycle)


@pytest.fixture
def coordinators(cast):
    return cast.coordinator, make_user("coordinator2", (Role.COORDINATOR, None))


def saving(calibration, assessor, percent: int = 60, version: int = 0, code: str = "1.1"):
    return partial(
        save_calibration_score,
        item=calibration.items.get(item__code=code),
        scale=scale_of(calibration.assessment.criteria_set),
        suggestion=Suggestion(3, 60),
        factors=dict.fromkeys("ADLI", 3),
        percent=percent,
        reason="",
        version=version,
        actor=assessor,
    )


def problems(results) -> list[type]:
    return [type(each) for each in results if isinstance(each, Exception)]


def test_two_close_and_open_and_one_of_them_does(source, coordinators):
    opened = open_set(source, coordinators[0])
    for _round in range(ROUNDS):
        version = Calibration.objects.get().version
        results = at_once(
            *(partial(close_calibration, calibration=opened, version=version, actor=each) for each in coordinators)
        )
        assert problems(results) == [StaleCalibration]
        assert Calibration.objects.get().closed_by == coordinators[results.index(None)]
        again = partial(open_calibration, calibration=opened, due=None, version=version + 1)
        results = at_once(*(partial(again, actor=each) for each in coordinators))
        assert problems(results) == [StaleCalibration]
        assert (Calibration.objects.get().is_open, Calibration.objects.get().version) == (True, version + 2)


def test_a_save_beside_the_closing_is_whole_or_refused(source, cast):
    for _round in range(ROUNDS):
        opened = open_set(source, cast.coordinator)
        closing = partial(close_calibration, calibration=opened, version=2, actor=cast.coordinator)
        others = [another_assessor(f"{opened.pk}-{number}") for number in range(3)]
        results = at_once(closing, *(saving(opened, each) for each in others))
        assert results[0] is None
        assert set(problems(results)) <= {CalibrationLocked}
        stored = CalibrationScore.objects.filter(item__calibration=opened)
        assert stored.count() == 3 - len(problems(results))
        assert not stored.filter(updated_at__gt=Calibration.objects.get(pk=opened.pk).closed_at).exists()


def test_a_hand_in_beside_the_closing_stands_or_is_refused(source, cast):
    for _round in range(ROUNDS):
        opened = open_set(source, cast.coordinator)
        give(opened, cast.assessor, {"1.1": 60, "1.2": 60})
        closing = partial(close_calibration, calibration=opened, version=2, actor=cast.coordinator)
        results = at_once(closing, partial(hand_in_calibration, calibration=opened, actor=cast.assessor))
        assert problems(results) in ([], [CalibrationLocked])
        assert CalibrationHandIn.objects.filter(calibration=opened).count() == 1 - len(problems(results))


def test_what_is_handed_in_is_what_stands(source, cast):
    """She saves in one window and hands in from another, twice: the save is in it, or it is refused."""
    for _round in range(ROUNDS):
        opened = open_set(source, cast.coordinator)
        give(opened, cast.assessor, {"1.1": 60, "1.2": 60})
        handing = partial(hand_in_calibration, calibration=opened, actor=cast.assessor)
        results = at_once(handing, handing, saving(opened, cast.assessor, 65, version=1))
        assert problems(results) in ([], [CalibrationLocked])
        assert CalibrationHandIn.objects.filter(calibration=opened).count() == 1
        stands = CalibrationScore.objects.get(item__calibration=opened, item__item__code="1.1")
        assert stands.percent == (60 if problems(results) else 65)


def test_the_last_score_and_the_hand_in(source, cast):
    for _round in range(ROUNDS):
        opened = open_set(source, cast.coordinator)
        give(opened, cast.assessor, {"1.1": 60})
        handing = partial(hand_in_calibration, calibration=opened, actor=cast.assessor)
        results = at_once(handing, saving(opened, cast.assessor, code="1.2"))
        assert problems(results) in ([], [CalibrationUnfinished])
        assert CalibrationScore.objects.filter(item__calibration=opened).count() == 2


def test_of_two_windows_one_stands(source, cast):
    opened = open_set(source, cast.coordinator)
    for version in range(ROUNDS):
        percents = (50 + 5 * (version % 2), 65)
        results = at_once(*(saving(opened, cast.assessor, each, version) for each in percents))
        assert problems(results) == [StaleCalibrationScore]
        loser = next(each for each in results if isinstance(each, StaleCalibrationScore))
        assert loser.current.percent == CalibrationScore.objects.get().percent
        assert CalibrationScore.objects.get().version == version + 1


def test_texts_saved_beside_the_opening_stand_before_it_or_are_refused(source, cast):
    for _round in range(ROUNDS):
        made = make_set(source, cast.coordinator)
        place = made.items.get(item__code="1.2")
        saves = [
            partial(save_texts, item=place, texts={"1.2-1": text}, reference=None, version=1) for text in ("ก", "ข")
        ]
        opening = partial(open_calibration, calibration=made, due=None, version=1, actor=cast.coordinator)
        results = at_once(opening, *saves)
        assert results[0] is None
        assert set(problems(results)) <= {CalibrationLocked, StaleTexts}
        won = [text for text, result in zip("กข", results[1:], strict=True) if not isinstance(result, Exception)]
        assert len(won) <= 1
        if won:
            assert place.texts.get().text == won[0]


def handing_back(given, actor):
    return partial(hand_back_calibration, given=given, reason="โปรดตรวจคะแนนหัวข้อ 1.2 อีกครั้ง", actor=actor)


def test_handed_back_by_two_once_and_a_save_beside_it_is_whole_or_refused(source, coordinators, cast):
    opened = open_set(source, cast.coordinator)
    give(opened, cast.assessor, {"1.1": 50, "1.2": 60})
    version, percent = 1, 50
    for _round in range(ROUNDS):
        given = hand_in_calibration(calibration=opened, actor=cast.assessor)
        wanted = 55 if percent == 50 else 50
        save = saving(opened, cast.assessor, wanted, version)
        first, second, saved = at_once(*(handing_back(given, each) for each in coordinators), save)
        assert problems((first, second)) == [CalibrationBackRefused]
        assert problems([saved]) in ([], [CalibrationLocked])
        assert not CalibrationHandIn.objects.active().exists()
        if not problems([saved]):
            version, percent = version + 1, wanted
        stands = CalibrationScore.objects.get(item__calibration=opened, item__item__code="1.1")
        assert (stands.percent, stands.version) == (percent, version)


def test_handed_in_beside_the_handing_back(source, cast):
    """She presses the button again: what stood is handed back, or she has handed in anew after it; never two."""
    opened = open_set(source, cast.coordinator)
    give(opened, cast.assessor, {"1.1": 60, "1.2": 60})
    for number in range(1, ROUNDS + 1):
        given = hand_in_calibration(calibration=opened, actor=cast.assessor)
        handing = partial(hand_in_calibration, calibration=opened, actor=cast.assessor)
        back, made, _again = at_once(handing_back(given, cast.coordinator), handing, handing)
        assert back is None
        stands = CalibrationHandIn.objects.active()
        assert stands.count() <= 1
        assert opened.hand_ins.filter(handed_back_at__isnull=False).count() == number
        for each in stands:
            assert each.pk != given.pk
            assert each.at >= CalibrationHandIn.objects.get(pk=given.pk).handed_back_at
            each.delete()
        assert not isinstance(made, Exception)


def test_handed_back_beside_the_closing(source, cast):
    for _round in range(ROUNDS):
        opened = open_set(source, cast.coordinator)
        give(opened, cast.assessor, {"1.1": 60, "1.2": 60})
        given = hand_in_calibration(calibration=opened, actor=cast.assessor)
        closing = partial(close_calibration, calibration=opened, version=2, actor=cast.coordinator)
        results = at_once(closing, handing_back(given, cast.coordinator))
        assert results[0] is None
        assert problems(results) in ([], [CalibrationLocked])
        assert opened.hand_ins.active().count() == len(problems(results))
