from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What a notice tells of."""

    SUBMITTED = "submitted", _("ส่งแบบประเมินแล้ว")
    WITHDRAWN = "withdrawn", _("ถอนการส่งแล้ว")
    REVIEW_STARTED = "review_started", _("เริ่มตรวจประเมินแล้ว")
    RETURNED = "returned", _("ส่งคืนเพื่อแก้ไข")
    APPROVED = "approved", _("รับรองผลแล้ว")
    REOPENED = "reopened", _("เปิดตรวจใหม่")
    DUE_EXTENDED = "due_extended", _("ขยายกำหนดส่ง")
    ASSIGNED = "assigned", _("ได้รับมอบหมายให้ตรวจประเมิน")
    HANDED_IN = "handed_in", _("ผู้ตรวจประเมินส่งผลตรวจแล้ว")
    HANDED_BACK = "handed_back", _("คืนผลตรวจให้แก้ไข")
    WORK_ASSIGNED = "work_assigned", _("ได้รับมอบหมายงาน")
    MENTIONED = "mentioned", _("มีความเห็นที่เรียกถึงคุณ")
    LETTER = "letter", _("ข้อความจากผู้ประสานงาน")
    CALIBRATION_OPENED = "calibration_opened", _("ชุดปรับเทียบรอคุณให้คะแนน")
    CALIBRATION_BACK = "calibration_back", _("คืนคะแนนปรับเทียบให้แก้ไข")


class DigestState(models.TextChoices):
    """SENDING is written down before the mail server is asked, SENT after it has taken the mail."""

    SENDING = "sending", _("กำลังส่ง")
    SENT = "sent", _("ส่งแล้ว")


class Digest(models.Model):
    """One mail a person and day, with everything that she has not read. It leaves at most once.

    What stays in SENDING may or may not have left, because the worker died or the server answered with `problem`; only
    an operator sends it again (send_digests --retry).
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField(_("วันที่"))
    state = models.CharField(_("สถานะ"), max_length=10, choices=DigestState, default=DigestState.SENDING)
    started_at = models.DateTimeField(_("เริ่มส่งเมื่อ"))
    sent_at = models.DateTimeField(_("ส่งเมื่อ"), null=True, blank=True)
    problem = models.TextField(_("ปัญหา"), blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("อีเมลสรุปการแจ้งเตือน")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "day"], name="digest_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=DigestState.values), name="digest_state_known"),
            models.CheckConstraint(
                condition=Q(state=DigestState.SENDING.value, sent_at__isnull=True)
                | Q(state=DigestState.SENT.value, sent_at__isnull=False),
                name="digest_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.day} {self.state}"


class Notice(models.Model):
    """การแจ้งเตือน to one person: what happened, where, and the way to it; never a text of an answer.

    `key` names the event and the person, so that a job that runs twice tells her once. `url` is a path of the product.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("ชนิด"), max_length=20, choices=NoticeKind)
    title = models.CharField(_("เรื่อง"), max_length=300)
    body = models.CharField(_("รายละเอียด"), max_length=500, blank=True, default="")
    url = models.CharField(_("หน้า"), max_length=300)
    key = models.CharField(max_length=100)
    created_at = models.DateTimeField(_("เมื่อ"))
    read_at = models.DateTimeField(_("อ่านเมื่อ"), null=True, blank=True)
    digest = models.ForeignKey(
        Digest, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name=_("อีเมลสรุป")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("การแจ้งเตือน")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="notice_key_once"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"),
            models.CheckConstraint(condition=Q(url__startswith="/") & ~Q(url__startswith="//"), name="notice_url_own"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_of_person"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(
                fields=["created_at"], condition=Q(read_at__isnull=True, digest__isnull=True), name="notice_to_mail"
            ),
        ]

    def __str__(self) -> str:
        return self.title
