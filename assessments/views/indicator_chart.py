"""The chart of one indicator on a page of its own, with its figures and what is judged of it and why."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.document import indicator_row
from assessments.models import Assessment, Indicator, IndicatorYear
from assessments.permissions import EDIT, VIEW, permit
from assessments.scorecard import indicator_data, scheme_of
from assessments.scoring.results import judge_indicator
from assessments.views.indicators import IndicatorRow
from thai.digits import grouped


@dataclass(frozen=True)
class YearRow:
    """One fiscal year in the table below the chart, figures as text, empty where there is none."""

    year: int
    value: str
    target: str
    comparator: str
    is_current: bool
    is_later: bool


@dataclass(frozen=True)
class IndicatorChart:
    """One indicator as chart and table show it; its comparator only where one counts (`compares`)."""

    row: IndicatorRow
    years: tuple[YearRow, ...]
    compares: bool


@require_GET
def indicator_chart(request, pk, indicator):
    """Line, target, comparator and projections, the same as a table, the judgement in words, and its neighbours."""
    assessment = get_assessment(request, pk, to=VIEW)
    found = assessment.indicators.for_document().filter(pk=indicator).first()
    if found is None:
        raise Http404
    before, after = _neighbours(assessment, found)
    context = {
        "assessment": assessment,
        "indicator": found,
        "item": found.area.item,
        "chart": chart_of(found, assessment.fiscal_year, compares=scheme_of(assessment.criteria_set).compares),
        "before": before,
        "after": after,
        "may_edit": permit(assessment.standing, assessment, EDIT),
    }
    return render(request, "assessments/indicator_chart.html", context)


def chart_of(indicator: Indicator, fiscal_year: int, *, compares: bool) -> IndicatorChart:
    """The indicator with every year from its first to its last figure, judged for this fiscal year."""
    judged = judge_indicator(indicator_data(indicator), fiscal_year)
    row = IndicatorRow(indicator_row(indicator), judged, fiscal_year, (), indicator.pk)
    held = {year.fiscal_year: year for year in indicator.years.all() if compares or _counts_alone(year)}
    years = range(min(held), max(held) + 1) if held else ()
    return IndicatorChart(row, tuple(_year_row(year, held.get(year), row) for year in years), compares)


def _counts_alone(year: IndicatorYear) -> bool:
    """Whether there is anything beside a comparator."""
    return year.value is not None or year.target is not None


def _year_row(year: int, held, row: IndicatorRow) -> YearRow:
    figures = (getattr(held, name, None) for name in ("value", "target", "comparator"))
    value, target, comparator = ("" if figure is None else grouped(figure) for figure in figures)
    return YearRow(year, value, target, comparator, year == row.judged.current, year > row.fiscal_year)


def _neighbours(assessment: Assessment, indicator: Indicator) -> tuple[Indicator | None, Indicator | None]:
    """The indicators before and after this one in the order of their codes."""
    others = assessment.indicators.only("code", "name", "assessment")
    before = others.filter(code__lt=indicator.code).order_by("-code").first()
    return before, others.filter(code__gt=indicator.code).order_by("code").first()
