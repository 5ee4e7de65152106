"""What would lift the total: the price of the next step of every item, and a trial of other factors. Stores nothing."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.permissions import VIEW
from assessments.scorecard import CategoryResult, ItemResult, Scorecard, Step, basis_of
from assessments.stages import result_card
from assessments.what_if import Trial, has_trial, query_of_step, read_trial, try_out
from criteria.outline import outline_of


@dataclass(frozen=True)
class Priced:
    """One row of the price list: the item, what to raise, and the address that tries it."""

    item: ItemResult
    step: Step
    query: str


@require_GET
def next_steps(request, pk):
    """Every item by what its next step is worth; those that have none are named with the reason."""
    assessment = get_assessment(request, pk, to=VIEW)
    card = result_card(assessment, outline_of(assessment.criteria_set))
    has_factors = has_trial(card)
    steps = [Priced(card.items[step.code], step, query_of_step(step) if has_factors else "") for step in card.steps]
    priced = {row.item.code for row in steps}
    rest = [item for item in card.items.values() if item.code not in priced]
    context = {
        "assessment": assessment,
        "card": card,
        "basis": basis_of(card.stage),
        "steps": steps,
        "step_words": card.scheme.step_words,
        "has_factors": has_factors,
        "gain": sum(row.step.total_gain for row in steps),
        "without_factors": [item for item in rest if _lacks_a_factor(item)],
        "without_gain": [item for item in rest if not _lacks_a_factor(item)],
    }
    return render(request, "assessments/next_steps.html", context)


@require_GET
def what_if(request, pk):
    """The total with the factors of the address; without any, the total as it stands."""
    assessment = get_assessment(request, pk, to=VIEW)
    card = result_card(assessment, outline_of(assessment.criteria_set))
    if not has_trial(card):
        raise Http404
    wanted, refused = read_trial(request.GET, card)
    trial = try_out(card, wanted)
    address = reverse("assessments:what_if", args=[assessment.pk])
    address = f"{address}?{trial.query}" if trial.query else address
    context = {
        "assessment": assessment,
        "card": card,
        "basis": basis_of(card.stage),
        "trial": trial,
        "categories": _by_category(card, trial.trials),
        "refused": refused,
        "values": range(card.scheme.scale.top + 1),
        "link": request.build_absolute_uri(address),
    }
    response = render(request, "assessments/what_if.html", context)
    response["HX-Replace-Url"] = address  # the part of the page that htmx replaces has the address of its trial
    return response


def _by_category(card: Scorecard, trials: tuple[Trial, ...]) -> list[tuple[CategoryResult, list[Trial]]]:
    return [
        (category, [trial for trial in trials if trial.result.item.category_code == category.code])
        for category in card.categories
    ]


def _lacks_a_factor(item: ItemResult) -> bool:
    return any(factor.value is None for factor in item.factors.values())
