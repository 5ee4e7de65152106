from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.models.submission import Submission


class Assignment(models.Model):
    """An assessor is bound to an assessment; it opens its submissions to her once she has declared her interests.

    `conflict` is what she declared; one who has a conflict reviews nothing and is replaced by the coordinator.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assignments")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    assigned_at = models.DateTimeField(_("มอบหมายเมื่อ"), default=timezone.now)
    declared_at = models.DateTimeField(_("แจ้งเมื่อ"), null=True, blank=True)
    conflict = models.TextField(_("ผลประโยชน์ทับซ้อน"), blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("การมอบหมายผู้ตรวจประเมิน")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "assessor"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(conflict="") | Q(declared_at__isnull=False), name="assignment_conflict_is_declared"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.assessor}"

    @property
    def may_review(self) -> bool:
        """She has said that no interest of hers is touched."""
        return self.declared_at is not None and not self.conflict


class HandInQuerySet(models.QuerySet):
    def active(self):
        """Those that stand: not handed back."""
        return self.filter(handed_back_at__isnull=True)


class HandIn(models.Model):
    """An assessor has handed in her review of a submission: her scores stand, until it is handed back to her."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="hand_ins")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("ส่งผลตรวจเมื่อ"))
    handed_back_at = models.DateTimeField(_("คืนให้แก้ไขเมื่อ"), null=True, blank=True)
    handed_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("เหตุผลที่คืน"), blank=True, default="")

    objects = HandInQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("การส่งผลตรวจ")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "assessor"], condition=Q(handed_back_at__isnull=True), name="hand_in_once"
            ),
            models.CheckConstraint(
                condition=Q(handed_back_at__isnull=True) | (Q(handed_back_by__isnull=False) & ~Q(reason="")),
                name="hand_in_back_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.assessor}"
