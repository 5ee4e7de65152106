from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.answer import Answer
from assessments.models.assessment import Assessment
from assessments.models.indicator import Indicator
from assessments.statuses import KeyFactorKind


class KeyFactorQuerySet(models.QuerySet):
    def with_links(self):
        """With the questions of its answers and its indicators, without what they say, in three queries, by code."""
        answers = Answer.objects.select_related("question").only("assessment", "question__code")
        indicators = Indicator.objects.select_related("area__item").only(
            "assessment", "code", "name", "area__item__code"
        )
        links = (Prefetch("answers", answers), Prefetch("indicators", indicators))
        return self.prefetch_related(*links).order_by("code")


class KeyFactor(models.Model):
    """ปัจจัยสำคัญขององค์การ, picked from the profile; what answers and indicators are linked to (the golden thread)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="key_factors")
    code = models.CharField(_("รหัส"), max_length=20)
    kind = models.CharField(_("ชนิด"), max_length=10, choices=KeyFactorKind)
    text = models.TextField(_("ข้อความ"))
    answers = models.ManyToManyField(Answer, related_name="key_factors", blank=True)
    indicators = models.ManyToManyField(Indicator, related_name="key_factors", blank=True)

    objects = KeyFactorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ปัจจัยสำคัญ")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="key_factor_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(text=""), name="key_factor_has_code_and_text"),
            models.CheckConstraint(condition=Q(kind__in=KeyFactorKind.values), name="key_factor_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
