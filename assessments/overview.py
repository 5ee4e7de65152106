"""What the results of many units look like together, read from their summaries (decision 15)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from json import loads

from django.db.models import Aggregate, Count, Exists, Min, OuterRef, Q, Sum, TextField, Value
from django.db.models.functions import NullIf

from accounts.models import Unit
from accounts.roles import UnitKind
from assessments.models import Cycle
from assessments.models.assessment import AssessmentQuerySet
from assessments.scoring.distribution import LEAST_UNITS, Distribution, band_starts, distribution_of
from assessments.scoring.totals import rounded_percent
from assessments.statuses import Status
from criteria.outline import CategoryOutline, Outline

PAGE = 50
YEARS = 5
COLUMNS = (
    *("pk", "status", "unit__code", "unit__name_th", "unit__kind", "unit__path"),
    *("summary__maximum", "summary__result_points", "summary__result_shares"),
    *("summary__result_provisional", "summary__result_stage", "summary__computed_at"),
)
RESULT = ~Q(summary__result_shares="") & Q(summary__result_shares__isnull=False)


class Joined(Aggregate):
    """The texts of a group in one, in no order, with commas between them."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, ',')")


@dataclass(frozen=True)
class Totals:
    """Counts by status of all, then of those looked at: their results, how many of them are provisional or a unit's
    own, and the spread of the total and of each category. `read_at` is "ข้อมูล ณ", the oldest."""

    counts: dict[str, int]
    provisional: int
    own: int
    read_at: datetime | None
    total: Distribution
    categories: tuple[Distribution, ...]

    @property
    def units(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class UnitResult:
    """One unit of the heat map; `shares` is empty before its first submission, and as long as nothing is computed."""

    assessment_id: int
    status: str
    code: str
    name: str
    kind: str
    path: str
    maximum: Decimal | None
    points: Decimal | None
    packed: str | None
    provisional: bool | None
    stage: str | None
    computed_at: datetime | None

    @property
    def shares(self) -> list[int]:
        """Hundredths of a percent of the maximum: the total, then the scored categories."""
        return [int(share) for share in self.packed.split(",")] if self.packed else []

    @property
    def top(self) -> str:
        """The path of the unit at the top of the tree."""
        return f"/{self.path.split('/')[1]}/"


@dataclass(frozen=True)
class Page:
    """Fifty units in the order of the tree, and where the neighbours begin: "" where there is none."""

    rows: list[UnitResult]
    before: str
    after: str


@dataclass(frozen=True)
class YearResult:
    """The mean of the totals of one year in percent, None of fewer than five units."""

    year: int
    count: int
    mean: Decimal | None


def scored_categories(outline: Outline) -> list[CategoryOutline]:
    """Those that a summary holds a share of, in its order."""
    return [category for category in outline.categories if not category.is_profile]


def cycles_of(reach: AssessmentQuerySet) -> list[Cycle]:
    """The cycles in which these units have an assessment, the latest year first."""
    held = reach.filter(cycle=OuterRef("pk")).order_by()
    return list(Cycle.objects.filter(Exists(held)).select_related("criteria_set"))


def ministries() -> list[Unit]:
    """All of them by code: heads of groups, and a filter."""
    return list(Unit.objects.filter(kind=UnitKind.MINISTRY).order_by("code").only("code", "name_th", "path"))


def totals_of(found: AssessmentQuerySet, outline: Outline, *, status: str = "") -> Totals:
    """One query, one line for each status: the database joins the shares, so that 10,000 units are five texts."""
    rows = {row["status"]: row for row in _by_status(found)}
    chosen = [row for key, row in rows.items() if not status or key == status]
    numbers = loads(f"[{','.join(row['shares'] for row in chosen if row['shares'])}]")  # thrice as fast as int()
    width = 1 + len(scored_categories(outline))
    starts = band_starts(outline.criteria_set.bands)
    total, *categories = (distribution_of(numbers[at::width], starts) for at in range(width))
    return Totals(
        counts={each.value: rows[each]["number"] if each in rows else 0 for each in Status},
        provisional=sum(row["provisional"] for row in chosen),
        own=sum(row["own"] for row in chosen),
        read_at=min((row["oldest"] for row in chosen if row["oldest"]), default=None),
        total=total,
        categories=tuple(categories),
    )


def _by_status(found: AssessmentQuerySet):
    return (
        found.order_by()
        .values("status")
        .annotate(
            number=Count("pk"),
            provisional=Count("pk", filter=RESULT & Q(summary__result_provisional=True)),
            own=Count("pk", filter=RESULT & Q(summary__result_stage="self")),
            oldest=Min("summary__computed_at"),
            shares=Joined(NullIf("summary__result_shares", Value(""))),
        )
    )


def page_of(found: AssessmentQuerySet, *, after: str = "", before: str = "") -> Page:
    """The units behind a place of the tree, or in front of one; along the index of paths, no further than a page."""
    place, order = ({"path__lt": before}, "-path") if before else ({"path__gt": after}, "path")
    held = Unit.objects.filter(Exists(found.order_by().filter(unit=OuterRef("pk"))), **place)
    near = held.order_by(order).values("pk")[: PAGE + 1]
    read = [
        UnitResult(*row) for row in _rows(found.filter(unit__in=near)).order_by(order.replace("path", "unit__path"))
    ]
    shown, has_more = read[:PAGE], len(read) > PAGE
    if before:
        shown.reverse()
        return Page(shown, shown[0].path if has_more else "", shown[-1].path if shown else "")
    return Page(shown, shown[0].path if after and shown else "", shown[-1].path if has_more else "")


def all_units(found: AssessmentQuerySet):
    """Every unit in the order of the tree, a few at a time."""
    return (UnitResult(*row) for row in _rows(found).order_by("unit__path").iterator(chunk_size=500))


def _rows(found: AssessmentQuerySet):
    return found.order_by().values_list(*COLUMNS)


def trend_of(reach: AssessmentQuerySet, cycle: Cycle, cycles: list[Cycle]) -> list[YearResult]:
    """Up to five years of the same set, ending with this one; a year without a result is not there."""
    of_set = [each for each in cycles if each.criteria_set_id == cycle.criteria_set_id]
    years = {each.pk: each.fiscal_year for each in of_set if 0 <= cycle.fiscal_year - each.fiscal_year < YEARS}
    rows = (
        reach.filter(cycle__in=years, summary__result_points__isnull=False)
        .order_by()
        .values("cycle")
        .annotate(number=Count("pk"), points=Sum("summary__result_points"), maximum=Sum("summary__maximum"))
    )
    return [
        YearResult(years[row["cycle"]], row["number"], _mean(row))
        for row in sorted(rows, key=lambda row: years[row["cycle"]])
    ]


def _mean(row: dict) -> Decimal | None:
    if row["number"] < LEAST_UNITS or not row["maximum"]:
        return None
    return rounded_percent(row["points"] * 100 / row["maximum"])


def narrowed(reach: AssessmentQuerySet, path: str, kind: str) -> AssessmentQuerySet:
    """Those of units at or below this path, and of this kind of unit; "" narrows nothing."""
    found = reach.filter(unit__path__startswith=path) if path else reach
    return found.filter(unit__kind=kind) if kind else found
