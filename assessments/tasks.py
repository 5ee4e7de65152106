"""Background work about assessments: summaries (decision 14) and notices (decision 16)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts.tasks import ensure_digests, ensure_waiting
from assessments.notices import TOLD
from assessments.services.notices import tell_comment, tell_event, tell_missed
from assessments.services.summaries import changed_assessments, refresh_summaries, refresh_summary

BETWEEN_SWEEPS = timedelta(minutes=5)
BEHIND_OTHERS = -10  # mail and reports first


@task()
def refresh(assessment_id: int) -> None:
    """The summary of the assessment is up to date, and a sweep will follow (idempotent)."""
    ensure_sweep()
    refresh_summary(assessment_id)


@task()
def tell(event_id: int) -> None:
    """Everybody concerned has a notice of the event (idempotent)."""
    ensure_sweep()
    tell_event(event_id)


@task()
def tell_mentioned(comment_id: int) -> None:
    """Everybody whom the comment mentions has a notice (idempotent)."""
    ensure_sweep()
    tell_comment(comment_id)


@task(priority=BEHIND_OTHERS)
def sweep() -> None:
    """What a crash left untold is told, summaries are up to date, and the next sweep waits (idempotent).

    The next one is written down before anything else, so that a failure or a kill does not end the row of sweeps.
    """
    ensure_sweep()
    DBTaskResult.objects.finished().filter(task_path=sweep.module_path).delete()
    try:
        refresh_summaries(changed_assessments())
    finally:
        tell_missed(timezone.now())


def ensure_sweep() -> None:
    """A sweep waits, and a look for digests."""
    ensure_waiting(sweep, BETWEEN_SWEEPS)
    ensure_digests()


def refresh_later(assessment_id: int) -> None:
    """Once what is being done is committed, the worker refreshes the summary.

    Should the job itself be lost, nothing is: the sweep finds the change by its time.
    """
    transaction.on_commit(lambda: refresh.enqueue(assessment_id), robust=True)


def tell_later(event) -> None:
    """Once what is being done is committed, the worker tells of the event, where anybody is told of its kind.

    Should the job be lost, the sweep finds the event untold.
    """
    if event.kind in TOLD:
        transaction.on_commit(lambda: tell.enqueue(event.pk), robust=True)


def tell_mentioned_later(comment_id: int) -> None:
    """The same for those whom a comment mentions."""
    transaction.on_commit(lambda: tell_mentioned.enqueue(comment_id), robust=True)
