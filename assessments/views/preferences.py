"""What a person prefers, kept in her browser."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

A_YEAR = 365 * 24 * 60 * 60


@require_POST
def digits(request):
    """The product writes the other digits from now on."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("assessments:home")
    response = HttpResponseRedirect(back)
    chosen = "0" if request.COOKIES.get("thai_digits") == "1" else "1"
    response.set_cookie(
        "thai_digits", chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response
