"""The consensus on an earlier submission, taken over onto the newest one."""

import json
from decimal import Decimal

import pytest

from assessments.models import CheckpointScore, Finding, Score
from assessments.services.consensus import ConsensusRefused, open_consensus
from assessments.services.locks import AssessmentLocked
from assessments.services.own_reviews import SubmissionReplaced
from assessments.services.taking_over import TakenOver, take_over_consensus
from assessments.services.workflow import perform
from assessments.statuses import Action, EventKind, FindingKind, Stage, Status
from criteria.models import Item
from tests.assessments.services.stage import kinds
from tests.assessments.views.stage import add_finding
from tests.cast import add_remark, bring_to, decide_all, submit
from tests.levels import bring_levels_to, value_all
from tests.room import hand_in
from tests.rows import digest

pytestmark = pytest.mark.django_db
MERGED = {"kind": FindingKind.OFI, "factor": "D", "is_double": True, "nugget": "ไม่พบการขยายผล", "evidence": "1.1-1"}


def send_again(assessment, cast):
    """Returned and sent again, in review; the newest submission."""
    add_remark(assessment, cast)
    perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator)
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    return assessment.submissions.first()


@pytest.fixture
def decided(assessment, cast):
    """In review; every item decided at 50 %, factors of 1.1 at 3, a finding of the consensus and one that it merged."""
    bring_to(assessment, Status.IN_REVIEW, cast)
    decide_all(assessment, cast)
    factors = dict.fromkeys(("approach", "deployment", "learning", "integration"), 3)
    assessment.scores.filter(stage=Stage.CONSENSUS, item__code="1.1").update(**factors, confirmed_band=3)
    merged = add_finding(assessment, cast.coordinator, stage=Stage.CONSENSUS, **MERGED)
    add_finding(assessment, cast.assessor, merged_into=merged)
    return assessment


@pytest.fixture
def again(decided, cast):
    return send_again(decided, cast)


def consensus_of(submission) -> dict:
    rows = submission.scores.filter(stage=Stage.CONSENSUS, confirmed=True)
    return {row.item.code: row.percent for row in rows.select_related("item")}


def test_scores_and_findings_of_the_consensus_stand_on_the_newest_submission(decided, again, cast):
    assert consensus_of(again) == {}
    taken = take_over_consensus(submission=again, actor=cast.coordinator)

    assert taken == TakenOver(1, 3, 1, ())
    assert consensus_of(again) == {"1.1": 50, "7.1": 50, "7.2": 50}
    score = again.scores.get(stage=Stage.CONSENSUS, item__code="1.1")
    assert (score.factors, score.confirmed_band, score.author, score.version) == (
        {"A": 3, "D": 3, "L": 3, "I": 3},
        3,
        cast.coordinator,
        1,
    )
    finding = again.findings.get()
    assert {name: getattr(finding, name) for name in MERGED} == MERGED
    assert (finding.stage, finding.item.code, finding.sources.count()) == (Stage.CONSENSUS, "1.1", 0)
    assert kinds(decided)[-1] == (
        EventKind.CONSENSUS_TAKEN,
        "ฉบับที่ส่งครั้งที่ 1: คะแนน 3 หัวข้อ ข้อค้นพบ 1 ข้อ",
    )
    assert decided.events.first().submission == again
    perform(Action.APPROVE, assessment_id=decided.pk, actor=cast.coordinator)


def test_twice_is_once(decided, again, cast):
    take_over_consensus(submission=again, actor=cast.coordinator)
    again.scores.filter(stage=Stage.CONSENSUS, item__code="7.1").update(percent=45)
    before = digest()
    assert take_over_consensus(submission=again, actor=cast.coordinator) is None
    assert digest() == before


def test_what_stands_already_stays(decided, again, cast):
    item = Item.objects.get(code="7.1")
    given = {"assessment": decided, "submission": again, "item": item, "stage": Stage.CONSENSUS}
    Score.objects.create(author=cast.coordinator, percent=0, confirmed=True, confirmed_band=0, **given)
    assert take_over_consensus(submission=again, actor=cast.coordinator).items == 2
    assert consensus_of(again) == {"1.1": 50, "7.1": 0, "7.2": 50}


def test_a_score_that_the_rules_refuse_here_is_left_to_be_decided(decided, cast):
    """Outside of the suggested band without a reason, and outside of what who has handed in gave."""
    rows = decided.scores.filter(stage=Stage.CONSENSUS)
    rows.filter(item__code="7.1").update(reason="สั้น")
    rows.filter(item__code="1.1").update(reason="")
    again = send_again(decided, cast)
    hand_in(decided, cast.assessor, {"1.1": 60})
    taken = take_over_consensus(submission=again, actor=cast.coordinator)
    assert (taken.items, taken.left) == (1, ("1.1", "7.1"))
    assert consensus_of(again) == {"7.2": 50}


def test_the_latest_submission_that_was_decided_counts(decided, cast):
    send_again(decided, cast)
    third = send_again(decided, cast)  # nothing was decided on the second one
    assert take_over_consensus(submission=third, actor=cast.coordinator).number == 1
    fourth = send_again(decided, cast)
    assert take_over_consensus(submission=fourth, actor=cast.coordinator).number == 3
    assert Finding.objects.filter(submission=fourth).count() == 1


def test_the_unit_reads_what_was_taken_over_and_what_coordinators_found_since(decided, again, cast):
    begun = add_finding(decided, cast.assessor, nugget="เขียนค้างไว้")
    since = add_finding(decided, cast.coordinator, nugget="พบเพิ่มในฉบับใหม่")
    assert set(Finding.objects.for_unit(again)) == {begun, since}
    take_over_consensus(submission=again, actor=cast.coordinator)
    taken = again.findings.get(stage=Stage.CONSENSUS)
    assert set(Finding.objects.for_unit(again)) == {taken, since}


def test_refused_without_an_earlier_consensus(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    first = assessment.submissions.get()
    with pytest.raises(ConsensusRefused, match="ไม่มีฉบับก่อน"):
        take_over_consensus(submission=first, actor=cast.coordinator)
    second = send_again(assessment, cast)
    with pytest.raises(ConsensusRefused, match="ไม่มีฉบับก่อน"):
        take_over_consensus(submission=second, actor=cast.coordinator)
    with pytest.raises(SubmissionReplaced):
        take_over_consensus(submission=first, actor=cast.coordinator)


def test_refused_once_the_meeting_is_open(decided, again, cast):
    hand_in(decided, cast.assessor)
    open_consensus(submission=again, actor=cast.coordinator)
    before = digest()
    with pytest.raises(ConsensusRefused, match="เปิดการประชุมฉันทามติของฉบับนี้แล้ว"):
        take_over_consensus(submission=again, actor=cast.coordinator)
    assert digest() == before


@pytest.mark.parametrize("action", [Action.APPROVE, Action.RETURN])
def test_refused_when_it_is_not_in_review(decided, again, cast, action):
    decided.assignments.all().delete()
    add_remark(decided, cast)
    perform(action, assessment_id=decided.pk, actor=cast.coordinator)
    before = digest()
    with pytest.raises(AssessmentLocked):
        take_over_consensus(submission=again, actor=cast.coordinator)
    assert digest() == before


def test_checkpoints_are_taken_over_while_they_have_a_text(levels, cast):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    given = {"stage": Stage.CONSENSUS, "author": cast.coordinator}
    value_all(levels, "1", submission=levels.submissions.get(), **given)
    levels.checkpoint_scores.filter(stage=Stage.CONSENSUS, question__code="1.1-A1").update(value=0)

    again = send_again(levels, cast)
    document = json.loads(again.document)
    for row in document["checkpoints"]:
        if row["checkpoint"] in {"1.1-A1", "1.1-S1"}:
            row["text"], row["not_applicable"] = "", "ไม่มีภารกิจด้านนี้"
    again.document = json.dumps(document)
    again.save()

    taken = take_over_consensus(submission=again, actor=cast.coordinator)

    assert (taken.items, taken.left) == (1, ("1.1",))  # the dimension 7.1
    found = CheckpointScore.objects.filter(submission=again, stage=Stage.CONSENSUS)
    values = dict(found.values_list("question__code", "value"))
    assert values == {"1.1-B1": Decimal(1), "1.1-B2": Decimal(1), "1.1-A1": Decimal(0)}
    assert again.scores.get(stage=Stage.CONSENSUS).confirmed
