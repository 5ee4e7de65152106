"""The page of the capsule of the latest submission, for all who may see that submission."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from assessments.access import get_assessment
from assessments.permissions import VIEW_SUBMISSION
from reports.capsules.making import request_capsule
from reports.models import Capsule
from reports.sending import send_kept


@require_http_methods(["GET", "POST"])
def capsule(request, pk):
    """Not asked for yet, on its way, ready or failed. POST asks for it."""
    assessment = get_assessment(request, pk, to=VIEW_SUBMISSION)
    submission = assessment.submissions.select_related("submitted_by").order_by("-number")[0]
    if request.method == "POST":
        request_capsule(submission=submission, actor=request.user)
        return redirect(request.path)
    found = Capsule.objects.filter(submission=submission).first()
    context = {"assessment": assessment, "submission": submission, "capsule": found}
    return render(request, "reports/capsule.html", context)


@require_GET
def capsule_file(request, pk):
    """The file itself; back to its page where there is none."""
    assessment = get_assessment(request, pk, to=VIEW_SUBMISSION)
    submission = assessment.submissions.order_by("-number").defer("document")[0]
    found = Capsule.objects.filter(submission=submission).first()
    if found is None or not found.is_there:
        return redirect("reports:capsule", pk)
    name = f"PMQA-{assessment.unit.code}-{assessment.fiscal_year}-{submission.number:02d}-capsule.zip"
    return send_kept(request, found.path, name=name, tag=found.sha256)
