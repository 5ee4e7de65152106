"""What a reviewer writes of a submission: findings and remarks. The unit sees none of it before return or approval."""

from django.db import transaction
from django.db.models import Max

from assessments.models import Finding, Remark, Submission
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


def add_remark(*, submission: Submission, item: ItemOutline | None, text: str, actor) -> Remark:
    """The remark stands under the next number of the assessment; `item` None: on the whole.

    Raises AssessmentLocked when it is not in review.
    """
    with transaction.atomic(durable=True):
        share_assessment_in_review(submission.assessment_id)
        # Two coordinators at once: the lock on the submission row makes the numbers follow one another.
        Submission.objects.select_for_update().get(pk=submission.pk)
        last = Remark.objects.filter(assessment=submission.assessment_id).aggregate(last=Max("number"))["last"] or 0
        return Remark.objects.create(
            assessment_id=submission.assessment_id,
            submission=submission,
            item_id=item.pk if item else None,
            author=actor,
            number=last + 1,
            text=text,
        )


def delete_remark(*, remark: Remark) -> None:
    """The remark is gone; its number is not given again while later ones stand. Raises AssessmentLocked."""
    with transaction.atomic(durable=True):
        share_assessment_in_review(remark.assessment_id)
        remark.delete()
