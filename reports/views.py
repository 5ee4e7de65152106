"""Pages of the reports of one assessment."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from assessments.access import get_assessment
from assessments.permissions import VIEW, VIEW_FEEDBACK, VIEW_LEDGER, VIEW_REPORT, VIEW_SUBMISSION, permit
from reports.models import OF_ASSESSMENT, RenderedReport, RenderState, ReportKind
from reports.services import find_report, html_of, request_report, source_for


@require_GET
def index(request, pk):
    """The reports that this person may take away."""
    assessment = get_assessment(request, pk, to=VIEW_REPORT)
    context = {
        "assessment": assessment,
        "source": source_for(assessment),
        "has_feedback": permit(assessment.standing, assessment, VIEW_FEEDBACK).allowed,
        "has_ledger": permit(assessment.standing, assessment, VIEW_LEDGER).allowed,
    }
    return render(request, "reports/index.html", context)


@require_http_methods(["GET", "POST"])
def report(request, pk, kind):
    """One report: not asked for yet, on its way, ready or failed. POST asks for it."""
    assessment = get_assessment(request, pk, to=VIEW_REPORT)
    if kind not in OF_ASSESSMENT:
        raise Http404
    thai_digits = request.GET.get("digits") == "thai"
    source = source_for(assessment, kind)
    official = request.GET.get("size") == "official"
    html = html_of(source, kind=kind, thai_digits=thai_digits, official=official)
    if request.method == "POST":
        request_report(source=source, kind=kind, html=html, actor=request.user)
        return redirect(request.get_full_path())
    context = {"assessment": assessment, "source": source, "kind": ReportKind(kind), "official": official}
    context |= {"thai_digits_asked": thai_digits, "report": find_report(assessment, html)}
    return render(request, "reports/report.html", context)


@require_GET
def download(request, pk, kind, content_hash):
    """The PDF, to those who may see what it was made of."""
    assessment = get_assessment(request, pk, to=VIEW_REPORT)
    found = get_object_or_404(RenderedReport, assessment=assessment, kind=kind, content_hash=content_hash)
    allowed = permit(assessment.standing, assessment, VIEW_SUBMISSION if found.submission_id else VIEW)
    if allowed and found.has_feedback:
        allowed = permit(assessment.standing, assessment, VIEW_FEEDBACK)
    if not allowed:
        raise PermissionDenied(str(allowed.reason))
    if found.state != RenderState.READY or not found.path.exists():
        return redirect(reverse("reports:report", args=[pk, kind]))
    if request.headers.get("If-None-Match") == f'"{content_hash}"':
        return HttpResponseNotModified()
    name = f"PMQA-{assessment.unit.code}-{assessment.fiscal_year}-{kind}.pdf"
    response = FileResponse(found.path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    response.headers["ETag"] = f'"{content_hash}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
