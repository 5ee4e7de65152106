"""What a reviewer finds in a submission. The unit sees none of it before the approval."""

from dataclasses import dataclass

from django.db import transaction

from assessments.models import Finding, Submission
from assessments.services.own_reviews import hold_review
from assessments.statuses import Stage
from criteria.outline import ItemOutline


@dataclass(frozen=True)
class FindingFields:
    """One thought with its evidence, why it matters, and the factor that it speaks of ("" none)."""

    kind: str
    nugget: str
    evidence: str = ""
    relevance: str = ""
    is_double: bool = False
    factor: str = ""


class StaleFinding(Exception):
    """Somebody else changed, merged or deleted it first; `current` is what stands, None where it is gone."""

    def __init__(self, current: Finding | None = None):
        super().__init__(current and current.version)
        self.current = current


def add_finding(*, submission: Submission, item: ItemOutline, actor, **fields) -> Finding:
    """The finding stands under the item of this submission; `fields` are those of FindingFields.

    Raises SubmissionReplaced, AssessmentLocked where the actor may not write her review.
    """
    given = FindingFields(**fields)
    with transaction.atomic(durable=True):
        hold_review(submission=submission, actor=actor)
        return Finding.objects.create(
            submission=submission, item_id=item.pk, author=actor, stage=Stage.REVIEW, **vars(given)
        )


def change_finding(*, finding: Finding, version: int, actor, **fields) -> Finding:
    """The finding says this in its next version; `version` is the one that the writer saw.

    Raises StaleFinding, SubmissionReplaced, AssessmentLocked; Finding.DoesNotExist where it is deleted.
    """
    given = FindingFields(**fields)
    with transaction.atomic(durable=True):
        hold_review(submission=finding.submission, actor=actor)
        rows = Finding.objects.filter(pk=finding.pk, version=version)
        changed = rows.update(version=version + 1, **vars(given))
    current = Finding.objects.select_related("author", "item").get(pk=finding.pk)
    if not changed:
        raise StaleFinding(current)
    return current


def delete_finding(*, finding: Finding, actor) -> None:
    """The finding is gone. Raises SubmissionReplaced, AssessmentLocked where the actor may not write her review."""
    with transaction.atomic(durable=True):
        hold_review(submission=finding.submission, actor=actor)
        finding.delete()
