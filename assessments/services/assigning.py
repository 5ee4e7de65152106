"""Which assessor reviews which assessment: many at once, judged one by one; and taken away until she hands in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, User
from accounts.roles import UNIT_ROLES, Role
from assessments.models import (
    Assessment,
    Assignment,
    ConsensusMeeting,
    HandIn,
)
from assessments.permissions import ASSIGN_ASSESSORS, Standing, coordinates, permit
from assessments.services.events import record
from assessments.services.locks import lock_assessment, lock_assessments
from assessments.statuses import EventKind


class Refusal(models.TextChoices):
    """Why an assessor is not assigned to an assessment."""

    OUT_OF_REACH = "out_of_reach", gettext_lazy("หน่วยงานนี้อยู่นอกความรับผิดชอบของท่าน หรือท่านมีบทบาทในหน่วยงานนี้")
    REVIEW_IS_OVER = "review_is_over", gettext_lazy("รับรองผลแล้ว")
    CONSENSUS_IS_OPEN = "consensus_is_open", gettext_lazy("เปิดการประชุมฉันทามติของฉบับล่าสุดแล้ว")
    NO_ASSESSOR = "no_assessor", gettext_lazy("ไม่ได้เป็นผู้ตรวจประเมิน")
    OWN_UNIT = "own_unit", gettext_lazy("มีบทบาทในหน่วยงานนี้ จึงตรวจหน่วยงานของตนเองไม่ได้")
    ALREADY = "already", gettext_lazy("ได้รับมอบหมายอยู่แล้ว")


@dataclass(frozen=True)
class Pair:
    """An assessor for an assessment; `refused` is why not, empty where she is added."""

    assessment: Assessment
    assessor: User
    refused: str = ""

    @property
    def reason(self) -> str:
        return str(Refusal(self.refused).label) if self.refused else ""


@dataclass(frozen=True)
class Plan:
    """What becomes of each pair, in the order of the assessments and of the names."""

    pairs: tuple[Pair, ...]

    @property
    def added(self) -> list[Pair]:
        return [pair for pair in self.pairs if not pair.refused]

    @property
    def refused(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.refused]

    @property
    def wrong(self) -> list[Pair]:
        """What is refused and does not stand already."""
        return [pair for pair in self.refused if pair.refused != Refusal.ALREADY]


class AssignmentsRefused(Exception):
    """A list that is taken whole or not at all has something wrong in it; nothing was stored."""

    def __init__(self, plan: Plan):
        super().__init__(len(plan.wrong))
        self.plan = plan


class NotAssigned(Exception):
    """She is not assigned to this assessment, or not any more."""


class AssessorHasHandedIn(Exception):
    """Her review counts in the consensus; it is handed back first."""


class MayNotAssign(Exception):
    """This person may not change who reviews it, or not any more; the message tells why."""


Keys = Iterable[tuple[int, int]]


def plan_assignments(*, pairs: Keys, actor) -> Plan:
    """What would become of these pairs of assessment and assessor; nothing is stored. Unknown keys are left out."""
    wanted = sorted(set(pairs))
    found = Assessment.objects.with_place().filter(pk__in={pk for pk, _assessor in wanted}).order_by("pk")
    return _judged(list(found), wanted, actor)


def assign_assessors(*, pairs: Keys, actor, whole: bool = False) -> Plan:
    """All that is not refused is assigned; an event in each assessment that changed. One transaction.

    Two coordinators at once: the later one finds hers standing. With `whole` anything wrong refuses all of it:
    AssignmentsRefused.
    """
    wanted = sorted(set(pairs))
    with transaction.atomic(durable=True):
        locked = lock_assessments({pk for pk, _assessor in wanted})
        plan = _judged(locked, wanted, actor)
        if whole and plan.wrong:
            raise AssignmentsRefused(plan)
        clock = {assessment.pk: assessment.read_at for assessment in locked}
        Assignment.objects.bulk_create(
            Assignment(
                assessment=pair.assessment,
                assessor=pair.assessor,
                assigned_by=actor,
                assigned_at=clock[pair.assessment.pk],
            )
            for pair in plan.added
        )
        for pk, names in _names_by_assessment(plan.added).items():
            note = _("มอบหมาย %(names)s") % {"names": ", ".join(names)}
            record(assessment_id=pk, kind=EventKind.ASSESSORS_CHANGED, actor=actor, at=clock[pk], note=note)
    return plan


def remove_assessor(*, assessment_id: int, assignment_id: int, reason: str, actor) -> User:
    """She is assigned no more and the consensus does not wait for her; the event keeps the reason. Who was taken away.

    What she wrote stays closed to all others. Raises NotAssigned, MayNotAssign, AssessorHasHandedIn.
    """
    with transaction.atomic(durable=True):
        assessment, now = lock_assessment(assessment_id)
        found = assessment.assignments.select_related("assessor").filter(pk=assignment_id).first()
        if found is None:
            raise NotAssigned
        standing = Standing(frozenset({Role.COORDINATOR} if coordinates(actor, assessment.unit) else ()))
        allowed = permit(standing, assessment, ASSIGN_ASSESSORS)
        if not allowed:
            raise MayNotAssign(allowed.reason)
        if HandIn.objects.active().filter(submission__assessment=assessment, assessor=found.assessor).exists():
            raise AssessorHasHandedIn
        found.delete()
        note = _("ถอน %(name)s · %(reason)s") % {"name": found.assessor, "reason": reason}
        record(assessment_id=assessment.pk, kind=EventKind.ASSESSORS_CHANGED, actor=actor, at=now, note=note)
    return found.assessor


def _judged(assessments: list[Assessment], wanted: list[tuple[int, int]], actor) -> Plan:
    """Each pair with its refusal, in a number of queries that does not grow."""
    people = {person.pk: person for person in User.objects.filter(pk__in={person for _pk, person in wanted})}
    by_pk = {assessment.pk: assessment for assessment in assessments}
    held = set(
        Membership.objects.filter(user__in=people, role__in=[*UNIT_ROLES, Role.ASSESSOR]).values_list(
            "user", "role", "unit"
        )
    )
    standing = set(Assignment.objects.filter(assessment__in=by_pk).values_list("assessment", "assessor"))
    closed = _without_entry(by_pk, actor)
    assessors = {user for user, role, _unit in held if role == Role.ASSESSOR}
    members = {(user, unit) for user, role, unit in held if role != Role.ASSESSOR}

    def refusal(assessment, person) -> str:
        if assessment.pk in closed:
            return closed[assessment.pk]
        if person.pk not in assessors or not person.is_active:
            return Refusal.NO_ASSESSOR
        if (person.pk, assessment.unit_id) in members:
            return Refusal.OWN_UNIT
        return Refusal.ALREADY if (assessment.pk, person.pk) in standing else ""

    known = [(by_pk[pk], people[person]) for pk, person in wanted if pk in by_pk and person in people]
    known.sort(key=lambda pair: (pair[0].unit.code, pair[0].pk, str(pair[1]), pair[1].pk))
    return Plan(tuple(Pair(assessment, person, refusal(assessment, person)) for assessment, person in known))


def _without_entry(by_pk: dict[int, Assessment], actor) -> dict[int, str]:
    """Assessments that take no assessor of this coordinator now, and why."""
    meetings = ConsensusMeeting.objects.filter(submission__assessment__in=by_pk)
    opened = set(meetings.values_list("submission__assessment", "submission__number"))
    latest = {}
    if opened:
        rows = Assessment.objects.filter(pk__in={pk for pk, _number in opened})
        latest = dict(rows.annotate(number=models.Max("submissions__number")).values_list("pk", "number"))
    closed: dict[int, str] = {}
    for pk, assessment in by_pk.items():
        if not coordinates(actor, assessment.unit):
            closed[pk] = Refusal.OUT_OF_REACH
        elif not permit(Standing(frozenset({Role.COORDINATOR})), assessment, ASSIGN_ASSESSORS):
            closed[pk] = Refusal.REVIEW_IS_OVER
        elif (pk, latest.get(pk)) in opened:
            closed[pk] = Refusal.CONSENSUS_IS_OPEN
    return closed


def _names_by_assessment(pairs: list[Pair]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for pair in pairs:
        names.setdefault(pair.assessment.pk, []).append(str(pair.assessor))
    return names
