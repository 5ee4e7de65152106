from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Whom a mass mail is written to, beside the assessments of a selection."""

    LEADS = "leads", _("หัวหน้าทีม PMQA ของหน่วยงาน")
    TEAM = "team", _("ทุกคนที่มีบทบาทในหน่วยงาน")
    ASSESSORS = "assessors", _("ผู้ตรวจประเมินที่ได้รับมอบหมาย")


class MassMail(models.Model):
    """What a coordinator has written to the people of a selection of the desk: who sent what to how many, for good.

    `key` was given to the preview and is sent once. The letters have the words as each recipient got them; here stand
    those that were typed. `query` is the selection as the desk writes it.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mass_mails")
    key = models.UUIDField(editable=False)
    audience = models.CharField(_("ผู้รับ"), max_length=10, choices=Audience)
    query = models.TextField(_("ตัวกรอง"), blank=True, default="")
    subject = models.CharField(_("เรื่อง"), max_length=300)
    text = models.TextField(_("ข้อความ"))
    assessments = models.PositiveIntegerField(_("แบบประเมิน"))
    recipients = models.PositiveIntegerField(_("ผู้รับ"))
    without_mail = models.PositiveIntegerField(_("ไม่ได้รับทางอีเมล"))
    sent_at = models.DateTimeField(_("ส่งเมื่อ"))

    class Meta:
        verbose_name = verbose_name_plural = _("ข้อความถึงหลายคน")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="mass_mail_once"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="mass_mail_audience_known"),
            models.CheckConstraint(condition=Q(recipients__gt=0), name="mass_mail_has_recipients"),
        ]

    def __str__(self) -> str:
        return self.subject
