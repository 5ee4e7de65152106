"""Sharing the work of an assessment out, and handing it over when a person moves or retires."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Unit, User
from accounts.roles import Role
from assessments.models import Answer, Assessment, HandOver, WorkAssignment
from assessments.services.events import record
from assessments.services.locks import LockedState, share_open_assessment
from assessments.statuses import EDITABLE, EventKind
from criteria.outline import outline_of
from thai.dates import long_date

WRITERS = (Role.CONTRIBUTOR, Role.LEAD)


class WorkRefused(Exception):
    """This person, date or question cannot be; the message tells why. `field` is the field of the form."""

    def __init__(self, field: str, reason: str):
        super().__init__(reason)
        self.field = field


def assign_work(*, assessment: Assessment, questions: Iterable[str], person: User, due: date | None, actor) -> int:
    """Each of these questions is this person's until `due`, in place of whoever had it; how many. One event.

    Two leads at once: the later one stands, both stand in the history. Raises WorkRefused when the person does not
    write in this unit or `due` lies in the past or after the deadline; AssessmentLocked.
    """
    codes = list(questions)
    with transaction.atomic(durable=True):
        state = share_open_assessment(assessment.pk)
        _check_writer(assessment.unit_id, person)
        _check_due(due, state)
        rows = [
            WorkAssignment(answer=answer, person=person, due=due, assigned_by=actor, assigned_at=state.now)
            for answer in _answers(assessment, codes)
        ]
        changed = ["person", "due", "assigned_by", "assigned_at"]
        WorkAssignment.objects.bulk_create(rows, update_conflicts=True, unique_fields=["answer"], update_fields=changed)
        note = _("%(what)s ให้ %(person)s") % {"what": named(assessment, codes), "person": person}
        if due:
            note = _("%(note)s ภายใน %(date)s") % {"note": note, "date": long_date(due)}
        _record(assessment.pk, EventKind.WORK_ASSIGNED, actor, state.now, note)
    return len(rows)


def unassign_work(*, assessment: Assessment, questions: Iterable[str], actor) -> int:
    """These questions are nobody's; how many were somebody's. An event, if any was. Raises AssessmentLocked."""
    codes = list(questions)
    with transaction.atomic(durable=True):
        state = share_open_assessment(assessment.pk)
        held = WorkAssignment.objects.filter(answer__in=_answers(assessment, codes))
        given = set(held.values_list("answer__question__code", flat=True))
        held.delete()
        if given:
            what = named(assessment, [code for code in codes if code in given])
            _record(assessment.pk, EventKind.WORK_ASSIGNED, actor, state.now, _("ยกเลิก %(what)s") % {"what": what})
    return len(given)


def hand_over(*, unit: Unit, giver: User, receiver: User, effective: date, actor, note: str = "") -> HandOver:
    """From that day on, all that `giver` holds in the unit is read as `receiver`'s; the rows keep the giver's name.

    An event stands in each assessment of the unit that is open. Raises WorkRefused when the receiver does not write in
    this unit, is the giver, or the day is past.
    """
    with transaction.atomic(durable=True):
        now = _now(unit)
        if giver.pk == receiver.pk:
            raise WorkRefused("receiver", _("ผู้รับมอบต้องไม่ใช่ผู้ส่งมอบ"))
        _check_writer(unit.pk, receiver, field="receiver")
        if effective < timezone.localdate(now):
            raise WorkRefused("effective", _("วันที่มีผลผ่านมาแล้ว เลือกวันนี้หรือวันหลังจากนี้"))
        given = {"unit": unit, "giver": giver, "receiver": receiver, "effective": effective}
        made = HandOver.objects.create(**given, note=note, made_by=actor, made_at=now)
        _record_in_open(unit, actor, now, _words(made) + (f" · {note}" if note else ""))
    return made


def cancel_hand_over(*, unit: Unit, pk: int, actor) -> None:
    """The hand-over will not come into effect. Raises HandOver.DoesNotExist, WorkRefused once its day has come."""
    with transaction.atomic(durable=True):
        now = _now(unit)
        found = HandOver.objects.select_for_update(of=("self",)).select_related("giver", "receiver")
        planned = found.get(pk=pk, unit=unit)
        if planned.effective <= timezone.localdate(now):
            raise WorkRefused("", _("การส่งมอบนี้มีผลแล้ว จึงยกเลิกไม่ได้ ให้ส่งมอบกลับแทน"))
        words = _words(planned)
        planned.delete()
        _record_in_open(unit, actor, now, _("ยกเลิก %(what)s") % {"what": words})


def named(assessment: Assessment, codes: Iterable[str]) -> str:
    """The questions as a person calls them: a whole item by its code, else each by item and number."""
    outline, wanted, names = outline_of(assessment.criteria_set), set(codes), []
    for item in outline.items.values():
        chosen = [question for question in item.questions if question.code in wanted]
        if chosen and len(chosen) == len(item.questions):
            names.append(_("หัวข้อ %(code)s") % {"code": item.code})
        else:
            names += [f"{item.code} {question.official_number}" for question in chosen]
    return ", ".join(names)


def _answers(assessment: Assessment, codes: list[str]) -> list[Answer]:
    """In the order of their keys, so that two who write several at once do not wait for each other."""
    found = list(Answer.objects.filter(assessment=assessment, question__code__in=codes).order_by("pk"))
    if len(found) != len(set(codes)) or not found:
        raise WorkRefused("questions", _("เลือกคำถามจากรายการอย่างน้อย 1 ข้อ"))
    return found


def _check_writer(unit_id: int, person: User, field: str = "person") -> None:
    if not Membership.objects.filter(user=person, unit=unit_id, role__in=WRITERS).exists():
        reason = _("%(person)s ไม่ได้เป็นผู้จัดทำข้อมูลหรือหัวหน้าทีม PMQA ของหน่วยงานนี้แล้ว เลือกคนอื่น")
        raise WorkRefused(field, reason % {"person": person})


def _check_due(due: date | None, state: LockedState) -> None:
    if due is None:
        return
    last = timezone.localdate(state.deadline)
    if due > last:
        raise WorkRefused("due", _("กำหนดต้องไม่เกินวันส่งแบบประเมิน %(date)s") % {"date": long_date(last)})
    if due < timezone.localdate(state.now):
        raise WorkRefused("due", _("กำหนดผ่านมาแล้ว เลือกวันนี้หรือวันหลังจากนี้"))


def _now(unit: Unit):
    """The clock of the database."""
    return Unit.objects.filter(pk=unit.pk).values_list(Now(), flat=True).get()


def _words(made: HandOver) -> str:
    people = {"giver": made.giver, "receiver": made.receiver, "date": long_date(made.effective)}
    return _("จาก %(giver)s ให้ %(receiver)s ตั้งแต่ %(date)s") % people


def _record_in_open(unit: Unit, actor, now, note: str) -> None:
    """The event stands in every assessment of the unit that its people still write."""
    for pk in Assessment.objects.filter(unit=unit, status__in=EDITABLE).values_list("pk", flat=True):
        _record(pk, EventKind.HANDED_OVER, actor, now, note)


def _record(pk: int, kind: str, actor, now, note: str) -> None:
    record(assessment_id=pk, kind=kind, actor=actor, at=now, note=note)
