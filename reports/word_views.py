"""The report as a Word file, to those who may have the PDF of the same content."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.files.intake import CONTENT_TYPES
from assessments.permissions import VIEW_REPORT
from reports.build import build_report
from reports.services import source_for
from reports.word import WordTemplateBroken, write_word


@require_GET
def word(request, pk):
    """The whole, or `?category=`; from the live rows or the latest submission, as the PDF is."""
    assessment = get_assessment(request, pk, to=VIEW_REPORT)
    category = request.GET.get("category", "")
    content = build_report(source_for(assessment), thai_digits=request.GET.get("digits") == "thai")
    try:
        file = write_word(content, category=category)
    except KeyError:
        raise Http404 from None
    except WordTemplateBroken as broken:
        messages.error(request, str(broken))
        return redirect("reports:index", pk)
    name = "-".join(filter(None, ["PMQA", assessment.unit.code, str(assessment.fiscal_year), category]))
    headers = {"Content-Disposition": f'attachment; filename="{name}.docx"', "Cache-Control": "private, no-store"}
    return HttpResponse(file, content_type=CONTENT_TYPES["docx"], headers=headers)
