"""The results of many units, for coordinators: from the summaries, as the overview shows them."""

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from api.assessments import assessment_row
from api.paging import LARGEST, page_of
from api.shapes import Problem, SummaryPage
from assessments import desk
from assessments.access import get_overseen
from assessments.keyset import Column, Keyset
from assessments.models import Assessment
from assessments.overview import scored_categories
from assessments.statuses import Status
from criteria.outline import outline_of

router = Router(tags=["summaries"])
BY_KEY = Keyset("api-summaries", Column("pk", int))


@router.get(
    "/summaries",
    response={200: SummaryPage, 401: Problem, 404: Problem, 422: Problem, 429: Problem},
    summary=_("ผลรวมของทุกหน่วยงานในความรับผิดชอบ สำหรับผู้ประสานงาน"),
    url_name="summaries",
)
def summaries(
    request,
    fiscal_year: int | None = Query(None, ge=2400, le=2700),
    criteria_set: str | None = Query(None, pattern=r"^[a-zA-Z0-9_-]{1,40}$"),
    status: Status | None = None,
    cursor: str = "",
    limit: int = Query(50, ge=1, le=LARGEST),
):
    found = get_overseen(request)
    found = found.filter(cycle__fiscal_year=fiscal_year) if fiscal_year else found
    found = found.filter(cycle__criteria_set__code=criteria_set) if criteria_set else found
    found = found.filter(status=status) if status else found
    keys, following = page_of(request, found, BY_KEY, cursor=cursor, limit=limit)
    rows = [_row(request.user, each) for each in desk.rows_of(keys)]
    return {"summaries": rows, "next": following}


def _row(user, each: Assessment) -> dict:
    return {"assessment": assessment_row(user, each), "result": _result(each)}


def _result(each: Assessment) -> dict | None:
    """What others may know of the score; never the live total, which is the unit's own."""
    summary = getattr(each, "summary", None)
    if summary is None or summary.result_points is None:
        return None
    shares = [int(share) for share in summary.result_shares.split(",")[1:]] if summary.result_shares else []
    codes = [category.code for category in scored_categories(outline_of(each.criteria_set))]
    return {
        "points": f"{summary.result_points:.2f}",
        "maximum": f"{summary.maximum:.2f}",
        "provisional": summary.result_provisional,
        "stage": summary.result_stage,
        "categories": [
            {"code": code, "share": f"{share // 100}.{share % 100:02d}"}
            for code, share in zip(codes, shares, strict=False)
        ],
    }
