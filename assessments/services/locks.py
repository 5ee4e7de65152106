"""The only raw SQL of the product: Django cannot say FOR SHARE.

A save takes a share of the assessment row, a change of status the whole row. A holder of a share never writes the
row: two sharers that both did would deadlock (architecture.md 3).

Every clock here is read once nobody is waited for any more: what was saved before is older than what follows.
PostgreSQL computes the columns of a row before it waits for the row, so the lock is taken below the clock.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models.functions import Coalesce, Now

from assessments.models import Assessment, Calibration
from assessments.statuses import EDITABLE, Status

SHARE = """
SELECT status, deadline, clock_timestamp() FROM (
    SELECT a.status, COALESCE(a.due, c.closes) AS deadline
      FROM assessments_assessment a JOIN assessments_cycle c ON c.id = a.cycle_id
     WHERE a.id = %s FOR SHARE OF a
) held
"""

SHARE_CALIBRATION = """
SELECT opened_at, closed_at, version, clock_timestamp() FROM (
    SELECT opened_at, closed_at, version FROM assessments_calibration WHERE id = %s FOR SHARE
) held
"""


@dataclass(frozen=True)
class LockedState:
    """Status, deadline and the database's clock, as they stay until the transaction ends."""

    status: str
    deadline: datetime
    now: datetime

    @property
    def is_open(self) -> bool:
        return self.status in EDITABLE and self.now <= self.deadline


class AssessmentLocked(Exception):
    """The assessment is not open for editing: sent, past its deadline, or both. `state` says which."""

    def __init__(self, state: LockedState):
        super().__init__(state.status)
        self.state = state


def share_assessment(pk: int) -> LockedState:
    """The state of the assessment, held against a change of status until the transaction ends. One query.

    SQLite holds it by its write lock (BEGIN IMMEDIATE). Raises Assessment.DoesNotExist.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(SHARE, [pk])
            row = cursor.fetchone()
    else:
        due = Coalesce("due", "cycle__closes")
        row = Assessment.objects.filter(pk=pk).values_list("status", due, Now()).first()
    if row is None:
        raise Assessment.DoesNotExist
    return LockedState(*row)


def share_open_assessment(pk: int) -> LockedState:
    """`share_assessment`, or AssessmentLocked when it is not open for editing."""
    state = share_assessment(pk)
    if not state.is_open:
        raise AssessmentLocked(state)
    return state


def share_assessment_in_review(pk: int) -> LockedState:
    """`share_assessment`, or AssessmentLocked unless it is in review."""
    state = share_assessment(pk)
    if state.status != Status.IN_REVIEW:
        raise AssessmentLocked(state)
    return state


def lock_assessment(pk: int) -> tuple[Assessment, datetime]:
    """The whole row, and the database's clock, for a change of status. Raises Assessment.DoesNotExist."""
    _lock_rows([pk])
    assessment = Assessment.objects.with_place().get(pk=pk)
    return assessment, assessment.read_at


def lock_assessments(pks) -> list[Assessment]:
    """Those that there are, the whole rows, locked in the order of their keys so that two batches do not deadlock."""
    _lock_rows(pks)
    return list(Assessment.objects.with_place().filter(pk__in=pks).order_by("pk"))


def _lock_rows(pks) -> None:
    """Nobody else holds them until the transaction ends. What is read in a later query is as it stays."""
    list(Assessment.objects.filter(pk__in=pks).order_by("pk").select_for_update().values_list("pk"))


def lock_open_assessment(pk: int) -> LockedState:
    """The whole row, open for editing, for what must not happen twice at once. Raises AssessmentLocked."""
    assessment, now = lock_assessment(pk)
    state = LockedState(assessment.status, assessment.deadline, now)
    if not state.is_open:
        raise AssessmentLocked(state)
    return state


def lock_assessment_in_review(pk: int) -> LockedState:
    """The whole row, in review, for what must not happen beside any save of the review. Raises AssessmentLocked."""
    assessment, now = lock_assessment(pk)
    state = LockedState(assessment.status, assessment.deadline, now)
    if state.status != Status.IN_REVIEW:
        raise AssessmentLocked(state)
    return state


@dataclass(frozen=True)
class CalibrationState:
    """How a calibration set stands, and the database's clock, until the transaction ends."""

    opened_at: datetime | None
    closed_at: datetime | None
    version: int
    now: datetime

    @property
    def is_draft(self) -> bool:
        return self.opened_at is None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


def share_calibration(pk: int) -> CalibrationState | None:
    """The state of the set, held against opening, closing and hand-ins; None where it is deleted. One query.

    A holder writes scores or texts, never the row of the set.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(SHARE_CALIBRATION, [pk])
            row = cursor.fetchone()
    else:
        found = Calibration.objects.filter(pk=pk).values_list("opened_at", "closed_at", "version", Now())
        row = found.order_by().first()
    return CalibrationState(*row) if row else None


def lock_calibration(pk: int) -> CalibrationState | None:
    """The whole row of the set, for what must not happen beside any save; None where it is deleted."""
    list(Calibration.objects.filter(pk=pk).order_by().select_for_update().values_list("pk"))
    return share_calibration(pk)
