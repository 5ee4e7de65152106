"""What happened to an assessment, newest first."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.permissions import VIEW, VIEW_EVENTS, permit
from assessments.statuses import REVIEW_KINDS

PAGE = 50


@require_GET
def history(request, pk):
    """One page of events, each with its person."""
    assessment = get_assessment(request, pk, to=VIEW_EVENTS)
    events = assessment.events.select_related("actor", "submission")
    if permit(assessment.standing, assessment, VIEW):
        events = events.exclude(kind__in=REVIEW_KINDS)  # the unit does not follow the review
    else:  # a coordinator follows the workflow and the review, not the work on a draft
        events = events.filter(~Q(to_status="") | Q(kind__in=REVIEW_KINDS))
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/history.html", {"assessment": assessment, "page": page})
