"""All figures of a results item typed in one grid, checked together and stored together."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.views.session import seconds_left
from assessments.access import get_assessment
from assessments.forms.grid import GridForm, Seen, block_of, seen_in
from assessments.forms.indicators import COLUMNS
from assessments.forms.numbers import whole_number
from assessments.models import Assessment, Indicator
from assessments.models.indicator import VALUE_YEARS
from assessments.permissions import EDIT
from assessments.services.indicator_tables import apply_table, last_undoable
from assessments.services.indicators import StaleIndicator
from assessments.statuses import EventKind
from assessments.views.grid_page import Conflict, conflict_of, doubts_in, grid_groups, words_of_the_grid
from assessments.views.indicators import SHOWN_YEARS, results_item
from assessments.views.refused import keeps_block
from criteria.outline import ItemOutline

MOST_FIELDS = 900  # of one part of the grid: Django takes 1,000 in a POST
MOST_READ = 20_000  # nobody's grid has more, whatever years a colleague adds meanwhile


@dataclass(frozen=True)
class Sheet:
    """What the grid is of: the item, its indicators as they stand, by key, and the years that have a column."""

    assessment: Assessment
    item: ItemOutline
    stand: dict[int, Indicator]
    years: range

    @classmethod
    def of(cls, assessment: Assessment, item: ItemOutline, last: str = "") -> "Sheet":
        """The years of the item's table and the next one; `last` is the last of the grid that was posted."""
        rows = assessment.indicators.for_document().with_last_table().select_related("updated_by")
        stand = {indicator.pk: indicator for indicator in rows.filter(area__item_id=item.pk)}
        year = assessment.fiscal_year
        held = [each.fiscal_year for indicator in stand.values() for each in indicator.years.all()]
        end = min(max(year + 1, *held, whole_number(last) or 0), VALUE_YEARS[1])
        return cls(assessment, item, stand, range(year - SHOWN_YEARS + 1, end + 1))

    @property
    def parts(self) -> list[list[Seen]]:
        """The indicators as they stand, so many at a time as one POST can carry."""
        seen = [Seen.of(indicator) for indicator in self.stand.values()]
        size = max(1, MOST_FIELDS // (len(COLUMNS) * len(self.years) + 1))
        return [seen[start : start + size] for start in range(0, len(seen), size)] or [[]]

    @property
    def has_earlier(self) -> bool:
        """Whether figures stand in years before the first column."""
        years = (each.fiscal_year for indicator in self.stand.values() for each in indicator.years.all())
        return any(year < self.years[0] for year in years)


@login_not_required  # signed out is told by 401, with what was typed
@require_http_methods(["GET", "POST"])
@keeps_block(
    block_of,
    gettext_lazy("หมดเวลาใช้งาน จึงยังไม่ได้บันทึก เข้าสู่ระบบอีกครั้ง แล้วใช้ “วางตารางจาก Excel” วางตัวเลขเหล่านี้"),
    gettext_lazy("ไม่พบหัวข้อที่จะบันทึกตัวเลข"),
)
def grid(request, pk, code):
    """The figures that were changed are stored at once: 302; 422 names wrong cells, 409 shows what stands now.

    There is no step of preview, unlike for a pasted table: she sees every changed cell marked as she types it, what
    she did not touch is not written, doubts about what stands are on the page that follows, and the whole of it is
    undone by one button, as a table is.
    """
    assessment = get_assessment(request, pk, to=EDIT)
    sheet = Sheet.of(assessment, results_item(assessment, code), request.POST.get("last", ""))
    if request.method == "GET":
        return _page(request, sheet, GridForm(seen=sheet.parts[_part(request, sheet)], years=sheet.years))
    form = _posted(request, sheet)
    if not form.is_valid():
        return _page(request, sheet, form, status=422)
    try:
        rows = form.table_rows(sheet.stand, sheet.item)
        if rows:
            given = {"assessment": assessment, "item": sheet.item, "rows": rows, "actor": request.user}
            apply_table(kind=EventKind.GRID_SAVED, **given)
    except StaleIndicator:
        sheet = Sheet.of(assessment, sheet.item, request.POST.get("last", ""))
        conflict = conflict_of(form, sheet.stand, sheet.years)
        return _page(request, sheet, conflict.form, conflict=conflict, status=409)
    _tell(request, form)
    return redirect(_address(sheet, _part(request, sheet)))


def _posted(request, sheet: Sheet) -> GridForm:
    seen = seen_in(request.POST)
    if len(seen) * len(COLUMNS) * len(sheet.years) > MOST_READ:
        raise SuspiciousOperation
    return GridForm(request.POST, seen=seen, years=sheet.years)


def _tell(request, form: GridForm) -> None:
    if not form.changed:
        messages.info(request, _("ไม่มีตัวเลขที่เปลี่ยน จึงไม่มีอะไรต้องบันทึก"))
        return
    cells = sum(len(figures) for figures in form.changed.values())
    words = _("บันทึกแล้ว %(cells)d ช่อง ในตัวชี้วัด %(count)d ตัว")
    messages.success(request, words % {"cells": cells, "count": len(form.changed)})


def _part(request, sheet: Sheet) -> int:
    """Which part is asked for, from 0; the last one where there are no longer so many."""
    return min(max(1, whole_number(request.GET.get("part", "")) or 1), len(sheet.parts)) - 1


def _address(sheet: Sheet, part: int) -> str:
    address = reverse("assessments:grid", args=[sheet.assessment.pk, sheet.item.code])
    return f"{address}?part={part + 1}" if part else address


def _page(request, sheet: Sheet, form: GridForm, *, conflict: Conflict | None = None, status: int = 200):
    """The grid; `conflict` tells what has moved below what was typed."""
    doubts = [] if form.is_bound or conflict else doubts_in(form, sheet.stand)
    parts = [(number + 1, _address(sheet, number)) for number in range(len(sheet.parts))]
    context = {
        "assessment": sheet.assessment,
        "item": sheet.item,
        "form": form,
        "years": sheet.years,
        "has_earlier": sheet.has_earlier,
        "groups": grid_groups(form, sheet.stand, conflict.notes if conflict else {}),
        "doubts": doubts,
        "conflict": conflict,
        "parts": parts if len(parts) > 1 else [],
        "part": _part(request, sheet) + 1,
        "undoable": last_undoable(list(sheet.stand.values())) if status == 200 else None,
        "words": words_of_the_grid(),
        "seconds_left": seconds_left(request.session),
    }
    return render(request, "assessments/grid.html", context, status=status)
