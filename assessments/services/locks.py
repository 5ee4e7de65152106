"""The only raw SQL of the product: Django cannot say FOR SHARE.

A save takes a share of the assessment row, a change of status the whole row. A holder of a share never writes the
row: two sharers that both did would deadlock (architecture.md 3).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models.functions import Coalesce, Now

from assessments.models import Assessment
from assessments.statuses import EDITABLE, Status

SHARE = """
SELECT a.status, COALESCE(a.due, c.closes), clock_timestamp()
  FROM assessments_assessment a JOIN assessments_cycle c ON c.id = a.cycle_id
 WHERE a.id = %s FOR SHARE OF a
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
    assessment = Assessment.objects.with_place().select_for_update(of=("self",)).get(pk=pk)
    return assessment, assessment.read_at


def lock_assessments(pks) -> list[Assessment]:
    """Those that there are, the whole rows, locked in the order of their keys so that two batches do not deadlock."""
    found = Assessment.objects.with_place().select_for_update(of=("self",))
    return list(found.filter(pk__in=pks).order_by("pk"))


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
