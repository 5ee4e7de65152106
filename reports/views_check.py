"""Is this paper known? For everybody, signed in or not."""

from allauth.core.internal.ratelimit import consume  # the public one counts no GET
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reports.fingerprints import in_fours
from reports.forms import FingerprintForm
from reports.registry import known_documents, unit_told_to


@require_GET
@login_not_required
def check(request):
    """Kind and date of the documents with the fingerprint `f`, and no more of them to a stranger than that.

    Looking up is limited (settings: ACCOUNT_RATE_LIMITS, check); the empty form is not.
    """
    if "f" not in request.GET:
        return render(request, "reports/check.html", {"form": FingerprintForm()})
    if not consume(request, app="allauth.account", action="check", limit_get=True):
        return render(request, "429.html", status=429)
    form = FingerprintForm(request.GET)
    if not form.is_valid():
        return render(request, "reports/check.html", {"form": form}, status=422)
    code = form.cleaned_data["f"]
    found = known_documents(code)
    context = {"form": form, "asked": in_fours(code), "documents": found, "unit": unit_told_to(request.user, found)}
    return render(request, "reports/check.html", context)
