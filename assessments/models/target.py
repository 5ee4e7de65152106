from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from criteria.models import Item


class Target(models.Model):
    """เป้าหมาย of one item of an assessment, in percent of its points; all of them are the target profile."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="targets")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField(_("ร้อยละ"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("ตั้งเมื่อ"))

    class Meta:
        verbose_name = verbose_name_plural = _("เป้าหมายคะแนน")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="target_once_an_item"),
            models.CheckConstraint(condition=Q(percent__in=range(0, 101, 5)), name="target_percent_allowed"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.percent}"
