"""A table copied from a spreadsheet becomes indicators of a results item: shown first, stored when accepted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.session import seconds_left
from assessments.access import get_assessment
from assessments.forms.tables import TableForm
from assessments.interchange.tables.blocks import Block
from assessments.interchange.tables.parcels import block_of_data, block_to_data
from assessments.interchange.tables.plan import CHANGED, NEW, SAME, Defaults, Place, Plan, plan_table
from assessments.models import TableImport
from assessments.permissions import CLOSED, EDIT
from assessments.services.indicator_tables import TableMoved, apply_table, undo_table
from assessments.services.indicators import (
    MOST_INDICATORS,
    AreaNotApplicable,
    StaleIndicator,
    TooManyIndicators,
    closed_areas,
)
from assessments.views.indicators import results_item
from assessments.views.refused import keeps_block, keeps_typed_text
from assessments.views.table_preview import preview_rows
from assessments.views.uploads import upload_of
from criteria.outline import ItemOutline

SALT = "assessments.table"
LONGEST_LOOK = 24 * 60 * 60  # seconds from the preview to its acceptance


@login_not_required  # signed out is told by 401, with the block
@require_http_methods(["GET", "POST"])
@keeps_block(
    lambda posted: posted.get("text", ""),
    gettext_lazy("หมดเวลาใช้งาน เข้าสู่ระบบอีกครั้ง แล้ววางตารางนี้ใหม่"),
    gettext_lazy("ไม่พบหัวข้อที่จะนำเข้าตาราง"),
    TableForm,
    without={"text"},
)
def table(request, pk, code):
    """GET: the box. `step=preview` shows what the table would do, `step=accept` does exactly what was shown."""
    assessment = get_assessment(request, pk, to=EDIT)
    item = results_item(assessment, code)
    form = TableForm(**upload_of(request=request), item=item)
    if not form.is_bound:
        return _page(request, assessment, item, form)
    is_valid = form.is_valid()
    if request.POST.get("step") == "accept":
        return _accept(request, assessment, item, form)
    if not is_valid:
        return _page(request, assessment, item, form, status=422)
    plan = _plan(assessment, item, form.block, form.defaults)
    return _page(request, assessment, item, form, plan=plan, status=422 if plan.has_errors else 200)


def _accept(request, assessment, item: ItemOutline, form: TableForm):
    """What was previewed is stored, or, where anything has moved since, the preview is made anew with 409."""
    parcel = _opened(assessment, item, request.POST.get("rows", ""))
    block = block_of_data(parcel["block"]) if parcel else form.block
    defaults = Defaults(*parcel["defaults"]) if parcel else form.defaults
    plan = _plan(assessment, item, block, defaults)
    if parcel and parcel["seen"] == plan.seen and plan.changes and not plan.has_errors:
        try:
            apply_table(assessment=assessment, item=item, rows=plan.changes, actor=request.user)
        except (StaleIndicator, AreaNotApplicable, TooManyIndicators):
            plan = _plan(assessment, item, block, defaults)
        else:
            words = _("นำเข้าตารางแล้ว ตัวชี้วัดใหม่ %(new)d ตัว แก้ไข %(changed)d ตัว")
            messages.success(request, words % {"new": plan.count(NEW), "changed": plan.count(CHANGED)})
            return redirect("assessments:item", assessment.pk, item.code)
    given = {"block": block, "defaults": defaults, "is_moved": True}
    return _page(request, assessment, item, form, plan=plan, status=409, **given)


@keeps_typed_text(CLOSED)
@require_POST
def table_undo(request, pk, table):
    """The indicators stand as they did before the table, unless somebody has worked on them since."""
    assessment = get_assessment(request, pk, to=EDIT)
    found = TableImport.objects.filter(assessment=assessment, pk=table).select_related("assessment", "item").first()
    if found is None:
        raise Http404
    item = results_item(assessment, found.item.code)
    try:
        undo_table(table=found, item=item, actor=request.user)
    except TableMoved:
        words = _("เลิกทำไม่ได้ เพราะมีผู้แก้ไขตัวชี้วัดในตารางนี้หลังบันทึก หรือเลิกทำไปแล้ว ให้แก้ไขทีละตัว")
        messages.error(request, words)
    else:
        messages.success(request, _("เลิกทำแล้ว ตัวชี้วัดกลับเป็นเหมือนก่อนบันทึกตาราง"))
    return redirect("assessments:item", pk, item.code)


def _plan(assessment, item: ItemOutline, block: Block, defaults: Defaults) -> Plan:
    """What the block would do to the item as it stands now."""
    stand = list(assessment.indicators.for_document().filter(area__item_id=item.pk))
    closed = frozenset(closed_areas(assessment, item.areas))
    place = Place(item, stand, closed, MOST_INDICATORS - assessment.indicators.count())
    return plan_table(block, place, defaults)


def _page(request, assessment, item, form: TableForm, *, plan=None, status=200, **given):
    """The box with what was pasted, and below it the preview."""
    block, is_bound = given.get("block", form.block), form.is_bound
    defaults = given.get("defaults") or form.defaults
    may_accept = plan is not None and bool(plan.changes) and not plan.has_errors
    problems = plan.problems if plan else []
    context = {
        "assessment": assessment,
        "item": item,
        "form": form,
        "box": form.shown_again() if is_bound else {},
        "plan": plan,
        "rows": preview_rows(plan) if plan else [],
        "errors": [problem for problem in problems if problem.kind == "error"],
        "warnings": [problem for problem in problems if problem.kind != "error"],
        "notes": block.notes if plan else [],
        "counts": [plan.count(state) for state in (NEW, CHANGED, SAME)] if plan else [],
        "is_moved": given.get("is_moved", False),
        "parcel": _sealed(assessment, item, plan, block, defaults) if may_accept else "",
        "has_errors": bool(plan and plan.has_errors),
        "seconds_left": seconds_left(request.session),
    }
    return render(request, "assessments/table.html", context, status=status)


def _sealed(assessment, item: ItemOutline, plan: Plan, block: Block, defaults: Defaults) -> str:
    """What was previewed, signed for this item of this assessment; nobody but us can have made it."""
    given = [defaults.area, defaults.direction, defaults.importance]
    parcel = {"block": block_to_data(block), "defaults": given, "seen": plan.seen}
    return signing.dumps(parcel, salt=_salt(assessment, item), compress=True)


def _opened(assessment, item: ItemOutline, sealed: str) -> dict | None:
    """What was sealed; None for anything else, and after a day."""
    try:
        return signing.loads(sealed, salt=_salt(assessment, item), max_age=LONGEST_LOOK)
    except signing.BadSignature:
        return None


def _salt(assessment, item: ItemOutline) -> str:
    return f"{SALT}:{assessment.pk}:{item.code}"
