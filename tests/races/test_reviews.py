"""Reviewers at the same moment: first saves, a hand-in beside saves, a hand-back beside an opening consensus."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction

from accounts.roles import Role
from assessments.document import FrozenDocument
from assessments.models import ConsensusMeeting, HandIn
from assessments.services.findings import StaleFinding, add_finding, write_finding
from assessments.services.hand_ins import HandInRefused, hand_back, hand_in
from assessments.services.locks import lock_assessment
from assessments.services.own_reviews import ReviewClosed
from assessments.services.scores import StaleScore, save_review_score
from assessments.statuses import EventKind, Stage, Status
from criteria.outline import outline_of
from tests.cast import assign, bring_to, make_user
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WORDS = "เหตุผลที่ผู้ตรวจเขียนไว้ข้างคะแนนของตน"


@pytest.fixture
def submission(assessment, cast):
    bring_to(assessment, Status.SUBMITTED, cast)
    return assessment.submissions.get()


def save(submission, actor, code="7.1", *, percent=0, version=0, reason=WORDS):
    """Her score of the item, with a reason."""
    outline = outline_of(submission.assessment.criteria_set)
    item = outline.items[code]
    suggestion = FrozenDocument(submission, outline).card.items[code].suggestion
    given = {"factors": dict.fromkeys("ADLI", 3) if item.is_process else {}, "percent": percent, "reason": reason}
    return save_review_score(
        submission=submission, item=item, suggestion=suggestion, version=version, actor=actor, **given
    )


def test_first_saves_of_several_start_the_review_once(submission, cast):
    people = [cast.assessor, *(make_user(f"assessor-{number}", (Role.ASSESSOR, None)) for number in range(3))]
    for person in people:
        assign(submission.assessment, person)

    results = at_once(*(partial(save, submission, person) for person in people))

    assert {result.author for result in results} == set(people), results
    assert submission.assessment.events.filter(kind=EventKind.START_REVIEW).count() == 1


def test_a_hand_in_holds_every_save_or_comes_after_it(submission, cast):
    for code, percent in (("1.1", 60), ("7.1", 0), ("7.2", 0)):
        save(submission, cast.assessor, code, percent=percent)
    item = outline_of(submission.assessment.criteria_set).items["1.1"]
    for _round in range(ROUNDS):
        HandIn.objects.all().delete()
        before = submission.findings.count()
        version = submission.scores.get(item__code="7.1").version
        handed, found, scored, *rest = at_once(
            partial(hand_in, submission=submission, actor=cast.assessor),
            partial(add_finding, submission=submission, item=item, actor=cast.assessor, kind="ofi", nugget="ช่องว่าง"),
            partial(save, submission, cast.assessor, percent=5, version=version, reason=f"{WORDS} {version}"),
            partial(hand_in, submission=submission, actor=cast.assessor),
        )
        assert (handed, rest) == (HandIn.objects.get(), [handed])
        assert submission.findings.count() - before == (0 if isinstance(found, ReviewClosed) else 1)
        moved = submission.scores.get(item__code="7.1").version - version
        assert moved == (0 if isinstance(scored, ReviewClosed) else 1), scored


def test_of_two_windows_one_saves(submission, cast):
    for number in range(ROUNDS):
        new = {"version": number, "reason": f"{WORDS} {number}"}
        results = at_once(*(partial(save, submission, cast.assessor, percent=each, **new) for each in (0, 5)))
        assert sum(isinstance(result, StaleScore) for result in results) == 1, results
        assert submission.scores.get(stage=Stage.REVIEW).version == number + 1


def test_of_many_first_saves_of_one_form_there_is_one_finding(submission, cast):
    item = outline_of(submission.assessment.criteria_set).items["1.1"]
    given = {"submission": submission, "item": item, "actor": cast.assessor, "kind": "ofi", "version": 0}
    for _round in range(ROUNDS):
        key = uuid4()
        words = ("ช่องว่าง", "ช่องว่าง", "อีกคำหนึ่ง")
        results = at_once(*(partial(write_finding, key=key, nugget=each, **given) for each in words))
        found = submission.findings.get(key=key)
        assert found.version == 1
        assert [isinstance(each, StaleFinding) for each in results] == [each != found.nugget for each in words]


def open_consensus(submission, actor) -> ConsensusMeeting | None:
    """As the opening does it: the whole assessment held, nobody handed back."""
    with transaction.atomic(durable=True):
        _assessment, now = lock_assessment(submission.assessment_id)
        if not HandIn.objects.active().filter(submission=submission).exists():
            return None
        return ConsensusMeeting.objects.create(submission=submission, opened_by=actor, opened_at=now)


def test_a_review_is_handed_back_or_the_consensus_is_open(submission, cast):
    for code, percent in (("1.1", 60), ("7.1", 0), ("7.2", 0)):
        save(submission, cast.assessor, code, percent=percent)
    for _round in range(ROUNDS):
        given = hand_in(submission=submission, actor=cast.assessor)
        opened, back, twice = at_once(
            partial(open_consensus, submission, cast.coordinator),
            partial(hand_back, given=given, reason=WORDS, actor=cast.coordinator),
            partial(hand_back, given=given, reason=WORDS, actor=cast.coordinator),
        )
        if opened is None:
            assert sorted(map(type, (back, twice)), key=str) == sorted((type(None), HandInRefused), key=str)
        else:
            assert {type(back), type(twice)} == {HandInRefused}
            assert HandIn.objects.active().get() == given
        ConsensusMeeting.objects.all().delete()
