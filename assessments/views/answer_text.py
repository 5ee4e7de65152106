"""Autosave of one answer (quality.md 2.2): every refusal says why, and no text is lost by it."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.access import get_assessment
from assessments.forms.answers import AnswerForm
from assessments.lamps import lamps_of
from assessments.permissions import CLOSED, EDIT, VIEW, permit
from assessments.scorecard import Judging, scheme_of
from assessments.services.answers import AreaHoldsIndicators, Saved, StaleAnswer, save_answer
from assessments.services.presence import here
from assessments.views.answers import drawn_lamps, get_answer, holds_indicators_words
from assessments.views.autosave import (
    answered_as_data,
    clock_of,
    in_digits_of,
    pace,
    said,
    texts_of,
    unreadable,
    unversioned,
    version_of,
)
from criteria.outline import outline_of

LONGEST_KEY = 64


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
    version = version_of(request.headers)
    if not version:
        return unversioned()
    given = texts_of(request.body)
    body = {name: given[name] for name in ("text", "not_applicable") if name in given}
    if "text" not in body:
        return unreadable()
    # What the page does not speak of stays as it is: it may be older than the field.
    form = AnswerForm({"not_applicable": found.not_applicable} | body | {"version": version})
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


def _saved(request, assessment, found, saved: Saved, text: str) -> JsonResponse:
    words = (_("บันทึกแล้ว %(clock)s") % {"clock": clock_of(saved.at)}).strip()
    return JsonResponse(
        {
            "version": saved.version,
            "saved": in_digits_of(words, request),
            "present": here(assessment_id=assessment.pk, code=found.question.code, user=request.user),
            "lamps": _lamps(assessment, found.question.code, text),
            "interval": pace(),
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
