"""Units from a table: all of them or none, and every path of the tree true afterwards (interchange.md, load_units)."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import regex
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit
from accounts.roles import UnitKind
from thai.text import UnacceptableText, clean

COLUMNS = ("code", "name_th", "name_en", "kind", "parent_code")
CODE = regex.compile(r"[A-Z0-9-]{1,20}")
LONGEST_NAME = Unit._meta.get_field("name_th").max_length
LONGEST_PATH = Unit._meta.get_field("path").max_length
LONGEST_QUOTE = 40


class UnitsRefused(Exception):
    """Nothing is written; `problems` says why, one line each: place, what, how to mend."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class UnitRow:
    """One unit of the table; `line` counts from 1, the heading included."""

    line: int
    code: str
    name_th: str
    name_en: str
    kind: str
    parent_code: str


@dataclass(frozen=True)
class UnitsLoaded:
    """How many units the table made, changed (those below a moved one included) and found as they were."""

    created: int
    changed: int
    unchanged: int


def load_units(path: str | Path) -> UnitsLoaded:
    """The units of this CSV file stand in the database. Raises UnitsRefused, and then nothing is written."""
    rows = read_units(path)
    try:
        return save_units(rows)
    except UnitsRefused as refusal:
        raise UnitsRefused(f"{path}:{problem}" for problem in refusal.problems) from None


def read_units(path: str | Path) -> list[UnitRow]:
    """The rows of the file, each sound in itself. Raises UnitsRefused with every fault."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UnitsRefused([f"{path}: {_('ไม่พบไฟล์นี้ ให้ตรวจชื่อและที่อยู่ของไฟล์')}"]) from None
    except UnicodeDecodeError:
        raise UnitsRefused([f"{path}: {_('ไฟล์ไม่ใช่ข้อความ UTF-8 ให้บันทึกใหม่เป็น CSV UTF-8')}"]) from None
    except OSError:
        raise UnitsRefused([f"{path}: {_('เปิดไฟล์ไม่ได้ ให้ตรวจว่าเป็นไฟล์และมีสิทธิ์อ่าน')}"]) from None
    rows: list[UnitRow] = []
    problems: list[str] = []
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        heading = [cell.strip() for cell in next(reader, [])]
        if sorted(heading) != sorted(COLUMNS):
            words = _("หัวตารางต้องเป็น %(columns)s ให้แก้บรรทัดแรก") % {"columns": ",".join(COLUMNS)}
            raise UnitsRefused([f"{path}:1: {words}"])
        for line, cells in _lines(reader):
            faults = list(_faults(heading, cells))
            problems += [f"{path}:{line}: {fault}" for fault in faults]
            if not faults:
                rows.append(UnitRow(line, **{name: _cell(cell) for name, cell in zip(heading, cells, strict=True)}))
    except csv.Error:
        words = _("เครื่องหมายคำพูดหรือจุลภาคผิดรูปแบบ CSV ให้แก้บรรทัดนี้หรือบันทึกไฟล์ใหม่")
        problems.append(f"{path}:{reader.line_num}: {words}")
    if problems:
        raise UnitsRefused(problems)
    return rows


@transaction.atomic
def save_units(rows: Sequence[UnitRow]) -> UnitsLoaded:
    """These units exist as the rows say, and paths are true for all that stand below them too.

    One query reads the tree; what is equal is not written. Raises UnitsRefused, its problems starting with the line.
    """
    stored = {unit.code: unit for unit in Unit.objects.select_for_update().order_by("code")}
    code_of = {unit.pk: unit.code for unit in stored.values()}
    parents = {code: code_of.get(unit.parent_id, "") for code, unit in stored.items()}
    problems = list(_tree_faults(rows, parents))
    if problems:
        raise UnitsRefused(problems)
    parents |= {row.code: row.parent_code for row in rows}
    paths = _paths(parents)
    problems = [
        f"{row.line}: {row.code} {_('อยู่ลึกเกินไป เส้นทางยาวเกิน %(most)d ตัวอักษร ให้ลดชั้น') % {'most': LONGEST_PATH}}"
        for row in rows
        if len(paths[row.code]) > LONGEST_PATH
    ]
    if problems or any(len(path) > LONGEST_PATH for path in paths.values()):
        raise UnitsRefused(problems or [" " + _("หน่วยงานใต้หน่วยงานที่ย้ายอยู่ลึกเกินไป ให้ลดชั้น")])
    return _write(rows, stored, parents, paths)


def _lines(reader) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each begins; empty lines are passed over."""
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _cell(cell: str) -> str:
    return clean(cell).strip()


def _quoted(text: str) -> str:
    text = "".join(char if char.isprintable() else " " for char in text)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def _faults(heading: list[str], cells: list[str]) -> Iterator[str]:
    """What is wrong with one row, whatever the others say."""
    if len(cells) != len(heading):
        words = {"count": len(cells), "wanted": len(heading)}
        yield _("มี %(count)d ช่อง แต่ต้องมี %(wanted)d ช่อง ให้ตรวจจุลภาคและเครื่องหมายคำพูด") % words
        return
    values = {}
    for name, cell in zip(heading, cells, strict=True):
        try:
            values[name] = _cell(cell)
        except UnacceptableText as fault:
            yield f"{name}: {fault}"
    for name in ("code", "parent_code"):
        value = values.get(name)
        if value is not None and (value or name == "code") and not CODE.fullmatch(value):
            text = _("%(name)s: รหัส %(value)s ผิดรูปแบบ ให้ใช้ A-Z 0-9 และขีด ไม่เกิน 20 ตัว")
            yield text % {"name": name, "value": _quoted(value)}
    for name in ("name_th", "name_en"):
        value = values.get(name, "")
        if len(value) > LONGEST_NAME or "\n" in value:
            text = _("%(name)s: ยาวเกิน %(most)d ตัวอักษรหรือเกินหนึ่งบรรทัด ให้ย่อลง")
            yield text % {"name": name, "most": LONGEST_NAME}
    if values.get("name_th") == "":
        yield _("name_th: ว่างอยู่ ให้ใส่ชื่อหน่วยงาน")
    if "kind" in values and values["kind"] not in UnitKind.values:
        text = _("kind: ไม่รู้จัก %(value)s ให้ใช้คำใดคำหนึ่งใน %(known)s")
        yield text % {"value": _quoted(values["kind"]), "known": ", ".join(UnitKind.values)}


def _tree_faults(rows: Sequence[UnitRow], stored_parents: dict[str, str]) -> Iterator[str]:
    """Double codes, unknown parents and circles, each with its line."""
    first: dict[str, UnitRow] = {}
    for row in rows:
        earlier = first.setdefault(row.code, row)
        if earlier is not row:
            words = _("รหัสซ้ำกับบรรทัด %(line)d ให้แก้รหัสหรือลบบรรทัดหนึ่งออก") % {"line": earlier.line}
            yield f"{row.line}: {row.code} {words}"
    parents = stored_parents | {code: row.parent_code for code, row in first.items()}
    told: set[str] = set()
    for row in first.values():
        if row.parent_code and row.parent_code not in parents:
            words = _("ไม่พบหน่วยงานต้นสังกัด %(parent)s ในไฟล์หรือในระบบ ให้แก้ parent_code หรือเพิ่มหน่วยงานนั้น")
            yield f"{row.line}: {row.code} {words % {'parent': row.parent_code}}"
        circle = [] if row.code in told else _circle(row.code, parents)
        if circle:
            told.update(circle)
            words = _("สังกัดวนเป็นวง %(circle)s ให้แก้ parent_code ของหน่วยงานหนึ่งในวง")
            yield f"{row.line}: {row.code} {words % {'circle': ' > '.join([*circle, circle[0]])}}"


def _circle(code: str, parents: dict[str, str]) -> list[str]:
    """The chain from this unit upwards until it comes back to it; empty when it does not."""
    chain, above = [code], parents[code]
    while above in parents and above not in chain:
        chain.append(above)
        above = parents[above]
    return chain if above == code else []


def _paths(parents: dict[str, str]) -> dict[str, str]:
    paths: dict[str, str] = {"": "/"}
    for code in parents:
        chain = []
        while code not in paths:
            chain.append(code)
            code = parents[code]
        for below in reversed(chain):
            paths[below] = f"{paths[parents[below]]}{below}/"
    return paths


def _write(rows: Sequence[UnitRow], stored: dict[str, Unit], parents: dict, paths: dict) -> UnitsLoaded:
    """New units first, without parent, since a parent may be as new; then every parent and every change in one go."""
    new = [
        Unit(code=row.code, name_th=row.name_th, name_en=row.name_en, kind=row.kind, path=paths[row.code])
        for row in rows
        if row.code not in stored
    ]
    Unit.objects.bulk_create(new)
    units = stored | {unit.code: unit for unit in new}
    below = [unit for unit in new if parents[unit.code]]
    for unit in below:
        unit.parent = units[parents[unit.code]]
    Unit.objects.bulk_update(below, ["parent"])
    given = {row.code: row for row in rows}
    changed = []
    for code, unit in stored.items():
        row = given.get(code)
        parent = units[parents[code]].pk if parents[code] else None
        texts = (row.name_th, row.name_en, row.kind) if row else (unit.name_th, unit.name_en, unit.kind)
        wanted = (*texts, parent, paths[code])
        if wanted != (unit.name_th, unit.name_en, unit.kind, unit.parent_id, unit.path):
            unit.name_th, unit.name_en, unit.kind, unit.parent_id, unit.path = wanted
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["name_th", "name_en", "kind", "parent", "path"])
    touched = sum(unit.code in given for unit in changed)
    return UnitsLoaded(created=len(new), changed=len(changed), unchanged=len(rows) - len(new) - touched)
