"""The first page, starting an assessment, and the digit switch."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership, Unit
from accounts.roles import Role
from assessments.models import Assessment, Cycle
from assessments.statuses import Status
from tests.cast import bring_to, make_assessment, make_cycle, make_unit, make_user


def listed(response) -> list[Assessment]:
    return [row["assessment"] for row in response.context["rows"]]


def test_a_visitor_is_asked_to_sign_in(client, db):
    response = client.get("/")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/")


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_members_see_the_assessment_of_their_unit(as_user, cast, assessment, role):
    response = as_user(getattr(cast, role)).get("/")
    assert listed(response) == [assessment]
    assert response.context["rows"][0]["left"] == 8


@pytest.mark.parametrize("role", ["stranger", "coordinator", "assessor", "administrator"])
def test_others_see_no_assessment(as_user, cast, assessment, role):
    assert listed(as_user(getattr(cast, role)).get("/")) == []


def test_a_coordinator_sees_the_queue(as_user, cast, assessment):
    bring_to(assessment, Status.SUBMITTED, cast)
    assert as_user(cast.coordinator).get("/").context["queue"] == {"submitted": 1, "in_review": 0}


def test_an_assessor_counts_what_is_assigned(as_user, cast, assessment):
    bring_to(assessment, Status.IN_REVIEW, cast)
    assert as_user(cast.assessor).get("/").context["queue"] == {"submitted": 0, "in_review": 1}


def test_people_without_a_desk_have_no_queue(as_user, cast):
    assert as_user(cast.lead).get("/").context["queue"] is None


def test_a_lead_is_offered_open_cycles_that_her_unit_has_not_started(as_user, cast, assessment):
    coming = make_cycle(assessment.criteria_set, 2569)
    Cycle.objects.create(
        criteria_set=assessment.criteria_set,
        fiscal_year=2560,
        opens=timezone.now() - timedelta(days=9),
        closes=timezone.now() - timedelta(days=1),
    )
    assert as_user(cast.lead).get("/").context["startable"] == [(cast.unit, coming)]
    assert as_user(cast.contributor).get("/").context["startable"] == []


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_the_page_costs_the_same_for_any_number_of_assessments(as_user, cast, cycle, rows, django_assert_num_queries):
    for number in range(rows):
        unit = make_unit(f"N{number:02}", f"กอง {number}")
        Membership.objects.create(user=cast.lead, unit=unit, role=Role.LEAD)
        make_assessment(unit, cycle)
    client = as_user(cast.lead)
    with django_assert_num_queries(6):
        assert len(listed(client.get("/"))) == rows


def test_a_lead_starts_an_assessment_once(as_user, cast, cycle):
    client = as_user(cast.lead)
    path = f"/start/A0008/{cycle.pk}/"
    first, second = client.post(path), client.post(path)
    assessment = Assessment.objects.get()
    assert (first.status_code, first.url) == (302, f"/assessments/{assessment.pk}/")
    assert second.url == first.url
    assert assessment.answers.count() == 8


@pytest.mark.parametrize(
    ("role", "status"), [("contributor", 403), ("approver", 403), ("stranger", 404), ("coordinator", 404)]
)
def test_others_cannot_start(as_user, cast, cycle, role, status):
    assert as_user(getattr(cast, role)).post(f"/start/A0008/{cycle.pk}/").status_code == status
    assert not Assessment.objects.exists()


def test_a_closed_cycle_cannot_be_started(as_user, cast, cycle):
    Cycle.objects.update(opens=timezone.now() - timedelta(days=9), closes=timezone.now() - timedelta(days=1))
    response = as_user(cast.lead).post(f"/start/A0008/{cycle.pk}/")
    assert response.status_code == 409
    assert "ปิดแล้ว" in response.content.decode()


def test_unknown_unit_cycle_and_method(as_user, cast, cycle):
    client = as_user(cast.lead)
    assert client.post(f"/start/NONE/{cycle.pk}/").status_code == 404
    assert client.post("/start/A0008/999/").status_code == 404
    assert client.get(f"/start/A0008/{cycle.pk}/").status_code == 405
    assert client.post("/").status_code == 405


def test_the_digit_switch_turns_and_goes_back(as_user, cast, assessment):
    client = as_user(cast.lead)
    response = client.post("/digits/", {"next": f"/assessments/{assessment.pk}/"})
    assert (response.status_code, response.url) == (302, f"/assessments/{assessment.pk}/")
    assert "ปีงบประมาณ ๒๕๖๘" in client.get("/").content.decode()
    client.post("/digits/")
    assert "ปีงบประมาณ 2568" in client.get("/").content.decode()


@pytest.mark.parametrize("evil", ["https://evil.test/", "//evil.test/", "javascript:alert(1)", ""])
def test_the_digit_switch_leaves_no_other_host(as_user, cast, evil):
    assert as_user(cast.lead).post("/digits/", {"next": evil}).url == "/"


def test_a_demo_assessment_says_so_on_its_page(as_user, cast, assessment):
    client = as_user(cast.lead)
    notice = "ข้อมูลตัวอย่าง ไม่ใช่ผลการประเมินจริง"
    assert notice not in client.get(f"/assessments/{assessment.pk}/").content.decode()
    Assessment.objects.update(is_demo=True)
    assert notice in client.get(f"/assessments/{assessment.pk}/").content.decode()


def test_a_person_without_any_role_reads_why_the_page_is_empty(as_user, db):
    response = as_user(make_user("nobody")).get("/")
    assert "ยังไม่มีแบบประเมิน" in response.content.decode()


def test_the_administrator_reaches_the_members_of_every_unit(as_user, cast):
    units = as_user(cast.administrator).get("/").context["units"]
    assert list(units) == list(Unit.objects.order_by("code"))


def test_nothing_on_a_page_asks_for_inline_style_or_script(as_user, cast, assessment):
    page = as_user(cast.lead).get("/").content.decode()
    assert " style=" not in page
    assert "<script>" not in page
