"""The desk of those who review: what was sent, what waits, what is late. Of drafts it shows counts alone."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.roles import UNIT_ROLES, Role
from assessments.forms.desk import DeskFilter
from assessments.models import Assessment
from assessments.search import matching
from assessments.statuses import EDITABLE, Status

PAGE = 50


@dataclass(frozen=True)
class DeskRow:
    """One assessment of the queue; `left` and `days_late` only while the unit writes."""

    assessment: Assessment
    left: int | None
    days_late: int
    is_open: bool  # there is a submission to read


@require_GET
def desk(request):
    """Assessments within reach of this reviewer, by status, unit and year, fifty a page."""
    user = request.user
    if not (user.holds(Role.COORDINATOR) or user.holds(Role.ASSESSOR)):
        raise Http404
    reach = _reach(user)
    years = sorted(set(reach.order_by().values_list("cycle__fiscal_year", flat=True).distinct()), reverse=True)
    filters = DeskFilter(request.GET, years=years)
    looked_for = matching(filters.words, "unit__name_th__icontains", "unit__code__iexact")
    found = reach.filter(looked_for, cycle__fiscal_year=filters.fiscal_year)
    counts = _counts(found)
    rows = found.filter(status=filters.chosen_status) if filters.chosen_status else found
    page = Paginator(_ordered(rows), PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "years": years,
        "year": filters.fiscal_year,
        "tabs": [(status.value, status.label, counts.get(status, 0)) for status in Status],
        "total": sum(counts.values()),
        "sent": sum(number for status, number in counts.items() if status != Status.DRAFT),
        "page": page,
        "rows": [_row(assessment, user.holds(Role.COORDINATOR)) for assessment in page],
    }
    return render(request, "assessments/desk.html", context)


def _reach(user):
    """What she may review: nobody reviews a unit in which he holds a role."""
    own = [m.unit_id for m in user.roles_held if m.role in UNIT_ROLES]
    return Assessment.objects.visible_to(user).exclude(unit__in=own)


def _counts(found) -> dict[str, int]:
    rows = found.order_by().values("status").annotate(number=Count("pk", distinct=True))
    return {row["status"]: row["number"] for row in rows}


def _ordered(found):
    """Latest submission first, then what was never sent, by code of the unit."""
    rows = found.with_place().select_related("unit__parent").with_last_submission().with_progress()
    return rows.order_by(F("submitted_at").desc(nulls_last=True), "unit__code")


def _row(assessment, sees_progress: bool) -> DeskRow:
    writes = assessment.status in EDITABLE
    left = assessment.question_count - assessment.answered if writes and sees_progress else None
    late = (timezone.localdate() - timezone.localdate(assessment.deadline)).days if writes else 0
    return DeskRow(assessment, left, max(late, 0), assessment.submission_number is not None)
