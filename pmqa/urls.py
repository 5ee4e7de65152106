"""Every URL of the product; a test holds each against a rule in tests/access_matrix.csv."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

from reports.views_check import check


@require_safe
@login_not_required
def healthz(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


handler500 = "pmqa.errors.server_error"
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("accounts.sign_in_urls")),
    path("people/", include("accounts.urls")),
    path("check/", check, name="check"),
    path("assessments/<int:pk>/reports/", include("reports.urls")),
    path("api/v1/", include("api.urls")),
    path("overview/comparison/", include("reports.comparison_urls")),
    path("", include("assessments.urls")),
]
if settings.PMQA_ADMIN:
    from django.contrib import admin

    urlpatterns.append(path("admin/", admin.site.urls))
