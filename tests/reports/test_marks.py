"""Lists and tables of an answer on paper: drawn, and whole where a row is longer than a page."""

from dataclasses import replace

import pypdfium2

from reports import pdf
from tests.reports.sample import full_content, with_answer

LONG_ROW = f"| หัวสดมภ์ | เหตุผลยาว |\n|---|---|\n| ก | {'ยาวมาก ' * 400}ท้ายสุด |\n\nหลังตาราง"


def test_marks_are_drawn_on_paper():
    html = pdf.render_html("full", with_answer(full_content(), "ตาม**(ก)**ข้อ\n\n- ภายใน 14 วัน"))
    assert "<p>ตาม<strong>(ก)</strong>ข้อ</p>\n<ul><li>ภายใน 14 วัน</li></ul>" in html


def test_only_a_tall_row_may_be_cut():
    rows = "| ก | ข |\n|---|---|\n| " + " |\n| ".join(f"ก | {'ย' * count}" for count in (1300, 1301)) + " |"
    html = pdf.render_html("full", with_answer(full_content(sentences=0), rows))
    assert html.count('<tr class="tall"><td>ก</td>') == 1


def test_a_row_longer_than_a_page_keeps_its_head_and_its_end():
    whole = full_content(sentences=0)
    content = with_answer(replace(whole, categories=whole.categories[:1], profile=()), LONG_ROW)
    data = pdf.write_pdf(pdf.render_html("full", content))
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    pages = [number for number, text in enumerate(texts) if "ยาวมาก" in text]
    assert len(pages) > 1
    assert [number for number, text in enumerate(texts) if "หัวสดมภ์" in text] == pages
    assert "ท้ายสุด" in texts[pages[-1]]
