from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from assessments.models import Assessment, Submission
from assessments.statuses import Status
from tests.assessments.views.stage import url
from tests.cast import bring_to, make_assessment, make_cycle, make_unit, make_user

QUERIES = 7


def rows(client, **data) -> list[str]:
    return [row.assessment.unit.code for row in client.get(url("desk"), data).context["rows"]]


def fill(cycle, count: int) -> list[Assessment]:
    """So many submitted assessments of departments of their own."""
    found = []
    for number in range(count):
        unit = make_unit(f"D{number:03d}", f"กรมที่ {number}")
        assessment = make_assessment(unit, cycle)
        found.append(assessment)
    Assessment.objects.filter(pk__in=[a.pk for a in found]).update(status=Status.SUBMITTED)
    return found


def send(assessment, user) -> None:
    Submission.objects.create(
        assessment=assessment,
        number=1,
        document="{}",
        sha256="0" * 64,
        idempotency_key="k",
        submitted_by=user,
        submitted_at=timezone.now(),
    )


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager", "stranger", "administrator"])
def test_people_without_a_desk_find_none(assessment, cast, as_user, role):
    assert as_user(getattr(cast, role)).get(url("desk")).status_code == 404


def test_the_desk_is_read(cast, as_user):
    assert as_user(cast.coordinator).post(url("desk")).status_code == 405


def test_an_empty_desk_says_so(cast, as_user):
    assert as_user(cast.coordinator).get(url("desk")).status_code == 200


def test_a_coordinator_sees_of_a_draft_its_counts_and_no_way_in(assessment, cast, as_user):
    assessment.answers.filter(question__code="1.1-1").update(text="ความลับของฉบับร่าง", version=1)

    response = as_user(cast.coordinator).get(url("desk"))

    row = response.context["rows"][0]
    assert (row.left, row.is_open) == (7, False)
    assert "ความลับของฉบับร่าง" not in response.content.decode()
    assert url("review", assessment.pk) not in response.content.decode()


def test_an_assessor_sees_what_is_assigned_and_submitted(assessment, cast, cycle, as_user):
    fill(cycle, 2)
    bring_to(assessment, Status.DRAFT, cast)
    client = as_user(cast.assessor)
    before = rows(client)

    bring_to(assessment, Status.SUBMITTED, cast)

    assert (before, rows(client)) == ([], ["A0008"])
    assert client.get(url("desk")).context["rows"][0].left is None


def test_a_coordinator_of_a_ministry_sees_its_units_and_never_his_own(assessment, cast, cycle, as_user):
    fill(cycle, 1)
    make_assessment(cast.other_unit, cycle)
    narrow = make_user("narrow", (Role.COORDINATOR, cast.unit.parent))
    seen = rows(as_user(narrow))
    Membership.objects.create(user=narrow, unit=cast.unit, role=Role.MANAGER)

    assert (sorted(seen), rows(as_user(narrow))) == (["A0008", "A0009"], ["A0009"])


def test_a_unit_that_is_late_is_marked_with_its_days(assessment, cast, as_user):
    Assessment.objects.update(due=timezone.now() - timedelta(days=2))

    assert as_user(cast.coordinator).get(url("desk")).context["rows"][0].days_late == 2


def test_what_is_sent_is_never_late(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    Assessment.objects.update(due=timezone.now() - timedelta(days=2))

    assert as_user(cast.coordinator).get(url("desk")).context["rows"][0].days_late == 0


def test_status_words_and_year_filter(assessment, cast, cycle, as_user):
    fill(cycle, 2)
    make_assessment(cast.unit, make_cycle(cycle.criteria_set, cycle.fiscal_year - 1))
    client = as_user(cast.coordinator)

    assert rows(client, status="draft") == ["A0008"]
    assert sorted(rows(client, status="submitted")) == ["D000", "D001"]
    assert rows(client, q="พัฒนา  ") == ["A0008"]
    assert rows(client, q="d001") == ["D001"]
    assert rows(client, q="d๐๐๑") == ["D001"]
    assert rows(client, q="ไม่มี") == []
    assert rows(client, year=str(cycle.fiscal_year - 1)) == ["A0008"]
    tabs = client.get(url("desk")).context["tabs"]
    assert [(status, number) for status, _label, number in tabs if number] == [("draft", 1), ("submitted", 2)]


@pytest.mark.parametrize(
    "data", [{"status": "x"}, {"year": "9999"}, {"year": "ก"}, {"q": "a\x00b"}, {"page": "x"}, {"page": "99"}]
)
def test_nonsense_filters_nothing(assessment, cast, as_user, data):
    assert rows(as_user(cast.coordinator), **data) == ["A0008"]


def test_fifty_a_page_the_latest_submission_first(assessment, cast, cycle, as_user):
    found = fill(cycle, 51)
    send(found[7], cast.approver)
    client = as_user(cast.coordinator)

    first, second = rows(client), rows(client, page="2")

    assert (len(first), len(second), first[0]) == (50, 2, "D007")


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_desk_takes_as_many_queries_for_any_number(cast, cycle, as_user, count, django_assert_num_queries):
    fill(cycle, count)
    client = as_user(cast.coordinator)

    with django_assert_num_queries(QUERIES):
        response = client.get(url("desk"))

    assert len(response.context["rows"]) == count
