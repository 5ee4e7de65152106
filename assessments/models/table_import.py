from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from criteria.models import Item


class TableImport(models.Model):
    """One accepted table of indicators, with what is needed to put back what stood before it.

    `before` holds the rows of the document (JSON) that the table has changed, `after` the version of every indicator
    that it wrote, by code. Codes that stand in `after` only are new.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="table_imports")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("เมื่อ"))
    before = models.TextField()
    after = models.TextField()
    undone_at = models.DateTimeField(_("เลิกทำเมื่อ"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("การนำเข้าตารางตัวชี้วัด")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="table_import_undone_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.at}"
