"""Assessors for many assessments: ticked on the desk or written in a list, looked at, then accepted; and for one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Role
from assessments import desk as queue
from assessments.access import get_assessment
from assessments.forms.assigning import AssignForm, AssignListForm, RemoveForm
from assessments.forms.numbers import whole_number
from assessments.interchange.assignment_lists import read_assignments
from assessments.models import Assessment
from assessments.permissions import ASSIGN_ASSESSORS, REVIEW_IS_OVER
from assessments.services.assigning import (
    AssessorHasHandedIn,
    AssignmentsRefused,
    MayNotAssign,
    NotAssigned,
    Plan,
    assign_assessors,
    plan_assignments,
    remove_assessor,
)
from assessments.views.refused import keeps_typed_text
from assessments.views.uploads import upload_of

MOST = 200  # assessments of one request


@require_http_methods(["GET", "POST"])
def assign(request):
    """Assessors for what was ticked: chosen, shown with all that is refused, then accepted."""
    _require_coordinator(request.user)
    data = request.POST if request.method == "POST" else request.GET
    chosen, people = _ticked(request.user, data.getlist("assessment")), queue.assessors()
    bound = request.POST if request.method == "POST" else None
    form, plan = AssignForm(bound, assessments=chosen, assessors=people), None
    if form.is_valid():
        if request.POST.get("step") == "accept":
            return _accepted(request, assign_assessors(pairs=form.pairs, actor=request.user))
        plan = plan_assignments(pairs=form.pairs, actor=request.user)
    assigned = queue.assignments_of([each.pk for each in chosen])
    context = {"form": form, "plan": plan, "rows": [(each, assigned.get(each.pk, [])) for each in chosen]}
    context |= {"people": people, "back": _back(data)}
    return render(request, "assessments/assign.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def assign_list(request):
    """Assessors from a list: every line is looked at, nothing is stored before it is accepted, and then all of it."""
    _require_coordinator(request.user)
    form, found = AssignListForm(**upload_of(request=request)), None
    if form.is_valid():
        found = read_assignments(form.content, scope=queue.scope_of(request.user), actor=request.user)
        if request.POST.get("step") == "accept" and not found.problems:
            try:
                return _accepted(request, assign_assessors(pairs=found.lines, actor=request.user, whole=True))
            except AssignmentsRefused:  # somebody was first: look at it anew
                found = read_assignments(form.content, scope=queue.scope_of(request.user), actor=request.user)
    refused = bool(form.errors or (found and found.problems))
    context = {"form": form, "found": found, "content": form.content, "has_errors": refused}
    return render(request, "assessments/assign_list.html", context, status=422 if refused else 200)


@require_GET
def assessors(request, pk):
    """Who is assigned to this assessment, with what is needed to take one away."""
    return _assessors_page(request, get_assessment(request, pk, to=ASSIGN_ASSESSORS))


@keeps_typed_text(REVIEW_IS_OVER, RemoveForm)
@require_POST
def assessor_remove(request, pk, assignment):
    """She is assigned no more, with a reason, unless she has handed in."""
    assessment, form = get_assessment(request, pk, to=ASSIGN_ASSESSORS), RemoveForm(request.POST)
    if not form.is_valid():
        return _assessors_page(request, assessment, form=form, refused_at=assignment, status=422)
    key = {"assessment_id": assessment.pk, "assignment_id": assignment}
    try:
        gone = remove_assessor(**key, actor=request.user, **form.cleaned_data)
    except NotAssigned:
        raise Http404 from None
    except MayNotAssign as refused:
        raise PermissionDenied(str(refused)) from None
    except AssessorHasHandedIn:
        form.add_error("reason", _("ถอนไม่ได้ เพราะผู้ตรวจท่านนี้ส่งผลตรวจแล้ว คืนผลตรวจให้ผู้ตรวจก่อนจึงถอนได้"))
        return _assessors_page(request, assessment, form=form, refused_at=assignment, status=409)
    messages.success(request, _("ถอน %(name)s แล้ว") % {"name": gone})
    return redirect("assessments:assessors", assessment.pk)


def _require_coordinator(user) -> None:
    if not user.holds(Role.COORDINATOR):
        raise Http404


def _ticked(user, keys: list[str]) -> list[Assessment]:
    """Those of them that lie in his scope, by code of the unit."""
    numbers = {number for key in keys[:MOST] if (number := whole_number(key)) is not None}
    return list(queue.scope_of(user).with_place().filter(pk__in=numbers).order_by("unit__code", "pk"))


def _back(data) -> str:
    """The filters of the desk from which she came, as an address writes them."""
    return QueryDict(data.get("back", "")[:2000]).urlencode()


def _accepted(request, plan: Plan):
    words = _("มอบหมายแล้ว %(added)s รายการ") % {"added": len(plan.added)}
    if plan.refused:
        words = _("%(words)s ไม่ได้มอบหมาย %(refused)s รายการที่แจ้งเหตุไว้") % {"words": words, "refused": len(plan.refused)}
    messages.success(request, words)
    back = _back(request.POST)
    return redirect(reverse("assessments:desk") + (f"?{back}" if back else ""))


def _assessors_page(request, assessment, *, form=None, refused_at=None, status: int = 200):
    assigned = queue.assignments_of([assessment.pk]).get(assessment.pk, [])
    form = form or RemoveForm()
    context = {"assessment": assessment, "assigned": assigned, "form": form, "remove_form": form}
    context["refused_at"] = refused_at
    return render(request, "assessments/assessors.html", context, status=status)
