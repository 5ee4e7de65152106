"""The door for programs: by GET, with a living token and no oftener than the limit; a session opens nothing here."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import Throttled
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from accounts.models import ApiToken
from accounts.services.tokens import find_token
from api.problems import wrong_method


def for_programs(view):
    """The view as programs reach it: whoever is signed in with a cookie is nobody, so there is nothing to forge."""

    @csrf_exempt
    @never_cache
    @login_not_required
    def answered(request, *args, **kwargs):
        if request.method != "GET":
            return wrong_method(request)
        request.user = AnonymousUser()
        return view(request, *args, **kwargs)

    return answered


class TokenDoor(HttpBearer):
    """`Authorization: Bearer`: the request is the owner's, or refused (401, 429)."""

    def authenticate(self, request, token: str) -> ApiToken | None:
        found = find_token(token, timezone.now())
        if found is None:
            _count(request, "address", get_adapter().get_client_ip(request))
            return None
        _count(request, "person", found.owner_id)
        request.user = found.owner
        return found


class _Counter(SimpleRateThrottle):
    """One for each request: ninja's own are shared by all threads of a process, and then count one for another."""

    def __init__(self, rate: str, name: str):
        super().__init__(rate)
        self.name = name

    def get_cache_key(self, request) -> str:
        return self.name


def _count(request, kind: str, who) -> None:
    """One more request of this person, or refused one from this address. Raises Throttled."""
    counter = _Counter(settings.PMQA_API_RATES[kind], f"api:{kind}:{who}")
    if not counter.allow_request(request):
        raise Throttled(wait=counter.wait())
