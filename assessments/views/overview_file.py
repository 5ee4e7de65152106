"""The overview as a file for a spreadsheet: every unit of the filter, not a page of them."""

from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import UnitKind
from assessments.access import get_overseen
from assessments.forms.overview import OverviewFilter, filter_of
from assessments.overview import all_units, narrowed
from assessments.overview_book import book_of
from assessments.statuses import Status
from assessments.views.overview import of_status
from assessments.views.table_template import XLSX
from criteria.outline import outline_of
from thai.dates import long_datetime


@require_GET
def overview_file(request):
    """Units by categories, with status, total and where the result comes from. 404 without an assessment in reach."""
    reach = get_overseen(request)
    filters = filter_of(reach, request.user, request.GET)
    cycle = filters.chosen_cycle
    if cycle is None:
        raise Http404
    found = narrowed(reach, filters.path, filters.chosen_kind).filter(cycle=cycle)
    units = all_units(of_status(found, filters))
    file = book_of(units, outline_of(cycle.criteria_set), filters.heads, _facts(filters))
    name = f"overview-{cycle.criteria_set.code}-{cycle.fiscal_year}.xlsx"
    headers = {"Cache-Control": "no-store"}
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX, headers=headers)


def _facts(filters: OverviewFilter) -> list[tuple[str, str]]:
    """What the file holds, as its second sheet tells."""
    cycle, everything = filters.chosen_cycle, _("ทั้งหมด")
    return [
        (_("ชุดเกณฑ์"), cycle.criteria_set.title_th),
        (_("ปีงบประมาณ"), str(cycle.fiscal_year)),
        (_("กระทรวง"), filters.heads.get(filters.path, everything)),
        (_("ประเภทหน่วยงาน"), str(UnitKind(filters.chosen_kind).label) if filters.chosen_kind else everything),
        (_("สถานะ"), str(Status(filters.chosen_status).label) if filters.chosen_status else everything),
        (_("สร้างไฟล์เมื่อ"), long_datetime(timezone.localtime())),
        (_("ผล"), _("คะแนนรวมและร้อยละของคะแนนเต็มในแต่ละหมวดของฉบับที่ส่งแล้ว ช่องว่างคือยังไม่มีผล")),
    ]
