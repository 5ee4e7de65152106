"""The remark ledger: the unit reads and answers it, the coordinator writes and settles it on the page of the review."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.access import get_as_coordinator, get_assessment
from assessments.forms.remarks import RemarkForm, ReplyForm, SettleForm
from assessments.ledger import LedgerRow, ledger_rows, remark_progress
from assessments.models import Remark
from assessments.permissions import CLOSED, DECIDE, EDIT, NOT_IN_REVIEW, REVIEW, VIEW, permit
from assessments.services.remarks import (
    StaleRemark,
    add_remark,
    delete_remark,
    reply_to_remark,
    settle_remark,
)
from assessments.statuses import RemarkState
from assessments.views.refused import keeps_typed_text
from assessments.views.reviews import overview
from assessments.views.submission import latest_document
from criteria.outline import outline_of


@require_GET
def remarks(request, pk):
    """Every remark that has reached the unit with its reply, and what is followed from the year before."""
    return _ledger(get_assessment(request, pk, to=VIEW), request)


@keeps_typed_text(CLOSED, ReplyForm)
@require_POST
def remark_reply(request, pk, remark):
    """The remark is answered, or open again by an empty reply; a refusal keeps what was typed on the page."""
    assessment = get_assessment(request, pk, to=EDIT)
    found = _out(assessment, remark)
    form = _form(found, request.POST)
    if not form.is_valid():
        return _ledger(assessment, request, refused=(found, form), status=422)
    try:
        reply_to_remark(remark=found, actor=request.user, **form.cleaned_data)
    except StaleRemark as stale:
        again = _form(found, initial={**form.cleaned_data, "version": stale.current.version})
        return _ledger(assessment, request, refused=(found, again), status=409)
    messages.success(request, _("บันทึกคำตอบของข้อสังเกตข้อ %(number)d แล้ว") % {"number": found.number})
    return redirect(f"{reverse('assessments:remarks', args=[pk])}#remark-{found.number}")


@keeps_typed_text(NOT_IN_REVIEW, RemarkForm)
@require_POST
def remark_add(request, pk):
    """The remark stands under the next number; the unit reads it once the submission is returned."""
    assessment = get_as_coordinator(request, pk, to=REVIEW)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    form = RemarkForm(request.POST, outline=frozen.outline)
    if not form.is_valid():
        return overview(assessment, request, remark_form=form, status=422)
    add_remark(submission=frozen.submission, item=form.chosen_item, text=form.cleaned_data["text"], actor=request.user)
    return redirect(reverse("assessments:review", args=[assessment.pk]) + "#remarks")


@keeps_typed_text(NOT_IN_REVIEW)
@require_POST
def remark_delete(request, pk, remark):
    """The remark is gone, while the review lasts; those of earlier submissions stay."""
    assessment = get_assessment(request, pk, to=DECIDE)
    latest = latest_document(assessment, outline_of(assessment.criteria_set)).submission
    found = latest.remarks.filter(pk=remark).first()
    if found is None:
        raise Http404
    delete_remark(remark=found)
    return redirect(reverse("assessments:review", args=[assessment.pk]) + "#remarks")


@keeps_typed_text(NOT_IN_REVIEW)
@require_POST
def remark_settle(request, pk, remark):
    """The remark of an earlier submission is accepted, followed next year, or to be answered again."""
    assessment = get_as_coordinator(request, pk, to=REVIEW)
    found, form = _out(assessment, remark), SettleForm(request.POST)
    if not form.is_valid():
        return overview(assessment, request, status=422)
    try:
        settle_remark(remark=found, actor=request.user, **form.cleaned_data)
    except StaleRemark:
        return overview(assessment, request, status=409)
    return redirect(f"{reverse('assessments:review', args=[assessment.pk])}#remark-{found.number}")


def _out(assessment, pk: int) -> Remark:
    """The remark, if it has reached the unit."""
    found = Remark.objects.out_of(assessment).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _form(remark: Remark, data=None, initial=None) -> ReplyForm:
    """The form of this remark, with ids of its own on a page of many."""
    stored = {"reply": remark.reply, "place": remark.place, "version": remark.version}
    return ReplyForm(data, initial=initial or stored, auto_id=f"id_{remark.number}_%s")


def _ledger(assessment, request, *, refused: tuple[Remark, ReplyForm] | None = None, status: int = 200):
    """The page; `refused` is a reply that was not saved, with what was typed."""
    rows = ledger_rows(assessment, Remark.objects.out_of(assessment).for_ledger(), of_unit=True)
    permitted = permit(assessment.standing, assessment, EDIT)
    context = {
        "assessment": assessment,
        "rows": [(row, _form_of(row, refused) if permitted else None) for row in rows],
        "refused": refused[0].pk if refused else None,
        "form": refused[1] if refused else None,
        "is_stale": status == 409,
        "progress": remark_progress(assessment),
        "permitted": permitted,
        "followed": list(Remark.objects.followed_into(assessment).select_related("item", "assessment__cycle")),
    }
    return render(request, "assessments/remarks.html", context, status=status)


def _form_of(row: LedgerRow, refused: tuple[Remark, ReplyForm] | None) -> ReplyForm | None:
    """None for what is settled, unless a reply to it was typed: what was typed is shown."""
    if refused and refused[0].pk == row.remark.pk:
        return refused[1]
    return None if row.state in (RemarkState.ACCEPTED, RemarkState.CARRIED) else _form(row.remark)
