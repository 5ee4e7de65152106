"""The evidence locker of a unit: the list, one record with its files, and the files themselves."""

from datetime import timedelta

from allauth.core.ratelimit import consume
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import get_locker
from assessments.citing import cited_codes
from assessments.files.intake import shown_size
from assessments.forms.evidence import EvidenceForm, FileForm, NewEvidenceForm, initial_details
from assessments.models import Citation, Evidence, EvidenceVersion
from assessments.permissions import EDIT_LOCKER, VIEW_LOCKER, permit_locker
from assessments.services import locker as services
from assessments.services.comments import members_of
from assessments.statuses import EvidenceEventKind
from assessments.views.refused import keeps_typed_text

PAGE_ROWS = 50
SOON = timedelta(days=30)
REFUSED = gettext_lazy("บทบาทของคุณแก้ไขคลังหลักฐานไม่ได้")
SHOWN = {
    "": gettext_lazy("ทั้งหมด"),
    "expiring": gettext_lazy("หมดอายุหรือใกล้หมดอายุ"),
    "unused": gettext_lazy("ยังไม่ได้ใช้"),
    "no_file": gettext_lazy("ยังไม่มีไฟล์"),
    "deleted": gettext_lazy("ลบแล้ว"),
}


@require_GET
def locker(request, unit):
    """The records of the unit, searched and filtered, a page at a time."""
    found = get_locker(request, unit, to=VIEW_LOCKER)
    shown = request.GET.get("show", "") if request.GET.get("show", "") in SHOWN else ""
    words = request.GET.get("q", "").strip()[:200]
    rows = _filtered(_rows(found), shown)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(code__icontains=words) | Q(document_number__icontains=words))
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "unit": found,
        "page": page,
        "rows": page.object_list,
        "words": words,
        "shown": shown,
        "filters": SHOWN.items(),
        "today": timezone.localdate(),
        "soon": timezone.localdate() + SOON,
        "left": shown_size(services.space_left(found.pk)),
        "limit": shown_size(settings.PMQA_LOCKER_LIMIT),
        "permitted": permit_locker(request.user, found.pk, EDIT_LOCKER),
    }
    return render(request, "assessments/locker.html", context)


def _rows(unit):
    """Every record with the number and size of its newest file, and how many answers cite it."""
    newest = EvidenceVersion.objects.filter(evidence=OuterRef("pk")).order_by("-number")
    cited = Citation.objects.filter(evidence=OuterRef("pk")).order_by().values("evidence").annotate(n=Count("pk"))
    return (
        Evidence.objects.filter(unit=unit)
        .select_related("owner")
        .annotate(
            newest=Subquery(newest.values("number")[:1]),
            newest_name=Subquery(newest.values("name")[:1]),
            cited=Subquery(cited.values("n")),
        )
    )


def _filtered(rows, shown: str):
    if shown == "deleted":
        return rows.filter(deleted_at__isnull=False)
    rows = rows.kept()
    if shown == "expiring":
        return rows.filter(expires__lte=timezone.localdate() + SOON)
    if shown == "unused":
        return rows.filter(cited__isnull=True)
    if shown == "no_file":
        return rows.filter(newest__isnull=True, secrecy="normal")
    return rows


@keeps_typed_text(REFUSED)
@require_http_methods(["GET", "POST"])
def evidence_add(request, unit):
    """A new record, with its file where it has one."""
    found = get_locker(request, unit, to=EDIT_LOCKER)
    initial = {"owner": request.user.pk}
    form = NewEvidenceForm(*_posted(request), members=members_of(found.pk), initial=initial, **_upload(request))
    if request.method == "POST" and _may_upload(request, form) and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            added = services.add_evidence(
                unit_id=found.pk, details=form.details, tags=form.tags, file=file, actor=request.user
            )
        except services.LockerRefused as refused:
            form.add_error("file", refusal_words(refused))
        else:
            messages.success(request, _("เพิ่มหลักฐาน %(code)s แล้ว") % {"code": added.code})
            return redirect("assessments:evidence", unit, added.pk)
    return render(request, "assessments/evidence_new.html", {"unit": found, "form": form}, status=_status(form))


def _posted(request) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _upload(request) -> dict:
    """What a form needs to know of an upload."""
    is_oversized = request.method == "POST" and getattr(request, "has_oversized_file", False)
    return {"limit": settings.PMQA_FILE_LIMIT, "is_oversized": is_oversized}


def _may_upload(request, form) -> bool:
    """Not more than a person needs (settings: ACCOUNT_RATE_LIMITS, upload)."""
    if not request.FILES or consume(request, action="upload", user=request.user):
        return True
    form.add_error("file", _("ส่งไฟล์ถี่เกินไป รอสักครู่แล้วส่งอีกครั้ง"))
    return False


def _status(form) -> int:
    return 422 if form.errors else 200


def refusal_words(refused: services.LockerRefused) -> str:
    """Why the locker did not take it, and what to do."""
    if isinstance(refused, services.SameFile):
        words = _("ไฟล์นี้อยู่ในคลังแล้ว เป็นฉบับที่ %(number)s ของ %(evidence)s ใช้หลักฐานนั้นได้เลย")
        return words % {"number": refused.version.number, "evidence": refused.version.evidence}
    if isinstance(refused, services.LockerFull):
        words = _("พื้นที่ของหน่วยงานเหลือ %(left)s ไม่พอสำหรับไฟล์นี้ ลบหลักฐานที่ไม่ใช้หรือย่อไฟล์")
        return words % {"left": shown_size(refused.left)}
    if isinstance(refused, services.ClassifiedFile):
        return _("เอกสารที่มีชั้นความลับไม่เก็บไฟล์ในระบบ หลักฐานที่มีไฟล์แล้วเปลี่ยนเป็นชั้นความลับไม่ได้ ให้ลบแล้วเพิ่มใหม่โดยไม่มีไฟล์")
    return _("มีผู้แก้ไขหรือลบหลักฐานนี้หลังจากที่คุณเปิดหน้านี้ เปิดหน้านี้ใหม่แล้วแก้ไขอีกครั้ง")


@keeps_typed_text(REFUSED)
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


@keeps_typed_text(REFUSED)
@require_POST
def evidence_file_add(request, unit, evidence):
    """The record has a newer file."""
    place = get_locker(request, unit, to=EDIT_LOCKER)
    found = get_evidence(place, evidence)
    form = FileForm(request.POST, request.FILES, **_upload(request))
    if _may_upload(request, form) and form.is_valid():
        try:
            version = services.add_file(evidence=found, file=form.cleaned_data["file"], actor=request.user)
        except services.LockerRefused as refused:
            form.add_error("file", refusal_words(refused))
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
@csp_update({"sandbox": True})
def evidence_file(request, unit, evidence, number):
    """One file of a record, for people of the unit."""
    found = get_evidence(get_locker(request, unit, to=VIEW_LOCKER), evidence)
    version = found.versions.filter(number=number).first()
    if version is None:
        raise Http404
    return file_response(version)


def record_links(unit, text: str) -> dict[str, str]:
    """The pages of the records that a text names, by code. One query, none for a text that names none."""
    codes = cited_codes(text)
    kept = Evidence.objects.kept().filter(unit=unit, code__in=codes).values_list("code", "pk") if codes else []
    return {code: reverse("assessments:evidence", args=[unit.code, pk]) for code, pk in kept}


def file_response(version: EvidenceVersion) -> FileResponse:
    """The file to be saved, never shown by the browser inside of the product."""
    return FileResponse(
        services.opened(version), as_attachment=True, filename=version.name, content_type=version.content_type
    )
