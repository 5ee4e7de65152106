"""Merging findings in the consensus room: one written of several, changed, and undone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.forms.consensus import MergeForm, initial_finding
from assessments.models import Finding
from assessments.permissions import CONSENSUS, NOT_IN_REVIEW
from assessments.services.consensus import merge_findings, save_merged, undo_merge
from assessments.services.findings import StaleFinding
from assessments.statuses import Stage
from assessments.views.consensus_findings import merge_form, sources_of
from assessments.views.consensus_room import Place, enter, item_page, opened
from assessments.views.item_parts import scored_item
from assessments.views.refused import keeps_typed_text


@keeps_typed_text(NOT_IN_REVIEW, MergeForm)
@require_POST
def consensus_merge(request, pk, code):
    """One finding of the consensus stands for those that were ticked."""
    place = opened(enter(pk, request, to=CONSENSUS))
    item = scored_item(place.frozen.outline, code)
    ticked = set(request.POST.getlist("source"))
    form = merge_form(place.frozen, item, request.POST)
    if not form.is_valid():
        return item_page(place, request, code, ticked=ticked, form=form, status=422)
    known = [each.pk for each in sources_of(place.frozen, item) if str(each.pk) in ticked]
    try:
        if len(known) != len(ticked):
            raise StaleFinding
        given = {"sources": known, "words": form.words, "actor": request.user}
        merge_findings(submission=place.frozen.submission, item=item, **given)
    except StaleFinding:
        return item_page(place, request, code, ticked=ticked, form=form, is_stale=True, status=409)
    messages.success(request, _("บันทึกข้อค้นพบฉันทามติแล้ว"))
    return redirect(reverse("assessments:consensus_item", args=[pk, item.code]) + "#merged")


@keeps_typed_text(NOT_IN_REVIEW, MergeForm)
@require_http_methods(["GET", "POST"])
def consensus_finding(request, pk, merged):
    """A finding of the consensus, to be changed."""
    place = opened(enter(pk, request, to=CONSENSUS))
    finding = _merged_or_404(place, merged)
    item = place.frozen.outline.items[finding.item.code]
    if request.method == "GET":
        return _page(request, place, finding, merge_form(place.frozen, item, initial=initial_finding(finding)))
    form = merge_form(place.frozen, item, request.POST)
    if not form.is_valid():
        return _page(request, place, finding, form, status=422)
    try:
        save_merged(finding=finding, version=form.seen, words=form.words, actor=request.user)
    except StaleFinding as stale:
        if stale.current is None:
            raise Http404 from None
        return _page(request, place, stale.current, form, status=409)
    return redirect(reverse("assessments:consensus_item", args=[pk, item.code]) + "#merged")


@keeps_typed_text(NOT_IN_REVIEW)
@require_POST
def consensus_finding_delete(request, pk, merged):
    """The finding of the consensus is gone, its sources can be merged anew; one that was changed meanwhile is shown."""
    place = opened(enter(pk, request, to=CONSENSUS))
    finding = _merged_or_404(place, merged)
    item = place.frozen.outline.items[finding.item.code]
    try:
        undo_merge(finding=finding, version=_version(request))
    except StaleFinding:
        form = merge_form(place.frozen, item, initial=initial_finding(finding))
        return _page(request, place, finding, form, status=409)
    messages.success(request, _("ยกเลิกการรวมแล้ว ข้อค้นพบของผู้ตรวจยังอยู่ครบ"))
    return redirect(reverse("assessments:consensus_item", args=[pk, item.code]) + "#merged")


def _version(request) -> int:
    """The version that was seen, 0 for none: no finding has it."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _merged_or_404(place: Place, pk: int) -> Finding:
    found = Finding.objects.filter(submission=place.frozen.submission, stage=Stage.CONSENSUS, pk=pk)
    finding = found.select_related("item", "author", "submission").first()
    if finding is None:
        raise Http404
    return finding


def _page(request, place: Place, finding: Finding, form: MergeForm, *, status: int = 200):
    """`finding` is what stands; 409 where somebody else changed it first."""
    context = {
        "assessment": place.assessment,
        "item": place.frozen.outline.items[finding.item.code],
        "finding": finding,
        "sources": list(finding.sources.select_related("author").order_by("pk")),
        "form": form,
        "is_stale": status == 409,
    }
    return render(request, "assessments/consensus_finding.html", context, status=status)
