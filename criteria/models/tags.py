from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.kinds import Family


class TagManager(models.Manager):
    def get_by_natural_key(self, code):
        return self.get(code=code)


class Tag(models.Model):
    """What questions and answers are marked with."""

    code = models.CharField(_("รหัส"), max_length=20, unique=True)
    order = models.PositiveSmallIntegerField(_("ลำดับ"))
    title_th = models.CharField(_("ชื่อภาษาไทย"), max_length=200)
    title_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=200)
    text_th = models.TextField(_("คำอธิบายภาษาไทย"))
    text_en = models.TextField(_("คำอธิบายภาษาอังกฤษ"))

    objects = TagManager()

    class Meta:
        abstract = True
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title_th

    def natural_key(self):
        return (self.code,)


class Characteristic(Tag):
    """คุณลักษณะระบบราชการ 4.0: one of the ten (domain.md 5.1)."""

    family = models.CharField(_("กลุ่ม"), max_length=10, choices=Family)

    class Meta(Tag.Meta):
        verbose_name = verbose_name_plural = _("คุณลักษณะระบบราชการ 4.0")
        constraints = [
            models.CheckConstraint(condition=Q(family__in=Family.values), name="characteristic_family_known")
        ]


class SuccessFactor(Tag):
    """ปัจจัยแห่งความสำเร็จ: collaboration, innovation, digitalization (domain.md 5.2)."""

    class Meta(Tag.Meta):
        verbose_name = verbose_name_plural = _("ปัจจัยแห่งความสำเร็จ")
