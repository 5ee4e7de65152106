"""The KPI dictionary on paper: only where somebody wrote one, whole, and broken between its rows."""

from dataclasses import replace

import pypdfium2
import pytest

from assessments.models.kpi_dictionary import KpiDictionary
from assessments.statuses import Status
from reports import pdf
from reports.build import build_report, source_of
from reports.dictionary import DictionaryRow
from tests.assessments.views.stage import make_indicator, submit_with_indicators
from tests.cast import bring_to
from tests.reports.readers import body_by_pdfium, squeezed
from tests.reports.sample import HOSTILE, full_content

WHOLE = KpiDictionary(
    definition="นับคำขอที่แจ้งผลแล้ว\n\nไม่นับคำขอที่เอกสารไม่ครบ",
    formula="จำนวนที่ทันกำหนด × 100 ÷ จำนวนทั้งหมด",
    source="ระบบ e-Service",
    owner="กองวิเคราะห์ดิน",
    frequency="quarterly",
)
LONG = KpiDictionary("ยาวมาก " * 142, "น้ำที่ปั๊ม" * 100, "ระบบ" * 75, "W" * 300, "other")


def content_with(*dictionaries: KpiDictionary):
    """A short report with these dictionaries."""
    start = full_content(sentences=0)
    rows = [
        DictionaryRow(code=f"7.1-{number:02d}", name=f"ตัวชี้วัดที่ {number}", dictionary=dictionary)
        for number, dictionary in enumerate(dictionaries, 1)
    ]
    return replace(start, categories=start.categories[:1], profile=(), dictionary=tuple(rows))


def test_without_any_the_report_says_nothing_of_it():
    assert "พจนานุกรม" not in pdf.render_html("full", content_with())


def test_contents_and_text_hold_every_part():
    data = pdf.write_pdf(pdf.render_html("full", content_with(WHOLE, KpiDictionary(owner="กองแผนงาน"))))

    body = body_by_pdfium(data)

    assert body.count(squeezed("พจนานุกรมตัวชี้วัด")) == 2
    for words in (*vars(WHOLE).values(), "รายไตรมาส", "กองแผนงาน"):
        assert (squeezed(words) in body) == (words != "quarterly"), words


def test_typed_words_are_only_words():
    html = pdf.render_html("full", content_with(KpiDictionary(definition=HOSTILE, owner=HOSTILE)))
    assert "<script>" not in html
    assert html.count("{{7*7}}") == 2


def test_no_row_is_parted_that_fits_on_a_page():
    pages = pages_of(content_with(*[WHOLE] * 12))
    assert len(pages) > 1
    for page in pages:
        assert page.count("นับคำขอที่แจ้งผลแล้ว") == page.count("รายไตรมาส") == page.count("จำนวนทั้งหมด")


def test_the_longest_words_are_whole_over_as_many_pages_as_they_need():
    data = pdf.write_pdf(pdf.render_html("full", content_with(WHOLE, LONG, LONG)))
    body = body_by_pdfium(data)
    assert [body.count(word) for word in ("มาก", "น้ำ", "ปั๊ม", "W")] == [284, 200, 200, 600]


def pages_of(content) -> list[str]:
    """The text of the pages that hold rows."""
    texts = [
        page.get_textpage().get_text_range()
        for page in pypdfium2.PdfDocument(pdf.write_pdf(pdf.render_html("full", content)))
    ]
    return [text for text in texts if "e-Service" in text]


@pytest.mark.django_db
def test_a_draft_shows_its_live_rows_and_the_submission_what_was_sent(assessment, cast):
    found = make_indicator(assessment, y2568=("80", "81", None))
    make_indicator(assessment, 2)
    found.owner = "กองวิเคราะห์ดิน"
    found.save()
    row = DictionaryRow(code=found.code, name=found.name, dictionary=KpiDictionary(owner="กองวิเคราะห์ดิน"))
    assert build_report(source_of(assessment, live=True)).dictionary == (row,)

    submit_with_indicators(assessment, cast)
    found.owner = "เขียนใหม่"
    found.save()

    assert build_report(source_of(assessment, live=False)).dictionary == (row,)


@pytest.mark.django_db
def test_a_copy_of_earlier_days_has_none(assessment, cast):
    bring_to(assessment, Status.SUBMITTED, cast)
    assert build_report(source_of(assessment, live=False)).dictionary == ()
