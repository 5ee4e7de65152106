"""The form that comes back from Word: answers by the code of their question, or a reason why it is not taken.

The file has passed the same door as evidence (files/office.py: size, zip bombs, macros, outside templates) before any
part is parsed here, by defusedxml: no entities, no outside documents.
"""

import zipfile
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # the type; what is read is parsed by defusedxml

from defusedxml import ElementTree
from django.utils.translation import gettext as _

from assessments.files.office import BROKEN, check_office
from assessments.files.refusal import FileRefused
from assessments.interchange.word.form_writing import NAMESPACE
from assessments.interchange.word.marks import Lists, TooDeep, W, number_of, text_of
from assessments.services.taking_back import Returned
from thai.text import clean

MOST_BYTES = 32 * 1024 * 1024  # of one part that is parsed
MOST_TAGS = 2_000_000  # of one part; each element takes a hundred bytes of memory
METADATA_BYTES = 1024 * 1024
MOST_LEVELS = 9  # of a list, in Word
MOST_DIGITS = 9
DOCUMENT, NUMBERING, STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"


@dataclass(frozen=True)
class ReadForm:
    """What the file says it is of, and its answers; `missing` are questions whose control was lost.

    `category` is "" where the form may be of any.
    """

    unit: str
    fiscal_year: int
    criteria_set: str
    answers: dict[str, Returned]
    missing: tuple[str, ...] = ()
    category: str = ""


def read_form(file) -> ReadForm:
    """The form in this .docx. Raises FileRefused with what is wrong and what to do."""
    check_office(file, "docx")
    try:
        with zipfile.ZipFile(file) as archive:
            parts = {entry.filename.lower(): entry for entry in archive.infolist()}
            metadata = _metadata(archive, parts)
            if metadata is None:
                raise FileRefused(_("ไฟล์นี้ไม่ใช่แบบกรอกที่ออกจากระบบ ดาวน์โหลดแบบกรอกใน Word แล้วเขียนในไฟล์นั้น"))
            lists = Lists(_bullets(_part(archive, parts, NUMBERING)), _list_styles(_part(archive, parts, STYLES)))
            texts = _controls(_part(archive, parts, DOCUMENT), lists)
    except (*BROKEN, TooDeep, RecursionError):
        raise FileRefused(_("ไฟล์นี้ไม่ครบหรือเสียหาย เปิดใน Word แล้วบันทึกใหม่ก่อนส่งอีกครั้ง")) from None
    return _form(metadata, texts)


def _part(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str) -> Element | None:
    """The root of a part, parsed; None where the file has no such part."""
    if name not in parts:
        return None
    with archive.open(parts[name]) as part:
        content = part.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES or content.count(b"<") > MOST_TAGS:
        raise FileRefused(_("ไฟล์นี้เมื่อคลายแล้วใหญ่ผิดปกติ ลบภาพหรือข้อความที่ไม่ใช่คำตอบ แล้วส่งอีกครั้ง"))
    return ElementTree.fromstring(content)


def _metadata(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Element | None:
    """The part that the form was made with; Word may have given it another number."""
    for name in sorted(parts):
        is_store = name.startswith("customxml/item") and name.endswith(".xml") and "props" not in name
        if is_store and parts[name].file_size <= METADATA_BYTES:  # what it says is what it is: files/office.py
            root = _part(archive, parts, name)
            if root is not None and root.tag == f"{{{NAMESPACE}}}form":
                return root
    return None


def _controls(document: Element | None, lists: Lists) -> dict[str, str]:
    """The text of each content control by its tag; of a control that was copied, both texts."""
    texts: dict[str, str] = {}
    for control in document.iter(f"{W}sdt") if document is not None else ():
        tag = control.find(f"{W}sdtPr/{W}tag")
        content = control.find(f"{W}sdtContent")
        if tag is not None and content is not None:
            code, text = tag.get(f"{W}val", ""), clean(text_of(content, lists))
            texts[code] = f"{texts[code]}\n\n{text}" if text not in texts.get(code, text) else texts.get(code, text)
    return texts


def _form(metadata: Element, texts: dict[str, str]) -> ReadForm:
    answers, missing = {}, []
    for row in metadata.iter(f"{{{NAMESPACE}}}answer"):
        code = row.get("question", "")
        if code in texts:
            answers[code] = Returned(texts[code], _number(row.get("version", "")), row.get("digest", ""))
        else:
            missing.append(code)
    if not answers:
        raise FileRefused(_("ไม่พบกรอบคำตอบในไฟล์นี้ โปรแกรมที่ใช้บันทึกอาจตัดออก เปิดแบบกรอกด้วย Microsoft Word แล้วบันทึกเป็น .docx"))
    unit, year, criteria_set = (metadata.get(name, "") for name in ("unit", "year", "set"))
    return ReadForm(unit, _number(year), criteria_set, answers, tuple(missing))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0


def _bullets(numbering: Element | None) -> dict[tuple[str, str], bool]:
    """Of every list and level, whether it has bullets."""
    if numbering is None:
        return {}
    levels = {
        abstract.get(f"{W}abstractNumId"): [
            (each.get(f"{W}ilvl", "0"), _format(each)) for each in abstract.iter(f"{W}lvl")
        ]
        for abstract in numbering.iter(f"{W}abstractNum")
    }
    found = {}
    for number in numbering.iter(f"{W}num"):
        abstract = number.find(f"{W}abstractNumId")
        told = levels.get(abstract.get(f"{W}val"), []) if abstract is not None else []
        for level, form in told[:MOST_LEVELS]:
            found[number.get(f"{W}numId", ""), level] = form == "bullet"
    return found


def _format(level: Element) -> str:
    told = level.find(f"{W}numFmt")
    return told.get(f"{W}val", "") if told is not None else ""


def _list_styles(styles: Element | None) -> dict[str, tuple[str, str]]:
    """Styles of paragraphs that put them in a list."""
    found = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        properties = style.find(f"{W}pPr")
        told = number_of(properties) if properties is not None else None
        if told:
            found[style.get(f"{W}styleId", "")] = told
    return found
