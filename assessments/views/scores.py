"""The page of a manager: the total, seven categories, strengths, risks, and the price of the next step."""

from dataclasses import dataclass
from decimal import Decimal

from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.permissions import VIEW
from assessments.radars import radars_of
from assessments.scorecard import CategoryResult, ItemResult, Scorecard, basis_of
from assessments.scoring.what_if import Candidate, NextStep, Tally, price_list
from assessments.stages import stages_of
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
    stages = stages_of(assessment, outline)
    card, past = stages.deciding, stages.past
    ranked = sorted(card.items.values(), key=lambda item: (-item.share, item.code))
    steps = _steps(card)
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
        "steps": steps,
        "steps_gain": sum((row.step.gain for row in steps), Decimal(0)),
        "steps_total": card.total.points + sum((row.step.gain for row in steps), Decimal(0)),
    }
    return render(request, "assessments/scores.html", context)


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
