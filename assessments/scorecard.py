"""Rows in, one frozen result out: what views, checks, reports and the score command all read.

The arithmetic is in `scoring/`; here it meets the rows of the database. The scheme is chosen here, once.
"""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.models import Answer, Assessment, CheckpointScore, Indicator, IndicatorYear, Score, Submission
from assessments.scoring.adli_letci import AdliLetci
from assessments.scoring.card import (
    CategoryResult,
    Column,
    FactorResult,
    ItemResult,
    Judging,
    LevelResult,
    Said,
    Scheme,
    Scorecard,
    ScoreEntry,
    ScoreInputs,
    Step,
    card_of,
)
from assessments.scoring.results import IndicatorData
from assessments.scoring.scale import Scale
from assessments.scoring.status_levels import Levels
from assessments.scoring.totals import Maturity
from assessments.statuses import Stage
from criteria.kinds import Scheme as SchemeCode
from criteria.models import CriteriaSet
from criteria.outline import Outline

__all__ = [
    "CategoryResult",
    "Column",
    "FactorResult",
    "ItemResult",
    "Judging",
    "LevelResult",
    "Said",
    "Scheme",
    "ScoreEntry",
    "ScoreInputs",
    "Scorecard",
    "Step",
]

SCHEMES = {
    SchemeCode.ADLI_LETCI: lambda criteria_set: AdliLetci(scale_of(criteria_set)),
    SchemeCode.LEVELS: lambda criteria_set: Levels(criteria_set.shortfall),
}

FACTOR_COLUMNS = {"A": "approach", "D": "deployment", "L": "learning", "I": "integration"}
ENTRY_COLUMNS = (*FACTOR_COLUMNS.values(), "percent", "reason", "confirmed", "confirmed_band")


def scheme_of(criteria_set: CriteriaSet) -> Scheme:
    """How this set is scored, by its own field: the one place that asks for it."""
    return SCHEMES[SchemeCode(criteria_set.scheme)](criteria_set)


def scale_of(criteria_set: CriteriaSet) -> Scale:
    """The scale that the set holds as data."""
    return Scale(
        bands=tuple(tuple(band) for band in criteria_set.bands),
        gate=criteria_set.gate,
        thresholds=tuple(Decimal(threshold) for threshold in criteria_set.thresholds),
    )


def scorecard(outline: Outline, inputs: ScoreInputs) -> Scorecard:
    """Every number of scoring.md 1 to 3 for these inputs."""
    ladder = [Maturity(Decimal(least), word) for least, word, *_rest in outline.criteria_set.maturity]
    return card_of(outline.categories, inputs, scheme_of(outline.criteria_set), ladder)


def checkpoint_codes(outline: Outline) -> frozenset[str]:
    """The questions of the set that are judged one by one."""
    scheme = scheme_of(outline.criteria_set)
    judged = (item for item in outline.scored_items if scheme.judged_by(item) == Judging.CHECKPOINTS)
    return frozenset(question.code for item in judged for question in item.questions)


def indicator_data(indicator: Indicator) -> IndicatorData:
    """One row with its years (prefetched) as the arithmetic takes it."""
    years = list(indicator.years.all())
    return IndicatorData(
        code=indicator.code,
        area=indicator.area.code,
        direction=indicator.direction,
        importance=indicator.importance,
        values={year.fiscal_year: year.value for year in years if year.value is not None},
        targets={year.fiscal_year: year.target for year in years if year.target is not None},
        comparator={year.fiscal_year: year.comparator for year in years if year.comparator is not None},
    )


def entry_of(score: Score) -> ScoreEntry:
    """A stored score (or its ENTRY_COLUMNS) as an entry; factors that are not chosen yet are left out."""
    given = {name: getattr(score, column) for name, column in FACTOR_COLUMNS.items()}
    factors = {name: value for name, value in given.items() if value is not None}
    return ScoreEntry(factors, score.percent, score.reason, score.confirmed, score.confirmed_band)


def entries_of(scores: Iterable[Score]) -> dict[str, ScoreEntry]:
    """Stored scores by code of their item."""
    return {score.item.code: entry_of(score) for score in scores}


def said_in_review(submission: Submission, outline: Outline, *, stage: str, author: str = "") -> Said:
    """What reviewers said of this submission at one stage; `author` is the name of one of them, "" all."""
    by_author = {"author__username": author} if author else {}
    scores = submission.scores.filter(stage=stage, **by_author).select_related("item")
    checkpoints = submission.checkpoint_scores.filter(stage=stage, **by_author)
    judged = scheme_of(outline.criteria_set).uses_checkpoints
    return Said(entries_of(scores), dict(checkpoints.values_list("question__code", "value")) if judged else {})


def inputs_from_rows(assessment: Assessment) -> ScoreInputs:
    """The inputs of the live rows in four queries, five where the set has checkpoints."""
    return inputs_of_many([assessment])[assessment.pk]


def inputs_of_many(assessments: Sequence[Assessment]) -> dict[int, ScoreInputs]:
    """The same for many by key of the assessment, in no more queries. Their cycles and sets are joined already."""
    pks = [assessment.pk for assessment in assessments]
    scores = Score.objects.filter(assessment__in=pks, stage=Stage.SELF)
    entries = _by_owner(scores, "assessment_id")
    indicators = _indicators_of_many(pks)
    marked: dict[int, set[str]] = {}
    answers = Answer.objects.filter(assessment__in=pks).exclude(not_applicable="")
    for owner, code in answers.values_list("assessment_id", "question__code"):
        marked.setdefault(owner, set()).add(code)
    judging = [each.pk for each in assessments if scheme_of(each.criteria_set).uses_checkpoints]
    values = _values_by_owner(CheckpointScore.objects.filter(assessment__in=judging, stage=Stage.SELF), "assessment_id")
    return {
        each.pk: ScoreInputs(
            fiscal_year=each.fiscal_year,
            stage=Stage.SELF,
            indicators=indicators.get(each.pk, {}),
            entries=entries.get(each.pk, {}),
            not_applicable=frozenset(marked.get(each.pk, ())),
            values=values.get(each.pk, {}),
        )
        for each in assessments
    }


def consensus_of_many(submissions: Collection[int]) -> dict[int, Said]:
    """What reviewers agreed on, by key of the submission, in two queries; one that nobody decided is absent."""
    scores = Score.objects.filter(submission__in=submissions, stage=Stage.CONSENSUS)
    checkpoints = CheckpointScore.objects.filter(submission__in=submissions, stage=Stage.CONSENSUS)
    entries, values = _by_owner(scores, "submission_id"), _values_by_owner(checkpoints, "submission_id")
    return {pk: Said(entries.get(pk, {}), values.get(pk, {})) for pk in entries.keys() | values.keys()}


def _by_owner(scores: QuerySet[Score], owner: str) -> dict[int, dict[str, ScoreEntry]]:
    """Entries by code of their item under the key of what owns them."""
    found: dict[int, dict[str, ScoreEntry]] = {}
    for row in scores.values_list(owner, "item__code", *ENTRY_COLUMNS, named=True):
        found.setdefault(row[0], {})[row[1]] = entry_of(row)
    return found


def _values_by_owner(scores: QuerySet[CheckpointScore], owner: str) -> dict[int, dict[str, Decimal]]:
    """Judged checkpoints by code of their question under the key of what owns them."""
    found: dict[int, dict[str, Decimal]] = {}
    for key, code, value in scores.values_list(owner, "question__code", "value"):
        found.setdefault(key, {})[code] = value
    return found


def _indicators_of_many(pks: Collection[int]) -> dict[int, dict[str, tuple[IndicatorData, ...]]]:
    """The data of indicators under the code of their item, by key of the assessment; plain rows, no model objects."""
    rows = Indicator.objects.filter(assessment__in=pks).order_by("code")
    columns = ("pk", "assessment_id", "area__item__code", "code", "area__code", "direction", "importance")
    indicators = list(rows.values_list(*columns))
    if not indicators:
        return {}
    figures: dict[int, tuple[dict, dict, dict]] = {}
    years = IndicatorYear.objects.filter(indicator__assessment__in=pks).order_by()
    for pk, year, *three in years.values_list("indicator_id", "fiscal_year", "value", "target", "comparator"):
        for held, figure in zip(figures.setdefault(pk, ({}, {}, {})), three, strict=True):
            if figure is not None:
                held[year] = figure
    grouped: dict[int, dict[str, list[IndicatorData]]] = {}
    for pk, owner, item, *described in indicators:
        data = IndicatorData(*described, *figures.get(pk, ({}, {}, {})))
        grouped.setdefault(owner, {}).setdefault(item, []).append(data)
    return {owner: {item: tuple(rows) for item, rows in found.items()} for owner, found in grouped.items()}


def basis_of(stage: str) -> str:
    """What the counting total is, in words (scoring.md 1.1)."""
    if stage == Stage.CONSENSUS:
        return _("คะแนนฉันทามติของผู้ตรวจ")
    return _("คะแนนประเมินตนเอง ยังไม่มีคะแนนผู้ตรวจ")
