from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who signs in. What she may do follows from her memberships alone."""

    wants_mail = models.BooleanField(_("รับการแจ้งเตือนทางอีเมล"), default=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("ผู้ใช้")
        verbose_name_plural = _("ผู้ใช้")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def roles_held(self) -> list:
        """Her memberships with their units, read once a request."""
        return list(self.memberships.select_related("unit").order_by("pk"))

    def holds(self, role: str) -> bool:
        """Whether she holds this role anywhere."""
        return any(membership.role == role for membership in self.roles_held)
