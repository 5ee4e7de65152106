"""The consensus: when it opens, who was present, findings that are merged, and what a decision needs."""

from datetime import date

import pytest
from django.utils import timezone

from assessments.models import Assignment, ConsensusMeeting, Finding
from assessments.scoring.confirmation import Refusal
from assessments.scoring.process import Suggestion
from assessments.services.consensus import (
    ConsensusRefused,
    ReviewsAwaited,
    StaleMeeting,
    awaited,
    merge_findings,
    open_consensus,
    save_meeting,
    save_merged,
    undo_merge,
)
from assessments.services.findings import StaleFinding
from assessments.services.locks import AssessmentLocked
from assessments.services.scores import ScoreRefused, save_consensus_score
from assessments.services.taking_over import take_over_consensus
from assessments.services.workflow import perform
from assessments.spread import individual_spread
from assessments.statuses import Action, EventKind, FindingKind, Stage, Status
from tests.assessments.services.stage import item_of
from tests.assessments.views.stage import add_finding
from tests.cast import add_remark, bring_to, decide_all, submit
from tests.room import colleague_of, hand_in, open_room
from tests.rows import digest

pytestmark = pytest.mark.django_db
WORDS = {
    "kind": FindingKind.STRENGTH,
    "is_double": True,
    "factor": "A",
    "nugget": "มีขั้นตอนที่ทำซ้ำได้และใช้ทุกเขต",
    "evidence": "1.1-1",
    "relevance": "",
}
THREES = dict.fromkeys("ADLI", 3)
REASON = "ที่ประชุมเห็นว่าหลักฐานไม่พอ"


@pytest.fixture
def in_review(assessment, cast):
    return bring_to(assessment, Status.IN_REVIEW, cast)


@pytest.fixture
def colleague(in_review):
    return colleague_of(in_review)


@pytest.fixture
def room(in_review, cast, colleague):
    """Open, with two reviews: 50 and 65 of 1.1."""
    hand_in(in_review, cast.assessor, {"1.1": 50})
    hand_in(in_review, colleague, {"1.1": 65})
    return open_room(in_review, cast.coordinator)


def opening(assessment, cast):
    return open_consensus(submission=assessment.submissions.get(), actor=cast.coordinator)


def test_it_opens_once_all_have_handed_in_and_tells_the_history(in_review, cast, colleague):
    hand_in(in_review, cast.assessor)
    with pytest.raises(ConsensusRefused, match="ยังเปิดการประชุมไม่ได้ รอผลตรวจของ colleague"):
        opening(in_review, cast)
    assert ConsensusMeeting.objects.count() == 0

    hand_in(in_review, colleague)
    meeting = opening(in_review, cast)

    assert (meeting.opened_by, meeting.version, meeting.present, meeting.held_on) == (cast.coordinator, 1, "", None)
    event = in_review.events.first()
    assert (event.kind, event.actor, event.submission) == (
        EventKind.CONSENSUS_OPENED,
        cast.coordinator,
        meeting.submission,
    )


def test_opened_again_it_is_the_same(in_review, cast, room):
    before = digest()
    assert opening(in_review, cast) == room
    assert digest() == before


def test_a_declared_conflict_is_not_waited_for(in_review, cast, colleague):
    Assignment.objects.filter(assessor=colleague).update(conflict="เคยทำงานที่หน่วยงานนี้")
    hand_in(in_review, cast.assessor)
    assert awaited(in_review.submissions.get()) == []
    assert opening(in_review, cast)


def test_one_who_has_declared_nothing_is_waited_for(in_review, cast):
    assert [each.assessor for each in awaited(in_review.submissions.get())] == [cast.assessor]
    with pytest.raises(ConsensusRefused, match="รอผลตรวจของ assessor"):
        opening(in_review, cast)


def test_a_review_that_was_handed_back_is_waited_for(in_review, cast):
    review = hand_in(in_review, cast.assessor)
    review.handed_back_at, review.handed_back_by, review.reason = timezone.now(), cast.coordinator, "ยังไม่มีข้อค้นพบ"
    review.save()
    with pytest.raises(ConsensusRefused, match="รอผลตรวจของ assessor"):
        opening(in_review, cast)


def test_without_assessors_it_is_not_needed(in_review, cast):
    in_review.assignments.all().delete()
    with pytest.raises(ConsensusRefused, match="ไม่มีผู้ตรวจที่ส่งผลตรวจ"):
        opening(in_review, cast)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.APPROVED])
def test_it_opens_only_in_review(assessment, cast, status):
    bring_to(assessment, status, cast)
    hand_in(assessment, cast.assessor)
    before = digest()
    with pytest.raises(AssessmentLocked):
        opening(assessment, cast)
    assert digest() == before


def test_it_opens_only_on_the_latest_submission(in_review, cast):
    first = in_review.submissions.get()
    hand_in(in_review, cast.assessor)
    add_remark(in_review, cast)
    perform(Action.RETURN, assessment_id=in_review.pk, actor=cast.coordinator)
    submit(in_review, cast)
    perform(Action.START_REVIEW, assessment_id=in_review.pk, actor=cast.coordinator)
    with pytest.raises(ConsensusRefused, match="หน่วยงานส่งฉบับใหม่แล้ว"):
        open_consensus(submission=first, actor=cast.coordinator)
    with pytest.raises(ConsensusRefused, match="รอผลตรวจของ assessor"):  # of the new one nothing is handed in
        open_consensus(submission=in_review.submissions.first(), actor=cast.coordinator)


def test_who_was_present_and_when(room, cast):
    told = {"held_on": date(2026, 1, 30), "present": "นางสาวหนึ่ง ประธาน\nนายสอง"}
    save_meeting(meeting=room, version=1, actor=cast.coordinator, **told)
    room.refresh_from_db()
    assert (room.held_on, room.present, room.version) == (told["held_on"], told["present"], 2)

    with pytest.raises(StaleMeeting) as stale:
        save_meeting(meeting=room, version=1, actor=cast.coordinator, held_on=None, present="")
    assert stale.value.current.present == told["present"]
    room.refresh_from_db()
    assert room.version == 2


def merging(assessment, cast, *sources, code="1.1"):
    return merge_findings(
        submission=assessment.submissions.first(),
        item=item_of(assessment, code),
        sources=[each.pk for each in sources],
        words=WORDS,
        actor=cast.coordinator,
    )


def test_findings_are_merged_changed_and_free_again(in_review, cast, colleague, room):
    one, other, third = (add_finding(in_review, each) for each in (cast.assessor, colleague, colleague))

    merged = merging(in_review, cast, one, other)

    assert (merged.stage, merged.author, merged.nugget, merged.factor, merged.version) == (
        Stage.CONSENSUS,
        cast.coordinator,
        WORDS["nugget"],
        "A",
        1,
    )
    assert set(merged.sources.all()) == {one, other}
    assert list(Finding.objects.for_unit(room.submission)) == [merged]

    save_merged(finding=merged, version=1, words=WORDS | {"nugget": "สั้นลง"}, actor=cast.coordinator)
    merged.refresh_from_db()
    assert (merged.nugget, merged.version) == ("สั้นลง", 2)
    for late in (
        lambda: save_merged(finding=merged, version=1, words=WORDS, actor=cast.coordinator),
        lambda: undo_merge(finding=merged, version=1),
    ):
        with pytest.raises(StaleFinding) as stale:
            late()
        assert stale.value.current.nugget == "สั้นลง"

    undo_merge(finding=merged, version=2)

    assert set(Finding.objects.filter(merged_into=None)) == {one, other, third}
    with pytest.raises(StaleFinding) as stale:
        save_merged(finding=merged, version=2, words=WORDS, actor=cast.coordinator)
    assert stale.value.current is None


def test_the_meeting_may_find_something_of_its_own(in_review, cast, room):
    assert merging(in_review, cast).sources.count() == 0


def test_what_is_merged_already_or_gone_or_not_of_this_item_merges_nothing(in_review, cast, colleague, room):
    one = add_finding(in_review, cast.assessor)
    elsewhere = add_finding(in_review, colleague, item="7.1")
    merging(in_review, cast, one)
    gone = add_finding(in_review, colleague)
    Finding(pk=gone.pk).delete()
    before = digest()
    for sources in ([one], [elsewhere], [gone]):
        with pytest.raises(StaleFinding):
            merging(in_review, cast, *sources)
    assert digest() == before


def test_a_finding_that_is_not_handed_in_is_not_merged(in_review, cast, room):
    """One who was assigned after the opening, and one of whom nobody knows."""
    late = colleague_of(in_review, "late")
    hidden = add_finding(in_review, late, nugget="ยังเขียนไม่เสร็จ")
    with pytest.raises(StaleFinding):
        merging(in_review, cast, hidden)
    assert list(Finding.objects.in_room(room.submission)) == []


def test_a_coordinators_own_finding_can_be_merged(in_review, cast, room):
    own = add_finding(in_review, cast.coordinator)
    assert list(merging(in_review, cast, own).sources.all()) == [own]


def test_nothing_is_merged_before_the_opening_nor_after_the_review(in_review, cast):
    hand_in(in_review, cast.assessor)
    one = add_finding(in_review, cast.assessor)
    with pytest.raises(ConsensusRefused):
        merging(in_review, cast, one)
    meeting = open_room(in_review, cast.coordinator)
    merged = merging(in_review, cast, one)
    type(in_review).objects.update(status=Status.APPROVED)
    before = digest()
    for write in (
        lambda: merging(in_review, cast),
        lambda: save_merged(finding=merged, version=1, words=WORDS, actor=cast.coordinator),
        lambda: undo_merge(finding=merged, version=1),
        lambda: save_meeting(meeting=meeting, version=1, held_on=None, present="ก", actor=cast.coordinator),
    ):
        with pytest.raises(AssessmentLocked):
            write()
    assert digest() == before


def deciding(assessment, cast, percent, reason="", code="1.1"):
    is_process = code == "1.1"
    return save_consensus_score(
        submission=assessment.submissions.first(),
        item=item_of(assessment, code),
        suggestion=Suggestion(3, 60) if is_process else Suggestion(0, 0),
        factors=THREES if is_process else {},
        percent=percent,
        reason=reason,
        version=0,
        actor=cast.coordinator,
    )


@pytest.mark.parametrize(("percent", "inside"), [(50, False), (55, True), (60, True), (65, False)])
def test_outside_of_what_the_assessors_gave_a_decision_needs_a_reason(in_review, cast, colleague, percent, inside):
    """All four lie within the suggested band, so that no other rule asks for one."""
    hand_in(in_review, cast.assessor, {"1.1": 55})
    hand_in(in_review, colleague, {"1.1": 60})
    open_room(in_review, cast.coordinator)
    if not inside:
        with pytest.raises(ScoreRefused) as refused:
            deciding(in_review, cast, percent)
        assert refused.value.refusal == Refusal.OUTSIDE_RANGE
        assert deciding(in_review, cast, percent, REASON).reason == REASON
    else:
        assert deciding(in_review, cast, percent).percent == percent


def test_the_range_is_of_those_who_have_handed_in_and_scored_the_item(in_review, cast, colleague):
    hand_in(in_review, cast.assessor, {"7.1": 0})
    hand_in(in_review, colleague)
    submission = in_review.submissions.get()
    assert individual_spread(submission, item_of(in_review, "1.1")) is None
    assert individual_spread(submission, item_of(in_review, "7.1")).holds(0)
    assert deciding(in_review, cast, 65).percent == 65


def test_nothing_is_decided_while_somebody_is_awaited(in_review, cast, colleague):
    hand_in(in_review, cast.assessor)
    before = digest()
    with pytest.raises(ReviewsAwaited) as refused:
        deciding(in_review, cast, 60)
    assert "รอผลตรวจของ colleague" in refused.value.reason
    assert digest() == before
    Assignment.objects.filter(assessor=colleague).update(conflict="เคยทำงานที่หน่วยงานนี้")
    assert deciding(in_review, cast, 60).percent == 60


def test_a_consensus_that_was_taken_over_is_changed_while_others_are_awaited(in_review, cast):
    decide_all(in_review, cast)
    add_remark(in_review, cast)
    perform(Action.RETURN, assessment_id=in_review.pk, actor=cast.coordinator)
    submit(in_review, cast)
    perform(Action.START_REVIEW, assessment_id=in_review.pk, actor=cast.coordinator)
    again = in_review.submissions.first()
    with pytest.raises(ReviewsAwaited) as refused:
        deciding(in_review, cast, 60)
    assert "หรือใช้ผลฉันทามติของฉบับก่อนถ้ามี" in refused.value.reason
    take_over_consensus(submission=again, actor=cast.coordinator)
    assert deciding(in_review, cast, 60).percent == 60
