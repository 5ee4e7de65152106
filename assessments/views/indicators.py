"""The indicators of a results item: the table that every page shows, and the form of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.access import get_assessment
from assessments.document import dictionary_of, indicator_row
from assessments.forms.indicators import IndicatorForm, YearSpan, initial_of
from assessments.forms.numbers import whole_number
from assessments.models import Indicator
from assessments.models.kpi_dictionary import KpiDictionary
from assessments.permissions import CLOSED, EDIT
from assessments.scorecard import ItemResult, Scheme
from assessments.scoring.results import IndicatorJudgement
from assessments.services.indicators import (
    MOST_INDICATORS,
    AreaNotApplicable,
    StaleIndicator,
    TooManyIndicators,
    add_indicator,
    delete_indicator,
    save_indicator,
)
from assessments.services.locks import AssessmentLocked
from assessments.statuses import Direction, Importance
from assessments.views.refused import keeps_typed_text
from criteria.outline import ItemOutline, outline_of

SHOWN_YEARS = 5


@dataclass(frozen=True)
class Cell:
    """One fiscal year of one indicator, figures as text; an absent one is empty, zero is "0"."""

    year: int
    value: str
    target: str
    is_current: bool
    is_later: bool


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator as a table shows it: the row of its document, what the arithmetic says of it, its cells."""

    data: dict
    judged: IndicatorJudgement
    fiscal_year: int
    cells: tuple[Cell, ...]
    pk: int | None = None

    @property
    def code(self) -> str:
        return self.data["code"]

    @property
    def comparator(self) -> str:
        return self.data["comparator"]["values"].get(str(self.judged.current), "")

    @property
    def dictionary(self) -> KpiDictionary:
        return dictionary_of(self.data)

    def figures(self, name: str) -> dict[int, Decimal]:
        """The numbers by year of "values", "targets" or "comparator"."""
        found = self.data["comparator"]["values"] if name == "comparator" else self.data[name]
        return {int(year): Decimal(figure) for year, figure in found.items()}


@dataclass(frozen=True)
class IndicatorTable:
    """The last five years up to the assessment's, and later ones (projections) that hold a figure.

    `compares`: comparators and key indicators count here, so they are shown.
    """

    years: tuple[int, ...]
    fiscal_year: int
    rows: tuple[IndicatorRow, ...]
    compares: bool

    @property
    def with_dictionary(self) -> list[IndicatorRow]:
        return [row for row in self.rows if row.dictionary]


def live_rows(indicators: Iterable[Indicator]) -> list[tuple[dict, int]]:
    """The rows of the document with the key of each indicator, for links."""
    return [(indicator_row(indicator), indicator.pk) for indicator in indicators]


def frozen_rows(rows: Iterable[dict]) -> list[tuple[dict, None]]:
    """The rows of a frozen document; they link nowhere."""
    return [(row, None) for row in rows]


def indicator_table(
    rows: list[tuple[dict, int | None]], result: ItemResult, fiscal_year: int, scheme: Scheme
) -> IndicatorTable:
    """The table of one item, with what its result judges of each indicator."""
    by_code = {judgement.code: judgement for judgement in result.indicators}
    held = {int(year) for row, _pk in rows for name in ("values", "targets") for year in row[name]}
    years = (*range(fiscal_year - SHOWN_YEARS + 1, fiscal_year + 1), *sorted(y for y in held if y > fiscal_year))
    table = [
        IndicatorRow(row, by_code[row["code"]], fiscal_year, _cells(row, by_code[row["code"]], years, fiscal_year), pk)
        for row, pk in rows
    ]
    return IndicatorTable(years, fiscal_year, tuple(table), scheme.compares)


def _cells(row: dict, judged: IndicatorJudgement, years, fiscal_year: int) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            year,
            row["values"].get(str(year), ""),
            row["targets"].get(str(year), ""),
            year == judged.current,
            year > fiscal_year,
        )
        for year in years
    )


@keeps_typed_text(CLOSED, IndicatorForm)
@require_http_methods(["GET", "POST"])
def indicator_add(request, pk, code):
    """A new indicator stands under the item."""
    assessment = get_assessment(request, pk, to=EDIT)
    item = results_item(assessment, code)
    form = _form(request, assessment, item, {"version": 0, "direction": Direction.HIGHER, "importance": Importance.KEY})
    if not form.is_bound:
        return _page(request, assessment, form)
    if form.is_valid():
        try:
            add_indicator(assessment=assessment, item=item, fields=form.indicator_fields, actor=request.user)
        except (AreaNotApplicable, TooManyIndicators) as refused:
            _refuse(form, refused)
        else:
            return redirect("assessments:item", assessment.pk, item.code)
    return _page(request, assessment, form, status=422)


@keeps_typed_text(CLOSED, IndicatorForm)
@require_http_methods(["GET", "POST"])
def indicator_edit(request, pk, indicator):
    """The indicator holds what was typed; a version that is not the latest answers 409 with both."""
    assessment = get_assessment(request, pk, to=EDIT)
    found = _indicator(assessment, indicator)
    item = results_item(assessment, found.area.item.code)
    form = _form(request, assessment, item, initial_of(found), found)
    if not form.is_bound:
        return _page(request, assessment, form, indicator=found)
    if form.is_valid():
        fields, version = form.indicator_fields, form.cleaned_data["version"]
        try:
            save_indicator(indicator=found, fields=fields, version=version, actor=request.user)
        except StaleIndicator:
            return _conflict(request, assessment, form, found)
        except AreaNotApplicable as refused:
            _refuse(form, refused)
        else:
            return redirect("assessments:item", assessment.pk, item.code)
    return _page(request, assessment, form, indicator=found, status=422)


@require_http_methods(["GET", "POST"])
def indicator_delete(request, pk, indicator):
    """Asked once on a page of its own; then the indicator and its figures are gone."""
    assessment = get_assessment(request, pk, to=EDIT)
    found = _indicator(assessment, indicator)
    context = {"assessment": assessment, "indicator": found, "item": found.area.item}
    if request.method == "GET":
        return render(request, "assessments/indicator_delete.html", context)
    version = whole_number(request.POST.get("version", "")) or 0
    try:
        delete_indicator(indicator=found, version=version, actor=request.user)
    except StaleIndicator:
        return render(request, "assessments/indicator_delete.html", context | {"is_stale": True}, status=409)
    except AssessmentLocked:
        raise PermissionDenied(str(CLOSED)) from None
    return redirect("assessments:item", assessment.pk, found.area.item.code)


def results_item(assessment, code: str) -> ItemOutline:
    """The results item of this code, or 404."""
    item = outline_of(assessment.criteria_set).items.get(code)
    if item is None or not item.is_results:
        raise Http404
    return item


def _indicator(assessment, pk: int) -> Indicator:
    try:
        return assessment.indicators.for_document().get(pk=pk)
    except Indicator.DoesNotExist:
        raise Http404 from None


def _form(request, assessment, item: ItemOutline, initial: dict, indicator: Indicator | None = None) -> IndicatorForm:
    """Bound to what was posted; unbound on GET, and when only earlier years were asked for (what was typed stays)."""
    year = assessment.fiscal_year
    held = {each.fiscal_year for each in indicator.years.all()} if indicator else ()
    posted = request.POST if request.method == "POST" else {}
    first = posted.get("first", "")
    span = YearSpan.around(year, held, int(first) if first.isdecimal() and len(first) == 4 else None)
    if "earlier" in posted:
        return IndicatorForm(initial=posted.dict(), item=item, span=span.earlier, fiscal_year=year)
    return IndicatorForm(posted or None, initial=initial, item=item, span=span, fiscal_year=year)


def _page(request, assessment, form: IndicatorForm, *, indicator=None, status: int = 200):
    context = {"assessment": assessment, "item": form.item, "form": form, "indicator": indicator}
    return render(request, "assessments/indicator_form.html", context, status=status)


def _conflict(request, assessment, form: IndicatorForm, indicator: Indicator):
    """Both versions side by side; the form of the page carries what was typed over the version that stands now."""
    current = initial_of(indicator)
    names = [name for name in form.fields if name not in {"version", "first"}]
    rows = [(form.fields[name].label, _shown(form, name, current), _shown(form, name, form.data)) for name in names]
    context = {
        "assessment": assessment,
        "item": form.item,
        "indicator": indicator,
        "rows": [row for row in rows if row[1] or row[2]],
        "typed": [(name, form.data.get(name, "")) for name in (*names, "first")],
    }
    return render(request, "assessments/indicator_conflict.html", context, status=409)


def _shown(form: IndicatorForm, name: str, values) -> str:
    """The value as a person reads it: the words of a choice, a text or a figure as it is."""
    value = values.get(name, "")
    choices = getattr(form.fields[name], "choices", None)
    return str(dict(choices).get(value, value)) if choices and value else str(value).replace("\r\n", "\n")


def _refuse(form: IndicatorForm, refused: Exception) -> None:
    if isinstance(refused, AreaNotApplicable):
        form.add_error("area", _("ทุกคำถามของประเด็นนี้ระบุว่าไม่เกี่ยวข้อง ลบเหตุผลที่ไม่เกี่ยวข้องออกก่อนเพิ่มตัวชี้วัด"))
    else:
        form.add_error(None, _("แบบประเมินหนึ่งมีตัวชี้วัดได้ไม่เกิน %(most)d ตัว") % {"most": MOST_INDICATORS})
