from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 80  # letters as a reader counts them


class DeskView(models.Model):
    """มุมมองที่บันทึกไว้: filters and order of a coordinator's desk under a name of her own.

    `query` is what the form of the desk wrote of what it had understood, never what was typed.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_views")
    name = models.TextField(_("ชื่อมุมมอง"))
    query = models.TextField(_("ตัวกรอง"), blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("มุมมองที่บันทึกไว้")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="desk_view_name_once")]

    def __str__(self) -> str:
        return self.name
