"""The queue of those who review, ready to be shown: what each may see, filtered, in order, a page at a time.

Counts and scores come from the summaries (decision 14); no row of an answer is read for a list.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Case, Count, DateTimeField, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from accounts.models import Unit, User
from accounts.roles import UNIT_ROLES, Role, UnitKind
from assessments.keyset import Column, Cursor, KeyPage, Keyset
from assessments.models import Assessment, Assignment, Cycle, HandIn, Submission
from assessments.statuses import EDITABLE

PAGE = 50
SOON = timedelta(days=7)
LATE, NEARLY = "late", "soon"
NOBODY = "none"
DEADLINE = Coalesce("due", "cycle__closes", output_field=DateTimeField())
PROGRESS = Case(
    When(summary__questions__gt=0, then=F("summary__answered") * 10_000 / F("summary__questions")),
    output_field=IntegerField(),
)
# What a list is sorted by: the value, and how the text of a cursor becomes one.
SORTED_BY = {
    "unit": (None, str),
    "submitted": (Max("submissions__submitted_at"), datetime.fromisoformat),
    "deadline": (DEADLINE, datetime.fromisoformat),
    "score": (F("summary__result_points"), Decimal),
    "progress": (PROGRESS, int),
}
DEFAULT_ORDER = "-submitted"


@dataclass(frozen=True)
class Wanted:
    """What a coordinator looks for, understood; empty where it does not matter."""

    cycles: tuple[int, ...]
    words: Q = field(default_factory=Q)
    status: str = ""
    ministry: str = ""
    kind: str = ""
    lateness: str = ""
    assessor: str = ""
    least: Decimal | None = None
    most: Decimal | None = None


def reach_of(user) -> QuerySet:
    """What she may review: nobody reviews a unit in which he holds a role."""
    own = [m.unit_id for m in user.roles_held if m.role in UNIT_ROLES]
    return Assessment.objects.visible_to(user).exclude(unit__in=own)


def scope_of(user) -> QuerySet:
    """What he coordinates; assignments of his own open nothing here."""
    own = [m.unit_id for m in user.roles_held if m.role in UNIT_ROLES]
    paths = [m.unit.path if m.unit else "/" for m in user.roles_held if m.role == Role.COORDINATOR]
    units = Unit.objects.below(paths) if "/" not in paths else Unit.objects.all()
    return Assessment.objects.filter(unit__in=units).exclude(unit__in=own)


def cycles_of(reach: QuerySet) -> list[Cycle]:
    """Cycles in which there is something within reach, the latest year first."""
    found = Cycle.objects.filter(Exists(reach.filter(cycle=OuterRef("pk")).order_by()))
    return list(found.select_related("criteria_set"))


def ministries_of(user) -> list[Unit]:
    """Ministries in his scope, by code."""
    paths = [m.unit.path if m.unit else "/" for m in user.roles_held if m.role == Role.COORDINATOR]
    return list(Unit.objects.below(paths).filter(kind=UnitKind.MINISTRY))


def assessors() -> list[User]:
    """Everybody who may be assigned, by name."""
    found = User.objects.filter(memberships__role=Role.ASSESSOR, is_active=True)
    return list(found.order_by("first_name", "last_name", "username"))


def narrowed(reach: QuerySet, wanted: Wanted, now: datetime) -> QuerySet:
    """What fits all that is wanted but the status, which the tabs count."""
    found = reach.filter(wanted.words, cycle__in=wanted.cycles)
    if wanted.ministry:
        found = found.filter(unit__path__startswith=wanted.ministry)
    if wanted.kind:
        found = found.filter(unit__kind=wanted.kind)
    if wanted.lateness:
        found = found.filter(status__in=EDITABLE).alias(last_moment=DEADLINE)
        late, soon = Q(last_moment__lt=now), Q(last_moment__gte=now, last_moment__lte=now + SOON)
        found = found.filter(late if wanted.lateness == LATE else soon)
    if wanted.assessor:
        given = Assignment.objects.filter(assessment=OuterRef("pk"))
        is_nobody = wanted.assessor == NOBODY
        found = found.filter(
            ~Exists(given.filter(conflict="")) if is_nobody else Exists(given.filter(assessor=wanted.assessor))
        )
    if wanted.least is not None:
        found = found.filter(summary__result_points__gte=wanted.least)
    if wanted.most is not None:
        found = found.filter(summary__result_points__lte=wanted.most)
    return found


def counts_of(found: QuerySet) -> dict[str, int]:
    """How many there are in each status; of the assessments alone."""
    rows = found.order_by().values("status").annotate(number=Count("pk"))
    return {row["status"]: row["number"] for row in rows}


def keyset_of(order: str) -> Keyset:
    """The order as columns: what it is named after, then the code of the unit, then the key."""
    name, descending = order.removeprefix("-"), order.startswith("-")
    read = SORTED_BY[name][1]
    unit, pk = Column("unit__code", str, descending=descending and name == "unit"), Column("pk", int)
    if name == "unit":
        return Keyset(order, unit, pk)
    return Keyset(order, Column("sorted_by", read, descending, may_be_missing=True), unit, pk)


def page_of(found: QuerySet, order: str, cursor: str) -> KeyPage:
    """The keys of one page; the first page for what is no cursor of this order. One query."""
    keyset, value = keyset_of(order), SORTED_BY[order.removeprefix("-")][0]
    rows = found.order_by() if value is None else found.order_by().annotate(sorted_by=value)
    return keyset.page(rows, _cursor(keyset, cursor), PAGE)


def _cursor(keyset: Keyset, text: str) -> Cursor | None:
    return keyset.read(text) if text else None


def rows_of(keys: list[int]) -> list[Assessment]:
    """These assessments in this order, with all that a row shows; nothing of the live scores. One query."""
    found = Assessment.objects.with_place().with_last_submission().select_related("unit__parent", "summary")
    hidden = ["summary__self_points", "summary__self_provisional"]  # of drafts, the unit's own (decision 14)
    by_pk = {assessment.pk: assessment for assessment in found.defer(*hidden).filter(pk__in=keys).order_by()}
    return [by_pk[key] for key in keys if key in by_pk]


def with_hand_in(assignments: QuerySet) -> QuerySet:
    """`has_handed_in`: whether her review of the latest submission is handed in."""
    latest = Submission.objects.filter(assessment=OuterRef(OuterRef("assessment"))).order_by("-number")
    handed_in = HandIn.objects.filter(
        submission__in=latest.values("pk")[:1], assessor=OuterRef("assessor"), handed_back_at__isnull=True
    )
    return assignments.annotate(has_handed_in=Exists(handed_in))


def assignments_of(keys: list[int]) -> dict[int, list[Assignment]]:
    """Who is assigned to each of these assessments, by name, and who of them has handed in. One query."""
    found: dict[int, list[Assignment]] = {}
    rows = with_hand_in(Assignment.objects.filter(assessment__in=keys)).select_related("assessor")
    for assignment in rows.order_by("assessor__first_name", "assessor__username"):
        found.setdefault(assignment.assessment_id, []).append(assignment)
    return found
