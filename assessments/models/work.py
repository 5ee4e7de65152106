from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from assessments.models.answer import Answer


class WorkAssignment(models.Model):
    """การมอบหมายงาน: who writes this answer, and until when. A hand-over is read over it; the row keeps the name."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="work")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="work", verbose_name=_("ผู้รับผิดชอบ")
    )
    due = models.DateField(_("ภายในวันที่"), null=True, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("การมอบหมายงาน")

    def __str__(self) -> str:
        return f"{self.answer_id} {self.person}"


class HandOver(models.Model):
    """การส่งมอบงาน: from its date on, everything that `giver` holds in the unit is read as `receiver`'s."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="hand_overs", verbose_name=_("หน่วยงาน"))
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้ส่งมอบ")
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้รับมอบ")
    )
    effective = models.DateField(_("มีผลตั้งแต่วันที่"))
    note = models.TextField(_("หมายเหตุ"), blank=True, default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("การส่งมอบงาน")
        ordering = ["effective", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(giver=F("receiver")), name="hand_over_to_another")]

    def __str__(self) -> str:
        return f"{self.giver} {self.receiver} {self.effective}"
