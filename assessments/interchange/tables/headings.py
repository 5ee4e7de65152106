"""The head of a table: where it stands, and what each of its columns holds."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from assessments.interchange.reading import shown
from assessments.interchange.tables.cells import Cell, Grid
from assessments.interchange.tables.figures import FigureRefused, read_figure
from assessments.interchange.tables.heads import SEVERAL, Head, read_head, text_head
from assessments.interchange.tables.words import FIGURE_HEADS, NAME, NAME_OR_VALUE, SCORE_LEVEL, folded

ROWS_SEARCHED = 10
MOST_LEVELS = 4
KINDS = "kinds"  # a column that says of each row which kind of figure it holds, several rows to an indicator


@dataclass(frozen=True)
class Column:
    """One column of the table: `index` in a row of the grid, the words of its head, and what it holds.

    `holds` is a text of the indicator ("name", "code", ...), or a kind of figure ("value", "target", "comparator") with
    its fiscal year, None where the head names none, or KINDS. `written_year` is the year as it stands there.
    """

    index: int
    label: str
    holds: str
    year: int | None = None
    written_year: int | None = None
    comparator_name: str = ""
    is_year_assumed: bool = False
    is_era_wrong: bool = False


@dataclass
class Heading:
    """The head that was found: its rows as indexes of the grid, its columns, and what is not read.

    `yearless` are columns of figures of no year. `doubled` are pairs of columns for the same figure of the same year;
    the first of them counts.
    """

    first: int
    last: int
    columns: list[Column] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    yearless: list[Column] = field(default_factory=list)
    doubled: list[tuple[Column, Column]] = field(default_factory=list)

    def text(self, holds: str) -> Column | None:
        return next((column for column in self.columns if column.holds == holds), None)

    @property
    def figures(self) -> list[Column]:
        return [column for column in self.columns if column.year]


def find_heading(grid: Grid) -> Heading | None:
    """The first head with a column of names and one of figures of a year; else one with names, None without any."""
    spans = []
    for index in range(min(ROWS_SEARCHED, len(grid))):
        named = [cell for cell in grid[index] if not cell.is_repeated and text_head(cell.text) == NAME]
        if named:
            spans.append(_span(grid, index, named[0].column - 1))
    if not spans:
        return None
    return _heading(grid, *next((span for span in spans if _has_years(grid, *span)), spans[0]))


def _span(grid: Grid, anchor: int, name: int) -> tuple[int, int]:
    """The first and the last row of the head in which the names stand."""
    first = anchor
    while first and anchor - first < MOST_LEVELS - 2 and _groups(grid[first - 1], grid[first], name):
        first -= 1
    last = anchor
    while last + 1 < len(grid) and last - first + 1 < MOST_LEVELS and _continues(grid, first, last + 1, name):
        last += 1
    return first, last


def _has_years(grid: Grid, first: int, last: int) -> bool:
    columns = (_figure_column(0, "", parts) for parts in _paths(grid[first : last + 1]))
    return any(column and column.year for column in columns)


def _heading(grid: Grid, first: int, last: int) -> Heading:
    heading = Heading(first, last)
    for index, parts in enumerate(_paths(grid[first : last + 1])):
        below = [row[index] for row in grid[last + 1 :] if row[index] and not row[index].is_repeated]
        _add(heading, index, parts, below)
    _settle_years(heading)
    return heading


def _groups(row: tuple[Cell, ...], below: tuple[Cell, ...], name: int) -> bool:
    """Whether the row above the names is a head as well: of columns that are years or kinds of figures."""
    return any(
        cell
        and cell.column - 1 != name
        and not (cell.is_merged and cell.origin == row[name].origin)
        and read_head(cell.text).is_known
        and (not under or read_head(under.text).is_known)
        for cell, under in zip(row, below, strict=True)
    )


def _continues(grid: Grid, first: int, index: int, name: int) -> bool:
    """Whether the row below a head still belongs to it: no name of its own, years or kinds, and no figure."""
    row = grid[index]
    if row[name] and not row[name].is_repeated:
        return False
    own = [cell for cell in row if cell and not cell.is_repeated]
    says_year = any(read_head(cell.text).says_year for each in grid[first:index] for cell in each if cell)
    heads = [read_head(cell.text) for cell in own]
    is_head = [
        (head.is_known and (says_year or not head.short_year)) or bool(text_head(cell.text))
        for head, cell in zip(heads, own, strict=True)
    ]
    may_be_head = [
        (any(char.isalpha() for char in cell.text) or SCORE_LEVEL.fullmatch(cell.text) is not None) and not cell.fault
        for cell in own
    ]
    return any(is_head) and all(map(max, is_head, may_be_head))


def _paths(rows: Grid) -> list[list[str]]:
    """For each column the words of its head from top to bottom, each once.

    A text over empty cells, as a merged one comes in pasted text, counts for these too where years or kinds follow.
    """
    lines = [[cell.line for cell in row] for row in rows]
    for level in range(len(lines) - 2, -1, -1):
        upper, lower = lines[level], lines[level + 1]
        group = ""
        for index, text in enumerate(upper):
            if text:
                group = text if lower[index] and lower[index] != text else ""
            elif group and lower[index] and read_head(lower[index]).is_known:
                upper[index] = group
            else:
                group = ""
    return [list(dict.fromkeys(text for text in column if text)) for column in zip(*lines, strict=True)]


def _add(heading: Heading, index: int, parts: list[str], below: list[Cell]) -> None:
    """Puts the column where it belongs; a column without head and content is no column."""
    label = shown(" ".join(parts))
    holds = next(filter(None, map(text_head, reversed(parts))), "")
    column = Column(index, label, holds) if holds else _figure_column(index, label, parts)
    if not holds and (column is None or not column.year) and _are_kinds(below):
        column = Column(index, label or _("คอลัมน์ที่ %d") % (index + 1), KINDS)
    if parts and column and not column.year and NAME_OR_VALUE.fullmatch(folded(parts[-1])) and _are_names(below):
        column = Column(index, label, "comparator_name")
    if column is None or (column.holds not in FIGURE_HEADS and heading.text(column.holds)):
        if parts or below:
            heading.unknown.append(label or _("คอลัมน์ที่ %d") % (index + 1))
    elif column.holds in FIGURE_HEADS and not column.year:
        heading.yearless.append(column)
    else:
        heading.columns.append(column)


def _figure_column(index: int, label: str, parts: list[str]) -> Column | None:
    """The column of figures that these heads together describe; None when one of them says something unknown."""
    heads = [read_head(part) for part in parts]
    whole = Head.of(heads)
    if whole is None or (not whole.kind and not whole.year) or whole.kind == SEVERAL:
        return None
    return Column(
        index,
        label,
        whole.kind or "value",
        whole.year,
        whole.written_year,
        whole.comparator_name,
        is_era_wrong=whole.is_era_wrong,
    )


def _are_names(cells: list[Cell]) -> bool:
    """Whether the cells do not hold more figures than words."""
    words = figures = 0
    for cell in cells:
        try:
            figures += read_figure(cell.text, may_bound=False) is not None
        except FigureRefused:
            words += 1
    return words >= figures


def _are_kinds(cells: list[Cell]) -> bool:
    """Whether every cell is the word of a kind of figure, and at least two kinds are there."""
    kinds = set()
    for cell in cells:
        head = read_head(cell.text)
        if head.kind not in FIGURE_HEADS or head.written_year:
            return False
        kinds.add(head.kind)
    return len(kinds) > 1


def _settle_years(heading: Heading) -> None:
    """A target without a year belongs to the last year of the values, unless that has one; what is twice is told."""
    last = max((column.year for column in heading.figures if column.holds == "value"), default=None)
    taken = {(column.holds, column.year) for column in heading.figures}
    for column in list(heading.yearless):
        if last and column.holds != "value" and (column.holds, last) not in taken:
            heading.yearless.remove(column)
            heading.columns.append(replace(column, year=last, is_year_assumed=True))
    heading.columns.sort(key=lambda column: column.index)
    seen: dict[tuple[str, int], Column] = {}
    for column in heading.figures:
        first = seen.setdefault((column.holds, column.year), column)
        if first is not column:
            heading.doubled.append((first, column))
    for _first, column in heading.doubled:
        heading.columns.remove(column)
