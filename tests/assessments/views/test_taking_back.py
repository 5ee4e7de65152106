"""A form leaves for Word and comes back: nothing is taken before it was chosen, nothing is overwritten unseen."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import Answer
from assessments.services.answers import save_answer
from assessments.statuses import Status
from criteria.models import Area, Question
from criteria.outline import forget_outlines
from tests.assessments.files.corpus import MACRO_TYPE, office, pdf
from tests.assessments.interchange.word.stage import changed, filled, packed, paragraph, parts_of, run
from tests.assessments.services.stage import pass_the_deadline
from tests.assessments.views.stage import url
from tests.cast import bring_to, make_assessment, make_cycle, question_of, small_set

VOWELS = ("", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "็", "ำ")
TONES = ("", "่", "้", "๊", "๋", "์")
CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
OLD, NEW = "ทบทวนวิธีการทุกปี", "ทบทวนวิธีการทุกไตรมาส"


def cluster_text(number: int) -> str:
    """Hard clusters of one consonant, blank lines, lists, a table, tabs and marks, other for each number."""
    letter = CONSONANTS[number % len(CONSONANTS)]
    syllables = [
        f"{letter}{tone}{vowel}" if vowel == "ำ" else f"{letter}{vowel}{tone}" for vowel in VOWELS for tone in TONES
    ]
    return "\n".join(
        [
            f"ข้อที่ {number} {' '.join(syllables)}",
            "",
            "",
            "- น้ำ **สำคัญ** มาก\n   - ปั๊มน้ำ *ก้ำกึ่ง*\n1. หนึ่ง\n2. สอง",
            "",
            "| ปี | ผล |\n|---|---|\n| ๒๕๖๘ | 96.2 |",
            "  ย่อหน้า\tแท็บ <b>ไม่ใช่</b> &amp; \u00a0 \u200b {{ 7*7 }} {% x %}",
        ]
    )


@pytest.fixture
def hundred(cast):
    """An assessment of 100 questions, every one answered by the contributor."""
    criteria_set = small_set("hundred")
    area = Area.objects.get(item__code="1.1", code="ก", item__category__criteria_set=criteria_set)
    codes = [f"1.1-{number}" for number in range(4, 96)]
    Question.objects.bulk_create(question_of(area, code, "(9)", number) for number, code in enumerate(codes, 4))
    forget_outlines()
    assessment = make_assessment(cast.unit, make_cycle(criteria_set), cast.lead)
    for number, answer in enumerate(assessment.answers.order_by("question")):
        answer.text, answer.version = ("" if number == 50 else cluster_text(number)), 1
        answer.save()
    return assessment


@pytest.fixture
def written(cast, assessment):
    """Three answers of version 1."""
    for code in ("1.1-1", "1.1-2", "1.1-3"):
        save(assessment, cast.contributor, OLD, code)
    return assessment


def save(assessment, actor, text: str, code: str = "1.1-1") -> None:
    answer = answer_of(assessment, code)
    save_answer(answer=answer, text=text, version=answer.version, actor=actor, folds=False)


def answer_of(assessment, code: str = "1.1-1") -> Answer:
    return assessment.answers.select_related("question").get(question__code=code)


def form_of(client, assessment, query: str = "") -> bytes:
    return client.get(url("word_form", assessment.pk) + query).content


def send(client, assessment, content: bytes, name: str = "form.docx"):
    file = SimpleUploadedFile(name, content)
    return client.post(url("taking_back", assessment.pk), {"file": file})


def edited(content: bytes, code: str, text: str = NEW) -> bytes:
    return filled(content, code, paragraph(run(text)))


def choose(client, assessment, response, **data):
    """What the page posts: its parcel, and a choice for each code, `c1_1_1` standing for 1.1-1."""
    named = {name: value for name, value in data.items() if not name.startswith("c1_")}
    choices = {
        f"choice-{name[1]}.{name[3]}-{name[5:]}": value for name, value in data.items() if name.startswith("c1_")
    }
    posted = {"parcel": response.context["parcel"], **choices, **named}
    return client.post(url("taking_back", assessment.pk), posted)


def shown(response) -> list[str]:
    return [one.difference.code for one in response.context["shown"]]


def message(response) -> str:
    return " ".join(response.context["form"].errors.get("file", []))


# --- The round trip ----------------------------------------------------------------------------------------------


def test_an_untouched_form_differs_in_nothing(as_user, cast, hundred):
    client = as_user(cast.contributor)
    response = send(client, hundred, form_of(client, hundred))
    assert (response.status_code, response.context["count"], response.context["answers"]) == (200, 0, 100)
    assert "ไม่มีอะไรต้องรับ" in response.content.decode()


def test_three_of_a_hundred_edited_are_exactly_three_differences(as_user, cast, hundred):
    client = as_user(cast.contributor)
    before = dict(hundred.answers.values_list("question__code", "text"))
    content = form_of(client, hundred)
    for code in ("1.1-7", "7.2-1", "P-1"):
        content = edited(content, code)
    response = send(client, hundred, content)
    assert (shown(response), response.context["count"]) == (["P-1", "1.1-7", "7.2-1"], 3)
    assert dict(hundred.answers.values_list("question__code", "text")) == before
    data = {"choice-P-1": "file", "choice-7.2-1": "keep", "choice-1.1-7": "file"}
    response = client.post(url("taking_back", hundred.pk), {"parcel": response.context["parcel"], **data})
    assert (response.status_code, response.url) == (302, url("task_list", hundred.pk))
    after = dict(hundred.answers.values_list("question__code", "text"))
    assert {code: text for code, text in after.items() if text != before[code]} == {"P-1": NEW, "1.1-7": NEW}


def test_many_differences_come_page_by_page_and_none_is_lost(as_user, cast, hundred):
    client = as_user(cast.contributor)
    content = form_of(client, hundred)
    codes = [f"1.1-{number}" for number in range(10, 22)]
    for code in codes:
        content = edited(content, code)
    response = send(client, hundred, content)
    assert (shown(response), response.context["count"]) == (codes[:10], 12)
    data = {f"choice-{code}": "file" for code in codes[:9]}
    response = client.post(url("taking_back", hundred.pk), {"parcel": response.context["parcel"], **data})
    assert (response.status_code, shown(response)) == (200, codes[9:])
    assert set(hundred.answers.filter(text=NEW).values_list("question__code", flat=True)) == set(codes[:9])


def test_answers_as_long_as_they_may_be_travel_through_the_page(as_user, cast, written):
    client = as_user(cast.contributor)
    text = "\n".join(f"{line} {'น้ำที่ปั๊ม' * 20}" for line in range(95))
    written.answers.filter(question__code__in=["1.1-1", "7.1-1"]).update(text=text, version=2)
    parts = parts_of(form_of(client, written))
    parts["word/document.xml"] = parts["word/document.xml"].replace("ปั๊ม".encode(), "ปั้ม".encode())
    response = send(client, written, packed(parts))
    assert (shown(response), len(text) > 19_000) == (["1.1-1", "7.1-1"], True)
    assert choose(client, written, response, c1_1_1="file", **{"choice-7.1-1": "file"}).status_code == 302
    taken = written.answers.filter(version=3)
    assert [answer.text for answer in taken] == [text.replace("ปั๊ม", "ปั้ม")] * 2


def test_one_category_alone(as_user, cast, written):
    client = as_user(cast.manager)
    response = client.get(url("word_form", written.pk) + "?category=1")
    assert response.headers["Content-Disposition"] == 'attachment; filename="PMQA-A0008-2568-1-form.docx"'
    text = parts_of(response.content)["word/document.xml"].decode()
    assert re.findall(r'<w:tag w:val="([^"]+)"', text) == ["1.1-1", "1.1-2", "1.1-3"]
    assert client.get(url("word_form", written.pk) + "?category=9").status_code == 404


# --- What is chosen ----------------------------------------------------------------------------------------------


def test_a_text_is_changed_on_the_page_before_it_is_taken(as_user, cast, written):
    client = as_user(cast.contributor)
    content = edited(edited(form_of(client, written), "1.1-1"), "1.1-2")
    response = choose(client, written, send(client, written, content), c1_1_1="edit", c1_1_2="file")
    assert (response.status_code, shown(response)) == (200, ["1.1-1"])
    assert [one.box for one in response.context["shown"]] == [NEW]
    assert (answer_of(written).text, answer_of(written, "1.1-2").text) == (OLD, NEW)
    mended = {"text-1.1-1": f"{NEW} และรายงาน"}
    assert choose(client, written, response, c1_1_1="edit", **mended).status_code == 302
    assert answer_of(written).text == f"{NEW} และรายงาน"


def test_a_text_that_is_too_long_is_shown_to_be_shortened(as_user, cast, written, settings):
    settings.PMQA_TEXT_LIMIT = 30
    client = as_user(cast.contributor)
    content = edited(edited(form_of(client, written), "1.1-1", NEW * 2), "1.1-2")
    response = choose(client, written, send(client, written, content), c1_1_1="file", c1_1_2="file")
    assert (response.status_code, shown(response)) == (422, ["1.1-1", "1.1-2"])
    assert "รับได้ไม่เกิน 30 ตัวอักษร" in response.content.decode()
    assert (answer_of(written).text, answer_of(written, "1.1-2").text) == (OLD, OLD)
    mended = {"text-1.1-1": NEW}
    assert choose(client, written, response, c1_1_1="edit", c1_1_2="file", **mended).status_code == 302
    assert (answer_of(written).text, answer_of(written, "1.1-2").text) == (NEW, NEW)


def test_what_nothing_was_said_of_stays_on_the_page(as_user, cast, written):
    client = as_user(cast.contributor)
    response = send(client, written, edited(form_of(client, written), "1.1-1"))
    response = choose(client, written, response)
    assert (response.status_code, shown(response), answer_of(written).text) == (200, ["1.1-1"], OLD)


def test_what_a_colleague_saves_meanwhile_is_shown_again_against_the_newest(as_user, cast, written):
    client = as_user(cast.contributor)
    content = edited(edited(form_of(client, written), "1.1-1"), "1.1-2")
    response = send(client, written, content)
    save(written, cast.lead, "ทบทวนทุกเดือน")
    response = choose(client, written, response, c1_1_1="file", c1_1_2="file")
    assert (response.status_code, shown(response)) == (409, ["1.1-1"])
    assert (answer_of(written).text, answer_of(written, "1.1-2").text) == ("ทบทวนทุกเดือน", NEW)
    one = response.context["shown"][0]
    assert (one.difference.answer.text, one.difference.text, one.choice) == ("ทบทวนทุกเดือน", NEW, "keep")
    assert choose(client, written, response, c1_1_1="file").status_code == 302
    assert answer_of(written).text == NEW


def test_a_form_older_than_the_text_warns_and_keeps_by_itself(as_user, cast, written):
    client = as_user(cast.contributor)
    content = edited(form_of(client, written), "1.1-1")
    for code in ("1.1-1", "1.1-2"):
        save(written, cast.lead, "ทบทวนทุกเดือน", code)
    response = send(client, written, content)
    assert [(one.difference.code, one.choice) for one in response.context["shown"]] == [("1.1-1", "keep")]
    assert "มีผู้แก้ข้อนี้ในระบบหลังออกแบบกรอก" in response.content.decode()


def test_an_emptied_frame_is_kept_by_itself(as_user, cast, written):
    client = as_user(cast.contributor)
    response = send(client, written, filled(form_of(client, written), "1.1-1", "<w:p/>"))
    assert [(one.difference.text, one.choice) for one in response.context["shown"]] == [("", "keep")]


def test_a_version_without_a_writer_is_told_without_a_leading_dot(as_user, cast, written):
    client = as_user(cast.contributor)
    content = edited(form_of(client, written), "1.1-1")
    written.answers.update(updated_by=None)

    page = send(client, written, content).content.decode()

    assert re.search(r"<b>ฉบับในระบบ</b>\s*บันทึก <time[^>]*>[^<]+</time> · ฉบับที่ 1\s*</th>", page)


@pytest.mark.parametrize("parcel", ["", "forged", "a:b:c"])
def test_a_parcel_that_is_not_ours_is_refused_with_what_was_typed(as_user, cast, written, parcel):
    data = {"parcel": parcel, "choice-1.1-1": "edit", "text-1.1-1": NEW}
    response = as_user(cast.contributor).post(url("taking_back", written.pk), data)
    assert (response.status_code, NEW in response.content.decode(), answer_of(written).text) == (403, True, OLD)


def test_a_parcel_of_another_assessment_is_refused(as_user, cast, written):
    client = as_user(cast.contributor)
    response = send(client, written, edited(form_of(client, written), "1.1-1"))
    other = make_assessment(cast.unit, make_cycle(written.criteria_set, 2567), cast.lead)
    assert choose(client, other, response, c1_1_1="file").status_code == 403


def test_a_closed_assessment_keeps_the_words(as_user, cast, written):
    client = as_user(cast.contributor)
    response = send(client, written, edited(form_of(client, written), "1.1-1"))
    pass_the_deadline(written)
    response = choose(client, written, response, c1_1_1="edit", **{"text-1.1-1": NEW})
    assert (response.status_code, NEW in response.content.decode(), answer_of(written).text) == (403, True, OLD)


def test_a_session_that_ended_keeps_the_words(client, written):
    data = {"parcel": "x", "choice-1.1-1": "edit", "text-1.1-1": NEW}
    response = client.post(url("taking_back", written.pk), data)
    assert (response.status_code, NEW in response.content.decode()) == (401, True)


def test_the_page_asks_as_often_for_one_difference_as_for_three(as_user, cast, written, django_assert_num_queries):
    client = as_user(cast.contributor)
    one = edited(form_of(client, written), "1.1-1")
    three = edited(edited(one, "1.1-2"), "1.1-3")
    send(client, written, one)
    for content in (one, three):
        with django_assert_num_queries(5):
            send(client, written, content)


# --- Files that are not taken ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "form.docx", "ไม่ใช่ docx ที่ถูกต้อง"),
        (pdf(), "form.docx", "ไม่ใช่ docx ที่ถูกต้อง"),
        (pdf(), "form.pdf", "รับเฉพาะแบบกรอก .docx"),
        (office("docx"), "form.docx", "ไม่ใช่แบบกรอกที่ออกจากระบบ"),
        (office("docx", types=MACRO_TYPE), "form.docx", "มีมาโคร"),
        (
            office("docx", {"customXml/item1.xml": "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"}),
            "form.docx",
            "เสียหาย",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "form.docx", "มีรหัสผ่านหรือเป็นรูปแบบเก่า"),
    ],
)
def test_a_foreign_or_damaged_file_is_refused_in_words(as_user, cast, written, content, name, words):
    response = send(as_user(cast.contributor), written, content, name)
    assert (response.status_code, words in message(response)) == (422, True), message(response)


def test_a_damaged_form_is_refused(as_user, cast, written):
    client = as_user(cast.contributor)
    content = form_of(client, written)
    broken = changed(content, "</w:body>", "")
    unframed = {name: part.replace(b"<w:tag ", b"<w:tug ") for name, part in parts_of(content).items()}
    assert "เสียหาย" in message(send(client, written, broken))
    assert "เสียหาย" in message(send(client, written, content[: len(content) // 2]))
    assert "ไม่พบกรอบคำตอบ" in message(send(client, written, packed(unframed)))


def test_a_bomb_is_refused_before_it_is_unpacked(as_user, cast, written):
    client = as_user(cast.contributor)
    parts = parts_of(form_of(client, written))
    document = parts["word/document.xml"]
    nested = document.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 3000).replace(
        b"</w:body>", b"</w:sdt>" * 3000 + b"</w:body>"
    )
    large = document.replace(b"<w:body>", b"<w:body><!--" + b" " * 40_000_000 + b"-->")
    assert "ใหญ่ผิดปกติ" in message(send(client, written, packed(parts | {"word/document.xml": large})))
    assert send(client, written, packed(parts | {"word/document.xml": nested})).status_code in {200, 422}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('unit="A0008"', 'unit="A0009"', "หน่วยงานรหัส A0009"),
        ('year="2568"', 'year="2567"', "ปีงบประมาณ 2567"),
        ('set="small"', 'set="other"', "ชุดเกณฑ์ other"),
    ],
)
def test_a_form_of_another_unit_year_or_set_is_refused(as_user, cast, written, before, after, words):
    client = as_user(cast.contributor)
    content = changed(form_of(client, written), before, after, part="customXml/item2.xml")
    response = send(client, written, content)
    assert (response.status_code, words in message(response)) == (422, True)


def test_a_lost_frame_is_named_and_the_rest_is_read(as_user, cast, written):
    client = as_user(cast.contributor)
    content = changed(form_of(client, written), '<w:tag w:val="1.1-2"/>', "")
    response = send(client, written, edited(content, "1.1-1"))
    assert (shown(response), response.context["missing"]) == (["1.1-1"], ("1.1-2",))


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW])
def test_nobody_sends_a_file_while_it_is_with_the_reviewers(as_user, cast, assessment, status):
    bring_to(assessment, status, cast)
    response = send(as_user(cast.lead), assessment, b"PK")
    assert response.status_code == 403


def test_a_file_beyond_the_limit_is_named(as_user, cast, written, settings):
    settings.PMQA_FILE_LIMIT = 1000
    client = as_user(cast.contributor)
    response = send(client, written, form_of(client, written))
    assert (response.status_code, "ใหญ่เกิน" in message(response)) == (422, True)
