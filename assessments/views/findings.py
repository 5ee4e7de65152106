"""What a reviewer finds: written under an item, changed while her review is open, deleted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import get_assessment
from assessments.document import FrozenDocument
from assessments.forms.reviews import FindingForm
from assessments.models import Assessment, Finding
from assessments.permissions import NOT_IN_REVIEW, NOT_YOUR_ROLE, REVIEW
from assessments.services.findings import StaleFinding, add_finding, change_finding, delete_finding, write_finding
from assessments.views.item_parts import scored_item
from assessments.views.refused import keeps_typed_text
from assessments.views.review_parts import (
    autosaved,
    factors_of,
    findings_open_to,
    may_change,
    may_delete,
    own_review_of,
    refuse_other_submission,
)
from assessments.views.reviews import item_page
from assessments.views.submission import latest_document
from criteria.outline import ItemOutline, outline_of


@keeps_typed_text(NOT_IN_REVIEW, FindingForm)
@require_POST
def finding_add(request, pk, code):
    """The finding stands under the item of the latest submission."""
    assessment = get_assessment(request, pk, to=REVIEW)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    item = scored_item(frozen.outline, code)
    refuse_other_submission(frozen, request)
    form = FindingForm(request.POST, factors=factors_of(frozen, item))
    if not form.is_valid():
        return item_page(assessment, request, code, finding_form=form, status=422)
    try:
        _write(frozen, item, form, request.user)
    except StaleFinding as stale:
        return _edit_page(request, assessment, stale.current, form, stale=stale.current, status=409)
    messages.success(request, _("บันทึกข้อค้นพบแล้ว"))
    return redirect(_place(assessment, item.code))


@keeps_typed_text(NOT_IN_REVIEW, FindingForm)
@require_http_methods(["GET", "POST"])
def finding_edit(request, pk, finding):
    """Her own finding, changed over the version that she saw."""
    assessment, frozen, found = _found(request, pk, finding)
    if not may_change(found, request, assessment, own_review_of(assessment, request, frozen.submission)):
        raise PermissionDenied(_why_not(request, assessment, frozen))
    factors = factors_of(frozen, frozen.outline.items[found.item.code])
    if request.method == "GET":
        return _edit_page(request, assessment, found, FindingForm(initial=vars(found), factors=factors))
    form = FindingForm(request.POST, factors=factors)
    if not form.is_valid():
        return _edit_page(request, assessment, found, form, status=422)
    version = form.cleaned_data["version"] or 0
    try:
        change_finding(finding=found, version=version, actor=request.user, **form.fields_of_finding)
    except StaleFinding as stale:
        return _edit_page(request, assessment, stale.current, form, stale=stale.current, status=409)
    except Finding.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("บันทึกข้อค้นพบแล้ว"))
    return redirect(_place(assessment, found.item.code))


@keeps_typed_text(NOT_IN_REVIEW)
@require_POST
def finding_delete(request, pk, finding):
    """The finding is gone: one's own, or what another coordinator wrote."""
    assessment, frozen, found = _found(request, pk, finding)
    if not may_delete(found, request, assessment, own_review_of(assessment, request, frozen.submission)):
        raise PermissionDenied(_why_not(request, assessment, frozen))
    delete_finding(finding=found, actor=request.user)
    messages.success(request, _("ลบข้อค้นพบแล้ว"))
    return redirect(_place(assessment, found.item.code))


def _found(request, pk: int, finding: int) -> tuple[Assessment, FrozenDocument, Finding]:
    """The finding of the latest submission; 404 for one that she may not see, as for one that never was."""
    assessment = get_assessment(request, pk, to=REVIEW)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    found = findings_open_to(assessment, request, frozen.submission).select_related("submission").filter(pk=finding)
    if not found:
        raise Http404
    return assessment, frozen, found[0]


def _write(frozen: FrozenDocument, item: ItemOutline, form: FindingForm, actor) -> None:
    """The finding stands: changed where the form has saved itself before, else it is a new one."""
    fields = form.fields_of_finding
    given = {"submission": frozen.submission, "item": item, "actor": actor} | fields
    key, version = form.cleaned_data["key"], form.cleaned_data["version"]
    try:
        if key:
            write_finding(key=key, version=version or 0, **given)
            return
    except Finding.DoesNotExist:  # deleted meanwhile: what was typed is not lost
        pass
    except StaleFinding as stale:
        if version:
            raise
        if fields["nugget"].startswith(stale.current.nugget):  # it saved itself, and the page never heard of it
            change_finding(finding=stale.current, version=stale.current.version, actor=actor, **fields)
            return
    add_finding(**given)


def _why_not(request, assessment: Assessment, frozen: FrozenDocument) -> str:
    own = own_review_of(assessment, request, frozen.submission)
    return str((own.may_write.reason if own else "") or NOT_YOUR_ROLE)


def _edit_page(request, assessment, found: Finding, form: FindingForm, *, stale=None, status: int = 200):
    context = {
        "assessment": assessment,
        "finding": found,
        "item": found.item,
        "form": form,
        "stale": stale,
        "version": found.version,
    }
    context |= autosaved(request=request, may_save=stale is None)
    return render(request, "assessments/finding_edit.html", context, status=status)


def _place(assessment: Assessment, code: str) -> str:
    return reverse("assessments:review_item", args=[assessment.pk, code]) + "#findings"
