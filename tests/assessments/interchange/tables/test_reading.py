"""Whole tables: each is read exactly, or every wrong cell is named and nothing of it is taken."""

import pytest

from assessments.interchange.tables.blocks import ERROR
from assessments.interchange.tables.markup import MOST_TAGS
from assessments.interchange.tables.reading import read_pasted
from tests.assessments.interchange.tables import corpus_heads, corpus_html, corpus_programs, corpus_text, corpus_wrong
from tests.assessments.interchange.tables.sample import block, refused, row

TEXTS = corpus_heads.READ | corpus_text.READ


@pytest.mark.parametrize("name", TEXTS)
def test_a_pasted_text_is_read(name):
    text, expected = TEXTS[name]
    assert read_pasted(text=text) == expected
    assert not expected.has_errors


@pytest.mark.parametrize("name", corpus_html.READ)
def test_a_pasted_page_is_read(name):
    html, expected = corpus_html.READ[name]
    assert read_pasted(html=html) == expected


@pytest.mark.parametrize("name", corpus_programs.READ)
def test_a_clipboard_of_a_program_is_read(name):
    content = (corpus_programs.FOLDER / name).read_text(encoding="utf-8")
    given = {"html": content} if name.endswith(".html") else {"text": content}
    assert read_pasted(**given) == corpus_programs.READ[name]


@pytest.mark.parametrize("name", corpus_wrong.WRONG)
def test_a_wrong_cell_is_named(name):
    text, expected = corpus_wrong.WRONG[name]
    assert read_pasted(text=text) == expected
    assert expected.has_errors


def test_the_page_counts_before_the_text_when_it_has_a_table():
    text, html = "ตัวชี้วัด\t2567\nก\t1\n", "<table><tr><td>ตัวชี้วัด<td>2567<tr><td>ข<td>2</table>"
    assert [row.name for row in read_pasted(text=text, html=html).rows] == ["ข"]
    assert [row.name for row in read_pasted(text=text, html="<p>ก</p>").rows] == ["ก"]


def test_a_row_is_marked_when_a_problem_of_its_lines_is_an_error():
    for _content, expected in (*corpus_html.READ.values(), *corpus_wrong.WRONG.values()):
        first_lines = {row.number for row in expected.rows}
        wrong = {problem.row for problem in expected.problems if problem.kind == ERROR}
        assert {row.number for row in expected.rows if row.is_faulty} >= wrong & first_lines


def test_the_text_counts_when_the_page_is_too_much():
    html = "<table><tr><td>ตัวชี้วัด<td>2567<tr><td>ข<td>2</table>" + "<b>" * MOST_TAGS
    refusal = "ตารางมีรูปแบบซับซ้อนเกินไป ให้วางแบบข้อความอย่างเดียว (Ctrl+Shift+V)"
    note = "ตารางมีรูปแบบซับซ้อน จึงอ่านเฉพาะข้อความ ตรวจแถวที่ใช้เซลล์ผสาน"
    assert read_pasted(html=html) == refused(refusal)
    assert read_pasted(text="ตัวชี้วัด\t2567\nก\t1\n", html=html) == block([row(2, "ก", {2567: "1"})], notes=[note])
