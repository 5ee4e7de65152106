"""A capsule asked for at the same moment: one row, and the worker is told once."""

from functools import partial

import pytest
from django_tasks_db.models import DBTaskResult

from assessments.statuses import Status
from reports.capsules.making import request_capsule
from reports.models import Capsule, RenderState
from reports.tasks import make_capsule
from tests.cast import bring_to, make_assessment
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker_waits(settings):
    """Jobs wait as rows, as in the product; nobody works here."""
    settings.TASKS = {"default": settings.TASKS["default"] | {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def jobs() -> int:
    return DBTaskResult.objects.filter(task_path=make_capsule.module_path).count()


def test_people_who_ask_at_once_get_one_capsule(cast, cycle, worker_waits):
    assessment = bring_to(make_assessment(cast.unit, cycle, cast.lead), Status.SUBMITTED, cast)
    submission = assessment.submissions.get()
    ask = [partial(request_capsule, submission=submission, actor=each) for each in (cast.lead, cast.manager)]
    for _round in range(ROUNDS):
        before, found = jobs(), at_once(*ask, *ask)
        capsule = Capsule.objects.get()
        assert (found, jobs() - before) == ([capsule] * 4, 1)
        Capsule.objects.update(state=RenderState.FAILED)
        assert (at_once(*ask, *ask), jobs() - before) == ([capsule] * 4, 2)
        Capsule.objects.all().delete()
