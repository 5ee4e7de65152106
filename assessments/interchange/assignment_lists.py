"""A list of assignments from a spreadsheet, `unit_code,fiscal_year,username`: read whole, each fault with its line.

Reads only: what is right becomes pairs for `services.assigning`, and nothing of a cell is ever computed or kept. A cell
that a spreadsheet would take for a formula is no code and no name here, and refused like any other unknown one.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.roles import Role
from assessments.models import Assessment
from assessments.services.assigning import Plan, plan_assignments
from thai.digits import to_arabic

COLUMNS = ("unit_code", "fiscal_year", "username")
SET_COLUMN = "criteria_set"
MOST_LINES = 5_000
MOST_BYTES = 1024 * 1024
SHOWN = 40


@dataclass(frozen=True)
class Line:
    """One line as it was written."""

    number: int
    unit: str
    year: str
    username: str
    criteria_set: str = ""


@dataclass
class AssignmentList:
    """What was read: pairs of keys with the line of each, and the faults. With a fault nothing can be accepted."""

    lines: dict[tuple[int, int], int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    plan: Plan = field(default_factory=lambda: Plan(()))

    def fault(self, line: int, words: str) -> None:
        self.problems.append(_("บรรทัด %(line)s: %(words)s") % {"line": line, "words": words})


def read_assignments(text: str, *, scope: QuerySet, actor) -> AssignmentList:
    """The list of this coordinator, whose assessments are those of `scope`, and what would become of each pair."""
    found, lines = AssignmentList(), []
    for each in _lines(text):
        if isinstance(each, Line):
            lines.append(each)
        else:
            found.fault(*each)
    if not lines and not found.problems:
        found.fault(1, _("ไม่มีรายการ เขียนหัวตาราง unit_code,fiscal_year,username แล้วตามด้วยรายการบรรทัดละหนึ่งคน"))
    _look_up(lines, found, scope)
    found.plan = plan_assignments(pairs=found.lines, actor=actor)
    for pair in found.plan.wrong:
        words = f"{pair.assessment.unit} · {pair.assessor}: {pair.reason}"
        found.fault(found.lines[pair.assessment.pk, pair.assessor.pk], words)
    return found


def _lines(text: str) -> Iterator[Line | tuple[int, str]]:
    """The lines below the head; a fault as its number and words. A fault of the head ends the list."""
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = next((mark for mark in "\t;" if mark in head and "," not in head), ",")
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        missing = [name for name in COLUMNS if name not in names]
        if missing:
            yield 1, _("หัวตารางไม่มีคอลัมน์ %(names)s") % {"names": ", ".join(missing)}
            return
        for cells in reader:
            if reader.line_num > MOST_LINES + 1:
                yield reader.line_num, _("มีได้ไม่เกิน %(most)s บรรทัด แบ่งเป็นหลายรายการ") % {"most": MOST_LINES}
                return
            if any(cell.strip() for cell in cells):
                yield _line(reader.line_num, dict(zip(names, cells, strict=False)))
    except csv.Error:
        yield reader.line_num, _("อ่านบรรทัดนี้ไม่ได้ ตรวจเครื่องหมายคำพูดและตัวคั่น")


def _line(number: int, cells: dict[str, str]) -> Line | tuple[int, str]:
    unit, year, username = (cells.get(name, "").strip() for name in COLUMNS)
    empty = [name for name, text in zip(COLUMNS, (unit, year, username), strict=True) if not text]
    if empty:
        return number, _("ไม่มีค่าในคอลัมน์ %(names)s") % {"names": ", ".join(empty)}
    return Line(number, unit.upper(), to_arabic(year), username, cells.get(SET_COLUMN, "").strip())


def _look_up(lines: list[Line], found: AssignmentList, scope: QuerySet) -> None:
    """Pairs of keys for what is known; a fault for what is not. Three queries for any number of lines."""
    codes = {line.unit for line in lines if "\x00" not in line.unit}
    units = set(Unit.objects.filter(code__in=codes).values_list("code", flat=True))
    names = {line.username for line in lines if "\x00" not in line.username}
    people = User.objects.filter(username__in=names, memberships__role=Role.ASSESSOR, is_active=True)
    assessors = dict(people.values_list("username", "pk"))
    years = {int(line.year) for line in lines if line.year.isascii() and line.year.isdigit() and len(line.year) == 4}
    places: dict[tuple[str, str], list[Assessment]] = {}
    rows = scope.with_place().filter(unit__code__in=units, cycle__fiscal_year__in=years)
    for assessment in rows.order_by("pk"):
        places.setdefault((assessment.unit.code, str(assessment.fiscal_year)), []).append(assessment)
    for line in lines:
        fitting = places.get((line.unit, line.year), [])
        chosen = [each for each in fitting if line.criteria_set in ("", each.criteria_set.code)]
        words = _fault_of(line, units, assessors, fitting, chosen)
        key = () if words else (chosen[0].pk, assessors[line.username])
        if key in found.lines:
            words = _("ซ้ำกับบรรทัด %(line)s") % {"line": found.lines[key]}
        if words:
            found.fault(line.number, words)
        else:
            found.lines[key] = line.number


def _fault_of(line: Line, units: set[str], assessors: dict[str, int], fitting: list, chosen: list) -> str:
    if line.unit not in units:
        return _("ไม่พบหน่วยงานรหัส %(code)s") % {"code": line.unit[:SHOWN]}
    if line.username not in assessors:
        return _("ไม่พบผู้ตรวจประเมินชื่อผู้ใช้ %(name)s") % {"name": line.username[:SHOWN]}
    if not fitting:
        words = _("ไม่พบแบบประเมินของ %(code)s ปี %(year)s ในความรับผิดชอบของท่าน")
        return words % {"code": line.unit, "year": line.year[:SHOWN]}
    if not chosen:
        return _("ไม่พบชุดเกณฑ์ %(code)s ของหน่วยงานนี้ในปีนี้") % {"code": line.criteria_set[:SHOWN]}
    if len(chosen) > 1:
        codes = ", ".join(each.criteria_set.code for each in chosen)
        return _("หน่วยงานนี้มีหลายชุดเกณฑ์ในปีนี้ เพิ่มคอลัมน์ criteria_set เป็นชุดใดชุดหนึ่ง: %(codes)s") % {"codes": codes}
    return ""
