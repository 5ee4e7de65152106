"""The findings that a reviewer writes of a submission. The unit sees none of them before the approval."""

from django.db import transaction

from assessments.models import Finding, Submission
from assessments.services.locks import share_assessment_in_review
from criteria.outline import ItemOutline


def add_finding(
    *,
    submission: Submission,
    item: ItemOutline,
    kind: str,
    is_double: bool,
    nugget: str,
    evidence: str = "",
    relevance: str = "",
    actor,
) -> Finding:
    """The finding stands under the item of this submission. Raises AssessmentLocked when it is not in review."""
    with transaction.atomic(durable=True):
        share_assessment_in_review(submission.assessment_id)
        return Finding.objects.create(
            submission=submission,
            item_id=item.pk,
            author=actor,
            kind=kind,
            is_double=is_double,
            nugget=nugget,
            evidence=evidence,
            relevance=relevance,
        )


def delete_finding(*, finding: Finding) -> None:
    """The finding is gone. Raises AssessmentLocked when the assessment is not in review."""
    with transaction.atomic(durable=True):
        share_assessment_in_review(finding.submission.assessment_id)
        finding.delete()
