from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.models.opening import ReviewQuerySet
from assessments.models.submission import Submission
from assessments.statuses import Stage
from criteria.models import Question

JUDGEMENTS = (Decimal(0), Decimal("0.5"), Decimal(1))


class CheckpointScore(models.Model):
    """A checkpoint judged 0, 1/2 or 1 at one stage (scoring.md 3). One that is not judged yet has no row.

    Stage self: one row a checkpoint. Review: one a checkpoint and assessor. Consensus: one a checkpoint. The latter
    two belong to a submission.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="checkpoint_scores")
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, null=True, blank=True, related_name="checkpoint_scores"
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="checkpoint_scores")
    stage = models.CharField(_("ขั้น"), max_length=10, choices=Stage)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    value = models.DecimalField(_("ผลการพิจารณา"), max_digits=2, decimal_places=1)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ผลการพิจารณาประเด็น")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"],
                condition=Q(stage=Stage.SELF.value),
                name="checkpoint_score_self_once",
            ),
            models.UniqueConstraint(
                fields=["submission", "question", "author"],
                condition=Q(stage=Stage.REVIEW.value),
                name="checkpoint_score_review_once",
            ),
            models.UniqueConstraint(
                fields=["submission", "question"],
                condition=Q(stage=Stage.CONSENSUS.value),
                name="checkpoint_score_consensus_once",
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="checkpoint_score_stage_known"),
            models.CheckConstraint(
                condition=Q(stage=Stage.SELF.value, submission__isnull=True)
                | (~Q(stage=Stage.SELF.value) & Q(submission__isnull=False, author__isnull=False)),
                name="checkpoint_score_review_has_submission",
            ),
            models.CheckConstraint(condition=Q(value__in=JUDGEMENTS), name="checkpoint_score_value_known"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.stage} {self.value}"
