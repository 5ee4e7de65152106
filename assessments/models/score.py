from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.models.opening import ReviewQuerySet
from assessments.models.submission import Submission
from assessments.statuses import Stage
from criteria.models import Item


def factor_field(label):
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


# A dimension of scheme levels is confirmed as it is: no percent, and nothing that a percent would follow from.
CONFIRMED_WHOLE = Q(
    percent__isnull=True,
    confirmed_band__isnull=True,
    approach__isnull=True,
    deployment__isnull=True,
    learning__isnull=True,
    integration__isnull=True,
)


class Score(models.Model):
    """คะแนน of one item at one stage. A person's percent counts once confirmed, for the band it was confirmed in.

    Stage self: one row an item. Review: one an item and assessor. Consensus: one an item. The latter two belong to
    a submission. The factors A D L I are of process items; those of results are computed and never stored. In scheme
    levels a row without percent confirms a results dimension; checkpoints have rows of their own.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, blank=True, related_name="scores")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="scores")
    stage = models.CharField(_("ขั้น"), max_length=10, choices=Stage)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approach = factor_field(_("A แนวทาง"))
    deployment = factor_field(_("D การถ่ายทอด"))
    learning = factor_field(_("L การเรียนรู้"))
    integration = factor_field(_("I การบูรณาการ"))
    percent = models.PositiveSmallIntegerField(_("ร้อยละ"), null=True, blank=True)
    reason = models.TextField(_("เหตุผล"), blank=True, default="")
    confirmed = models.BooleanField(_("ยืนยันแล้ว"), default=False)
    confirmed_band = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("คะแนน")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item"], condition=Q(stage=Stage.SELF.value), name="score_self_once"
            ),
            models.UniqueConstraint(
                fields=["submission", "item", "author"], condition=Q(stage=Stage.REVIEW.value), name="score_review_once"
            ),
            models.UniqueConstraint(
                fields=["submission", "item"], condition=Q(stage=Stage.CONSENSUS.value), name="score_consensus_once"
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="score_stage_known"),
            models.CheckConstraint(
                condition=Q(stage=Stage.SELF.value, submission__isnull=True)
                | (~Q(stage=Stage.SELF.value) & Q(submission__isnull=False, author__isnull=False)),
                name="score_review_has_submission",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__in=range(0, 101, 5)), name="score_percent_allowed"
            ),
            models.CheckConstraint(
                condition=Q(confirmed=False) | Q(percent__isnull=False) | CONFIRMED_WHOLE,
                name="score_confirmed_has_percent",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lte": 5}), name=f"score_{name}_to_five"
                )
                for name in ("approach", "deployment", "learning", "integration")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.stage} {self.percent}"

    @property
    def factors(self) -> dict[str, int] | None:
        """A D L I, or None while one is missing."""
        given = {"A": self.approach, "D": self.deployment, "L": self.learning, "I": self.integration}
        return None if None in given.values() else given
