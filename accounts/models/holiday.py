from django.db import models
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """วันหยุดราชการ beside Saturdays and Sundays: data, loaded with `load_holidays`, changed by superusers."""

    day = models.DateField(_("วันที่"))
    name_th = models.CharField(_("ชื่อวันหยุด"), max_length=200)
    note = models.CharField(_("ที่มา"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("วันหยุดราชการ")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["day"], name="holiday_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name_th}"
