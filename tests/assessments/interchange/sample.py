"""A small document, sound in itself, against the small set of the cast; and how it comes in and goes out."""

import json

from assessments.document import canonical, document_of
from assessments.interchange.reader import read_document
from assessments.live import LiveRows
from assessments.models import KeyFactor
from assessments.services.imports import import_document
from criteria.kinds import Family
from criteria.models import Characteristic, SuccessFactor

REASON = "ภารกิจนี้โอนไปหน่วยงานอื่นแล้วตั้งแต่ปี 2566"
HASH = "0123456789abcdef" * 4
# A record of a higher class, with everything that is told of it.
SECRET = {
    "class": "ลับ",
    "sha256": "",
    "dated": "2025-01-31",
    "expires": "2027-12-31",
    "document_number": "ลับ ที่ กษ 0801/15",
    "keeper": "กลุ่มบริหารความเสี่ยง",
    "place": "ตู้นิรภัย ชั้น 3",
    "checked_on": "2025-09-01",
    "characteristics": ["OPEN"],
    "success_factors": ["INNOVATION"],
}
TITLES = {"title_th": "ชื่อ", "title_en": "Title", "text_th": "คำอธิบาย", "text_en": "Text"}


def make_tags() -> None:
    """OPEN, DIGITAL and INNOVATION, as far as the documents of these tests use them."""
    for order, code in enumerate(("DIGITAL", "OPEN"), 1):
        Characteristic.objects.create(code=code, order=order, family=Family.OPEN, **TITLES)
    SuccessFactor.objects.create(code="INNOVATION", order=1, **TITLES)


def head(**sections) -> dict:
    """A document of the cast's unit with these sections only."""
    return {
        "format": "pmqa-assessment/1",
        "criteria_set": "small",
        "fiscal_year": 2568,
        "unit": {"code": "A0008"},
        **sections,
    }


def answer(question: str = "1.1-1", text: str = "หน่วยงานทบทวนวิสัยทัศน์ทุกปี", **more) -> dict:
    return {"question": question, "text": text, **more}


def indicator(code: str = "7.1-01", **changes) -> dict:
    """A key indicator of 7.1 ก that meets its target, rises and is ahead."""
    return {
        "code": code,
        "item": "7.1",
        "area": "ก",
        "name": "ความพึงพอใจ",
        "unit_of_measure": "ร้อยละ",
        "direction": "higher",
        "importance": "key",
        "values": {"2566": "80", "2567": "84", "2568": "88"},
        "targets": {"2568": "85"},
        "comparator": {"name": "กรมข้างเคียง", "values": {"2568": "86"}},
    } | changes


def score(item: str = "1.1", percent: int | None = 60, **changes) -> dict:
    """Of a process item, band 3 suggested."""
    row = {"stage": "self", "item": item, "percent": percent}
    if item == "1.1":
        row["factors"] = {"A": 3, "D": 3, "L": 3, "I": 3}
    return row | changes


def record(code: str = "E01", **changes) -> dict:
    """A record of evidence, cited once."""
    return {
        "code": code,
        "title": "รายงานประจำปี",
        "class": "ปกติ",
        "sha256": HASH,
        "citations": [{"question": "1.1-1", "pages": "4"}],
    } | changes


def key_factor(code: str = "K01", **changes) -> dict:
    """A challenge that one answer takes up."""
    return {"code": code, "kind": "challenge", "text": "น้ำท่วมซ้ำซาก", "answers": ["1.1-1"]} | changes


def whole() -> dict:
    """Every section, unsorted, with what may be left out left out."""
    return head(
        answers=[
            answer("P-1", "พันธกิจ\n\nสองย่อหน้า"),
            answer("1.1-1", characteristics=["OPEN", "DIGITAL"], success_factors=["INNOVATION"]),
            answer("7.2-2", "", not_applicable=REASON),
        ],
        indicators=[
            indicator("7.2-01", item="7.2", direction="lower", importance="supporting", comparator={}),
            indicator("7.1-01"),
        ],
        item_scores=[score("7.1", 85), score("1.1", 60), score("7.2", None)],
        checkpoints=[],
        evidence=[record("E02", **SECRET), record("E01")],
        key_factors=[key_factor("K02", kind="process", indicators=["7.1-01"]), key_factor()],
    )


def as_bytes(document: dict) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def take(document: dict, **options):
    """What `import_document` returns for this document."""
    return import_document(read_document(as_bytes(document)), **options)


def export(assessment) -> str:
    return canonical(document_of(LiveRows(assessment)))


def linked() -> dict[str, tuple[list[str], list[str]]]:
    """The questions and indicators of every key factor, by its code."""
    return {
        factor.code: (
            sorted(answer.question.code for answer in factor.answers.all()),
            sorted(row.code for row in factor.indicators.all()),
        )
        for factor in KeyFactor.objects.with_links()
    }
