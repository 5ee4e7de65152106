"""The consensus of several assessors: it opens, who was present, and findings that are merged into one.

Only a coordinator does any of it (permissions.CONSENSUS). What is decided of an item is saved by services/scores.py.
"""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Assignment, ConsensusMeeting, Finding, Submission
from assessments.services.events import record
from assessments.services.findings import StaleFinding
from assessments.services.locks import (
    AssessmentLocked,
    LockedState,
    lock_assessment_in_review,
    share_assessment_in_review,
)
from assessments.statuses import EventKind, Stage
from criteria.outline import ItemOutline


class ConsensusRefused(Exception):
    """It is not possible now; the message tells a person why and what to do."""


class ReviewsAwaited(AssessmentLocked):
    """Nothing is decided while assessors are blind; `reason` says for whom it waits and what to do."""

    def __init__(self, state: LockedState, reason: str):
        super().__init__(state)
        self.reason = reason


class StaleMeeting(Exception):
    """Somebody else saved the meeting first; `current` is what stands."""

    def __init__(self, current: ConsensusMeeting):
        super().__init__(current.version)
        self.current = current


def awaited(submission: Submission) -> list[Assignment]:
    """The assignments whose review of this submission is still to be handed in; a declared conflict is not awaited."""
    done = submission.hand_ins.filter(handed_back_at=None).values("assessor")
    assigned = Assignment.objects.filter(assessment=submission.assessment_id, conflict="")
    return list(assigned.exclude(assessor__in=done).select_related("assessor").order_by("pk"))


def conflicted(submission: Submission) -> list[Assignment]:
    """The assignments of those who have declared an interest: nobody waits for them."""
    declared = Assignment.objects.filter(assessment=submission.assessment_id).exclude(conflict="")
    return list(declared.select_related("assessor").order_by("pk"))


def is_taken_over(submission: Submission) -> bool:
    """Whether the consensus on an earlier submission was taken over onto this one."""
    return submission.events.filter(kind=EventKind.CONSENSUS_TAKEN).exists()


def why_not_decide(submission: Submission) -> str:
    """Empty where a score of the consensus may be saved: its meeting is open, nobody is awaited, or it was taken over.

    Three queries at most.
    """
    if ConsensusMeeting.objects.filter(submission=submission).exists():
        return ""
    missing = awaited(submission)
    is_first = submission.number == 1
    if not missing or (not is_first and is_taken_over(submission)):
        return ""
    names = {"names": ", ".join(str(each.assessor) for each in missing)}
    if is_first:
        return _("ยังให้คะแนนฉันทามติไม่ได้ รอผลตรวจของ %(names)s โปรดรอให้ส่งผลตรวจ หรือเปลี่ยนผู้ตรวจประเมิน") % names
    return (
        _("ยังให้คะแนนฉันทามติไม่ได้ รอผลตรวจของ %(names)s โปรดรอให้ส่งผลตรวจ เปลี่ยนผู้ตรวจประเมิน หรือใช้ผลฉันทามติของฉบับก่อนถ้ามี")
        % names
    )


def hold_decision(submission: Submission) -> LockedState:
    """A score of the consensus may be saved; it stays so until the transaction ends.

    Assigning, handing in and back take the whole row that is shared here. Raises ReviewsAwaited, AssessmentLocked.
    """
    state = share_assessment_in_review(submission.assessment_id)
    reason = why_not_decide(submission)
    if reason:
        raise ReviewsAwaited(state, reason)
    return state


def open_consensus(*, submission: Submission, actor) -> ConsensusMeeting:
    """The consensus on this submission is open, once, with its event; no review is handed back from now on.

    Opened again it is the same. Raises ConsensusRefused while a review is missing, where nobody has handed one in, and
    for a submission that is not the latest; AssessmentLocked when the assessment is not in review.
    """
    with transaction.atomic(durable=True):
        # The whole row: whoever hands in or back holds a share of it, so nobody does meanwhile.
        state = lock_assessment_in_review(submission.assessment_id)
        standing = ConsensusMeeting.objects.filter(submission=submission).first()
        if standing:
            return standing
        _refuse_unready(submission)
        meeting = ConsensusMeeting.objects.create(submission=submission, opened_by=actor, opened_at=state.now)
        kind = EventKind.CONSENSUS_OPENED
        record(assessment_id=submission.assessment_id, kind=kind, actor=actor, at=state.now, submission=submission)
        return meeting


def _refuse_unready(submission: Submission) -> None:
    latest = Submission.objects.filter(assessment=submission.assessment_id).order_by("-number").first()
    if latest != submission:
        raise ConsensusRefused(_("หน่วยงานส่งฉบับใหม่แล้ว เปิดหน้านี้ใหม่เพื่อทำงานกับฉบับล่าสุด"))
    missing = awaited(submission)
    if missing:
        names = ", ".join(str(each.assessor) for each in missing)
        raise ConsensusRefused(_("ยังเปิดการประชุมไม่ได้ รอผลตรวจของ %(names)s") % {"names": names})
    if not submission.hand_ins.filter(handed_back_at=None).exists():
        raise ConsensusRefused(_("ไม่มีผู้ตรวจที่ส่งผลตรวจ ผู้ประสานงานให้คะแนนฉันทามติได้เองที่หน้าตรวจประเมิน"))


def save_meeting(*, meeting: ConsensusMeeting, held_on: date | None, present: str, version: int, actor) -> None:
    """The meeting was held on this day with these people, a line a person.

    Raises StaleMeeting, AssessmentLocked when the assessment is not in review.
    """
    with transaction.atomic(durable=True):
        share_assessment_in_review(meeting.submission.assessment_id)
        rows = ConsensusMeeting.objects.filter(pk=meeting.pk, version=version)
        if not rows.update(held_on=held_on, present=present, version=version + 1):
            raise StaleMeeting(ConsensusMeeting.objects.get(pk=meeting.pk))


def merge_findings(
    *, submission: Submission, item: ItemOutline, sources: Collection[int], words: dict, actor
) -> Finding:
    """One finding of the consensus stands for these findings (by key) of assessors; none: it is the meeting's own.

    `words` holds kind, is_double, nugget, evidence, relevance and factor. Raises ConsensusRefused before the consensus
    is open, StaleFinding when one of the sources is merged already or gone, AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        share_assessment_in_review(submission.assessment_id)
        if not ConsensusMeeting.objects.filter(submission=submission).exists():
            raise ConsensusRefused(_("ยังไม่ได้เปิดการประชุมฉันทามติ"))
        merged = Finding.objects.create(
            submission=submission, item_id=item.pk, author=actor, stage=Stage.CONSENSUS, **words
        )
        free = Finding.objects.in_room(submission).filter(item_id=item.pk, merged_into=None, pk__in=sources)
        locked = list(free.order_by("pk").select_for_update().values_list("pk", flat=True))  # in one order for all
        if set(locked) != set(sources):
            raise StaleFinding
        Finding.objects.filter(pk__in=locked).update(merged_into=merged)
        return merged


def save_merged(*, finding: Finding, version: int, words: dict, actor) -> None:
    """The finding of the consensus says this; its sources stay. Raises StaleFinding, AssessmentLocked."""
    with transaction.atomic(durable=True):
        share_assessment_in_review(finding.submission.assessment_id)
        rows = Finding.objects.filter(pk=finding.pk, stage=Stage.CONSENSUS, version=version)
        if not rows.update(author=actor, version=version + 1, **words):
            raise StaleFinding(_standing(finding))


def undo_merge(*, finding: Finding, version: int) -> None:
    """The finding of the consensus is gone and its sources are free again. Raises StaleFinding, AssessmentLocked."""
    with transaction.atomic(durable=True):
        share_assessment_in_review(finding.submission.assessment_id)
        found = Finding.objects.filter(pk=finding.pk, stage=Stage.CONSENSUS, version=version)
        locked = found.order_by("pk").select_for_update().first()
        if locked is None:
            raise StaleFinding(_standing(finding))
        locked.delete()  # `merged_into` of the sources is set to nothing


def _standing(finding: Finding) -> Finding | None:
    return Finding.objects.filter(pk=finding.pk).select_related("author").first()
