"""The xlsx file of a results item: its indicators under the heads that the reader knows, ready to be filled in.

What it gives reads back without a change. Texts are stored as texts, so that none of them is ever a formula.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from assessments.interchange.tables.cells import MOST_COLUMNS
from assessments.models import Indicator
from assessments.statuses import Direction, Importance
from criteria.outline import ItemOutline

TEXTS = {
    "รหัส": 10,
    "ตัวชี้วัด": 48,
    "หน่วยวัด": 14,
    "ประเด็น": 10,
    "ทิศทางที่ดี": 16,
    "ความสำคัญ": 20,
    "ชื่อคู่เทียบ": 26,
}
FIGURES = {"value": "ผลจริง", "target": "เป้าหมาย", "comparator": "คู่เทียบ"}
# The words of the file are the same in every language of the screen: the reader knows these.
DIRECTIONS = {Direction.HIGHER: "ยิ่งมากยิ่งดี", Direction.LOWER: "ยิ่งน้อยยิ่งดี"}
IMPORTANCES = {Importance.KEY: "ตัวชี้วัดหลัก", Importance.SUPPORTING: "ตัวชี้วัดสนับสนุน"}
AREA, DIRECTION, IMPORTANCE = 4, 5, 6  # columns with a list to choose from
MOST_YEARS = (MOST_COLUMNS - len(TEXTS)) // len(FIGURES)
YEARS_BACK = 4
LAST_ROW = 600
HEAD = PatternFill("solid", fgColor="EDEAE2")


def template_of(item: ItemOutline, indicators: Sequence[Indicator], fiscal_year: int) -> bytes:
    """The file. Years: five up to `fiscal_year`, and every other that holds a figure, the latest where room ends."""
    book = Workbook()
    sheet = book.active
    sheet.title = item.code
    held = {row.fiscal_year for indicator in indicators for row in indicator.years.all()}
    years = sorted({*range(fiscal_year - YEARS_BACK, fiscal_year + 1), *held})[-MOST_YEARS:]
    _write_head(sheet, years)
    for number, indicator in enumerate(indicators, 2):
        for column, value in enumerate(_values(indicator, years), 1):
            if value is not None:
                _put(sheet.cell(number, column), value)
    for column, words in (
        (AREA, [area.code for area in item.areas]),
        (DIRECTION, DIRECTIONS.values()),
        (IMPORTANCE, IMPORTANCES.values()),
    ):
        _offer(sheet, column, words)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_head(sheet, years: Iterable[int]) -> None:
    heads = [*TEXTS, *(f"{word} {year}" for year in years for word in FIGURES.values())]
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(1, column, head)
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = TEXTS.get(head, 12)
    sheet.freeze_panes = "C2"


def _values(indicator: Indicator, years: Iterable[int]) -> Iterable[str | Decimal | None]:
    yield from (indicator.code, indicator.name, indicator.unit_of_measure, indicator.area.code)
    yield from (DIRECTIONS[indicator.direction], IMPORTANCES[indicator.importance], indicator.comparator_name or None)
    rows = {row.fiscal_year: row for row in indicator.years.all()}
    for year in years:
        yield from (getattr(rows.get(year), name, None) for name in FIGURES)


def _put(cell: Cell, value: str | Decimal) -> None:
    """A number as a number; a text as a text, whatever it begins with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = True
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _offer(sheet, column: int, words: Iterable[str]) -> None:
    """A list to choose from in every row of the column."""
    offered = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    letter = get_column_letter(column)
    offered.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(offered)
