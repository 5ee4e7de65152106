"""Comments in their page and in a drawer: for the unit's own people, escaped, at a constant price."""

import pytest
from django.utils import timezone

from assessments.models import Comment
from assessments.statuses import Status
from tests.assessments.views.stage import url
from tests.cast import bring_to, make_assessment, make_cycle

DRAWER = {"HX-Request": "true"}


def page(assessment, code: str = "1.1-1") -> str:
    return url("comments", assessment.pk, code)


def say(assessment, author, text: str = "ขอแหล่งที่มา") -> Comment:
    answer = assessment.answers.get(question__code="1.1-1")
    return Comment.objects.create(answer=answer, author=author, text=text, at=timezone.now())


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_everybody_of_the_unit_comments_in_every_status(as_user, cast, assessment, role):
    bring_to(assessment, Status.IN_REVIEW, cast)
    response = as_user(getattr(cast, role)).post(page(assessment), {"comment": "ดูด้วย", "mentions": [cast.lead.pk]})
    assert (response.status_code, response.headers["Location"]) == (302, page(assessment))
    assert Comment.objects.get().text == "ดูด้วย"


@pytest.mark.parametrize(("role", "status"), [("coordinator", 403), ("assessor", 403), ("stranger", 404)])
def test_nobody_else_reads_or_writes(as_user, cast, assessment, role, status):
    bring_to(assessment, Status.IN_REVIEW, cast)
    comment, client = say(assessment, cast.lead), as_user(getattr(cast, role))
    assert client.get(page(assessment)).status_code == status
    assert client.post(page(assessment), {"comment": "ก"}).status_code == status
    assert client.post(url("comment_resolve", assessment.pk, comment.pk)).status_code == status
    assert Comment.objects.filter(resolved_at__isnull=True).count() == 1


def test_refused_words_stand_on_the_page(as_user, cast, assessment):
    response = as_user(cast.coordinator).post(page(assessment), {"comment": "ถ้อยคำที่พิมพ์"})
    assert (response.status_code, "ถ้อยคำที่พิมพ์" in response.content.decode()) == (403, True)


@pytest.mark.parametrize("text", ["", " \n ", "ก" * 2_001, "ก\x00"])
def test_bad_words_are_refused_and_stay(as_user, cast, assessment, text):
    response = as_user(cast.lead).post(page(assessment), {"comment": text})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["comment"])
    assert Comment.objects.count() == 0


def test_somebody_of_another_unit_cannot_be_picked(as_user, cast, assessment):
    response = as_user(cast.lead).post(page(assessment), {"comment": "ก", "mentions": [cast.stranger.pk]})
    assert (response.status_code, Comment.objects.count()) == (422, 0)


def test_the_drawer_gets_the_part_alone(as_user, cast, assessment):
    client = as_user(cast.lead)
    whole, part = client.get(page(assessment)), client.get(page(assessment), headers=DRAWER)
    assert ("<html" in whole.content.decode(), "<html" in part.content.decode()) == (True, False)
    said = client.post(page(assessment), {"comment": "ดูด้วย"}, headers=DRAWER)
    assert (said.status_code, "ดูด้วย" in said.content.decode(), "<html" in said.content.decode()) == (200, True, False)


def test_names_are_marked_and_words_escaped(as_user, cast, assessment):
    say(assessment, cast.lead, "<b>@contributor</b>\nดู")
    html = as_user(cast.lead).get(page(assessment)).content.decode()
    assert "&lt;b&gt;<mark>@contributor</mark>&lt;/b&gt;\nดู" in html


def test_resolved_and_open_again(as_user, cast, assessment):
    comment, client = say(assessment, cast.lead), as_user(cast.contributor)
    path = url("comment_resolve", assessment.pk, comment.pk)
    assert client.post(path).headers["Location"] == page(assessment)
    assert Comment.objects.get().resolved_by == cast.contributor
    assert [len(client.get(page(assessment)).context[name]) for name in ("open", "resolved")] == [0, 1]
    client.post(path, {"open": "1"})
    assert Comment.objects.get().resolved_by is None


def test_what_is_missing(as_user, cast, assessment):
    client = as_user(cast.lead)
    other = make_assessment(cast.other_unit, make_cycle(assessment.criteria_set, 2569), cast.stranger)
    foreign = say(other, cast.stranger)
    assert client.get(page(assessment, "9.9-9")).status_code == 404
    assert client.get(url("comments", 999, "1.1-1")).status_code == 404
    for pk in (foreign.pk, 999):
        assert client.post(url("comment_resolve", assessment.pk, pk)).status_code == 404
    assert client.get(url("comment_resolve", assessment.pk, foreign.pk)).status_code == 405
    assert client.put(page(assessment)).status_code == 405


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_the_page_costs_the_same(as_user, cast, assessment, rows, django_assert_num_queries):
    for _number in range(rows):
        say(assessment, cast.contributor, "@lead ดูด้วย").mentions.add(cast.lead, cast.approver)
    client = as_user(cast.lead)
    with django_assert_num_queries(9):
        assert len(client.get(page(assessment)).context["open"]) == rows
