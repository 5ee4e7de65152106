"""Pages of the reports of one assessment."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from assessments.access import get_assessment
from assessments.permissions import (
    EDIT,
    VIEW,
    VIEW_FEEDBACK,
    VIEW_LEDGER,
    VIEW_MEMOS,
    VIEW_REPORT,
    VIEW_SUBMISSION,
    Permit,
    permit,
)
from assessments.views.table_template import XLSX
from reports.again import send_and_note
from reports.models import OF_ASSESSMENT, RenderedReport, RenderState, ReportKind
from reports.services import NEEDED, find_report, html_of, is_lost, request_report, source_for
from reports.workbook import workbook_of


@require_GET
def index(request, pk):
    """The reports that this person may take away."""
    assessment = get_assessment(request, pk, to=VIEW_REPORT)
    source, standing = source_for(assessment), assessment.standing
    context = {
        "assessment": assessment,
        "source": source,
        "categories": source.outline.categories,
        "has_feedback": permit(standing, assessment, VIEW_FEEDBACK).allowed,
        "has_ledger": permit(standing, assessment, VIEW_LEDGER).allowed,
        "has_memos": permit(standing, assessment, VIEW_MEMOS).allowed,
        "has_capsule": permit(standing, assessment, VIEW_SUBMISSION).allowed,
        "may_read": permit(standing, assessment, VIEW).allowed,
        "may_write": permit(standing, assessment, EDIT).allowed,
    }
    return render(request, "reports/index.html", context)


@require_GET
def workbook(request, pk):
    """The workbook of what this person's reports are made of."""
    assessment = get_assessment(request, pk, to=VIEW_REPORT)
    name = f"PMQA-{assessment.unit.code}-{assessment.fiscal_year}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "no-store"}
    return HttpResponse(workbook_of(source_for(assessment)), content_type=XLSX, headers=headers)


@require_http_methods(["GET", "POST"])
def report(request, pk, kind):
    """One report: not asked for yet, on its way, ready or failed. POST asks for it."""
    assessment = get_assessment(request, pk, to=VIEW_REPORT)
    if kind not in OF_ASSESSMENT:
        raise Http404
    thai_digits, official = request.GET.get("digits") == "thai", request.GET.get("size") == "official"
    context = {"assessment": assessment, "kind": ReportKind(kind)}
    context |= {"thai_digits_asked": thai_digits, "official": official}
    if waited_for := _waited_for(request, assessment, kind):
        return render(request, "reports/report.html", context | {"source": waited_for, "report": waited_for})
    source = source_for(assessment, kind)
    html = html_of(source, kind=kind, thai_digits=thai_digits, official=official)
    if request.method == "POST":
        found = request_report(source=source, kind=kind, html=html, actor=request.user)
        return redirect(_address(request, found))
    found = find_report(assessment, html)
    lost = found is not None and is_lost(found)
    if found and found.state == RenderState.WAITING and not lost:
        return redirect(_address(request, found))
    return render(request, "reports/report.html", context | {"source": source, "report": found, "is_lost": lost})


def _address(request, found: RenderedReport) -> str:
    """The page of a report that is on its way, which looks for this one by its hash, without building it anew."""
    asked = {name: request.GET[name] for name in ("digits", "size") if name in request.GET}
    return f"{request.path}?{urlencode(asked | {'made': found.content_hash})}"


def _waited_for(request, assessment, kind: str) -> RenderedReport | None:
    """The report that the address names, while it is on its way."""
    named = request.GET.get("made") if request.method == "GET" else None
    if not named:
        return None
    waiting = RenderedReport.objects.filter(state=RenderState.WAITING).defer("html").select_related("submission")
    found = waiting.filter(assessment=assessment, kind=kind, content_hash=named).first()
    return found if found and not is_lost(found) and _permitted(assessment, found) else None


def _permitted(assessment, found: RenderedReport) -> Permit:
    """To those who may see what it was made of, and what its kind asks for beside that."""
    needed = [VIEW_SUBMISSION if found.submission_id else VIEW]
    needed += [VIEW_FEEDBACK] if found.has_feedback else []
    needed += [NEEDED[found.kind]] if found.kind in NEEDED else []
    permits = [permit(assessment.standing, assessment, action) for action in needed]
    return next((each for each in permits if not each), permits[0])


@require_GET
def download(request, pk, kind, content_hash):
    """The PDF, to those who may see what it was made of."""
    assessment = get_assessment(request, pk, to=VIEW_REPORT)
    found = get_object_or_404(RenderedReport, assessment=assessment, kind=kind, content_hash=content_hash)
    allowed = _permitted(assessment, found)
    if not allowed:
        raise PermissionDenied(str(allowed.reason))
    if found.state != RenderState.READY or not found.path.exists():
        return redirect(reverse("reports:report", args=[pk, kind]))
    name = f"PMQA-{assessment.unit.code}-{assessment.fiscal_year}-{kind}.pdf"
    return send_and_note(request, found, name=name)
