from django.db import models
from django.utils.translation import gettext_lazy as _

from criteria.models.structure import Area
from criteria.models.tags import Characteristic


class QuestionManager(models.Manager):
    def get_by_natural_key(self, set_code, code):
        return self.get(area__item__category__criteria_set__code=set_code, code=code)


class Question(models.Model):
    """คำถาม: one open question with guidance on what a good answer tells. The wording is our own.

    In scheme levels it is a checkpoint of its level.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="questions")
    code = models.CharField(_("รหัส"), max_length=12)
    official_number = models.CharField(_("เลขข้อตามเกณฑ์"), max_length=12)
    order = models.PositiveSmallIntegerField(_("ลำดับ"))
    title_th = models.CharField(_("ชื่อภาษาไทย"), max_length=300)
    title_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=300)
    text_th = models.TextField(_("คำถามภาษาไทย"))
    text_en = models.TextField(_("คำถามภาษาอังกฤษ"))
    guidance_th = models.TextField(_("แนวทางการตอบภาษาไทย"))
    guidance_en = models.TextField(_("แนวทางการตอบภาษาอังกฤษ"))
    characteristics = models.ManyToManyField(Characteristic, related_name="questions", blank=True)

    objects = QuestionManager()

    class Meta:
        verbose_name = verbose_name_plural = _("คำถาม")
        ordering = ["area__item__category__order", "area__item__order", "order"]
        constraints = [models.UniqueConstraint(fields=["area", "code"], name="question_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title_th}"

    def natural_key(self):
        return (self.area.item.category.criteria_set.code, self.code)

    natural_key.dependencies = ["criteria.area", "criteria.characteristic"]
