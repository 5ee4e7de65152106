"""The page of one question: nothing typed is ever lost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from assessments.forms.answers import AnswerForm
from assessments.models import Answer, AnswerRevision, Assessment, Comment, Indicator
from assessments.services.answers import save_answer
from assessments.services.presence import here
from assessments.statuses import RevisionKind, Status
from assessments.views.comparison import compared
from criteria.models import Area, Question, Rubric
from tests.assessments.files.kept import cited_by, keep
from tests.cast import bring_to, make_assessment, make_unit, make_user

MINE = "ข้อความของฉัน"
THEIRS = "ข้อความของคนอื่น"
REASON = "หน่วยงานไม่มีภารกิจด้านนี้ตามกฎหมาย"
TRANSACTION = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE)")


def path(assessment, code: str = "1.1-1") -> str:
    return f"/assessments/{assessment.pk}/questions/{code}/"


def answer_of(assessment, code: str = "1.1-1") -> Answer:
    return assessment.answers.get(question__code=code)


def post(client, assessment, *, code: str = "1.1-1", text: str = MINE, version: int = 0, **data):
    return client.post(path(assessment, code), {"text": text, "not_applicable": "", "version": version, **data})


def save(assessment, text: str, actor, version: int = 0, code: str = "1.1-1") -> None:
    save_answer(answer=answer_of(assessment, code), text=text, version=version, actor=actor)


def bring_past_the_deadline(assessment) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(due=timezone.now() - timedelta(minutes=1))


def test_the_title_names_the_item_of_a_scored_question_alone(as_user, cast, assessment):
    """What is profile is data of the set, not the letter of a code."""
    Question.objects.filter(code="P-1").update(code="O-1")
    Question.objects.filter(code="1.1-1").update(code="P1-1")
    client = as_user(cast.lead)
    titles = [client.get(path(assessment, code)).content.decode().partition("<title>")[2] for code in ("O-1", "P1-1")]
    assert [title.partition("เรื่อง")[0] for title in titles] == ["(1) ", "1.1 (1) "]


# --- works -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["contributor", "lead"])
def test_those_who_write_save_and_stay(as_user, cast, assessment, role):
    response = post(as_user(getattr(cast, role)), assessment)
    assert (response.status_code, response.url) == (302, path(assessment))
    answer = answer_of(assessment)
    assert (answer.text, answer.version, answer.updated_by) == (MINE, 1, getattr(cast, role))


@pytest.mark.parametrize(
    ("code", "following"), [("P-1", "questions/1.1-1/"), ("1.1-3", "questions/7.1-1/"), ("7.2-2", "")]
)
def test_save_and_go_on_leads_to_the_next_question_of_the_set(as_user, cast, assessment, code, following):
    response = post(as_user(cast.contributor), assessment, code=code, go_on="1")
    assert (response.status_code, response.url) == (302, f"/assessments/{assessment.pk}/{following}")


def test_the_next_page_says_what_was_saved(as_user, cast, assessment):
    client = as_user(cast.contributor)
    response = client.get(post(client, assessment, go_on="1").url)
    assert [str(message) for message in response.context["messages"]] == ["บันทึกข้อ (1) แล้ว"]


def test_the_page_holds_the_text_and_its_version(as_user, cast, assessment):
    save(assessment, "<b>ก & ข</b>", cast.lead)
    page = as_user(cast.contributor).get(path(assessment)).content.decode()
    assert "&lt;b&gt;ก &amp; ข&lt;/b&gt;</textarea>" in page
    assert 'name="version" value="1"' in page


def test_a_first_line_that_is_empty_is_kept(as_user, cast, assessment):
    client = as_user(cast.contributor)
    post(client, assessment, text="\n\nก")
    assert answer_of(assessment).text == "\n\nก"
    assert "\n\n\nก</textarea>" in client.get(path(assessment)).content.decode()


def test_the_same_text_again_makes_no_new_version(as_user, cast, assessment):
    client = as_user(cast.contributor)
    post(client, assessment)
    assert post(client, assessment, version=1).status_code == 302
    assert answer_of(assessment).version == 1


def test_a_reason_makes_the_question_not_applicable(as_user, cast, assessment):
    post(as_user(cast.contributor), assessment, text="", not_applicable=REASON)
    answer = answer_of(assessment)
    assert (answer.text, answer.not_applicable, answer.is_answered) == ("", REASON, True)


def test_white_space_is_no_answer(as_user, cast, assessment):
    post(as_user(cast.contributor), assessment, text=" \r\n\t\r\n ")
    assert not answer_of(assessment).is_answered


def shown_bands(client, assessment) -> list[str]:
    """The texts of the four factors at first sight."""
    return re.findall(r"<dd>(.*?)</dd>", client.get(path(assessment)).content.decode())


def test_the_rubric_shows_the_usual_band(as_user, cast, assessment):
    Rubric.objects.bulk_create(
        Rubric(
            criteria_set=assessment.criteria_set, kind="process", factor=f, band=b, text_th=f"{f}{b}", text_en=f"{f}{b}"
        )
        for f in "ADLI"
        for b in range(6)
    )
    client = as_user(cast.contributor)
    assert shown_bands(client, assessment) == ["A3", "D3", "L3", "I3"]
    assert "50–65 %" in client.get(path(assessment)).content.decode()


# --- other role, other unit, wrong status, wrong method, missing id ------------------------------------------------


@pytest.mark.parametrize("role", ["approver", "manager"])
def test_readers_see_the_text_without_a_form(as_user, cast, assessment, role):
    save(assessment, MINE, cast.lead)
    page = as_user(getattr(cast, role)).get(path(assessment)).content.decode()
    assert f"<p>{MINE}</p>" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("role", ["approver", "manager"])
def test_readers_cannot_save_and_keep_what_they_typed(as_user, cast, assessment, role):
    response = post(as_user(getattr(cast, role)), assessment)
    assert response.status_code == 403
    assert MINE in response.content.decode()
    assert answer_of(assessment).version == 0


@pytest.mark.parametrize(("role", "status"), [("coordinator", 403), ("assessor", 404), ("stranger", 404)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_neither_see_nor_save(as_user, cast, assessment, role, status, method):
    assert getattr(as_user(getattr(cast, role)), method)(path(assessment)).status_code == status


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED])
def test_a_locked_one_is_read_and_refuses_with_the_typed_text(as_user, cast, assessment, status):
    bring_to(assessment, status, cast)
    before = answer_of(assessment)
    client = as_user(cast.contributor)
    assert "<textarea" not in client.get(path(assessment)).content.decode()
    response = post(client, assessment, version=1, not_applicable=REASON)
    assert response.status_code == 403
    assert MINE in response.content.decode()
    assert REASON in response.content.decode()
    assert answer_of(assessment).text == before.text


def test_a_returned_one_is_open_again(as_user, cast, assessment):
    bring_to(assessment, Status.RETURNED, cast)
    assert post(as_user(cast.contributor), assessment, version=1).status_code == 302


def test_past_the_deadline_nothing_is_saved_and_nothing_lost(as_user, cast, assessment):
    bring_past_the_deadline(assessment)
    response = post(as_user(cast.contributor), assessment)
    assert response.status_code == 403
    assert MINE in response.content.decode()
    assert answer_of(assessment).version == 0


def test_wrong_method_and_missing_ids(as_user, cast, assessment):
    client = as_user(cast.contributor)
    assert client.put(path(assessment)).status_code == 405
    assert client.get(path(assessment, "9.9-9")).status_code == 404
    assert post(client, assessment, code="9.9-9").status_code == 404
    assert client.get("/assessments/999/questions/1.1-1/").status_code == 404


# --- two at once -----------------------------------------------------------------------------------------------


def test_a_stale_save_shows_both_texts_and_keeps_both(as_user, cast, assessment):
    save(assessment, THEIRS, cast.lead)
    response = post(as_user(cast.contributor), assessment)
    assert response.status_code == 409
    context = response.context
    assert (context["answer"].text, context["typed"]["text"]) == (THEIRS, MINE)
    assert str(cast.lead) in response.content.decode()
    assert answer_of(assessment).text == THEIRS
    kept = AnswerRevision.objects.get(kind=RevisionKind.CONFLICT)
    assert (kept.text, kept.author) == (MINE, cast.contributor)


def test_a_version_without_a_writer_is_told_without_a_leading_dot(as_user, cast, assessment):
    save(assessment, THEIRS, cast.lead)
    assessment.answers.update(updated_by=None)

    page = post(as_user(cast.contributor), assessment).content.decode()

    assert re.search(r"<b>ฉบับในระบบ</b>\s*บันทึก <time[^>]*>[^<]+</time> · ฉบับที่ 1\s*</th>", page)


def test_the_conflict_page_posts_mine_with_the_new_version(as_user, cast, assessment):
    save(assessment, THEIRS, cast.lead)
    client = as_user(cast.contributor)
    page = post(client, assessment).content.decode()
    assert 'name="version" value="1"' in page
    assert post(client, assessment, version=1, keep="mine").status_code == 302
    assert answer_of(assessment).text == MINE


def test_their_text_may_stay(as_user, cast, assessment):
    save(assessment, THEIRS, cast.lead)
    response = post(as_user(cast.contributor), assessment, version=1, keep="theirs")
    assert (response.status_code, response.url) == (302, path(assessment))
    assert answer_of(assessment).text == THEIRS


def test_both_may_be_edited_together(as_user, cast, assessment):
    save(assessment, THEIRS, cast.lead)
    response = post(as_user(cast.contributor), assessment, version=1, keep="merge")
    assert response.status_code == 200
    page = response.content.decode()
    assert f"{MINE}</textarea>" in page
    assert f"<p>{THEIRS}</p>" in page
    assert answer_of(assessment).text == THEIRS


@pytest.mark.parametrize(
    ("theirs", "mine", "marked"),
    [
        ("ก", "ก", []),
        ("เขต 3 ทำได้ 25 วันทำการ", "เขต 3 ทำได้ 24 วันทำการ", [("25", "24")]),
        ("", "ใหม่", [("", "ใหม่")]),
        ("น้ำมาก ที่นี่", "น้ามาก ที่นี่", [("น้ำ", "น้า")]),
    ],
)
def test_differences_are_whole_graphemes(theirs, mine, marked):
    rows = [row for row in compared(theirs, mine) if not row.same]
    sides = [("".join(t for t, a in row.theirs if a), "".join(t for t, a in row.mine if a)) for row in rows]
    assert sides == marked


@given(st.text("กขำ่ \n", max_size=40), st.text("กขำ่ \n", max_size=40))
def test_no_paragraph_is_lost_in_a_comparison(theirs, mine):
    rows = compared(theirs, mine)
    for side, text in (("theirs", theirs), ("mine", mine)):
        shown = [line for row in rows if (line := "".join(piece for piece, _alone in getattr(row, side)))]
        assert shown == [line for line in text.split("\n") if line.strip()]


# --- bad input -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"text": "ก\x00ข"}, "text"),
        ({"text": "ก\x1bข"}, "text"),
        ({"text": "น้ำ" * 20_001}, "text"),
        ({"not_applicable": "สั้นไป"}, "not_applicable"),
        ({"not_applicable": "ก" * 2_001}, "not_applicable"),
        ({"version": "x"}, "version"),
        ({"version": -1}, "version"),
        ({"version": 10**30}, "version"),
    ],
)
def test_refused_input_is_explained_and_still_there(as_user, cast, assessment, data, field):
    response = post(as_user(cast.contributor), assessment, **data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert "<title>ข้อผิดพลาด:" in page
    assert response.context["form"]["text"].value() == data.get("text", MINE)
    assert answer_of(assessment).version == 0


def test_twenty_thousand_graphemes_are_accepted(as_user, cast, assessment):
    assert post(as_user(cast.contributor), assessment, text="น้ำ" * 20_000).status_code == 302


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ก\x00ข", "คำตอบมีอักขระว่าง NUL (U+0000) ที่บรรทัด 1 ตัวอักษรที่ 2"),
        ("ก\n\ud800", "คำตอบมีอักขระที่ไม่สมบูรณ์ (U+D800) ที่บรรทัด 2 ตัวอักษรที่ 1"),
        ("ก" * 20_002, "คำตอบยาว 20,002 ตัวอักษร รับได้ไม่เกิน 20,000 ตัวอักษร ตัดออกอย่างน้อย 2 ตัวอักษร"),
        ("ก" * 200_001, "คำตอบยาว 200,001 ตัวอักษร รับได้ไม่เกิน 20,000 ตัวอักษร ตัดออกอย่างน้อย 180,001 ตัวอักษร"),
    ],
)
def test_a_refusal_says_where_what_and_how(text, message):
    form = AnswerForm({"text": text, "not_applicable": "", "version": 0})
    assert [error[: len(message)] for error in form.errors["text"]] == [message]


def test_typed_text_is_cleaned_once(as_user, cast, assessment):
    post(as_user(cast.contributor), assessment, text="น\u0e4d\u0e49าใจ \u202eก  \r\nข")
    assert answer_of(assessment).text == "น้ำใจ ก\nข"


def test_not_applicable_is_refused_while_the_area_holds_an_indicator(as_user, cast, assessment):
    area = Area.objects.get(item__code="7.1", code="ก")
    Indicator.objects.create(assessment=assessment, area=area, code="7.1-01", name="ก", unit_of_measure="ร้อยละ")
    response = post(as_user(cast.contributor), assessment, code="7.1-1", text="", not_applicable=REASON)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["not_applicable"]
    assert answer_of(assessment, "7.1-1").version == 0


# --- price -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_costs_the_same_for_any_number_of_anything(
    as_user, cast, cycle, assessment, count, django_assert_num_queries
):
    """Texts, people, files, comments, other units: at most twelve queries are allowed, six are used."""
    for number in range(count):
        save(assessment, f"ฉบับ {number}", cast.lead, number)
        cited_by(answer_of(assessment), keep(cast.unit, cast.lead, code=f"E{number:02}"))
        person = make_user(f"person{number}", (Role.CONTRIBUTOR, cast.unit))
        here(assessment_id=assessment.pk, code="1.1-1", user=person)
        Comment.objects.create(answer=answer_of(assessment), author=person, text="ขอตัวเลข", at=timezone.now())
        make_assessment(make_unit(f"X{number:02}", f"หน่วยงานที่ {number}"), cycle)
    client = as_user(cast.contributor)
    client.get(path(assessment))
    with django_assert_num_queries(6):
        page = client.get(path(assessment))
    assert (len(page.context["present"]), page.context["evidence_drawer"].count) == (count, count)


@pytest.mark.parametrize("go_on", [{}, {"go_on": "1"}])
def test_a_save_costs_nine_queries_at_most(as_user, cast, assessment, go_on):
    client = as_user(cast.contributor)
    client.get(path(assessment))
    with CaptureQueriesContext(connection) as queries:
        post(client, assessment, **go_on)
    counted = [query["sql"] for query in queries if not TRANSACTION.match(query["sql"])]
    assert len(counted) == 9, counted


# --- signed out ----------------------------------------------------------------------------------------------------


def test_a_form_sent_after_the_session_ended_shows_what_was_typed(client, assessment):
    response = post(client, assessment, not_applicable=REASON)
    shown = response.content.decode()
    assert (response.status_code, MINE in shown, REASON in shown) == (401, True, True)
    assert f"?next={path(assessment)}" in shown
    assert answer_of(assessment).version == 0


def test_a_request_without_the_text_empties_nothing(as_user, cast, assessment):
    save(assessment, MINE, cast.contributor)
    response = as_user(cast.contributor).post(path(assessment), {"version": "1"})
    assert (response.status_code, answer_of(assessment).text) == (422, MINE)
