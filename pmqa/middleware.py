"""What every response carries, and one plain page for everything that is not there."""

import time
from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse, HttpResponseNotFound
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse

from assessments.files.limit import PassedBy
from assessments.forms.evidence import NewEvidenceForm, NewFileForm
from assessments.views.refused import typed_words
from pmqa.errors import BUSY_SECONDS

TOO_MANY, RETRY_AFTER = 429, "60"  # a limited page tells in how many seconds to try again
UPLOAD_SLOTS = 2  # of a process with four threads
NOT_TYPED = {"csrfmiddlewaretoken", "version", "key", "go_on", "keep", "confirm"}
WITH_FILES = (NewEvidenceForm, NewFileForm)
RENEW_EVERY = 5 * 60  # seconds between two writes of one session


class SecurityHeaders:
    """Every response says what the browser may do; pages of a signed-in person are not stored."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.headers["Clear-Site-Data"] = '"storage"'
        if response.status_code == TOO_MANY:
            response.headers.setdefault("Retry-After", RETRY_AFTER)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class UploadSlots:
    """Files come in through a few slots of a process, so that slow ones never take the threads of those who write.

    Where all are taken, one more request at a time is read for the words that were typed beside its file, and shows
    them with its refusal. A proxy that collects a request before it passes it on (deploy/nginx.conf) makes this rare.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.slots = BoundedSemaphore(UPLOAD_SLOTS)
        self.reader = BoundedSemaphore(1)

    def __call__(self, request):
        if request.content_type != "multipart/form-data":
            return self.get_response(request)
        if not self.slots.acquire(blocking=False):
            return self._refused(request)
        try:
            return self.get_response(request)
        finally:
            self.slots.release()

    def _refused(self, request):
        typed = []
        if self.reader.acquire(blocking=False):
            try:
                typed = _typed_in(request)
            finally:
                self.reader.release()
        response = render(request, "503.html", {"typed": typed}, status=503)
        response.headers["Retry-After"] = BUSY_SECONDS
        return response


def _typed_in(request) -> list[tuple[str, str]]:
    """Label and words of what was typed; its file is not kept. Nothing of a request that breaks off."""
    request.upload_handlers = [PassedBy(request)]
    try:
        return list(typed_words(request.POST, WITH_FILES))
    except (MultiPartParserError, SuspiciousOperation, OSError):
        return []


class SignInFirst(LoginRequiredMiddleware):
    """Everything is for signed-in people; where a session has ended, what was typed is not lost.

    A part of a page gets 401, which the page tells of (static/js/drawers.js); a form that was filled in gets a page
    with its words, ready to be copied.
    """

    def handle_no_permission(self, request, view_func):
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        typed = [words for name, words in request.POST.items() if name not in NOT_TYPED and words.strip()]
        if request.method == "POST" and typed:
            return render(request, "401.html", {"typed": typed}, status=401)
        return super().handle_no_permission(request, view_func)


class PlainNotFound:
    """With DEBUG on, a missing page still looks as it does for users: one text for unknown and forbidden things.

    A page of ours that tells with 404 what is missing stays as it is.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.DEBUG and isinstance(response, HttpResponseNotFound):
            return render(request, "404.html", status=404)
        return response


def _only_asks(request) -> bool:
    """Whether the page asks how long the session lasts: that is no use of it."""
    return request.method == "GET" and request.path == reverse("people:session")


class RenewSession:
    """A session in use lives on, written at most every five minutes; after twelve hours it ends all the same."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault("began", now)
            if now - began > settings.SESSION_ABSOLUTE_AGE:
                logout(request)
            elif now - request.session.get("renewed", 0) > RENEW_EVERY and not _only_asks(request):
                request.session["renewed"] = now
        return self.get_response(request)
