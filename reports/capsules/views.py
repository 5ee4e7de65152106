"""The page of the capsule of a submission, the latest or an earlier one, for all who may see what was sent."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from assessments.access import get_assessment
from assessments.models import Assessment, Submission
from assessments.permissions import VIEW_SUBMISSION
from reports.capsules.making import request_capsule
from reports.models import Capsule
from reports.sending import send_kept


@require_http_methods(["GET", "POST"])
def capsule(request, pk, number=None):
    """Not asked for yet, on its way, ready or failed. POST asks for it. Without a number, of the latest submission."""
    assessment = get_assessment(request, pk, to=VIEW_SUBMISSION)
    sent = list(assessment.submissions.select_related("submitted_by").defer("document").order_by("-number"))
    submission = _numbered(sent, number)
    if request.method == "POST":
        request_capsule(submission=submission, actor=request.user)
        return redirect(request.path)
    found = Capsule.objects.filter(submission=submission).first()
    others = [each for each in sent if each != submission]
    context = {"assessment": assessment, "submission": submission, "capsule": found, "others": others}
    return render(request, "reports/capsule.html", context)


@require_GET
def capsule_file(request, pk, number=None):
    """The file itself; back to its page where there is none."""
    assessment = get_assessment(request, pk, to=VIEW_SUBMISSION)
    submission = _numbered(assessment.submissions.order_by("-number").defer("document"), number)
    found = Capsule.objects.filter(submission=submission).first()
    if found is None or not found.is_there:
        return redirect("reports:capsule", pk) if number is None else redirect("reports:capsule_of", pk, number)
    return send_kept(request, found.path, name=_file_name(assessment, submission), tag=found.sha256)


def _numbered(sent, number: int | None) -> Submission:
    """The one of this number, or the first where none is asked for; 404 where it was never sent."""
    submission = next((each for each in sent if number in {None, each.number}), None)
    if submission is None:
        raise Http404
    return submission


def _file_name(assessment: Assessment, submission: Submission) -> str:
    return f"PMQA-{assessment.unit.code}-{assessment.fiscal_year}-{submission.number:02d}-capsule.zip"
