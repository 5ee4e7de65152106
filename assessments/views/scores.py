"""The page of a manager: the total, seven categories, strengths, risks, and the price of the next step."""

from dataclasses import dataclass
from decimal import Decimal

from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.permissions import VIEW
from assessments.radars import radars_of
from assessments.scorecard import CategoryResult, ItemResult, Scorecard, Step, basis_of
from assessments.stages import stages_of
from criteria.outline import Outline, outline_of

LISTED = 3
STEPS_LISTED = 5


@dataclass(frozen=True)
class CategoryBar:
    """One category with the share of the earlier year of its maximum, None where there is none."""

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
    stages = stages_of(assessment, outline)
    card, past = stages.deciding, stages.past
    ranked = sorted(card.items.values(), key=lambda item: (-item.share, item.code))
    context = {
        "assessment": assessment,
        "card": card,
        "basis": basis_of(card.stage),
        "bars": _bars(card, past),
        "past": past,
        "past_year": stages.past_year,
        "gained": card.total.points - past.total.points if past else None,
        "radars": radars_of(stages),
        "next_line": _next_line(card, outline),
        "strengths": ranked[:LISTED],
        "risks": ranked[::-1][:LISTED],
    }
    return render(request, "assessments/scores.html", context | _price_list(card))


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
