"""What happened to an assessment, newest first."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.permissions import VIEW, VIEW_EVENTS, permit
from assessments.statuses import REVIEW_KINDS, EventKind, Status

PAGE = 50
# What coordinators do beside the workflow.
OF_REVIEW = (EventKind.REMARK_SETTLED, EventKind.DUE_EXTENDED)


@require_GET
def history(request, pk):
    """One page of events, each with its person."""
    assessment = get_assessment(request, pk, to=VIEW_EVENTS)
    events = assessment.events.select_related("actor", "submission")
    is_of_unit = bool(permit(assessment.standing, assessment, VIEW))
    if not is_of_unit:  # a coordinator follows the review, not the work on a draft
        events = events.filter(~Q(to_status="") | Q(kind__in=(*REVIEW_KINDS, *OF_REVIEW)))
    else:  # the unit does not follow the review; what is settled reaches it with the decision
        hidden = {*REVIEW_KINDS, EventKind.REMARK_SETTLED} if assessment.status == Status.IN_REVIEW else REVIEW_KINDS
        events = events.exclude(kind__in=hidden)
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    context = {"assessment": assessment, "page": page, "is_of_unit": is_of_unit}
    return render(request, "assessments/history.html", context)
