"""The desk of an assessor: what is assigned to her and was sent, and how far she is with each."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.roles import Role
from accounts.services.notices import unread_count
from assessments import desk as queue
from assessments.forms.desk import DeskFilter
from assessments.models import Assessment, Assignment, Calibration
from assessments.statuses import Status


@dataclass(frozen=True)
class OwnRow:
    """One assessment of hers; `state` is how far she is."""

    assessment: Assessment
    assignment: Assignment

    @property
    def state(self) -> str:
        if self.assignment.has_handed_in:
            return "handed_in"
        if self.assignment.conflict:
            return "conflict"
        return "reviewing" if self.assignment.declared_at else "undeclared"

    @property
    def is_over(self) -> bool:
        return self.assessment.status == Status.APPROVED


@require_GET
def own_desk(request):
    """What is assigned to this assessor; for one who coordinates as well, beside the other desk."""
    if not request.user.holds(Role.ASSESSOR):
        raise Http404
    return _own_page(request)


def _own_page(request):
    """The assessments that are assigned to her and were sent, the latest submission first."""
    mine = request.user.assignments.filter(assessment__submissions__isnull=False)
    reach = queue.reach_of(request.user).filter(pk__in=mine.values("assessment"))
    filters = DeskFilter(request.GET, cycles=queue.cycles_of(reach))
    wanted = filters.wanted
    found = reach.filter(wanted.words, cycle__in=wanted.cycles)
    counts = queue.counts_of(found)
    chosen = found.filter(status=filters.chosen_status) if filters.chosen_status else found
    page = queue.page_of(chosen, filters.order, request.GET.get("cursor", ""))
    context = _head(filters, counts) | {
        "page": page,
        "pages": {name: filters.changed(cursor=cursor) for name, cursor in page.neighbours.items()},
        "rows": _rows(page.keys, request.user),
        "coordinates": request.user.holds(Role.COORDINATOR),
        "unread": unread_count(request.user),
        "to_calibrate": Calibration.objects.awaiting(request.user).count(),
    }
    return render(request, "assessments/own_desk.html", context)


def _head(filters: DeskFilter, counts: dict[str, int]) -> dict:
    """What stands above the rows; a status without any has no tab."""
    total, shown = sum(counts.values()), [each for each in Status if each in counts]
    return {
        "filters": filters,
        "year": filters.fiscal_year,
        "tabs": [(each.value, each.label, counts[each], filters.changed(status=each.value)) for each in shown],
        "all_link": filters.changed(status=""),
        "total": total,
        "found": counts.get(filters.chosen_status, 0) if filters.chosen_status else total,
    }


def _rows(keys: list[int], user) -> list[OwnRow]:
    given = queue.with_hand_in(user.assignments.filter(assessment__in=keys))
    by_pk = {assignment.assessment_id: assignment for assignment in given}
    return [OwnRow(each, by_pk[each.pk]) for each in queue.rows_of(keys) if each.pk in by_pk]
