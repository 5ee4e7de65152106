"""The task list: what is left first, at a constant price."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Answer, Comment, Indicator, IndicatorYear, Score, WorkAssignment
from assessments.statuses import Stage, Status
from criteria.models import Area, Item
from tests.cast import answer_all, answer_remarks, bring_to


def page(client, assessment):
    return client.get(f"/assessments/{assessment.pk}/")


def states(response) -> dict[str, tuple[str, str]]:
    rows = [row for category in response.context["categories"] for row in category.rows]
    return {row.item.code: (row.state_word, row.score_word) for row in rows}


def test_nothing_is_done_at_the_start(as_user, cast, assessment):
    response = page(as_user(cast.contributor), assessment)
    assert states(response) == {
        "P.1": ("ยังไม่เริ่ม", ""),
        "1.1": ("ยังไม่เริ่ม", "ยังไม่ให้คะแนน"),
        "7.1": ("ยังไม่เริ่ม", "ยังไม่ให้คะแนน"),
        "7.2": ("ยังไม่เริ่ม", "ยังไม่ให้คะแนน"),
    }
    assert "เหลืออีก 8 คำถาม" in response.content.decode()


def test_an_answer_or_a_reason_counts_as_done(as_user, cast, assessment):
    Answer.objects.filter(question__code="1.1-1").update(text="ก", version=1)
    Answer.objects.filter(question__code="1.1-2").update(not_applicable="ไม่มีงานด้านนี้", version=1)
    Answer.objects.filter(question__code="P-1").update(text="ก", version=1)
    response = page(as_user(cast.contributor), assessment)
    assert states(response)["1.1"] == ("กำลังทำ 2/3", "ยังไม่ให้คะแนน")
    assert states(response)["P.1"] == ("เสร็จแล้ว", "")
    assert [(row.answered, row.total) for row in response.context["categories"]] == [(1, 1), (2, 3), (0, 4)]


def test_scores_stand_beside_their_items(as_user, cast, assessment):
    answer_all(assessment)
    Score.objects.filter(item__code="7.2").delete()
    response = page(as_user(cast.lead), assessment)
    assert states(response)["1.1"] == ("เสร็จแล้ว", "ยืนยัน 60 %")
    assert [result.code for result in response.context["unconfirmed"]] == ["7.2"]


def test_a_suggestion_is_named_as_such(as_user, cast, assessment):
    factors = dict.fromkeys(("approach", "deployment", "learning", "integration"), 3)
    item = Item.objects.get(code="1.1")
    Score.objects.create(assessment=assessment, item=item, stage=Stage.SELF, **factors)
    assert states(page(as_user(cast.lead), assessment))["1.1"][1].startswith("ระบบเสนอ ")


def test_the_first_open_questions_wait_for_those_who_write(as_user, cast, assessment):
    waiting = page(as_user(cast.contributor), assessment).context["waiting"]
    assert [work.label for work in waiting["questions"]] == [
        "P.1 (1)",
        "1.1 (1)",
        "1.1 (2)",
        "1.1 (1)",
        "7.1 (1)",
    ]
    assert page(as_user(cast.approver), assessment).context["waiting"] == {"questions": [], "items": [], "own": 0}


def test_scores_wait_for_the_lead_once_all_is_answered(as_user, cast, assessment):
    assessment.answers.update(text="ก", version=1)
    waiting = page(as_user(cast.lead), assessment).context["waiting"]
    assert [result.code for result in waiting["items"]] == ["1.1", "7.1", "7.2"]


@pytest.mark.parametrize("status", Status.values)
def test_the_page_opens_in_every_status(as_user, cast, assessment, status):
    bring_to(assessment, status, cast)
    assert page(as_user(cast.manager), assessment).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("coordinator", 403), ("assessor", 404), ("stranger", 404)])
def test_others_do_not_see_it(as_user, cast, assessment, role, status):
    assert page(as_user(getattr(cast, role)), assessment).status_code == status


def test_an_assessor_of_a_submitted_one_is_sent_away_with_a_reason(as_user, cast, assessment):
    bring_to(assessment, Status.SUBMITTED, cast)
    response = page(as_user(cast.assessor), assessment)
    assert response.status_code == 403
    assert "บทบาทของคุณไม่มีสิทธิ์" in response.content.decode()


def test_wrong_method_and_missing_id(as_user, cast, assessment):
    client = as_user(cast.lead)
    assert client.post(f"/assessments/{assessment.pk}/").status_code == 405
    assert client.get("/assessments/999/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_the_page_costs_the_same_for_any_number_of_rows(as_user, cast, assessment, rows, django_assert_num_queries):
    answer_all(assessment)
    area = Area.objects.get(item__code="7.1", code="ก")
    for number in range(rows):
        indicator = Indicator.objects.create(
            assessment=assessment, area=area, code=f"7.1-{number:02}", name="ตัวชี้วัด", unit_of_measure="ร้อยละ"
        )
        IndicatorYear.objects.create(indicator=indicator, fiscal_year=2568, value=Decimal(90), target=Decimal(85))
    client = as_user(cast.lead)
    with django_assert_num_queries(12):
        assert page(client, assessment).context["indicator_count"] == rows


def test_a_returned_assessment_leads_to_the_remarks_first(as_user, assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    page = as_user(cast.contributor).get(f"/assessments/{assessment.pk}/").content.decode()
    assert f'<a class="btn btn-primary" href="/assessments/{assessment.pk}/remarks/">ตอบข้อสังเกต</a>' in page
    assert "พร้อมส่งแล้ว" not in page
    assert page.count("ตอบแล้ว 0 จาก 1") == 2
    answer_remarks(assessment)
    after = as_user(cast.contributor).get(f"/assessments/{assessment.pk}/")
    assert (after.context["remarks"].answered, after.context["remarks"].left) == (1, 0)


def give(assessment, code: str, person, days: int):
    """The question is this person's, due in so many days; no service, so that the day can be past."""
    now = timezone.now()
    due = timezone.localdate() + timedelta(days=days)
    answer = assessment.answers.get(question__code=code)
    return WorkAssignment.objects.create(answer=answer, person=person, due=due, assigned_by=person, assigned_at=now)


def rows_of(response) -> dict:
    return {row.item.code: row for category in response.context["categories"] for row in category.rows}


def test_an_item_tells_who_until_when_and_how_late(as_user, assessment, cast):
    give(assessment, "1.1-1", cast.contributor, -2)
    give(assessment, "1.1-2", cast.lead, 5)
    answer = assessment.answers.get(question__code="1.1-2")
    Comment.objects.create(answer=answer, author=cast.lead, text="ขอแหล่งที่มา", at=timezone.now())
    row = rows_of(page(as_user(cast.lead), assessment))["1.1"]
    assert (row.people, row.due, row.late_word, row.open_comments) == (
        "contributor, lead",
        timezone.localdate() - timedelta(days=2),
        "เลยกำหนด 2 วัน",
        1,
    )


def test_what_is_done_is_not_late(as_user, assessment, cast):
    give(assessment, "1.1-1", cast.contributor, -2)
    answer_all(assessment)
    row = rows_of(page(as_user(cast.lead), assessment))["1.1"]
    assert (row.state_word, row.due, row.late_word) == ("เสร็จแล้ว", None, "")


def test_a_copy_of_another_year_is_not_done(as_user, assessment, cast):
    answer_all(assessment)
    assessment.answers.filter(question__code="1.1-1").update(carried_from=2567)
    response = page(as_user(cast.lead), assessment)
    row = rows_of(response)["1.1"]
    assert (row.state_word, row.carried, response.context["answered"]) == ("กำลังทำ 2/3", 1, 7)
    assert "คัดลอกมา 1 ข้อ รอปรับปรุง" in response.content.decode()


def test_my_own_questions_come_first(as_user, assessment, cast):
    give(assessment, "7.2-1", cast.contributor, 5)
    response = page(as_user(cast.contributor), assessment)
    assert [work.question.code for work in response.context["waiting"]["questions"]] == ["7.2-1"]
    assert rows_of(response)["7.2"].next_question.code == "7.2-1"


def test_only_my_items(as_user, assessment, cast):
    give(assessment, "7.2-1", cast.contributor, 5)
    html = as_user(cast.contributor).get(f"/assessments/{assessment.pk}/?mine=1").content.decode()
    assert ("7.2 หัวข้อ 7.2" in html, "1.1 หัวข้อ 1.1" in html) == (True, False)
