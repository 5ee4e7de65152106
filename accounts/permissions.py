"""Who may do what with people: ACTION -> predicate, of the same shape as the other apps'."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import UNIT_ROLES, Role

MANAGE_MEMBERS = "manage_members"
NOT_YOUR_ROLE = _("เฉพาะหัวหน้าทีม PMQA ของหน่วยงานจัดการสมาชิกได้ โปรดติดต่อหัวหน้าทีม")


def can_manage_members(user, unit) -> bool:
    """The lead of this very unit, or an administrator."""
    if user.holds(Role.ADMINISTRATOR):
        return True
    return any(m.role == Role.LEAD and m.unit_id == unit.pk for m in user.roles_held)


def knows_of(user, unit) -> bool:
    """Whether the pages of this unit's members exist for this person: any role in the unit, or an administrator."""
    return user.holds(Role.ADMINISTRATOR) or any(m.role in UNIT_ROLES and m.unit_id == unit.pk for m in user.roles_held)


def can_recover(actor, person, unit) -> bool:
    """A lead helps people whose only roles are in her unit; nobody issues a link for somebody of higher standing."""
    if actor.holds(Role.ADMINISTRATOR):
        return True
    if not can_manage_members(actor, unit) or person.is_superuser:
        return False
    return all(m.unit_id == unit.pk and m.role in UNIT_ROLES for m in person.memberships.all())


TABLE = {MANAGE_MEMBERS: can_manage_members}
