"""One row of a table becomes an indicator, or each of its wrong cells is named."""

from dataclasses import replace

from django.utils.translation import gettext as _

from assessments.interchange.reading import shown
from assessments.interchange.tables.blocks import Findings, ReadRow
from assessments.interchange.tables.cells import Cell
from assessments.interchange.tables.figures import Figure, FigureRefused, read_figure
from assessments.interchange.tables.headings import Column, Heading
from assessments.interchange.tables.skipping import kind_of
from assessments.interchange.tables.words import (
    AREA,
    DIRECTIONS,
    IMPORTANCES,
    NAME,
    PERCENT_UNIT,
    SAYS_NOTHING,
    SAYS_PERCENT,
    folded,
)
from assessments.services.indicators import YearFigures
from assessments.statuses import Direction
from thai.digits import MAX_PLACES, to_arabic
from thai.text import is_longer, is_overloaded

Row = tuple[Cell, ...]
LONGEST = {NAME: 300, "unit_of_measure": 60, "comparator_name": 200, "code": 200}


class RowReader:
    """Reads the rows below one head, in their order; `figures` keeps what was read, by row and column."""

    def __init__(self, heading: Heading, found: Findings, unit_above: str = "") -> None:
        self.heading, self.found, self.unit_above = heading, found, unit_above
        self.figures: dict[int, dict[Column, Figure]] = {}
        self._last_unit = (0, "")

    def read(self, lines: list[Row]) -> ReadRow:
        """The indicator of these rows: one, or one for each kind of its figures; texts stand in the first."""
        cells = lines[0]
        row = cells[0].row
        figures = self.figures[row] = self._figures(row, lines)
        name = self._line(cells, NAME)
        stated = self._choice(cells, "direction", DIRECTIONS, _("ให้เขียน ยิ่งมากยิ่งดี หรือ ยิ่งน้อยยิ่งดี"))
        named = self._line(cells, "comparator_name")
        return ReadRow(
            number=row,
            code=self._line(cells, "code"),
            name=name,
            unit_of_measure=self._unit(row, cells, figures),
            area=self._area(cells),
            direction=self._direction(row, figures, stated),
            importance=self._choice(cells, "importance", IMPORTANCES, _("ให้เขียน หลัก หรือ รอง")),
            comparator_name=named or self._comparator_of_head(figures),
            years=_years(figures),
            is_faulty=any(line[0].row in self.found.faulty_rows for line in lines),
        )

    # --- Figures -------------------------------------------------------------------------------------------------

    def _figures(self, row: int, lines: list[Row]) -> dict[Column, Figure]:
        figures = {}
        for line in lines:
            kind = kind_of(line, self.heading)
            for column in self.heading.figures:
                own = replace(column, holds=kind or column.holds)
                figure = self._figure(line[0].row, line[column.index], own)
                if figure is not None:
                    figures[own] = replace(figure, row=line[0].row, text=line[column.index].line)
        if not figures and row not in self.found.faulty_rows:
            self.found.warn(row, "", _("ไม่มีตัวเลขของปีใด ถ้าแถวนี้เป็นหัวข้อย่อยให้ลบออก"))
        return figures

    def _figure(self, row: int, cell: Cell, column: Column) -> Figure | None:
        if cell.fault:
            self.found.error(row, column.label, cell.fault)
            return None
        try:
            figure = read_figure(cell.text, may_bound=column.holds == "target")
        except FigureRefused as refused:
            self.found.error(row, column.label, str(refused))
            return None
        if figure is None and cell.may_be_zero:
            words = _("“-” ในรูปแบบบัญชีอาจหมายถึง 0 อ่านว่าไม่มีข้อมูล ถ้าเป็นศูนย์ให้เขียน 0")
            self.found.warn(row, column.label, words)
        if figure and cell.is_merged:
            words = _("อ่าน %s จากเซลล์ที่ผสานไว้ ตรวจว่าช่องนี้มีค่าเดียวกัน")
            self.found.warn(row, column.label, words % shown(cell.line))
        if figure and cell.is_rounded:
            words = _("อ่านตัวเลขตามที่แสดงในตาราง เพราะเก็บทศนิยมไว้เกิน %d ตำแหน่ง")
            self.found.note(words % MAX_PLACES, row=row)
        return figure

    def _direction(self, row: int, figures: dict[Column, Figure], stated: str) -> str:
        """The direction that the row states, else that of the operators of its targets."""
        told = stated
        for column, figure in figures.items():
            if figure.direction and told and figure.direction != told:
                words = _("“%(value)s” ขัดกับทิศทาง “%(direction)s” ให้แก้เป้าหมายหรือทิศทางให้ตรงกัน")
                values = {"value": shown(figure.text), "direction": Direction(told).label}
                self.found.error(figure.row, column.label, words % values)
            told = told or figure.direction
        if told and not stated:
            words = _("อ่านทิศทาง “%s” จากเครื่องหมายหรือคำในเป้าหมาย")
            self.found.note(words % Direction(told).label, row=row)
        return told

    def _comparator_of_head(self, figures: dict[Column, Figure]) -> str:
        """The comparator that the head names, for a row that has its figures."""
        return next((column.comparator_name for column in figures if column.comparator_name), "")

    # --- Texts ---------------------------------------------------------------------------------------------------

    def _cell(self, cells: Row, holds: str) -> tuple[Cell | None, str]:
        """The cell of this text and the words of its head."""
        column = self.heading.text(holds)
        return (cells[column.index], column.label) if column else (None, "")

    def _line(self, cells: Row, holds: str) -> str:
        """The text on one line; "" with an error when it cannot be taken."""
        cell, label = self._cell(cells, holds)
        if cell is None:
            return ""
        text = "" if holds != "code" and SAYS_NOTHING.fullmatch(folded(cell.line[:100])) else cell.line
        if cell.fault:
            self.found.error(cell.row, label, cell.fault)
        elif is_longer(text, LONGEST[holds]):
            self.found.error(cell.row, label, _("ยาวเกิน %d ตัวอักษร ให้ตัดให้สั้นลง") % LONGEST[holds])
        elif is_overloaded(text):
            self.found.error(cell.row, label, _("มีตัวอักษรที่ซ้อนเครื่องหมายมากผิดปกติ ให้พิมพ์ข้อความช่วงนั้นใหม่"))
        elif not text and holds == NAME:
            self.found.error(cell.row, label, _("ไม่มีชื่อตัวชี้วัด ให้เขียนชื่อ หรือลบแถวนี้ออก"))
        else:
            return text
        return ""

    def _unit(self, row: int, cells: Row, figures: dict[Column, Figure]) -> str:
        unit = self._line(cells, "unit_of_measure")
        percent = next(((column, figure.row) for column, figure in figures.items() if figure.is_percent), None)
        if unit:
            self._last_unit = (row, unit)
        elif self.unit_above:
            unit = self.unit_above
        elif percent:
            self.found.note(_("ไม่ได้เขียนหน่วยวัด ใช้ “%s” ตามเครื่องหมาย %%") % PERCENT_UNIT, row=row)
            return PERCENT_UNIT
        elif self._last_unit[1] and not self._cell(cells, "unit_of_measure")[0]:
            words = _("ว่างอยู่ ถ้าใช้ “%(unit)s” เหมือนแถว %(row)d ให้เขียนซ้ำในแถวนี้")
            values = {"unit": self._last_unit[1], "row": self._last_unit[0]}
            self.found.warn(row, self.heading.text("unit_of_measure").label, words % values)
        if percent and unit and not SAYS_PERCENT.search(folded(unit)):
            words = _("มีเครื่องหมาย %% แต่หน่วยวัดคือ “%s” ตรวจหน่วยวัดหรือตัวเลข")
            self.found.warn(percent[1], percent[0].label, words % shown(unit))
        return unit

    def _choice(self, cells: Row, holds: str, choices: dict, mend: str) -> str:
        cell, label = self._cell(cells, holds)
        word = folded(cell.text[:100]) if cell else ""
        if cell is None or (not cell.fault and (not word or SAYS_NOTHING.fullmatch(word))):
            return ""
        for choice, pattern in choices.items():
            if pattern.fullmatch(word) and not cell.fault:
                return choice.value
        self.found.error(cell.row, label, cell.fault or f"{_('ไม่รู้จัก “%s”') % shown(cell.line)} {mend}")
        return ""

    def _area(self, cells: Row) -> str:
        """The code of the area; words of one are no error, since the page asks for the area anyhow."""
        cell, label = self._cell(cells, "area")
        if cell is None or (not cell.fault and (not cell.text or SAYS_NOTHING.fullmatch(folded(cell.text[:100])))):
            return ""
        if cell.fault:
            self.found.error(cell.row, label, cell.fault)
            return ""
        found = AREA.fullmatch(to_arabic(cell.line))
        if found is None:
            words = _("ไม่รู้จัก “%s” จึงยังไม่มีประเด็น ให้เขียนรหัส เช่น ก หรือเลือกภายหลัง")
            self.found.warn(cell.row, label, words % shown(cell.line))
        return found[1] if found else ""


def _years(figures: dict[Column, Figure]) -> dict[int, YearFigures]:
    by_year: dict[int, dict] = {}
    for column, figure in figures.items():
        by_year.setdefault(column.year, {})[column.holds] = figure.number
    return {year: YearFigures(**by_year[year]) for year in sorted(by_year)}
