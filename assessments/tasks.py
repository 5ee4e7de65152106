"""Background work about assessments: summaries (decision 14), texts that units have in common (decision 16)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, default_task_backend, task
from django_tasks_db.models import DBTaskResult

from assessments.services.same_texts import compare_latest, uncompared
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
    """Summaries of everything that has changed are up to date, every submission is compared, the next sweep waits.

    The next one is written down before anything else, so that a failure or a kill does not end the row of sweeps.
    Idempotent.
    """
    ensure_sweep()
    DBTaskResult.objects.finished().filter(task_path=sweep.module_path).delete()
    try:
        refresh_summaries(changed_assessments())
    finally:  # one that cannot be summarised stops nothing else
        for pk in uncompared():
            compare_latest(pk)


@task(priority=BEHIND_OTHERS)
def compare(assessment_id: int) -> None:
    """The answers of the latest submission are compared with those of other units (idempotent)."""
    compare_latest(assessment_id)


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


def compare_later(assessment_id: int) -> None:
    """Once the submission is committed, the worker compares its answers; should the job be lost, the sweep does."""
    transaction.on_commit(lambda: compare.enqueue(assessment_id), robust=True)
