"""One item: its questions, what its score follows from, and the self score."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from assessments.access import get_assessment
from assessments.forms.scores import ScoreForm, initial_score
from assessments.models import Score
from assessments.permissions import CLOSED, EDIT, SCORE_SELF, VIEW, permit
from assessments.scorecard import (
    ItemResult,
    Scorecard,
    ScoreEntry,
    ScoreInputs,
    inputs_from_rows,
    item_result,
    scale_of,
    scorecard,
)
from assessments.scoring.totals import item_points
from assessments.services.indicator_tables import last_undoable
from assessments.services.scores import ScoreRefused, StaleScore, save_self_score
from assessments.statuses import Stage
from assessments.views.carrying import offer_of
from assessments.views.indicators import indicator_table, live_rows
from assessments.views.refused import keeps_typed_text
from criteria.kinds import Factor
from criteria.outline import ItemOutline, Outline, outline_of


@dataclass(frozen=True)
class FactorRow:
    """One factor as a page shows it: its reach, and what each band of it looks like."""

    name: str
    title: str
    value: int | None
    reason: str
    bands: tuple[tuple[int, str], ...]
    marked: str = ""  # the level that the form shows: what was posted, else what is stored

    @property
    def chosen_text(self) -> str:
        return dict(self.bands).get(self.value, "")


@dataclass(frozen=True)
class Explanation:
    """Where a suggestion comes from, in numbers that a sentence can name (scoring.md 1)."""

    factors: tuple[int, ...]
    second: int
    lifted: int
    band: int
    low: int
    high: int
    above: int
    below: int
    percent: int
    points: Decimal


@require_GET
def item(request, pk, code):
    """The item with its questions, factors and score."""
    assessment = get_assessment(request, pk, to=VIEW)
    outline = outline_of(assessment.criteria_set)
    return _page(request, assessment, outline, scored_item(outline, code))


@keeps_typed_text(CLOSED, ScoreForm)
@require_POST
def score(request, pk, code):
    """The self score is saved, and confirmed where a percent was confirmed."""
    assessment = get_assessment(request, pk, to=SCORE_SELF)
    outline = outline_of(assessment.criteria_set)
    found = scored_item(outline, code)
    form = ScoreForm(request.POST, item=found, scale=scale_of(assessment.criteria_set))
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("percent", "reason", "version")}
        data |= {"factors": form.factors, "confirm": form.wants_confirmation, "actor": request.user}
        try:
            save_self_score(assessment=assessment, item=found, **data)
        except StaleScore as stale:
            return _page(request, assessment, outline, found, form, stale=stale.current, status=409)
        except ScoreRefused as refused:
            form.refuse(refused.refusal)
        else:
            return redirect("assessments:item", assessment.pk, found.code)
    return _page(request, assessment, outline, found, form, status=422)


def scored_item(outline: Outline, code: str) -> ItemOutline:
    """The scored item of this code, or 404; items of the profile carry no score."""
    found = outline.items.get(code)
    if found is None or not (found.is_process or found.is_results):
        raise Http404
    return found


def factor_rows(result: ItemResult, rubrics: dict[str, dict[int, str]], form: ScoreForm) -> list[FactorRow]:
    """The four factors of the item in their order, with the texts of their bands and what the form marks."""
    return [
        FactorRow(
            name,
            str(Factor(name).label),
            factor.value,
            factor.reason,
            tuple((level, rubrics.get(name, {}).get(level, "")) for level in range(form.scale.top + 1)),
            str(form[f"factor_{name}"].value()) if result.item.is_process else "",
        )
        for name, factor in result.factors.items()
    ]


def rubrics_of(item: ItemOutline, outline: Outline) -> dict[str, dict[int, str]]:
    """Factor, band, text: what each band of a factor looks like in an item of this kind."""
    found: dict[str, dict[int, str]] = {}
    for rubric in outline.rubrics:
        if rubric.kind == item.kind:
            found.setdefault(rubric.factor, {})[rubric.band] = rubric.text_th
    return found


def explanation_of(result: ItemResult, card: Scorecard) -> Explanation | None:
    """Why this band and this percent; None without a suggestion."""
    suggestion = result.suggestion
    if suggestion is None:
        return None
    factors = tuple(factor.value for factor in result.factors.values())
    band = card.scale.bands[suggestion.band]
    return Explanation(
        factors=factors,
        second=sorted(factors)[1],
        lifted=min(factors) + card.scale.gate,
        band=suggestion.band,
        low=band[0],
        high=band[-1],
        above=sum(factor > suggestion.band for factor in factors),
        below=sum(factor < suggestion.band for factor in factors),
        percent=suggestion.percent,
        points=item_points(suggestion.percent, result.item.points),
    )


def _page(request, assessment, outline, item, form=None, *, stale: Score | None = None, status: int = 200):
    """The page of the item; `form` is what was refused, `stale` the score that somebody else saved first."""
    inputs = inputs_from_rows(assessment)
    card = scorecard(outline, inputs)
    result = card.items[item.code]
    stored = assessment.scores.filter(stage=Stage.SELF, item_id=item.pk).select_related("author").first()
    form = form or ScoreForm(initial=initial_score(stored), item=item, scale=card.scale)
    context = {
        "assessment": assessment,
        "item": item,
        "result": result,
        "factors": factor_rows(result, rubrics_of(item, outline), form),
        "explanation": explanation_of(previewed(result, form, inputs) if form.is_bound else result, card),
        "score": stored,
        "stale": stale,
        "form": form,
        "version": (stale or stored).version if (stale or stored) else 0,
        "may_score": permit(assessment.standing, assessment, SCORE_SELF),
        "may_edit": permit(assessment.standing, assessment, EDIT),
    }
    context |= _answers(assessment, item, stored) | _neighbours(outline, item)
    context |= _results(assessment, result, card, request.user) if item.is_results else {}
    kind = "results" if item.is_results else "process"
    return render(request, f"assessments/item_{kind}.html", context, status=status)


def _answers(assessment, item: ItemOutline, stored: Score | None) -> dict:
    """The questions of the item by area, each with its answer."""
    answers = {answer.question_id: answer for answer in assessment.answers.filter(question__in=item.questions)}
    return {
        "questions": [(area, [(each, answers.get(each.pk)) for each in area.questions]) for area in item.areas],
        "answered": sum(answer.is_answered for answer in answers.values()),
        "changed_since": _changed_since(stored, answers.values()),
    }


def _results(assessment, result: ItemResult, card: Scorecard, user) -> dict:
    """The indicators of a results item, and all results items beside each other."""
    indicators = list(assessment.indicators.for_document().with_last_table().filter(area__item_id=result.item.pk))
    may_edit = permit(assessment.standing, assessment, EDIT)
    return {
        "table": indicator_table(live_rows(indicators), result.indicators, assessment.fiscal_year),
        "outcomes": [each for each in card.items.values() if each.item.is_results],
        "undoable": last_undoable(indicators) if may_edit else None,
        "carried": offer_of(assessment, result.item, user) if may_edit and not indicators else None,
    }


def previewed(result: ItemResult, form: ScoreForm, inputs: ScoreInputs) -> ItemResult:
    """The item as it would stand with the factors of the form, for the suggestion beside a form that was not saved."""
    entries = {result.code: ScoreEntry(form.factors)}
    return item_result(result.item, replace(inputs, entries=entries), form.scale)


def _changed_since(stored: Score | None, answers) -> bool:
    """Whether an answer is newer than the score; the score stands all the same (scoring.md 1.1)."""
    times = [answer.updated_at for answer in answers if answer.updated_at]
    return bool(stored and stored.confirmed and times and max(times) > stored.updated_at)


def _neighbours(outline: Outline, item: ItemOutline) -> dict:
    """The scored items before and after this one."""
    items = outline.scored_items
    at = items.index(item)
    return {"before": items[at - 1] if at else None, "after": items[at + 1] if at + 1 < len(items) else None}
