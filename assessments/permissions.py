"""Who may do what with an assessment: architecture.md 6.2 as one table, ACTION -> rule.

Used by views (through access.py), templates and services alike. A person's standing towards one assessment is
worked out once; several memberships add up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import UNIT_ROLES, Role
from assessments.models import Assignment, Remark
from assessments.statuses import EDITABLE, Status

VIEW = "view"
EDIT = "edit"
SCORE_SELF = "score_self"
ASSIGN = "assign"
SUBMIT = "submit"
VIEW_SUBMISSION = "view_submission"
SEE_PROGRESS = "see_progress"
REVIEW = "review"
REVIEW_PAGE = "review_page"
CONSENSUS = "consensus"
DECIDE = "decide"
EXTEND = "extend"
ASSIGN_ASSESSORS = "assign_assessors"
VIEW_REMARKS = "view_remarks"
VIEW_FEEDBACK = "view_feedback"
VIEW_LEDGER = "view_ledger"
VIEW_EVENTS = "view_events"
VIEW_REPORT = "view_report"
VIEW_MEMOS = "view_memos"
SEND_MEMO = "send_memo"
RETURN_MEMO = "return_memo"
MINUTES = "minutes"
COMMENT = "comment"
PREPARE = "prepare"
SET_TARGET = "set_target"
VIEW_LOCKER = "view_locker"
EDIT_LOCKER = "edit_locker"
CALIBRATE = "calibrate"
VIEW_CALIBRATION = "view_calibration"
EDIT_CALIBRATION = "edit_calibration"
RUN_CALIBRATION = "run_calibration"
BACK_CALIBRATION = "back_calibration"
SCORE_CALIBRATION = "score_calibration"

UNIT = frozenset(UNIT_ROLES)
REVIEWERS = frozenset({Role.ASSESSOR, Role.COORDINATOR})
EVERYONE = UNIT | REVIEWERS


@dataclass(frozen=True)
class Standing:
    """The roles of one person towards one assessment; `assignment` is hers as its assessor."""

    roles: frozenset[str]
    assignment: Assignment | None = None

    def __bool__(self) -> bool:
        return bool(self.roles)

    @property
    def is_of_unit(self) -> bool:
        return bool(self.roles & UNIT)


def unit_roles_of(user, unit_id: int) -> frozenset[str]:
    """The unit roles of this person in this very unit."""
    return frozenset(m.role for m in user.roles_held if m.role in UNIT and m.unit_id == unit_id)


def coordinates(user, unit) -> bool:
    """Whether the unit lies in a scope of this coordinator and he holds no role in it. No query."""
    scopes = [m.unit.path if m.unit else "/" for m in user.roles_held if m.role == Role.COORDINATOR]
    return not unit_roles_of(user, unit.pk) and any(unit.path.startswith(scope) for scope in scopes)


def standing_of(user, assessment) -> Standing:
    """Unit roles count for that unit alone, a coordinator's for all below; nobody reviews a unit he belongs to."""
    own = unit_roles_of(user, assessment.unit_id)
    if own:
        return Standing(own)
    roles = {Role.COORDINATOR} if coordinates(user, assessment.unit) else set()
    assignment = assessment.assignments.filter(assessor=user).first() if user.holds(Role.ASSESSOR) else None
    if assignment:
        roles.add(Role.ASSESSOR)
    return Standing(frozenset(roles), assignment)


def listed_standing(user, unit) -> Standing:
    """`standing_of` for a row of a list, without its assignment: what a role alone opens. No query."""
    own = unit_roles_of(user, unit.pk)
    return Standing(own or frozenset({Role.COORDINATOR} if coordinates(user, unit) else ()))


def calibration_standing(user, calibration) -> Standing:
    """A coordinator of the unit whose answers were copied; an assessor once it was opened. Nobody of that unit."""
    unit = calibration.assessment.unit
    if unit_roles_of(user, unit.pk):
        return Standing(frozenset())
    if coordinates(user, unit):  # she reads all that is handed in, so she scores nothing
        return Standing(frozenset({Role.COORDINATOR}))
    may_score = user.holds(Role.ASSESSOR) and not calibration.is_draft
    return Standing(frozenset({Role.ASSESSOR}) if may_score else frozenset())


def has_been_submitted(assessment) -> bool:
    """Whether a submission exists; every status but draft implies it, and a withdrawn draft may hold one too."""
    return assessment.status != Status.DRAFT or assessment.submissions.exists()


def is_open_for_editing(assessment) -> bool:
    """Draft or returned, and not past its deadline by the database's clock where it was read with it (`with_place`)."""
    now = getattr(assessment, "read_at", None) or timezone.now()
    return assessment.status in EDITABLE and now <= assessment.deadline


def is_sent(assessment) -> bool:
    """Whether a submission is with the reviewers or was approved; one that was returned is no longer."""
    return assessment.status not in EDITABLE


def has_meeting(assessment) -> bool:
    """Whether the consensus on the latest submission was opened."""
    latest = assessment.submissions.select_related("consensus_meeting").order_by("-number").first()
    return latest is not None and hasattr(latest, "consensus_meeting")


def is_in_review(assessment) -> bool:
    return assessment.status == Status.IN_REVIEW


def remarks_are_out(assessment) -> bool:
    """Whether any remark has reached the unit (Remark.objects.out_of)."""
    return Remark.objects.out_of(assessment).exists()


def is_under_review(assessment) -> bool:
    """Sent and not yet decided on: assessors may write from the submission on (6.1, start_review)."""
    return assessment.status in {Status.SUBMITTED, Status.IN_REVIEW}


def why_not_review(standing: Standing, assessment) -> str:
    """Empty where she may write into the review: a coordinator in review, an assessor who has no interest in it."""
    if Role.COORDINATOR in standing.roles and assessment.status == Status.IN_REVIEW:
        return ""
    return why_not_assess(standing.assignment) if standing.assignment else NOT_IN_REVIEW


def why_not_assess(assignment: Assignment) -> str:
    """Empty where the assessor has declared that no interest of hers is touched."""
    if assignment.may_review:
        return ""
    return CONFLICTED if assignment.conflict else NOT_DECLARED


def anything(assessment) -> bool:
    return True


@dataclass(frozen=True)
class Rule:
    """`roles` may act while `condition` holds; `reason` is told to a person who is refused.

    `personal` refuses this person although her role may: it returns the reason, empty where nothing stands against it.
    """

    roles: frozenset[str]
    condition: Callable
    reason: str
    personal: Callable | None = None


CLOSED = _("แบบประเมินนี้แก้ไขไม่ได้แล้ว เพราะส่งแล้วหรือเลยกำหนดส่ง จะแก้ไขได้เมื่อได้รับคืนหรือได้ขยายกำหนดส่ง")
NOT_YOUR_ROLE = _("บทบาทของคุณไม่มีสิทธิ์ทำรายการนี้ หากจำเป็นต้องทำ โปรดติดต่อหัวหน้าทีม PMQA ของหน่วยงาน")
NOT_SUBMITTED = _("หน่วยงานยังไม่ได้ส่งแบบประเมินฉบับใด")
NOT_IN_REVIEW = _("ทำรายการนี้ได้เฉพาะระหว่างการตรวจประเมิน")
NOT_WITH_THE_UNIT = _("ขยายกำหนดส่งได้เมื่อแบบประเมินอยู่ที่หน่วยงาน คือเป็นฉบับร่างหรือถูกส่งคืน")
ROOM_CLOSED = _("ห้องประชุมฉันทามติเปิดให้ผู้ตรวจที่ส่งผลตรวจแล้วดู เมื่อผู้ประสานงานเปิดการประชุม")
NOT_OPENED = _("ยังไม่ได้เปิดการประชุมฉันทามติ ผู้ประสานงานเปิดได้เมื่อผู้ตรวจทุกคนส่งผลตรวจแล้ว")
NOT_DECLARED = _("แจ้งเรื่องผลประโยชน์ทับซ้อนในหน้าตรวจประเมินของหน่วยงานนี้ก่อน จึงจะบันทึกผลตรวจได้")
CONFLICTED = _("คุณแจ้งว่ามีผลประโยชน์ทับซ้อน จึงบันทึกผลตรวจของหน่วยงานนี้ไม่ได้ ผู้ประสานงานจะมอบหมายผู้ตรวจคนอื่นแทน")
HAS_HANDED_IN = _("คุณส่งผลตรวจแล้ว คะแนนและข้อค้นพบจึงแก้ไขไม่ได้ หากจำเป็นต้องแก้ไข ขอให้ผู้ประสานงานคืนผลตรวจให้คุณ")
NOT_APPROVED = _("ข้อค้นพบและคะแนนของผู้ตรวจเปิดให้ดูเมื่อรับรองผลแล้ว")
REVIEW_IS_OVER = _("รับรองผลแล้ว จึงเปลี่ยนผู้ตรวจประเมินไม่ได้ หากจำเป็นให้เปิดตรวจใหม่ก่อน")
NOT_SENT = _("ทำบันทึกข้อความนี้ได้เมื่อส่งแบบประเมินแล้ว หากได้รับคืน ให้แก้ไขและส่งใหม่ก่อน")
NOT_WITH_REMARKS = _("ทำบันทึกส่งคืนได้เมื่อส่งคืนแบบประเมินให้หน่วยงานแล้ว และหน่วยงานยังไม่ส่งกลับมา")
NOT_MET = _("ทำรายงานการประชุมได้เมื่อเปิดการประชุมฉันทามติของฉบับล่าสุด และให้คะแนนฉันทามติครบทุกหัวข้อแล้ว")
NOT_RETURNED = _("ยังไม่มีข้อสังเกตที่ส่งถึงหน่วยงาน")
CALIBRATION_OPENED = _("เปิดชุดปรับเทียบให้ผู้ตรวจแล้ว ข้อความและคะแนนอ้างอิงจึงแก้ไขไม่ได้")
CALIBRATION_CLOSED = _("ปิดชุดปรับเทียบแล้ว จึงบันทึกคะแนนไม่ได้ หากจำเป็น ขอให้ผู้ประสานงานเปิดชุดนี้อีกครั้ง")
CALIBRATION_NOT_OPEN = _("คืนคะแนนได้เฉพาะชุดปรับเทียบที่เปิดอยู่ หากจำเป็น เปิดชุดนี้อีกครั้งก่อน")

TABLE: dict[str, Rule] = {
    VIEW: Rule(UNIT, anything, NOT_YOUR_ROLE),
    EDIT: Rule(frozenset({Role.CONTRIBUTOR, Role.LEAD}), is_open_for_editing, CLOSED),
    SCORE_SELF: Rule(frozenset({Role.LEAD}), is_open_for_editing, CLOSED),
    ASSIGN: Rule(frozenset({Role.LEAD}), is_open_for_editing, CLOSED),
    COMMENT: Rule(UNIT, anything, NOT_YOUR_ROLE),
    PREPARE: Rule(frozenset({Role.LEAD}), is_open_for_editing, CLOSED),
    SET_TARGET: Rule(frozenset({Role.LEAD, Role.MANAGER}), anything, NOT_YOUR_ROLE),
    SUBMIT: Rule(frozenset({Role.APPROVER}), anything, NOT_YOUR_ROLE),
    VIEW_SUBMISSION: Rule(EVERYONE, has_been_submitted, NOT_SUBMITTED),
    SEE_PROGRESS: Rule(UNIT | {Role.COORDINATOR}, anything, NOT_YOUR_ROLE),
    # The pages of the review, for reading: from the first submission on, in every status.
    REVIEW_PAGE: Rule(REVIEWERS, has_been_submitted, NOT_SUBMITTED),
    REVIEW: Rule(REVIEWERS, is_under_review, NOT_IN_REVIEW, why_not_review),
    CONSENSUS: Rule(
        frozenset({Role.COORDINATOR}), lambda assessment: assessment.status == Status.IN_REVIEW, NOT_IN_REVIEW
    ),
    DECIDE: Rule(frozenset({Role.COORDINATOR}), anything, NOT_YOUR_ROLE),
    EXTEND: Rule(frozenset({Role.COORDINATOR}), lambda assessment: assessment.status in EDITABLE, NOT_WITH_THE_UNIT),
    ASSIGN_ASSESSORS: Rule(
        frozenset({Role.COORDINATOR}), lambda assessment: assessment.status != Status.APPROVED, REVIEW_IS_OVER
    ),
    VIEW_REMARKS: Rule(UNIT, remarks_are_out, NOT_RETURNED),
    VIEW_FEEDBACK: Rule(EVERYONE, lambda assessment: assessment.status == Status.APPROVED, NOT_APPROVED),
    VIEW_LEDGER: Rule(EVERYONE, remarks_are_out, NOT_RETURNED),
    # Which copy a report is made of follows from VIEW and VIEW_SUBMISSION: reports.services.source_for.
    VIEW_REPORT: Rule(EVERYONE, anything, NOT_YOUR_ROLE),
    VIEW_MEMOS: Rule(UNIT | {Role.COORDINATOR}, anything, NOT_YOUR_ROLE),
    SEND_MEMO: Rule(UNIT, is_sent, NOT_SENT),
    RETURN_MEMO: Rule(
        frozenset({Role.COORDINATOR}), lambda assessment: assessment.status == Status.RETURNED, NOT_WITH_REMARKS
    ),
    # That every item is decided is asked where the minutes are written: reports/memos/of_review.py.
    MINUTES: Rule(frozenset({Role.COORDINATOR}), has_meeting, NOT_MET),
    VIEW_EVENTS: Rule(UNIT | {Role.COORDINATOR}, anything, NOT_YOUR_ROLE),
    # Copying the latest submission into a calibration set; what follows is asked of the set, by `calibration_standing`.
    CALIBRATE: Rule(frozenset({Role.COORDINATOR}), has_been_submitted, NOT_SUBMITTED),
    VIEW_CALIBRATION: Rule(REVIEWERS, anything, NOT_YOUR_ROLE),
    EDIT_CALIBRATION: Rule(frozenset({Role.COORDINATOR}), lambda kept: kept.is_draft, CALIBRATION_OPENED),
    RUN_CALIBRATION: Rule(frozenset({Role.COORDINATOR}), anything, NOT_YOUR_ROLE),
    BACK_CALIBRATION: Rule(frozenset({Role.COORDINATOR}), lambda kept: kept.is_open, CALIBRATION_NOT_OPEN),
    SCORE_CALIBRATION: Rule(frozenset({Role.ASSESSOR}), lambda kept: kept.is_open, CALIBRATION_CLOSED),
}


# The locker of evidence belongs to the unit, whatever the status of its assessments.
LOCKER: dict[str, frozenset[str]] = {
    VIEW_LOCKER: UNIT,
    EDIT_LOCKER: frozenset({Role.CONTRIBUTOR, Role.LEAD}),
}


@dataclass(frozen=True)
class Permit:
    """The answer to "may this person?", with a reason she can read when not."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def permit(standing: Standing, assessment, action: str) -> Permit:
    """Whether this standing allows the action on this assessment now."""
    rule = TABLE[action]
    if not standing.roles & rule.roles:
        return Permit(False, NOT_YOUR_ROLE)
    if not rule.condition(assessment):
        return Permit(False, rule.reason)
    against = rule.personal(standing, assessment) if rule.personal else ""
    return Permit(not against, against)


def can(user, assessment, action: str) -> Permit:
    """`permit` for a user; used where no standing is at hand."""
    return permit(standing_of(user, assessment), assessment, action)


def permit_locker(user, unit_id: int, action: str) -> Permit:
    """Whether this person may do it in the locker of the unit."""
    allowed = bool(unit_roles_of(user, unit_id) & LOCKER[action])
    return Permit(allowed, "" if allowed else NOT_YOUR_ROLE)


def knows_of(standing: Standing, assessment) -> bool:
    """Whether she may know that the assessment exists: a unit role, a coordinator's scope, or what is submitted."""
    if standing.roles - {Role.ASSESSOR}:
        return True
    return bool(standing) and has_been_submitted(assessment)


def oversees(user) -> bool:
    """Whether there is an overview for this person: a coordinator, of what lies in her scope."""
    return user.holds(Role.COORDINATOR)


def can_start(user, unit) -> Permit:
    """Whether this person may start an assessment of the unit: its lead."""
    allowed = Role.LEAD in unit_roles_of(user, unit.pk)
    return Permit(allowed, "" if allowed else NOT_YOUR_ROLE)
