from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from assessments.models.answer import Answer
from assessments.models.submission import Submission
from assessments.statuses import EvidenceEventKind, Secrecy
from criteria.models import Characteristic, SuccessFactor


class EvidenceQuerySet(models.QuerySet):
    def kept(self):
        """Without those that were deleted while something cited them."""
        return self.filter(deleted_at__isnull=True)


class Evidence(models.Model):
    """หลักฐาน: a record in the locker of a unit, cited by answers of any of its assessments.

    Of the lowest class it has files (EvidenceVersion); a higher one is referenced by number, keeper and place.
    `sha256` is that of the newest file, or of the file that an imported document names; `revision` counts the changes
    of the other columns.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("หน่วยงาน"))
    code = models.CharField(_("รหัส"), max_length=200)
    title = models.TextField(_("ชื่อหลักฐาน"))
    secrecy = models.CharField(_("ชั้นความลับ"), max_length=12, choices=Secrecy, default=Secrecy.NORMAL)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ดูแล"),
    )
    dated = models.DateField(_("ลงวันที่"), null=True, blank=True)
    expires = models.DateField(_("ใช้ได้ถึง"), null=True, blank=True)
    document_number = models.TextField(_("เลขที่หนังสือ"), blank=True, default="")
    keeper = models.TextField(_("ผู้เก็บรักษา"), blank=True, default="")
    place = models.TextField(_("สถานที่เก็บ"), blank=True, default="")
    checked_on = models.DateField(_("ตรวจเมื่อ"), null=True, blank=True)
    characteristics = models.ManyToManyField(Characteristic, related_name="evidence", blank=True)
    success_factors = models.ManyToManyField(SuccessFactor, related_name="evidence", blank=True)
    revision = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("หลักฐาน")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="evidence_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(title=""), name="evidence_has_code_and_title"),
            models.CheckConstraint(condition=Q(secrecy__in=Secrecy.values), name="evidence_secrecy_known"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^([0-9a-f]{64})?$"), name="evidence_hash_whole"),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, deleted_by__isnull=True)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="evidence_deleted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class EvidenceEvent(models.Model):
    """ประวัติหลักฐาน: who changed, deleted or restored a record when; written in the transaction that did it."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("การดำเนินการ"), max_length=10, choices=EvidenceEventKind)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("เมื่อ"))

    class Meta:
        verbose_name = verbose_name_plural = _("ประวัติหลักฐาน")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EvidenceEventKind.values), name="evidence_event_kind_known")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class EvidenceVersion(models.Model):
    """One file of a piece of evidence, stored under a name of ours; never changed, never overwritten."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("ฉบับที่"))
    stored_name = models.CharField(max_length=200, unique=True)
    name = models.TextField(_("ชื่อไฟล์"))
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("ขนาด"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("ไฟล์หลักฐาน")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="evidence_version_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="evidence_version_hash_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} v{self.number}"


class CitationQuerySet(models.QuerySet):
    def of(self, assessment):
        """The citations of one assessment with record, file and question, in one query."""
        return self.filter(answer__assessment=assessment).select_related("evidence", "version", "answer__question")


class Citation(models.Model):
    """An answer names a version of a piece of evidence and its pages. No version: referenced, or file missing.

    `sha256` is that of the missing file, where an imported document named one.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="citations")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    version = models.ForeignKey(
        EvidenceVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="citations"
    )
    sha256 = models.CharField(max_length=64, blank=True, default="")
    pages = models.TextField(_("หน้า"), blank=True, default="")

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("การอ้างหลักฐาน")
        constraints = [
            models.UniqueConstraint(fields=["answer", "evidence"], name="citation_once_an_answer"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^([0-9a-f]{64})?$"), name="citation_hash_whole"),
            models.CheckConstraint(condition=Q(version__isnull=True) | Q(sha256=""), name="citation_names_one_file"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.pages}".strip()

    @property
    def cited_sha256(self) -> str:
        """The hash of the file that is cited, here or missing; empty where none is."""
        return self.version.sha256 if self.version else self.sha256

    @property
    def is_file_missing(self) -> bool:
        """Evidence of the lowest class has a file; of a higher one it is cited without, on purpose."""
        return self.evidence.secrecy == Secrecy.NORMAL and self.version_id is None


class PinnedEvidence(models.Model):
    """A file that a submission cites, for ever: the only way in which a reviewer reaches it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="pinned_evidence")
    version = models.ForeignKey(EvidenceVersion, on_delete=models.PROTECT, related_name="pins")

    class Meta:
        verbose_name = verbose_name_plural = _("ไฟล์หลักฐานของฉบับที่ส่ง")
        constraints = [models.UniqueConstraint(fields=["submission", "version"], name="pinned_once")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.version_id}"
