"""The people of a unit: who they are, who joins, who leaves, and a new link for a forgotten password."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.members import MemberForm
from accounts.models import Membership, Unit
from accounts.permissions import NOT_YOUR_ROLE, can_manage_members, can_recover, knows_of
from accounts.roles import UNIT_ROLES
from accounts.services.members import UsernameTaken, add_member, recovery_path, remove_member


@require_http_methods(["GET", "POST"])
def members(request, unit):
    """The members of the unit, and the form for one more."""
    unit = _get_unit(request, unit)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = add_member(unit=unit, **form.cleaned_data)
        except UsernameTaken:
            form.add_error("username", _("มีผู้ใช้ชื่อนี้แล้ว ใช้ชื่อผู้ใช้อื่น"))
        else:
            messages.success(request, _("เพิ่ม %(name)s แล้ว สร้างลิงก์ตั้งรหัสผ่านแล้วส่งให้เจ้าตัว") % {"name": membership.user})
            return redirect("people:members", unit.code)
    context = {"unit": unit, "form": form, "rows": _rows(request.user, unit)}
    return render(request, "accounts/members.html", context, status=422 if form.errors else 200)


@require_POST
def member_remove(request, unit, membership):
    """The role is gone; what the person wrote stays. Nobody takes her own role away."""
    unit = _get_unit(request, unit)
    found = _get_membership(unit, membership)
    if found.user_id == request.user.pk:
        raise PermissionDenied(_("ถอนบทบาทของตัวเองไม่ได้ ให้ผู้ดูแลระบบหรือหัวหน้าทีมอีกคนทำ"))
    remove_member(membership=found)
    messages.success(request, _("ถอนบทบาทของ %(name)s แล้ว") % {"name": found.user})
    return redirect("people:members", unit.code)


@require_POST
def member_link(request, unit, membership):
    """A link that sets a new password once, shown this one time."""
    unit = _get_unit(request, unit)
    person = _get_membership(unit, membership).user
    if not can_recover(request.user, person, unit):
        raise PermissionDenied(_("บุคคลนี้มีบทบาทนอกหน่วยงานด้วย ให้ผู้ดูแลระบบสร้างลิงก์"))
    link = request.build_absolute_uri(recovery_path(person))
    return render(request, "accounts/member_link.html", {"unit": unit, "person": person, "link": link})


def _get_unit(request, code: str) -> Unit:
    unit = get_object_or_404(Unit, code=code)
    if not knows_of(request.user, unit):
        raise Http404
    if not can_manage_members(request.user, unit):
        raise PermissionDenied(str(NOT_YOUR_ROLE))
    return unit


def _get_membership(unit: Unit, pk: int) -> Membership:
    return get_object_or_404(unit.memberships.filter(role__in=UNIT_ROLES).select_related("user"), pk=pk)


def _rows(actor, unit: Unit) -> list[dict]:
    """Members in two queries, each with what this person may do for her."""
    found = unit.memberships.filter(role__in=UNIT_ROLES).select_related("user").prefetch_related("user__memberships")
    return [
        {
            "membership": membership,
            "recoverable": can_recover(actor, membership.user, unit),
            "removable": membership.user_id != actor.pk,
        }
        for membership in found
    ]
