"""The page of the deadline: counts, what it is, how it was extended, and the form of the coordinator."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import Assessment
from assessments.services.deadlines import extend_due
from assessments.statuses import EventKind, Status
from tests.assessments.services.stage import pass_the_deadline
from tests.assessments.views.stage import url
from tests.cast import bring_to

QUERIES = 7
REASON = "น้ำท่วมสำนักงานทั้งสัปดาห์"


def post(client, assessment, **changes):
    assessment.refresh_from_db()
    given = {"due": "๓๐/๑/๒๖๐๐", "reason": REASON, "seen": assessment.deadline.isoformat()}
    return client.post(url("deadline", assessment.pk), given | changes)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED])
def test_a_coordinator_extends(assessment, cast, as_user, status):
    bring_to(assessment, status, cast)
    pass_the_deadline(assessment)
    client = as_user(cast.coordinator)
    response = post(client, assessment)
    assert (response.status_code, response.url) == (302, url("deadline", assessment.pk))
    assessment.refresh_from_db()
    assert assessment.due.isoformat() == "2057-01-30T16:59:59+00:00"
    event = client.get(url("deadline", assessment.pk)).context["extensions"][0]
    assert (event.kind, event.note) == (EventKind.DUE_EXTENDED, f"ถึง 30 มกราคม 2600: {REASON}")


def test_of_a_draft_only_counts_are_told(assessment, cast, as_user):
    assessment.answers.filter(question__code="1.1-1").update(text="ความลับของฉบับร่าง", version=1)
    response = as_user(cast.coordinator).get(url("deadline", assessment.pk))
    assert (response.context["answered"], response.context["total"]) == (1, 8)
    assert "ความลับของฉบับร่าง" not in response.content.decode()


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_the_unit_reads_and_does_not_extend(assessment, cast, as_user, role):
    client = as_user(getattr(cast, role))
    page = client.get(url("deadline", assessment.pk))
    assert (page.status_code, bool(page.context["may_extend"])) == (200, False)
    assert post(client, assessment).status_code == 403


def test_strangers_methods_and_missing_ids(assessment, cast, as_user):
    assert as_user(cast.stranger).get(url("deadline", assessment.pk)).status_code == 404
    assert post(as_user(cast.stranger), assessment).status_code == 404
    client = as_user(cast.coordinator)
    assert client.get(url("deadline", 999_999)).status_code == 404
    assert client.put(url("deadline", assessment.pk)).status_code == 405


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED])
def test_what_was_sent_is_read_and_not_extended(assessment, cast, as_user, status):
    bring_to(assessment, status, cast)
    client = as_user(cast.coordinator)
    assert bool(client.get(url("deadline", assessment.pk)).context["may_extend"]) is False
    response = post(client, assessment)
    assert (response.status_code, ("เหตุผล", REASON) in response.context["typed"]) == (403, True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due": ""}, "due"),
        ({"due": "31/2/2600"}, "due"),
        ({"due": "1/1/2560"}, "due"),
        ({"reason": "สั้นไป"}, "reason"),
        ({"reason": ""}, "reason"),
        ({"seen": "x"}, "seen"),
    ],
)
def test_bad_input_changes_nothing_and_stays(assessment, cast, as_user, changes, field):
    response = post(as_user(cast.coordinator), assessment, **changes)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Assessment.objects.get(pk=assessment.pk).due is None


def test_of_two_coordinators_the_second_reads_both_dates_and_can_save(assessment, cast, as_user):
    seen = assessment.deadline
    first = timezone.now() + timedelta(days=50)
    extend_due(assessment_id=assessment.pk, due=first, reason=REASON, seen=seen, actor=cast.coordinator)
    client = as_user(cast.coordinator)
    late = post(client, assessment, seen=seen.isoformat())
    form = late.context["form"]
    assert (late.status_code, form["due"].value(), form["reason"].value()) == (409, "๓๐/๑/๒๖๐๐", REASON)
    assert post(client, assessment, seen=form["seen"].value()).status_code == 302


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_takes_as_many_queries_for_any_number(assessment, cast, as_user, count, django_assert_num_queries):
    for number in range(count):
        assessment.refresh_from_db()
        due = timezone.now() + timedelta(days=40 + number)
        given = {"due": due, "reason": REASON, "seen": assessment.deadline, "actor": cast.coordinator}
        extend_due(assessment_id=assessment.pk, **given)
    client = as_user(cast.coordinator)
    with django_assert_num_queries(QUERIES):
        response = client.get(url("deadline", assessment.pk))
    assert len(response.context["extensions"]) == count


def test_the_desk_leads_to_the_deadline_of_a_draft(assessment, cast, as_user):
    assert url("deadline", assessment.pk) in as_user(cast.coordinator).get(url("desk")).content.decode()


def test_the_review_of_a_returned_one_leads_to_its_deadline(assessment, cast, as_user):
    bring_to(assessment, Status.RETURNED, cast)
    place = url("review", assessment.pk)
    assert url("deadline", assessment.pk) in as_user(cast.coordinator).get(place).content.decode()
    assert url("deadline", assessment.pk) not in as_user(cast.assessor).get(place).content.decode()
