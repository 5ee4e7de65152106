"""A form that was filled in without a network: what it holds comes back as it was, anything else is refused in Thai."""

import json
import re
from io import BytesIO

import pytest

from assessments.files.refusal import FileRefused
from assessments.interchange.offline.form_reading import MOST_BYTES, read_offline_form
from assessments.interchange.word.form_reading import ReadForm
from assessments.services.answers import save_answer
from assessments.services.taking_back import Returned, digest_of
from tests.offline import BLOCK, answers, filled, offline_page

HOSTILE = '</script><script>alert(1)</script><!-- " \' \\ & &lt; \u2028\u2029 ้ำ\n\t]]> {"a": 1}'
DAMAGED, FOREIGN = "ไฟล์นี้เสียหรือบันทึกมาไม่ครบ", "ไฟล์นี้ไม่ใช่แบบออฟไลน์ของระบบ"


@pytest.fixture
def page(assessment, cast) -> str:
    answer = assessment.answers.select_related("question").get(question__code="1.1-1")
    save_answer(answer=answer, text=HOSTILE, version=0, actor=cast.lead)
    return offline_page(assessment)


def read(page: str | bytes) -> ReadForm:
    file = BytesIO(page if isinstance(page, bytes) else page.encode())
    file.size = len(file.getvalue())
    return read_offline_form(file)


def test_what_is_given_comes_back(page):
    form = read(page)
    assert (form.unit, form.fiscal_year, form.criteria_set, form.missing) == ("A0008", 2568, "small", ())
    assert {code: (each.text, each.version) for code, each in form.answers.items()} == {
        "1.1-1": (HOSTILE, 1),
        "1.1-2": ("", 0),
        "1.1-3": ("", 0),
    }
    assert all(each.is_untouched for each in form.answers.values())
    changed = filled(page, answers=answers(page, {"text": "ใหม่ </script> & \u2028 \r\nบรรทัดสอง  "}, {"text": " \n"}))
    found = read("\ufeff" + changed).answers
    assert found["1.1-1"] == Returned("ใหม่ </script> & \u2028\nบรรทัดสอง", 1, digest_of(HOSTILE))
    assert found["1.1-2"].is_untouched


def test_no_text_ends_the_block(page):
    assert page.count("<script") == 3  # data, words, script
    assert [len(BLOCK.findall(page)), page.count("alert(1)</script>"), page.count("\u2028")] == [1, 0, 0]


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ({"format": "pmqa-offline/2"}, "แบบรุ่น “pmqa-offline/2”"),
        ({"format": None}, DAMAGED),
        ({"fiscal_year": "2568"}, DAMAGED),
        ({"fiscal_year": True}, DAMAGED),
        ({"unit": None}, DAMAGED),
        ({"more": 1}, DAMAGED),
        ({"answers": {}}, DAMAGED),
        ({"answers": [1, 2, 3]}, DAMAGED),
    ],
)
def test_another_shape_is_refused(page, head, words):
    with pytest.raises(FileRefused, match=words):
        read(filled(page, **head))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"question": "1.1-2"}, DAMAGED),
        ({"version": -1}, DAMAGED),
        ({"version": 1.5}, DAMAGED),
        ({"text": None}, DAMAGED),
        ({"more": ""}, DAMAGED),
        ({"text": "ก" * 20_001}, "ข้อ 1.1-1: ยาวเกิน 20,000 ตัวอักษร"),
        ({"text": "ก\x00"}, "ข้อ 1.1-1: มีอักขระว่าง NUL"),
        ({"text": "ก\ud800"}, "ข้อ 1.1-1: มีอักขระที่ไม่สมบูรณ์"),
        ({"text": "ก" + "้" * 40}, "ข้อ 1.1-1: มีตัวอักษรที่ซ้อนเครื่องหมาย"),
    ],
)
def test_a_wrong_answer_is_refused(page, change, words):
    with pytest.raises(FileRefused, match=re.escape(words)):
        read(filled(page, answers=answers(page, change)))


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda page: "", FOREIGN),
        (lambda page: "<html><body>แบบอื่น</body></html>", FOREIGN),
        (lambda page: page.encode("utf-16"), FOREIGN),
        (lambda page: b"%PDF-1.7\xff\xfe", FOREIGN),
        (lambda page: b" " * (MOST_BYTES + 1), "ใหญ่เกิน 8 MB"),
        (lambda page: page[: page.index('"answers"')], DAMAGED),
        (lambda page: page.replace('"format"', '"format":"pmqa-offline/1","format"'), DAMAGED),
        (lambda page: page.replace('"fiscal_year":2568', '"fiscal_year":NaN'), DAMAGED),
        (lambda page: BLOCK.sub(lambda found: found[1] + "[" * 100_000 + found[3], page), DAMAGED),
        (lambda page: BLOCK.sub(lambda found: found[0] * 2, page), DAMAGED),
        (lambda page: '<script id="pmqa-form">' + 'a id="pmqa-form"' * 100_000, DAMAGED),
        (lambda page: "<script " + 'id="pmqa-form" ' * 100_000, FOREIGN),
    ],
)
def test_foreign_and_damaged_files_are_refused_at_once(page, broken, words):
    with pytest.raises(FileRefused, match=words):
        read(broken(page))


def test_the_words_of_the_form_are_json(page):
    assert json.loads(BLOCK.search(page)[2])["category"] == "1"
