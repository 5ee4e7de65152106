"""A report taken away a second time: the same session is sent the same file without a query (decision 25).

What a session took away last is noted for five minutes, for all processes of a machine. Its address names its content,
so nobody is told more than she was told then. A sign-out ends it, and so does whatever changes the status of the
assessment. Nothing is noted on a computer that others use.
"""

import re
import time
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db import transaction

from reports.models import RenderedReport
from reports.sending import FRESH, send_file, send_kept

NOTED = 5 * 60  # seconds after which the rights are asked again in any case
DOWNLOAD = re.compile(r"/[0-9a-f]{64}/$")


class TakenAway(NamedTuple):
    """What a session was sent, by which address, and when."""

    address: str
    path: Path
    name: str
    tag: str
    assessment_id: int
    at: float


def send_and_note(request, report: RenderedReport, *, name: str):
    """The file to somebody who may have it; for NOTED seconds her session need not be asked for again."""
    if not request.session.get("public_computer"):
        taken = TakenAway(request.path, report.path, name, report.content_hash, report.assessment_id, time.time())
        caches["downloads"].set(_of_session(request.session.session_key), taken, NOTED)
    return send_kept(request, report.path, name=name, tag=report.content_hash, fresh=True)


def forget_session(request, **_signal) -> None:
    """After a sign-out (user_logged_out) the session is sent nothing again."""
    caches["downloads"].delete(_of_session(request.session.session_key))


def forget_later(assessment_id: int, _action: str) -> None:
    """Once a transition is committed, whoever asks for a report of this assessment is asked for anew."""

    def note() -> None:
        caches["downloads"].set(_of_change(assessment_id), time.time(), NOTED)

    transaction.on_commit(note, robust=True)


class SendAgain:
    """Middleware before all that asks the database who somebody is."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        taken = _last_of(request)
        if taken and taken.path.exists():
            return send_file(request, taken.path, name=taken.name, tag=taken.tag, keep=FRESH)
        return self.get_response(request)


def _last_of(request) -> TakenAway | None:
    """What this session took away last, where that is what is asked for and the assessment stands as it stood."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if request.method != "GET" or not session or not DOWNLOAD.search(request.path):
        return None
    taken = caches["downloads"].get(_of_session(session))
    if taken is None or taken.address != request.path:
        return None
    changed = caches["downloads"].get(_of_change(taken.assessment_id), 0)
    return taken if taken.at > changed else None


def _of_session(key: str | None) -> str:
    return f"session:{key}"


def _of_change(assessment_id: int) -> str:
    return f"change:{assessment_id}"
