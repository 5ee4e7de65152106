"""The page of a manager: the total, seven categories, strengths, risks, and the price of the next step."""

from dataclasses import dataclass
from decimal import Decimal

from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.document import FrozenDocument
from assessments.models import Assessment
from assessments.permissions import VIEW
from assessments.scorecard import (
    CategoryResult,
    ItemResult,
    Scorecard,
    Step,
    basis_of,
    inputs_from_rows,
    scorecard,
)
from assessments.statuses import Status
from criteria.outline import Outline, outline_of

LISTED = 3
STEPS_LISTED = 5


@dataclass(frozen=True)
class CategoryBar:
    """One category with last year's share of its maximum, None where there is none."""

    result: CategoryResult
    past: Decimal | None


@dataclass(frozen=True)
class StepRow:
    """One row of the price list with the item it is about."""

    item: ItemResult
    step: Step


@require_GET
def scores(request, pk):
    """What the assessment came to and what would lift it; the consensus of the reviewers counts once approved."""
    assessment = get_assessment(request, pk, to=VIEW)
    outline = outline_of(assessment.criteria_set)
    card = result_card(assessment, outline)
    past = _last_year(assessment, outline)
    ranked = sorted(card.items.values(), key=lambda item: (-item.share, item.code))
    context = {
        "assessment": assessment,
        "card": card,
        "basis": basis_of(card.stage),
        "bars": _bars(card, past),
        "past": past,
        "gained": card.total.points - past.total.points if past else None,
        "past_items": list(past.items.values()) if past else [],
        "next_line": _next_line(card, outline),
        "outcomes": [item for item in card.items.values() if item.item.is_results],
        "strengths": ranked[:LISTED],
        "risks": ranked[::-1][:LISTED],
    }
    return render(request, "assessments/scores.html", context | _price_list(card))


def result_card(assessment: Assessment, outline: Outline) -> Scorecard:
    """The result: the consensus of the latest submission once approved, where there is one, else the self scores."""
    if assessment.status == Status.APPROVED:
        latest = assessment.submissions.order_by("-number").first()
        consensus = FrozenDocument(latest, outline).consensus if latest else None
        if consensus:
            return consensus
    return scorecard(outline, inputs_from_rows(assessment))


def _last_year(assessment: Assessment, outline: Outline) -> Scorecard | None:
    """The result of the unit's assessment of the year before against the same criteria set."""
    before = Assessment.objects.with_place().filter(
        unit=assessment.unit_id,
        cycle__criteria_set=assessment.cycle.criteria_set_id,
        cycle__fiscal_year=assessment.fiscal_year - 1,
    )
    earlier = before.first()
    return result_card(earlier, outline) if earlier else None


def _bars(card: Scorecard, past: Scorecard | None) -> list[CategoryBar]:
    shares = {category.code: category.share for category in past.categories} if past else {}
    return [CategoryBar(category, shares.get(category.code)) for category in card.categories]


def _next_line(card: Scorecard, outline: Outline) -> dict | None:
    """The threshold that the total has passed and the one above it; nothing while the total is provisional."""
    if card.provisional:
        return None
    lines = sorted(Decimal(least) for least, *_words in outline.criteria_set.maturity)
    return {
        "passed": max((line for line in lines if 0 < line <= card.total.points), default=None),
        "ahead": min((line for line in lines if line > card.total.points), default=None),
    }


def _price_list(card: Scorecard) -> dict:
    """The cheapest next steps, and what all of them together would come to."""
    steps = [StepRow(card.items[step.code], step) for step in card.steps[:STEPS_LISTED]]
    gain = sum(row.step.total_gain for row in steps)
    words = card.scheme.step_words
    return {"steps": steps, "step_words": words, "steps_gain": gain, "steps_total": card.total.points + gain}
