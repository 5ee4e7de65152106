from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment


class Preparation(models.Model):
    """การลงนามผู้จัดทำ: the lead signs the document as it stands; a later change makes the signature void.

    `sha256` is the fingerprint of the document that was signed.
    """

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="preparation")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("การลงนามผู้จัดทำ")
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="preparation_hash_whole")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.by}"
