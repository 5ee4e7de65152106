"""What a program is told when it gets nothing: a status, a short code, and Thai words for the person behind it."""

import logging
import math

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, Throttled, ValidationError

from assessments.score_document import ScoreMissing

BUSY_SECONDS = "5"
logger = logging.getLogger(__name__)


def problem(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JsonResponse:
    """`{"error": code, "message": ...}` with this status."""
    told = {"error": code, "message": message}
    return JsonResponse(told, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})


def wrong_method(request) -> JsonResponse:
    return problem(405, "read_only", _("ที่อยู่นี้อ่านได้อย่างเดียว ใช้วิธี GET"), {"Allow": "GET"})


def tell_problems_of(interface: NinjaAPI) -> None:
    """Whatever an address of the interface raises is answered as a problem."""
    for raised, answer in ANSWERS.items():
        interface.add_exception_handler(raised, answer)


def _no_token(request, raised) -> JsonResponse:
    words = _("ต้องมีโทเคนที่ยังใช้ได้ สร้างได้ในหน้า “โทเคนให้ระบบอื่นอ่านข้อมูล” แล้วส่งในส่วนหัว Authorization: Bearer")
    return problem(401, "no_token", words, {"WWW-Authenticate": "Bearer"})


def _refused(request, raised) -> JsonResponse:
    return problem(403, "refused", str(raised))


def _unknown(request, raised) -> JsonResponse:
    return problem(404, "unknown", _("ไม่พบข้อมูลนี้ หรือคุณไม่มีสิทธิ์รู้ว่ามี"))


def _no_score(request, raised) -> JsonResponse:
    return problem(404, "no_score", str(raised))


def _faulty(request, raised) -> JsonResponse:
    names = ", ".join(dict.fromkeys(str(error["loc"][-1]) for error in raised.errors))
    return problem(422, "faulty", _("ค่าของ %(names)s ไม่ถูกต้อง ดูค่าที่รับได้ในคำอธิบายของที่อยู่นี้") % {"names": names})


def _too_many(request, raised) -> JsonResponse:
    seconds = math.ceil(raised.wait or 1)
    words = _("เรียกถี่เกินไป ลองอีกครั้งในอีก %(seconds)s วินาที") % {"seconds": seconds}
    return problem(429, "too_many", words, {"Retry-After": str(seconds)})


def _busy(request, raised) -> JsonResponse:
    return problem(503, "busy", _("ระบบไม่ว่างชั่วคราว ลองอีกครั้งในอีกสักครู่"), {"Retry-After": BUSY_SECONDS})


def _failed(request, raised) -> JsonResponse:
    logger.error("%s", request.path, exc_info=raised)
    return problem(500, "failed", _("ระบบขัดข้อง เรื่องนี้บันทึกไว้แล้ว หากยังเป็นอยู่ โปรดแจ้งผู้ดูแลระบบ"))


ANSWERS = {
    AuthenticationError: _no_token,
    PermissionDenied: _refused,
    Http404: _unknown,
    ScoreMissing: _no_score,
    ValidationError: _faulty,
    Throttled: _too_many,
    OperationalError: _busy,
    InterfaceError: _busy,
    Exception: _failed,
}
