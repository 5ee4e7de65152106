"""Reads `pmqa-assessment/1` (interchange.md): everything is checked before anything is written.

Each problem is one line that says where, what, and how to mend it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from assessments.document import FORMAT
from assessments.interchange.checkpoints import CheckpointRow, read_checkpoint
from assessments.interchange.reading import DocumentRefused, Reading, WrittenNumber, shown
from assessments.interchange.rows import (
    AnswerRow,
    EvidenceRow,
    IndicatorRow,
    KeyFactorRow,
    ScoreRow,
    known_tags,
    read_answer,
    read_evidence,
    read_indicator,
    read_key_factor,
    read_score,
)
from assessments.models.cycle import FISCAL_YEARS
from assessments.scorecard import checkpoint_codes
from assessments.services.indicators import MOST_INDICATORS
from assessments.services.key_factors import MOST_KEY_FACTORS
from criteria.models import CriteriaSet
from criteria.outline import Outline, outline_of

__all__ = ["LARGEST", "Document", "DocumentRefused", "read_document"]

LARGEST = 10 * 1024 * 1024
SECTIONS = ("answers", "indicators", "item_scores", "checkpoints", "evidence", "key_factors")
KEYS = frozenset({"format", "criteria_set", "fiscal_year", "unit", *SECTIONS})


@dataclass
class Document:
    """A document that has been read whole. A section that is None was absent and is left alone."""

    outline: Outline
    fiscal_year: int
    unit_code: str
    answers: list[AnswerRow] | None = None
    indicators: list[IndicatorRow] | None = None
    item_scores: list[ScoreRow] | None = None
    checkpoints: list[CheckpointRow] | None = None
    evidence: list[EvidenceRow] | None = None
    key_factors: list[KeyFactorRow] | None = None


def read_document(content: bytes) -> Document:
    """The document, ready to be written. Raises DocumentRefused with every problem found."""
    raw = _parse(content)
    reading = Reading()
    document = _head(reading, raw)
    if document is None:
        raise DocumentRefused(reading.problems)
    _read_sections(reading, document, raw)
    _check_not_applicable(reading, document)
    if reading.problems:
        raise DocumentRefused(reading.problems)
    return document


def _read_sections(reading: Reading, document: Document, raw: dict) -> None:
    """Every section that is there, row by row, none longer than it may be."""
    tags, checkpoints = known_tags(), checkpoint_codes(document.outline)
    if "answers" in raw:
        read = partial(read_answer, tags=tags, checkpoints=checkpoints)
        document.answers = _rows(reading, "answers", raw, read, "question")
    if "indicators" in raw:
        document.indicators = _rows(reading, "indicators", raw, read_indicator, "code")
        if len(document.indicators) > MOST_INDICATORS:
            reading.refuse("indicators", _("มีตัวชี้วัดเกิน %d ตัว ให้แบ่งหรือลดลง") % MOST_INDICATORS)
    if "item_scores" in raw:
        document.item_scores = _rows(reading, "item_scores", raw, read_score, "item")
    if "checkpoints" in raw and checkpoints:
        read = partial(read_checkpoint, tags=tags, known=checkpoints)
        document.checkpoints = _rows(reading, "checkpoints", raw, read, "checkpoint")
    elif reading.rows("checkpoints", raw.get("checkpoints", [])):
        reading.refuse("checkpoints", _("ชุดเกณฑ์นี้ไม่มีประเด็นพิจารณา ให้ลบส่วนนี้ออก"))
    if "evidence" in raw:
        document.evidence = _rows(reading, "evidence", raw, partial(read_evidence, tags=tags), "code")
    if "key_factors" in raw:
        document.key_factors = _rows(reading, "key_factors", raw, read_key_factor, "code")
        if len(document.key_factors) > MOST_KEY_FACTORS:
            reading.refuse("key_factors", _("มีปัจจัยสำคัญเกิน %d รายการ ให้รวมหรือลดลง") % MOST_KEY_FACTORS)


def _parse(content: bytes) -> dict:
    if len(content) > LARGEST:
        raise DocumentRefused([_("$: เอกสารใหญ่เกิน 10 MB ให้แบ่งเป็นส่วน")])
    try:
        raw = json.loads(content.decode("utf-8-sig"), parse_float=WrittenNumber, object_pairs_hook=_unique_keys)
    except UnicodeDecodeError:
        raise DocumentRefused([_("$: ไฟล์ไม่ใช่ UTF-8 ให้บันทึกใหม่เป็น UTF-8")]) from None
    except DoubleKey as problem:
        message = _("$: คีย์ “%s” ซ้ำในวัตถุเดียวกัน ให้เหลือเพียงคีย์เดียว")
        raise DocumentRefused([message % shown(problem.key)]) from None
    except json.JSONDecodeError as problem:
        where = {"line": problem.lineno, "column": problem.colno}
        message = _("$: ไม่ใช่ JSON ที่ถูกต้อง ที่บรรทัด %(line)d คอลัมน์ %(column)d ให้แก้ที่จุดนั้น")
        raise DocumentRefused([message % where]) from None
    except (RecursionError, ValueError):
        raise DocumentRefused([_("$: ไม่ใช่ JSON ที่อ่านได้ ตรวจไฟล์ต้นทางแล้วส่งออกใหม่")]) from None
    if not isinstance(raw, dict):
        raise DocumentRefused([_("$: ต้องเป็นวัตถุ JSON { … }")])
    return raw


class DoubleKey(Exception):
    """A key that stands twice in one object."""

    def __init__(self, key: str):
        super().__init__(key)
        self.key = key


def _unique_keys(pairs: list[tuple]) -> dict:
    found: dict = {}
    for key, value in pairs:
        if key in found:
            raise DoubleKey(key)
        found[key] = value
    return found


def _head(reading: Reading, raw: dict) -> Document | None:
    """The document without its sections, or None with problems."""
    if "review" in raw:
        reading.refuse("review", _("ไม่รับผลการตรวจจากไฟล์ ให้ลบส่วนนี้ออก"))
    reading.keys("$", raw, KEYS | {"review"}, {"format", "criteria_set", "fiscal_year", "unit"})
    if "format" in raw and raw["format"] != FORMAT:
        reading.refuse("format", _("ต้องเป็น “%s”") % FORMAT)
    year = raw.get("fiscal_year", FISCAL_YEARS[0])
    if isinstance(year, bool) or not isinstance(year, int) or not FISCAL_YEARS[0] <= year <= FISCAL_YEARS[1]:
        reading.refuse("fiscal_year", _("ต้องเป็นปี พ.ศ. ตั้งแต่ %d ถึง %d") % FISCAL_YEARS)
    criteria_set = _criteria_set(reading, raw["criteria_set"]) if "criteria_set" in raw else None
    code = ""
    if "unit" in raw and reading.keys("unit", raw["unit"], {"code", "name_th"}, {"code"}):
        code = reading.line("unit.code", raw["unit"]["code"], most=20, required=True)
    if reading.problems:
        return None
    reading.outline = outline_of(criteria_set)
    return Document(reading.outline, year, code)


def _criteria_set(reading: Reading, given) -> CriteriaSet | None:
    before = len(reading.problems)
    code = reading.line("criteria_set", given, most=40)
    found = CriteriaSet.objects.filter(code=code).first()
    if found is None and len(reading.problems) == before:
        message = _("ไม่มีชุดเกณฑ์ “%s” ในระบบ ตรวจรหัส หรือโหลดชุดเกณฑ์ก่อนด้วย load_criteria")
        reading.refuse("criteria_set", message % shown(code))
    return found


def _rows(reading: Reading, section: str, raw: dict, read: Callable, key: str) -> list:
    """Every row of a section; one whose key, as it is stored, stands twice is refused."""
    seen: set[str] = set()
    found = []
    for index, row in enumerate(reading.rows(section, raw[section])):
        where = f"{section}[{index}]"
        if isinstance(row, dict) and isinstance(row.get(key), str):
            where = f"{where} ({shown(row[key])})"
        result = read(reading, where, row)
        if result is None:
            continue
        code = getattr(result, key)
        if code in seen:
            reading.refuse(f"{where}.{key}", _("“%s” ซ้ำกับแถวก่อนหน้า ให้เหลือเพียงแถวเดียว") % shown(code))
        seen.add(code)
        found.append(result)
    return found


def _check_not_applicable(reading: Reading, document: Document) -> None:
    """A question of a results area is not applicable only while the area holds no indicator, within one document."""
    held = {(row.item, row.fields.area.code) for row in document.indicators or []}
    for answer in document.answers or []:
        item = document.outline.item_of_question[answer.question]
        area = document.outline.area_of_question[answer.question]
        if answer.not_applicable and (item.code, area.code) in held:
            message = _("ประเด็น %(area)s ของหัวข้อ %(item)s มีตัวชี้วัดแล้ว จึงระบุว่าไม่เกี่ยวข้องไม่ได้ ให้ลบตัวชี้วัดหรือเหตุผลที่ไม่เกี่ยวข้อง")
            reading.refuse(f"answers ({answer.question})", message % {"area": area.code, "item": item.code})
