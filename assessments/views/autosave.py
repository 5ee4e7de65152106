"""What every form that saves by itself shares over HTTP (quality.md 2.2): refusals as data, the version, the clock."""

import json
import os
import re
from functools import partial, wraps

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.permissions import CLOSED
from assessments.services.locks import AssessmentLocked
from assessments.services.own_reviews import SubmissionReplaced
from thai.digits import to_thai

ENTITY_TAG = re.compile(r'"([0-9]{1,9})"')
INTERVALS = ((4, 60), (2, 30), (0, 15))  # load of a processor, seconds between two saves while typing


def said(message, status: int, **more) -> JsonResponse:
    """A refusal in words for the person."""
    return JsonResponse({"message": str(message), **more}, status=status)


def answered_as_data(view=None, *, locked=CLOSED):
    """Refusals of the house as JSON with their status: 401 signed out, 403, 423 closed (`locked` says why)."""
    if view is None:
        return partial(answered_as_data, locked=locked)

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return said(_("หมดเวลาใช้งาน ข้อความยังอยู่ในหน้านี้ เข้าสู่ระบบอีกครั้งเพื่อบันทึก"), 401)
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as refused:
            return said(refused, 403)
        except AssessmentLocked as closed:
            return said(getattr(closed, "reason", locked), 423)
        except SubmissionReplaced as replaced:
            return said(replaced, 423)

    return wrapped


def version_of(headers) -> str:
    """The version that the writer saw, by If-Match; empty where the request names none."""
    tag = ENTITY_TAG.fullmatch(headers.get("If-Match", ""))
    return tag[1] if tag else ""


def unversioned() -> JsonResponse:
    """What is answered to a save over nobody knows what."""
    return said(_("ไม่ทราบว่าแก้จากฉบับใด จึงยังไม่ได้บันทึก โปรดเปิดหน้านี้ใหม่"), 428)


def unreadable() -> JsonResponse:
    """What is answered to a body that is not of this form."""
    return said(_("อ่านข้อความที่ส่งมาไม่ได้ จึงยังไม่ได้บันทึก โปรดลองอีกครั้ง"), 400)


def texts_of(body: bytes) -> dict[str, str]:
    """The texts of the request by name; what is no text is left out."""
    return {name: value for name, value in json_of(body).items() if isinstance(value, str)}


def json_of(body: bytes) -> dict:
    """The object that the body holds; an empty one for anything else, however deep its brackets."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def clock_of(at) -> str:
    """The time of a save as the status line tells it; empty where nothing was saved."""
    return timezone.localtime(at).strftime("%H:%M") if at else ""


def in_digits_of(words: str, request) -> str:
    """The words in the digits of the page."""
    return to_thai(words) if request.COOKIES.get("thai_digits") == "1" else words


def pace() -> int:
    """Seconds between two saves of one person while she types, as this machine bears them now."""
    return interval(os.getloadavg()[0] / (os.cpu_count() or 1))


def interval(load: float) -> int:
    """Seconds between two saves of one person while she types, by the load of a processor."""
    return next(seconds for least, seconds in INTERVALS if load >= least)
