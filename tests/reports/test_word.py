"""The report as a Word file: the words that were typed, in the Thai face, through a template the office may replace."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from defusedxml import ElementTree
from django.conf import settings as product
from django.core.management import call_command
from docx import Document

from assessments.interchange.word.style import FACE, office_document, written
from assessments.statuses import Status
from reports.word import WordTemplateBroken, write_word
from reports.word_blocks import body_of
from tests.cast import answer_all, bring_to
from tests.reports.sample import full_content

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "{{ 7*7 }} {% for x in y %} {_{ 7 }_} <w:p/> & \"'> ]]>\ufffe."
MARKED = "น้ำ **สำคัญ** มาก\nบรรทัดสอง *เอน*\n\n- ก\n  - ข\n\n1. หนึ่ง\n2. สอง\n\n| ปี | ผล |\n|---|---|\n| 2568 | 96.2 |"


def document_xml(content: bytes, part: str = "word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(part))


def lines(content: bytes) -> list[str]:
    """Every paragraph, of tables too, in the order of the file."""
    paragraphs = document_xml(content).iter(f"{W}p")
    return ["".join(t.text or "" for t in each.iter(f"{W}t")) for each in paragraphs]


def template(tmp_path, *paragraphs: str):
    document = office_document()
    for text in paragraphs:
        document.add_paragraph(text)
    path = tmp_path / "own.docx"
    path.write_bytes(written(document))
    return path


def test_the_whole_report_opens_and_holds_every_answer():
    content = full_content()
    file = write_word(content)
    found = lines(file)
    answers = [answer for item in content.items for area in item.areas for answer in area.answers]
    expected = [line for answer in answers if not answer.not_applicable for line in answer.text.split("\n") if line]
    plain = [line for line in expected if not re.search(r"[*|]|^\s*[-\d]", line)]
    assert (len(plain) > 5, [line for line in plain if line not in found]) == (True, [])
    assert Document(io.BytesIO(file)).core_properties.title.startswith("รายงานผลการประเมินตนเอง")


def test_thai_stands_in_its_own_face_and_size():
    styles = document_xml(write_word(full_content()), "word/styles.xml")
    for style in styles.iter(f"{W}style"):
        if style.get(f"{W}styleId") in {"Normal", "Heading1", "Heading2", "Heading3", "Title"}:
            properties = style.find(f"{W}rPr")
            size, complex_size = properties.find(f"{W}sz"), properties.find(f"{W}szCs")
            assert properties.find(f"{W}rFonts").get(f"{W}cs") == FACE
            assert properties.find(f"{W}lang").get(f"{W}bidi") == "th-TH"
            assert size.get(f"{W}val") == complex_size.get(f"{W}val")
    fonts = document_xml(write_word(full_content()), "word/fontTable.xml")
    names = {font.get(f"{W}name"): font.find(f"{W}altName") for font in fonts}
    assert names[FACE].get(f"{W}val") == "PMQA Sarabun"


def test_marks_become_what_word_shows():
    tree = ElementTree.fromstring(f'<w:b xmlns:w="{W[1:-1]}">{body_of(MARKED)}</w:b>')
    texts = [
        "".join("\t" if part.tag == f"{W}tab" else part.text for part in p.iter() if part.tag in {f"{W}t", f"{W}tab"})
        for p in tree.iter(f"{W}p")
    ]
    assert texts == ["น้ำ สำคัญ มาก", "บรรทัดสอง เอน", "–\tก", "–\tข", "1.\tหนึ่ง", "2.\tสอง", "ปี", "ผล", "2568", "96.2", ""]
    bold = [
        "".join(t.text for t in r.iter(f"{W}t")) for r in tree.iter(f"{W}r") if r.find(f"{W}rPr/{W}bCs") is not None
    ]
    assert bold == ["สำคัญ", "ปี", "ผล"]


def test_what_people_type_is_text_and_nothing_else():
    content = full_content(thai_digits=False)
    category = content.categories[0]
    item = category.items[0]
    area = item.areas[0]
    answer = replace(area.answers[0], text=HOSTILE, title=HOSTILE, not_applicable="")
    item = replace(item, title=HOSTILE, areas=(replace(area, answers=(answer,)),))
    category = replace(category, title=HOSTILE, items=(item,))
    found = lines(write_word(replace(content, categories=(category,)), category=category.code))
    shown = HOSTILE.replace("\ufffe", "")
    assert found.count(shown) == 1
    assert [line for line in found if line.endswith(shown)] == [
        f"หมวด {category.code} {shown}",
        f"{item.code} {shown}",
        f"{answer.code} {answer.official_number} {shown}",
        shown,
    ]


def test_one_category_alone_and_thai_digits():
    content = replace(full_content(), thai_digits=True)
    found = [line for line in lines(write_word(content, category="2")) if line.startswith("หมวด ")]
    assert found == ["หมวด ๒ การวางแผนเชิงยุทธศาสตร์"]
    with pytest.raises(KeyError):
        write_word(content, category="9")


def test_a_draft_and_a_demonstration_say_so_on_every_page():
    for draft, demo, words in [(True, False, "ฉบับร่าง ใช้อ้างอิงไม่ได้"), (False, True, "ข้อมูลตัวอย่าง ไม่ใช่ผลการประเมินจริง")]:
        file = write_word(replace(full_content(), draft=draft, demo=demo), category="1")
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            heads = [name for name in archive.namelist() if name.startswith("word/header")]
        assert [text for name in heads for t in document_xml(file, name).iter(f"{W}t") if (text := t.text)] == [words]


# --- A template of the office ------------------------------------------------------------------------------------


def test_the_office_puts_its_own_template_in_the_place(tmp_path):
    own = template(tmp_path, "หน่วยงาน {{ cover.unit_name }} ปี {{ cover.fiscal_year | digits }}")
    content = replace(full_content(), thai_digits=True)
    assert lines(write_word(content, template=own)) == [f"หน่วยงาน {content.cover.unit_name} ปี ๒๕๖๙"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ cover.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ categories.append(1) }}",
        "{% for x in %}",
        "{{ nothing.at.all }}",
    ],
)
def test_a_template_reaches_nothing_but_its_values(tmp_path, text):
    with pytest.raises(WordTemplateBroken):
        write_word(full_content(), template=template(tmp_path, text))


def test_a_template_that_is_no_document_is_told(tmp_path, as_user, cast, assessment, settings):
    path = tmp_path / "own.docx"
    path.write_bytes(b"PK nothing")
    for settings.PMQA_WORD_TEMPLATE in (path, tmp_path / "missing.docx"):
        response = as_user(cast.lead).get(f"/assessments/{assessment.pk}/reports/word/", follow=True)
        assert "แม่แบบที่หน่วยงานตั้งไว้ใช้ไม่ได้" in response.content.decode()


def test_the_shipped_template_is_what_its_tool_makes():
    from tools.build_word_template import steady
    from tools.build_word_template import template as made

    assert steady(made()) == product.PMQA_WORD_TEMPLATE.read_bytes()


# --- Who may have it ---------------------------------------------------------------------------------------------


def test_own_people_have_the_draft_and_reviewers_what_was_sent(as_user, cast, assessment):
    bring_to(assessment, Status.RETURNED, cast, text="ข้อความที่ส่ง")
    answer_texts = assessment.answers.filter(question__code="1.1-1")
    answer_texts.update(text="ข้อความที่แก้หลังส่งคืน", version=9)
    page = f"/assessments/{assessment.pk}/reports/word/?category=1"
    for person, text in [(cast.manager, "ข้อความที่แก้หลังส่งคืน"), (cast.coordinator, "ข้อความที่ส่ง")]:
        response = as_user(person).get(page)
        assert response.headers["Content-Disposition"] == 'attachment; filename="PMQA-A0008-2568-1.docx"'
        found = lines(response.content)
        assert found[found.index("1.1-1 (1) เรื่อง 1.1-1") + 1] == text
    assert as_user(cast.manager).get(page.replace("=1", "=9")).status_code == 404


def test_the_page_of_reports_leads_to_word(as_user, cast, assessment):
    shown = as_user(cast.lead).get(f"/assessments/{assessment.pk}/reports/").content.decode()
    for path in ("reports/word/", "reports/word/?category=7", "word-form/", "word-form/?category=P", "take-back/"):
        assert f'href="/assessments/{assessment.pk}/{path}"' in shown
    shown = as_user(cast.manager).get(f"/assessments/{assessment.pk}/reports/").content.decode()
    assert ("word-form/" in shown, "take-back/" in shown) == (True, False)


def test_the_command_writes_it(assessment, tmp_path):
    answer_all(assessment, "ข้อความจากคำสั่ง")
    output = tmp_path / "out.docx"
    place = (assessment.unit.code, str(assessment.fiscal_year), assessment.criteria_set.code)
    call_command("export_assessment", *place, "--format", "docx", "-o", str(output))
    assert lines(output.read_bytes()).count("ข้อความจากคำสั่ง") == assessment.answers.count()
