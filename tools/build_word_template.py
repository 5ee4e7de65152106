"""Makes fixtures/word/report.docx, the template of the Word report that offices may replace (docs/word-template.md).

.venv/bin/python -m tools.build_word_template
"""

import zipfile
from io import BytesIO
from pathlib import Path

import django
from django.conf import settings

TARGET = Path(__file__).resolve().parent.parent / "fixtures" / "word" / "report.docx"
STYLES = {
    "PMQABody": '<w:pPr><w:spacing w:after="80"/><w:ind w:firstLine="0"/></w:pPr>',
    "PMQACell": '<w:rPr><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr>',
    "PMQAQuestion": '<w:pPr><w:keepNext/><w:spacing w:before="160" w:after="40"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr>',
    "PMQANote": (
        '<w:pPr><w:spacing w:after="80"/></w:pPr>'
        '<w:rPr><w:color w:val="404040"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    ),
    "PMQACover": '<w:pPr><w:spacing w:after="120"/><w:jc w:val="center"/></w:pPr>',
}
COVER = (
    ("Title", "รายงานผลการประเมินตนเองตามเกณฑ์คุณภาพการบริหารจัดการภาครัฐ (PMQA)"),
    ("PMQACover", "{{ cover.unit_name }}"),
    ("PMQACover", "{%p if cover.parent_name %}"),
    ("PMQACover", "{{ cover.parent_name }}"),
    ("PMQACover", "{%p endif %}"),
    ("PMQACover", "ปีงบประมาณ พ.ศ. {{ cover.fiscal_year | digits }}"),
    ("PMQACover", "{{ cover.criteria_name | digits }}"),
    ("PMQACover", "สถานะ {{ cover.status }}{% if cover.as_of %} ข้อมูล ณ วันที่ {{ cover.as_of | date }}{% endif %}"),
    ("PMQACover", "{%p if receipt %}"),
    ("PMQACover", "ฉบับที่ส่งครั้งที่ {{ receipt.number | digits }} ใบรับ {{ receipt.sha256[:12] }}"),
    ("PMQACover", "{%p endif %}"),
)
TOTAL = (
    ("Normal", "{%p if whole %}"),
    ("Heading 1", "ผลการประเมิน"),
    (
        "PMQABody",
        "คะแนนรวม {{ total.points | two }} จาก {{ total.maximum | number }} คะแนน ({{ total.basis }})"
        "{% if total.provisional %} คะแนนชั่วคราว ยังยืนยันไม่ครบทุกหัวข้อ{% endif %}",
    ),
    ("table", ""),
    ("Normal", "{%p endif %}"),
)
ITEM = (
    ("Heading 2", "{{ item.code }} {{ item.title }}"),
    ("Normal", "{%p for area in item.areas %}"),
    ("Heading 3", "{{ area.letter }}. {{ area.title }}"),
    ("Normal", "{%p for answer in area.answers %}"),
    ("PMQAQuestion", "{{ answer.code }} {{ answer.official_number }} {{ answer.title }}"),
    ("Normal", "{{p answer.body }}"),
    ("Normal", "{%p if answer.judgement or answer.evidence or answer.tags or answer.key_factors %}"),
    (
        "PMQANote",
        "{% if answer.judgement %}ผลพิจารณา {{ answer.judgement | digits }} {% endif %}"
        "{% if answer.evidence %}หลักฐาน {{ answer.evidence }} {% endif %}"
        "{% if answer.tags %}ป้ายกำกับ {{ answer.tags }} {% endif %}"
        "{% if answer.key_factors %}ปัจจัยสำคัญ {{ answer.key_factors }}{% endif %}",
    ),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p if item.indicators %}"),
    ("PMQAQuestion", "ตัวชี้วัดของหัวข้อ {{ item.code }}"),
    ("Normal", "{{p item.indicators }}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p if item.score %}"),
    (
        "PMQAQuestion",
        "คะแนนหัวข้อ {{ item.code }}: {% if item.score.measure %}{{ item.score.measure | digits }}"
        "{% if not item.score.label %} %{% endif %} {% endif %}{{ item.score.points | two }} จาก"
        " {{ item.maximum | number }} คะแนน{% if not item.score.confirmed %} (ยังไม่ยืนยัน){% endif %}",
    ),
    ("Normal", "{%p if item.reason %}"),
    ("Normal", "{{p item.reason }}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p if item.findings %}"),
    ("PMQAQuestion", "ข้อค้นพบของผู้ตรวจ"),
    ("Normal", "{%p for finding in item.findings %}"),
    (
        "PMQABody",
        "{{ finding.sign }} {{ finding.nugget }}{% if finding.evidence %} ({{ finding.evidence }}){% endif %}",
    ),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endif %}"),
)
BODY = (
    *COVER,
    *TOTAL,
    ("Normal", "{%p if profile %}"),
    ("Heading 1", "ลักษณะสำคัญขององค์การ"),
    ("Normal", "{%p for item in profile %}"),
    *ITEM,
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p for category in categories %}"),
    ("Heading 1", "หมวด {{ category.code | digits }} {{ category.title }}"),
    (
        "PMQABody",
        "คะแนนเต็ม {{ category.maximum | number }} คะแนน ประเมินตนเอง {{ category.self_points | two }}"
        "{% if category.review_points is not none %} ผู้ตรวจ {{ category.review_points | two }}{% endif %}",
    ),
    ("Normal", "{%p for item in category['items'] %}"),
    *ITEM,
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p if evidence %}"),
    ("Heading 1", "ภาคผนวก หลักฐาน"),
    ("Normal", "{{p evidence }}"),
    ("Normal", "{%p endif %}"),
)
ROWS = (
    ("หมวด", "คะแนนเต็ม", "ประเมินตนเอง", "ผู้ตรวจ"),
    ("{%tr for category in categories %}", "", "", ""),
    (
        "{{ category.code | digits }} {{ category.title }}",
        "{{ category.maximum | number }}",
        "{{ category.self_points | two }}",
        "{{ category.review_points | two }}",
    ),
    ("{%tr endfor %}", "", "", ""),
)
WIDTHS = (2_960_000, 930_000, 935_000, 935_000)  # EMU; 16 cm in all
HEADER = (
    "{% if demo %}ข้อมูลตัวอย่าง ไม่ใช่ผลการประเมินจริง{% endif %}"
    "{% if demo and draft %} · {% endif %}{% if draft %}ฉบับร่าง ใช้อ้างอิงไม่ได้{% endif %}"
)
FOOTER = "{{ cover.unit_name }} · PMQA ปีงบประมาณ พ.ศ. {{ cover.fiscal_year | digits }} · หน้า "


def main() -> None:
    settings.configure(USE_I18N=False)
    django.setup()
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(steady(template()))


def template() -> bytes:
    """The template, in the style that the form for Word has too."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Cm

    from assessments.interchange.word.style import office_document, written

    document = office_document()
    for name, properties in STYLES.items():
        document.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
                f'<w:name w:val="{name}"/>'
                f'<w:basedOn w:val="Normal"/><w:qFormat/>{properties}</w:style>'
            )
        )
    for style, text in BODY:
        if style == "table":
            _add_table(document)
            continue
        paragraph = document.add_paragraph(text, style=style)
        if style == "Title":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_before = Cm(3)
        if style == "Heading 1":
            paragraph.paragraph_format.page_break_before = True
    section = document.sections[0]
    section.header.paragraphs[0].text = HEADER
    section.header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer = section.footer.paragraphs[0]
    footer.text, footer.alignment = FOOTER, WD_ALIGN_PARAGRAPH.CENTER
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    footer._p.append(parse_xml(field))
    return written(document)


def _add_table(document) -> None:
    table = document.add_table(rows=0, cols=len(WIDTHS), style="Table Grid")
    table.autofit = False
    for row in ROWS:
        for place, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.paragraphs[0].text = text
            cell.paragraphs[0].style = document.styles["PMQACell"]
            cell.paragraphs[0].alignment = 2 if place else 0
    for run in (run for cell in table.rows[0].cells for run in cell.paragraphs[0].runs):
        run.bold = run.font.cs_bold = True
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def steady(content: bytes) -> bytes:
    """The same parts without the time of packing: made again, the file is the same byte for byte."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()


if __name__ == "__main__":
    main()
