"""One grid for all that can be pasted or sent: who fills it, what it may hold, and the reader of pasted text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessments.interchange.reading import shown
from thai.text import UnacceptableText, clean

MOST_ROWS = 600
MOST_COLUMNS = 60
MOST_BYTES = 2 * 1024 * 1024

QUOTED = re.compile(r'"((?:[^"]++|"")*+)"(?=[\t\r\n]|\Z)')
BARE = re.compile(r"[^\t\r\n]++")
TABS = re.compile(r"\t++")
LINE_ENDS = re.compile(r"(?:\r\n|\r|\n)++")
HARD_BREAK = re.compile(r"[\x0b\x0c\u2028\u2029]|\r\n?")
FAILED_FORMULA = re.compile(
    r"#(?:DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|ERROR!|FIELD!|BUSY!|GETTING_DATA)|Err:[0-9]{3}", re.I
)
TOO_NARROW = re.compile(r"#{2,}")
# Formats for accounts show zero as a dash with space around it; people who type a dash leave no space.
SHOWS_ZERO = re.compile(r"\s+[-–—]\s*|[-–—]\s+")


class GridRefused(ValueError):
    """Nothing can be read; the message is Thai and says why and what to do."""


class NothingThere(GridRefused):
    """The table or sheet is empty."""


class TooMuch(GridRefused):
    """The text or its markup is larger than a table of indicators can be."""


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a table, clean.

    `row` and `column` count from 1, as pasted or as in the sheet. `fault` says why this is no value, and what to do.
    `origin` is the place of the upper left cell of a merged area, None where nothing is merged. `is_rounded`: the
    sheet holds more decimals than it shows, and the text is what it shows. `may_be_zero`: the dash may be a zero in a
    format for accounts.
    """

    row: int
    column: int
    text: str = ""
    fault: str = ""
    origin: tuple[int, int] | None = None
    is_rounded: bool = False
    may_be_zero: bool = False

    def __bool__(self) -> bool:
        return bool(self.text or self.fault)

    @property
    def is_merged(self) -> bool:
        return self.origin is not None

    @property
    def is_repeated(self) -> bool:
        """Whether it only repeats what another cell of its merged area holds."""
        return self.origin not in (None, (self.row, self.column))

    @property
    def line(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())


Grid = tuple[tuple[Cell, ...], ...]


class GridBuilder:
    """Takes cells in any order and keeps those that hold something; what is empty costs nothing."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merged = 0
        self.last_row = self.last_column = 0

    def put(self, row: int, column: int, text: str, *, fault: str = "", is_rounded: bool = False) -> None:
        """Keeps the cell unless it is empty. Raises GridRefused beyond the limits."""
        may_be_zero = SHOWS_ZERO.fullmatch(text) is not None
        text = text.strip()
        if not (text or fault):
            return
        refuse_beyond(row, column)
        text, failed = _cleaned(text)
        self._cells[row, column] = Cell(
            row, column, text, fault or failed, is_rounded=is_rounded, may_be_zero=may_be_zero
        )
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Every place of the area holds what its upper left place holds; places outside of the table are left out.

        Raises GridRefused when areas lie over one another again and again, which no spreadsheet writes.
        """
        first = self._cells.get((top, left))
        if first is None:
            return
        rows, columns = range(top, min(bottom, self.last_row) + 1), range(left, min(right, self.last_column) + 1)
        self._merged += len(rows) * len(columns)
        if self._merged > MOST_ROWS * MOST_COLUMNS:
            raise GridRefused(_("ตารางมีเซลล์ผสานซ้อนกันผิดปกติ ให้ยกเลิกการผสานเซลล์แล้วคัดลอกใหม่"))
        for row in rows:
            for column in columns:
                self._cells[row, column] = replace(first, row=row, column=column, origin=(top, left))

    def grid(self) -> Grid:
        """All rows from the first, of one width. Raises NothingThere."""
        if not self._cells:
            raise NothingThere(_("ไม่มีข้อมูลในตาราง ให้คัดลอกตารางพร้อมหัวตารางแล้ววางใหม่"))
        return tuple(
            tuple(
                self._cells.get((row, column)) or Cell(row, column)  # an empty cell is never kept
                for column in range(1, self.last_column + 1)
            )
            for row in range(1, self.last_row + 1)
        )


def _cleaned(text: str) -> tuple[str, str]:
    """The clean text, and the fault of what cannot be stored or what a spreadsheet writes for a failure."""
    if not text:
        return "", ""
    try:
        text = clean(HARD_BREAK.sub("\n", text))
    except UnacceptableText as refused:
        return "", str(refused)
    if FAILED_FORMULA.fullmatch(text):
        return text, _("“%s” เป็นสูตรที่คำนวณไม่ได้ ให้แก้สูตรในตาราง ถ้าไม่มีข้อมูลให้เว้นว่าง") % shown(text)
    if TOO_NARROW.fullmatch(text):
        return "##", _("คอลัมน์แคบจนเห็นแต่ ### ให้ขยายคอลัมน์ในตาราง แล้วคัดลอกใหม่")
    return text, ""


def refuse_beyond(row: int, column: int) -> None:
    """Raises GridRefused for a place outside of what a table of indicators can hold."""
    if row > MOST_ROWS:
        raise GridRefused(_("ตารางมีเกิน %(most)d แถว ให้แบ่งเป็นครั้งละไม่เกิน %(most)d แถว") % {"most": MOST_ROWS})
    if column > MOST_COLUMNS:
        raise GridRefused(_("ตารางมีเกิน %(most)d คอลัมน์ ให้เลือกเฉพาะคอลัมน์ที่ใช้") % {"most": MOST_COLUMNS})


def refuse_too_much(text: str) -> None:
    """Raises TooMuch for a text beyond MOST_BYTES."""
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise TooMuch(_("ข้อความใหญ่เกิน %d MB ให้คัดลอกเฉพาะตารางตัวชี้วัด") % (MOST_BYTES // 1024 // 1024))


def grid_of_text(text: str) -> Grid:
    """The grid of a text as spreadsheets put it on the clipboard. Raises GridRefused.

    Cells are parted by tabs, rows by line ends; a cell in quotes may hold both. A quote that is not closed at the end
    of a cell is a letter like any other. Merged cells leave no trace in such a text.
    """
    refuse_too_much(text)
    builder = GridBuilder()
    for row, column, raw in _fields(text.removeprefix("\ufeff")):
        builder.put(row, column, raw)
    return builder.grid()


def _fields(text: str) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of every field that holds something.

    Linear: a quote that leads nowhere is passed over once, and none that stands inside of what was passed over can
    lead further.
    """
    row = column = 1
    place = 0
    while place < len(text):
        if tabs := TABS.match(text, place):
            column += len(tabs[0])
            place = tabs.end()
        elif ends := LINE_ENDS.match(text, place):
            row, column = row + len(ends[0].replace("\r\n", "\n")), 1
            place = ends.end()
        elif quoted := QUOTED.match(text, place):
            yield row, column, quoted[1].replace('""', '"')
            place = quoted.end()
        else:
            bare = BARE.match(text, place)
            yield row, column, bare[0]
            place = bare.end()
