from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LetterState(models.TextChoices):
    """SENDING is written down before the mail server is asked, SENT after it has taken the mail."""

    WAITING = "waiting", _("รอส่ง")
    SENDING = "sending", _("กำลังส่ง")
    SENT = "sent", _("ส่งแล้ว")
    KEPT = "kept", _("แจ้งในระบบเท่านั้น")


class Letter(models.Model):
    """ข้อความ that a person wrote to this one: a mail of its own, and to be read in the product. It leaves at most once.

    `key` names what was sent and to whom, so that a sending that runs twice writes to nobody twice. KEPT: she has no
    address or wants no mail. What stays in SENDING may or may not have left (send_digests --retry).
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("เรื่อง"), max_length=300)
    text = models.TextField(_("ข้อความ"))
    key = models.CharField(max_length=100)
    created_at = models.DateTimeField(_("เมื่อ"))
    state = models.CharField(_("สถานะ"), max_length=10, choices=LetterState, default=LetterState.WAITING)
    started_at = models.DateTimeField(_("เริ่มส่งเมื่อ"), null=True, blank=True)
    sent_at = models.DateTimeField(_("ส่งเมื่อ"), null=True, blank=True)
    problem = models.TextField(_("ปัญหา"), blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("ข้อความถึงบุคคล")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="letter_key_once"),
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_known"),
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT.value, sent_at__isnull=False)
                | (~Q(state=LetterState.SENT.value) & Q(sent_at__isnull=True)),
                name="letter_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENDING.value) | Q(started_at__isnull=False),
                name="letter_sending_has_time",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=~Q(state__in=["sent", "kept"]), name="letter_open")]

    def __str__(self) -> str:
        return self.subject
