"""A Word document as an office writes it: A4, the Thai face at 16 pt, every style told for complex script too.

Word sets Thai by the properties of complex script (`w:cs`, `w:szCs`, `w:bCs`, `w:lang w:bidi`); where only those of
Latin are told, Thai stands in another face and size.
"""

import re
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

FACE = "TH Sarabun New"
FALLBACK = "PMQA Sarabun"  # what a machine without the face of the government may take (static/fonts)
BODY = 32  # half points
SIZES = {"Title": 44, "Heading 1": 40, "Heading 2": 36, "Heading 3": 32, "Caption": 28, "Header": 26, "Footer": 26}
HEADING_SPACE = {"Title": (0, 120), "Heading 1": (360, 120), "Heading 2": (240, 80), "Heading 3": (200, 60)}  # twips
NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def office_document() -> WordDocument:
    """An empty document in the style of the office."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)
    _set_defaults(document)
    for style in document.styles:
        if style.name == "Normal" or style.name in SIZES:
            _set_style(style)
    _set_settings(document)
    _name_fallback(document)
    return document


def written(document: WordDocument) -> bytes:
    """The document as a file; equal content gives equal parts."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def xml_safe(text: str) -> str:
    """The text without the characters that no XML can hold; `thai.text.clean` refuses nearly all of them before."""
    return NO_XML.sub("", text)


def _set_defaults(document: WordDocument) -> None:
    """The face of everything that names none."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    defaults.remove(defaults.find(qn("w:rPr")))
    defaults.append(parse_xml(f"<w:rPr {nsdecls('w')}>{_face()}{_size(BODY)}{_lang()}</w:rPr>"))
    spacing = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}/{qn('w:spacing')}"
    )
    for name, value in (("after", "0"), ("line", "240")):
        spacing.set(qn(f"w:{name}"), value)
    for name in ("autoSpaceDE", "autoSpaceDN"):  # else a blank is drawn inside of 1ก(1)
        spacing.addprevious(parse_xml(f'<w:{name} {nsdecls("w")} w:val="0"/>'))


def _set_style(style) -> None:
    """Own face and size instead of those of the theme, black, bold for headings."""
    is_heading = style.name in HEADING_SPACE
    element = style.element
    for name in ("w:rPr", "w:pPr") if is_heading else ("w:rPr",):
        for old in element.findall(qn(name)):
            element.remove(old)
    bold = "<w:b/><w:bCs/>" if is_heading or style.name == "Caption" else ""
    size = _size(SIZES.get(style.name, BODY))
    if is_heading:
        element.append(_heading_paragraph(style.name))
    element.append(parse_xml(f"<w:rPr {nsdecls('w')}>{_face()}{bold}{size}{_lang()}</w:rPr>"))


def _heading_paragraph(name: str):
    before, after = HEADING_SPACE[name]
    level = name.rpartition(" ")[2]
    outline = f'<w:outlineLvl w:val="{int(level) - 1}"/>' if level.isdecimal() else ""
    return parse_xml(
        f"<w:pPr {nsdecls('w')}><w:keepNext/><w:keepLines/>"
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>{outline}</w:pPr>'
    )


def _face() -> str:
    return f'<w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}" w:cs="{FACE}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _lang() -> str:
    return '<w:lang w:val="en-US" w:eastAsia="th-TH" w:bidi="th-TH"/>'


def _set_settings(document: WordDocument) -> None:
    settings = document.settings.element
    language = settings.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:bidi"), "th-TH")


def _name_fallback(document: WordDocument) -> None:
    """The table of fonts names a face to take where the one of the government is missing."""
    parts = [part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml"]
    font = (
        f'<w:font w:name="{FACE}"><w:altName w:val="{FALLBACK}"/><w:charset w:val="DE"/>'
        f'<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    )
    for part in parts:
        part._blob = part.blob.replace(b"</w:fonts>", font.encode() + b"</w:fonts>")
