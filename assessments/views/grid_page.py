"""The grid of figures as its page shows it: groups of lines, doubts, and what has moved below what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessments.forms.grid import GridForm, Line, Seen
from assessments.forms.indicators import COLUMNS, figure_label
from assessments.interchange.tables.blocks import at_cell
from assessments.models import Indicator
from assessments.plausibility import Series, doubts
from assessments.services.indicators import YearFigures


@dataclass(frozen=True)
class GridCell:
    """One input: its bound field, the figure that was seen, and what a colleague has made of it meanwhile."""

    year: int
    field: object
    stored: str
    note: str = ""


@dataclass(frozen=True)
class GridLine:
    number: int
    column: str
    label: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Group:
    """An indicator with its lines; `indicator` is missing when it was deleted meanwhile."""

    seen: Seen
    indicator: Indicator | None
    lines: tuple[GridLine, ...]


@dataclass(frozen=True)
class Conflict:
    """What was typed over what stands now: a form to be saved again, notes by field, who moved what, what is gone."""

    form: GridForm
    notes: Mapping[str, str]
    moved: list[Indicator]
    gone: list[tuple[Seen, list[tuple[str, str]]]]


@dataclass(frozen=True)
class PlacedDoubt:
    """A doubt in words that name its cell; `anchor` is the input, "" for a year without a column."""

    text: str
    anchor: str


def grid_groups(form: GridForm, stand: Mapping[int, Indicator], notes: Mapping[str, str]) -> list[Group]:
    """The rows of the form in their order."""
    lines: dict[int, list[GridLine]] = {each.pk: [] for each in form.seen}
    for line in form.lines:
        cells = tuple(
            GridCell(year, form[name], line.seen.shown(line.column, year), notes.get(name, ""))
            for year, name in line.names.items()
        )
        lines[line.seen.pk].append(GridLine(line.number, line.column, str(COLUMNS[line.column]), cells))
    return [Group(each, stand.get(each.pk), tuple(lines[each.pk])) for each in form.seen]


def doubts_in(form: GridForm, stand: Mapping[int, Indicator]) -> list[PlacedDoubt]:
    """What is to be asked about the figures that stand, line by line (plausibility.py)."""
    lines = {(line.seen.pk, line.column): line for line in form.lines}
    found = [
        (lines[pk, doubt.column], doubt)
        for pk in (each.pk for each in form.seen if each.pk in stand)
        for doubt in doubts(_series(stand[pk]))
        if (pk, doubt.column) in lines
    ]
    found.sort(key=lambda pair: (pair[0].number, pair[1].year))
    return [
        PlacedDoubt(at_cell(line.number, str(doubt.year), doubt.text), _anchor(form, line, doubt.year))
        for line, doubt in found
    ]


def _series(indicator: Indicator) -> Series:
    years = {row.fiscal_year: YearFigures(row.value, row.target, row.comparator) for row in indicator.years.all()}
    return Series(indicator.unit_of_measure, indicator.direction, years)


def _anchor(form: GridForm, line: Line, year: int) -> str:
    return form[line.names[year]].auto_id if year in line.names else ""


def conflict_of(form: GridForm, stand: Mapping[int, Indicator], years: range) -> Conflict:
    """What was typed, laid over what stands now; what she had not touched is as it stands."""
    typed = {
        name: form.data[name]
        for line in form.lines
        for year, name in line.names.items()
        if (line.column, year) in form.changed.get(line.seen.pk, {})
    }
    seen = [_seen_now(each, stand[each.pk]) for each in form.seen if each.pk in stand]
    again = GridForm(seen=seen, years=years, texts=typed)
    before = {each.pk: each for each in form.seen}
    notes = {}
    for line in again.lines:
        for year, name in line.names.items():
            old, now = before[line.seen.pk].shown(line.column, year), line.seen.shown(line.column, year)
            if old != now:
                words = _("ในระบบ %s") % (now or _("ว่าง")) if name in typed else _("ผู้อื่นแก้จาก %s") % (old or _("ว่าง"))
                notes[name] = words
    moved = [stand[each.pk] for each in form.seen if each.pk in stand and stand[each.pk].version != each.version]
    gone = [(each, _typed_of(form, each, typed)) for each in form.seen if each.pk not in stand]
    return Conflict(again, notes, moved, [(each, figures) for each, figures in gone if figures])


def _seen_now(seen: Seen, indicator: Indicator) -> Seen:
    """As it stands; a line that she had stays, whatever became of the comparator."""
    now = Seen.of(indicator)
    return replace(now, has_comparator=now.has_comparator or seen.has_comparator)


def _typed_of(form: GridForm, seen: Seen, typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """Label and text of what was typed for this indicator."""
    lines = (line for line in form.lines if line.seen.pk == seen.pk)
    return [
        (figure_label(year, line.column), typed[name] or _("ว่าง"))
        for line in lines
        for year, name in line.names.items()
        if name in typed
    ]


def words_of_the_grid() -> dict[str, str]:
    """What the script says."""
    return {
        "changed": _("แก้ไขแล้ว %s ช่อง ยังไม่ได้บันทึก"),
        "none": _("ยังไม่ได้แก้ไข"),
        "pasted": _("วางแล้ว %s ช่อง กด Ctrl+Z เพื่อเลิกวาง"),
        "outside": _("วางไม่ได้ %s ช่อง เพราะเกินขอบตาราง"),
        "unpasted": _("เลิกวางแล้ว %s ช่อง"),
        "offline": _("ติดต่อระบบไม่ได้ จึงยังไม่ได้บันทึก ตัวเลขยังอยู่ในหน้านี้ ลองอีกครั้ง"),
        "saving": _("กำลังบันทึก"),
    }
