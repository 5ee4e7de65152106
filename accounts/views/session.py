"""How long the session lasts, and a fresh token: for the dialog that keeps a long text through a sign-in."""

import time

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def session(request):
    """Who is signed in here, a token for the next request, and the seconds left. POST begins the half hour anew."""
    user = request.user.username if request.user.is_authenticated else None
    if user and request.method == "POST":
        request.session["renewed"] = int(time.time())
    return JsonResponse({"user": user, "csrf": get_token(request), "ends_in": seconds_left(request.session)})


def seconds_left(stored) -> int:
    """Until the session ends if nothing is saved: half an hour idle, twelve hours in all; 0 without one."""
    if "renewed" not in stored:
        return 0
    now = int(time.time())
    idle = stored["renewed"] + settings.SESSION_COOKIE_AGE - now
    absolute = stored["began"] + settings.SESSION_ABSOLUTE_AGE - now
    return max(0, min(idle, absolute))
