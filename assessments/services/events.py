"""The history of an assessment: one row for each thing done, in the transaction that does it."""

from assessments.models import AssessmentEvent


def record(*, assessment_id: int, kind: str, actor, at, note: str = "", submission=None, statuses=("", "")):
    """The event stands in the history. `statuses` are those before and after a change of status."""
    return AssessmentEvent.objects.create(
        assessment_id=assessment_id,
        kind=kind,
        actor=actor,
        at=at,
        from_status=statuses[0],
        to_status=statuses[1],
        note=note,
        submission=submission,
    )
