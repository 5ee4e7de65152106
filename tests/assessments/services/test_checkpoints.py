"""Checkpoints and dimensions of scheme levels: what may be said, who was first, what the history keeps."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assessments.models import CheckpointScore, Score
from assessments.services.checkpoints import (
    CheckpointRefusal,
    CheckpointsRefused,
    Judged,
    StaleCheckpoints,
    save_checkpoints,
    save_consensus_checkpoints,
)
from assessments.services.locks import AssessmentLocked
from assessments.services.scores import StaleScore, confirm_whole, confirm_whole_in_consensus
from assessments.statuses import EventKind, Stage, Status
from tests.assessments.services.stage import item_of, kinds, pass_the_deadline
from tests.levels import bring_levels_to, write_all
from tests.rows import digest

pytestmark = pytest.mark.django_db
HALF, ONE = Decimal("0.5"), Decimal(1)


@pytest.fixture
def judge(levels, cast):
    """Judges checkpoints of 1.1 as the lead: code, value, version."""
    write_all(levels)

    def save(*given):
        judged = {code: Judged(value, version) for code, value, version in given}
        return save_checkpoints(assessment=levels, item=item_of(levels, "1.1"), judged=judged, actor=cast.lead)

    return save


def stored(assessment, stage=Stage.SELF) -> dict[str, tuple[Decimal, int]]:
    rows = assessment.checkpoint_scores.filter(stage=stage).values_list("question__code", "value", "version")
    return {code: (value, version) for code, value, version in rows}


def test_values_are_kept_with_who_gave_them(levels, cast, judge):
    assert judge(("1.1-B1", ONE, 0), ("1.1-B2", HALF, 0), ("1.1-A1", Decimal(0), 0), ("1.1-S1", None, 0)) == 3

    assert stored(levels) == {"1.1-B1": (1, 1), "1.1-B2": (HALF, 1), "1.1-A1": (0, 1)}
    assert {row.author for row in levels.checkpoint_scores.all()} == {cast.lead}
    assert kinds(levels) == [(EventKind.CHECKPOINTS_JUDGED, "1.1")]


def test_only_what_differs_is_written(levels, judge):
    judge(("1.1-B1", ONE, 0), ("1.1-B2", HALF, 0))

    assert judge(("1.1-B1", ONE, 1), ("1.1-B2", ONE, 1)) == 1

    assert stored(levels) == {"1.1-B1": (1, 1), "1.1-B2": (1, 2)}
    assert judge(("1.1-B1", ONE, 1), ("1.1-B2", ONE, 2)) == 0
    assert len(kinds(levels)) == 2


@pytest.mark.parametrize("version", [0, 1, 3])
def test_who_saw_another_version_saves_nothing_at_all(levels, judge, version):
    judge(("1.1-B1", ONE, 0))
    judge(("1.1-B1", HALF, 1))
    before = digest()

    with pytest.raises(StaleCheckpoints) as stale:
        judge(("1.1-A1", ONE, 0), ("1.1-B1", Decimal(0), version))

    assert digest() == before
    assert (stale.value.current["1.1-B1"].value, stale.value.current["1.1-B1"].version) == (HALF, 2)


def test_a_row_that_was_never_seen_is_not_taken_for_seen(judge):
    with pytest.raises(StaleCheckpoints):
        judge(("1.1-B1", ONE, 1))


@pytest.mark.parametrize(
    ("code", "value", "refusal"),
    [
        ("1.1-B1", Decimal("0.25"), CheckpointRefusal.UNKNOWN_VALUE),
        ("1.1-B1", Decimal(2), CheckpointRefusal.UNKNOWN_VALUE),
        ("1.1-B1", Decimal(-1), CheckpointRefusal.UNKNOWN_VALUE),
        ("9.9-B1", ONE, CheckpointRefusal.UNKNOWN_CHECKPOINT),
        ("P-1", ONE, CheckpointRefusal.UNKNOWN_CHECKPOINT),
    ],
)
def test_what_no_checkpoint_can_have_is_refused(judge, code, value, refusal):
    before = digest()

    with pytest.raises(CheckpointsRefused) as refused:
        judge(("1.1-A1", ONE, 0), (code, value, 0))

    assert (refused.value.refusals, digest()) == ({code: refusal}, before)


@pytest.mark.parametrize("columns", [{"text": ""}, {"not_applicable": "ภารกิจนี้โอนไปหน่วยงานอื่นแล้ว"}])
def test_above_nought_needs_a_text_that_counts(levels, judge, columns):
    levels.answers.filter(question__code="1.1-B1").update(**columns)

    with pytest.raises(CheckpointsRefused) as refused:
        judge(("1.1-B1", HALF, 0), ("1.1-B2", ONE, 0))

    assert refused.value.refusals == {"1.1-B1": CheckpointRefusal.NO_TEXT}
    assert judge(("1.1-B1", Decimal(0), 0)) == 1


def test_a_closed_assessment_is_not_judged(levels, judge):
    pass_the_deadline(levels)

    with pytest.raises(AssessmentLocked):
        judge(("1.1-B1", ONE, 0))


def test_a_dimension_is_confirmed_without_a_percent(levels, cast):
    item = item_of(levels, "7.1")

    score = confirm_whole(assessment=levels, item=item, version=0, actor=cast.lead)

    assert (score.confirmed, score.percent, score.version) == (True, None, 1)
    assert kinds(levels) == [(EventKind.SCORE_CONFIRMED, "7.1")]
    assert confirm_whole(assessment=levels, item=item, version=1, actor=cast.lead).version == 2
    with pytest.raises(StaleScore):
        confirm_whole(assessment=levels, item=item, version=1, actor=cast.lead)


def test_a_dimension_of_a_closed_assessment_is_not_confirmed(levels, cast):
    pass_the_deadline(levels)

    with pytest.raises(AssessmentLocked):
        confirm_whole(assessment=levels, item=item_of(levels, "7.1"), version=0, actor=cast.lead)


def test_consensus_stands_beside_what_the_unit_said(levels, cast):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    submission, item = levels.submissions.get(), item_of(levels, "1.1")
    given = {"submission": submission, "item": item, "actor": cast.coordinator}

    save_consensus_checkpoints(judged={"1.1-B1": Judged(Decimal(0), 0)}, **given)
    confirm_whole_in_consensus(**given | {"item": item_of(levels, "7.1")}, version=0)

    assert stored(levels)["1.1-B1"] == (HALF, 1)
    assert stored(levels, Stage.CONSENSUS) == {"1.1-B1": (0, 1)}
    assert kinds(levels)[-2:] == [(EventKind.CONSENSUS_SAVED, "1.1"), (EventKind.CONSENSUS_SAVED, "7.1")]
    with pytest.raises(StaleCheckpoints):
        save_consensus_checkpoints(judged={"1.1-B1": Judged(ONE, 0)}, **given)


def test_consensus_reads_the_frozen_texts(levels, cast):
    write_all(levels)
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    levels.answers.update(text="")
    given = {"submission": levels.submissions.get(), "item": item_of(levels, "1.1"), "actor": cast.coordinator}

    assert save_consensus_checkpoints(judged={"1.1-B1": Judged(ONE, 0)}, **given) == 1


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.APPROVED])
def test_consensus_is_said_during_the_review_only(levels, cast, status):
    bring_levels_to(levels, status, cast)
    given = {"submission": levels.submissions.get(), "item": item_of(levels, "1.1"), "actor": cast.coordinator}

    with pytest.raises(AssessmentLocked):
        save_consensus_checkpoints(judged={"1.1-B1": Judged(ONE, 0)}, **given)
    with pytest.raises(AssessmentLocked):
        confirm_whole_in_consensus(**given | {"item": item_of(levels, "7.1")}, version=0)


def refused_by_the_database(function) -> bool:
    try:
        with transaction.atomic():
            function()
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_what_must_never_be(levels, cast):
    question = item_of(levels, "1.1").questions[0]
    row = {"assessment": levels, "question": question, "stage": Stage.SELF}
    CheckpointScore.objects.create(value=ONE, **row)
    other = row | {"question": item_of(levels, "1.1").questions[1]}

    assert refused_by_the_database(lambda: CheckpointScore.objects.create(value=HALF, **row))
    assert refused_by_the_database(lambda: CheckpointScore.objects.create(value=Decimal("0.3"), **other))
    assert refused_by_the_database(lambda: CheckpointScore.objects.create(value=ONE, **other | {"stage": "x"}))
    assert refused_by_the_database(lambda: CheckpointScore.objects.create(value=ONE, **other | {"stage": "review"}))


@pytest.mark.parametrize("columns", [{"confirmed_band": 3}, {"approach": 3}, {"integration": 0}])
def test_without_a_percent_nothing_is_confirmed_that_follows_from_factors(assessment, columns):
    row = {"assessment": assessment, "item_id": item_of(assessment, "1.1").pk, "stage": Stage.SELF, "confirmed": True}

    assert refused_by_the_database(lambda: Score.objects.create(**row, **columns))
