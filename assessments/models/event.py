from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.models.submission import Submission
from assessments.statuses import EventKind, Status


class AssessmentEvent(models.Model):
    """ประวัติการดำเนินการ: who did what when; written in the transaction that did it, never changed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("การดำเนินการ"), max_length=20, choices=EventKind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("เมื่อ"))
    from_status = models.CharField(max_length=10, choices=Status, blank=True)
    to_status = models.CharField(max_length=10, choices=Status, blank=True)
    note = models.TextField(_("หมายเหตุ"), blank=True)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, blank=True, related_name="events")

    class Meta:
        verbose_name = verbose_name_plural = _("ประวัติการดำเนินการ")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known")]
        indexes = [models.Index(fields=["at"], name="event_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class ToldEvent(models.Model):
    """The notices of this event were made. A row of its own, since an event never changes (decision 16)."""

    event = models.OneToOneField(AssessmentEvent, on_delete=models.CASCADE, related_name="told")

    class Meta:
        verbose_name = verbose_name_plural = _("การแจ้งเตือนที่สร้างแล้ว")

    def __str__(self) -> str:
        return str(self.event)
