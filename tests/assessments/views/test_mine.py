"""My questions: what is left first, by date; the late ones say so; whom a comment calls sees it."""

from datetime import timedelta

from django.utils import timezone

from assessments.models import Comment, HandOver, WorkAssignment
from tests.assessments.views.stage import url


def give(assessment, code: str, person, days: int | None) -> None:
    day = timezone.localdate() + timedelta(days=days) if days is not None else None
    answer = assessment.answers.get(question__code=code)
    then = timezone.now() - timedelta(days=3)
    WorkAssignment.objects.create(answer=answer, person=person, due=day, assigned_by=person, assigned_at=then)


def codes(works) -> list[str]:
    return [work.question.code for work in works]


def test_by_date_then_in_the_order_of_the_set(as_user, cast, assessment):
    for code, days in {"P-1": None, "1.1-1": 5, "1.1-2": -2, "7.1-1": 5, "7.2-1": 1}.items():
        give(assessment, code, cast.contributor, days)
    give(assessment, "1.1-3", cast.lead, 0)
    assessment.answers.filter(question__code="7.2-1").update(text="ก", version=1)
    response = as_user(cast.contributor).get(url("mine", assessment.pk))
    assert codes(response.context["left"]) == ["1.1-2", "1.1-1", "7.1-1", "P-1"]
    assert codes(response.context["done"]) == ["7.2-1"]
    assert response.content.decode().count("เลยกำหนด 2 วัน") == 1


def test_nothing_is_mine(as_user, cast, assessment):
    response = as_user(cast.manager).get(url("mine", assessment.pk))
    assert "ยังไม่มีคำถามที่มอบหมายให้คุณ" in response.content.decode()


def test_what_was_handed_over_to_me_is_mine(as_user, cast, assessment):
    give(assessment, "1.1-1", cast.contributor, 2)
    people = {"giver": cast.contributor, "receiver": cast.lead, "made_by": cast.lead}
    HandOver.objects.create(unit=cast.unit, effective=timezone.localdate(), made_at=timezone.now(), **people)
    client = as_user(cast.lead)
    assert codes(client.get(url("mine", assessment.pk)).context["left"]) == ["1.1-1"]
    client = as_user(cast.contributor)
    assert codes(client.get(url("mine", assessment.pk)).context["left"]) == []


def test_open_comments_that_call_me(as_user, cast, assessment):
    answer, now = assessment.answers.get(question__code="1.1-1"), timezone.now()
    resolved = {"resolved_at": now, "resolved_by": cast.lead}
    for text, more in {"ดูด้วย": {}, "เสร็จแล้ว": resolved}.items():
        Comment.objects.create(answer=answer, author=cast.lead, text=text, at=now, **more).mentions.add(cast.approver)
    Comment.objects.create(answer=answer, author=cast.lead, text="ไม่ถึงใคร", at=now)
    response = as_user(cast.approver).get(url("mine", assessment.pk))
    assert [comment.text for comment in response.context["mentions"]] == ["ดูด้วย"]
