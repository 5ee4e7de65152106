"""What an office program has set in a content control becomes marks, and nothing of the text is lost."""

import pytest
from defusedxml import ElementTree

from assessments.interchange.word.marks import Lists, text_of
from tests.assessments.interchange.word.stage import W, paragraph, run

BULLET = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
DEEPER = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
NUMBER = '<w:numPr><w:numId w:val="2"/></w:numPr>'
LISTS = Lists({("1", "0"): True, ("1", "1"): True, ("2", "0"): False}, {"ListBullet": ("1", "0")})
BOLD, ITALIC = "<w:b/><w:bCs/>", "<w:i/>"


def read(xml: str) -> str:
    return text_of(ElementTree.fromstring(f'<w:sdtContent xmlns:w="{W}">{xml}</w:sdtContent>'), LISTS)


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(paragraphs)}</w:tc>"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("", ""),
        ("<w:p/>", ""),
        (paragraph(run("ก"), run("ข")) + "<w:p/>" + paragraph(run(" ค ")), "กข\n\n ค "),
        ("<w:p><w:r><w:t>ก</w:t><w:tab/><w:t>ข</w:t><w:br/><w:t>ค</w:t></w:r></w:p>", "ก\tข\nค"),
        (paragraph(run("ตาม"), run("(ก)", BOLD), run("ข้อ")), "ตาม**(ก)**ข้อ"),
        (paragraph(run("น้ำ ", BOLD), run("ปั๊ม", BOLD), run(" มาก")), "**น้ำ ปั๊ม** มาก"),
        (paragraph(run("ก", ITALIC), run("ข", BOLD + ITALIC)), "*ก****ข***"),
        (paragraph(run("ก", '<w:b w:val="0"/><w:bCs w:val="false"/>')), "ก"),
        (paragraph(run("2*3", BOLD)), "2*3"),
        (paragraph(run("   ", BOLD)), "   "),
        (paragraph(run("ก"), style=BULLET) + paragraph(run("ข"), style=DEEPER), "- ก\n   - ข"),
        (paragraph(run("ก"), style='<w:pStyle w:val="ListBullet"/>') + paragraph(run("หลัง")), "- ก\n\nหลัง"),
        (paragraph(run("ก"), style=NUMBER) + paragraph(run("ข"), style=NUMBER), "1. ก\n2. ข"),
        (paragraph(run("ก"), style='<w:numPr><w:numId w:val="0"/></w:numPr>'), "ก"),
        (
            f"<w:tbl><w:tr>{cell(paragraph(run('ปี')))}{cell(paragraph(run('ผล')))}</w:tr>"
            f"<w:tr>{cell(paragraph(run('2568')), paragraph(run('a|b')))}</w:tr></w:tbl>{paragraph(run('หลัง'))}",
            "| ปี | ผล |\n|---|---|\n| 2568 a¦b |  |\n\nหลัง",
        ),
        (f"<w:p><w:ins>{run('ใหม่')}</w:ins><w:del><w:r><w:delText>เก่า</w:delText></w:r></w:del></w:p>", "ใหม่"),
        (f"<w:p><w:hyperlink>{run('ลิงก์')}</w:hyperlink></w:p>", "ลิงก์"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run('ใน'))}</w:sdtContent></w:sdt>", "ใน"),
        ("<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b&#13;&#10;c</w:t></w:r></w:p>", "a\u2011b\nc"),
    ],
)
def test_what_word_has_set_becomes_marks(xml, text):
    assert read(xml) == text


def test_what_is_typed_with_marks_stays_as_it_is():
    typed = ["- ก **หนา**", "1. ข", "", "| a | b |", "|---|---|", "| 1 | 2 |", "  <b> &amp; {{ x }}"]
    lines = "".join(paragraph(run(line.replace("&", "&amp;").replace("<", "&lt;"))) for line in typed)
    assert read(lines) == "\n".join(typed)
