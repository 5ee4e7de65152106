"""A memo as PDF: the form, exact Thai text, later pages, the emblem, and nothing fetched from anywhere."""

import io
import re
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
from PIL import Image

from reports import printer
from reports.memos.paper import LONGEST, MemoTooLong, memo_html, memo_pdf
from tests.reports.memos.sample import EMPTY, LONG, USUAL
from tests.reports.sample import HOSTILE, PROBE

MM = 72 / 25.4


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pages_of(data: bytes) -> list[str]:
    return [squeezed(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(data)]


@pytest.fixture(scope="module")
def usual():
    return memo_pdf(USUAL)


@pytest.fixture(scope="module")
def long():
    return memo_pdf(LONG)


def test_one_page_with_its_heads_in_the_order_of_the_form(usual):
    (text,) = pages_of(usual)
    begins = f"บันทึกข้อความส่วนราชการ{USUAL.agency}ที่{USUAL.number}วันที่๑๖ตุลาคม๒๕๖๙เรื่อง{USUAL.subject}เรียน{USUAL.to}"
    assert text.startswith(squeezed(begins))
    assert squeezed(PROBE) in text
    assert squeezed("๒. (หัวข้อ 1.1 การนำองค์การ) ขอหลักฐานปี 2568 และแผนปี 2569") in text
    assert text.endswith(squeezed(f"({'.' * 40}) อธิบดีกรมพัฒนาที่ดิน"))


def test_title_language_and_tags(usual):
    reader = pypdf.PdfReader(io.BytesIO(usual))
    assert reader.metadata.title == f"บันทึกข้อความ {USUAL.subject}"
    assert reader.metadata.author == USUAL.agency
    assert reader.trailer["/Root"]["/Lang"] == "th"
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    fonts = {str(font.get_object()["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {"PMQA"}


def test_the_margins_of_the_form(usual):
    text = pypdfium2.PdfDocument(usual)[0].get_textpage()
    boxes = [text.get_charbox(number) for number in range(text.count_chars())]
    drawn = [box for box in boxes if box[0] < box[2]]
    assert min(box[0] for box in drawn) >= 30 * MM - 1
    assert max(box[2] for box in drawn) <= 190 * MM + 1
    assert min(box[1] for box in drawn) >= 20 * MM


def test_an_empty_memo_is_a_form_to_be_written_by_hand():
    (text,) = pages_of(memo_pdf(EMPTY))
    assert text == squeezed(f"บันทึกข้อความ ส่วนราชการ ก ที่ วันที่ เรื่อง ก เรียน ก ({'.' * 40})")


def test_many_remarks_go_on_to_numbered_pages(long):
    pages = pages_of(long)
    assert len(pages) > 3
    assert all(page.count("ข้อมูลตัวอย่างไม่ใช่ผลการประเมินจริง") == 1 for page in pages)
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    assert "-๑-" not in pages[0]
    assert [number for number, page in enumerate(pages[1:], 2) if f"-{number}-".translate(thai) not in page] == []
    assert "".join(pages).count(squeezed(HOSTILE)) >= 30  # the others run over a page end
    assert squeezed("(นายทดสอบ ระบบงาน) เลขาธิการ ก.พ.ร.") in pages[-1]


def test_typed_markup_is_only_text():
    html = memo_html(LONG)
    assert "<script" not in html
    assert re.findall(r'(?:src|href)="(?!css/)[^"]*', html) == []


def test_the_same_memo_gives_the_same_bytes(usual):
    assert memo_pdf(USUAL) == usual


def test_the_emblem_stands_in_its_place_and_nothing_beside_it_is_read(settings, tmp_path, usual):
    picture = tmp_path / "emblem.png"
    Image.new("RGB", (30, 30), "black").save(picture)
    settings.PMQA_EMBLEM = picture
    (image,) = pypdf.PdfReader(io.BytesIO(memo_pdf(USUAL))).pages[0].images
    assert image.image.size == (30, 30)
    assert not pypdf.PdfReader(io.BytesIO(usual)).pages[0].images
    (tmp_path / "other.png").write_bytes(picture.read_bytes())
    with pytest.raises(printer.UrlRefused):
        printer.allowed_path((tmp_path / "other.png").as_uri(), picture)
    with pytest.raises(printer.UrlRefused):
        printer.allowed_path(picture.as_uri())


def test_what_is_too_long_is_refused_before_it_is_set():
    with pytest.raises(MemoTooLong):
        memo_pdf(replace(USUAL, closing=("ก" * (LONGEST + 1),)))
