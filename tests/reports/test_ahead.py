"""What was submitted or approved lies ready before anybody asks, made once and behind what people wait for."""

import pytest
from django_tasks_db.models import DBTaskResult

from assessments.services.workflow import perform
from assessments.statuses import Action, Status
from reports import ahead, tasks
from reports.models import RenderedReport, RenderState
from tests.cast import bring_to
from tests.reports.test_views import page

BOTH = [("full", 1), ("summary", 1)]


@pytest.fixture(autouse=True)
def as_in_the_product(settings, tmp_path):
    """Reports are made ahead, jobs wait in the database for the worker."""
    settings.REPORTS_AHEAD = True
    settings.REPORTS_DIR = tmp_path
    settings.TASKS = {"default": settings.TASKS["default"] | {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def made() -> list[tuple[str, int]]:
    """Kind and number of the submission of every report that was asked for."""
    return sorted(RenderedReport.objects.values_list("kind", "submission__number"))


def waiting(job) -> list[int]:
    """The priorities of the waiting jobs of this kind."""
    return sorted(DBTaskResult.objects.filter(task_path=job.module_path).values_list("priority", flat=True))


def test_what_is_submitted_is_asked_for_once_and_behind_others(assessment, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        bring_to(assessment, Status.SUBMITTED, cast)
    assert (waiting(ahead.make_ahead), made()) == ([-10], [])
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            ahead.make_ahead.call(assessment.pk)
    assert (made(), waiting(tasks.render)) == (BOTH, [-10, -10])


def test_what_lies_ready_is_what_the_page_shows(assessment, cast, as_user, django_capture_on_commit_callbacks):
    bring_to(assessment, Status.SUBMITTED, cast)
    ahead.request_ahead(assessment.pk)
    RenderedReport.objects.update(state=RenderState.READY)
    for report in RenderedReport.objects.all():
        report.path.write_bytes(b"%PDF-")
    for person in (cast.manager, cast.coordinator):
        for kind in ("full", "summary"):
            assert "ไฟล์พร้อมแล้ว" in as_user(person).get(page(assessment, kind)).content.decode()
    assert RenderedReport.objects.count() == 2


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.START_REVIEW])
def test_other_steps_ask_for_nothing(assessment, cast, action, django_capture_on_commit_callbacks):
    bring_to(assessment, Status.SUBMITTED, cast)
    actor = cast.approver if action == Action.WITHDRAW else cast.coordinator
    with django_capture_on_commit_callbacks(execute=True):
        perform(action, assessment_id=assessment.pk, actor=actor)
    assert waiting(ahead.make_ahead) == []


def test_once_approved_the_feedback_lies_ready_too(assessment, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        bring_to(assessment, Status.APPROVED, cast)
    assert len(waiting(ahead.make_ahead)) == 2
    ahead.request_ahead(assessment.pk)
    ahead.request_ahead(assessment.pk)
    assert made() == [("feedback", 1), *BOTH]
    assert set(RenderedReport.objects.values_list("has_feedback", flat=True)) == {True}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED])
def test_what_the_unit_writes_again_is_not_made(assessment, cast, status):
    bring_to(assessment, status, cast)
    ahead.request_ahead(assessment.pk)
    assert made() == []


def test_an_assessment_that_is_gone_stops_nobody(db):
    ahead.request_ahead(0)


def test_where_it_is_switched_off_nothing_is_asked_for(assessment, cast, settings, django_capture_on_commit_callbacks):
    settings.REPORTS_AHEAD = False
    with django_capture_on_commit_callbacks(execute=True):
        bring_to(assessment, Status.SUBMITTED, cast)
    assert waiting(ahead.make_ahead) == []


def test_what_a_person_waits_for_goes_first(assessment, cast, as_user, django_capture_on_commit_callbacks):
    bring_to(assessment, Status.SUBMITTED, cast)
    client = as_user(cast.manager)
    with django_capture_on_commit_callbacks(execute=True):
        ahead.request_ahead(assessment.pk)
        for _time in range(2):
            client.post(page(assessment))
    assert waiting(tasks.render) == [-10, -10, 0]
    assert RenderedReport.objects.get(kind="summary").requested_by == cast.manager
