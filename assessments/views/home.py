"""The first page: my assessments, what I can start, and the way to my desk."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Unit
from accounts.roles import UNIT_ROLES, Role
from accounts.services.notices import unread_count
from assessments.models import Assessment, Cycle
from assessments.permissions import can_start, unit_roles_of
from assessments.services.assessments import CycleClosed, start_assessment
from assessments.statuses import EDITABLE, Status

SHOWN = 50


@require_GET
def home(request):
    """My assessments, newest year first; cycles that a lead can start; the queue of a reviewer."""
    units = {m.unit_id: m.unit for m in request.user.roles_held if m.role in UNIT_ROLES}
    found = Assessment.objects.of_units(units).with_place().with_progress() if units else Assessment.objects.none()
    assessments = list(found[:SHOWN])
    context = {
        "rows": [_row(assessment) for assessment in assessments],
        "startable": _startable(request.user, assessments),
        "queue": _queue(request.user),
        "unread": unread_count(request.user),
        "is_administrator": request.user.holds(Role.ADMINISTRATOR),
        "units": Unit.objects.order_by("code") if request.user.holds(Role.ADMINISTRATOR) else (),
    }
    return render(request, "assessments/home.html", context)


@require_POST
def start(request, unit, cycle):
    """The unit has an assessment in this cycle."""
    unit, cycle = get_object_or_404(Unit, code=unit), get_object_or_404(Cycle, pk=cycle)
    if not unit_roles_of(request.user, unit.pk):
        raise Http404
    allowed = can_start(request.user, unit)
    if not allowed:
        raise PermissionDenied(str(allowed.reason))
    try:
        assessment = start_assessment(unit=unit, cycle=cycle, actor=request.user)
    except CycleClosed:
        reason = _("รอบการประเมินนี้ยังไม่เปิดหรือปิดแล้ว จึงเริ่มแบบประเมินไม่ได้")
        return render(request, "assessments/transition_refused.html", {"reason": reason}, status=409)
    return redirect("assessments:task_list", assessment.pk)


@require_GET
@login_not_required
def help_page(request):
    """How to work here, the keys, and who to ask."""
    return render(request, "assessments/help.html")


def _row(assessment) -> dict:
    return {
        "assessment": assessment,
        "left": assessment.question_count - assessment.answered,
        "editable": assessment.status in EDITABLE,
        "days": (timezone.localdate(assessment.deadline) - timezone.localdate()).days,
    }


def _startable(user, assessments) -> list[tuple[Unit, Cycle]]:
    """Open cycles in which a unit that she leads has no assessment yet."""
    led = [m.unit for m in user.roles_held if m.role == Role.LEAD]
    if not led:
        return []
    now = timezone.now()
    started = {(assessment.unit_id, assessment.cycle_id) for assessment in assessments}
    cycles = list(Cycle.objects.filter(opens__lte=now, closes__gte=now).select_related("criteria_set"))
    return [(unit, cycle) for unit in led for cycle in cycles if (unit.pk, cycle.pk) not in started]


def _queue(user) -> dict[str, int] | None:
    """How many assessments wait for a reviewer, or None for people without a desk."""
    if not (user.holds(Role.COORDINATOR) or user.holds(Role.ASSESSOR)):
        return None
    rows = Assessment.objects.visible_to(user).awaiting_review().order_by().values("status")
    counts = {row["status"]: row["count"] for row in rows.annotate(count=Count("pk", distinct=True))}
    return {"submitted": counts.get(Status.SUBMITTED, 0), "in_review": counts.get(Status.IN_REVIEW, 0)}
