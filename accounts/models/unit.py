from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import UnitKind


class UnitQuerySet(models.QuerySet):
    def below(self, paths):
        """Units at or below any of these tree paths."""
        condition = Q(pk__in=[])
        for path in paths:
            condition |= Q(path__startswith=path)
        return self.filter(condition)


class UnitManager(models.Manager.from_queryset(UnitQuerySet)):
    def get_by_natural_key(self, code):
        return self.get(code=code)


class Unit(models.Model):
    """A ministry, department, province or division. `path` is the chain of codes from the root, "/M08/A0008/"."""

    code = models.CharField(_("รหัส"), max_length=20)
    name_th = models.CharField(_("ชื่อภาษาไทย"), max_length=200)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=200, blank=True)
    kind = models.CharField(_("ประเภท"), max_length=20, choices=UnitKind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("สังกัด")
    )
    path = models.CharField(max_length=250, editable=False)
    # Whether the lead who prepared an assessment may also certify and submit it (a small unit).
    one_person_certifies = models.BooleanField(_("ผู้จัดทำและผู้รับรองเป็นคนเดียวกันได้"), default=False)

    objects = UnitManager()

    class Meta:
        verbose_name = verbose_name_plural = _("หน่วยงาน")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="unit_code_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z0-9-]+$"), name="unit_code_plain"),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(condition=Q(path__startswith="/", path__endswith="/"), name="unit_path_closed"),
        ]
        indexes = [models.Index(fields=["path"], name="unit_path", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name_th

    def natural_key(self):
        return (self.code,)
