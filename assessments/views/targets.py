"""The target profile: what the manager wants each item to come to, and how far the result is from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.access import get_assessment
from assessments.columns import missing_points
from assessments.forms.targets import TargetForm, initial_targets, seen_name, target_name
from assessments.permissions import NOT_YOUR_ROLE, SET_TARGET, VIEW, permit
from assessments.scorecard import ItemResult, Scorecard, scheme_of
from assessments.scoring.totals import item_points
from assessments.services.targets import StaleTargets, set_targets, targets_of
from assessments.stages import result_card
from assessments.views.refused import keeps_typed_text
from criteria.outline import outline_of


@dataclass(frozen=True)
class TargetRow:
    """One item with its result, its target, and the fields of the form; `is_changed`: by somebody else meanwhile."""

    result: ItemResult
    target: int | None
    missing: Decimal | None
    field: BoundField
    seen: BoundField
    is_changed: bool


@keeps_typed_text(NOT_YOUR_ROLE)
@require_http_methods(["GET", "POST"])
def targets(request, pk):
    """The targets by item, to be set by the manager or the lead and read by the others of the unit."""
    assessment = get_assessment(request, pk, to=SET_TARGET if request.method == "POST" else VIEW)
    outline, current = outline_of(assessment.criteria_set), targets_of(assessment)
    scheme = scheme_of(assessment.criteria_set)
    if not scheme.has_rubric:  # targets are percents of a scale
        raise Http404
    given = {"items": outline.scored_items, "scale": scheme.scale}
    if request.method != "POST":
        return _page(request, assessment, TargetForm(initial=initial_targets(current), **given), current)
    form = TargetForm(request.POST, **given)
    if not form.is_valid():
        return _page(request, assessment, form, current, status=422)
    try:
        written = set_targets(assessment=assessment, seen=form.seen, wanted=form.wanted, actor=request.user)
    except StaleTargets as stale:
        return _stale(request, assessment, form, stale.current, given)
    if written:
        messages.success(request, _("บันทึกเป้าหมายแล้ว"))
    return redirect("assessments:targets", assessment.pk)


def _stale(request, assessment, form: TargetForm, current: dict[str, int], given: dict):
    """What was chosen stays in the form, the rest is as it stands now; saving once more sets it."""
    chosen = {code: percent for code, percent in form.wanted.items() if percent != form.seen[code]}
    wanted = {target_name(code): chosen.get(code, current.get(code)) for code in form.codes}
    seen = {seen_name(code): current.get(code) for code in form.codes}
    changed = {code for code in chosen if current.get(code) not in (form.seen[code], chosen[code])}
    fresh = TargetForm(initial=wanted | seen, **given)
    return _page(request, assessment, fresh, current, changed=changed, status=409)


def _page(request, assessment, form: TargetForm, current: Mapping[str, int], *, changed=frozenset(), status=200):
    card = result_card(assessment, outline_of(assessment.criteria_set))
    rows = _rows(card, form, current, changed)
    context = {
        "assessment": assessment,
        "card": card,
        "form": form,
        "categories": [(category, rows[category.code]) for category in card.categories],
        "total": _target_total(card, current),
        "missing": sum((row.missing or Decimal(0) for found in rows.values() for row in found), Decimal(0)),
        "count": len(current),
        "is_stale": status == 409,
        "has_errors": status != 200,
        "last": assessment.targets.select_related("set_by").order_by("-set_at").first(),
        "may_set": permit(assessment.standing, assessment, SET_TARGET),
    }
    return render(request, "assessments/targets.html", context, status=status)


def _rows(card: Scorecard, form: TargetForm, current: Mapping[str, int], changed) -> dict[str, list[TargetRow]]:
    """The rows by code of their category."""
    return {
        category.code: [
            TargetRow(
                result=result,
                target=current.get(result.code),
                missing=missing_points(result, current.get(result.code)),
                field=form[target_name(result.code)],
                seen=form[seen_name(result.code)],
                is_changed=result.code in changed,
            )
            for result in category.items
        ]
        for category in card.categories
    }


def _target_total(card: Scorecard, current: Mapping[str, int]) -> Decimal:
    """The points that the targets come to; an item without one counts as it stands."""
    return sum(
        (
            item_points(current[code], result.total.maximum) if code in current else result.total.points
            for code, result in card.items.items()
        ),
        Decimal(0),
    )
