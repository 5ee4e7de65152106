"""The PDF as readers see it: exact Thai text, title, language, tags, and nothing fetched from anywhere."""

import io
import re
from dataclasses import replace

import pypdf
import pypdfium2
import pytest

from reports import pdf, printer
from reports.fingerprints import fingerprint
from tests.reports.readers import MM, body_by_pdfium, squeezed
from tests.reports.sample import HOSTILE, PROBE, empty_content, full_content, with_answer

WORDS = ("ทำ", "น้ำ", "ที่", "อยู่", "ปั๊ม", "ก้ำ", "จำเป็น", "ญี่ปุ่น", "กตัญญู", "ฐานข้อมูล")


def body_by_pypdf(data: bytes) -> str:
    pieces: list[str] = []

    def keep_body(text, matrix, text_matrix, _font, _size):
        height = matrix[5] + text_matrix[5] * matrix[3]
        if 24 * MM < height < 271 * MM:
            pieces.append(text)

    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text(visitor_text=keep_body)
    return squeezed("".join(pieces))


@pytest.fixture(scope="module")
def content():
    return with_answer(full_content(), f"{PROBE}\n\n{HOSTILE}")


@pytest.fixture(scope="module")
def html(content):
    return pdf.render_html("full", content)


@pytest.fixture(scope="module")
def data(html):
    return pdf.write_pdf(html)


@pytest.fixture(scope="module")
def reader(data):
    return pypdf.PdfReader(io.BytesIO(data))


def test_thai_text_is_exact_in_pypdf(data):
    text = body_by_pypdf(data)

    assert squeezed(PROBE) in text
    assert [word for word in WORDS if word not in text] == []


def test_every_answer_is_exact_in_pdfium(content, data):
    text = body_by_pdfium(data)
    answers = [
        answer.text for item in (*content.profile, *content.items) for area in item.areas for answer in area.answers
    ]

    assert len(answers) == 80
    assert [answer for answer in answers if squeezed(answer) not in text] == []


def test_typed_markup_and_template_code_are_only_text(html, data):
    assert squeezed(HOSTILE) in body_by_pdfium(data)
    assert "<script" not in html
    assert html.count("<img") == html.count('<img src="data:image/png;base64,') == 1  # the code at the foot


def test_title_language_keywords_and_tags(reader):
    info, root = reader.metadata, reader.trailer["/Root"]

    assert info.title == "รายงานผลการประเมินตนเองตามเกณฑ์ PMQA ปีงบประมาณ พ.ศ. ๒๕๖๙ กรมพัฒนาที่ดิน"
    assert info["/Keywords"] == "PMQA, 2569, A0008-2569-F-02"
    assert info.author == "กรมพัฒนาที่ดิน"
    assert root["/Lang"] == "th"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.outline


def test_only_the_own_font_is_used(reader):
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert {name.partition("-")[0] for name in fonts} == {"PMQA"}


def test_every_page_but_the_cover_has_its_number_and_every_page_its_foot(content, data):
    document = pypdfium2.PdfDocument(data)
    pages = [squeezed(page.get_textpage().get_text_range()) for page in document]
    mark = squeezed(f"A0008-2569-F-02 ลายพิมพ์ {fingerprint(content)}")
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    total = str(len(pages)).translate(thai)

    assert all(mark in page for page in pages)
    assert all("ข้อมูลตัวอย่างไม่ใช่ผลการประเมินจริง" in page for page in pages)
    assert [
        number for number, page in enumerate(pages[1:], 2) if f"หน้า{str(number).translate(thai)}จาก{total}" not in page
    ] == []


def test_contents_name_the_pages(data, reader):
    contents = squeezed(reader.pages[1].extract_text())
    target = next(
        number
        for number, page in enumerate(pypdfium2.PdfDocument(data), 1)
        if number > 2 and "หมวด๗ผลลัพธ์การดำเนินการ" in squeezed(page.get_textpage().get_text_range())
    )
    found = re.search(r"หมวด๗ผลลัพธ์การดำเนินการ[.…]*([๐-๙]+)๗\.๑", contents)

    assert found
    assert int(found[1]) == target


def test_a_draft_says_so_in_words_and_its_watermark_is_no_text():
    data = pdf.write_pdf(pdf.render_html("summary", empty_content()))
    page = squeezed(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range())

    assert page.count("ฉบับร่าง") == 4  # head, mark on top, status, foot: not a fifth from the drawing
    assert "ใช้อ้างอิงไม่ได้" in page


def test_the_digit_switch_leaves_typed_text_and_codes_alone():
    thai = full_content(thai_digits=True)
    arabic = replace(thai, thai_digits=False)
    typed = "ภายใน 15 วันทำการ"

    assert typed in pdf.render_html("full", thai)
    assert "<code>1.1-1</code>" in pdf.render_html("full", thai)
    assert "๑" not in pdf.render_html("full", arabic)
    assert fingerprint(thai) == fingerprint(arabic)


def test_no_inline_style_and_no_foreign_address(html):
    assert 'style="' not in html
    assert re.findall(r'(?:src|href)="(?!#|css/|data:image/png;base64,)[^"]*', html) == []


def test_the_same_content_gives_the_same_bytes():
    html = pdf.render_html("summary", full_content())

    assert pdf.write_pdf(html) == pdf.write_pdf(html)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.css",
        "ftp://example.org/x",
        "data:image/svg+xml,<svg/>",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:text/css,p{}",
        "file:///etc/passwd",
        "file://example.org/etc/passwd",
        f"{printer.STATIC.as_uri()}/../manage.py",
        f"{printer.STATIC.as_uri()}/css/../../manage.py",
        f"{printer.STATIC.as_uri()}/css/%2e%2e/%2e%2e/manage.py",
        f"{printer.STATIC.as_uri()}/fonts",
        "css/report.css",
        "",
    ],
)
def test_the_fetcher_refuses_everything_but_its_own_files(address):
    with pytest.raises(printer.UrlRefused):
        printer.own_files().fetch(address)


def test_the_fetcher_reads_the_own_style():
    response = printer.own_files().fetch(f"{printer.STATIC.as_uri()}/css/report.css")

    assert response.read() == (printer.STATIC / "css" / "report.css").read_bytes()


def test_the_code_at_the_foot_of_every_page_is_in_the_file_once():
    start = full_content(sentences=0)
    data = pdf.write_pdf(pdf.render_html("full", replace(start, categories=start.categories[:1], profile=())))
    pages = list(pypdf.PdfReader(io.BytesIO(data)).pages)
    pictures = {picture.indirect_reference.idnum for page in pages for picture in page.images}

    assert len(pages) > 3
    assert len(pictures) == 1
    assert [len(page.images) for page in pages] == [1] * len(pages)


def test_a_link_out_of_the_folder_is_refused(tmp_path, monkeypatch):
    (tmp_path / "css").mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "css" / "link.css").symlink_to(tmp_path / "secret.txt")
    monkeypatch.setattr(printer, "STATIC", tmp_path)

    with pytest.raises(printer.UrlRefused):
        printer.allowed_path((tmp_path / "css" / "link.css").as_uri())


def test_a_machine_without_pango_gets_a_thai_sentence(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)

    with pytest.raises(pdf.PdfUnavailable, match="ติดตั้ง Pango"):
        pdf.write_pdf("<p>ก</p>")


def test_long_thai_without_spaces_wraps_inside_the_measure():
    start = full_content(sentences=0)
    short = replace(start, categories=start.categories[:1], profile=())
    content = with_answer(short, "การพัฒนาคุณภาพการบริหารจัดการภาครัฐอย่างต่อเนื่อง" * 30)
    document = pypdfium2.PdfDocument(pdf.write_pdf(pdf.render_html("full", content)))
    right = (210 - 20) * MM + 0.5

    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
        drawn = [box for box in boxes if box[0] < box[2] and box[3] < 270 * MM]
        assert max(box[2] for box in drawn) <= right
