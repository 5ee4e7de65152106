"""The desk of an assessor: what is assigned to her and sent, and how far she is."""

import pytest
from django.utils import timezone

from accounts.models import Membership, Notice, NoticeKind
from accounts.roles import Role
from assessments.models import Assignment, HandIn
from assessments.statuses import Status
from tests.assessments.views.stage import url
from tests.assessments.views.test_desk import fill, rows, send
from tests.cast import bring_to

QUERIES = 10


def states(client) -> list[str]:
    return [row.state for row in client.get(url("own_desk")).context["rows"]]


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager", "stranger", "coordinator"])
def test_who_does_not_assess_finds_none(assessment, cast, as_user, role):
    assert as_user(getattr(cast, role)).get(url("own_desk")).status_code == 404


def test_it_is_read(cast, as_user):
    assert as_user(cast.assessor).post(url("own_desk")).status_code == 405


def test_an_assessor_sees_what_is_assigned_and_submitted(assessment, cast, cycle, as_user):
    fill(cycle, 2)
    bring_to(assessment, Status.DRAFT, cast)
    client = as_user(cast.assessor)
    before = rows(client)

    bring_to(assessment, Status.SUBMITTED, cast)

    assert (before, rows(client)) == ([], ["A0008"])


def test_how_far_she_is(assessment, cast, as_user):
    bring_to(assessment, Status.IN_REVIEW, cast)
    client, mine, now = as_user(cast.assessor), Assignment.objects.filter(assessor=cast.assessor), timezone.now()
    mine.update(declared_at=None)
    assert states(client) == ["undeclared"]
    mine.update(declared_at=now)
    assert states(client) == ["reviewing"]
    mine.update(conflict="คู่สมรสทำงานที่นี่")
    assert states(client) == ["conflict"]
    mine.update(conflict="")
    handed = HandIn.objects.create(submission=assessment.submissions.get(), assessor=cast.assessor, at=now)
    assert states(client) == ["handed_in"]
    handed.handed_back_at, handed.handed_back_by, handed.reason = now, cast.coordinator, "ขาดหนึ่งหัวข้อ"
    handed.save()
    assert states(client) == ["reviewing"]


def test_who_coordinates_as_well_has_both(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    Membership.objects.create(user=cast.assessor, role=Role.COORDINATOR)
    client = as_user(cast.assessor)

    desk, own = client.get(url("desk")), client.get(url("own_desk"))

    assert url("own_desk") in desk.content.decode()
    assert url("desk") in own.content.decode()
    assert [response.templates[0].name for response in (desk, own)] == [
        "assessments/desk.html",
        "assessments/own_desk.html",
    ]


@pytest.mark.parametrize(
    ("role", "name", "other"),
    [("assessor", "งานตรวจของฉัน", "รายการที่ส่งมา"), ("coordinator", "รายการที่ส่งมา", "งานตรวจของฉัน")],
)
def test_each_has_one_name_for_her_desk(assessment, cast, as_user, role, name, other):
    bring_to(assessment, Status.SUBMITTED, cast)
    client, place = as_user(getattr(cast, role)), [assessment.pk]
    pages = [client.get(url("home")), client.get(url("desk")), client.get(url("calibrations"))]
    pages += [client.get(url("review", *place)), client.get(url("review_item", *place, "1.1"))]
    pages += [client.get(url("submission", *place))]

    found = [(each.status_code, name in each.content.decode(), other in each.content.decode()) for each in pages]

    assert found == [(200, True, False)] * len(pages)


@pytest.mark.parametrize("data", [{"status": "x"}, {"year": "9999"}, {"cursor": "x"}, {"q": "a\x00b"}, {"sort": "x"}])
def test_nonsense_filters_nothing(assessment, cast, as_user, data):
    bring_to(assessment, Status.SUBMITTED, cast)
    assert rows(as_user(cast.assessor), **data) == ["A0008"]


@pytest.mark.parametrize("count", [1, 3, 20])
def test_it_takes_as_many_queries_for_any_number(cast, cycle, as_user, count, django_assert_num_queries):
    for each in fill(cycle, count):
        send(each, cast.approver)
        Assignment.objects.create(assessment=each, assessor=cast.assessor)
    client = as_user(cast.assessor)

    with django_assert_num_queries(QUERIES):
        response = client.get(url("own_desk"))

    assert len(response.context["rows"]) == count


@pytest.mark.parametrize("role", ["assessor", "coordinator"])
def test_the_desk_tells_how_many_notices_are_unread(cast, as_user, role):
    person = getattr(cast, role)
    told = {"recipient": person, "kind": NoticeKind.RETURNED, "url": "/", "created_at": timezone.now()}
    for number in range(2):
        Notice.objects.create(key=str(number), title="ส่งคืน", **told)

    page = as_user(person).get(url("desk")).content.decode()

    assert page.count("การแจ้งเตือน (2 เรื่องใหม่)") == 2  # in the bar and in the menu of a phone
