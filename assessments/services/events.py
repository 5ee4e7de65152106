"""The history of an assessment: one row for each thing done, in the transaction that does it."""

from assessments.models import AssessmentEvent
from assessments.tasks import tell_later


def record(*, assessment_id: int, kind: str, actor, at, note: str = "", submission=None, statuses=("", "")):
    """The event stands in the history, and once committed people are told. `statuses` are those before and after."""
    event = AssessmentEvent.objects.create(
        assessment_id=assessment_id,
        kind=kind,
        actor=actor,
        at=at,
        from_status=statuses[0],
        to_status=statuses[1],
        note=note,
        submission=submission,
    )
    tell_later(event)
    return event
