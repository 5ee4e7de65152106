from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from criteria.models import CriteriaSet

FISCAL_YEARS = (2540, 2640)  # Buddhist era, interchange.md


class Cycle(models.Model):
    """รอบการประเมิน: one criteria set in one fiscal year (Buddhist era), with the time in which units write."""

    criteria_set = models.ForeignKey(
        CriteriaSet, on_delete=models.PROTECT, related_name="cycles", verbose_name=_("ชุดเกณฑ์")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ พ.ศ."))
    opens = models.DateTimeField(_("เปิดรับ"))
    closes = models.DateTimeField(_("ปิดรับ"))

    class Meta:
        verbose_name = verbose_name_plural = _("รอบการประเมิน")
        ordering = ["-fiscal_year", "criteria_set__code"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "fiscal_year"], name="cycle_once_a_year"),
            models.CheckConstraint(condition=Q(fiscal_year__range=FISCAL_YEARS), name="cycle_fiscal_year_buddhist"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="cycle_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.criteria_set.code} {self.fiscal_year}"
