from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Submission


class ReportKind(models.TextChoices):
    FULL = "full", _("รายงานฉบับเต็ม")
    SUMMARY = "summary", _("สรุปสำหรับผู้บริหาร 2 หน้า")
    FEEDBACK = "feedback", _("รายงานป้อนกลับ")


class RenderState(models.TextChoices):
    WAITING = "waiting", _("กำลังสร้าง PDF")
    READY = "ready", _("พร้อมดาวน์โหลด")
    FAILED = "failed", _("สร้างไม่สำเร็จ")


class RenderedReport(models.Model):
    """One PDF, kept under the hash of what it says; the same content is never rendered twice.

    `submission` None: of the live rows. `html` waits for the worker and is emptied once the file is there. While it is
    made: the `page` being laid out, how many `pages` once all of them are, and the last sign of the worker, `moved_at`.
    """

    content_hash = models.CharField(max_length=64)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="rendered_reports")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    has_feedback = models.BooleanField(default=False)
    kind = models.CharField(_("ชนิด"), max_length=10, choices=ReportKind)
    state = models.CharField(_("สถานะ"), max_length=10, choices=RenderState, default=RenderState.WAITING)
    html = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    page = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("รายงานที่สร้างแล้ว")
        constraints = [
            models.UniqueConstraint(fields=["content_hash"], name="rendered_report_once"),
            models.CheckConstraint(
                condition=Q(content_hash__regex=r"^[0-9a-f]{64}$"), name="rendered_report_hash_whole"
            ),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="rendered_report_kind_known"),
            models.CheckConstraint(condition=Q(state__in=RenderState.values), name="rendered_report_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.content_hash[:8]}"

    @property
    def path(self):
        """Where the PDF lies, outside of everything that the web server serves."""
        return settings.REPORTS_DIR / f"{self.content_hash}.pdf"
