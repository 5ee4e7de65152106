from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment


class Submission(models.Model):
    """ฉบับที่ส่ง: the whole document as it was sent, frozen. Its SHA-256 is the receipt."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("ครั้งที่"))
    document = models.TextField(_("เอกสาร"))
    sha256 = models.CharField(max_length=64)
    idempotency_key = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("ส่งเมื่อ"))

    class Meta:
        verbose_name = verbose_name_plural = _("ฉบับที่ส่ง")
        ordering = ["assessment", "-number"]
        # The moments of sending for a list of many, without walking over the documents beside them.
        indexes = [models.Index(fields=["assessment", "submitted_at"], name="submission_moment")]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="submission_number_once"),
            models.UniqueConstraint(fields=["assessment", "idempotency_key"], name="submission_key_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="submission_hash_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} #{self.number}"

    @property
    def receipt(self) -> str:
        """The first sixteen digits of the hash in fours, as people read it out."""
        return " ".join(self.sha256[i : i + 4] for i in range(0, 16, 4))
