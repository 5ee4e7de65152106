"""Autosave of a review: an assessor's own score or checkpoints, and what a reviewer finds (decision 20).

A score that the rules do not take yet is kept and does not count; a finding needs its kind and its words before it can
be kept at all.
"""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.access import get_assessment
from assessments.document import FrozenDocument
from assessments.forms.checkpoints import ReviewCheckpointForm
from assessments.forms.reviews import FindingForm
from assessments.forms.scores import REFUSALS, ScoreForm
from assessments.models import Finding, Score
from assessments.permissions import HAS_HANDED_IN, NOT_IN_REVIEW, NOT_YOUR_ROLE, REVIEW, REVIEW_PAGE, Permit, permit
from assessments.scorecard import ItemResult, Judging, Said
from assessments.scoring.confirmation import Refusal
from assessments.services.checkpoints import (
    CheckpointsRefused,
    StaleCheckpoints,
    keep_review_checkpoints,
    version_of_item,
)
from assessments.services.findings import StaleFinding, keep_finding, write_finding
from assessments.services.own_reviews import SubmissionReplaced
from assessments.services.scores import StaleScore, keep_review_score
from assessments.statuses import Stage
from assessments.views.autosave import (
    answered_as_data,
    clock_of,
    in_digits_of,
    json_of,
    pace,
    said,
    texts_of,
    unreadable,
    unversioned,
    version_of,
)
from assessments.views.consensus import suggestion_of
from assessments.views.item_parts import scored_item
from assessments.views.items import explanation_of, previewed
from assessments.views.levels import by_code, word_of
from assessments.views.review_parts import factors_of, findings_open_to, own_review_of
from assessments.views.submission import latest_document
from criteria.outline import ItemOutline, outline_of

LATER = frozenset({HAS_HANDED_IN, NOT_IN_REVIEW})  # closed, and may open again


@login_not_required  # a signed-out person is told by 401, which the page turns into a dialog
@require_http_methods(["GET", "PUT"])
@answered_as_data(locked=NOT_IN_REVIEW)
def review_score_text(request, pk, code):
    """GET: the version that stands. PUT: her own score or checkpoints are kept over the version named by If-Match."""
    assessment, frozen = _opened(request, pk)
    item = scored_item(frozen.outline, code)
    if assessment.standing.assignment is None:
        raise PermissionDenied(str(NOT_YOUR_ROLE))
    judging = frozen.card.scheme.judged_by(item)
    if request.method == "GET":
        return JsonResponse({"version": _standing_version(request, frozen, item, judging)})
    put = PUT.get(judging)
    return _why_not(request, assessment, frozen) or (put(request, frozen, item) if put else unreadable())


@login_not_required
@require_http_methods(["GET", "PUT"])
@answered_as_data(locked=NOT_IN_REVIEW)
def finding_new_text(request, pk, code, key):
    """GET: what the form of this key has said so far. PUT: it says this; the first save makes the finding."""
    assessment, frozen = _opened(request, pk)
    item = scored_item(frozen.outline, code)
    if request.method == "GET":
        own = Finding.objects.filter(submission=frozen.submission, author=request.user, key=key, item=item.pk)
        return _standing(own.first())
    refused = _why_not(request, assessment, frozen)
    given = {"submission": frozen.submission, "item": item, "key": key}
    return refused or _put_finding(request, frozen, item, lambda **more: write_finding(**given, **more))


@login_not_required
@require_http_methods(["GET", "PUT"])
@answered_as_data(locked=NOT_IN_REVIEW)
def finding_text(request, pk, finding):
    """GET: her finding as it stands. PUT: it says this, over the version named by If-Match."""
    assessment, frozen = _opened(request, pk)
    found = findings_open_to(assessment, request, frozen.submission).select_related("submission", "item")
    own = found.filter(pk=finding, author=request.user).first()
    if own is None:
        return _gone()
    if request.method == "GET":
        return _standing(own)
    item = frozen.outline.items[own.item.code]
    refused = _why_not(request, assessment, frozen)
    return refused or _put_finding(request, frozen, item, lambda **more: keep_finding(finding=own, **more))


def _opened(request, pk: int) -> tuple:
    """The assessment for who may read its review, and its latest submission."""
    assessment = get_assessment(request, pk, to=REVIEW_PAGE)
    return assessment, latest_document(assessment, outline_of(assessment.criteria_set))


def _why_not(request, assessment, frozen: FrozenDocument) -> JsonResponse | None:
    """What is answered where this cannot be saved: 403 for who may not, 423 closed for now, 428 without a version."""
    own = own_review_of(assessment, request, frozen.submission)
    allowed: Permit = own.may_write if own else permit(assessment.standing, assessment, REVIEW)
    if not allowed:
        return said(allowed.reason, 423 if allowed.reason in LATER else 403)
    if json_of(request.body).get("submission", "") not in {"", str(frozen.submission.number)}:
        return said(SubmissionReplaced(), 423)
    return None if version_of(request.headers) else unversioned()


def _standing_version(request, frozen: FrozenDocument, item: ItemOutline, judging: Judging) -> int:
    """Of her score of the item, or of all its checkpoints together; 0 for none."""
    own = {"stage": Stage.REVIEW, "author": request.user}
    if judging == Judging.CHECKPOINTS:
        return version_of_item(by_code(frozen.submission.checkpoint_scores.filter(**own), item))
    stored = frozen.submission.scores.filter(**own, item=item.pk).first()
    return stored.version if stored else 0


def _put_score(request, frozen: FrozenDocument, item: ItemOutline) -> JsonResponse:
    given = texts_of(request.body)
    if "percent" not in given or "reason" not in given:
        return unreadable()
    form = ScoreForm(given | {"version": version_of(request.headers)}, item=item, scale=frozen.card.scheme.scale)
    if not form.is_valid():
        return said(_first_error(form), 422)
    data = {name: form.cleaned_data[name] for name in ("percent", "reason", "version")}
    data |= {"factors": form.factors, "suggestion": suggestion_of(frozen, item, form), "actor": request.user}
    try:
        score, refused = keep_review_score(submission=frozen.submission, item=item, **data)
    except StaleScore as stale:
        return said(_elsewhere(), 409, version=stale.current.version, text=stale.current.reason)
    explanation = explanation_of(previewed(frozen.card.items[item.code], form, frozen.card, frozen.inputs), frozen.card)
    suggested = render_to_string("assessments/_suggested.html", {"explanation": explanation, "thai_digits": False})
    told = {"saved": _words_of(score, refused), "suggested": suggested.strip()}
    return _saved(score.version, **{name: in_digits_of(words, request) for name, words in told.items()})


def _words_of(score: Score, refused: Refusal | None) -> str:
    """What the status line says: what counts, or that it is kept and what is missing before it does."""
    clock = clock_of(score.updated_at)
    if refused is None:
        return _("บันทึกแล้ว %(clock)s · %(percent)d %%") % {"clock": clock, "percent": score.percent}
    missing = _("เลือกร้อยละก่อน") if score.percent is None else REFUSALS[refused]
    return _("บันทึกร่างแล้ว %(clock)s ยังไม่นับเป็นคะแนน %(missing)s") % {"clock": clock, "missing": missing}


def _put_checkpoints(request, frozen: FrozenDocument, item: ItemOutline) -> JsonResponse:
    form = ReviewCheckpointForm(texts_of(request.body), item=item)
    if not form.data.keys() & form.fields.keys():
        return unreadable()
    if not form.is_valid():
        return said(_first_error(form), 422)
    given = {"submission": frozen.submission, "item": item, "actor": request.user}
    values = {code: each.value for code, each in form.judged.items()}
    try:
        stored = keep_review_checkpoints(values=values, version=int(version_of(request.headers)), **given)
    except StaleCheckpoints as stale:
        words = "\n".join(f"{code} {word_of(row.value)}" for code, row in stale.current.items())
        return said(_elsewhere(), 409, version=version_of_item(stale.current), text=words)
    except CheckpointsRefused as refused:
        form.refuse(refused.refusals)
        return said(_first_error(form), 422)
    return _kept_checkpoints(request, frozen, item, stored)


def _kept_checkpoints(request, frozen: FrozenDocument, item: ItemOutline, stored: dict) -> JsonResponse:
    """The versions that stand, and every figure of the page that follows from them, in words."""
    said_so_far = Said(values={code: row.value for code, row in stored.items()})
    result = frozen.card_with(said_so_far, stage=Stage.REVIEW).items[item.code]
    clock = clock_of(max(row.updated_at for row in stored.values()))
    words = _("บันทึกแล้ว %(clock)s · %(state)s") % {"clock": clock, "state": result.state}
    told = {"saved": words, "suggested": f"{result.figure} · {result.reason}"}
    return _saved(
        version_of_item(stored),
        versions={code: row.version for code, row in stored.items()},
        levels={code: in_digits_of(line, request) for code, line in _lines_of(result).items()},
        **{name: in_digits_of(line, request) for name, line in told.items()},
    )


def _lines_of(result: ItemResult) -> dict[str, str]:
    """What stands under the heading of each level, by its code."""
    template, context = "assessments/_level_line.html", {"thai_digits": False}
    return {level.code: render_to_string(template, context | {"level": level}).strip() for level in result.levels}


def _put_finding(request, frozen: FrozenDocument, item: ItemOutline, keep) -> JsonResponse:
    given = texts_of(request.body)
    if "nugget" not in given:
        return unreadable()
    form = FindingForm(given, factors=factors_of(frozen, item))
    if not form.is_valid():
        words = _first_error(form)
        codes = {error.code for errors in form.errors.as_data().values() for error in errors}
        if codes == {"required"}:  # she is still writing: no alarm
            return said(_("ยังไม่ได้บันทึก %(missing)s") % {"missing": words}, 422, missing=True)
        return said(words, 422)
    try:
        found = keep(version=int(version_of(request.headers)), actor=request.user, **form.fields_of_finding)
    except StaleFinding as stale:
        return said(_elsewhere(), 409, version=stale.current.version, text=stale.current.nugget)
    except Finding.DoesNotExist:
        return _gone()
    words = _("บันทึกแล้ว %(clock)s") % {"clock": clock_of(timezone.now())}
    return _saved(found.version, saved=in_digits_of(words, request))


def _first_error(form) -> str:
    return " ".join(message for messages in form.errors.values() for message in messages)


def _saved(version: int, **told) -> JsonResponse:
    return JsonResponse({"version": version, "interval": pace(), **told})


def _elsewhere() -> str:
    return _("คุณบันทึกจากอีกหน้าต่างหนึ่งไปก่อนแล้ว สิ่งที่พิมพ์ในหน้านี้ยังไม่ได้บันทึก เลือกว่าจะใช้ฉบับใด")


def _gone() -> JsonResponse:
    return said(_("ไม่พบข้อค้นพบนี้แล้ว อาจถูกลบไปจากอีกหน้าต่างหนึ่ง คัดลอกข้อความเก็บไว้ แล้วเขียนเป็นข้อใหม่"), 404)


def _standing(found: Finding | None) -> JsonResponse:
    """The finding as its form would send it; version 0 where there is none."""
    if found is None:
        return JsonResponse({"version": 0, "values": {}})
    values = {name: getattr(found, name) for name in ("kind", "nugget", "factor", "evidence", "relevance")}
    return JsonResponse({"version": found.version, "values": values | ({"is_double": "on"} if found.is_double else {})})


PUT = {Judging.FACTORS: _put_score, Judging.PERCENT: _put_score, Judging.CHECKPOINTS: _put_checkpoints}
