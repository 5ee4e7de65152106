from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.unit import Unit
from accounts.models.user import User
from accounts.roles import UNIT_ROLES, Role


class Membership(models.Model):
    """One role of one person: a unit role counts for that unit alone, a coordinator's unit for all below it too.

    Without a unit: a coordinator of all units, an assessor (bound by assignments) or an administrator.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("ผู้ใช้"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("หน่วยงาน")
    )
    role = models.CharField(_("บทบาท"), max_length=20, choices=Role)

    class Meta:
        verbose_name = verbose_name_plural = _("สมาชิกหน่วยงาน")
        ordering = ["unit__code", "user__username", "role"]
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "role"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(unit__isnull=True), name="membership_wide_once"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=~Q(role__in=[role.value for role in UNIT_ROLES]) | Q(unit__isnull=False),
                name="membership_unit_role_has_unit",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.ASSESSOR.value, Role.ADMINISTRATOR.value]) | Q(unit__isnull=True),
                name="membership_wide_role_has_no_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.unit or ''}".strip()
