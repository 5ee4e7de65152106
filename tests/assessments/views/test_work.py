"""The page of the work, and the hand-over: given out by checkbox, refused in words, at a constant price."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.forms.work import typed_date
from assessments.models import HandOver, WorkAssignment
from assessments.statuses import Status
from tests.assessments.services.stage import pass_the_deadline
from tests.assessments.views.stage import url
from tests.cast import bring_to, make_user


def give(client, assessment, **fields):
    return client.post(url("work", assessment.pk), {"do": "assign"} | fields)


def given() -> dict[str, str]:
    rows = WorkAssignment.objects.values_list("answer__question__code", "person__username")
    return dict(rows.order_by("answer__question__code"))


def test_a_lead_gives_out_questions_and_items(as_user, cast, assessment):
    due = timezone.localdate() + timedelta(days=3)
    fields = {"questions": ["7.1-1"], "items": ["P.1"], "person": cast.contributor.pk, "due": typed_date(due)}
    response = give(as_user(cast.lead), assessment, **fields)
    assert (response.status_code, response.headers["Location"]) == (302, url("work", assessment.pk))
    assert given() == {"7.1-1": "contributor", "P-1": "contributor"}
    assert WorkAssignment.objects.first().due == due


def test_and_takes_back(as_user, cast, assessment):
    client = as_user(cast.lead)
    give(client, assessment, items=["1.1"], person=cast.contributor.pk)
    assert give(client, assessment, do="unassign", questions=["1.1-2"]).status_code == 302
    assert given() == {"1.1-1": "contributor", "1.1-3": "contributor"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"questions": [], "person": "own"}, "questions"),
        ({"questions": ["9.9"], "person": "own"}, "questions"),
        ({"questions": ["1.1-1"], "person": ""}, "person"),
        ({"questions": ["1.1-1"], "person": "approver"}, "person"),
        ({"questions": ["1.1-1"], "person": "stranger"}, "person"),
        ({"questions": ["1.1-1"], "person": "x"}, "person"),
        ({"questions": ["1.1-1"], "person": "own", "due": "31/2/2569"}, "due"),
        ({"questions": ["1.1-1"], "person": "own", "due": "1/1/2560"}, "due"),
        ({"questions": ["1.1-1"], "person": "own", "due": "1/1/2660"}, "due"),
    ],
)
def test_what_cannot_be_is_refused_and_the_choice_stands(as_user, cast, assessment, fields, field):
    people = {"own": cast.contributor.pk, "approver": cast.approver.pk, "stranger": cast.stranger.pk}
    fields = fields | {"person": people.get(fields["person"], fields["person"])}
    response = give(as_user(cast.lead), assessment, **fields)
    assert (response.status_code, list(response.context["form"].errors), given()) == (422, [field], {})
    assert response.context["chosen"] == set(fields["questions"])


def test_others_of_the_unit_read_it_without_boxes(as_user, cast, assessment):
    response = as_user(cast.manager).get(url("work", assessment.pk))
    assert (response.status_code, "checkbox" in response.content.decode()) == (200, False)


def test_a_contributor_gives_no_work(as_user, cast, assessment):
    response = give(as_user(cast.contributor), assessment, questions=["1.1-1"], person=cast.contributor.pk)
    assert (response.status_code, given()) == (403, {})


@pytest.mark.parametrize("name", ["work", "hand_over", "mine"])
def test_another_unit_and_a_missing_one(as_user, cast, assessment, name):
    client = as_user(cast.stranger)
    assert client.get(url(name, assessment.pk)).status_code == 404
    assert client.get(url(name, 999)).status_code == 404
    assert client.put(url(name, assessment.pk)).status_code == 405


def test_a_sent_assessment_is_not_shared_out(as_user, cast, assessment):
    bring_to(assessment, Status.SUBMITTED, cast)
    client = as_user(cast.lead)
    assert give(client, assessment, questions=["1.1-1"], person=cast.contributor.pk).status_code == 403
    assert client.get(url("work", assessment.pk)).context["may_assign"].allowed is False


def test_after_the_deadline_the_reason_is_told(as_user, cast, assessment):
    pass_the_deadline(assessment)
    response = give(as_user(cast.lead), assessment, questions=["1.1-1"], person=cast.contributor.pk)
    assert (response.status_code, "เลยกำหนดส่ง" in response.content.decode()) == (403, True)


def test_who_has_left_is_marked_and_leads_to_the_hand_over(as_user, cast, assessment):
    client = as_user(cast.lead)
    give(client, assessment, questions=["1.1-1"], person=cast.contributor.pk)
    cast.contributor.memberships.all().delete()
    page = client.get(url("work", assessment.pk)).content.decode()
    assert "ไม่ได้เป็นสมาชิกแล้ว" in page
    link = f"{url('hand_over', assessment.pk)}?giver={cast.contributor.pk}"
    assert link in page
    chosen = client.get(link).context["form"]["giver"].value()
    assert chosen == cast.contributor.pk


@pytest.mark.parametrize("giver", ["9" * 5_000, "-1", "ก", ""])
def test_a_link_that_names_nobody_chooses_nobody(as_user, cast, assessment, giver):
    response = as_user(cast.lead).get(url("hand_over", assessment.pk), {"giver": giver})
    assert (response.status_code, response.context["form"]["giver"].value()) == (200, None)


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_the_pages_cost_the_same(as_user, cast, assessment, rows, django_assert_num_queries):
    now, day = timezone.now(), timezone.localdate()
    answers = list(assessment.answers.all())
    for number in range(rows):
        person = make_user(f"writer{number}", (Role.CONTRIBUTOR, cast.unit))
        HandOver.objects.create(
            unit=cast.unit, giver=person, receiver=cast.lead, effective=day, made_by=cast.lead, made_at=now
        )
        answer = answers[number % len(answers)]
        held = {"person": person, "assigned_by": cast.lead, "assigned_at": now - timedelta(days=1)}
        WorkAssignment.objects.update_or_create(answer=answer, defaults=held)
        answer.comments.create(author=person, text="ก", at=now).mentions.add(cast.lead)
    client = as_user(cast.lead)
    for name, queries in (("work", 8), ("hand_over", 8), ("mine", 8)):
        with django_assert_num_queries(queries):
            assert client.get(url(name, assessment.pk)).status_code == 200


def take_over(client, assessment, giver, receiver, day):
    fields = {"giver": giver.pk, "receiver": receiver.pk, "effective": typed_date(day), "note": "เกษียณ"}
    return client.post(url("hand_over", assessment.pk), fields)


def test_a_lead_hands_over_and_cancels_what_is_to_come(as_user, cast, assessment):
    client, tomorrow = as_user(cast.lead), timezone.localdate() + timedelta(days=1)
    assert take_over(client, assessment, cast.contributor, cast.lead, tomorrow).status_code == 302
    made = HandOver.objects.get()
    assert (made.giver, made.receiver, made.effective, made.note) == (cast.contributor, cast.lead, tomorrow, "เกษียณ")
    assert client.post(url("hand_over_cancel", assessment.pk, made.pk)).status_code == 302
    assert HandOver.objects.count() == 0


def test_one_that_has_come_into_effect_stays(as_user, cast, assessment):
    client = as_user(cast.lead)
    take_over(client, assessment, cast.contributor, cast.lead, timezone.localdate())
    response = client.post(url("hand_over_cancel", assessment.pk, HandOver.objects.get().pk))
    assert (response.status_code, HandOver.objects.count()) == (403, 1)


def test_a_missing_one_and_another_units(as_user, cast, assessment):
    now = timezone.now()
    day = timezone.localdate() + timedelta(days=9)
    given = {"giver": cast.stranger, "receiver": cast.lead, "effective": day, "made_by": cast.stranger, "made_at": now}
    other = HandOver.objects.create(unit=cast.other_unit, **given)
    client = as_user(cast.lead)
    for pk in (other.pk, 999):
        assert client.post(url("hand_over_cancel", assessment.pk, pk)).status_code == 404


def test_a_hand_over_that_cannot_be(as_user, cast, assessment):
    client = as_user(cast.lead)
    response = take_over(client, assessment, cast.lead, cast.lead, timezone.localdate())
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["receiver"])
    assert HandOver.objects.count() == 0
