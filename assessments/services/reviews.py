"""Remarks on a submission, which the unit must answer. It sees none of them before the return or the approval."""

from django.db import transaction
from django.db.models import Max

from assessments.models import Remark, Submission
from assessments.services.locks import share_assessment_in_review
from criteria.outline import ItemOutline


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
