"""Background work about assessments: summaries, notices, texts that units have in common (decisions 14, 16, 17)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts.tasks import ensure_digests, ensure_waiting
from assessments.notices import TOLD
from assessments.services.notices import (
    tell_calibration_back,
    tell_comment,
    tell_event,
    tell_missed,
    tell_opening,
)
from assessments.services.same_texts import compare_latest, uncompared
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


@task()
def tell_opened(calibration_id: int) -> None:
    """Every assessor who is to score the set has a notice (idempotent)."""
    ensure_sweep()
    tell_opening(calibration_id)


@task()
def tell_back(hand_in_id: int) -> None:
    """The assessor has a notice that her scores of a calibration set were handed back (idempotent)."""
    ensure_sweep()
    tell_calibration_back(hand_in_id)


@task(priority=BEHIND_OTHERS)
def sweep() -> None:
    """What a crash left untold is told, summaries are up to date, every submission is compared, the next sweep waits.

    The next one is written down before anything else, so that a failure or a kill does not end the row of sweeps.
    Idempotent.
    """
    ensure_sweep()
    DBTaskResult.objects.finished().filter(task_path=sweep.module_path).delete()
    try:
        refresh_summaries(changed_assessments())
    finally:  # one that cannot be summarised stops nothing else
        try:
            tell_missed(timezone.now())
        finally:
            for pk in uncompared():
                compare_latest(pk)


@task(priority=BEHIND_OTHERS)
def compare(assessment_id: int) -> None:
    """The answers of the latest submission are compared with those of other units (idempotent)."""
    compare_latest(assessment_id)


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


def tell_opened_later(calibration_id: int) -> None:
    """The same for the assessors of a calibration set."""
    transaction.on_commit(lambda: tell_opened.enqueue(calibration_id), robust=True)


def tell_calibration_back_later(hand_in_id: int) -> None:
    """The same for the assessor whose scores of a calibration set were handed back."""
    transaction.on_commit(lambda: tell_back.enqueue(hand_in_id), robust=True)


def compare_later(assessment_id: int) -> None:
    """Once the submission is committed, the worker compares its answers; should the job be lost, the sweep does."""
    transaction.on_commit(lambda: compare.enqueue(assessment_id), robust=True)
