"""The HTML that Excel, LibreOffice Calc and Google Sheets put on the clipboard, as a grid."""

import re
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from assessments.interchange.tables.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    GridBuilder,
    GridRefused,
    TooMuch,
    refuse_too_much,
)

LONGEST_TAG = 2_000
MOST_TAGS = 150_000  # a table of 2 MB as Calc writes it has some 100,000
MOST_TABLES = 20
OPENING = re.compile(r"<!--|<(style|script|xml)\b", re.I)
ENDS = {"": re.compile("-->")} | {name: re.compile(rf"</{name}[^<>]*>", re.I) for name in ("style", "script", "xml")}
WHOLE_TAG = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:]{0,20})(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>")
LONG_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{8,}+")  # no character has so high a number
SPACES = re.compile(r"[ \t\r\n\f]+")
COUNT = re.compile(r"\s*([0-9]{1,9})")
RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
BLOCKS = {"p", "div", "li"}
CELLS = {"td", "th"}
# Text of a cell that only runs over its empty neighbours is no merged cell.
RUNS_OVER = "mso-ignore:colspan"
# The number itself, beside the text that shows it: of Calc and of Excel.
HELD = ("sdval", "x:num")
DASH = re.compile(r"\s*[-–—]\s*")
ZERO = re.compile(r"-?0+(?:\.0*)?")


def has_table(html: str) -> bool:
    return "<table" in html.lower()


def grid_of_html(html: str) -> Grid:
    """The grid of the one table in the HTML, merged cells filled. Raises GridRefused.

    A line break in a cell stays one; raised figures (footnotes) become ¹ ² ³, so that 85.2¹ is never 85.21.
    """
    refuse_too_much(html)
    if html.count("<") > MOST_TAGS:
        raise TooMuch(_("ตารางมีรูปแบบซับซ้อนเกินไป ให้วางแบบข้อความอย่างเดียว (Ctrl+Shift+V)"))
    reader = _TableReader()
    reader.feed(_tamed(html))
    reader.close()
    reader.end_table()
    tables = [table for table in reader.tables if table.last_row > 1 and table.last_column > 1] or reader.tables[:1]
    if not tables:
        raise GridRefused(_("ไม่พบตาราง ให้คัดลอกตารางพร้อมหัวตารางแล้ววางใหม่"))
    if len(tables) > 1:
        raise _several(len(tables))
    return tables[0].grid()


def _several(count: int) -> GridRefused:
    return GridRefused(_("มี %d ตาราง ให้คัดลอกครั้งละตาราง") % count)


def _tamed(html: str) -> str:
    """The HTML as whole tags and text only: what `HTMLParser` reads in linear time and without failing.

    Unclosed comments and tags, declarations and endless numbers make it slow by the square of their length, or fail.
    """
    first, *pieces = _without_hidden(LONG_REFERENCE.sub("", html)).split("<")
    return first + "".join(map(_tamed_tag, pieces))


def _tamed_tag(piece: str) -> str:
    """What follows a "<", with it: a tag and its text, or text alone when it is no tag."""
    if piece.startswith(("!", "?")):
        return piece.partition(">")[2]
    tag = WHOLE_TAG.match(piece)
    if tag is None:
        return "&lt;" + piece
    if tag.end() > LONGEST_TAG:
        return f"<{'/' if piece[0] == '/' else ''}{tag[1]}>{piece[tag.end() :]}"
    return "<" + piece


def _without_hidden(html: str) -> str:
    """Without comments, styles, scripts and islands of XML; one that is never closed hides the rest."""
    kept, place = [], 0
    while found := OPENING.search(html, place):
        kept.append(html[place : found.start()])
        end = ENDS[(found[1] or "").lower()].search(html, found.end())
        if end is None:
            return "".join(kept)
        place = end.end()
    return "".join([*kept, html[place:]])


def _span(value: str | None, most: int) -> int:
    """How many rows or columns a cell covers, at least one and never more than can count."""
    found = COUNT.match(value or "")
    return min(max(int(found[1]), 1), most) if found else 1


class _TableReader(HTMLParser):
    """Fills a grid for each outermost table; a table inside of a cell is text of that cell."""

    CDATA_CONTENT_ELEMENTS = ()

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[GridBuilder] = []
        self._depth = self._raised = 0
        self._text: list[str] | None = None  # of the open cell
        self._start_table()

    def _start_table(self) -> None:
        self._builder = GridBuilder()
        self._row = self._column = 0
        self._taken: dict[int, int] = {}  # the last row down to which a cell from above covers the column
        self._merges: list[tuple[int, int, int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._start_table()
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._row += 1
            self._column = 0
        elif self._depth == 1 and tag in CELLS:
            self._end_cell()
            self._start_cell(dict(attrs))
        elif tag == "sup":
            self._raised += 1
        elif self._text is not None and (tag == "br" or tag in BLOCKS or tag in CELLS):
            self._text.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """HTML has no `<td/>`: it opens like any other; only a line break has no end."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            if self._depth == 1:
                self.end_table()
            elif self._text is not None:
                self._text.append("\n")
            self._depth = max(0, self._depth - 1)
        elif self._depth == 1 and (tag in CELLS or tag == "tr"):
            self._end_cell()
        elif tag == "sup":
            self._raised = max(0, self._raised - 1)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            data = SPACES.sub(" ", data)
            self._text.append(data.translate(RAISED) if self._raised else data)

    def _start_cell(self, attrs: dict[str, str | None]) -> None:
        self._row = max(self._row, 1)  # a cell outside of any row opens one
        self._column += 1
        while self._row <= MOST_ROWS and self._taken.get(self._column, 0) >= self._row:
            self._column += 1
        self._text, self._raised = [], 0
        self._rows = _span(attrs.get("rowspan"), MOST_ROWS)
        self._columns = _span(attrs.get("colspan"), MOST_COLUMNS)
        self._is_zero = any(ZERO.fullmatch(attrs.get(name) or "") for name in HELD)
        self._runs_over = RUNS_OVER in re.sub(r"\s", "", attrs.get("style") or "").lower()

    def _end_cell(self) -> None:
        if self._text is None:
            return
        row, column = self._row, self._column
        self._column += self._columns - 1
        bottom = row + self._rows - 1
        if self._rows > 1:
            taken = range(column, min(self._column, MOST_COLUMNS) + 1)
            self._taken.update(dict.fromkeys(taken, bottom))
        if (self._rows > 1 or self._columns > 1) and not self._runs_over:
            self._merges.append((row, column, bottom, self._column))
        lines = (SPACES.sub(" ", line).strip(" ") for line in "".join(self._text).split("\n"))
        text = "\n".join(lines)
        self._text = None
        # a format for accounts shows zero as a dash
        self._builder.put(row, column, "0" if self._is_zero and DASH.fullmatch(text) else text)

    def end_table(self) -> None:
        """The table is kept, unless nothing stands in it."""
        self._end_cell()
        for merge in self._merges:
            self._builder.merge(*merge)
        if self._builder.last_row:
            self.tables.append(self._builder)
            if len(self.tables) > MOST_TABLES:
                raise _several(len(self.tables))
        self._start_table()
