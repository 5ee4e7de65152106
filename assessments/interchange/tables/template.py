"""The xlsx sheet of a results item: its indicators under the heads that the reader knows, ready to be filled in.

What it gives reads back without a change. Texts are stored as texts, so that none of them is ever a formula.
Rows are those of `pmqa-assessment/1`, so that a frozen copy gives the same sheet.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assessments.document import indicator_row
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
    """A file with this sheet alone."""
    book = Workbook()
    book.active.title = item.code
    fill_sheet(book.active, item, [indicator_row(indicator) for indicator in indicators], fiscal_year)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def fill_sheet(sheet: Worksheet, item: ItemOutline, rows: Sequence[Mapping], fiscal_year: int) -> None:
    """The sheet holds the rows of this item. Years: five up to `fiscal_year`, and every other that holds a figure.

    The latest of them where room ends.
    """
    held = {int(year) for row in rows for figures in _figures(row) for year in figures}
    years = sorted({*range(fiscal_year - YEARS_BACK, fiscal_year + 1), *held})[-MOST_YEARS:]
    _write_head(sheet, years)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(_values(row, years), 1):
            if value is not None:
                put(sheet.cell(number, column), value)
    for column, words in (
        (AREA, [area.code for area in item.areas]),
        (DIRECTION, DIRECTIONS.values()),
        (IMPORTANCE, IMPORTANCES.values()),
    ):
        _offer(sheet, column, words)


def _write_head(sheet, years: Iterable[int]) -> None:
    heads = [*TEXTS, *(f"{word} {year}" for year in years for word in FIGURES.values())]
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(1, column, head)
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = TEXTS.get(head, 12)
    sheet.freeze_panes = "C2"


def _figures(row: Mapping) -> tuple[Mapping[str, str], ...]:
    """Results, targets and values of the comparator by year, in the order of FIGURES."""
    return row["values"], row["targets"], row["comparator"]["values"]


def _values(row: Mapping, years: Iterable[int]) -> Iterable[str | Decimal | None]:
    yield from (row["code"], row["name"], row["unit_of_measure"], row["area"])
    yield from (DIRECTIONS[row["direction"]], IMPORTANCES[row["importance"]], row["comparator"]["name"] or None)
    for year in years:
        for figures in _figures(row):
            yield Decimal(figures[str(year)]) if str(year) in figures else None


def put(cell: Cell, value: str | int | Decimal) -> None:
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
