from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.kinds import Scheme, SetStatus


class CriteriaSetManager(models.Manager):
    def get_by_natural_key(self, code):
        return self.get(code=code)


class CriteriaSet(models.Model):
    """One edition of the criteria with everything its scheme needs to score (scoring.md 1, 2 and 4).

    `bands`: six lists of allowed percents; `thresholds`: four shares between the factors 1 to 5, as strings; both empty
    for scheme levels. `shortfall`: how levels scores below the target. `maturity`: rows of least points, Thai word,
    English word.
    """

    code = models.SlugField(_("รหัส"), max_length=40)
    edition = models.CharField(_("ฉบับ"), max_length=40)
    title_th = models.CharField(_("ชื่อภาษาไทย"), max_length=300)
    title_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=300)
    scheme = models.CharField(_("วิธีให้คะแนน"), max_length=20, choices=Scheme)
    status = models.CharField(_("สถานะ"), max_length=10, choices=SetStatus, default=SetStatus.DRAFT)
    points = models.DecimalField(_("คะแนนเต็ม"), max_digits=7, decimal_places=2)
    bands = models.JSONField(_("ช่วงคะแนน"), default=list, blank=True)
    gate = models.PositiveSmallIntegerField(_("เพดานจากปัจจัยต่ำสุด"), default=1)
    thresholds = models.JSONField(_("เกณฑ์แปลงสัดส่วนเป็นระดับ"), default=list, blank=True)
    maturity = models.JSONField(_("ระดับวุฒิภาวะ"), default=list, blank=True)
    shortfall = models.CharField(_("วิธีคิดเมื่อไม่ถึงเป้าหมาย"), max_length=20, blank=True)
    source_note = models.TextField(_("หมายเหตุแหล่งที่มา"), blank=True)

    objects = CriteriaSetManager()

    class Meta:
        verbose_name = verbose_name_plural = _("ชุดเกณฑ์")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="criteria_set_code_once"),
            models.CheckConstraint(condition=Q(scheme__in=Scheme.values), name="criteria_set_scheme_known"),
            models.CheckConstraint(condition=Q(status__in=SetStatus.values), name="criteria_set_status_known"),
            models.CheckConstraint(condition=Q(points__gte=0), name="criteria_set_points_not_negative"),
        ]

    def __str__(self) -> str:
        return self.title_th

    def natural_key(self):
        return (self.code,)
