from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ApiTokenQuerySet(models.QuerySet):
    def living(self, now):
        """Neither revoked nor expired."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)


class ApiToken(models.Model):
    """โทเคน with which a program reads in the name of its owner; the token itself is nowhere, only its SHA-256.

    A row is never deleted by its owner: it tells since when and until when a program could read.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("ชื่อ"), max_length=100)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("สร้างเมื่อ"))
    expires_at = models.DateTimeField(_("หมดอายุ"))
    last_used_on = models.DateField(_("ใช้ล่าสุด"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("ยกเลิกเมื่อ"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("โทเคน")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="token_hash_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="token_hash_whole"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_expires_later"),
        ]

    def __str__(self) -> str:
        return self.name
