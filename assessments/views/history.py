"""What happened to an assessment, newest first."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.permissions import VIEW, VIEW_EVENTS, permit
from assessments.statuses import EventKind, Status

PAGE = 50
# What coordinators do beside the workflow.
OF_REVIEW = (EventKind.REMARK_SETTLED, EventKind.DUE_EXTENDED)


@require_GET
def history(request, pk):
    """One page of events, each with its person."""
    assessment = get_assessment(request, pk, to=VIEW_EVENTS)
    events = assessment.events.select_related("actor", "submission")
    if not permit(assessment.standing, assessment, VIEW):  # a coordinator follows the workflow, not the work on a draft
        events = events.exclude(~Q(kind__in=OF_REVIEW), to_status="")
    elif assessment.status == Status.IN_REVIEW:  # what is settled reaches the unit with the decision
        events = events.exclude(kind=EventKind.REMARK_SETTLED)
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/history.html", {"assessment": assessment, "page": page})
