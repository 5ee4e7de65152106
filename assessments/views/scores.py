"""The page of a manager: the total, seven categories, strengths, risks, and the price of the next step."""

from dataclasses import dataclass
from decimal import Decimal

from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.document import FrozenDocument
from assessments.earlier import earlier_assessment
from assessments.models import Assessment
from assessments.permissions import VIEW
from assessments.scorecard import (
    CategoryResult,
    ItemResult,
    Scorecard,
    basis_of,
    entry_of,
    inputs_from_rows,
    next_steps,
    scorecard,
)
from assessments.scoring.what_if import NextStep
from assessments.statuses import Stage, Status
from criteria.outline import Outline, outline_of

LISTED = 3
STEPS_LISTED = 5


@dataclass(frozen=True)
class CategoryBar:
    """One category with the share of the earlier year of its maximum, None where there is none."""

    result: CategoryResult
    past: Decimal | None


@dataclass(frozen=True)
class Step:
    """One row of the price list with the item it is about."""

    item: ItemResult
    step: NextStep


@require_GET
def scores(request, pk):
    """What the assessment came to and what would lift it; the consensus of the reviewers counts once approved."""
    assessment = get_assessment(request, pk, to=VIEW)
    outline = outline_of(assessment.criteria_set)
    card = result_card(assessment, outline)
    ranked = sorted(card.items.values(), key=lambda item: (-item.share, item.code))
    steps = _steps(card)
    context = {
        "assessment": assessment,
        "card": card,
        "basis": basis_of(card.stage),
        "next_line": _next_line(card, outline),
        "outcomes": [item for item in card.items.values() if item.item.is_results],
        "strengths": ranked[:LISTED],
        "risks": ranked[::-1][:LISTED],
        "steps": steps,
        "steps_gain": sum((row.step.gain for row in steps), Decimal(0)),
        "steps_total": card.total.points + sum((row.step.gain for row in steps), Decimal(0)),
    } | _beside_earlier(assessment, outline, card)
    return render(request, "assessments/scores.html", context)


def result_card(assessment: Assessment, outline: Outline) -> Scorecard:
    """The result: the consensus of the latest submission once approved, where there is one, else the self scores."""
    if assessment.status == Status.APPROVED:
        latest = assessment.submissions.order_by("-number").first()
        found = latest.scores.filter(stage=Stage.CONSENSUS).select_related("item") if latest else ()
        entries = {score.item.code: entry_of(score) for score in found}
        if entries:
            return FrozenDocument(latest, outline).card_with(entries, stage=Stage.CONSENSUS)
    return scorecard(outline, inputs_from_rows(assessment))


def _beside_earlier(assessment: Assessment, outline: Outline, card: Scorecard) -> dict:
    """The categories, beside those of the latest earlier year where there is one."""
    earlier = earlier_assessment(assessment)
    past = result_card(earlier, outline) if earlier else None
    return {
        "bars": _bars(card, past),
        "past": past,
        "past_year": earlier.fiscal_year if earlier else "",
        "past_items": list(past.items.values()) if past else [],
        "gained": card.total.points - past.total.points if past else None,
    }


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


def _steps(card: Scorecard) -> list[Step]:
    """The cheapest next steps."""
    return [Step(card.items[step.code], step) for step in next_steps(card)[:STEPS_LISTED]]
