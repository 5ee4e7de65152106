"""The text of the demonstration's full report, read back by two readers, is what people wrote."""

import functools

import pypdfium2
import pytest
from pypdf import PdfReader

from reports.build import build_report, source_of
from reports.pdf import render_html, write_pdf
from reports.services import html_of
from tests.reports.readers import body_by_pdfium, body_by_pdftotext, needs_pdftotext, squeezed

pdf_of = functools.cache(write_pdf)  # the same text gives the same bytes; one rendering serves every test here


@pytest.fixture
def report(demo, tmp_path):
    """The full report in a file, with the answers that it must hold."""
    source = source_of(demo, live=True)
    path = tmp_path / "full.pdf"
    path.write_bytes(pdf_of(html_of(source, kind="full", thai_digits=False)))
    return path, [row["text"] for row in source.document["answers"]]


def missing(answers: list[str], body: str) -> list[str]:
    return [answer[:60] for answer in answers if squeezed(answer) not in body]


def test_every_answer_is_found_exactly_by_pdfium(report):
    path, answers = report
    assert len(answers) == 104
    assert missing(answers, body_by_pdfium(path)) == []


@needs_pdftotext
def test_every_answer_is_found_exactly_by_pdftotext(report):
    path, answers = report
    assert missing(answers, body_by_pdftotext(path)) == []


def test_the_report_says_that_it_is_a_demonstration_on_every_page(report):
    path, _answers = report
    notice = squeezed("ข้อมูลตัวอย่าง ไม่ใช่ผลการประเมินจริง")
    with pypdfium2.PdfDocument(path) as document:
        pages = [squeezed(page.get_textpage().get_text_range()) for page in document]
    silent = [number for number, text in enumerate(pages, 1) if notice not in text]
    assert silent == []


def test_title_language_and_tags_are_set(report):
    path, _answers = report
    reader = PdfReader(path)
    assert reader.trailer["/Root"]["/Lang"] == "th"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    assert "กรมพัฒนาที่ดิน" in reader.metadata.title
    assert "2568" in reader.metadata.keywords


@pytest.mark.parametrize("thai_digits", [False, True])
def test_the_summary_is_two_pages(demo, tmp_path, thai_digits):
    content = build_report(source_of(demo, live=True), thai_digits=thai_digits)
    path = tmp_path / "summary.pdf"
    path.write_bytes(pdf_of(render_html("summary", content)))
    assert len(PdfReader(path).pages) == 2


def test_the_digit_switch_changes_no_character_that_a_person_typed(demo, tmp_path):
    source = source_of(demo, live=True)
    path = tmp_path / "thai.pdf"
    path.write_bytes(pdf_of(html_of(source, kind="full", thai_digits=True)))
    assert missing([row["text"] for row in source.document["answers"]], body_by_pdfium(path)) == []
