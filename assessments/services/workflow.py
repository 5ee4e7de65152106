"""The workflow as one table, and the only writer of an assessment's status (architecture.md 6.1)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from accounts.services.holidays import holidays_between
from assessments.checks import problems_of
from assessments.document import FrozenDocument, fingerprint
from assessments.live import LiveRows
from assessments.models import Assessment, AssessmentEvent, Submission
from assessments.permissions import standing_of
from assessments.services.citations import pin_citations
from assessments.services.events import record
from assessments.services.locks import lock_assessment
from assessments.services.preparation import fingerprint_of, live_text, why_not_certified
from assessments.services.remarks import close_remarks, left_open, open_remarks_again
from assessments.statuses import Action, EventKind, Status
from assessments.tasks import compare_later, refresh_later
from criteria.outline import outline_of
from thai.text import graphemes
from thai.workdays import next_working_day

DAYS_TO_MEND = 14
LONGEST_BREAK = timedelta(days=30)  # no row of holidays is longer
REASON_GRAPHEMES = 20
# What other apps do after a transition, in its transaction, with the number of the assessment and the action. They add
# it in their AppConfig, as nothing here may import them.
FOLLOWERS: list[Callable[[int, str], None]] = []


class TransitionRefused(Exception):
    """The action is not possible now; the message tells a person why and what to do."""


@dataclass
class Request:
    """One call of `perform`, with the assessment locked."""

    assessment: Assessment
    actor: object
    now: datetime
    reason: str
    due: datetime | None
    key: str

    @cached_property
    def live(self) -> LiveRows:
        return LiveRows(self.assessment)

    @cached_property
    def text(self) -> str:
        """What would be sent now: built once, for the signature that is compared and the submission that holds it."""
        return live_text(self.live)


@dataclass(frozen=True)
class Transition:
    sources: frozenset[str]
    target: str
    role: str
    guard: Callable[[Request], None]


def perform(
    action: str,
    *,
    assessment_id: int,
    actor,
    reason: str = "",
    due: datetime | None = None,
    key: str = "",
) -> AssessmentEvent:
    """The assessment has made the transition, with its event; `event.submission` is the receipt of a submission.

    `key` makes a submission repeatable: the same key returns the event of the first. `due` is the new deadline of a
    return (default 14 days from now, on a working day). Raises TransitionRefused with the reason.
    """
    transition = TRANSITIONS[Action(action)]
    with transaction.atomic(durable=True):
        assessment, now = lock_assessment(assessment_id)
        request = Request(assessment, actor, now, reason.strip(), due, key)
        _check_role(request, transition)
        earlier = assessment.events.filter(kind=action, submission__idempotency_key=key).first() if key else None
        if earlier:
            return earlier
        _check_source(request, action, transition)
        transition.guard(request)
        submission = _submit(request) if action == Action.SUBMIT else _latest(assessment)
        return _move(request, action, transition, submission)


def start_with_first_save(assessment: Assessment, *, actor, now: datetime) -> AssessmentEvent:
    """The review has begun with the first save of an assigned assessor, in the transaction of that save.

    The caller holds the whole row, and has asked whether she may. Raises TransitionRefused where it has begun already.
    """
    action, transition = Action.START_REVIEW, TRANSITIONS[Action.START_REVIEW]
    request = Request(assessment, actor, now, reason="", due=None, key="")
    _check_source(request, action, transition)
    return _move(request, action, transition, _latest(assessment))


def allowed_actions(assessment: Assessment, roles: frozenset[str]) -> list[Action]:
    """The actions that these roles may try in this status, for the buttons of a page."""
    return [
        action
        for action, transition in TRANSITIONS.items()
        if transition.role in roles and assessment.status in transition.sources
    ]


def _check_role(request: Request, transition: Transition) -> None:
    if transition.role not in standing_of(request.actor, request.assessment).roles:
        raise TransitionRefused(_("บทบาทของคุณไม่มีสิทธิ์ทำรายการนี้"))


def _check_source(request: Request, action: str, transition: Transition) -> None:
    if request.assessment.status not in transition.sources:
        raise TransitionRefused(
            _("ทำรายการ “%(action)s” ไม่ได้ เพราะขณะนี้แบบประเมินอยู่ในสถานะ “%(status)s” โปรดเปิดหน้านี้ใหม่เพื่อดูสถานะล่าสุด")
            % {"action": Action(action).label, "status": request.assessment.get_status_display()}
        )


def _move(request: Request, action: str, transition: Transition, submission) -> AssessmentEvent:
    assessment, before = request.assessment, request.assessment.status
    target = _target(request, action, transition)
    changes = {"status": target}
    if action == Action.RETURN:
        changes["due"] = request.due or default_due(request.now)
    Assessment.objects.filter(pk=assessment.pk).update(**changes)
    if action in WITH_REMARKS:
        WITH_REMARKS[action](assessment, submission)
    refresh_later(assessment.pk)
    for follow in FOLLOWERS:
        follow(assessment.pk, action)
    return record(
        assessment_id=assessment.pk,
        kind=EventKind(action),
        actor=request.actor,
        at=request.now,
        note=request.reason,
        submission=submission,
        statuses=(before, target),
    )


def default_due(now: datetime) -> datetime:
    """Fourteen days from now, or the first working day after them; the time of day stays."""
    earliest = timezone.localdate(now) + timedelta(days=DAYS_TO_MEND)
    holidays = holidays_between(earliest, earliest + LONGEST_BREAK)
    return now + (next_working_day(earliest, holidays) - timezone.localdate(now))


def _target(request: Request, action: str, transition: Transition) -> str:
    """Withdrawn, an assessment is again what it was before it was submitted."""
    if action != Action.WITHDRAW:
        return transition.target
    submitted = request.assessment.events.filter(kind=EventKind.SUBMIT).first()
    return submitted.from_status if submitted else Status.DRAFT


def _submit(request: Request) -> Submission:
    assessment = request.assessment
    latest = _latest(assessment)
    number = (latest.number if latest else 0) + 1
    submission = Submission.objects.create(
        assessment=assessment,
        number=number,
        document=request.text,
        sha256=fingerprint(request.text),
        idempotency_key=request.key or f"submission-{number}",
        submitted_by=request.actor,
        submitted_at=request.now,
    )
    pin_citations(assessment, submission)
    compare_later(assessment.pk)
    return submission


def _latest(assessment: Assessment) -> Submission | None:
    return assessment.submissions.order_by("-number").first()


def _nothing(request: Request) -> None:
    """No guard."""


def _ready_to_submit(request: Request) -> None:
    if request.now > request.assessment.deadline:
        raise TransitionRefused(_("เลยกำหนดส่งแล้ว โปรดติดต่อผู้ประสานงาน สำนักงาน ก.พ.ร. เพื่อขอขยายกำหนด"))
    errors = [problem for problem in problems_of(request.live) if problem.is_error]
    if errors:
        raise TransitionRefused(
            _("ยังส่งไม่ได้ มี %(count)d เรื่องที่ต้องแก้ เรื่องแรกคือ %(first)s")
            % {"count": len(errors), "first": errors[0].message}
        )
    signed = fingerprint_of(request.live, request.text)
    reason = why_not_certified(request.assessment, request.actor, signed)
    if reason:
        raise TransitionRefused(reason)


def _has_remark(request: Request) -> None:
    assessment, latest = request.assessment, _latest(request.assessment)
    if not (assessment.remarks.filter(submission=latest).exists() or left_open(assessment, latest)):
        raise TransitionRefused(_("เขียนข้อสังเกตที่ต้องตอบอย่างน้อย 1 ข้อก่อนส่งคืน เพื่อให้หน่วยงานทราบว่าต้องแก้ไขเรื่องใด"))
    if request.due and request.due <= request.now:
        raise TransitionRefused(_("กำหนดส่งใหม่ต้องเป็นวันหลังจากวันนี้"))


def _may_be_approved(request: Request) -> None:
    _has_consensus(request)
    numbers = left_open(request.assessment, _latest(request.assessment))
    if numbers:
        raise TransitionRefused(
            _("ยังรับรองผลไม่ได้ เพราะให้หน่วยงานตอบข้อสังเกตข้อ %(numbers)s ใหม่ รับทราบ ติดตามต่อปีหน้า หรือส่งคืนเพื่อให้ตอบ")
            % {"numbers": ", ".join(map(str, numbers))}
        )


def _has_consensus(request: Request) -> None:
    assessment = request.assessment
    if not assessment.assignments.exists():
        return
    outline = outline_of(assessment.criteria_set)
    consensus = FrozenDocument(_latest(assessment), outline).consensus
    missing = [item.code for item in (consensus.unconfirmed if consensus else outline.scored_items)]
    if missing:
        raise TransitionRefused(
            _("ยังรับรองผลไม่ได้ เพราะมีผู้ตรวจประเมินแต่ยังไม่มีคะแนนฉันทามติของหัวข้อ %(items)s") % {"items": ", ".join(missing)}
        )


def _has_reason(request: Request) -> None:
    if graphemes(request.reason) < REASON_GRAPHEMES:
        raise TransitionRefused(_("เขียนเหตุผลที่เปิดตรวจใหม่อย่างน้อย 20 ตัวอักษร"))


TRANSITIONS: dict[Action, Transition] = {
    Action.SUBMIT: Transition(
        frozenset({Status.DRAFT, Status.RETURNED}), Status.SUBMITTED, Role.APPROVER, _ready_to_submit
    ),
    Action.WITHDRAW: Transition(frozenset({Status.SUBMITTED}), Status.DRAFT, Role.APPROVER, _nothing),
    Action.START_REVIEW: Transition(frozenset({Status.SUBMITTED}), Status.IN_REVIEW, Role.COORDINATOR, _nothing),
    Action.RETURN: Transition(frozenset({Status.IN_REVIEW}), Status.RETURNED, Role.COORDINATOR, _has_remark),
    Action.APPROVE: Transition(frozenset({Status.IN_REVIEW}), Status.APPROVED, Role.COORDINATOR, _may_be_approved),
    Action.REOPEN: Transition(frozenset({Status.APPROVED}), Status.IN_REVIEW, Role.COORDINATOR, _has_reason),
}

# What a decision does to the remarks: called with the assessment and its latest submission.
WITH_REMARKS: dict[Action, Callable[[Assessment, Submission], None]] = {
    Action.APPROVE: close_remarks,
    Action.REOPEN: open_remarks_again,
}
