"""Reads `pmqa-assessment/1` (interchange.md): everything is checked before anything is written.

Each problem is one line that says where, what, and how to mend it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.document import FORMAT
from assessments.models.cycle import FISCAL_YEARS
from assessments.models.indicator import VALUE_YEARS
from assessments.scoring.scale import PROCESS_FACTORS
from assessments.services.indicators import MOST_INDICATORS, IndicatorFields, YearFigures
from assessments.statuses import Direction, Importance, Stage
from criteria.models import Characteristic, CriteriaSet, SuccessFactor
from criteria.outline import Outline, outline_of
from thai.digits import UnreadableNumber, parse_number
from thai.text import UnacceptableText, clean, graphemes

LARGEST = 10 * 1024 * 1024
REASON_GRAPHEMES = 20
SECTIONS = ("answers", "indicators", "item_scores", "checkpoints", "evidence")
KEYS = frozenset({"format", "criteria_set", "fiscal_year", "unit", *SECTIONS})


class DocumentRefused(Exception):
    """The document cannot be taken; `problems` holds a line for each reason."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass
class AnswerRow:
    question: str
    text: str
    not_applicable: str
    characteristics: list[str]
    success_factors: list[str]


@dataclass
class IndicatorRow:
    code: str
    item: str
    fields: IndicatorFields


@dataclass
class ScoreRow:
    item: str
    factors: dict[str, int]
    percent: int | None
    reason: str
    confirmed: bool


@dataclass
class Document:
    """A document that has been read whole. A section that is None was absent and is left alone."""

    outline: Outline
    fiscal_year: int
    unit_code: str
    answers: list[AnswerRow] | None = None
    indicators: list[IndicatorRow] | None = None
    item_scores: list[ScoreRow] | None = None


@dataclass
class Reading:
    """One pass over a document: where it is, and what was found wrong."""

    outline: Outline | None = None
    problems: list[str] = field(default_factory=list)

    def refuse(self, where: str, message: str) -> None:
        self.problems.append(f"{where}: {message}")

    def keys(self, where: str, row, known: set[str], required: set[str]) -> bool:
        """Whether the row is an object with known keys and all the required ones."""
        if not isinstance(row, dict):
            self.refuse(where, _("ต้องเป็นวัตถุ JSON { … }"))
            return False
        for key in sorted(set(row) - known):
            self.refuse(f"{where}.{key}", _("ไม่รู้จักคีย์นี้ ตรวจตัวสะกดหรือลบออก"))
        for key in sorted(required - set(row)):
            self.refuse(where, _("ไม่มีคีย์ “%s” ให้เพิ่ม") % key)
        return not (set(row) - known or required - set(row))

    def text(self, where: str, value, *, most: int | None = None) -> str:
        """The clean text, or "" with a problem."""
        if not isinstance(value, str):
            self.refuse(where, _("ต้องเป็นข้อความในเครื่องหมายคำพูด"))
            return ""
        try:
            text = clean(value)
        except UnacceptableText as problem:
            self.refuse(where, str(problem))
            return ""
        most = most or settings.PMQA_TEXT_LIMIT
        if graphemes(text) > most:
            self.refuse(where, _("ยาวเกิน %(most)d ตัวอักษร ให้ตัดให้สั้นลง") % {"most": most})
            return ""
        return text

    def choice(self, where: str, value, allowed) -> str:
        if value not in allowed:
            self.refuse(where, _("“%(value)s” ใช้ไม่ได้ ให้ใช้ %(allowed)s") % {"value": value, "allowed": ", ".join(allowed)})
            return ""
        return value

    def number(self, where: str, value) -> Decimal | None:
        try:
            return parse_number(value)
        except UnreadableNumber as problem:
            self.refuse(where, str(problem))
            return None


def read_document(content: bytes) -> Document:
    """The document, ready to be written. Raises DocumentRefused with every problem found."""
    raw = _parse(content)
    reading = Reading()
    reading.keys("$", raw, set(KEYS), {"format", "criteria_set", "fiscal_year", "unit"})
    _check_head(reading, raw)
    if reading.problems:
        raise DocumentRefused(reading.problems)
    reading.outline = outline_of(CriteriaSet.objects.get(code=raw["criteria_set"]))
    document = Document(reading.outline, raw["fiscal_year"], raw["unit"]["code"])
    if "answers" in raw:
        tags = _known_tags()
        document.answers = _rows(reading, "answers", raw, lambda *row: _answer(*row, tags), "question")
    if "indicators" in raw:
        document.indicators = _rows(reading, "indicators", raw, _indicator, "code")
        if len(raw["indicators"]) > MOST_INDICATORS:
            reading.refuse("indicators", _("มีตัวชี้วัดเกิน %d ตัว ให้แบ่งหรือลดลง") % MOST_INDICATORS)
    if "item_scores" in raw:
        document.item_scores = _rows(reading, "item_scores", raw, _score, "item")
    for section in ("checkpoints", "evidence"):
        if raw.get(section):
            reading.refuse(section, _("รุ่นนี้ยังไม่รับส่วนนี้ ให้ลบส่วนนี้ออกแล้วนำเข้าใหม่"))
    _check_not_applicable(reading, document)
    if reading.problems:
        raise DocumentRefused(reading.problems)
    return document


def _parse(content: bytes) -> dict:
    if len(content) > LARGEST:
        raise DocumentRefused([_("$: เอกสารใหญ่เกิน 10 MB ให้แบ่งเป็นส่วน")])
    try:
        raw = json.loads(content.decode("utf-8"), parse_float=Decimal, object_pairs_hook=_unique_keys)
    except UnicodeDecodeError:
        raise DocumentRefused([_("$: ไฟล์ไม่ใช่ UTF-8 ให้บันทึกใหม่เป็น UTF-8")]) from None
    except DoubleKey as problem:
        raise DocumentRefused([_("$: คีย์ “%s” ซ้ำในวัตถุเดียวกัน ให้เหลือเพียงคีย์เดียว") % problem]) from None
    except json.JSONDecodeError as problem:
        where = {"line": problem.lineno, "column": problem.colno}
        raise DocumentRefused([_("$: ไม่ใช่ JSON ที่ถูกต้อง ที่บรรทัด %(line)d คอลัมน์ %(column)d") % where]) from None
    except (RecursionError, ValueError):
        raise DocumentRefused([_("$: ไม่ใช่ JSON ที่อ่านได้ ตรวจไฟล์ต้นทางแล้วส่งออกใหม่")]) from None
    if not isinstance(raw, dict):
        raise DocumentRefused([_("$: ต้องเป็นวัตถุ JSON { … }")])
    return raw


class DoubleKey(Exception):
    """A key that stands twice in one object."""


def _unique_keys(pairs: list[tuple]) -> dict:
    found: dict = {}
    for key, value in pairs:
        if key in found:
            raise DoubleKey(key)
        found[key] = value
    return found


def _check_head(reading: Reading, raw: dict) -> None:
    if "review" in raw:
        reading.refuse("review", _("ไม่รับผลการตรวจจากไฟล์ ให้ลบส่วนนี้ออก"))
    if raw.get("format") != FORMAT:
        reading.refuse("format", _("ต้องเป็น “%s”") % FORMAT)
    year = raw.get("fiscal_year")
    if isinstance(year, bool) or not isinstance(year, int) or not FISCAL_YEARS[0] <= year <= FISCAL_YEARS[1]:
        reading.refuse("fiscal_year", _("ต้องเป็นปี พ.ศ. ตั้งแต่ %d ถึง %d") % FISCAL_YEARS)
    code = raw.get("criteria_set")
    if not isinstance(code, str) or not CriteriaSet.objects.filter(code=code).exists():
        reading.refuse("criteria_set", _("ไม่มีชุดเกณฑ์ “%s” ในระบบ ให้โหลดชุดเกณฑ์ก่อนด้วย load_criteria") % code)
    if reading.keys("unit", raw.get("unit"), {"code", "name_th"}, {"code"}) and not isinstance(raw["unit"]["code"], str):
        reading.refuse("unit.code", _("ต้องเป็นข้อความในเครื่องหมายคำพูด"))


def _rows(reading: Reading, section: str, raw: dict, read: Callable, key: str) -> list:
    """Every row of a section; a key that stands twice is refused."""
    if not isinstance(raw[section], list):
        reading.refuse(section, _("ต้องเป็นรายการ JSON [ … ]"))
        return []
    seen: dict[str, int] = {}
    found = []
    for index, row in enumerate(raw[section]):
        where = f"{section}[{index}]"
        value = row.get(key) if isinstance(row, dict) else None
        if isinstance(value, str):
            if value in seen:
                reading.refuse(f"{where}.{key}", _("“%s” ซ้ำกับแถวก่อนหน้า ให้เหลือเพียงแถวเดียว") % value)
            seen[value] = index
            where = f"{where} ({value})"
        result = read(reading, where, row)
        if result is not None:
            found.append(result)
    return found


def _known_tags() -> dict[str, set[str]]:
    return {
        "characteristics": set(Characteristic.objects.values_list("code", flat=True)),
        "success_factors": set(SuccessFactor.objects.values_list("code", flat=True)),
    }


def _answer(reading: Reading, where: str, row, tags) -> AnswerRow | None:
    known = {"question", "text", "not_applicable", "characteristics", "success_factors"}
    if not reading.keys(where, row, known, {"question", "text"}):
        return None
    if row["question"] not in reading.outline.questions:
        reading.refuse(f"{where}.question", _("ชุดเกณฑ์นี้ไม่มีคำถาม “%s” ตรวจรหัสคำถาม") % row["question"])
        return None
    reason = reading.text(f"{where}.not_applicable", row.get("not_applicable", "")).strip()
    if reason and graphemes(reason) < REASON_GRAPHEMES:
        reading.refuse(f"{where}.not_applicable", _("เหตุผลต้องยาวอย่างน้อย %d ตัวอักษร") % REASON_GRAPHEMES)
    return AnswerRow(
        row["question"],
        reading.text(f"{where}.text", row["text"]),
        reason,
        _tags(reading, where, "characteristics", row, tags),
        _tags(reading, where, "success_factors", row, tags),
    )


def _tags(reading: Reading, where: str, key: str, row: dict, tags: dict[str, set[str]]) -> list[str]:
    given = row.get(key, [])
    if not isinstance(given, list):
        reading.refuse(f"{where}.{key}", _("ต้องเป็นรายการ JSON [ … ]"))
        return []
    for code in given:
        if not isinstance(code, str) or code not in tags[key]:
            known = ", ".join(sorted(tags[key]))
            reading.refuse(f"{where}.{key}", _("ไม่รู้จัก “%(code)s” ให้ใช้ %(known)s") % {"code": code, "known": known})
    return given


def _indicator(reading: Reading, where: str, row) -> IndicatorRow | None:
    known = {"code", "item", "area", "name", "unit_of_measure", "direction", "importance", "values", "targets", "comparator"}
    if not reading.keys(where, row, known, known - {"targets", "comparator"}):
        return None
    area = _area(reading, where, row)
    comparator = row.get("comparator") or {}
    if not reading.keys(f"{where}.comparator", comparator, {"name", "values"}, set()):
        return None
    fields = IndicatorFields(
        area=area,
        name=reading.text(f"{where}.name", row["name"], most=300),
        unit_of_measure=reading.text(f"{where}.unit_of_measure", row["unit_of_measure"], most=60),
        direction=reading.choice(f"{where}.direction", row["direction"], Direction.values),
        importance=reading.choice(f"{where}.importance", row["importance"], Importance.values),
        comparator_name=reading.text(f"{where}.comparator.name", comparator.get("name", ""), most=200),
        years=_years(reading, where, row, comparator),
    )
    if not fields.name and isinstance(row["name"], str):
        reading.refuse(f"{where}.name", _("ต้องมีชื่อตัวชี้วัด"))
    code = reading.text(f"{where}.code", row["code"], most=20)
    if not code:
        reading.refuse(f"{where}.code", _("ต้องมีรหัสตัวชี้วัด เช่น 7.2-01"))
    return IndicatorRow(code, row["item"], fields) if area else None


def _area(reading: Reading, where: str, row: dict):
    item = reading.outline.items.get(row["item"]) if isinstance(row["item"], str) else None
    if item is None or not item.is_results:
        reading.refuse(f"{where}.item", _("ชุดเกณฑ์นี้ไม่มีหัวข้อผลลัพธ์ “%s”") % row["item"])
        return None
    for area in item.areas:
        if area.code == row["area"]:
            return area
    codes = ", ".join(area.code for area in item.areas)
    message = _("“%(area)s” ไม่ใช่ประเด็นของหัวข้อ %(item)s ให้ใช้ %(codes)s")
    reading.refuse(f"{where}.area", message % {"area": row["area"], "item": item.code, "codes": codes})
    return None


def _years(reading: Reading, where: str, row: dict, comparator: dict) -> dict[int, YearFigures]:
    values = _figures(reading, f"{where}.values", row["values"])
    targets = _figures(reading, f"{where}.targets", row.get("targets", {}))
    compared = _figures(reading, f"{where}.comparator.values", comparator.get("values", {}))
    return {
        year: YearFigures(values.get(year), targets.get(year), compared.get(year))
        for year in sorted({*values, *targets, *compared})
    }


def _figures(reading: Reading, where: str, given) -> dict[int, Decimal]:
    if not isinstance(given, dict):
        reading.refuse(where, _("ต้องเป็นวัตถุ JSON ของปีกับค่า เช่น {\"2568\": \"96.2\"}"))
        return {}
    found = {}
    for year, value in given.items():
        if not (year.isascii() and year.isdecimal() and VALUE_YEARS[0] <= int(year) <= VALUE_YEARS[1]):
            reading.refuse(f"{where}.{year}", _("ปีต้องเป็น พ.ศ. ตั้งแต่ %d ถึง %d") % VALUE_YEARS)
            continue
        number = reading.number(f"{where}.{year}", value)
        if number is not None:
            found[int(year)] = number
    return found


def _score(reading: Reading, where: str, row) -> ScoreRow | None:
    known = {"stage", "item", "factors", "percent", "reason", "confirmed"}
    if not reading.keys(where, row, known, {"stage", "item", "percent"}):
        return None
    if row["stage"] != Stage.SELF:
        reading.refuse(f"{where}.stage", _("รับเฉพาะคะแนนประเมินตนเอง (self)"))
    item = reading.outline.items.get(row["item"]) if isinstance(row["item"], str) else None
    if item is None or not (item.is_process or item.is_results):
        reading.refuse(f"{where}.item", _("ชุดเกณฑ์นี้ไม่มีหัวข้อ “%s” ที่ให้คะแนน") % row["item"])
        return None
    percent = _percent(reading, where, row["percent"])
    confirmed = row.get("confirmed", percent is not None)
    if not isinstance(confirmed, bool) or (confirmed and percent is None):
        reading.refuse(f"{where}.confirmed", _("ต้องเป็น true หรือ false และเป็น true ได้เมื่อมีร้อยละ"))
        confirmed = False
    factors = _factors(reading, where, row.get("factors") or {}, item)
    return ScoreRow(item.code, factors, percent, reading.text(f"{where}.reason", row.get("reason", "")), confirmed)


def _percent(reading: Reading, where: str, value) -> int | None:
    if value is None:
        return None
    allowed = {percent for band in reading.outline.criteria_set.bands for percent in band}
    if isinstance(value, bool) or value not in allowed:
        reading.refuse(f"{where}.percent", _("ร้อยละต้องเป็น 0, 5, 10, … 100 หรือ null"))
        return None
    return int(value)


def _factors(reading: Reading, where: str, given, item) -> dict[str, int]:
    if not isinstance(given, dict):
        reading.refuse(f"{where}.factors", _("ต้องเป็นวัตถุ JSON เช่น {\"A\": 3, \"D\": 3, \"L\": 2, \"I\": 3}"))
        return {}
    if item.is_results and given:
        reading.refuse(f"{where}.factors", _("ปัจจัยของหัวข้อผลลัพธ์คำนวณจากตัวชี้วัด ให้ลบออก"))
        return {}
    for name, value in given.items():
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 5
        if name not in PROCESS_FACTORS or not whole:
            reading.refuse(f"{where}.factors.{name}", _("ใช้ได้เฉพาะ A D L I และค่า 0 ถึง 5"))
            return {}
    return dict(given)


def _check_not_applicable(reading: Reading, document: Document) -> None:
    """A question of a results area is not applicable only while the area holds no indicator, within one document."""
    held = {(row.item, row.fields.area.code) for row in document.indicators or []}
    for answer in document.answers or []:
        item = document.outline.item_of_question[answer.question]
        area = document.outline.area_of_question[answer.question]
        if answer.not_applicable and (item.code, area.code) in held:
            message = _("ประเด็น %(area)s ของหัวข้อ %(item)s มีตัวชี้วัดแล้ว จึงระบุว่าไม่เกี่ยวข้องไม่ได้ ลบอย่างใดอย่างหนึ่ง")
            reading.refuse(f"answers ({answer.question})", message % {"area": area.code, "item": item.code})
