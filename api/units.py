"""Units that the person knows of, and for coordinators the results of theirs, from the summaries."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from accounts.models import Unit
from accounts.roles import UNIT_ROLES, Role
from api.paging import LARGEST, page_of
from api.shapes import Problem, UnitPage
from assessments.keyset import Column, Keyset

router = Router(tags=["units"])
CODE = r"^[A-Z0-9-]{1,20}$"
IN_TREE = Keyset("api-units", Column("path", str), Column("pk", int))


@router.get(
    "/units",
    response={200: UnitPage, 401: Problem, 422: Problem, 429: Problem},
    summary=_("หน่วยงานของคุณ และสำหรับผู้ประสานงาน หน่วยงานทั้งหมดในความรับผิดชอบ เรียงตามสังกัด"),
    url_name="units",
)
def units(request, cursor: str = "", limit: int = Query(50, ge=1, le=LARGEST)):
    keys, following = page_of(request, _known(request.user), IN_TREE, cursor=cursor, limit=limit)
    rows = Unit.objects.filter(pk__in=keys).select_related("parent").order_by("path")
    return {"units": [unit_row(unit) for unit in rows], "next": following}


def unit_row(unit: Unit) -> dict:
    """A unit with the code of its parent."""
    parent = unit.parent.code if unit.parent else None
    return {"code": unit.code, "name_th": unit.name_th, "kind": unit.kind, "parent": parent}


def _known(user):
    held = user.roles_held
    condition = Q(pk__in=[m.unit_id for m in held if m.role in UNIT_ROLES])
    for scope in (m.unit.path if m.unit else "/" for m in held if m.role == Role.COORDINATOR):
        condition |= Q(path__startswith=scope)
    return Unit.objects.filter(condition)
