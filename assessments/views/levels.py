"""The pages of scheme levels: the checkpoints of a sub-criterion, and a results dimension with its sub-topics."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.shortcuts import redirect, render

from assessments.forms.checkpoints import CHOICES, CheckpointForm, WholeForm, initial_checkpoints
from assessments.models import CheckpointScore, Score
from assessments.scorecard import ItemResult, LevelResult
from assessments.scoring.level_results import SubtopicJudgement
from assessments.services.checkpoints import CheckpointsRefused, StaleCheckpoints, save_checkpoints
from assessments.services.scores import StaleScore, confirm_whole
from assessments.statuses import Stage
from assessments.views.indicators import indicator_table, live_rows
from assessments.views.item_parts import Place, answers_to, rows_shown, shared_context
from criteria.models import Question
from criteria.outline import AreaOutline, ItemOutline
from thai.text import GRAPHEME

OPENING = 220  # graphemes of an answer that stand beside its judgement
WORDS = dict(CHOICES)


@dataclass(frozen=True)
class CheckpointRow:
    """One checkpoint: the beginning of what is written, what the form marks, and what stands.

    `other` is what the unit said, in consensus; `stale` what somebody else has saved meanwhile.
    """

    question: Question
    opening: str
    not_applicable: bool
    marked: str
    version: int
    word: str
    other: str = ""
    stale: str = ""
    errors: tuple[str, ...] = ()

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        return [(value, word, value == self.marked) for value, word in CHOICES]


@dataclass(frozen=True)
class LevelRows:
    """One level with what it brings, and its checkpoints."""

    level: LevelResult
    area: AreaOutline
    rows: tuple[CheckpointRow, ...]


@dataclass(frozen=True)
class Written:
    """What is written of a checkpoint."""

    text: str
    not_applicable: str


@dataclass(frozen=True)
class Judgement:
    """What the rows of one item are made of: its form, the rows that stand, and those that came first."""

    form: CheckpointForm
    stored: Mapping[str, CheckpointScore]
    stale: Mapping[str, CheckpointScore] = field(default_factory=dict)
    others: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Refused:
    """Why a form was not saved: 422, or 409 with what stands."""

    status: int
    stale: Mapping[str, CheckpointScore] = field(default_factory=dict)


def tried(form: CheckpointForm, save: Callable[[dict], object]) -> Refused | None:
    """None when the form was saved; its errors stand in it."""
    if not form.is_valid():
        return Refused(422)
    try:
        save(form.judged)
    except StaleCheckpoints as stale:
        return Refused(409, stale.current)
    except CheckpointsRefused as refused:
        form.refuse(refused.refusals)
        return Refused(422)
    return None


def checkpoints_page(place: Place, request, form: CheckpointForm | None = None, refused: Refused | None = None):
    """A sub-criterion: its three levels, every checkpoint with its answer and its judgement."""
    assessment, item = place.assessment, place.item
    answers = answers_to(assessment, item)
    stored = by_code(assessment.checkpoint_scores.filter(stage=Stage.SELF), item)
    form = form or CheckpointForm(initial=initial_checkpoints(stored), item=item)
    stale = refused.stale if refused else {}
    written = {q.code: Written(answers[q.pk].text, answers[q.pk].not_applicable) for q in item.questions}
    context = shared_context(place, answers) | {
        "levels": level_rows(place.result, Judgement(form, stored, stale), written),
        "form": form,
        "stale": stale,
        "stale_author": author_of(stale),
        "changed_since": _changed_since(stored, answers.values()),
    }
    return render(request, "assessments/item_levels.html", context, status=refused.status if refused else 200)


def judge(place: Place, request):
    """The checkpoints have the values that were chosen."""
    form = CheckpointForm(request.POST, item=place.item)
    given = {"assessment": place.assessment, "item": place.item, "actor": request.user}
    refused = tried(form, lambda judged: save_checkpoints(judged=judged, **given))
    if refused:
        return checkpoints_page(place, request, form, refused)
    return redirect("assessments:item", place.assessment.pk, place.item.code)


def dimension_page(place: Place, request, form: WholeForm | None = None, *, stale: Score | None = None, status=200):
    """A results dimension: its sub-topics, what each indicator brings, and what is missing."""
    assessment, item, result = place.assessment, place.item, place.result
    stored = assessment.scores.filter(stage=Stage.SELF, item_id=item.pk).select_related("author").first()
    indicators = list(assessment.indicators.for_document().filter(area__item_id=item.pk))
    shown = rows_shown(indicators, request)
    version = (stale or stored).version if (stale or stored) else 0
    answers = answers_to(assessment, item)
    context = shared_context(place, answers) | {
        "subtopics": subtopic_rows(result, {indicator.code: indicator.name for indicator in indicators}),
        "missing": [area for area in item.areas if area.code in result.missing],
        "table": indicator_table(live_rows(shown), result, assessment.fiscal_year, place.scheme),
        "page": shown,
        "questions": [(area, [(each, answers[each.pk]) for each in area.questions]) for area in item.areas],
        "form": form or WholeForm(initial={"version": version}),
        "version": version,
        "score": stored,
        "stale": stale,
        "changed_since": _indicators_changed_since(stored, indicators),
    }
    return render(request, "assessments/item_dimension.html", context, status=status)


def confirm(place: Place, request):
    """The dimension is confirmed as it stands."""
    form = WholeForm(request.POST)
    if not form.is_valid():
        return dimension_page(place, request, form, status=422)
    try:
        confirm_whole(assessment=place.assessment, item=place.item, actor=request.user, **form.cleaned_data)
    except StaleScore as stale:
        return dimension_page(place, request, stale=stale.current, status=409)
    return redirect("assessments:item", place.assessment.pk, place.item.code)


def by_code(rows, item: ItemOutline) -> dict[str, CheckpointScore]:
    """The judged checkpoints of this item by code."""
    found = rows.filter(question__in=item.questions).select_related("author", "question")
    return {row.question.code: row for row in found}


def level_rows(result: ItemResult, judgement: Judgement, written: Mapping[str, Written]) -> list[LevelRows]:
    """The levels of the item in their order, with a row for each checkpoint."""
    areas = {area.code: area for area in result.item.areas}
    return [
        LevelRows(
            level,
            areas[level.code],
            tuple(_row(question, judgement, written.get(question.code)) for question in areas[level.code].questions),
        )
        for level in result.levels
    ]


def _row(question: Question, judgement: Judgement, written: Written | None) -> CheckpointRow:
    code, written = question.code, written or Written("", "")
    standing = judgement.stale.get(code) or judgement.stored.get(code)
    marked, errors = judgement.form.marked(code), judgement.form.errors.get(f"checkpoint_{code}", ())
    stale = word_of(judgement.stale[code].value) if code in judgement.stale else ""
    return CheckpointRow(
        question=question,
        opening=opening(written.text),
        not_applicable=bool(written.not_applicable),
        marked=marked,
        version=standing.version if standing else 0,
        word=word_of(standing.value) if standing else "",
        other=word_of(judgement.others.get(code)),
        stale="" if stale == WORDS.get(marked) else stale,
        errors=tuple(errors),
    )


def opening(text: str) -> str:
    """The beginning of an answer on one line, cut between two letters."""
    letters = GRAPHEME.findall(" ".join(text.split()))
    return "".join(letters) if len(letters) <= OPENING else "".join(letters[:OPENING]) + "…"


def subtopic_rows(result: ItemResult, names: Mapping[str, str]) -> list[tuple[AreaOutline, SubtopicJudgement, list]]:
    """Each sub-topic with its indicators by name; `names` by code."""
    areas = {area.code: area for area in result.item.areas}
    return [
        (areas[each.code], each, [(names.get(score.facts.code, ""), score) for score in each.indicators])
        for each in result.subtopics
    ]


def word_of(value: Decimal | None) -> str:
    """0, ½ or 1; "" for no judgement."""
    return "" if value is None else next(word for written, word in CHOICES if Decimal(written) == value)


def author_of(stale: Mapping[str, CheckpointScore]):
    """Who saved last of those that came first."""
    return max(stale.values(), key=lambda row: row.updated_at).author if stale else None


def _changed_since(stored: Mapping[str, CheckpointScore], answers) -> bool:
    """Whether an answer is newer than its judgement; the judgement stands all the same (scoring.md 1.1)."""
    judged = {row.question_id: row.updated_at for row in stored.values()}
    return any(
        answer.updated_at > judged[answer.question_id]
        for answer in answers
        if answer.updated_at and answer.question_id in judged
    )


def _indicators_changed_since(stored: Score | None, indicators) -> bool:
    times = [indicator.updated_at for indicator in indicators if indicator.updated_at]
    return bool(stored and stored.confirmed and times and max(times) > stored.updated_at)
