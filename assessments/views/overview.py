"""The overview of the coordinators: heat map, spread and trend of the results in their scope (decision 15)."""

from dataclasses import dataclass
from itertools import groupby

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.access import get_overseen
from assessments.charts import BoxRow
from assessments.forms.overview import OverviewFilter, filter_of
from assessments.overview import (
    Page,
    Totals,
    UnitResult,
    narrowed,
    page_of,
    scored_categories,
    totals_of,
    trend_of,
)
from assessments.scoring.distribution import LEAST_UNITS, Distribution, band_at, band_starts
from assessments.statuses import Stage, Status
from criteria.outline import Outline, outline_of


@dataclass(frozen=True)
class Cell:
    """The band of one category and the share that lies in it."""

    code: str
    band: int
    share: str


@dataclass(frozen=True)
class HeatRow:
    """One unit; no cells where there is no result."""

    unit: UnitResult
    mark: SafeString
    stage: str
    share: str
    cells: list[Cell]


@dataclass(frozen=True)
class SpreadRow:
    """The total or one category beside its figures."""

    code: str
    title: str
    found: Distribution


@require_GET
def overview(request):
    """Fifty units of one cycle, and what all of them look like together."""
    reach = get_overseen(request)
    filters = filter_of(reach, request.user, request.GET)
    cycle = filters.chosen_cycle
    if cycle is None:
        return render(request, "assessments/overview.html", {"filters": filters})
    outline = outline_of(cycle.criteria_set)
    narrow = narrowed(reach, filters.path, filters.chosen_kind)
    found = narrow.filter(cycle=cycle)
    context = {
        "filters": filters,
        "cycle": cycle,
        "categories": scored_categories(outline),
        "trend": trend_of(narrow, cycle, filters.cycles),
        "least": LEAST_UNITS,
        **_heat(page_of(of_status(found, filters), **filters.place), outline, filters),
        **_spread(totals_of(found, outline, status=filters.chosen_status), outline),
    }
    return render(request, "assessments/overview.html", context)


def of_status(found, filters: OverviewFilter):
    """Those of the status that is looked at."""
    return found.filter(status=filters.chosen_status) if filters.chosen_status else found


def _heat(page: Page, outline: Outline, filters: OverviewFilter) -> dict:
    """The rows of the page by ministry, and the legend of the bands."""
    starts = band_starts(outline.criteria_set.bands)
    codes = [category.code for category in scored_categories(outline)]
    marks = {each: _mark(Status(each)) for each in {unit.status for unit in page.rows}}
    groups = groupby(page.rows, lambda unit: filters.heads.get(unit.top, ""))
    ends = [*(start - 1 for start in starts[1:]), 100]
    return {
        "page": page,
        "groups": [
            (name or _("ไม่สังกัดกระทรวง"), [_row(unit, marks[unit.status], codes, starts) for unit in units])
            for name, units in groups
        ],
        "legend": list(zip(range(len(starts)), starts, ends, strict=True)),
    }


def _mark(status: Status) -> SafeString:
    """Drawn once for all rows."""
    return render_to_string("includes/status.html", {"status": status.value, "word": status.label})


def _row(unit: UnitResult, mark: SafeString, codes: list[str], starts: tuple[int, ...]) -> HeatRow:
    total, *shares = unit.shares or [None]
    cells = zip(codes, shares, strict=True) if shares else ()
    return HeatRow(
        unit=unit,
        mark=mark,
        stage=Stage(unit.stage).label if unit.stage else "",
        share="" if total is None else _percent(total),
        cells=[Cell(code, band_at(share, starts), _percent(share)) for code, share in cells],
    )


def _percent(hundredths: int) -> str:
    """One decimal, halves up, as the page of the categories shows a share."""
    whole, tenths = divmod((hundredths + 5) // 10, 10)
    return f"{whole}.{tenths}"


def _spread(totals: Totals, outline: Outline) -> dict:
    """Counts by status, the figures of the total and of each category, the boxes of those that have quartiles."""
    rows = [SpreadRow(_("รวม"), _("คะแนนรวม"), totals.total)]
    for category, found in zip(scored_categories(outline), totals.categories, strict=True):
        rows.append(SpreadRow(category.code, category.title, found))
    return {
        "totals": totals,
        "tabs": [(status.value, status.label, totals.counts[status]) for status in Status],
        "spread": rows,
        "bands": range(len(totals.total.bands)),
        "boxes": [BoxRow(row.code, row.title, row.found.spread.five) for row in rows if row.found.spread],
    }
