from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Submission


class ReportKind(models.TextChoices):
    FULL = "full", _("รายงานฉบับเต็ม")
    SUMMARY = "summary", _("สรุปสำหรับผู้บริหาร 2 หน้า")
    FEEDBACK = "feedback", _("รายงานป้อนกลับ")
    LEDGER = "ledger", _("ทะเบียนข้อสังเกต")
    COMPARISON = "comparison", _("รายงานเปรียบเทียบหน่วยงาน")


# The kinds that are made of one assessment.
OF_ASSESSMENT = tuple(kind for kind in ReportKind.values if kind != ReportKind.COMPARISON)


class RenderState(models.TextChoices):
    WAITING = "waiting", _("กำลังสร้าง PDF")
    READY = "ready", _("พร้อมดาวน์โหลด")
    FAILED = "failed", _("สร้างไม่สำเร็จ")


class RenderedReport(models.Model):
    """One PDF, kept under the hash of what it says; the same content is never rendered twice.

    `submission` None: of the live rows. A comparison of many is of no assessment, and reached only by whoever would be
    told the same now (views_comparison.py). `html` waits for the worker and is emptied once the file is there. While it
    is made: the `page` being laid out, how many `pages` once all of them are, the last sign of the worker, `moved_at`.
    """

    content_hash = models.CharField(max_length=64)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, null=True, blank=True, related_name="rendered_reports"
    )
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
            models.CheckConstraint(
                condition=Q(assessment__isnull=True, kind=ReportKind.COMPARISON)
                | Q(assessment__isnull=False) & ~Q(kind=ReportKind.COMPARISON),
                name="rendered_report_of_assessment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.content_hash[:8]}"

    @property
    def path(self):
        """Where the PDF lies, outside of everything that the web server serves."""
        return settings.REPORTS_DIR / f"{self.content_hash}.pdf"


class Fingerprint(models.Model):
    """ลายพิมพ์: what is known of a document that was made. It outlives the file, its report and its assessment.

    The kinds of one content bear the same `code`: 16 hex digits as at the foot of every page, without blanks.
    """

    code = models.CharField(_("ลายพิมพ์"), max_length=16)
    kind = models.CharField(_("ชนิด"), max_length=10, choices=ReportKind)
    dated = models.DateField(_("ข้อมูล ณ วันที่"))
    is_draft = models.BooleanField(_("ฉบับร่าง"))
    assessment = models.ForeignKey(Assessment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("ลายพิมพ์")
        constraints = [
            models.UniqueConstraint(fields=["code", "kind"], name="fingerprint_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-F]{16}$"), name="fingerprint_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind}"


class Capsule(models.Model):
    """แคปซูลเวลา of one submission: a file under its own hash, made once (reports/capsules/)."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="capsule")
    state = models.CharField(_("สถานะ"), max_length=10, choices=RenderState, default=RenderState.WAITING)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    problem = models.TextField(blank=True, default="")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("แคปซูลเวลา")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RenderState.values), name="capsule_state_known"),
            models.CheckConstraint(
                condition=Q(state=RenderState.READY.value, sha256__regex=r"^[0-9a-f]{64}$")
                | (~Q(state=RenderState.READY.value) & Q(sha256="")),
                name="capsule_ready_has_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.state}"

    @property
    def path(self):
        """Where the file lies, outside of everything that the web server serves."""
        return settings.CAPSULES_DIR / f"{self.sha256}.zip"

    @property
    def is_there(self) -> bool:
        return self.state == RenderState.READY and self.path.exists()

    @property
    def is_lost(self) -> bool:
        """It was made, and its file is gone."""
        return self.state == RenderState.READY and not self.path.exists()
