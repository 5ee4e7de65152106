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
    basis_of,
    entry_of,
    inputs_from_rows,
    scorecard,
)
from assessments.scoring.what_if import Candidate, NextStep, Tally, price_list
from assessments.statuses import Stage, Status
from criteria.kinds import CategoryKind
from criteria.outline import Outline, outline_of

LISTED = 3
STEPS_LISTED = 5


@dataclass(frozen=True)
class CategoryBar:
    """One category with last year's share of its maximum, None where there is none."""

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
    past = _last_year(assessment, outline)
    ranked = sorted(card.items.values(), key=lambda item: (-item.share, item.code))
    steps = _steps(card)
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
        "steps": steps,
        "steps_gain": sum((row.step.gain for row in steps), Decimal(0)),
        "steps_total": card.total.points + sum((row.step.gain for row in steps), Decimal(0)),
    }
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


def _steps(card: Scorecard) -> list[Step]:
    """The cheapest next steps; an item with a factor that nobody has chosen has no price yet."""
    candidates = [_candidate(item) for item in card.items.values() if _is_whole(item)]
    return [Step(card.items[step.code], step) for step in price_list(candidates, card.scale)[:STEPS_LISTED]]


def _is_whole(item: ItemResult) -> bool:
    return all(factor.value is not None for factor in item.factors.values())


def _candidate(item: ItemResult) -> Candidate:
    factors = {name: factor.value for name, factor in item.factors.items()}
    tallies = _tallies(item) if item.item.kind == CategoryKind.RESULTS else None
    return Candidate(item.code, factors, item.percent, item.item.points, tallies)


def _tallies(item: ItemResult) -> dict[str, Tally]:
    """How many indicators (areas for I) hold now, of how many; I only where its share tells the denominator."""
    number = len(item.indicators)
    tallies = {
        name: Tally(int(item.factors[name].share * number + Decimal("0.5")), number) for name in ("Le", "T", "C")
    }
    share = item.factors["I"].share
    if share:
        held = len({each.area for each in item.indicators if each.key and each.current is not None})
        tallies["I"] = Tally(held, int(held / share + Decimal("0.5")))
    return tallies
