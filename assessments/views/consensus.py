"""The scores of reviewers on a review page, for each way in which an item is judged: what it shows, how it is saved.

The form is the same for an assessor on her own and for the consensus; a Voice says whose scores it holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.document import FrozenDocument
from assessments.forms.checkpoints import ReviewCheckpointForm, WholeForm, initial_checkpoints
from assessments.forms.scores import ScoreForm, initial_score
from assessments.models import Score
from assessments.scorecard import ItemResult, Judging, Said, entry_of
from assessments.scoring.process import Suggestion, suggest
from assessments.scoring.scale import PROCESS_FACTORS
from assessments.services.checkpoints import save_consensus_checkpoints, save_review_checkpoints, version_of_item
from assessments.services.scores import (
    ScoreRefused,
    StaleScore,
    confirm_whole_in_consensus,
    confirm_whole_in_review,
    save_consensus_score,
    save_review_score,
)
from assessments.statuses import Stage
from assessments.views import levels
from assessments.views.items import explanation_of, factor_rows, previewed, rubrics_of
from criteria.outline import ItemOutline


@dataclass(frozen=True)
class Voice:
    """Whose scores these are: the consensus of all, or those of one assessor."""

    stage: str
    author: Any = None

    def of(self, rows):
        """The rows of this voice among those of a submission."""
        found = rows.filter(stage=self.stage)
        return found.filter(author=self.author) if self.author else found

    @property
    def is_own(self) -> bool:
        return self.stage == Stage.REVIEW


TOGETHER = Voice(Stage.CONSENSUS)
SAVE_SCORE = {Stage.CONSENSUS: save_consensus_score, Stage.REVIEW: save_review_score}
SAVE_CHECKPOINTS = {Stage.CONSENSUS: save_consensus_checkpoints, Stage.REVIEW: save_review_checkpoints}
CONFIRM_WHOLE = {Stage.CONSENSUS: confirm_whole_in_consensus, Stage.REVIEW: confirm_whole_in_review}


@dataclass(frozen=True)
class NotSaved:
    """The form as it was posted; `stale` is what another decided first; 200 where it was only to be looked at."""

    form: Any
    status: int
    stale: Any = None


@dataclass(frozen=True)
class Consensus:
    """How the scores of one item are shown and saved; `save` returns None when they stand."""

    template: str
    own_template: str
    review_template: str
    context: Callable[..., dict]
    save: Callable[..., NotSaved | None] = field(repr=False)


def consensus_of(frozen: FrozenDocument, item: ItemOutline) -> Consensus:
    return CONSENSUS[frozen.card.scheme.judged_by(item)]


def _stored(frozen: FrozenDocument, item: ItemOutline, voice: Voice) -> Score | None:
    return voice.of(frozen.submission.scores).filter(item_id=item.pk).select_related("author").first()


def _score_context(
    frozen: FrozenDocument, item: ItemOutline, refused: NotSaved | None, *, sees_all: bool, voice: Voice = TOGETHER
) -> dict:
    stored, own = _stored(frozen, item, voice), frozen.card.items[item.code]
    form = (
        refused.form if refused else ScoreForm(initial=initial_score(stored), item=item, scale=frozen.card.scheme.scale)
    )
    stale = refused.stale if refused else None
    shown = previewed(own, form, frozen.card, frozen.inputs) if form.is_bound else _decided(frozen, item, stored, voice)
    return {
        "factors": factor_rows(own, rubrics_of(item, frozen.outline), form),
        "explanation": explanation_of(shown, frozen.card),
        "consensus": stored if sees_all else None,
        "stale": stale,
        "score_form": form,
        "version": (stale or stored).version if (stale or stored) else 0,
    }


def _decided(frozen: FrozenDocument, item: ItemOutline, stored: Score | None, voice: Voice) -> ItemResult:
    """The item as the voice has it so far."""
    said = Said({item.code: entry_of(stored)} if stored else {})
    return frozen.card_with(said, stage=voice.stage).items[item.code]


def _save_score(request, frozen: FrozenDocument, item: ItemOutline, voice: Voice = TOGETHER) -> NotSaved | None:
    form = ScoreForm(request.POST, item=item, scale=frozen.card.scheme.scale)
    is_valid = form.is_valid()
    if "preview" in request.POST:
        return NotSaved(form, 200)
    if is_valid:
        data = {name: form.cleaned_data[name] for name in ("percent", "reason", "version")}
        data |= {"factors": form.factors, "suggestion": suggestion_of(frozen, item, form), "actor": request.user}
        try:
            SAVE_SCORE[voice.stage](submission=frozen.submission, item=item, **data)
        except StaleScore as stale:
            return NotSaved(form, 409, stale.current)
        except ScoreRefused as refused:
            form.refuse(refused.refusal)
        else:
            return None
    return NotSaved(form, 422)


def suggestion_of(frozen: FrozenDocument, item: ItemOutline, form: ScoreForm) -> Suggestion | None:
    """From the reviewers' factors, or for results from the frozen indicators."""
    if item.is_results:
        return frozen.card.items[item.code].suggestion
    chosen = [form.factors[name] for name in PROCESS_FACTORS if name in form.factors]
    return suggest(chosen, frozen.card.scheme.scale) if len(chosen) == len(PROCESS_FACTORS) else None


def _checkpoint_context(
    frozen: FrozenDocument, item: ItemOutline, refused: NotSaved | None, *, sees_all: bool, voice: Voice = TOGETHER
) -> dict:
    own = frozen.card.items[item.code]
    stored = levels.by_code(voice.of(frozen.submission.checkpoint_scores), item)
    said = Said(values={code: row.value for code, row in stored.items()})
    decided = frozen.card_with(said, stage=voice.stage).items[item.code] if said else None
    form = refused.form if refused else ReviewCheckpointForm(initial=initial_checkpoints(stored), item=item)
    stale = (refused.stale or {}) if refused else {}
    judgement = levels.Judgement(form, stored, stale, own.values)
    return {
        "levels": levels.level_rows(decided or own, judgement, _written(frozen)),
        "consensus": decided if sees_all and stored else None,
        "stale": stale,
        "stale_author": levels.author_of(stale),
        "score_form": form,
        "version": version_of_item(stale or stored),
        "saved_at": max((row.updated_at for row in stored.values()), default=None),
    }


def _written(frozen: FrozenDocument) -> Mapping[str, levels.Written]:
    """Nothing of the texts: they stand beside the form."""
    return {code: levels.Written("", row["not_applicable"]) for code, row in frozen.answers.items()}


def _save_checkpoints(request, frozen: FrozenDocument, item: ItemOutline, voice: Voice = TOGETHER) -> NotSaved | None:
    form = ReviewCheckpointForm(request.POST, item=item)
    given = {"submission": frozen.submission, "item": item, "actor": request.user}
    refused = levels.tried(form, lambda judged: SAVE_CHECKPOINTS[voice.stage](judged=judged, **given))
    return NotSaved(form, refused.status, refused.stale) if refused else None


def _whole_context(
    frozen: FrozenDocument, item: ItemOutline, refused: NotSaved | None, *, sees_all: bool, voice: Voice = TOGETHER
) -> dict:
    stored, own = _stored(frozen, item, voice), frozen.card.items[item.code]
    stale = refused.stale if refused else None
    names = {row["code"]: row["name"] for row in frozen.indicators.get(item.code, ())}
    return {
        "subtopics": levels.subtopic_rows(own, names),
        "consensus": stored if sees_all else None,
        "stale": stale,
        "score_form": refused.form if refused else WholeForm(initial={"version": stored.version if stored else 0}),
        "version": (stale or stored).version if (stale or stored) else 0,
    }


def _save_whole(request, frozen: FrozenDocument, item: ItemOutline, voice: Voice = TOGETHER) -> NotSaved | None:
    form = WholeForm(request.POST)
    if not form.is_valid():
        return NotSaved(form, 422)
    given = {"submission": frozen.submission, "item": item, "actor": request.user}
    try:
        CONFIRM_WHOLE[voice.stage](version=form.cleaned_data["version"], **given)
    except StaleScore as stale:
        return NotSaved(form, 409, stale.current)
    return None


_OF_SCORES = Consensus(
    "assessments/_consensus_form.html",
    "assessments/_own_score.html",
    "assessments/_review_form.html",
    _score_context,
    _save_score,
)
CONSENSUS = {
    Judging.FACTORS: _OF_SCORES,
    Judging.PERCENT: _OF_SCORES,
    Judging.CHECKPOINTS: Consensus(
        "assessments/_consensus_levels.html",
        "assessments/_own_levels.html",
        "assessments/_review_levels.html",
        _checkpoint_context,
        _save_checkpoints,
    ),
    Judging.WHOLE: Consensus(
        "assessments/_consensus_whole.html",
        "assessments/_own_subtopics.html",
        "assessments/_review_whole.html",
        _whole_context,
        _save_whole,
    ),
}
