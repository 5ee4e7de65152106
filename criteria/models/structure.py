from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.kinds import CategoryKind
from criteria.models.criteria_set import CriteriaSet


class CategoryManager(models.Manager):
    def get_by_natural_key(self, set_code, code):
        return self.get(criteria_set__code=set_code, code=code)


class Category(models.Model):
    """หมวด: the profile P or one of the categories 1 to 7."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="categories")
    code = models.CharField(_("รหัส"), max_length=10)
    order = models.PositiveSmallIntegerField(_("ลำดับ"))
    kind = models.CharField(_("ชนิด"), max_length=10, choices=CategoryKind)
    title_th = models.CharField(_("ชื่อภาษาไทย"), max_length=300)
    title_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=300)
    points = models.DecimalField(_("คะแนนเต็ม"), max_digits=7, decimal_places=2)

    objects = CategoryManager()

    class Meta:
        verbose_name = verbose_name_plural = _("หมวด")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="category_code_once"),
            models.CheckConstraint(condition=Q(kind__in=CategoryKind.values), name="category_kind_known"),
            models.CheckConstraint(condition=Q(points__gte=0), name="category_points_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title_th}"

    def natural_key(self):
        return (*self.criteria_set.natural_key(), self.code)

    natural_key.dependencies = ["criteria.criteriaset"]


class ItemManager(models.Manager):
    def get_by_natural_key(self, set_code, code):
        return self.get(category__criteria_set__code=set_code, code=code)


class Item(models.Model):
    """หัวข้อ: what is scored, such as 1.1 or 7.2."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(_("รหัส"), max_length=10)
    order = models.PositiveSmallIntegerField(_("ลำดับ"))
    title_th = models.CharField(_("ชื่อภาษาไทย"), max_length=300)
    title_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=300)
    points = models.DecimalField(_("คะแนนเต็ม"), max_digits=7, decimal_places=2)

    objects = ItemManager()

    class Meta:
        verbose_name = verbose_name_plural = _("หัวข้อ")
        ordering = ["category__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["category", "code"], name="item_code_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="item_points_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title_th}"

    def natural_key(self):
        return (self.category.criteria_set.code, self.code)

    natural_key.dependencies = ["criteria.category"]


class AreaManager(models.Manager):
    def get_by_natural_key(self, set_code, item_code, code):
        return self.get(item__category__criteria_set__code=set_code, item__code=item_code, code=code)


class Area(models.Model):
    """ประเด็น: a part of an item, ก ข ค. In scheme levels a level B, A, S of a sub-criterion, or a sub-topic 1 to 5.

    `required`: a sub-topic that must have a result (scoring.md 3).
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(_("รหัส"), max_length=10)
    order = models.PositiveSmallIntegerField(_("ลำดับ"))
    title_th = models.CharField(_("ชื่อภาษาไทย"), max_length=300)
    title_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=300)
    required = models.BooleanField(_("จำเป็น"), default=False)

    objects = AreaManager()

    class Meta:
        verbose_name = verbose_name_plural = _("ประเด็น")
        ordering = ["item__category__order", "item__order", "order"]
        constraints = [models.UniqueConstraint(fields=["item", "code"], name="area_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title_th}"

    def natural_key(self):
        return (*self.item.natural_key(), self.code)

    natural_key.dependencies = ["criteria.item"]
