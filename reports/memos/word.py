"""A memo as a Word file, in the sizes of the form and TH Sarabun New, which Thai offices have.

Word sets Thai by its settings for complex script: face (w:cs), size (w:szCs), weight (w:bCs) and language (w:bidi) are
given beside those for Latin, else Thai stands in another face and size.
"""

import re
from datetime import UTC, datetime
from io import BytesIO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from reports.memos.content import Memo, Part
from thai.lines import unbroken

FACE = "TH Sarabun New"
BODY, HEAD, TITLE, TITLE_LINE = 16, 20, 29, 35  # pt
WIDTH = 16.0  # cm between the margins
HALF = 8.0
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # equal memos give equal files
NOT_XML = re.compile("[^\\t\\n\\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def memo_docx(memo: Memo) -> bytes:
    """The file, in Thai whatever the language of the reader's screen."""
    document = Document()
    with translation.override("th"):
        _prepare(document, memo)
        _write_head(document, memo)
        for paragraph in memo.paragraphs:
            _body(document, paragraph)
        for part in memo.parts:
            _write_part(document, part)
        for place, paragraph in enumerate(memo.closing):
            _body(document, paragraph, before=6 if place == 0 else 0)
        _write_signature(document, memo)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


# --- The sheet and its styles ------------------------------------------------------------------------------------


def _prepare(document: File, memo: Memo) -> None:
    """Margins, faces, the number of later pages, and what the file says of itself."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)
    section.header_distance = section.footer_distance = Cm(1.25)
    normal = document.styles["Normal"]
    _face(document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"), BODY)
    _face(normal.element.get_or_add_rPr(), BODY)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1
    for name, size in (("Memo Head", HEAD), ("Memo Title", TITLE)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.bold = style.font.cs_bold = True
        _face(style.element.get_or_add_rPr(), size)
    _number_pages(section, memo)
    facts = document.core_properties
    facts.title = _clean(memo.subject)[:255]
    facts.author = facts.last_modified_by = _clean(memo.agency)[:255]
    facts.language, facts.comments, facts.created, facts.modified = "th-TH", "", EPOCH, EPOCH


def _face(properties, size: int) -> None:
    """Face, size and language for Latin and for complex script alike; nothing by theme."""
    for tag in ("w:rFonts", "w:sz", "w:szCs", "w:lang"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FACE)
    properties.insert(0, fonts)
    language = OxmlElement("w:lang")
    for kind, value in (("val", "en-US"), ("eastAsia", "en-US"), ("bidi", "th-TH")):
        language.set(qn(f"w:{kind}"), value)
    for tag in ("w:sz", "w:szCs"):  # in half points, in the order of the schema
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(size * 2))
        properties.append(element)
    properties.append(language)


def _number_pages(section, memo: Memo) -> None:
    """- ๒ - above every page but the first; below each what invented data is."""
    section.different_first_page_header_footer = True
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:fmt"), "thaiNumbers")
    section._sectPr.find(qn("w:pgMar")).addnext(numbers)  # in the order of the schema
    above = section.header.paragraphs[0]
    above.alignment = WD_ALIGN_PARAGRAPH.CENTER
    above.add_run("- ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")  # LibreOffice makes letters of its switch ThaiArabic
    above._p.append(field)
    above.add_run(" -")
    if memo.demo:
        for footer in (section.footer, section.first_page_footer):
            footer.paragraphs[0].add_run(_("ข้อมูลตัวอย่าง ไม่ใช่ผลการประเมินจริง"))


# --- What stands on it -------------------------------------------------------------------------------------------


def _write_head(document: File, memo: Memo) -> None:
    """Title, the dotted heads, and the addressee."""
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    title.paragraph_format.line_spacing = Pt(TITLE_LINE)
    title.paragraph_format.space_after = Pt(6)
    if settings.PMQA_EMBLEM:
        _put_emblem(title)
    title.add_run(_("บันทึกข้อความ"), style="Memo Title")
    _dotted(document, [(_("ส่วนราชการ"), memo.agency, WIDTH)])
    _dotted(document, [(_("ที่"), memo.number, HALF), (_("วันที่"), memo.day, WIDTH)])
    _dotted(document, [(_("เรื่อง"), memo.subject, WIDTH)])
    to = document.add_paragraph()
    to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(6)
    to.add_run(f"{_('เรียน')}  {_clean(memo.to)}")


def _dotted(document: File, heads: list[tuple[str, str, float]]) -> None:
    """Heads of one line, each with its words and dots up to where it ends."""
    line = document.add_paragraph()
    for head, words, end in heads:
        if line.runs:
            line.add_run(" ")
        side = WD_TAB_ALIGNMENT.RIGHT if end == WIDTH else WD_TAB_ALIGNMENT.LEFT
        line.paragraph_format.tab_stops.add_tab_stop(Cm(end), side, WD_TAB_LEADER.DOTS)
        line.add_run(head, style="Memo Head")
        line.add_run(f"  {_kept(words)}\t")


def _body(document: File, words: str, *, indent: float = 2.5, before: int = 0, after: int = 6) -> Paragraph:
    """A paragraph with its first line set in."""
    paragraph = document.add_paragraph(_kept(words))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
    shape = paragraph.paragraph_format
    shape.first_line_indent, shape.space_before, shape.space_after = Cm(indent), Pt(before), Pt(after)
    return paragraph


def _write_part(document: File, part: Part) -> None:
    """A list with its heading."""
    if part.title:
        heading = _body(document, "", before=6, after=0)
        run = heading.add_run(_clean(part.title))
        run.bold = run.font.cs_bold = True
        heading.paragraph_format.keep_with_next = True
    for entry in part.entries:
        for place, line in enumerate(entry.lines):
            paragraph = _body(document, line, indent=3.3, after=0)
            paragraph.paragraph_format.keep_with_next = place == 0 and len(entry.lines) > 1


def _write_signature(document: File, memo: Memo) -> None:
    """Name and position right of the middle, on one page."""
    lines = [line for line in (memo.signature.in_brackets, memo.signature.position) if line]
    for place, words in enumerate(lines):
        line = document.add_paragraph(_clean(words))
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.left_indent = Cm(7.8)
        line.paragraph_format.space_before = Pt(36 if place == 0 else 0)
        line.paragraph_format.keep_with_next = place + 1 < len(lines)


def _put_emblem(paragraph: Paragraph) -> None:
    """The picture 1.5 cm high at the left margin, 1.5 cm below the edge of the sheet; the text runs as without it."""
    drawing = paragraph.add_run().add_picture(str(settings.PMQA_EMBLEM), height=Cm(1.5))._inline
    drawing.docPr.set("descr", _("ตราครุฑ"))
    spaces = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    anchor = parse_xml(
        f'<wp:anchor xmlns:wp="{spaces}" distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"'
        ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{Cm(1.5)}</wp:posOffset></wp:positionV></wp:anchor>'
    )
    extent, *rest = list(drawing)
    anchor.append(extent)
    anchor.append(parse_xml(f'<wp:wrapNone xmlns:wp="{spaces}"/>'))
    anchor.extend(rest)
    drawing.getparent().replace(drawing, anchor)


def _kept(text: str) -> str:
    """Number and unit, dates and the like hold together by no-break spaces."""
    return "".join(piece.replace(" ", "\u00a0") if is_kept else piece for piece, is_kept in unbroken(_clean(text)))


def _clean(text: str) -> str:
    """Without what no XML may hold, which no text of ours should."""
    return NOT_XML.sub("", text)
