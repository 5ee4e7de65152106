"""How much each assessor has to do, for those who assign."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.roles import Role
from assessments import desk as queue
from assessments.forms.desk import DeskFilter
from assessments.workload import loads_of


@require_GET
def workload(request):
    """Every assessor with her counts in one fiscal year, the most open work first."""
    if not request.user.holds(Role.COORDINATOR):
        raise Http404
    scope = queue.scope_of(request.user)
    filters = DeskFilter(request.GET, cycles=queue.cycles_of(scope))
    context = {"filters": filters, "year": filters.fiscal_year, "loads": loads_of(scope, filters.wanted.cycles)}
    return render(request, "assessments/workload.html", context)
