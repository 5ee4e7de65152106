"""What stands on the sheets beside the text: class of secrecy, numbers of tables and figures, sizes."""

from dataclasses import replace

import pypdfium2
import pytest

from reports import pdf
from reports.fingerprints import fingerprint
from reports.secrecy import secrecy_of
from tests.reports.readers import squeezed
from tests.reports.sample import EVIDENCE, full_content

MM = 72 / 25.4


def short(**changes):
    """A report of three categories and the outcome areas, nothing written."""
    start = full_content(sentences=0)
    return replace(start, **{"categories": (*start.categories[:2], start.categories[-1]), "profile": ()} | changes)


def sheets(kind, content, **choices) -> list:
    return list(pypdfium2.PdfDocument(pdf.write_pdf(pdf.render_html(kind, content, **choices))))


def marks(page, word: str) -> list[str]:
    """The ends of the sheet in whose middle the word stands."""
    text = page.get_textpage()
    width, height = page.get_size()
    strips = {"bottom": (0, 20 * MM), "top": (height - 20 * MM, height)}
    middle = (width / 2 - 10 * MM, width / 2 + 25 * MM)
    return [
        end
        for end, (low, high) in strips.items()
        if word in squeezed(text.get_text_bounded(middle[0], low, middle[1], high))
    ]


@pytest.mark.parametrize(
    ("classes", "highest"),
    [((), "ปกติ"), (("ปกติ",), "ปกติ"), (("ปกติ", "ลับ"), "ลับ"), (("ลับที่สุด", "ลับมาก", "ปกติ"), "ลับที่สุด")],
)
def test_a_report_is_of_the_highest_class_that_it_prints(classes, highest):
    content = short(evidence=tuple(replace(EVIDENCE[0], secrecy=each) for each in classes))
    assert secrecy_of("full", content) == highest
    assert {secrecy_of(kind, content) for kind in ("summary", "feedback", "ledger")} == {"ปกติ"}


def test_a_secret_report_says_so_on_top_and_bottom_of_every_page():
    one = full_content(sentences=0).categories[:1]
    content = short(categories=one, evidence=tuple(replace(each, secrecy="ลับที่สุด") for each in EVIDENCE))
    pages = sheets("full", content)
    assert len(pages) > 3
    assert [marks(page, "ลับที่สุด") for page in pages] == [["bottom", "top"]] * len(pages)
    code = squeezed(fingerprint(content))
    assert all(code in squeezed(page.get_textpage().get_text_range()) for page in pages)


def test_an_open_report_bears_no_mark_and_names_its_class_on_the_cover():
    html = pdf.render_html("full", short(evidence=EVIDENCE[:2]))
    assert "report-secret.css" not in html
    assert "<dt>ชั้นความลับ</dt><dd>ปกติ</dd>" in html


@pytest.mark.parametrize("thai_digits", [True, pytest.param(False, marks=pytest.mark.long)])
def test_tables_and_figures_are_numbered_through(thai_digits):
    pages = sheets("full", short(thai_digits=thai_digits))
    text = "".join(squeezed(page.get_textpage().get_text_range()) for page in pages)
    shown = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙") if thai_digits else {}
    html = pdf.render_html("full", short())
    for word, tag in (("ตารางที่", "<caption"), ("ภาพที่", "<figcaption")):
        count = html.count(tag)
        assert count > 1
        assert [number for number in range(1, count + 1) if f"{word}{number}".translate(shown) not in text] == []
        assert text.count(word) == count


def test_official_sizes_are_a_choice_that_changes_no_word():
    plain, official = (pdf.render_html("full", short(), official=chosen) for chosen in (False, True))
    assert official.replace('<link rel="stylesheet" href="css/report-official.css">', "") == plain
    assert "report-official.css" not in pdf.render_html("summary", short(), official=True)


def test_the_page_offers_the_sizes_where_they_fit(assessment, cast, as_user):
    client = as_user(cast.manager)
    address = f"/assessments/{assessment.pk}/reports"
    assert "?size=official" in client.get(f"{address}/full/").content.decode()
    assert "size=official" not in client.get(f"{address}/summary/").content.decode()
    chosen = client.get(f"{address}/full/?digits=thai&size=official")
    assert chosen.context["official"]
    assert "?digits=arabic&amp;size=official" in chosen.content.decode()
