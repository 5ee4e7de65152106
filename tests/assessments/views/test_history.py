"""What happened, newest first."""

import pytest
from django.utils import timezone

from assessments.services.events import record
from assessments.statuses import EventKind, Status
from tests.cast import bring_to


def path(assessment) -> str:
    return f"/assessments/{assessment.pk}/history/"


def test_events_stand_newest_first(as_user, cast, assessment):
    bring_to(assessment, Status.IN_REVIEW, cast)
    response = as_user(cast.contributor).get(path(assessment))
    assert [event.kind for event in response.context["page"]] == ["start_review", "submit", "prepared", "created"]
    assert assessment.submissions.get().receipt in response.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [("lead", 200), ("approver", 200), ("manager", 200), ("coordinator", 200), ("assessor", 403), ("stranger", 404)],
)
def test_who_may_read_it(as_user, cast, assessment, role, status):
    bring_to(assessment, Status.SUBMITTED, cast)
    assert as_user(getattr(cast, role)).get(path(assessment)).status_code == status


def test_wrong_method_and_missing_id(as_user, cast, assessment):
    client = as_user(cast.lead)
    assert client.post(path(assessment)).status_code == 405
    assert client.get("/assessments/999/history/").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x", ""])
def test_a_page_number_that_is_none_shows_a_page(as_user, cast, assessment, number):
    assert as_user(cast.lead).get(path(assessment), {"page": number}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_the_page_costs_the_same_for_any_number_of_events(as_user, cast, assessment, rows, django_assert_num_queries):
    for _number in range(rows):
        record(assessment_id=assessment.pk, kind=EventKind.IMPORTED, actor=cast.lead, at=timezone.now(), note="<b>")
    client = as_user(cast.lead)
    with django_assert_num_queries(6):
        response = client.get(path(assessment))
    assert len(response.context["page"]) == rows + 1
    assert "<b></td>" not in response.content.decode()
