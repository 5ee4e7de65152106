"""Assessments that the person knows of, and what they hold: as the pages show it, by the same table of permissions."""

import json
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from api.paging import LARGEST, page_of
from api.shapes import AssessmentPage, IndicatorPage, Problem
from api.units import CODE, unit_row
from assessments import desk
from assessments.access import get_assessment
from assessments.document import FrozenDocument, canonical, document_of, fingerprint, indicator_rows
from assessments.keyset import Column, Keyset
from assessments.live import LiveRows
from assessments.models import Assessment, Submission
from assessments.permissions import (
    SEE_PROGRESS,
    VIEW,
    VIEW_FEEDBACK,
    VIEW_REPORT,
    VIEW_SUBMISSION,
    listed_standing,
    permit,
)
from assessments.score_document import card_document, score_document
from assessments.statuses import Stage, Status
from criteria.outline import outline_of

router = Router(tags=["assessments"])
BY_KEY = Keyset("api-assessments", Column("pk", int))
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 429: Problem}


@router.get(
    "/assessments",
    response={200: AssessmentPage, 401: Problem, 422: Problem, 429: Problem},
    summary=_("แบบประเมินที่คุณเข้าถึงได้ เรียงตามรหัส"),
    url_name="assessments",
)
def assessments(
    request,
    fiscal_year: int | None = Query(None, ge=2400, le=2700),
    status: Status | None = None,
    unit: str | None = Query(None, pattern=CODE),
    cursor: str = "",
    limit: int = Query(50, ge=1, le=LARGEST),
):
    found = Assessment.objects.visible_to(request.user)
    found = found.filter(cycle__fiscal_year=fiscal_year) if fiscal_year else found
    found = found.filter(status=status) if status else found
    found = found.filter(unit__code=unit) if unit else found
    keys, following = page_of(request, found, BY_KEY, cursor=cursor, limit=limit)
    return {"assessments": [assessment_row(request.user, each) for each in desk.rows_of(keys)], "next": following}


@router.get(
    "/assessments/{int:assessment}",
    response=REFUSALS | {200: dict},
    summary=_("แบบประเมินหนึ่งฉบับ เป็นเอกสาร pmqa-assessment/1 ตามที่คุณดูได้"),
    url_name="assessment",
)
def assessment(request, assessment: int):
    found, latest = _readable(request, assessment)
    if latest is None:
        return _document(request, canonical(document_of(LiveRows(found))), "live")
    return _document(request, latest.document, "submission")


@router.get(
    "/assessments/{int:assessment}/submission",
    response=REFUSALS | {200: dict},
    summary=_("ฉบับที่ส่งล่าสุด ตรงตามตัวอักษรที่คิดลายนิ้วมือ SHA-256 ไว้"),
    url_name="submission",
)
def submission(request, assessment: int):
    found = get_assessment(request, assessment, to=VIEW_SUBMISSION)
    return _document(request, _latest(found).document, "submission")


@router.get(
    "/assessments/{int:assessment}/scores",
    response=REFUSALS | {200: dict},
    summary=_("คะแนนทุกหัวข้อพร้อมเหตุผล เป็นเอกสาร pmqa-score/1"),
    url_name="scores",
)
def scores(request, assessment: int, stage: Literal["self", "consensus"] = "self"):
    found, latest = _readable(request, assessment)
    if stage == Stage.CONSENSUS:
        allowed = permit(found.standing, found, VIEW_FEEDBACK)
        if not allowed:
            raise PermissionDenied(str(allowed.reason))
        return score_document(found, stage=Stage.CONSENSUS)
    if latest is None:
        return score_document(found)
    card = FrozenDocument(latest, outline_of(found.criteria_set)).card
    return card_document(card, found.criteria_set.code, Stage.SELF)


@router.get(
    "/assessments/{int:assessment}/indicators",
    response=REFUSALS | {200: IndicatorPage},
    summary=_("ตัวชี้วัดทุกตัวพร้อมค่ารายปี"),
    url_name="indicators",
)
def indicators(request, assessment: int):
    found, latest = _readable(request, assessment)
    rows = indicator_rows(found) if latest is None else json.loads(latest.document)["indicators"]
    return {"copy_of": "submission" if latest else "live", "indicators": rows}


def assessment_row(user, each: Assessment) -> dict:
    """One row of a list; how far a unit has come is not for assessors."""
    summary = getattr(each, "summary", None)
    shows = summary and permit(listed_standing(user, each.unit), each, SEE_PROGRESS)
    return {
        "id": each.pk,
        "unit": unit_row(each.unit),
        "criteria_set": each.criteria_set.code,
        "fiscal_year": each.fiscal_year,
        "status": each.status,
        "deadline": each.deadline,
        "submission": each.submission_number,
        "submitted_at": each.submitted_at,
        "progress": summary if shows else None,
    }


def _readable(request, pk: int) -> tuple[Assessment, Submission | None]:
    """The assessment with None where its live rows are open to the person, else with its latest submission."""
    found = get_assessment(request, pk, to=VIEW_REPORT)
    if permit(found.standing, found, VIEW):
        return found, None
    allowed = permit(found.standing, found, VIEW_SUBMISSION)
    if not allowed:
        raise PermissionDenied(str(allowed.reason))
    return found, _latest(found)


def _latest(found: Assessment) -> Submission:
    return found.submissions.order_by("-number")[0]


def _document(request, text: str, copy_of: str) -> HttpResponse:
    """The text as it is; a program that has it already is told so."""
    headers = {"ETag": f'"{fingerprint(text)}"', "PMQA-Copy-Of": copy_of}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
