from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import Submission


class ConsensusMeeting(models.Model):
    """The consensus on a submission is open: every assessor has handed in, and none is handed back any more."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="consensus_meeting")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("เปิดเมื่อ"))
    held_on = models.DateField(_("วันที่ประชุม"), null=True, blank=True)
    present = models.TextField(_("ผู้เข้าประชุม"), blank=True, default="")  # a line a person
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("การประชุมฉันทามติ")

    def __str__(self) -> str:
        return f"{self.submission}"
