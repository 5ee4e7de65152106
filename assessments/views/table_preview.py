"""What an accepted table would do, as its page shows it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.interchange.tables.blocks import ERROR
from assessments.interchange.tables.plan import CHANGED, FIGURES, NEW, SAME, Plan, PlannedRow
from assessments.services.indicators import IndicatorFields, YearFigures
from assessments.statuses import Direction, Importance
from thai.digits import plain

SHORT = {"value": "", "target": gettext_lazy("เป้า"), "comparator": gettext_lazy("เทียบ")}
NOTHING = YearFigures()


@dataclass(frozen=True)
class Shown:
    """One text or figure: what stands after, and what stood before where the table changes it."""

    label: str
    new: str
    old: str = ""
    is_changed: bool = False


@dataclass(frozen=True)
class YearCell:
    """One year of a row; `is_unread`: something stands in the table that is no figure."""

    year: int
    figures: tuple[Shown, ...]
    is_unread: bool = False

    @property
    def holds_any(self) -> bool:
        return self.is_unread or any(figure.new or figure.old for figure in self.figures)


@dataclass(frozen=True)
class PreviewRow:
    """One row: where it stands in the table, what it does, and every part of the indicator.

    `faults` are the columns to be mended, "" for the row itself; the sentences stand above the table.
    """

    number: int
    state: str
    state_words: str
    name: Shown
    parts: tuple[Shown, ...]
    cells: tuple[YearCell, ...]
    faults: tuple[str, ...]


def preview_rows(plan: Plan) -> list[PreviewRow]:
    """The rows of the plan in their order."""
    faults: dict[int, list[str]] = {}
    for problem in plan.problems:
        if problem.kind == ERROR:
            faults.setdefault(problem.row, []).append(problem.column)
    return [_row(row, plan, tuple(faults.get(row.number, ()))) for row in plan.rows]


def _row(row: PlannedRow, plan: Plan, faults: tuple[str, ...]) -> PreviewRow:
    words = {NEW: _("ใหม่"), CHANGED: _("แก้ไข %s") % row.code, SAME: _("ไม่เปลี่ยน")}
    now, old = _texts(row.fields), _texts(row.before) if row.before else {}
    shown = {label: _shown(label, text, old.get(label, "") if old else None) for label, text in now.items()}
    name, *parts = shown.values()
    cells = tuple(
        YearCell(year, tuple(_figures(row, year)), is_unread=(row.number, year) in plan.unread) for year in plan.years
    )
    parts = tuple(each for each in parts if each.new or each.old)
    return PreviewRow(row.number, row.state, words[row.state], name, parts, cells, faults)


def _texts(fields: IndicatorFields) -> dict[str, str]:
    return {
        _("ตัวชี้วัด"): fields.name,
        _("หน่วยวัด"): fields.unit_of_measure,
        _("ประเด็น"): _("ประเด็น %s") % fields.area.code if fields.area else "",
        _("ทิศทางที่ดี"): str(dict(Direction.choices).get(fields.direction, "")),
        _("ความสำคัญ"): str(dict(Importance.choices).get(fields.importance, "")),
        _("ชื่อคู่เทียบ"): fields.comparator_name,
    }


def _figures(row: PlannedRow, year: int):
    before = row.before.years.get(year, NOTHING) if row.before else None
    after = row.fields.years.get(year, NOTHING)
    for name in FIGURES:
        old = _number(getattr(before, name)) if before is not None else None
        yield _shown(str(SHORT[name]), _number(getattr(after, name)), old)


def _shown(label: str, new: str, old: str | None) -> Shown:
    """`old` is None where nothing stood before: a new indicator is no change of one."""
    return Shown(label, new) if old is None or old == new else Shown(label, new, old, is_changed=True)


def _number(figure: Decimal | None) -> str:
    return "" if figure is None else plain(figure)
