"""The rows of `pmqa-assessment/1`, one reader a section: a row ready to be written, or None with its problems."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.interchange.reading import Reading, shown
from assessments.models.cycle import FISCAL_YEARS
from assessments.models.indicator import VALUE_YEARS
from assessments.models.kpi_dictionary import DICTIONARY, DICTIONARY_LIMITS, NO_DICTIONARY, KpiDictionary
from assessments.scorecard import Judging, scheme_of
from assessments.scoring.confirmation import REASON_GRAPHEMES
from assessments.scoring.scale import PROCESS_FACTORS
from assessments.services.indicators import IndicatorFields, YearFigures
from assessments.services.key_factors import KEY_FACTOR_CODE, KEY_FACTOR_GRAPHEMES
from assessments.statuses import SECRECY_WORDS, Direction, Frequency, Importance, KeyFactorKind, Secrecy, Stage
from criteria.models import Characteristic, SuccessFactor
from thai.text import graphemes

SHA256 = re.compile(r"[0-9a-f]{64}")
YEAR = re.compile(r"[0-9]{4}")
ANSWER_KEYS = {"text", "not_applicable", "carried_from", "characteristics", "success_factors"}
DAYS = ("dated", "expires", "checked_on")  # of a record of evidence
LINES = ("document_number", "keeper", "place")
MOST_OF_A_LINE = 300
SECRECY_OF_WORD = {word: secrecy for secrecy, word in SECRECY_WORDS.items()}


@dataclass
class AnswerRow:
    question: str
    text: str
    not_applicable: str
    carried_from: int | None
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
class CitationRow:
    """Pages of a record, and the hash of the cited file: "" is without a file, None says nothing of it."""

    pages: str
    sha256: str | None


@dataclass
class EvidenceRow:
    """A record, its tags, and what is cited of it by code of the question. `columns` are those of a new record."""

    code: str
    title: str
    secrecy: Secrecy
    sha256: str
    details: dict[str, str | date | None]
    characteristics: list[str]
    success_factors: list[str]
    citations: dict[str, CitationRow]

    @property
    def columns(self) -> dict:
        own = {"code": self.code, "title": self.title, "secrecy": self.secrecy, "sha256": self.sha256}
        return own | self.details


@dataclass
class KeyFactorRow:
    """A key factor with the codes of the questions and indicators that are linked to it."""

    code: str
    kind: str
    text: str
    answers: list[str]
    indicators: list[str]


def known_tags() -> dict[str, set[str]]:
    return {
        "characteristics": set(Characteristic.objects.values_list("code", flat=True)),
        "success_factors": set(SuccessFactor.objects.values_list("code", flat=True)),
    }


def read_answer(
    reading: Reading, where: str, row, tags: dict[str, set[str]], checkpoints: frozenset[str] = frozenset()
) -> AnswerRow | None:
    """`checkpoints`: questions of the set that stand in a section of their own."""
    if not reading.keys(where, row, {"question", *ANSWER_KEYS}, {"question", "text"}):
        return None
    code = row["question"]
    if not _is_question(reading, f"{where}.question", code):
        return None
    if code in checkpoints:
        reading.refuse(f"{where}.question", _("“%s” เป็นประเด็นพิจารณา ให้ย้ายไปไว้ในส่วน checkpoints") % code)
        return None
    return told_by(reading, where, code, row, tags)


def told_by(reading: Reading, where: str, code: str, row: dict, tags: dict[str, set[str]]) -> AnswerRow:
    """What a row with these keys tells of the question of this code."""
    reason = reading.text(f"{where}.not_applicable", row.get("not_applicable", "")).strip()
    if reason and graphemes(reason) < REASON_GRAPHEMES:
        reading.refuse(f"{where}.not_applicable", _("เหตุผลต้องยาวอย่างน้อย %d ตัวอักษร") % REASON_GRAPHEMES)
    return AnswerRow(
        code,
        reading.text(f"{where}.text", row["text"]),
        reason,
        _carried_from(reading, where, row.get("carried_from")),
        _tags(reading, where, "characteristics", row, tags),
        _tags(reading, where, "success_factors", row, tags),
    )


def _carried_from(reading: Reading, where: str, year) -> int | None:
    if year is None:
        return None
    whole = isinstance(year, int) and not isinstance(year, bool)
    if whole and FISCAL_YEARS[0] <= year <= FISCAL_YEARS[1]:
        return year
    reading.refuse(f"{where}.carried_from", _("ต้องเป็นปี พ.ศ. ตั้งแต่ %d ถึง %d หรือ null") % FISCAL_YEARS)
    return None


def _is_question(reading: Reading, where: str, code) -> bool:
    if isinstance(code, str) and code in reading.outline.questions:
        return True
    reading.refuse(where, _("ชุดเกณฑ์นี้ไม่มีคำถาม “%s” ตรวจรหัสคำถาม") % shown(code))
    return False


def _tags(reading: Reading, where: str, key: str, row: dict, tags: dict[str, set[str]]) -> list[str]:
    given = reading.rows(f"{where}.{key}", row.get(key, []))
    for code in given:
        if not isinstance(code, str) or code not in tags[key]:
            words = {"code": shown(code), "known": ", ".join(sorted(tags[key]))}
            reading.refuse(f"{where}.{key}", _("ไม่รู้จัก “%(code)s” ให้ใช้ %(known)s") % words)
    return given


def read_indicator(reading: Reading, where: str, row) -> IndicatorRow | None:
    required = {"code", "item", "area", "name", "unit_of_measure", "direction", "importance", "values"}
    if not reading.keys(where, row, required | {"targets", "comparator", "dictionary"}, required):
        return None
    area = _area(reading, where, row)
    comparator = {} if row.get("comparator") is None else row["comparator"]
    if not reading.keys(f"{where}.comparator", comparator, {"name", "values"}, set()):
        return None
    fields = IndicatorFields(
        area=area,
        name=reading.line(f"{where}.name", row["name"], most=300, required=True),
        unit_of_measure=reading.line(f"{where}.unit_of_measure", row["unit_of_measure"], most=60),
        direction=reading.choice(f"{where}.direction", row["direction"], Direction.values),
        importance=reading.choice(f"{where}.importance", row["importance"], Importance.values),
        comparator_name=reading.line(f"{where}.comparator.name", comparator.get("name", ""), most=200),
        dictionary=_dictionary(reading, f"{where}.dictionary", row.get("dictionary")),
        years=_years(reading, where, row, comparator),
    )
    code = reading.line(f"{where}.code", row["code"], most=20, required=True)
    return IndicatorRow(code, row["item"], fields) if area and code else None


def _dictionary(reading: Reading, where: str, given) -> KpiDictionary:
    """Every key may be left out, and so may the whole."""
    if given is None or not reading.keys(where, given, set(DICTIONARY), set()):
        return NO_DICTIONARY
    frequency = given.get("frequency", "")
    return KpiDictionary(
        **{
            name: read(f"{where}.{name}", given.get(name, ""), most=DICTIONARY_LIMITS[name])
            for read, names in ((reading.text, ("definition", "formula")), (reading.line, ("source", "owner")))
            for name in names
        },
        frequency="" if frequency == "" else reading.choice(f"{where}.frequency", frequency, Frequency.values),
    )


def _area(reading: Reading, where: str, row: dict):
    item = reading.outline.items.get(row["item"]) if isinstance(row["item"], str) else None
    if item is None or not item.is_results:
        reading.refuse(f"{where}.item", _("ชุดเกณฑ์นี้ไม่มีหัวข้อผลลัพธ์ “%s” ตรวจรหัสหัวข้อ") % shown(row["item"]))
        return None
    for area in item.areas:
        if area.code == row["area"]:
            return area
    codes = ", ".join(area.code for area in item.areas)
    message = _("“%(area)s” ไม่ใช่ประเด็นของหัวข้อ %(item)s ให้ใช้ %(codes)s")
    reading.refuse(f"{where}.area", message % {"area": shown(row["area"]), "item": item.code, "codes": codes})
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
        reading.refuse(where, _('ต้องเป็นวัตถุ JSON ของปีกับค่า เช่น {"2568": "96.2"}'))
        return {}
    found = {}
    for year, value in given.items():
        if not YEAR.fullmatch(year) or not VALUE_YEARS[0] <= int(year) <= VALUE_YEARS[1]:
            reading.refuse(f"{where}.{shown(year)}", _("ปีต้องเป็น พ.ศ. ตั้งแต่ %d ถึง %d") % VALUE_YEARS)
            continue
        number = reading.number(f"{where}.{year}", value)
        if number is not None:
            found[int(year)] = number
    return found


def read_score(reading: Reading, where: str, row) -> ScoreRow | None:
    known = {"stage", "item", "factors", "percent", "reason", "confirmed"}
    if not reading.keys(where, row, known, {"stage", "item", "percent"}):
        return None
    if row["stage"] != Stage.SELF:
        reading.refuse(f"{where}.stage", _("รับเฉพาะคะแนนประเมินตนเอง (self) ลบแถวนี้ออก"))
    item = reading.outline.items.get(row["item"]) if isinstance(row["item"], str) else None
    if item is None or not (item.is_process or item.is_results):
        reading.refuse(f"{where}.item", _("ชุดเกณฑ์นี้ไม่มีหัวข้อ “%s” ที่ให้คะแนน ตรวจรหัสหัวข้อ") % shown(row["item"]))
        return None
    judged = scheme_of(reading.outline.criteria_set).judged_by(item)
    if judged in (Judging.CHECKPOINTS, Judging.WHOLE):
        return _read_whole(reading, where, row, item, judged)
    percent = _percent(reading, where, row["percent"])
    confirmed = row.get("confirmed", percent is not None)
    if not isinstance(confirmed, bool) or (confirmed and row["percent"] is None):
        reading.refuse(f"{where}.confirmed", _("ต้องเป็น true หรือ false และเป็น true ได้เมื่อมีร้อยละ"))
        confirmed = False
    factors = _factors(reading, where, row.get("factors"), item)
    return ScoreRow(item.code, factors, percent, reading.text(f"{where}.reason", row.get("reason", "")), confirmed)


def _read_whole(reading: Reading, where: str, row: dict, item, judged: Judging) -> ScoreRow | None:
    """A dimension is confirmed as it is; a sub-criterion has no row, its checkpoints have."""
    if judged == Judging.CHECKPOINTS:
        reading.refuse(f"{where}.item", _("หัวข้อ %s ให้คะแนนเป็นรายประเด็น ให้ใส่ในส่วน checkpoints") % item.code)
        return None
    if row["percent"] is not None or row.get("factors") or row.get("reason"):
        reading.refuse(where, _("หัวข้อ %s ยืนยันโดยไม่มีร้อยละ ปัจจัย หรือเหตุผล ให้ใส่ percent เป็น null และลบที่เหลือ") % item.code)
        return None
    confirmed = row.get("confirmed", False)
    if not isinstance(confirmed, bool):
        reading.refuse(f"{where}.confirmed", _("ต้องเป็น true หรือ false"))
        return None
    return ScoreRow(item.code, {}, None, "", confirmed)


def _percent(reading: Reading, where: str, value) -> int | None:
    if value is None:
        return None
    allowed = {percent for band in reading.outline.criteria_set.bands for percent in band}
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value not in allowed:
        reading.refuse(f"{where}.percent", _("ร้อยละต้องเป็น 0, 5, 10, … 100 หรือ null"))
        return None
    return int(value)


def _factors(reading: Reading, where: str, given, item) -> dict[str, int]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        reading.refuse(f"{where}.factors", _('ต้องเป็นวัตถุ JSON เช่น {"A": 3, "D": 3, "L": 2, "I": 3}'))
        return {}
    if item.is_results and given:
        reading.refuse(f"{where}.factors", _("ปัจจัยของหัวข้อผลลัพธ์คำนวณจากตัวชี้วัด ให้ลบออก"))
        return {}
    for name, value in given.items():
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 5
        if name not in PROCESS_FACTORS or not whole:
            reading.refuse(f"{where}.factors.{shown(name)}", _("ใช้ได้เฉพาะ A D L I และค่า 0 ถึง 5"))
            return {}
    return dict(given)


def read_evidence(reading: Reading, where: str, row, tags: dict[str, set[str]]) -> EvidenceRow | None:
    known = {"code", "title", "class", "sha256", "citations", "characteristics", "success_factors", *DAYS, *LINES}
    if not reading.keys(where, row, known, {"code", "title", "class"}):
        return None
    code = reading.line(f"{where}.code", row["code"], most=20, required=True)
    title = reading.line(f"{where}.title", row["title"], most=300, required=True)
    word = reading.choice(f"{where}.class", row["class"], list(SECRECY_OF_WORD))
    fingerprint = _sha256(reading, where, row, missing="")
    details = {key: reading.day(f"{where}.{key}", row.get(key)) for key in DAYS}
    details |= {key: reading.line(f"{where}.{key}", row.get(key, ""), most=MOST_OF_A_LINE) for key in LINES}
    characteristics = _tags(reading, where, "characteristics", row, tags)
    success_factors = _tags(reading, where, "success_factors", row, tags)
    citations = _citations(reading, f"{where}.citations", row.get("citations", []))
    if not (code and word):
        return None
    secrecy = SECRECY_OF_WORD[word]
    return EvidenceRow(code, title, secrecy, fingerprint, details, characteristics, success_factors, citations)


def _sha256(reading: Reading, where: str, row: dict, *, missing: str | None) -> str | None:
    """The hash that the row names; `missing` where it has no such key."""
    if "sha256" not in row:
        return missing
    given = row["sha256"]
    if given != "" and not (isinstance(given, str) and SHA256.fullmatch(given)):
        reading.refuse(f"{where}.sha256", _("ต้องเป็นเลขฐานสิบหกตัวเล็ก 64 หลัก หรือเว้นว่าง"))
    return given


def _citations(reading: Reading, where: str, given) -> dict[str, CitationRow]:
    found: dict[str, CitationRow] = {}
    for index, row in enumerate(reading.rows(where, given)):
        place = f"{where}[{index}]"
        if not reading.keys(place, row, {"question", "pages", "sha256"}, {"question"}):
            continue
        if not _is_question(reading, f"{place}.question", row["question"]):
            continue
        if row["question"] in found:
            reading.refuse(f"{place}.question", _("อ้างคำถาม “%s” ซ้ำ ให้รวมเลขหน้าไว้แถวเดียว") % row["question"])
        pages = reading.line(f"{place}.pages", row.get("pages", ""), most=100)
        found[row["question"]] = CitationRow(pages, _sha256(reading, place, row, missing=None))
    return found


def read_key_factor(reading: Reading, where: str, row) -> KeyFactorRow | None:
    required = {"code", "kind", "text"}
    if not reading.keys(where, row, required | {"answers", "indicators"}, required):
        return None
    code = row["code"]
    if not isinstance(code, str) or not KEY_FACTOR_CODE.fullmatch(code):
        reading.refuse(f"{where}.code", _("“%s” ใช้ไม่ได้ ให้ใช้ A-Z 0-9 จุด หรือขีด ไม่เกิน 20 ตัว เช่น K01") % shown(code))
        return None
    questions = _codes(reading, f"{where}.answers", row.get("answers", []))
    for place, question in questions:
        _is_question(reading, place, question)
    return KeyFactorRow(
        code,
        reading.choice(f"{where}.kind", row["kind"], KeyFactorKind.values),
        reading.line(f"{where}.text", row["text"], most=KEY_FACTOR_GRAPHEMES, required=True),
        [question for _place, question in questions],
        [code for _place, code in _codes(reading, f"{where}.indicators", row.get("indicators", []))],
    )


def _codes(reading: Reading, where: str, given) -> list[tuple[str, str]]:
    """Place and code of each of a list, each once. Whether the indicators are there, the import knows."""
    found: dict[str, str] = {}
    for index, code in enumerate(reading.rows(where, given)):
        place = f"{where}[{index}]"
        if not isinstance(code, str):
            reading.refuse(place, _("ต้องเป็นข้อความในเครื่องหมายคำพูด"))
        elif code in found:
            reading.refuse(place, _("“%s” ซ้ำ ให้เหลือเพียงรายการเดียว") % shown(code))
        else:
            found[code] = place
    return [(place, code) for code, place in found.items()]
