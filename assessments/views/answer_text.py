"""Autosave of one answer (quality.md 2.2): every refusal says why, and no text is lost by it."""

import json
import os
import re
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.access import get_assessment
from assessments.forms.answers import AnswerForm
from assessments.lamps import lamps_of
from assessments.permissions import CLOSED, EDIT, VIEW, permit
from assessments.scorecard import Judging, scheme_of
from assessments.services.answers import AreaHoldsIndicators, Saved, StaleAnswer, save_answer
from assessments.services.locks import AssessmentLocked
from assessments.services.presence import here
from assessments.views.answers import drawn_lamps, get_answer, holds_indicators_words
from criteria.outline import outline_of
from thai.digits import to_thai

ENTITY_TAG = re.compile(r'"([0-9]{1,9})"')
LONGEST_KEY = 64
INTERVALS = ((4, 60), (2, 30), (0, 15))  # load of a processor, seconds between two saves while typing


def said(message, status: int, **more) -> JsonResponse:
    """A refusal in words for the person."""
    return JsonResponse({"message": str(message), **more}, status=status)


def answered_as_data(view):
    """Refusals of the house as JSON with their status: 401 signed out, 403, 423 closed."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return said(_("หมดเวลาใช้งาน ข้อความยังอยู่ในหน้านี้ เข้าสู่ระบบอีกครั้งเพื่อบันทึก"), 401)
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as refused:
            return said(refused, 403)
        except AssessmentLocked:
            return said(CLOSED, 423)

    return wrapped


@login_not_required  # a signed-out person is told by 401, which the page turns into a dialog
@require_http_methods(["GET", "PUT"])
@answered_as_data
def answer_text(request, pk, code):
    """GET: the version that stands and who is here. PUT: the text is saved over the version named by If-Match."""
    assessment = get_assessment(request, pk, to=VIEW)
    found = get_answer(assessment, code)
    if request.method == "PUT":
        return _put(request, assessment, found)
    present = here(assessment_id=assessment.pk, code=code, user=request.user)
    author = str(found.updated_by or "")
    return JsonResponse({"version": found.version, "author": author, "present": present})


def _put(request, assessment, found) -> JsonResponse:
    allowed = permit(assessment.standing, assessment, EDIT)
    if not allowed:
        return said(allowed.reason, 423 if allowed.reason == CLOSED else 403)
    tag = ENTITY_TAG.fullmatch(request.headers.get("If-Match", ""))
    if tag is None:
        return said(_("ไม่ทราบว่าแก้จากฉบับใด จึงยังไม่ได้บันทึก โปรดเปิดหน้านี้ใหม่"), 428)
    body = _body(request)
    if "text" not in body:
        return said(_("อ่านข้อความที่ส่งมาไม่ได้ จึงยังไม่ได้บันทึก โปรดลองอีกครั้ง"), 400)
    # What the page does not speak of stays as it is: it may be older than the field.
    form = AnswerForm({"not_applicable": found.not_applicable} | body | {"version": tag[1]})
    if not form.is_valid():
        return said(" ".join(message for messages in form.errors.values() for message in messages), 422)
    key = request.headers.get("Idempotency-Key", "")[:LONGEST_KEY]
    try:
        saved = save_answer(answer=found, actor=request.user, key=key, **form.cleaned_data)
    except StaleAnswer as stale:
        return _stale(stale.current)
    except AreaHoldsIndicators:
        return said(holds_indicators_words(), 422)
    return _saved(request, assessment, found, saved, form.cleaned_data["text"])


def _body(request) -> dict[str, str]:
    """The texts of the request; what is no text is left out."""
    given = json_of(request.body)
    return {name: given[name] for name in ("text", "not_applicable") if isinstance(given.get(name), str)}


def json_of(body: bytes) -> dict:
    """The object that the body holds; an empty one for anything else, however deep its brackets."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _saved(request, assessment, found, saved: Saved, text: str) -> JsonResponse:
    clock = timezone.localtime(saved.at).strftime("%H:%M") if saved.at else ""
    words = (_("บันทึกแล้ว %(clock)s") % {"clock": clock}).strip()
    return JsonResponse(
        {
            "version": saved.version,
            "saved": to_thai(words) if request.COOKIES.get("thai_digits") == "1" else words,
            "present": here(assessment_id=assessment.pk, code=found.question.code, user=request.user),
            "lamps": _lamps(assessment, found.question.code, text),
            "interval": interval(os.getloadavg()[0] / (os.cpu_count() or 1)),
        }
    )


def _lamps(assessment, code: str, text: str) -> str:
    """The lamps of a process question, as the page shows them."""
    item = outline_of(assessment.criteria_set).item_of_question[code]
    if not item.is_process or scheme_of(assessment.criteria_set).judged_by(item) != Judging.FACTORS:
        return ""
    return drawn_lamps(lamps_of(text), get_language())


def _stale(current) -> JsonResponse:
    message = _("%(author)s บันทึกข้อนี้ก่อนคุณ ข้อความของคุณเก็บไว้ในประวัติแล้ว เลือกว่าจะใช้ฉบับใด")
    return said(
        message % {"author": current.updated_by or _("ผู้อื่น")},
        409,
        version=current.version,
        text=current.text,
        not_applicable=current.not_applicable,
        author=str(current.updated_by or ""),
    )


def interval(load: float) -> int:
    """Seconds between two saves of one person while she types, by the load of a processor."""
    return next(seconds for least, seconds in INTERVALS if load >= least)
