"""What a person is told when a request could not be answered."""

import sys

from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.views import defaults

BUSY_SECONDS = 5


def server_error(request):
    """500; or 503 with Retry-After where the database did not answer: nothing is wrong, the page may try again."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return defaults.server_error(request)
    response = render(None, "503.html", status=503)
    response.headers["Retry-After"] = BUSY_SECONDS
    return response
