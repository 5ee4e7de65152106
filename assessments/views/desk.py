"""The desk of the coordinator: what was sent, what waits, what is late, who reviews it. Of drafts: counts alone."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Role
from accounts.services.notices import unread_count
from assessments import desk as queue
from assessments.forms.desk import DeskFilter, DeskViewForm
from assessments.keyset import KeyPage
from assessments.models import Assessment, Assignment, DeskView
from assessments.services.desk_views import MOST, TooManyViews, ViewNameTaken, delete_view, save_view
from assessments.statuses import EDITABLE, Status
from assessments.views.own_desk import own_desk


@dataclass(frozen=True)
class DeskRow:
    """One assessment of the queue; `left`, `is_late` and `days_late` only while the unit writes."""

    assessment: Assessment
    left: int | None
    is_late: bool
    days_late: int
    is_open: bool  # there is a submission to read
    assigned: list[Assignment] = field(default_factory=list)

    @property
    def summary(self):
        return getattr(self.assessment, "summary", None)

    @property
    def handed_in(self) -> int:
        return sum(assignment.has_handed_in for assignment in self.assigned)

    @property
    def conflicts(self) -> int:
        return sum(bool(assignment.conflict) for assignment in self.assigned)


@dataclass(frozen=True)
class Heading:
    """The head of a column that the list can be sorted by: where its link leads, and how it stands now."""

    label: str
    link: str
    direction: str = ""


@require_GET
def desk(request):
    """Assessments in the scope of this coordinator, fifty a page; an assessor finds her own there."""
    if request.user.holds(Role.COORDINATOR):
        return _desk_page(request, request.GET)
    if request.user.holds(Role.ASSESSOR):
        return own_desk(request)
    raise Http404


@require_POST
def desk_view_add(request):
    """The filters and the order of the page are kept under this name."""
    _require_coordinator(request.user)
    data, form = QueryDict(request.POST.get("query", "")[:2000]), DeskViewForm(request.POST)
    filters = filters_of(request.user, data, queue.scope_of(request.user))
    if form.is_valid():
        try:
            save_view(name=form.cleaned_data["name"], query=filters.query, actor=request.user)
        except ViewNameTaken:
            form.add_error("name", _("มีมุมมองชื่อนี้แล้ว ใช้ชื่ออื่น หรือลบของเดิมก่อน"))
        except TooManyViews:
            form.add_error("name", _("เก็บมุมมองได้ %(most)s ชื่อ ลบชื่อที่ไม่ใช้ก่อน") % {"most": MOST})
        else:
            messages.success(request, _("บันทึกมุมมอง “%(name)s” แล้ว") % {"name": form.cleaned_data["name"]})
            return redirect(f"{reverse('assessments:desk')}?{filters.query}")
    return _desk_page(request, data, view_form=form, status=422)


@require_POST
def desk_view_delete(request, view):
    """The view is gone; only its owner finds it."""
    _require_coordinator(request.user)
    try:
        name = delete_view(pk=view, actor=request.user)
    except DeskView.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("ลบมุมมอง “%(name)s” แล้ว") % {"name": name})
    return redirect("assessments:desk")


def filters_of(user, data, scope) -> DeskFilter:
    """The filters of the desk with everything that this coordinator can choose."""
    choices = {"ministries": queue.ministries_of(user), "assessors": queue.assessors()}
    return DeskFilter(data, cycles=queue.cycles_of(scope), **choices)


def _require_coordinator(user) -> None:
    if not user.holds(Role.COORDINATOR):
        raise Http404


def _desk_page(request, data, *, view_form: DeskViewForm | None = None, status: int = 200):
    scope = queue.scope_of(request.user)
    filters = filters_of(request.user, data, scope)
    found = queue.narrowed(scope, filters.wanted, timezone.now())
    counts = queue.counts_of(found)
    chosen = found.filter(status=filters.chosen_status) if filters.chosen_status else found
    page = queue.page_of(chosen, filters.order, data.get("cursor", ""))
    rows = _rows(page)
    context = _head(request.user, filters, counts) | {
        "page": page,
        "pages": {name: filters.changed(cursor=cursor) for name, cursor in page.neighbours.items()},
        "rows": rows,
        "computed_at": min((row.summary.computed_at for row in rows if row.summary), default=None),
        "form": view_form or DeskViewForm(),
        "unread": unread_count(request.user),
    }
    return render(request, "assessments/desk.html", context, status=status)


def _head(user, filters: DeskFilter, counts: dict[str, int]) -> dict:
    """What stands above the rows: how many there are, the tabs, the heads of the columns, her views."""
    total = sum(counts.values())
    return {
        "filters": filters,
        "year": filters.fiscal_year,
        "tabs": [(each.value, each.label, counts.get(each, 0), filters.changed(status=each.value)) for each in Status],
        "all_link": filters.changed(status=""),
        "total": total,
        "sent": total - counts.get(Status.DRAFT, 0),
        "found": counts.get(filters.chosen_status, 0) if filters.chosen_status else total,
        "headings": {name: _heading(name, label, filters) for name, label in _columns()},
        "views": list(DeskView.objects.filter(owner=user)),
        "has_own": user.holds(Role.ASSESSOR),
    }


def _columns() -> list[tuple[str, str]]:
    return [
        ("unit", _("หน่วยงาน")),
        ("submitted", _("ส่งเมื่อ")),
        ("deadline", _("กำหนดส่ง")),
        ("progress", _("ความคืบหน้า")),
        ("score", _("ผลคะแนน")),
    ]


def _heading(name: str, label: str, filters: DeskFilter) -> Heading:
    """A second choice of a column turns its order round."""
    descending = filters.order.startswith("-")
    if filters.order.removeprefix("-") != name:
        return Heading(label, filters.changed(sort=f"-{name}" if name in ("submitted", "score") else name))
    turned = filters.changed(sort=name if descending else f"-{name}")
    return Heading(label, turned, "descending" if descending else "ascending")


def _rows(page: KeyPage) -> list[DeskRow]:
    assigned = queue.assignments_of(page.keys)
    return [_row(assessment, assigned.get(assessment.pk, [])) for assessment in queue.rows_of(page.keys)]


def _row(assessment, assigned: list[Assignment]) -> DeskRow:
    writes, summary = assessment.status in EDITABLE, getattr(assessment, "summary", None)
    days = (timezone.localdate(assessment.read_at) - timezone.localdate(assessment.deadline)).days
    return DeskRow(
        assessment,
        left=summary.questions - summary.answered if writes and summary else None,
        is_late=writes and assessment.deadline < assessment.read_at,
        days_late=max(days, 0) if writes else 0,
        is_open=assessment.submission_number is not None,
        assigned=assigned,
    )
