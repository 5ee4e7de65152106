"""The evidence locker of a unit: the list of its records, and a new one."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from assessments.access import get_locker
from assessments.citing import cited_marks, links_of
from assessments.files.intake import shown_size
from assessments.forms.evidence import NewEvidenceForm
from assessments.models import Citation, Evidence, EvidenceVersion
from assessments.permissions import EDIT_LOCKER, NOT_YOUR_ROLE, VIEW_LOCKER, permit_locker
from assessments.search import matching, search_words
from assessments.services import locker as services
from assessments.services.comments import members_of
from assessments.views.refused import keeps_typed_text
from assessments.views.uploads import refusal_words, upload_of

PAGE_ROWS = 50
SOON = timedelta(days=30)
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
    words = search_words(request.GET.get("q", ""))
    looked_for = matching(words, "title__icontains", "code__icontains", "document_number__icontains")
    rows = _filtered(_rows(found), shown).filter(looked_for)
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


@keeps_typed_text(NOT_YOUR_ROLE, NewEvidenceForm)
@require_http_methods(["GET", "POST"])
def evidence_add(request, unit):
    """A new record, with its file where it has one."""
    found = get_locker(request, unit, to=EDIT_LOCKER)
    initial = {"owner": request.user.pk}
    form = NewEvidenceForm(members=members_of(found.pk), initial=initial, **upload_of(request=request))
    if form.is_valid():
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


def _status(form) -> int:
    return 422 if form.errors else 200


def record_links(unit, text: str) -> dict[str, str]:
    """The pages of the records that a text names, by code as it names them. One query, none where it names none."""
    if not any(cited_marks(text)):
        return {}
    kept = Evidence.objects.kept().filter(unit=unit, code__startswith="E").values_list("code", "pk")
    found = links_of(text, dict(kept))
    return {code: reverse("assessments:evidence", args=[unit.code, pk]) for code, pk in found.items()}
