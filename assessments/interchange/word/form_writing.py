"""The form that is filled in with Word: a protected document with one content control for each question.

What a control holds is the text as typed, a paragraph for each line, marks and all. A part of the file tells the unit,
year and set, and of each answer the version and what names its text, so that what nobody touched is known again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from assessments.interchange.word.style import office_document, written, xml_safe
from assessments.models import Answer, Assessment
from assessments.services.taking_back import digest_of
from criteria.models import Question
from criteria.outline import CategoryOutline
from thai.dates import long_date

NAMESPACE = "urn:pmqa:answer-form:1"
STYLE = "PMQAAnswer"
HINT = "PMQAHint"
ASKED = "PMQAQuestion"
TAG_LENGTH = 64  # of a content control, in Word
PROPERTIES = "{6D1F5E0A-3B52-4C43-9D0E-5C1E7C2B9A41}"


@dataclass(frozen=True)
class FormSource:
    """What the form is of: the categories, and the answers by the key of their question."""

    assessment: Assessment
    categories: tuple[CategoryOutline, ...]
    answers: dict[int, Answer]
    made_on: date


def write_form(source: FormSource) -> bytes:
    """The form as a .docx."""
    document = office_document()
    document.core_properties.title = _title(source.assessment)
    document.core_properties.author = source.assessment.unit.name_th
    document.core_properties.language = "th-TH"
    for name, properties in _styles().items():
        document.styles.element.append(parse_xml(properties.format(ns=nsdecls("w"), name=name)))
    body = document.element.body
    content = parse_xml(f"<w:body {nsdecls('w')}>{''.join(_content(source))}</w:body>")
    for place, block in enumerate(list(content)):
        body.insert(place, block)
    _protect(document.settings.element)
    _add_part(document, _metadata(source))
    return written(document)


def _title(assessment: Assessment) -> str:
    words = _("แบบกรอกคำตอบ PMQA ปีงบประมาณ %(year)s")
    return words % {"year": assessment.fiscal_year}


def _content(source: FormSource) -> Iterator[str]:
    assessment = source.assessment
    yield _paragraph(_title(assessment), "Title")
    yield _paragraph(f"{assessment.unit.name_th} · {assessment.criteria_set.title_th}", "")
    for line in (
        _("เขียนเฉพาะในกรอบคำตอบของแต่ละข้อ ส่วนอื่นของเอกสารแก้ไขไม่ได้ ข้อที่ไม่แก้ให้คงไว้ตามเดิม"),
        _("ขึ้นต้นบรรทัดด้วย - เพื่อทำหัวข้อย่อย ใส่ ** หน้าและหลังคำที่ต้องการตัวหนา"),
        _("บันทึกเป็น .docx แล้วส่งกลับที่หน้า “รับคำตอบจากไฟล์” ระบบแสดงข้อที่ต่างกันให้เลือกก่อน ยังไม่มีอะไรเปลี่ยนจนกว่าจะเลือก"),
        _("ออกแบบกรอกเมื่อ %(date)s") % {"date": long_date(source.made_on)},
    ):
        yield _paragraph(line, HINT)
    number = 0
    for category in source.categories:
        yield _paragraph(category.title, "Heading1")
        for item in category.items:
            yield _paragraph(f"{item.code} {item.title}", "Heading2")
            for area in item.areas:
                if area.questions:
                    yield _paragraph(f"{area.code}. {area.title}", "Heading3")
                for question in area.questions:
                    number += 1
                    yield from _question(question, source.answers[question.pk], number)


def _question(question: Question, answer: Answer, number: int) -> Iterator[str]:
    yield _paragraph(f"{question.code} {question.official_number} {question.title_th}", ASKED)
    yield _paragraph(question.text_th, HINT)
    if answer.not_applicable:
        words = _("ระบุไว้ว่าไม่เกี่ยวข้อง เพราะ%(reason)s แก้เหตุผลนี้ได้ในระบบ")
        yield _paragraph(words % {"reason": answer.not_applicable}, HINT)
    yield _control(question, answer.text, number)


def _control(question: Question, text: str, number: int) -> str:
    """One control, which cannot be deleted and alone can be written in."""
    code = question.code[:TAG_LENGTH]
    lines = "".join(_paragraph(line, STYLE) for line in xml_safe(text).split("\n"))
    alias = _("คำตอบข้อ %(code)s") % {"code": question.code}
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(alias)}/><w:tag w:val={quoteattr(code)}/>"
        f'<w:id w:val="{number}"/><w:lock w:val="sdtLocked"/></w:sdtPr><w:sdtContent>'
        f'<w:permStart w:id="{number}" w:edGrp="everyone"/>{lines}<w:permEnd w:id="{number}"/>'
        f"</w:sdtContent></w:sdt>"
    )


def _paragraph(text: str, style: str) -> str:
    """A paragraph of one line; of a text with lines, breaks between them."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = "<w:br/>".join(_pieces(line) for line in xml_safe(text).split("\n"))
    return f"<w:p>{properties}<w:r>{runs}</w:r></w:p>" if text else f"<w:p>{properties}</w:p>"


def _pieces(line: str) -> str:
    return "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in line.split("\t"))


def _styles() -> dict[str, str]:
    """The frame of an answer, the grey words beside it, and the line that names the question."""
    begin = '<w:style {ns} w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
    begin += '<w:basedOn w:val="Normal"/>'
    border = '<w:{} w:val="single" w:sz="4" w:space="4" w:color="7F7F7F"/>'
    frame = "".join(border.replace("{}", side) for side in ("top", "left", "bottom", "right"))
    answer = f'<w:qFormat/><w:pPr><w:pBdr>{frame}</w:pBdr><w:spacing w:after="0"/>'
    answer += '<w:ind w:left="113" w:right="113"/></w:pPr>'
    hint = '<w:pPr><w:keepNext/><w:spacing w:after="60"/></w:pPr>'
    hint += '<w:rPr><w:color w:val="404040"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    asked = '<w:pPr><w:keepNext/><w:spacing w:before="200" w:after="40"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr>'
    return {STYLE: f"{begin}{answer}</w:style>", HINT: f"{begin}{hint}</w:style>", ASKED: f"{begin}{asked}</w:style>"}


def _protect(settings) -> None:
    """Nothing but the ranges that are open to everyone can be changed."""
    protection = parse_xml(f'<w:documentProtection {nsdecls("w")} w:edit="readOnly" w:enforcement="1"/>')
    settings.find(qn("w:defaultTabStop")).addprevious(protection)


# --- What the file knows of the answers --------------------------------------------------------------------------


def _metadata(source: FormSource) -> str:
    assessment = source.assessment
    given = {
        "unit": assessment.unit.code,
        "year": assessment.fiscal_year,
        "set": assessment.criteria_set.code,
        "made": source.made_on.isoformat(),
    }
    attributes = " ".join(f"{name}={quoteattr(str(value))}" for name, value in given.items())
    rows = (
        f'<answer question={quoteattr(question.code)} version="{source.answers[question.pk].version}" '
        f'digest="{digest_of(xml_safe(source.answers[question.pk].text))}"/>'
        for category in source.categories
        for question in category.questions
    )
    return f'<form xmlns="{NAMESPACE}" {attributes}>{"".join(rows)}</form>'


def _add_part(document, metadata: str) -> None:
    """The metadata as a data store of the document, which Word keeps when it saves."""
    package = document.part.package
    name = "/customXml/item2.xml"
    part = Part(PackURI(name), "application/xml", _declared(metadata), package)
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    properties = (
        f'<ds:datastoreItem xmlns:ds="{namespace}" ds:itemID="{PROPERTIES}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    of_properties = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    beside = Part(PackURI("/customXml/itemProps2.xml"), of_properties, _declared(properties), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    part.relate_to(beside, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)


def _declared(xml: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}'.encode()
