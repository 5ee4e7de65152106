"""Pieces of a Word document that a template cannot write by itself: the marked text of an answer, tables of figures.

Each is WordprocessingML as text, escaped here; a template puts it in the place of a paragraph (`{{p answer.body }}`).
"""

from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from xml.sax.saxutils import escape

from assessments.interchange.word.style import xml_safe
from thai.markup import rendered

INDENT = 360  # twips of one level of a list
BULLET = "–"
BODY, CELL = "PMQABody", "PMQACell"  # styles of the shipped template; Word takes its normal style where one is missing
MARGIN = 60  # twips beside the words of a cell
WIDTH = 9070  # twips between the margins of A4


class Xml(str):
    """WordprocessingML that is whole and escaped; a template writes it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def body_of(text: str) -> Xml:
    """The text of an answer with its marks: paragraphs, bold, italic, lists, tables."""
    writer = _Writer()
    writer.feed(rendered(xml_safe(text)))
    writer.close()
    return Xml("".join(writer.blocks))


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """A run of text, tabs as Word keeps them; nothing in it is a mark of a template."""
    properties = f"{'<w:b/><w:bCs/>' * bold}{'<w:i/><w:iCs/>' * italic}"
    pieces = "<w:tab/>".join(_text(piece) for piece in xml_safe(text).split("\t"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{pieces}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{inert(escape(text))}</w:t>' if text else ""


def inert(xml: str) -> str:
    """The same text without the signs that docxtpl turns into braces of its own."""
    return xml.replace("{_", "{&#95;").replace("_}", "&#95;}")


def paragraph(runs: str, *, style: str = BODY, level: int = 0, is_item: bool = False, right: bool = False) -> str:
    """A paragraph; of a list with the sign of its item hanging."""
    hanging = f' w:hanging="{INDENT}"' if is_item else ""
    place = f'<w:ind w:left="{INDENT * level}"{hanging}/>' if level else ""
    side = '<w:jc w:val="right"/>' if right else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{place}{side}</w:pPr>{runs}</w:p>'


def table(rows: Sequence[Sequence[str]], *, widths: Sequence[int] = (), figures_from: int = 99) -> str:
    """A table of runs whose first row is its head, repeated on every page; no row is cut by a page.

    `widths` are shares; columns from `figures_from` on stand to the right.
    """
    columns = max(map(len, rows))
    shares = list(widths) or [1] * columns
    sizes = [WIDTH * share // sum(shares) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    lines = "".join(_row(row, sizes, figures_from, is_head=not place) for place, row in enumerate(rows))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = f'<w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
    margins = "".join(f'<w:{side} w:w="{MARGIN}" w:type="dxa"/>' for side in ("left", "right"))
    properties += f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>{paragraph('')}"


def _row(cells: Sequence[str], sizes: Sequence[int], figures_from: int, *, is_head: bool) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(cell, style=CELL, right=place >= figures_from)}</w:tc>"
        for place, (cell, size) in enumerate(zip([*cells, *[""] * len(sizes)], sizes, strict=False))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{written}</w:tr>"


class _Writer(HTMLParser):
    """Paragraphs of Word out of the HTML that `thai.markup.rendered` makes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.runs: list[str] = []
        self.bold = self.italic = 0
        self.lists: list[int | None] = []  # the next number of each open list, None for bullets
        self.sign = ""
        self.rows: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attrs) -> None:
        self.bold += tag in {"strong", "th"}
        self.italic += tag == "em"
        if tag in {"ul", "ol"}:
            self._end_line()
            self.lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            number = self.lists[-1]
            self.sign = BULLET if number is None else f"{number}."
            self.lists[-1] = None if number is None else number + 1
        elif tag == "br":
            self._end_line()
        elif tag == "table":
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])

    def handle_endtag(self, tag: str) -> None:
        self.bold -= tag in {"strong", "th"}
        self.italic -= tag == "em"
        if tag in {"p", "li"}:
            self._end_line()
        elif tag in {"td", "th"} and self.rows:
            self.rows[-1].append("".join(self.runs))
            self.runs = []
        elif tag == "table" and self.rows:
            self.blocks.append(table(self.rows))
            self.rows = None
        elif tag in {"ul", "ol"}:
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() or self.runs:
            self.runs.append(run(data.strip("\n"), bold=bool(self.bold), italic=bool(self.italic)))

    def _end_line(self) -> None:
        if self.runs or self.sign:
            sign = run(f"{self.sign}\t") if self.sign else ""
            runs = "".join([sign, *self.runs])
            self.blocks.append(paragraph(runs, level=len(self.lists), is_item=bool(self.sign)))
        self.runs, self.sign = [], ""


def joined(words: Iterable[str]) -> str:
    """Codes or names in one line."""
    return ", ".join(words)
