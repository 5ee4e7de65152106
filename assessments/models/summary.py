from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.statuses import Stage
from criteria.models import Category


def points_field(label, **given):
    """Points with the two places that scoring.md rounds to."""
    return models.DecimalField(label, max_digits=7, decimal_places=2, **given)


def _not_negative(*names: str) -> Q:
    """Those that are there are 0 or more."""
    return Q(**{f"{name}__gte": 0 for name in names})


class Summary(models.Model):
    """สรุปของแบบประเมิน: counts and totals kept ready for lists of many (decision 14). Nothing is decided by it.

    It holds everything that was committed before `computed_at`, hence every change that bears a time before
    `complete_until`: one may bear a time and be committed later. `self_points` is the live total, for the unit's own
    people. `result_points` is what others may know, None before the first submission: the consensus once approved, else
    the self total of the latest submission (scoring.md 1.1), and `result_stage` says which. `result_shares` is the
    same once more for the overview of many: whole hundredths of a percent of the maximum, the total first, then the
    scored categories in the order of the set, with commas between them.
    """

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="summary")
    questions = models.PositiveSmallIntegerField(_("คำถาม"), default=0)
    answered = models.PositiveSmallIntegerField(_("ตอบแล้ว"), default=0)
    items = models.PositiveSmallIntegerField(_("หัวข้อที่ให้คะแนน"), default=0)
    confirmed = models.PositiveSmallIntegerField(_("หัวข้อที่ยืนยันแล้ว"), default=0)
    maximum = points_field(_("คะแนนเต็ม"), default=0)
    self_points = points_field(_("คะแนนประเมินตนเอง"), default=0)
    self_provisional = models.BooleanField(_("คะแนนประเมินตนเองเป็นคะแนนชั่วคราว"), default=True)
    result_points = points_field(_("ผลคะแนน"), null=True, blank=True)
    result_provisional = models.BooleanField(_("ผลคะแนนเป็นคะแนนชั่วคราว"), default=True)
    result_stage = models.CharField(_("ที่มาของผลคะแนน"), max_length=10, choices=Stage, blank=True, default="")
    result_shares = models.CharField(_("ผลเป็นร้อยละของคะแนนเต็ม"), max_length=200, blank=True, default="")
    computed_at = models.DateTimeField(_("ข้อมูล ณ"))
    complete_until = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("สรุปของแบบประเมิน")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered__lte=F("questions"), confirmed__lte=F("items")), name="summary_part_of_whole"
            ),
            models.CheckConstraint(
                condition=_not_negative("maximum", "self_points", "result_points"), name="summary_points_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(result_points__isnull=True, result_stage="")
                | Q(result_points__isnull=False, result_stage__in=[Stage.SELF, Stage.CONSENSUS]),
                name="summary_result_has_stage",
            ),
            models.CheckConstraint(
                condition=Q(result_points__isnull=False) | Q(result_shares=""), name="summary_shares_of_a_result"
            ),
        ]
        indexes = [models.Index(fields=["result_points"], name="summary_result_points")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.computed_at}"


class CategorySummary(models.Model):
    """One scored category of a summary; `share` is percent of its maximum, 0 to 100. Results as in the summary."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="categories")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    maximum = points_field(_("คะแนนเต็ม"))
    self_points = points_field(_("คะแนนประเมินตนเอง"))
    self_share = models.DecimalField(_("ร้อยละของคะแนนเต็ม"), max_digits=5, decimal_places=2)
    result_points = points_field(_("ผลคะแนน"), null=True, blank=True)
    result_share = models.DecimalField(_("ร้อยละของคะแนนเต็ม"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("สรุปรายหมวด")
        constraints = [
            models.UniqueConstraint(fields=["summary", "category"], name="category_summary_once"),
            models.CheckConstraint(
                condition=_not_negative("maximum", "self_points", "self_share", "result_points", "result_share")
                & Q(self_share__lte=100, result_share__lte=100),
                name="category_summary_in_range",
            ),
            models.CheckConstraint(
                condition=Q(result_points__isnull=True, result_share__isnull=True)
                | Q(result_points__isnull=False, result_share__isnull=False),
                name="category_summary_result_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.summary_id} {self.category_id}"
