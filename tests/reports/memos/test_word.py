"""A memo as a Word file: the sizes of the form for Thai too, the words of the memo, the emblem, odd characters."""

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from PIL import Image

from reports.memos.word import memo_docx
from tests.reports.memos.sample import EMPTY, LONG, USUAL


def opened(memo):
    return Document(io.BytesIO(memo_docx(memo)))


def face_of(properties) -> dict:
    """Faces, sizes in points, languages, and whether it is bold, for Latin and complex script."""
    fonts, language = properties.find(qn("w:rFonts")), properties.find(qn("w:lang"))
    sizes = [int(properties.find(qn(tag)).get(qn("w:val"))) / 2 for tag in ("w:sz", "w:szCs")]
    return {
        "faces": {name.partition("}")[2]: value for name, value in fonts.items()},
        "sizes": sizes,
        "bidi": language.get(qn("w:bidi")),
        "bold": [properties.find(qn(tag)) is not None for tag in ("w:b", "w:bCs")],
    }


def test_thai_stands_in_the_face_and_sizes_of_the_form():
    styles = opened(USUAL).styles
    faces = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), "TH Sarabun New")
    plain = {"faces": faces, "bidi": "th-TH", "bold": [False, False], "sizes": [16, 16]}
    heavy = plain | {"bold": [True, True]}
    default = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert face_of(default) == plain
    assert face_of(styles["Normal"].element.rPr) == plain
    assert face_of(styles["Memo Head"].element.rPr) == heavy | {"sizes": [20, 20]}
    assert face_of(styles["Memo Title"].element.rPr) == heavy | {"sizes": [29, 29]}


def test_the_sheet_the_title_and_the_dotted_heads():
    document = opened(USUAL)
    section = document.sections[0]
    edges = (section.left_margin, section.right_margin, section.page_width, section.page_height)
    assert [round(edge.cm, 1) for edge in edges] == [3.0, 2.0, 21.0, 29.7]
    title, agency, number, subject, to, *_rest = document.paragraphs
    assert (title.text, title.paragraph_format.line_spacing) == ("บันทึกข้อความ", Pt(35))
    assert [run.style.name for run in agency.runs] == ["Memo Head", "Default Paragraph Font"]
    assert agency.text.replace("\u00a0", " ") == f"ส่วนราชการ  {USUAL.agency}\t"
    assert number.text.replace("\u00a0", " ") == f"ที่  {USUAL.number}\t วันที่  ๑๖ ตุลาคม ๒๕๖๙\t"
    stops = [
        (round(stop.position.cm), stop.alignment.name, stop.leader.name) for stop in number.paragraph_format.tab_stops
    ]
    assert stops == [(8, "LEFT", "DOTS"), (16, "RIGHT", "DOTS")]
    assert subject.text.startswith("เรื่อง  ส่งแบบประเมินตนเอง")
    assert to.text == f"เรียน  {USUAL.to}"


def test_body_list_and_signature():
    rows = opened(USUAL).paragraphs[5:]
    indents = [round(row.paragraph_format.first_line_indent.cm, 1) for row in rows[:6]]
    assert indents == [2.5, 2.5, 3.3, 3.3, 3.3, 2.5]
    texts = [row.text.replace("\u00a0", " ") for row in rows[2:]]
    assert texts == [
        "๑. ตอบคำถาม ๑๐๔ ข้อ จาก ๑๐๔ ข้อ",
        "๒. (หัวข้อ 1.1 การนำองค์การ) ขอหลักฐานปี 2568",
        "และแผนปี 2569",
        "จึงเรียนมาเพื่อโปรดพิจารณา",
        f"({'.' * 40})",
        "อธิบดีกรมพัฒนาที่ดิน",
    ]


def test_pages_after_the_first_have_thai_numbers_and_invented_data_says_so():
    section = opened(LONG).sections[0]
    assert section.different_first_page_header_footer
    assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:fmt")) == "thaiNumbers"
    assert section.header._element.find(f".//{qn('w:fldSimple')}").get(qn("w:instr")) == "PAGE"
    assert section.first_page_header.paragraphs[0].text == ""
    words = "ข้อมูลตัวอย่าง ไม่ใช่ผลการประเมินจริง"
    assert [each.paragraphs[0].text for each in (section.footer, section.first_page_footer)] == [words, words]


def test_the_parts_of_the_section_stand_in_the_order_of_the_schema():
    order = ["headerReference", "footerReference", "pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid"]
    found = [each.tag.partition("}")[2] for each in opened(LONG).sections[0]._sectPr]
    known = [name for name in found if name in order]
    assert [order.index(name) for name in dict.fromkeys(known)] == sorted(order.index(name) for name in set(known))


@pytest.mark.parametrize("memo", [USUAL, EMPTY, LONG])
def test_the_same_memo_gives_the_same_words_and_facts(memo):
    document = opened(memo)
    assert document.core_properties.title == memo.subject[:255]
    assert document.core_properties.comments == ""
    assert [each.text for each in document.paragraphs] == [each.text for each in opened(memo).paragraphs]


def test_what_xml_does_not_hold_is_left_out():
    text = opened(replace(USUAL, closing=("ก\ufffe\x0bข<w:p/>&amp;",))).paragraphs[-3].text
    assert text == "กข<w:p/>&amp;"


def test_the_emblem_floats_at_the_margin(settings, tmp_path):
    picture = tmp_path / "emblem.png"
    Image.new("RGB", (20, 40), "black").save(picture)
    settings.PMQA_EMBLEM = picture
    document = opened(USUAL)
    (anchor,) = document.element.iter(qn("wp:anchor"))
    assert int(anchor.find(qn("wp:extent")).get("cy")) == Cm(1.5)
    assert anchor.find(qn("wp:docPr")).get("descr") == "ตราครุฑ"
    assert [each.tag.partition("}")[2] for each in anchor][:5] == [
        "simplePos",
        "positionH",
        "positionV",
        "extent",
        "wrapNone",
    ]
    assert not list(document.element.iter(qn("wp:inline")))
    assert document.paragraphs[0].text == "บันทึกข้อความ"
