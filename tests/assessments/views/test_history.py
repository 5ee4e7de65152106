"""What happened, newest first."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from assessments.models import AssessmentEvent
from assessments.services.events import record
from assessments.statuses import Action, EventKind, Status
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


def test_the_unit_does_not_read_which_assessor_began(as_user, cast, assessment):
    bring_to(assessment, Status.IN_REVIEW, cast)
    AssessmentEvent.objects.filter(kind=EventKind.START_REVIEW).update(actor=cast.assessor)
    shown = {
        reader: f"<td>{cast.assessor}</td>" in as_user(getattr(cast, reader)).get(path(assessment)).content.decode()
        for reader in ("lead", "coordinator")
    }
    assert shown == {"lead": False, "coordinator": True}


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


# Who reads of what, by hand: U the unit in every status, u the unit outside of a review (it learns with the decision),
# C a coordinator.
READERS = {
    "submit": "UC",
    "withdraw": "UC",
    "start_review": "UC",
    "return": "UC",
    "approve": "UC",
    "reopen": "UC",
    "created": "U",
    "imported": "U",
    "answers_carried": "U",
    "answers_mapped": "U",
    "indicator_saved": "U",
    "indicator_deleted": "U",
    "table_applied": "U",
    "grid_saved": "U",
    "table_undone": "U",
    "indicators_carried": "U",
    "score_confirmed": "U",
    "checkpoints_judged": "U",
    "prepared": "U",
    "work_assigned": "U",
    "handed_over": "U",
    "key_factors_changed": "U",
    "targets_set": "U",
    "evidence_cited": "U",
    "evidence_removed": "U",
    "assessors_changed": "C",
    "interests_declared": "C",
    "handed_in": "C",
    "handed_back": "C",
    "consensus_opened": "C",
    "consensus_saved": "C",
    "consensus_taken": "C",
    "remark_answered": "U",
    "remark_settled": "uC",
    "due_extended": "UC",
    "score_lapsed": "U",
}


def test_the_table_names_every_kind():
    assert set(READERS) == set(EventKind.values)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.APPROVED])
def test_every_role_reads_what_the_table_says(as_user, cast, assessment, status):
    assessment.events.all().delete()
    moved = {"from_status": Status.DRAFT, "to_status": Status.SUBMITTED}
    AssessmentEvent.objects.bulk_create(
        AssessmentEvent(assessment=assessment, kind=kind, at=timezone.now(), **(moved if kind in Action.values else {}))
        for kind in EventKind.values
    )
    assessment.status = status
    assessment.save(update_fields=["status"])
    of_unit = "U" if status == Status.IN_REVIEW else "Uu"
    for role, marks in {"contributor": of_unit, "approver": of_unit, "manager": of_unit, "coordinator": "C"}.items():
        page = as_user(getattr(cast, role)).get(path(assessment)).context["page"]
        expected = {kind for kind, readers in READERS.items() if set(readers) & set(marks)}
        assert {event.kind for event in page} == expected


def test_what_a_consensus_saved_before_it_had_a_kind_gets_it(cast, assessment):
    for kind, note in (("score_confirmed", "ฉันทามติ 1.1"), ("score_confirmed", "1.2")):
        record(assessment_id=assessment.pk, kind=kind, actor=cast.lead, at=timezone.now(), note=note)
    import_module("assessments.migrations.0019_event_kinds").name_the_consensus(apps, None)
    found = assessment.events.values_list("kind", "note")
    assert list(found[:2]) == [("score_confirmed", "1.2"), ("consensus_saved", "1.1")]
