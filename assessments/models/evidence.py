from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from assessments.models.answer import Answer
from assessments.statuses import Secrecy


class Evidence(models.Model):
    """หลักฐาน: a record in the locker of a unit, cited by answers of any of its assessments. No file is kept yet."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("หน่วยงาน"))
    code = models.CharField(_("รหัส"), max_length=200)
    title = models.TextField(_("ชื่อหลักฐาน"))
    secrecy = models.CharField(_("ชั้นความลับ"), max_length=12, choices=Secrecy, default=Secrecy.NORMAL)
    sha256 = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("หลักฐาน")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="evidence_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(title=""), name="evidence_has_code_and_title"),
            models.CheckConstraint(condition=Q(secrecy__in=Secrecy.values), name="evidence_secrecy_known"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^([0-9a-f]{64})?$"), name="evidence_hash_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_file_missing(self) -> bool:
        """A record of a higher class is cited without a file, on purpose; no other has one in this release either."""
        return self.secrecy == Secrecy.NORMAL


class CitationQuerySet(models.QuerySet):
    def of(self, assessment):
        """The citations of one assessment with record and question, in one query."""
        return self.filter(answer__assessment=assessment).select_related("evidence", "answer__question")


class Citation(models.Model):
    """An answer names a record of evidence, and the pages of it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="citations")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    pages = models.TextField(_("หน้า"), blank=True, default="")

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("การอ้างหลักฐาน")
        constraints = [models.UniqueConstraint(fields=["answer", "evidence"], name="citation_once_an_answer")]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.pages}".strip()
