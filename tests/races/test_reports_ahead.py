"""Two workers and a person ask for the reports of one submission at once: each is there once, and hers goes first."""

from functools import partial

import pytest
from django_tasks_db.models import DBTaskResult

from assessments.models import Assessment
from assessments.statuses import Status
from reports.ahead import request_ahead
from reports.build import source_of
from reports.models import RenderedReport
from reports.services import html_of, request_report
from reports.tasks import render
from tests.cast import bring_to
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def ask(assessment_id: int, actor) -> None:
    source = source_of(Assessment.objects.with_place().get(pk=assessment_id), live=False)
    request_report(source=source, kind="full", html=html_of(source, kind="full", thai_digits=False), actor=actor)


def test_reports_that_are_asked_for_at_once_are_made_once(cast, assessment, settings):
    settings.TASKS = {"default": settings.TASKS["default"] | {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    bring_to(assessment, Status.SUBMITTED, cast)
    ahead, hers = partial(request_ahead, assessment.pk), partial(ask, assessment.pk, cast.manager)
    for _round in range(ROUNDS):
        RenderedReport.objects.all().delete()
        DBTaskResult.objects.all().delete()
        assert [problem for problem in at_once(ahead, hers, ahead) if problem] == []
        assert dict(RenderedReport.objects.values_list("kind", "requested_by")) == {
            "full": cast.manager.pk,
            "summary": None,
        }
        priorities = DBTaskResult.objects.filter(task_path=render.module_path).values_list("priority", flat=True)
        assert sorted(priorities) in ([-10, 0], [-10, -10, 0])  # hers was the first to ask, or overtook
