"""Units side by side, as the overview knows them: the maintained summaries in, what a comparison says out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assessments.models import Cycle
from assessments.models.assessment import AssessmentQuerySet
from assessments.overview import UnitResult, all_units, scored_categories
from assessments.scoring.distribution import Distribution, band_starts, distribution_of
from assessments.statuses import Stage, Status
from criteria.outline import CategoryOutline, Outline, outline_of
from reports import content as paper

MOST_UNITS = 300  # of one report: a dozen sheets
EVERYBODY = "ALL"  # in the place of the code of a ministry


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedUnit:
    """One unit; no shares where nothing was sent yet."""

    code: str
    name: str
    status: str  # in words
    stage: str = ""  # whose result, in words
    provisional: bool = False
    points: Decimal | None = None
    shares: tuple[Decimal, ...] = ()  # percent of the maximum: the total, then the categories

    @property
    def total(self) -> Decimal | None:
        return self.shares[0] if self.shares else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPart:
    """The total or one category over all units with a result; no marks of fewer than five."""

    code: str
    title: str
    marks: tuple[Decimal, ...] = ()  # least, quartiles, greatest
    mean: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonContent:
    """What a comparison says; `cover` names the whole that the units belong to."""

    cover: paper.Cover
    maximum: Decimal
    parts: tuple[ComparedPart, ...]
    units: tuple[ComparedUnit, ...]  # the highest total first, those without a result last
    receipt: None = None
    draft: bool = False
    demo: bool = False
    thai_digits: bool = False

    @property
    def with_result(self) -> tuple[ComparedUnit, ...]:
        return tuple(unit for unit in self.units if unit.shares)

    @property
    def without_result(self) -> tuple[ComparedUnit, ...]:
        return tuple(unit for unit in self.units if not unit.shares)


@dataclass(frozen=True)
class OfNoAssessment:
    """What `request_report` keeps of a report that is made of many assessments."""

    assessment: None = None
    submission: None = None
    decided: None = None
    findings: tuple = ()


def comparison_in(
    found: AssessmentQuerySet, cycle: Cycle, *, code: str, name: str, thai_digits: bool
) -> ComparisonContent:
    """The content of these assessments of the cycle; `code` is empty where they are not those of one ministry."""
    return comparison_of(
        all_units(found),
        outline_of(cycle.criteria_set),
        cycle,
        code=code or EVERYBODY,
        name=name,
        demo=found.filter(is_demo=True).exists(),
        thai_digits=thai_digits,
    )


def comparison_of(
    units: Iterable[UnitResult],
    outline: Outline,
    cycle: Cycle,
    *,
    code: str,
    name: str,
    demo: bool,
    thai_digits: bool = False,
) -> ComparisonContent:
    """The content; `code` and `name` are of the ministry, or of all that the coordinator looks after."""
    results = list(units)
    rows = sorted((_unit(each) for each in results), key=_order)
    return ComparisonContent(
        cover=_cover(cycle, code, name, [each.computed_at for each in results if each.shares]),
        maximum=max((each.maximum for each in results if each.shares), default=Decimal(0)),
        parts=_parts([each.shares for each in results if each.shares], outline),
        units=tuple(rows),
        demo=demo,
        thai_digits=thai_digits,
    )


def _order(unit: ComparedUnit) -> tuple[bool, Decimal, str]:
    return not unit.shares, -(unit.total or Decimal(0)), unit.code


def _unit(result: UnitResult) -> ComparedUnit:
    status = str(Status(result.status).label)
    if not result.shares:
        return ComparedUnit(code=result.code, name=result.name, status=status)
    return ComparedUnit(
        code=result.code,
        name=result.name,
        status=status,
        stage=str(Stage(result.stage).label),
        provisional=bool(result.provisional),
        points=result.points,
        shares=tuple(Decimal(share) / 100 for share in result.shares),
    )


def _cover(cycle: Cycle, code: str, name: str, read_at: list[datetime]) -> paper.Cover:
    return paper.Cover(
        unit_code=code,
        unit_name=name,
        criteria_code=cycle.criteria_set.code,
        criteria_name=cycle.criteria_set.title_th,
        fiscal_year=cycle.fiscal_year,
        status=_("ผลของฉบับที่ส่งแล้ว"),
        as_of=localdate(min(read_at)) if read_at else None,
    )


def _parts(shares: list[list[int]], outline: Outline) -> tuple[ComparedPart, ...]:
    starts = band_starts(outline.criteria_set.bands)
    named = [(_("รวม"), _("คะแนนรวม")), *(_named(category) for category in scored_categories(outline))]
    return tuple(
        _part(code, title, distribution_of([row[at] for row in shares], starts))
        for at, (code, title) in enumerate(named)
    )


def _named(category: CategoryOutline) -> tuple[str, str]:
    return category.code, category.title


def _part(code: str, title: str, found: Distribution) -> ComparedPart:
    if found.spread is None:
        return ComparedPart(code=code, title=title)
    return ComparedPart(code=code, title=title, marks=found.spread.five, mean=found.spread.mean)
