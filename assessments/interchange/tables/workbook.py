"""The sheets of an xlsx file as grids: numbers as typed, percent with its sign, merged cells filled."""

import datetime
import re
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

from defusedxml import ElementTree
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.xml.constants import ARC_STYLE

from assessments.files.office import BROKEN, ENCRYPTED
from assessments.interchange.tables.cells import MOST_COLUMNS, MOST_ROWS, Grid, GridBuilder, GridRefused, refuse_beyond
from assessments.interchange.tables.markup import RAISED
from thai.digits import MAX_PLACES, plain

MOST_FILE_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 2_000
MOST_TAGS_OF_A_PART = 250_000  # "<": a full grid has some 150,000
MOST_TAGS_OF_STYLES = 60_000  # each is costly
MOST_TAGS = 800_000
MOST_CELLS = 3 * MOST_ROWS * MOST_COLUMNS  # empty ones with a format among them
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # as office files are
SIGNIFICANT = 15  # digits that Excel keeps; what floats add behind them is noise
DECIMALS_SHOWN = re.compile(r"\.([0#?]+)")
PLACEHOLDER = re.compile(r"[0#?]")
NO_FIGURE_OF_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
CARRIAGE_RETURN = "_x000D_"  # as Excel writes it
MOMENTS = (datetime.date, datetime.time, datetime.timedelta)
# What openpyxl falls over in a file that no spreadsheet wrote; defusedxml refuses entities with a ValueError.
UNREADABLE = (*BROKEN, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError)


class TableFile:
    """An xlsx file within limits, opened; `sheets` are the names of those that can be seen, in their order.

    Raises GridRefused for what is no such file, is too large, or would unpack to more than can be read soon.
    """

    def __init__(self, content: bytes):
        self._archive = _checked_archive(content)
        try:
            self._book = load_workbook(
                BytesIO(content), read_only=True, data_only=True, keep_links=False, rich_text=True
            )
        except UNREADABLE:
            raise _broken() from None
        self._sheets = {sheet.title: sheet for sheet in self._book.worksheets if sheet.sheet_state == "visible"}
        self.sheets = tuple(self._sheets)

    def grid(self, sheet: str) -> Grid:
        """The grid of one sheet; rows are numbered as in the sheet. Raises GridRefused, KeyError for no such sheet."""
        found = self._sheets[sheet]
        builder = GridBuilder()
        try:
            survey = _Survey(self._archive.read(found._worksheet_path))
            refuse_beyond(survey.last_row, survey.last_column)
            found.reset_dimensions()  # what the file says of its size may be wrong
            for row in found.iter_rows(max_row=survey.last_row or 1, max_col=survey.last_column or 1):
                for cell in row:
                    if cell.value is not None:
                        _put(builder, cell, survey.inline.get((cell.row, cell.column)))
            for row, column in survey.uncalculated:
                fault = _("เป็นสูตรที่ยังไม่มีผลลัพธ์ ให้เปิดไฟล์ในโปรแกรมตารางคำนวณ บันทึก แล้วส่งใหม่")
                builder.put(row, column, "", fault=fault)
            for left, top, right, bottom in survey.merges:
                builder.merge(top, left, bottom, right)
        except GridRefused:
            raise
        except UNREADABLE:
            raise _broken() from None
        return builder.grid()


def _too_large() -> GridRefused:
    return GridRefused(_("ไฟล์ใหญ่เกินไป ให้คัดลอกเฉพาะตารางตัวชี้วัดไปไว้ในไฟล์ใหม่ แล้วส่งอีกครั้ง"))


def _broken() -> GridRefused:
    return GridRefused(_("อ่านไฟล์นี้ไม่ได้ ให้เปิดในโปรแกรมตารางคำนวณ บันทึกใหม่เป็น .xlsx แล้วส่งอีกครั้ง"))


def _checked_archive(content: bytes) -> zipfile.ZipFile:
    """The zip, each part of it small enough to be read soon. What a part says of its size also ends its reading."""
    if content.startswith(ENCRYPTED):
        raise GridRefused(_("ไฟล์มีรหัสผ่านหรือเป็น .xls แบบเก่า ให้เอารหัสผ่านออก บันทึกเป็น .xlsx แล้วส่งอีกครั้ง"))
    archive = None
    try:
        is_small = len(content) <= MOST_FILE_BYTES
        if is_small:
            archive = zipfile.ZipFile(BytesIO(content))
            is_small = _unpacks_small(archive)
    except UNREADABLE:
        raise _broken() from None
    if archive is None or not is_small:
        raise _too_large()
    return archive


def _unpacks_small(archive: zipfile.ZipFile) -> bool:
    entries = archive.infolist()
    if any(entry.compress_type not in PACKED for entry in entries):
        raise zipfile.BadZipFile
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        return False
    tags = [archive.read(entry).count(b"<") for entry in entries]
    limits = [MOST_TAGS_OF_STYLES if entry.filename == ARC_STYLE else MOST_TAGS_OF_A_PART for entry in entries]
    return sum(tags) <= MOST_TAGS and all(count <= most for count, most in zip(tags, limits, strict=True))


class _Survey:
    """What the reader of cells does not tell of a sheet: how far it is filled, what is merged, which formula has no
    result, and the texts that stand in the cell itself, with their raised figures.
    """

    def __init__(self, part: bytes):
        self.last_row = self.last_column = 0
        self.merges: list[tuple[int, int, int, int]] = []
        self.uncalculated: list[tuple[int, int]] = []
        self.inline: dict[tuple[int, int], str] = {}
        row = column = cells = 0
        for event, element in ElementTree.iterparse(BytesIO(part), events=("start", "end")):
            tag = _local(element)
            if event == "start" and tag == "row":
                row, column = int(element.get("r", row + 1)), 0
            elif event == "end" and tag == "c":
                place = element.get("r")
                row, column = coordinate_to_tuple(place) if place else (row, column + 1)
                self._see(row, column, element.get("t"), {_local(child): child for child in element})
                cells += 1
            elif event == "end" and tag == "mergeCell":
                self.merges.append(range_boundaries(element.get("ref")))
            if event == "end" and tag == "row":
                element.clear()
            if cells > MOST_CELLS or len(self.merges) > MOST_ROWS * MOST_COLUMNS:
                raise _too_large()

    def _see(self, row: int, column: int, kind: str | None, parts: dict) -> None:
        if not parts.keys() & {"v", "is", "f"}:
            return
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
        has_result = kind == "str" or "is" in parts or ("v" in parts and parts["v"].text)
        if "f" in parts and not has_result:
            self.uncalculated.append((row, column))
        if "is" in parts:
            runs = [(_local(run), run) for run in parts["is"]]
            self.inline[row, column] = "".join(_text_of_run(run) for tag, run in runs if tag in {"r", "t"})


def _local(element) -> str:
    return element.tag.rpartition("}")[2]


def _text_of_run(run) -> str:
    """The words of a run of rich text, or of a plain text, raised figures as ¹ ² ³."""
    inner = {_local(each): each for each in run.iter()}
    words = inner["t"].text or "" if "t" in inner else ""
    is_raised = "vertAlign" in inner and inner["vertAlign"].get("val") == "superscript"
    return words.translate(RAISED) if is_raised else words


def _put(builder: GridBuilder, cell, inline: str | None) -> None:
    value = cell.value if inline is None else inline
    if isinstance(value, MOMENTS):
        words = _("เป็นวันที่หรือเวลา ให้กำหนดรูปแบบเซลล์เป็นตัวเลขหรือข้อความ แล้วพิมพ์ใหม่")
        builder.put(cell.row, cell.column, str(value), fault=words)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        builder.put(cell.row, cell.column, _text(value))
    else:
        text, is_rounded = _number(value, NO_FIGURE_OF_FORMAT.sub("", cell.number_format or ""))
        builder.put(cell.row, cell.column, text, is_rounded=is_rounded)


def _text(value) -> str:
    """The words of a cell, raised figures as ¹ ² ³."""
    if isinstance(value, bool):
        return str(value).upper()
    parts = value if isinstance(value, CellRichText) else [str(value)]
    return "".join(_text_of_part(part) for part in parts).replace(CARRIAGE_RETURN, "")


def _text_of_part(part: str | TextBlock) -> str:
    is_raised = isinstance(part, TextBlock) and part.font.vertAlign == "superscript"
    return part.text.translate(RAISED) if is_raised else str(part)


def _number(value: int | float, shown_as: str) -> tuple[str, bool]:
    """The number as it was typed, percent with its sign, and whether it is rounded.

    What has more decimals than a figure may have was computed, not typed: it is what the sheet shows, if that is less.
    """
    number = Decimal(value) if isinstance(value, int) else Decimal(format(value, f".{SIGNIFICANT}g"))
    if not number.is_finite():
        return str(value), False
    sign = "%" if "%" in shown_as else ""
    exact = number.scaleb(2) if sign else number
    places = _places(shown_as.partition(";")[0])
    if not number and places:
        return f"{0:.{places}f}{sign}", False  # a zero that may stand for no data, see `reading`
    if -int(exact.normalize().as_tuple().exponent) <= MAX_PLACES or places is None:
        return plain(exact) + sign, False
    return plain(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)) + sign, True


def _places(shown_as: str) -> int | None:
    """How many decimals the format shows, None where it shows as many as there are."""
    found = DECIMALS_SHOWN.search(shown_as)
    places = len(found[1]) if found else 0
    return places if PLACEHOLDER.search(shown_as) and places <= MAX_PLACES else None
