"""Which rows of a table are an indicator, and which none: empty ones, heads within, sub-headings, totals, footnotes."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.interchange.reading import shown
from assessments.interchange.tables.cells import Cell, Grid
from assessments.interchange.tables.headings import KINDS, Heading
from assessments.interchange.tables.heads import read_head
from assessments.interchange.tables.words import COLUMN_NUMBER, FOOTNOTE, NAME, TOTAL, folded

LEAST_NUMBERS = 3  # of a row that numbers the columns
Row = tuple[Cell, ...]


def sorted_rows(grid: Grid, heading: Heading) -> Iterator[tuple[list[Row], str]]:
    """Each row below the head, with the note why it is passed over, "" for an indicator; all rows of one together."""
    lines: list[Row] = []
    for row, why in _sorted_rows(grid, heading):
        if not why and lines and _goes_on(row, lines, heading):
            lines.append(row)
            continue
        if lines:
            yield lines, ""
        lines = [] if why else [row]
        if why:
            yield [row], why
    if lines:
        yield lines, ""


def kind_of(row: Row, heading: Heading) -> str:
    """The kind of figures that the row itself says it holds, "" when it says nothing."""
    column = heading.text(KINDS)
    return read_head(row[column.index].text).kind if column else ""


def _goes_on(row: Row, lines: list[Row], heading: Heading) -> bool:
    """Whether the row holds another kind of figures of the same indicator."""
    kind = kind_of(row, heading)
    if not kind or kind in {kind_of(line, heading) for line in lines}:
        return False
    name, first = (each[heading.text(NAME).index] for each in (row, lines[0]))
    return not name or folded(name.text) == folded(first.text)


def _sorted_rows(grid: Grid, heading: Heading) -> Iterator[tuple[Row, str]]:
    below = grid[heading.last + 1 :]
    heads = {_texts(row) for row in grid[heading.first : heading.last + 1]}
    full = [
        index for index, row in enumerate(below) if len(_own(row)) > 1 and not (_is_footnote(row) or _is_total(row))
    ]
    last = full[-1] if full else -1
    for index, row in enumerate(below):
        if index == 0 and _numbers_columns(row):
            yield row, _("ข้ามแถวเลขคอลัมน์")
        elif _own(row) and _texts(row) in heads:
            yield row, _("ข้ามหัวตารางที่ซ้ำ")
        else:
            yield row, _why(row, heading, is_last=index > last)


def _why(row: Row, heading: Heading, *, is_last: bool) -> str:
    own = _own(row)
    if not own:
        return _("ข้ามแถวว่าง")
    words = shown(own[0].line)
    if _is_footnote(row) and not _has_figure_cell(row, heading):
        return _("ข้ามหมายเหตุ “%s”") % words
    if _is_total(row):
        return _("ข้ามแถวผลรวม “%s”") % words
    if len(own) == 1 and not own[0].fault and not kind_of(row, heading) and not _has_figure_cell(row, heading):
        return (_("ข้ามหมายเหตุ “%s”") if is_last else _("ข้ามหัวข้อย่อย “%s”")) % words
    return ""


def _own(row: Row) -> list[Cell]:
    """The cells that hold something of their own, a merged one once."""
    return [cell for cell in row if cell and not cell.is_repeated]


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(folded(cell.text) for cell in row)


def _has_figure_cell(row: Row, heading: Heading) -> bool:
    """Whether something stands in a column of figures that belongs there alone."""
    name = heading.text(NAME)
    return any(
        row[column.index] and not (row[column.index].is_merged and row[column.index].origin == row[name.index].origin)
        for column in heading.figures
    )


def _is_footnote(row: Row) -> bool:
    own = _own(row)
    return bool(own) and FOOTNOTE.match(folded(own[0].text[:100])) is not None


def _is_total(row: Row) -> bool:
    return any(TOTAL.fullmatch(folded(cell.text[:100])) for cell in _own(row)[:2])


def _numbers_columns(row: Row) -> bool:
    """Whether the row is (1) (2) (3) and so on, as under the head of many official tables."""
    numbers = [COLUMN_NUMBER.fullmatch(folded(cell.text[:100])) for cell in _own(row)]
    if len(numbers) < LEAST_NUMBERS or not all(numbers):
        return False
    return [int(number[1]) for number in numbers] == list(range(1, len(numbers) + 1))
