"""What a table that was read would do to the indicators of an item; nothing is written.

A row meets the indicator of its code, else the one of its name in its area; what meets none is new. What a row does
not say stays as it is: a blank never deletes a figure, and the choices of the page are for new indicators alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.interchange.tables.blocks import ERROR, WARNING, Block, Problem, ReadRow, at_cell
from assessments.models import Indicator
from assessments.models.kpi_dictionary import NO_DICTIONARY
from assessments.plausibility import Series, doubts
from assessments.services.indicator_tables import TableRow
from assessments.services.indicators import IndicatorFields, YearFigures, fields_of
from criteria.outline import AreaOutline, ItemOutline
from thai.text import search_fold

NEW, CHANGED, SAME = "new", "changed", "same"
COLUMN_WORDS = {
    "value": gettext_lazy("ผลจริง"),
    "target": gettext_lazy("เป้าหมาย"),
    "comparator": gettext_lazy("คู่เทียบ"),
}
FIGURES = ("value", "target", "comparator")


@dataclass(frozen=True)
class Defaults:
    """What the page says for new indicators where the table says nothing; "" says nothing."""

    area: str = ""
    direction: str = ""
    importance: str = ""


@dataclass(frozen=True)
class Place:
    """Where the table goes: the item, what stands in it, areas that take nothing, and how many more there may be."""

    item: ItemOutline
    indicators: Sequence[Indicator]
    closed: frozenset[int] = frozenset()
    room: int = 0

    @cached_property
    def areas(self) -> dict[str, AreaOutline]:
        return {area.code: area for area in self.item.areas}


@dataclass(frozen=True)
class PlannedRow:
    """What a row of the table does: `fields` is what shall stand, `before` what stands. `area` may be missing yet."""

    number: int
    fields: IndicatorFields
    before: IndicatorFields | None = None
    code: str = ""
    version: int = 0
    pk: int = 0

    @property
    def state(self) -> str:
        if self.before is None:
            return NEW
        is_same = (self.before.columns, self.before.years) == (self.fields.columns, self.fields.years)
        return SAME if is_same else CHANGED


@dataclass(frozen=True)
class Plan:
    """All rows, what is wrong or to be asked, and the fiscal years that hold a figure, be it one that was not read."""

    rows: list[PlannedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: frozenset[tuple[int, int]] = frozenset()

    @property
    def has_errors(self) -> bool:
        return any(problem.kind == ERROR for problem in self.problems)

    @property
    def years(self) -> list[int]:
        return sorted({year for row in self.rows for year in row.fields.years} | {year for _row, year in self.unread})

    @property
    def changes(self) -> list[TableRow]:
        """What the service shall write."""
        return [TableRow(row.fields, row.code, row.version, row.pk) for row in self.rows if row.state != SAME]

    @property
    def seen(self) -> list[list]:
        """Which row met which version of which indicator: while this is the same, the plan is the same."""
        return [[row.number, row.pk, row.version] for row in self.rows]

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)


def plan_table(block: Block, place: Place, defaults: Defaults) -> Plan:
    """The plan with the problems of the block and its own."""
    planner = _Planner(place, defaults)
    rows = [planner.plan(row) for row in block.rows]
    if sum(row.state == NEW for row in rows) > place.room:
        words = _("หลังนำเข้าจะมีตัวชี้วัดเกินจำนวนที่รับได้ แบบประเมินนี้รับตัวชี้วัดใหม่ได้อีก %d ตัว")
        planner.problems.append(Problem(0, "", words % place.room))
    found = sorted([*block.problems, *planner.problems], key=lambda problem: problem.row)
    return Plan(rows, found, block.unread)


class _Planner:
    """Plans row after row; remembers what earlier rows have met."""

    def __init__(self, place: Place, defaults: Defaults) -> None:
        self.place, self.defaults = place, defaults
        self.problems: list[Problem] = []
        self._by_code = {indicator.code: indicator for indicator in place.indicators}
        self._taken: dict[object, int] = {}

    def plan(self, row: ReadRow) -> PlannedRow:
        met = self._met(row)
        area = self._area(row, met)
        before = fields_of(met, self.place.areas[met.area.code]) if met else None
        planned = PlannedRow(row.number, self._fields(row, area, before), before)
        if met:
            planned = replace(planned, code=met.code, version=met.version, pk=met.pk)
        self._refuse_second(planned, met.pk if met else (row.name and (area and area.pk, search_fold(row.name))))
        if not row.is_faulty:
            self._refuse_unfinished(planned)
            self._doubt(planned)
        return planned

    def _met(self, row: ReadRow) -> Indicator | None:
        """The indicator of the code, else of the name in the area; without an area the only one of this name."""
        if row.code in self._by_code:
            return self._by_code[row.code]
        self._tell_of_code(row)
        named = [each for each in self.place.indicators if search_fold(each.name) == search_fold(row.name)]
        area = row.area or self.defaults.area
        in_area = [each for each in named if each.area.code == area]
        if in_area or row.area:
            return in_area[0] if in_area else None
        return named[0] if len(named) == 1 else None

    def _tell_of_code(self, row: ReadRow) -> None:
        """A code of another item is an error; a running number or an unknown code of this item is nothing."""
        item, sign, _number = row.code.rpartition("-")
        if sign and item != self.place.item.code and item[:1].isdigit() and "." in item:
            words = _("รหัส %(code)s ไม่ใช่ของหัวข้อ %(item)s ให้ลบรหัสหรือนำเข้าในหัวข้อนั้น")
            self._error(row.number, words % {"code": row.code, "item": self.place.item.code})

    def _area(self, row: ReadRow, met: Indicator | None) -> AreaOutline | None:
        code = row.area or (met.area.code if met else self.defaults.area)
        area = self.place.areas.get(code)
        if area is None:
            known = ", ".join(self.place.areas)
            if code:
                words = _("หัวข้อนี้ไม่มีประเด็น “%(area)s” ให้เขียน %(known)s")
                self._error(row.number, words % {"area": code, "known": known}, _("ประเด็น"))
            else:
                self._error(row.number, _("ไม่ได้บอกประเด็น ให้เลือกประเด็นใต้กล่อง หรือเขียนในคอลัมน์ “ประเด็น”"), _("ประเด็น"))
        elif area is not None and area.pk in self.place.closed and (met is None or met.area_id != area.pk):
            words = _("ทุกคำถามของประเด็น “%s” ระบุว่าไม่เกี่ยวข้อง ให้ลบเหตุผลนั้นก่อน หรือเลือกประเด็นอื่น")
            self._error(row.number, words % area.code, _("ประเด็น"))
        return area

    def _fields(self, row: ReadRow, area: AreaOutline | None, before: IndicatorFields | None) -> IndicatorFields:
        defaults = before or self.defaults
        return IndicatorFields(
            area=area,
            name=row.name or (before.name if before else ""),
            unit_of_measure=row.unit_of_measure or (before.unit_of_measure if before else ""),
            direction=row.direction or defaults.direction,
            importance=row.importance or defaults.importance,
            comparator_name=row.comparator_name or (before.comparator_name if before else ""),
            dictionary=before.dictionary if before else NO_DICTIONARY,
            years=_merged(before.years if before else {}, row.years),
        )

    def _refuse_second(self, row: PlannedRow, key: object) -> None:
        first = self._taken.setdefault(key, row.number) if key else row.number
        if first != row.number:
            self._error(row.number, _("เป็นตัวชี้วัดเดียวกับแถว %d ให้เหลือแถวเดียว") % first)

    def _refuse_unfinished(self, row: PlannedRow) -> None:
        if not row.fields.unit_of_measure:
            self._error(row.number, _("ตัวชี้วัดใหม่ต้องมีหน่วยวัด เช่น ร้อยละ หรือ วันทำการ"), _("หน่วยวัด"))
        if not row.fields.direction:
            self._error(row.number, _("ไม่ได้บอกทิศทาง ให้เลือกทิศทางใต้กล่อง หรือเขียนในคอลัมน์ “ทิศทาง”"), _("ทิศทาง"))
        if not row.fields.importance:
            self._error(row.number, _("ไม่ได้บอกความสำคัญ ให้เลือกใต้กล่อง หรือเขียนในคอลัมน์ “ความสำคัญ”"), _("ความสำคัญ"))

    def _doubt(self, row: PlannedRow) -> None:
        """The doubts of plausibility, each with its cell; of an indicator that stays as it is nothing is said."""
        if row.state == SAME:
            return
        for doubt in doubts(Series(row.fields.unit_of_measure, row.fields.direction, row.fields.years)):
            self._add(row.number, f"{COLUMN_WORDS[doubt.column]} {doubt.year}", doubt.text, WARNING)

    def _error(self, row: int, text: str, column: str = "") -> None:
        self._add(row, column, text, ERROR)

    def _add(self, row: int, column: str, text: str, kind: str) -> None:
        self.problems.append(Problem(row, column, at_cell(row, column, text), kind))


def _merged(held: Mapping[int, YearFigures], given: Mapping[int, YearFigures]) -> dict[int, YearFigures]:
    """What was held, with every figure that is given in its place."""
    return {year: YearFigures(*_laid_over(held.get(year), given.get(year))) for year in sorted({*held, *given})}


def _laid_over(held: YearFigures | None, given: YearFigures | None) -> Iterable:
    for name in FIGURES:
        new = getattr(given, name, None)
        yield getattr(held, name, None) if new is None else new
