"""The summary is two sheets, whatever the data."""

from dataclasses import replace

import pypdfium2
import pytest

from reports import pdf
from tests.reports.sample import empty_content, full_content, overlong_content

CASES = {
    "full": full_content(),
    "arabic": full_content(thai_digits=False),
    "before review": full_content(reviewed=False),
    "draft": full_content(reviewed=False, draft=True),
    "empty": empty_content(),
    "nothing at all": replace(empty_content(), categories=(), profile=()),
    "overlong": overlong_content(),
    "overlong draft": replace(overlong_content(), draft=True),
}


@pytest.mark.parametrize("content", CASES.values(), ids=CASES.keys())
def test_summary_has_two_pages(content):
    document = pypdfium2.PdfDocument(pdf.write_pdf(pdf.render_html("summary", content)))

    assert len(document) == 2
    assert "หมวด" in document[0].get_textpage().get_text_range()
    assert "ผู้รับรอง" in document[1].get_textpage().get_text_range()


def test_a_full_report_cuts_nothing_of_an_overlong_text():
    start = overlong_content()
    content = replace(start, categories=start.categories[:1], profile=())
    document = pypdfium2.PdfDocument(pdf.write_pdf(pdf.render_html("full", content)))
    text = "".join(page.get_textpage().get_text_range() for page in document)

    assert text.count("W") >= 2 * 400
