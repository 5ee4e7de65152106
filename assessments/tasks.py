"""Background work about assessments: summaries (decision 14)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, default_task_backend, task
from django_tasks_db.models import DBTaskResult

from assessments.services.summaries import changed_assessments, refresh_summaries, refresh_summary

BETWEEN_SWEEPS = timedelta(minutes=5)
BEHIND_OTHERS = -10  # mail and reports first


@task()
def refresh(assessment_id: int) -> None:
    """The summary of the assessment is up to date, and a sweep will follow (idempotent)."""
    ensure_sweep()
    refresh_summary(assessment_id)


@task(priority=BEHIND_OTHERS)
def sweep() -> None:
    """Summaries of everything that has changed are up to date, and the next sweep waits (idempotent).

    The next one is written down before anything else, so that a failure or a kill does not end the row of sweeps.
    """
    ensure_sweep()
    DBTaskResult.objects.finished().filter(task_path=sweep.module_path).delete()
    refresh_summaries(changed_assessments())


def ensure_sweep() -> None:
    """A sweep waits. Where jobs run at once (tests) there is no later, hence none."""
    if not default_task_backend.supports_defer:
        return
    waiting = DBTaskResult.objects.filter(task_path=sweep.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        sweep.using(run_after=timezone.now() + BETWEEN_SWEEPS).enqueue()


def refresh_later(assessment_id: int) -> None:
    """Once what is being done is committed, the worker refreshes the summary.

    Should the job itself be lost, nothing is: the sweep finds the change by its time.
    """
    transaction.on_commit(lambda: refresh.enqueue(assessment_id), robust=True)
