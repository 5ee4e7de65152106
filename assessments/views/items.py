"""One item: its questions, what its score follows from, and the self score."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from assessments.access import get_assessment
from assessments.forms.checkpoints import CheckpointForm
from assessments.forms.scores import ScoreForm, initial_score
from assessments.models import Score
from assessments.permissions import CLOSED, EDIT, SCORE_SELF, VIEW, permit
from assessments.radars import outcome_radar, outcomes_of
from assessments.scorecard import ItemResult, Judging, Scorecard, ScoreEntry, ScoreInputs
from assessments.scoring.totals import item_points
from assessments.services.indicator_tables import last_undoable
from assessments.services.scores import ScoreRefused, StaleScore, save_self_score
from assessments.stages import Stages
from assessments.statuses import Stage
from assessments.views import levels
from assessments.views.carrying import offer_of
from assessments.views.indicators import indicator_table, live_rows
from assessments.views.item_parts import Place, answers_to, rows_shown, scored_item, shared_context
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
    """The item with its questions, and its score as its scheme has it."""
    assessment = get_assessment(request, pk, to=VIEW)
    place = _place(assessment, code)
    return SHOWN[place.scheme.judged_by(place.item)](place, request)


@keeps_typed_text(CLOSED, ScoreForm, CheckpointForm)
@require_POST
def score(request, pk, code):
    """The self score is saved: factors and a percent, values of checkpoints, or the confirmation alone."""
    assessment = get_assessment(request, pk, to=SCORE_SELF)
    place = _place(assessment, code)
    return SAVED[place.scheme.judged_by(place.item)](place, request)


def _place(assessment, code: str) -> Place:
    return Place(assessment, scored_item(outline_of(assessment.criteria_set), code))


def _save(place: Place, request):
    form = ScoreForm(request.POST, item=place.item, scale=place.scheme.scale)
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("percent", "reason", "version")}
        data |= {"factors": form.factors, "confirm": form.wants_confirmation, "actor": request.user}
        try:
            save_self_score(assessment=place.assessment, item=place.item, **data)
        except StaleScore as stale:
            return _page(place, request, form, stale=stale.current, status=409)
        except ScoreRefused as refused:
            form.refuse(refused.refusal)
        else:
            return redirect("assessments:item", place.assessment.pk, place.item.code)
    return _page(place, request, form, status=422)


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
    band = card.scheme.scale.bands[suggestion.band]
    return Explanation(
        factors=factors,
        second=sorted(factors)[1],
        lifted=min(factors) + card.scheme.scale.gate,
        band=suggestion.band,
        low=band[0],
        high=band[-1],
        above=sum(factor > suggestion.band for factor in factors),
        below=sum(factor < suggestion.band for factor in factors),
        percent=suggestion.percent,
        points=item_points(suggestion.percent, result.item.points),
    )


def _page(place: Place, request, form=None, *, stale: Score | None = None, status: int = 200):
    """The page of the item; `form` is what was refused, `stale` the score that somebody else saved first."""
    assessment, item, card, result = place.assessment, place.item, place.card, place.result
    stored = assessment.scores.filter(stage=Stage.SELF, item_id=item.pk).select_related("author").first()
    answers = answers_to(assessment, item)
    form = form or ScoreForm(initial=initial_score(stored), item=item, scale=card.scheme.scale)
    context = shared_context(place, answers) | {
        "factors": factor_rows(result, rubrics_of(item, place.outline), form),
        "explanation": explanation_of(previewed(result, form, card, place.inputs) if form.is_bound else result, card),
        "score": stored,
        "stale": stale,
        "questions": [(area, [(each, answers.get(each.pk)) for each in area.questions]) for area in item.areas],
        "changed_since": _changed_since(stored, answers.values()),
        "form": form,
        "version": (stale or stored).version if (stale or stored) else 0,
    }
    if item.is_process:
        return render(request, "assessments/item_process.html", context, status=status)
    return render(request, "assessments/item_results.html", context | _results(place, request), status=status)


def _results(place: Place, request) -> dict:
    """The indicators of a results item, and all results items beside each other."""
    assessment, item = place.assessment, place.item
    shown = rows_shown(place.result.indicators, request)
    of_item = assessment.indicators.for_document().with_last_table().filter(area__item_id=item.pk)
    indicators = list(of_item.filter(code__in=[each.code for each in shown]))
    may_edit = permit(assessment.standing, assessment, EDIT)
    return {
        "table": indicator_table(live_rows(indicators), place.result, assessment.fiscal_year, place.scheme),
        "page": shown,
        "outcomes": outcomes_of(place.card),
        "outcome_radar": outcome_radar(Stages(place.card, None, None, None)),
        "undoable": _undoable(indicators, of_item if shown.has_other_pages() else indicators) if may_edit else None,
        "carried": offer_of(assessment, item, request.user) if may_edit and not indicators else None,
    }


def _undoable(indicators, of_item):
    """The last table of the item while it can be undone; all of the item are asked only where there is a table."""
    return last_undoable(list(of_item)) if any(each.last_table for each in indicators) else None


def previewed(result: ItemResult, form: ScoreForm, card: Scorecard, inputs: ScoreInputs) -> ItemResult:
    """The item as it would stand with the factors of the form, for the suggestion beside a form that was not saved."""
    entries = {result.code: ScoreEntry(form.factors)}
    return card.scheme.item(result.item, replace(inputs, entries=entries))


def _changed_since(stored: Score | None, answers) -> bool:
    """Whether an answer is newer than the score; the score stands all the same (scoring.md 1.1)."""
    times = [answer.updated_at for answer in answers if answer.updated_at]
    return bool(stored and stored.confirmed and times and max(times) > stored.updated_at)


SHOWN = {
    Judging.FACTORS: _page,
    Judging.PERCENT: _page,
    Judging.CHECKPOINTS: levels.checkpoints_page,
    Judging.WHOLE: levels.dimension_page,
}
SAVED = {
    Judging.FACTORS: _save,
    Judging.PERCENT: _save,
    Judging.CHECKPOINTS: levels.judge,
    Judging.WHOLE: levels.confirm,
}
