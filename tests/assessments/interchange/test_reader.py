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
    take,
    whole,
)
from tests.assessments.interchange.wrong import CASES, FIRST, NOT_OBJECT, PERCENT, one_answer, one_score, one_value
from tests.rows import digest

pytestmark = pytest.mark.django_db
UNREADABLE = "$: ไม่ใช่ JSON ที่อ่านได้ ตรวจไฟล์ต้นทางแล้วส่งออกใหม่"
NOT_APPLICABLE = "จึงระบุว่าไม่เกี่ยวข้องไม่ได้ ให้ลบตัวชี้วัดหรือเหตุผลที่ไม่เกี่ยวข้อง"


def refused(content: bytes) -> list[str]:
    """The problems of a document that must be refused, in reading or in writing, with nothing written."""
    before = digest()
    with pytest.raises((DocumentRefused, ImportRefused)) as refusal:
        import_document(read_document(content))
    assert digest() == before
    assert all(problem.isprintable() for problem in refusal.value.problems)
    return refusal.value.problems


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
    document = read_document(
        as_bytes(head(indicators=[row], item_scores=[{"stage": "self", "item": "7.1", "percent": 95}]))
    )
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
