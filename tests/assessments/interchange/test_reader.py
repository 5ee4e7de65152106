"""Documents that are refused: each line says where, what and how to mend it, and nothing is written."""

import json
from decimal import Decimal

import pytest

from assessments.interchange.reader import LARGEST, DocumentRefused, read_document
from assessments.interchange.reading import MOST_PROBLEMS
from assessments.services.imports import ImportRefused, import_document
from tests.assessments.interchange.sample import (
    REASON,
    answer,
    as_bytes,
    head,
    indicator,
    make_tags,
    record,
    score,
    take,
    whole,
)
from tests.rows import digest

pytestmark = pytest.mark.django_db
UNKNOWN_KEY = "ไม่รู้จักคีย์นี้ ตรวจตัวสะกดหรือลบออก"
NOT_TEXT = "ต้องเป็นข้อความในเครื่องหมายคำพูด"
NOT_OBJECT = "ต้องเป็นวัตถุ JSON { … }"
NOT_LIST = "ต้องเป็นรายการ JSON [ … ]"
FISCAL_YEAR = "fiscal_year: ต้องเป็นปี พ.ศ. ตั้งแต่ 2540 ถึง 2640"
VALUE_YEAR = "ปีต้องเป็น พ.ศ. ตั้งแต่ 2500 ถึง 2699"
PERCENT = "item_scores[0] (1.1).percent: ร้อยละต้องเป็น 0, 5, 10, … 100 หรือ null"
FACTORS = "ใช้ได้เฉพาะ A D L I และค่า 0 ถึง 5"
ONE_ROW = "ซ้ำกับแถวก่อนหน้า ให้เหลือเพียงแถวเดียว"
UNREADABLE = "$: ไม่ใช่ JSON ที่อ่านได้ ตรวจไฟล์ต้นทางแล้วส่งออกใหม่"
NOT_APPLICABLE = "จึงระบุว่าไม่เกี่ยวข้องไม่ได้ ลบอย่างใดอย่างหนึ่ง"
FIRST = "indicators[0] (7.1-01)"


def refused(content: bytes) -> list[str]:
    """The problems of a document that must be refused, in reading or in writing, with nothing written."""
    before = digest()
    with pytest.raises((DocumentRefused, ImportRefused)) as refusal:
        import_document(read_document(content))
    assert digest() == before
    assert all(problem.isprintable() for problem in refusal.value.problems)
    return refusal.value.problems


def one_answer(**changes) -> dict:
    return head(answers=[answer() | changes])


def one_value(value) -> dict:
    return head(indicators=[indicator(values={"2568": value})])


def one_score(**changes) -> dict:
    return head(item_scores=[score() | changes])


BYTES = {
    "not UTF-8": ('{"format": "ก"}'.encode("cp874"), "$: ไฟล์ไม่ใช่ UTF-8 ให้บันทึกใหม่เป็น UTF-8"),
    "not JSON": (b'{"format": \n "x",}', "$: ไม่ใช่ JSON ที่ถูกต้อง ที่บรรทัด 2 คอลัมน์ 6 ให้แก้ที่จุดนั้น"),
    "empty": (b"", "$: ไม่ใช่ JSON ที่ถูกต้อง ที่บรรทัด 1 คอลัมน์ 1 ให้แก้ที่จุดนั้น"),
    "no object": (b"[]", f"$: {NOT_OBJECT}"),
    "too deep": (b"[" * 100_000, UNREADABLE),
    "a whole number without end": (b'{"fiscal_year": ' + b"1" * 5_000 + b"}", UNREADABLE),
    "double key": (b'{"unit": {"code": "A", "code": "B"}}', "$: คีย์ “code” ซ้ำในวัตถุเดียวกัน ให้เหลือเพียงคีย์เดียว"),
    "double key that hides": (b'{"\\ud800\\n": 1, "\\ud800\\n": 2}', "$: คีย์ “··” ซ้ำในวัตถุเดียวกัน ให้เหลือเพียงคีย์เดียว"),
    "over 10 MB": (b" " * LARGEST + b"{}", "$: เอกสารใหญ่เกิน 10 MB ให้แบ่งเป็นส่วน"),
}


@pytest.mark.parametrize(("content", "problem"), BYTES.values(), ids=BYTES)
def test_a_file_that_is_no_document_is_refused(content, problem):
    assert refused(content) == [problem]


HEADS = {
    "unknown key": (head(answer=[]), [f"$.answer: {UNKNOWN_KEY}"]),
    "no unit": ({k: v for k, v in head().items() if k != "unit"}, ["$: ไม่มีคีย์ “unit” ให้เพิ่ม"]),
    "wrong format": (head(format="pmqa-assessment/2"), ["format: ต้องเป็น “pmqa-assessment/1”"]),
    "format is a list": (head(format=["pmqa-assessment/1"]), ["format: ต้องเป็น “pmqa-assessment/1”"]),
    "review": (head(review={}), ["review: ไม่รับผลการตรวจจากไฟล์ ให้ลบส่วนนี้ออก"]),
    "Christian year": (head(fiscal_year=2025), [FISCAL_YEAR]),
    "year too early": (head(fiscal_year=2539), [FISCAL_YEAR]),
    "year too late": (head(fiscal_year=2641), [FISCAL_YEAR]),
    "year as text": (head(fiscal_year="2568"), [FISCAL_YEAR]),
    "year with a point": (head(fiscal_year=2568.0), [FISCAL_YEAR]),
    "year true": (head(fiscal_year=True), [FISCAL_YEAR]),
    "unknown set": (
        head(criteria_set="pmqa-2599"),
        ["criteria_set: ไม่มีชุดเกณฑ์ “pmqa-2599” ในระบบ ตรวจรหัส หรือโหลดชุดเกณฑ์ก่อนด้วย load_criteria"],
    ),
    "set is a number": (head(criteria_set=2562), [f"criteria_set: {NOT_TEXT}"]),
    "set with NUL": (
        head(criteria_set="small\0"),
        ["criteria_set: มีอักขระว่าง NUL (U+0000) ที่บรรทัด 1 ตัวอักษรที่ 6 ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่"],
    ),
    "unit is a text": (head(unit="A0008"), [f"unit: {NOT_OBJECT}"]),
    "unit without code": (head(unit={}), ["unit: ไม่มีคีย์ “code” ให้เพิ่ม"]),
    "unit with more": (head(unit={"code": "A0008", "kind": "department"}), [f"unit.kind: {UNKNOWN_KEY}"]),
    "unit code null": (head(unit={"code": None}), [f"unit.code: {NOT_TEXT}"]),
    "unit code half a character": (
        head(unit={"code": "A\ud800"}),
        ["unit.code: มีอักขระที่ไม่สมบูรณ์ (U+D800) ที่บรรทัด 1 ตัวอักษรที่ 2 ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่"],
    ),
    "unknown unit": (
        head(unit={"code": "A9999"}),
        ["unit.code: ไม่มีหน่วยงาน “A9999” ในระบบ ตรวจรหัส หรือโหลดหน่วยงานก่อนด้วย load_units"],
    ),
    "checkpoints": (
        head(checkpoints=[{"stage": "self", "checkpoint": "1.1-B1", "value": "0.5"}]),
        ["checkpoints: ชุดเกณฑ์นี้ไม่มีประเด็นพิจารณา ให้ลบส่วนนี้ออก"],
    ),
    "checkpoints is an object": (head(checkpoints={}), [f"checkpoints: {NOT_LIST}"]),
    "several at once": (
        head(format=1, fiscal_year=0, unit=[]),
        ["format: ต้องเป็น “pmqa-assessment/1”", FISCAL_YEAR, f"unit: {NOT_OBJECT}"],
    ),
}
ANSWERS = {
    "no list": (head(answers={}), [f"answers: {NOT_LIST}"]),
    "null": (head(answers=None), [f"answers: {NOT_LIST}"]),
    "a row that is a text": (head(answers=["1.1-1"]), [f"answers[0]: {NOT_OBJECT}"]),
    "unknown key": (one_answer(txt="x"), [f"answers[0] (1.1-1).txt: {UNKNOWN_KEY}"]),
    "key that hides": (one_answer(**{"te\u202ext\n": "x"}), [f"answers[0] (1.1-1).te·xt·: {UNKNOWN_KEY}"]),
    "no text": (head(answers=[{"question": "1.1-1"}]), ["answers[0] (1.1-1): ไม่มีคีย์ “text” ให้เพิ่ม"]),
    "unknown question": (
        one_answer(question="9.9-9"),
        ["answers[0] (9.9-9).question: ชุดเกณฑ์นี้ไม่มีคำถาม “9.9-9” ตรวจรหัสคำถาม"],
    ),
    "question is a list": (
        one_answer(question=["1.1-1"]),
        ["answers[0].question: ชุดเกณฑ์นี้ไม่มีคำถาม “[ … ]” ตรวจรหัสคำถาม"],
    ),
    "question is a number": (one_answer(question=1.5), ["answers[0].question: ชุดเกณฑ์นี้ไม่มีคำถาม “\"1.5\"” ตรวจรหัสคำถาม"]),
    "question twice": (
        head(answers=[answer("1.1-1"), answer("1.1-2"), answer("1.1-1")]),
        [f"answers[2] (1.1-1).question: “1.1-1” {ONE_ROW}"],
    ),
    "text is a number": (one_answer(text=5), [f"answers[0] (1.1-1).text: {NOT_TEXT}"]),
    "NUL": (
        one_answer(text="ดี\nมาก\0"),
        [
            "answers[0] (1.1-1).text: มีอักขระว่าง NUL (U+0000) ที่บรรทัด 2 ตัวอักษรที่ 4 "
            "ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่"
        ],
    ),
    "half a character": (
        one_answer(text="ดี\ud800"),
        [
            "answers[0] (1.1-1).text: มีอักขระที่ไม่สมบูรณ์ (U+D800) ที่บรรทัด 1 ตัวอักษรที่ 2 "
            "ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่"
        ],
    ),
    "20,001 letters": (one_answer(text="น้ำ" * 20_001), ["answers[0] (1.1-1).text: ยาวเกิน 20000 ตัวอักษร ให้ตัดให้สั้นลง"]),
    "short reason": (
        one_answer(text="", not_applicable="ไม่เกี่ยวข้อง"),
        ["answers[0] (1.1-1).not_applicable: เหตุผลต้องยาวอย่างน้อย 20 ตัวอักษร"],
    ),
    "tags are a text": (one_answer(characteristics="OPEN"), [f"answers[0] (1.1-1).characteristics: {NOT_LIST}"]),
    "unknown characteristic": (
        one_answer(characteristics=["OPEN", "CLOSED"]),
        ["answers[0] (1.1-1).characteristics: ไม่รู้จัก “CLOSED” ให้ใช้ DIGITAL, OPEN"],
    ),
    "unknown success factor": (
        one_answer(success_factors=[["INNOVATION"]]),
        ["answers[0] (1.1-1).success_factors: ไม่รู้จัก “[ … ]” ให้ใช้ INNOVATION"],
    ),
}
INDICATORS = {
    "no list": (head(indicators=5), [f"indicators: {NOT_LIST}"]),
    "unknown key": (head(indicators=[indicator(unit="คน")]), [f"{FIRST}.unit: {UNKNOWN_KEY}"]),
    "code twice, with a space": (
        head(indicators=[indicator("7.1-01"), indicator(" 7.1-01 ")]),
        [f"indicators[1] ( 7.1-01 ).code: “7.1-01” {ONE_ROW}"],
    ),
    "no code": (head(indicators=[indicator("")]), ["indicators[0] ().code: ต้องไม่ว่าง ให้เขียนข้อความ"]),
    "long code": (head(indicators=[indicator("7" * 21)]), [f"indicators[0] ({'7' * 21}).code: ยาวเกิน 20 อักขระ ให้ตัดให้สั้นลง"]),
    "no name": (head(indicators=[indicator(name=" \n")]), [f"{FIRST}.name: ต้องไม่ว่าง ให้เขียนข้อความ"]),
    "long name": (head(indicators=[indicator(name="ก" * 301)]), [f"{FIRST}.name: ยาวเกิน 300 อักขระ ให้ตัดให้สั้นลง"]),
    "name longer than its column": (
        head(indicators=[indicator(name="น้ำ" * 101)]),
        [f"{FIRST}.name: ยาวเกิน 300 อักขระ ให้ตัดให้สั้นลง"],
    ),
    "process item": (head(indicators=[indicator(item="1.1")]), [f"{FIRST}.item: ชุดเกณฑ์นี้ไม่มีหัวข้อผลลัพธ์ “1.1” ตรวจรหัสหัวข้อ"]),
    "unknown item": (head(indicators=[indicator(item="7.9")]), [f"{FIRST}.item: ชุดเกณฑ์นี้ไม่มีหัวข้อผลลัพธ์ “7.9” ตรวจรหัสหัวข้อ"]),
    "item is an object": (
        head(indicators=[indicator(item={})]),
        [f"{FIRST}.item: ชุดเกณฑ์นี้ไม่มีหัวข้อผลลัพธ์ “{{ … }}” ตรวจรหัสหัวข้อ"],
    ),
    "area of another item": (
        head(indicators=[indicator(area="ค")]),
        [f"{FIRST}.area: “ค” ไม่ใช่ประเด็นของหัวข้อ 7.1 ให้ใช้ ก, ข"],
    ),
    "direction": (head(indicators=[indicator(direction="up")]), [f"{FIRST}.direction: “up” ใช้ไม่ได้ ให้ใช้ higher, lower"]),
    "importance": (
        head(indicators=[indicator(importance=["key"])]),
        [f"{FIRST}.importance: “[ … ]” ใช้ไม่ได้ ให้ใช้ key, supporting"],
    ),
    "values are a list": (
        head(indicators=[indicator(values=[80, 84])]),
        [f'{FIRST}.values: ต้องเป็นวัตถุ JSON ของปีกับค่า เช่น {{"2568": "96.2"}}'],
    ),
    "comparator is a list": (head(indicators=[indicator(comparator=[])]), [f"{FIRST}.comparator: {NOT_OBJECT}"]),
    "year too early": (head(indicators=[indicator(values={"2499": 1})]), [f"{FIRST}.values.2499: {VALUE_YEAR}"]),
    "year too late": (head(indicators=[indicator(targets={"2700": 1})]), [f"{FIRST}.targets.2700: {VALUE_YEAR}"]),
    "Christian year": (
        head(indicators=[indicator(comparator={"name": "ก", "values": {"2025": 1}})]),
        [f"{FIRST}.comparator.values.2025: {VALUE_YEAR}"],
    ),
    "year in two ways": (head(indicators=[indicator(values={"2568": 1, "02568": 2})]), [f"{FIRST}.values.02568: {VALUE_YEAR}"]),
    "year in Thai digits": (head(indicators=[indicator(values={"๒๕๖๘": 1})]), [f"{FIRST}.values.๒๕๖๘: {VALUE_YEAR}"]),
    "year without end": (
        head(indicators=[indicator(values={"2" * 5000: 1})]),
        [f"{FIRST}.values.{'2' * 40}…: {VALUE_YEAR}"],
    ),
    "501 indicators": (
        head(indicators=[indicator(f"7.1-{number:03}") for number in range(501)]),
        ["indicators: มีตัวชี้วัดเกิน 500 ตัว ให้แบ่งหรือลดลง"],
    ),
}
SCORES = {
    "no list": (head(item_scores="x"), [f"item_scores: {NOT_LIST}"]),
    "unknown key": (one_score(band=3), [f"item_scores[0] (1.1).band: {UNKNOWN_KEY}"]),
    "stage review": (one_score(stage="review"), ["item_scores[0] (1.1).stage: รับเฉพาะคะแนนประเมินตนเอง (self) ลบแถวนี้ออก"]),
    "stage is a list": (one_score(stage=[]), ["item_scores[0] (1.1).stage: รับเฉพาะคะแนนประเมินตนเอง (self) ลบแถวนี้ออก"]),
    "item twice": (head(item_scores=[score(), score()]), [f"item_scores[1] (1.1).item: “1.1” {ONE_ROW}"]),
    "unknown item": (
        head(item_scores=[score("8.1")]),
        ["item_scores[0] (8.1).item: ชุดเกณฑ์นี้ไม่มีหัวข้อ “8.1” ที่ให้คะแนน ตรวจรหัสหัวข้อ"],
    ),
    "profile item": (
        head(item_scores=[score("P.1")]),
        ["item_scores[0] (P.1).item: ชุดเกณฑ์นี้ไม่มีหัวข้อ “P.1” ที่ให้คะแนน ตรวจรหัสหัวข้อ"],
    ),
    "percent 42": (one_score(percent=42), [PERCENT]),
    "percent above 100": (one_score(percent=105), [PERCENT]),
    "percent 60.5": (one_score(percent=60.5), [PERCENT]),
    "percent true": (one_score(percent=True), [PERCENT]),
    "percent as text": (one_score(percent="60"), [PERCENT]),
    "percent is a list": (one_score(percent=[60]), [PERCENT]),
    "percent NaN": (one_score(percent=float("nan")), [PERCENT]),
    "confirmed without percent": (
        one_score(percent=None, confirmed=True),
        ["item_scores[0] (1.1).confirmed: ต้องเป็น true หรือ false และเป็น true ได้เมื่อมีร้อยละ"],
    ),
    "confirmed 1": (
        one_score(confirmed=1),
        ["item_scores[0] (1.1).confirmed: ต้องเป็น true หรือ false และเป็น true ได้เมื่อมีร้อยละ"],
    ),
    "factors of a results item": (
        head(item_scores=[score("7.1", 0, factors={"A": 1, "D": 1, "L": 1, "I": 1})]),
        ["item_scores[0] (7.1).factors: ปัจจัยของหัวข้อผลลัพธ์คำนวณจากตัวชี้วัด ให้ลบออก"],
    ),
    "factors are a list": (
        one_score(factors=[]),
        ['item_scores[0] (1.1).factors: ต้องเป็นวัตถุ JSON เช่น {"A": 3, "D": 3, "L": 2, "I": 3}'],
    ),
    "factor 6": (one_score(factors={"A": 6, "D": 3, "L": 3, "I": 3}), [f"item_scores[0] (1.1).factors.A: {FACTORS}"]),
    "factor -1": (one_score(factors={"A": -1}), [f"item_scores[0] (1.1).factors.A: {FACTORS}"]),
    "factor true": (one_score(factors={"D": True}), [f"item_scores[0] (1.1).factors.D: {FACTORS}"]),
    "factor Le": (one_score(factors={"Le": 3}), [f"item_scores[0] (1.1).factors.Le: {FACTORS}"]),
    "outside the band without a reason": (
        one_score(percent=75, reason="สั้นไป"),
        ["item_scores (1.1): ร้อยละอยู่นอกช่วงที่ระบบเสนอ ให้เขียนเหตุผลอย่างน้อย 20 ตัวอักษร"],
    ),
    "confirmed with a factor missing": (
        one_score(factors={"A": 3, "D": 3, "L": 3}),
        ["item_scores (1.1): ให้ปัจจัย A D L I ให้ครบทั้งสี่ก่อนยืนยัน"],
    ),
    "results outside the band": (
        head(item_scores=[score("7.1", 50)]),
        ["item_scores (7.1): ร้อยละอยู่นอกช่วงที่ระบบเสนอ ให้เขียนเหตุผลอย่างน้อย 20 ตัวอักษร"],
    ),
}
EVIDENCE = {
    "no list": (head(evidence={}), [f"evidence: {NOT_LIST}"]),
    "unknown key": (head(evidence=[record(file="a.pdf")]), [f"evidence[0] (E01).file: {UNKNOWN_KEY}"]),
    "no class": (
        head(evidence=[{"code": "E01", "title": "รายงาน"}]),
        ["evidence[0] (E01): ไม่มีคีย์ “class” ให้เพิ่ม"],
    ),
    "code twice": (head(evidence=[record(), record()]), [f"evidence[1] (E01).code: “E01” {ONE_ROW}"]),
    "no title": (head(evidence=[record(title="")]), ["evidence[0] (E01).title: ต้องไม่ว่าง ให้เขียนข้อความ"]),
    "class unknown": (
        head(evidence=[record(**{"class": "secret"})]),
        ["evidence[0] (E01).class: “secret” ใช้ไม่ได้ ให้ใช้ ปกติ, ลับ, ลับมาก, ลับที่สุด"],
    ),
    "half a hash": (
        head(evidence=[record(sha256="abc")]),
        ["evidence[0] (E01).sha256: ต้องเป็นเลขฐานสิบหกตัวเล็ก 64 หลัก หรือเว้นว่าง"],
    ),
    "unknown question": (
        head(evidence=[record(citations=[{"question": "9.9-9", "pages": "4"}])]),
        ["evidence[0] (E01).citations[0].question: ชุดเกณฑ์นี้ไม่มีคำถาม “9.9-9” ตรวจรหัสคำถาม"],
    ),
    "question cited twice": (
        head(evidence=[record(citations=[{"question": "1.1-1"}, {"question": "1.1-1", "pages": "4"}])]),
        ["evidence[0] (E01).citations[1].question: อ้างคำถาม “1.1-1” ซ้ำ ให้รวมเลขหน้าไว้แถวเดียว"],
    ),
    "page is a number": (
        head(evidence=[record(citations=[{"question": "1.1-1", "pages": 4}])]),
        [f"evidence[0] (E01).citations[0].pages: {NOT_TEXT}"],
    ),
}
TABLES = {"head": HEADS, "answers": ANSWERS, "indicators": INDICATORS, "scores": SCORES, "evidence": EVIDENCE}
CASES = {f"{table}: {name}": case for table, cases in TABLES.items() for name, case in cases.items()}


@pytest.mark.parametrize(("document", "problems"), CASES.values(), ids=CASES)
def test_a_wrong_document_is_refused_whole(cast, cycle, document, problems):
    make_tags()
    # As Python writes them lone surrogates and NaN come as they would from a careless program.
    assert refused(json.dumps(document).encode()) == problems


ACCEPTED_NUMBERS = {
    '"๘๕.๕"': "85.5",
    '"1,234,567.50"': "1234567.5",
    '"\u22125"': "-5",
    "0": "0",
    "-0.0": "0",
    "85.50": "85.5",
    '"123456789012345"': "123456789012345",
    "0.123456": "0.123456",
    "999999999.123456": "999999999.123456",
}
REFUSED_NUMBERS = {
    '"1,2,3"': '"1,2,3" มีจุลภาคผิดที่ ให้เขียน 123 หรือคั่นทุกสามหลัก เช่น 1,230',
    '"1e3"': '"1e3" เขียนแบบเลขยกกำลัง ให้เขียนตัวเลขเต็ม เช่น 1500 แทน 1.5e3',
    "1e3": '"1e3" เขียนแบบเลขยกกำลัง ให้เขียนตัวเลขเต็ม เช่น 1500 แทน 1.5e3',
    "1.5e1": '"1.5e1" เขียนแบบเลขยกกำลัง ให้เขียนตัวเลขเต็ม เช่น 1500 แทน 1.5e3',
    "1e-3": '"1e-3" เขียนแบบเลขยกกำลัง ให้เขียนตัวเลขเต็ม เช่น 1500 แทน 1.5e3',
    "1e99999999999999999999": '"1e99999999999999999999" เขียนแบบเลขยกกำลัง ให้เขียนตัวเลขเต็ม เช่น 1500 แทน 1.5e3',
    "NaN": '"NaN" ไม่ใช่ตัวเลข ถ้าไม่มีข้อมูลให้เว้นว่าง',
    '"nan"': '"nan" ไม่ใช่ตัวเลข ถ้าไม่มีข้อมูลให้เว้นว่าง',
    "Infinity": '"Infinity" ไม่ใช่ตัวเลข ถ้าไม่มีข้อมูลให้เว้นว่าง',
    "-Infinity": '"-Infinity" ไม่ใช่ตัวเลข ถ้าไม่มีข้อมูลให้เว้นว่าง',
    "1234567890123456": '"1234567890123456" ยาวเกินไป ตัวเลขมีได้ไม่เกิน 15 หลัก ให้เปลี่ยนหน่วยวัด เช่น ล้านบาท',
    "0.1234567": '"0.1234567" มีทศนิยมเกิน 6 ตำแหน่ง ให้ปัดเศษเหลือไม่เกิน 6 ตำแหน่ง',
    "true": "ค่านี้ไม่ใช่ตัวเลข ให้เขียนเป็นตัวเลข เช่น 96.2",
    "null": "ค่านี้ไม่ใช่ตัวเลข ให้เขียนเป็นตัวเลข เช่น 96.2",
    "[1]": "ค่านี้ไม่ใช่ตัวเลข ให้เขียนเป็นตัวเลข เช่น 96.2",
    '""': "ยังไม่มีตัวเลข ให้เขียนเป็นตัวเลข เช่น 96.2 ถ้าค่าเป็นศูนย์ให้เขียน 0",
    '"ร้อยละ 85"': '"ร้อยละ 85" ไม่ใช่ตัวเลข ให้เขียนเฉพาะตัวเลข ไม่ต้องใส่หน่วยหรือเครื่องหมายอื่น เช่น 96.2',
}


def with_number(written: str) -> bytes:
    """The document of one indicator, its value as written in JSON."""
    return json.dumps(one_value("HERE")).replace('"HERE"', written).encode()


@pytest.mark.parametrize(("written", "number"), ACCEPTED_NUMBERS.items())
def test_a_number_is_read_exactly(cast, cycle, written, number):
    document = read_document(with_number(written))
    assert document.indicators[0].fields.years[2568].value == Decimal(number)


@pytest.mark.parametrize(("written", "problem"), REFUSED_NUMBERS.items())
def test_a_number_that_can_be_misread_is_refused(cast, cycle, written, problem):
    assert refused(with_number(written)) == [f"{FIRST}.values.2568: {problem}"]


def test_a_number_without_end_is_refused_at_once(cast, cycle):
    [problem] = refused(with_number("1." + "7" * 1_000_000))
    assert problem.startswith(f"{FIRST}.values.2568: ")
    assert len(problem) < 200
    assert refused(as_bytes(one_score(percent=60)).replace(b"60", b"6" * 4_000 + b".5")) == [PERCENT]


def test_texts_are_cleaned(cast, cycle):
    text = "a\u202eb\u2066c  \r\nน\u0e4d\u0e32ใจ\t\r\nจบ"
    document = read_document(as_bytes(head(answers=[answer(text=text)], indicators=[indicator(name=" ความ\n พอใจ ")])))
    assert document.answers[0].text == "abc\nน\u0e33ใจ\nจบ"
    assert document.indicators[0].fields.name == "ความ พอใจ"


def test_a_text_of_white_space_is_empty(cast, cycle):
    assert read_document(as_bytes(one_answer(text=" \n\n\t\n"))).answers[0].text == ""


def test_a_text_of_20_000_letters_is_taken(cast, cycle):
    assert len(read_document(as_bytes(one_answer(text="น้ำ" * 20_000))).answers[0].text) == 60_000


def test_a_byte_order_mark_is_passed_over(cast, cycle):
    assert read_document(b"\xef\xbb\xbf" + as_bytes(one_answer())).unit_code == "A0008"


def test_a_section_that_is_absent_is_none_and_an_empty_one_is_empty(cast, cycle):
    document = read_document(as_bytes(head(answers=[], evidence=[])))
    assert (document.answers, document.indicators, document.item_scores, document.evidence) == ([], None, None, [])


def test_what_may_be_left_out_may_be_left_out(cast, cycle):
    row = {key: value for key, value in indicator().items() if key not in {"targets", "comparator"}}
    document = read_document(as_bytes(head(indicators=[row], item_scores=[{"stage": "self", "item": "7.1", "percent": 95}])))
    fields = document.indicators[0].fields
    assert (fields.comparator_name, fields.years[2568].target, fields.years[2568].comparator) == ("", None, None)
    assert (document.item_scores[0].confirmed, document.item_scores[0].factors) == (True, {})
    assert read_document(as_bytes(one_score(percent=None))).item_scores[0].confirmed is False


def test_a_document_without_end_of_problems_stops(cast, cycle):
    problems = refused(as_bytes(head(answers=[{}] * 5_000)))
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1] == "$: พบปัญหามากเกินไป หยุดอ่านที่นี่ ให้แก้ตามรายการแล้วนำเข้าใหม่"


def test_values_nested_deeply_are_refused(cast, cycle):
    content = as_bytes(one_answer(question="HERE")).replace(b'"HERE"', b"[" * 400 + b"]" * 400)
    assert refused(content) == ["answers[0].question: ชุดเกณฑ์นี้ไม่มีคำถาม “[ … ]” ตรวจรหัสคำถาม"]


def test_a_question_is_not_applicable_only_without_indicators_of_its_area(cast, cycle):
    marked = answer("7.1-1", "", not_applicable=REASON)
    problem = f"answers (7.1-1): ประเด็น ก ของหัวข้อ 7.1 มีตัวชี้วัดแล้ว {NOT_APPLICABLE}"
    assert refused(as_bytes(head(answers=[marked], indicators=[indicator()]))) == [problem]

    take(head(indicators=[indicator()]))
    problem = f"answers (7.1-1): มีตัวชี้วัดในประเด็นนี้แล้ว {NOT_APPLICABLE}"
    assert refused(as_bytes(head(answers=[marked]))) == [problem]

    take(head(answers=[marked], indicators=[indicator(area="ข")]))
    assert refused(as_bytes(head(indicators=[indicator()]))) == [problem]


def test_the_whole_sample_is_sound(cast, cycle):
    make_tags()
    assert len(read_document(as_bytes(whole())).answers) == 3
