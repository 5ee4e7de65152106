"""The deadline of one unit: what it is, how it was extended, and how far the unit is, in counts alone."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.access import get_assessment
from assessments.forms.workflow import ExtensionForm
from assessments.ledger import remark_progress
from assessments.models.assessment import ANSWERED
from assessments.permissions import EXTEND, NOT_WITH_THE_UNIT, SEE_PROGRESS, permit
from assessments.services.deadlines import DeadlineMoved, ExtensionRefused, extend_due
from assessments.statuses import EDITABLE, EventKind
from assessments.views.refused import keeps_typed_text


@keeps_typed_text(NOT_WITH_THE_UNIT, ExtensionForm)
@require_http_methods(["GET", "POST"])
def deadline(request, pk):
    """The deadline with its extensions; a coordinator sets a new one with a reason."""
    assessment = get_assessment(request, pk, to=EXTEND if request.method == "POST" else SEE_PROGRESS)
    if request.method != "POST":
        return _page(request, assessment, _form(assessment))
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        return _page(request, assessment, form, status=422)
    try:
        extend_due(assessment_id=assessment.pk, actor=request.user, **form.cleaned_data)
    except DeadlineMoved as moved:
        assessment.due = moved.current
        typed = {name: request.POST[name] for name in ("due", "reason")}
        return _page(request, assessment, _form(assessment, **typed), refused=str(moved), status=409)
    except ExtensionRefused as refused:
        form.add_error("due", str(refused))
        return _page(request, assessment, form, status=422)
    messages.success(request, _("บันทึกกำหนดส่งใหม่แล้ว"))
    return redirect("assessments:deadline", assessment.pk)


def _form(assessment, **typed) -> ExtensionForm:
    return ExtensionForm(initial={"seen": assessment.deadline.isoformat(), **typed})


def _page(request, assessment, form: ExtensionForm, *, refused: str = "", status: int = 200):
    context = {
        "assessment": assessment,
        "form": form,
        "refused": refused,
        "editable": assessment.status in EDITABLE,
        "answered": assessment.answers.filter(ANSWERED).count(),
        "total": assessment.answers.count(),
        "progress": remark_progress(assessment),
        "extensions": list(assessment.events.filter(kind=EventKind.DUE_EXTENDED).select_related("actor")),
        "may_extend": permit(assessment.standing, assessment, EXTEND),
    }
    return render(request, "assessments/deadline.html", context, status=status)
