"""One record of the locker: its details, its files, what becomes of it."""

import logging

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import get_locker
from assessments.forms.evidence import EvidenceForm, FileForm, initial_details
from assessments.models import Evidence, EvidenceVersion
from assessments.permissions import EDIT_LOCKER, NOT_YOUR_ROLE, VIEW_LOCKER, permit_locker
from assessments.services import locker as services
from assessments.services.comments import members_of
from assessments.statuses import EvidenceEventKind, Secrecy
from assessments.views.refused import keeps_typed_text
from assessments.views.uploads import refusal_words, upload_of

logger = logging.getLogger(__name__)


@keeps_typed_text(NOT_YOUR_ROLE, EvidenceForm)
@require_http_methods(["GET", "POST"])
def evidence(request, unit, evidence):
    """One record: its files, what cites it, and its details to change."""
    place = get_locker(request, unit, to=EDIT_LOCKER if request.method == "POST" else VIEW_LOCKER)
    found = get_evidence(place, evidence)
    given = {"members": members_of(place.pk), "owner": found.owner}
    if request.method != "POST":
        return _page(request, place, found, EvidenceForm(initial=initial_details(found), **given))
    form = EvidenceForm(request.POST, **given)
    if found.deleted_at or request.POST.get("revision") != str(found.revision):
        return _conflict(request, place, found, form)
    if not form.is_valid():
        return _page(request, place, found, form, status=422)
    try:
        services.change_evidence(evidence=found, details=form.details, tags=form.tags, actor=request.user)
    except services.StaleEvidence:
        return _conflict(request, place, get_evidence(place, evidence), form)
    except services.LockerRefused as refused:
        form.add_error(None, refusal_words(refused))
        return _page(request, place, found, form, status=422)
    messages.success(request, _("บันทึกรายละเอียดของ %(code)s แล้ว") % {"code": found.code})
    return redirect("assessments:evidence", unit, found.pk)


def get_evidence(unit, pk: int) -> Evidence:
    """The record of this unit's locker, deleted or not, or 404."""
    rows = Evidence.objects.filter(unit=unit, pk=pk).select_related("owner", "deleted_by")
    found = rows.prefetch_related("characteristics", "success_factors").first()
    if found is None:
        raise Http404
    return found


def _page(request, unit, found: Evidence, form: EvidenceForm, *, file_form: FileForm | None = None, status: int = 200):
    cited = found.citations.select_related("answer__question", "answer__assessment__cycle", "version")
    context = {
        "unit": unit,
        "evidence": found,
        "versions": list(found.versions.select_related("added_by")),
        "events": found.events.select_related("actor"),
        "citations": cited.order_by("-answer__assessment__cycle__fiscal_year", "answer__question"),
        "form": form,
        "file_form": file_form or FileForm(limit=settings.PMQA_FILE_LIMIT),
        "today": timezone.localdate(),
        "permitted": permit_locker(request.user, unit.pk, EDIT_LOCKER) and not found.deleted_at,
        "takes_files": found.secrecy == Secrecy.NORMAL and not found.deleted_at,
        "may_restore": permit_locker(request.user, unit.pk, EDIT_LOCKER) and found.deleted_at,
        "has_errors": status != 200,
    }
    return render(request, "assessments/evidence.html", context, status=status)


def _conflict(request, unit, found: Evidence, form: EvidenceForm):
    """Changed by somebody else: both versions, and a form with what was typed. Deleted: both, to be copied."""
    current, typed = initial_details(found), {name: form.data.getlist(name) for name in form.fields}
    rows = [(field.label, _in_words(field, current[field.name]), _in_words(field, typed[field.name])) for field in form]
    context = {
        "unit": unit,
        "evidence": found,
        "change": found.events.filter(kind=EvidenceEventKind.CHANGED).select_related("actor").first(),
        "rows": [row for row in rows if row[1] or row[2]],
        "typed": [(name, value) for name, values in typed.items() for value in values],
        "has_errors": True,
    }
    return render(request, "assessments/evidence_conflict.html", context, status=409)


def _in_words(field, given) -> str:
    """One value or several as a person reads them: the words of a choice, else what was typed."""
    words = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    values = given if isinstance(given, list) else [given]
    return ", ".join(words.get(str(value), str(value)) for value in values if value not in {None, ""})


@keeps_typed_text(NOT_YOUR_ROLE)
@require_POST
def evidence_file_add(request, unit, evidence):
    """The record has a newer file."""
    place = get_locker(request, unit, to=EDIT_LOCKER)
    found = get_evidence(place, evidence)
    form = FileForm(**upload_of(request=request))
    if form.is_valid():
        try:
            version = services.add_file(evidence=found, file=form.cleaned_data["file"], actor=request.user)
        except services.LockerRefused as refused:
            form.add_error("file", refusal_words(refused))
            found = get_evidence(place, evidence)
        else:
            words = _("ส่งไฟล์ฉบับที่ %(number)s แล้ว คำตอบที่อ้างฉบับก่อนยังอ้างฉบับเดิม")
            messages.success(request, words % {"number": version.number})
            return redirect("assessments:evidence", unit, found.pk)
    details = EvidenceForm(initial=initial_details(found), members=members_of(place.pk), owner=found.owner)
    return _page(request, place, found, details, file_form=form, status=422)


@require_http_methods(["GET", "POST"])
def evidence_delete(request, unit, evidence):
    """Asked once, on a page that says what becomes of the files; then the record is out of the locker."""
    place = get_locker(request, unit, to=EDIT_LOCKER)
    found = get_evidence(place, evidence)
    if request.method == "POST":
        services.delete_evidence(evidence=found, actor=request.user)
        messages.success(request, _("ลบ %(code)s ออกจากคลังแล้ว") % {"code": found.code})
        return redirect("assessments:locker", unit)
    context = {"unit": place, "evidence": found, "is_named": services.is_named(found)}
    return render(request, "assessments/evidence_delete.html", context)


@require_POST
def evidence_restore(request, unit, evidence):
    """The record is in the locker again."""
    place = get_locker(request, unit, to=EDIT_LOCKER)
    found = get_evidence(place, evidence)
    services.restore_evidence(evidence=found, actor=request.user)
    messages.success(request, _("กู้คืน %(code)s แล้ว") % {"code": found.code})
    return redirect("assessments:evidence", unit, found.pk)


@require_GET
def evidence_file(request, unit, evidence, number):
    """One file of a record, for people of the unit."""
    found = get_evidence(get_locker(request, unit, to=VIEW_LOCKER), evidence)
    version = found.versions.filter(number=number).select_related("evidence").first()
    if version is None:
        raise Http404
    return file_response(request, version)


@require_GET
def file_response(request, version: EvidenceVersion):
    """The file to be saved, never shown by the browser inside of the product; or a page that tells that it is lost."""
    try:
        file = services.opened(version)
    except FileNotFoundError:
        logger.exception("file of evidence %s is not in the storage", version.pk)
        return render(request, "assessments/file_lost.html", {"version": version}, status=404)
    return _to_be_saved(request, file, version)


@csp_update({"sandbox": True})
def _to_be_saved(_request, file, version: EvidenceVersion) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=version.name, content_type=version.content_type)
