from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.kinds import CategoryKind, Factor
from criteria.models.criteria_set import CriteriaSet


class RubricManager(models.Manager):
    def get_by_natural_key(self, set_code, kind, factor, band):
        return self.get(criteria_set__code=set_code, kind=kind, factor=factor, band=band)


class Rubric(models.Model):
    """เกณฑ์พิจารณา: what one factor looks like in one of the bands 0 to 5."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="rubrics")
    kind = models.CharField(_("ชนิด"), max_length=10, choices=CategoryKind)
    factor = models.CharField(_("ปัจจัย"), max_length=2, choices=Factor)
    band = models.PositiveSmallIntegerField(_("ช่วงคะแนน"))
    text_th = models.TextField(_("ข้อความภาษาไทย"))
    text_en = models.TextField(_("ข้อความภาษาอังกฤษ"))

    objects = RubricManager()

    class Meta:
        verbose_name = verbose_name_plural = _("เกณฑ์พิจารณา")
        ordering = ["kind", "factor", "band"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "kind", "factor", "band"], name="rubric_once"),
            models.CheckConstraint(condition=Q(band__lte=5), name="rubric_band_known"),
            models.CheckConstraint(condition=Q(factor__in=Factor.values), name="rubric_factor_known"),
        ]

    def __str__(self) -> str:
        return f"{self.factor} {self.band}"

    def natural_key(self):
        return (*self.criteria_set.natural_key(), self.kind, self.factor, self.band)

    natural_key.dependencies = ["criteria.criteriaset"]
