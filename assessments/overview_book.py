"""The overview as an xlsx file: a line for each unit, figures as figures, texts as texts."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from accounts.roles import UnitKind
from assessments.overview import UnitResult, scored_categories
from assessments.statuses import Stage, Status
from criteria.outline import Outline
from thai.dates import long_datetime

BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDTHS = (12, 44, 30, 22, 22, 12, 12, 10)  # of the columns before the categories
WIDTH = 12


def book_of(
    units: Iterable[UnitResult], outline: Outline, heads: dict[str, str], facts: list[tuple[str, str]]
) -> IO[bytes]:
    """The open file at its beginning. Rows go to disk as they are read: memory does not grow with their number.

    `heads`: the names of the ministries by path; `facts`: what the file shows, label and text, on a sheet of its own.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("ผลรายหน่วยงาน"))
    put = _writer(sheet)
    titles = _titles(outline)
    for column in range(1, len(titles) + 1):
        width = WIDTHS[column - 1] if column <= len(WIDTHS) else WIDTH
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "C2"
    sheet.append([put(title, bold=True) for title in titles])
    for unit in units:
        sheet.append([put(value) for value in _values(unit, heads, len(scored_categories(outline)))])
    about = book.create_sheet(_("เกี่ยวกับข้อมูล"))
    put = _writer(about)
    for label, words in facts:
        about.append([put(label, bold=True), put(words)])
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    book.save(file)
    file.seek(0)
    return file


def _titles(outline: Outline) -> list[str]:
    titles = [_("รหัส"), _("หน่วยงาน"), _("กระทรวง"), _("ประเภท"), _("สถานะ"), _("คะแนน"), _("คะแนนเต็ม"), _("ร้อยละ")]
    titles += [f"{category.code} {category.title}" for category in scored_categories(outline)]
    return [*titles, _("ที่มาของผล"), _("ชั่วคราว"), _("ข้อมูล ณ")]


def _values(unit: UnitResult, heads: dict[str, str], categories: int) -> list:
    """The cells of one unit; empty where there is no result, which is not 0."""
    shares = [Decimal(share) / 100 for share in unit.shares] or [None] * (1 + categories)
    has_result = bool(unit.shares)
    return [
        *(unit.code, unit.name, heads.get(unit.top, ""), UnitKind(unit.kind).label, Status(unit.status).label),
        unit.points if has_result else None,
        unit.maximum if has_result else None,
        *shares,
        Stage(unit.stage).label if has_result else "",
        _("ชั่วคราว") if has_result and unit.provisional else "",
        long_datetime(unit.computed_at) if unit.computed_at else "",
    ]


def _writer(sheet) -> Callable[..., WriteOnlyCell]:
    """Makes cells: a text is stored as a text, and marked as one where it begins as a formula does."""
    heavy = Font(bold=True)

    def put(value, *, bold: bool = False) -> WriteOnlyCell:
        if value is not None and not isinstance(value, Decimal):  # labels are lazy texts
            value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            cell.data_type = "s"
            if value.startswith(BEGINS_FORMULA):
                cell.quotePrefix = True
        if bold:
            cell.font = heavy
        return cell

    return put
