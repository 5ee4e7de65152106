"""Writing one's own review: held against a hand-in and a change of status; the first save of an assessor starts it."""

from django.utils.translation import gettext as _

from assessments.models import Assessment, Assignment, HandIn, Submission
from assessments.permissions import HAS_HANDED_IN, why_not_assess
from assessments.services.locks import AssessmentLocked, LockedState, lock_assessment, share_assessment
from assessments.services.workflow import start_with_first_save
from assessments.statuses import Status


class ReviewClosed(AssessmentLocked):
    """This person may not write her review now; `reason` tells her why."""

    def __init__(self, state: LockedState, reason: str):
        super().__init__(state)
        self.reason = reason


class SubmissionReplaced(Exception):
    """The unit has sent a newer submission than the one that was judged; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(_("หน่วยงานส่งฉบับใหม่แล้ว สิ่งที่คุณกรอกเป็นของฉบับก่อน จึงยังไม่ได้บันทึก เปิดหน้าหัวข้อนี้ใหม่เพื่อตรวจฉบับล่าสุด"))


def hold_review(*, submission: Submission, actor) -> LockedState:
    """The actor may write her review of this submission; it stays so until the transaction ends.

    Who is not assigned writes as a coordinator, in review. The first save of an assessor starts the review
    (architecture.md 6.1). Raises SubmissionReplaced, ReviewClosed, AssessmentLocked.
    """
    assignment = Assignment.objects.filter(assessment=submission.assessment_id, assessor=actor).first()
    is_first = assignment is not None and _is_waiting(submission)
    assessment, state = _hold(submission, whole=is_first)
    if state.status != Status.IN_REVIEW and not (is_first and state.status == Status.SUBMITTED):
        raise AssessmentLocked(state)
    refuse_replaced(submission)
    if assignment is not None:
        refuse_closed(submission, assignment, state)
    if state.status == Status.SUBMITTED:
        start_with_first_save(assessment, actor=actor, now=state.now)
    return state


def refuse_replaced(submission: Submission) -> None:
    """Raises SubmissionReplaced where a newer one was sent. The caller holds the assessment."""
    newer = Submission.objects.filter(assessment=submission.assessment_id, number__gt=submission.number)
    if newer.exists():
        raise SubmissionReplaced


def refuse_closed(submission: Submission, assignment: Assignment, state: LockedState) -> None:
    """Raises ReviewClosed where the assessor has not declared, has an interest, or has handed in."""
    reason = why_not_assess(assignment)
    if not reason and HandIn.objects.active().filter(submission=submission, assessor=assignment.assessor_id).exists():
        reason = HAS_HANDED_IN
    if reason:
        raise ReviewClosed(state, str(reason))


def _is_waiting(submission: Submission) -> bool:
    """Read before anything is locked: two who share a row and both want the whole of it wait for ever."""
    return Assessment.objects.filter(pk=submission.assessment_id, status=Status.SUBMITTED).exists()


def _hold(submission: Submission, *, whole: bool) -> tuple[Assessment | None, LockedState]:
    if not whole:
        return None, share_assessment(submission.assessment_id)
    assessment, now = lock_assessment(submission.assessment_id)
    return assessment, LockedState(assessment.status, assessment.deadline, now)
