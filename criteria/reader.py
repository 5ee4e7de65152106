"""A criteria file as records of clean values, and every fault of a single object in it.

The fields of an object follow from its model: what may be left out, how long a text may be, which words a choice knows.
What the objects say together is the matter of `criteria.validation`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import regex
from django.db import models
from django.utils.translation import gettext as _

from criteria.models import Area, Category, Characteristic, CriteriaSet, Item, Question, Rubric, SuccessFactor
from thai.text import clean

TAGS = {"characteristic": Characteristic, "successfactor": SuccessFactor}
TREE = {
    "criteriaset": CriteriaSet,
    "category": Category,
    "item": Item,
    "area": Area,
    "question": Question,
    "rubric": Rubric,
}
MODELS = TAGS | TREE
# Scheme levels spells them so: its levels are the areas of a sub-criterion, its checkpoints their questions.
SPELLINGS = {"level": "area", "checkpoint": "question"}
# model: the field that names its parent, the parent's model
PARENTS = {
    "category": ("criteria_set", "criteriaset"),
    "item": ("category", "category"),
    "area": ("item", "item"),
    "question": ("area", "area"),
    "rubric": ("criteria_set", "criteriaset"),
}
KEY_SHAPES = {
    "criteria_set": ("set",),
    "category": ("set", "category"),
    "item": ("set", "item"),
    "area": ("set", "item", "area"),
    "characteristics": ("characteristic",),
}
BAND_COUNT = 6
LONGEST_QUOTE = 40
LARGEST_SMALL_INTEGER = 32767
POINTS = regex.compile(r"[0-9]{1,5}(\.[0-9]{1,2})?")
SHARE = regex.compile(r"[01](\.[0-9]{1,6})?")
SLUG = regex.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")


class BadValue(ValueError):
    """The value cannot stand in its field; the message says what and how to mend."""


@dataclass(frozen=True)
class Problem:
    """One line for who wrote the file: where, what, how to mend. `number` counts objects from 1; 0 is the file."""

    file: str
    text: str
    number: int = 0
    label: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.number} {self.label}".rstrip() if self.number else self.file
        return f"{place}: {self.text}"


@dataclass(frozen=True)
class Record:
    """One object of the file. `values` holds the fields that could be read, with defaults for those left out."""

    file: str
    number: int
    model: str
    values: dict
    spelling: str = ""  # how the file calls the model, where not by its name

    @cached_property
    def key(self) -> tuple | None:
        """The natural key, None when a field of it could not be read."""
        code = self.values.get("code")
        if self.model not in PARENTS:
            return (code,) if code else None
        parent = self.parent_key
        if parent is None:
            return None
        own = (code,) if self.model != "rubric" else tuple(self.values.get(name) for name in ("kind", "factor", "band"))
        # Items, questions and categories are numbered within the set, an area within its item.
        prefix = parent if self.model == "area" else parent[:1]
        return None if None in own or "" in own else (*prefix, *own)

    @property
    def parent_key(self) -> tuple | None:
        return self.values.get(PARENTS[self.model][0]) if self.model in PARENTS else None

    @property
    def label(self) -> str:
        if self.model == "rubric":
            own = [str(self.values.get(name, "?")) for name in ("kind", "factor", "band")]
        elif self.model == "area" and self.parent_key:
            own = [self.parent_key[-1], self.values.get("code", "?")]
        else:
            own = [self.values.get("code", "?")]
        return " ".join([self.spelling or self.model, *(quoted(word) for word in own)])

    def problem(self, text: str) -> Problem:
        return Problem(self.file, text, self.number, self.label)


@dataclass
class ParsedFile:
    """What a file says, and what is wrong with its single objects. A mapping is a JSON object, not a list."""

    name: str
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    mapping: dict | None = None

    @property
    def is_mapping(self) -> bool:
        return self.mapping is not None

    @property
    def code(self) -> str:
        """What messages call it, once it has been checked."""
        return f"{self.mapping['from']} → {self.mapping['to']}" if self.mapping else self.criteria_set.key[0]

    def of(self, model: str) -> list[Record]:
        return [record for record in self.records if record.model == model]

    @cached_property
    def criteria_set(self) -> Record:
        """The one set of the file; only for a file without problems."""
        return self.of("criteriaset")[0]


def read_set(path: str | Path) -> ParsedFile:
    """The file in memory; never raises for its content. Whether it may be loaded says `validation.problems`."""
    parsed = ParsedFile(str(path))
    try:
        data = _json(Path(path))
    except BadValue as fault:
        parsed.problems.append(Problem(parsed.name, str(fault)))
        return parsed
    if isinstance(data, dict):
        parsed.mapping = data
    elif not isinstance(data, list):
        text = _("เนื้อหาต้องเป็นรายการ JSON [...] ของชุดเกณฑ์ ให้แก้รูปแบบไฟล์ตามเอกสาร interchange")
        parsed.problems.append(Problem(parsed.name, text))
    else:
        for number, entry in enumerate(data, 1):
            _read_entry(parsed, number, entry)
    return parsed


def quoted(value) -> str:
    """Any value on one short line, fit for a message."""
    text = value if isinstance(value, str) else str(value)
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def _json(path: Path):
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BadValue(_("ไม่พบไฟล์นี้ ให้ตรวจชื่อและที่อยู่ของไฟล์")) from None
    except UnicodeDecodeError:
        raise BadValue(_("ไฟล์ไม่ใช่ข้อความ UTF-8 ให้บันทึกใหม่เป็น UTF-8")) from None
    except OSError as fault:
        raise BadValue(_("เปิดไฟล์ไม่ได้ (%(why)s) ให้ตรวจว่าเป็นไฟล์และมีสิทธิ์อ่าน") % {"why": fault.strerror}) from None
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_unique_keys)
    except json.JSONDecodeError as fault:
        place = {"line": fault.lineno, "column": fault.colno}
        text = _("อ่าน JSON ไม่ได้ที่บรรทัด %(line)d ตัวอักษรที่ %(column)d ให้แก้เครื่องหมายตรงนั้นหรือก่อนหน้า")
        raise BadValue(text % place) from None
    except BadValue:
        raise
    except (ValueError, RecursionError):
        raise BadValue(_("อ่าน JSON ไม่ได้ เพราะมีตัวเลขยาวหรือวงเล็บซ้อนลึกเกินไป ให้แก้ไฟล์")) from None


def _refuse_constant(word: str):
    raise BadValue(_("JSON มีค่า %(word)s ซึ่งไม่ใช่ตัวเลข ให้ใส่ตัวเลขแทน") % {"word": word})


def _unique_keys(pairs: list[tuple]) -> dict:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise BadValue(_("JSON มีชื่อ %(name)s ซ้ำในวงเล็บเดียวกัน ให้เหลือไว้ชื่อเดียว") % {"name": quoted(double)})
    return found


def _read_entry(parsed: ParsedFile, number: int, entry) -> None:
    """Adds the record, and a problem for each fault of it, to `parsed`."""
    if not isinstance(entry, dict) or set(entry) != {"model", "fields"} or not isinstance(entry["fields"], dict):
        text = _('ต้องเป็น {"model": "...", "fields": {...}} เท่านั้น ไม่มี pk หรือชื่ออื่น ให้แก้รูปแบบ')
        parsed.problems.append(Problem(parsed.name, text, number))
        return
    app, _dot, name = str(entry["model"]).lower().partition(".")
    if app != "criteria" or name not in {*MODELS, *SPELLINGS}:
        known = ", ".join(f"criteria.{model}" for model in (*MODELS, *SPELLINGS))
        text = _("ไม่รู้จัก model %(name)s ให้ใช้ชื่อใดชื่อหนึ่งใน %(known)s")
        text %= {"name": quoted(entry["model"]), "known": known}
        parsed.problems.append(Problem(parsed.name, text, number))
        return
    model = SPELLINGS.get(name, name)
    spelled = {"area": "level"} if name == "checkpoint" else {}
    values, faults = _read_fields(columns(MODELS[model]), entry["fields"], spelled)
    record = Record(parsed.name, number, model, values, name if name in SPELLINGS else "")
    parsed.records.append(record)
    parsed.problems.extend(record.problem(text) for text in faults)


def columns(model: type[models.Model]) -> list[models.Field]:
    """What a criteria file says of this model: every column but the primary key, then its many-to-many fields."""
    return [*(column for column in model._meta.fields if not column.primary_key), *model._meta.many_to_many]


def _read_fields(known: list[models.Field], fields: dict, spelled: dict[str, str]) -> tuple[dict, list[str]]:
    """Values by column, and what is wrong; `spelled` gives the file's word for a column that it calls otherwise."""
    values, faults = {}, []
    for column in known:
        name = spelled.get(column.name, column.name)
        if name in fields:
            try:
                values[column.name] = read_value(column, fields[name])
            except ValueError as fault:  # UnacceptableText is one too
                faults.append(f"{name}: {fault}")
        elif column.has_default() or column.blank:
            values[column.name] = () if column.many_to_many else column.get_default()
        else:
            faults.append(_("ไม่มีช่อง %(name)s ให้เพิ่มช่องนี้") % {"name": name})
    names = [spelled.get(column.name, column.name) for column in known]
    for name in fields:
        if name not in names:
            text = _("ไม่รู้จักช่อง %(name)s ให้ลบออก หรือแก้เป็นชื่อใดชื่อหนึ่งใน %(known)s")
            faults.append(text % {"name": quoted(name), "known": ", ".join(names)})
    return values, faults


def read_value(column: models.Field, value):
    """The value as the database will give it back, natural keys as tuples. Raises BadValue or UnacceptableText."""
    if column.name in KEY_SHAPES:
        return _keys(column.name, value) if column.many_to_many else _key(column.name, value)
    if column.name in JSON_READERS:
        return JSON_READERS[column.name](value)
    if isinstance(column, models.DecimalField):
        return _points(value)
    if isinstance(column, models.BooleanField):
        return _yes_or_no(value)
    if isinstance(column, models.IntegerField):
        return _whole_number(value)
    return _text(column, value)


def _text(column: models.Field, value) -> str:
    if not isinstance(value, str):
        raise BadValue(_("ต้องเป็นข้อความในเครื่องหมายคำพูด ให้แก้ค่านี้"))
    text = clean(value)
    if not column.blank and not any(char.isprintable() and not char.isspace() for char in text):
        raise BadValue(_("ว่างอยู่ ให้ใส่ข้อความ"))
    if column.max_length and (len(text) > column.max_length or "\n" in text):
        raise BadValue(_("ยาวเกิน %(most)d ตัวอักษรหรือเกินหนึ่งบรรทัด ให้ย่อลง") % {"most": column.max_length})
    if column.choices and text not in [choice for choice, _label in column.choices]:
        known = ", ".join(str(choice) for choice, _label in column.choices)
        text = _("ไม่รู้จักค่า %(value)s ให้ใช้ค่าใดค่าหนึ่งใน %(known)s") % {"value": quoted(text), "known": known}
        raise BadValue(text)
    if isinstance(column, models.SlugField) and not SLUG.fullmatch(text):
        raise BadValue(_("รหัสชุดใช้ได้เฉพาะ a-z 0-9 และขีดคั่น เช่น pmqa-2562 ให้แก้รหัส"))
    return text


def _points(value) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal) or not POINTS.fullmatch(str(value)):
        raise BadValue(_('ต้องเป็นตัวเลขไม่ติดลบ ทศนิยมไม่เกินสองตำแหน่ง ไม่เกิน 99999.99 เช่น "60.00" ให้แก้ค่านี้'))
    return Decimal(value)


def _whole_number(value) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_SMALL_INTEGER:
        raise BadValue(_("ต้องเป็นจำนวนเต็มตั้งแต่ 0 ถึง %(most)d ให้แก้ค่านี้") % {"most": LARGEST_SMALL_INTEGER})
    return value


def _yes_or_no(value) -> bool:
    if not isinstance(value, bool):
        raise BadValue(_("ต้องเป็น true หรือ false ให้แก้ค่านี้"))
    return value


def _key(name: str, value) -> tuple[str, ...]:
    shape = KEY_SHAPES[name]
    if not isinstance(value, list) or len(value) != len(shape) or not all(v and isinstance(v, str) for v in value):
        example = ", ".join(f'"{part}"' for part in shape)
        raise BadValue(_("ต้องอ้างด้วยรหัสในรูป [%(example)s] ให้แก้ค่านี้") % {"example": example})
    return tuple(clean(part) for part in value)


def _keys(name: str, value) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list):
        raise BadValue(_('ต้องเป็นรายการของรหัส เช่น [["OPEN"], ["DIGITAL"]] ให้แก้ค่านี้'))
    keys = sorted(_key(name, entry) for entry in value)
    double = next((one for one, other in pairwise(keys) if one == other), None)
    if double:
        raise BadValue(_("อ้างรหัส %(code)s ซ้ำ ให้เหลือไว้ครั้งเดียว") % {"code": quoted(double[0])})
    return tuple(keys)


def _rising(values: Iterable) -> bool:
    return all(one < other for one, other in pairwise(values))


def _bands(value) -> list[list[int]]:
    if value == []:
        return []
    bands = value if isinstance(value, list) else []
    whole = all(
        isinstance(band, list) and band and all(isinstance(p, int) and not isinstance(p, bool) for p in band)
        for band in bands
    )
    percents = [percent for band in bands for percent in band] if whole else []
    if len(bands) != BAND_COUNT or not percents or percents[0] != 0 or percents[-1] > 100 or not _rising(percents):
        raise BadValue(_("ต้องเป็นหกช่วงของร้อยละจำนวนเต็มที่เริ่มจาก 0 เพิ่มขึ้นเรื่อย ๆ และไม่เกิน 100 ให้แก้ช่วงคะแนน"))
    return bands


def _thresholds(value) -> list[str]:
    if value == []:
        return []
    shares = [str(share) for share in value] if isinstance(value, list) else []
    decimals = [Decimal(share) for share in shares if SHARE.fullmatch(share)]
    if len(shares) != BAND_COUNT - 2 or len(decimals) != len(shares) or decimals[-1] > 1 or not _rising([0, *decimals]):
        raise BadValue(_('ต้องเป็นสี่สัดส่วนที่เพิ่มขึ้น มากกว่า 0 และไม่เกิน 1 เช่น ["0.25", "0.50", "0.75", "0.95"] ให้แก้ค่านี้'))
    return shares


def _maturity(value) -> list[list[str]]:
    text = _('ต้องเป็นแถว ["คะแนนขั้นต่ำ", "คำภาษาไทย", "คำภาษาอังกฤษ"] เรียงจาก "0" ขึ้นไปโดยไม่ซ้ำ ให้แก้ระดับวุฒิภาวะ')
    if not isinstance(value, list):
        raise BadValue(text)
    rows = []
    for row in value:
        words = row[1:] if isinstance(row, list) and len(row) == 3 else [""]
        if not all(isinstance(word, str) and word.strip() for word in words) or not POINTS.fullmatch(str(row[0])):
            raise BadValue(text)
        rows.append([str(row[0]), *(clean(word) for word in words)])
    least = [Decimal(row[0]) for row in rows]
    if rows and (least[0] != 0 or not _rising(least)):
        raise BadValue(text)
    return rows


JSON_READERS = {"bands": _bands, "thresholds": _thresholds, "maturity": _maturity}
