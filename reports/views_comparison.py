"""The comparison of many units for their coordinators: asked for on its page, made by the worker, taken away.

The report belongs to no assessment. Whoever opens it has it built anew of what lies in her scope now, and reaches the
file only where that says the very same.
"""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.access import get_overseen
from assessments.forms.overview import OverviewFilter, filter_of
from assessments.models.assessment import AssessmentQuerySet
from assessments.overview import narrowed
from reports.comparison import EVERYBODY, MOST_UNITS, OfNoAssessment, comparison_in
from reports.models import RenderState, ReportKind
from reports.pdf import render_html
from reports.sending import send_kept
from reports.services import find_report, request_report


@dataclass
class Asked:
    """What this coordinator asks to have compared."""

    filters: OverviewFilter
    found: AssessmentQuerySet
    thai_digits: bool

    @cached_property
    def count(self) -> int:
        return self.found.count()

    @property
    def is_possible(self) -> bool:
        return 0 < self.count <= MOST_UNITS

    @property
    def name(self) -> str:
        return self.filters.heads.get(self.filters.path, _("หน่วยงานในความดูแล"))

    @cached_property
    def html(self) -> str:
        """The whole document."""
        told = {"code": self.filters.chosen_ministry, "name": self.name, "thai_digits": self.thai_digits}
        return render_html(ReportKind.COMPARISON, comparison_in(self.found, self.filters.chosen_cycle, **told))


def _asked(request) -> Asked:
    """By the filters of the overview; 404 for everybody but coordinators."""
    reach = get_overseen(request)
    filters = filter_of(reach, request.user, request.GET)
    found = narrowed(reach, filters.path, filters.chosen_kind).filter(cycle=filters.chosen_cycle)
    return Asked(filters, found, request.GET.get("digits") == "thai")


@require_http_methods(["GET", "POST"])
def page(request):
    """Which units, and the report: not asked for yet, on its way, ready or failed. POST asks for it."""
    asked = _asked(request)
    if request.method == "POST":
        if asked.is_possible:
            request_report(source=OfNoAssessment(), kind=ReportKind.COMPARISON, html=asked.html, actor=request.user)
        return redirect(request.get_full_path())
    return _page(request, asked)


def _page(request, asked: Asked):
    context = {"asked": asked, "filters": asked.filters, "cycle": asked.filters.chosen_cycle, "most": MOST_UNITS}
    context["report"] = find_report(None, asked.html) if asked.is_possible else None
    return render(request, "reports/comparison_page.html", context)


@require_GET
def download(request):
    """The PDF of what this coordinator would be told now; the page where it is not made yet."""
    asked = _asked(request)
    if not asked.is_possible:
        raise Http404
    found = find_report(None, asked.html)
    if found is None or found.state != RenderState.READY:
        return _page(request, asked)
    name = f"PMQA-comparison-{asked.filters.chosen_ministry or EVERYBODY}-{asked.filters.chosen_cycle.fiscal_year}.pdf"
    return send_kept(request, found.path, name=name, tag=found.content_hash)
