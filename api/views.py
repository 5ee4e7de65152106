"""What the interface offers: as a page for people, and as an OpenAPI description for their tools."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.services.tokens import MOST
from api.interface import interface
from api.paging import LARGEST


@dataclass(frozen=True)
class Address:
    """One address, what it answers, and what may be asked of it."""

    path: str
    summary: str
    parameters: list[str]


@login_not_required
@require_GET
def documentation(request):
    """How a program gets in, and every address."""
    paths = interface.get_openapi_schema()["paths"]
    context = {
        "addresses": [_address(path, methods["get"]) for path, methods in paths.items()],
        "base": request.build_absolute_uri(request.path),
        "rate": settings.PMQA_API_RATE,
        "most_tokens": MOST,
        "largest": LARGEST,
    }
    return render(request, "api/documentation.html", context)


@login_not_required
@require_GET
def openapi(request):
    """The same for tools."""
    return JsonResponse(interface.get_openapi_schema(), json_dumps_params={"ensure_ascii": False})


def _address(path: str, operation: dict) -> Address:
    asked = [each["name"] for each in operation["parameters"] if each["in"] == "query"]
    return Address(path, operation["summary"], asked)
