"""Rows in, one frozen result out: what views, checks, reports and the score command all read.

The arithmetic is in `scoring/`; here it meets the rows of the database. The scheme is chosen here, once.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.models import Assessment, CheckpointScore, Indicator, Score, Submission
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
    """A stored score as an entry; factors that are not chosen yet are left out."""
    given = {"A": score.approach, "D": score.deployment, "L": score.learning, "I": score.integration}
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
    return Said(entries_of(scores), _values(checkpoints, outline.criteria_set))


def inputs_from_rows(assessment: Assessment, *, stage: str = Stage.SELF) -> ScoreInputs:
    """The inputs of the live rows in four queries, five where the set has checkpoints."""
    scores = assessment.scores.filter(stage=stage).select_related("item")
    answers = assessment.answers.exclude(not_applicable="").values_list("question__code", flat=True)
    return ScoreInputs(
        fiscal_year=assessment.fiscal_year,
        stage=stage,
        indicators=by_item(assessment.indicators.for_document()),
        entries=entries_of(scores),
        not_applicable=frozenset(answers),
        values=_values(assessment.checkpoint_scores.filter(stage=stage), assessment.criteria_set),
    )


def _values(rows: Iterable[CheckpointScore], criteria_set: CriteriaSet) -> dict[str, Decimal]:
    """Judged checkpoints by code of their question; a set without any costs no query."""
    return dict(rows.values_list("question__code", "value")) if scheme_of(criteria_set).uses_checkpoints else {}


def by_item(indicators: Iterable[Indicator]) -> dict[str, tuple[IndicatorData, ...]]:
    """The data of indicators under the code of their item."""
    grouped: dict[str, list[IndicatorData]] = {}
    for indicator in indicators:
        grouped.setdefault(indicator.area.item.code, []).append(indicator_data(indicator))
    return {code: tuple(found) for code, found in grouped.items()}


def basis_of(stage: str) -> str:
    """What the counting total is, in words (scoring.md 1.1)."""
    if stage == Stage.CONSENSUS:
        return _("คะแนนฉันทามติของผู้ตรวจ")
    return _("คะแนนประเมินตนเอง ยังไม่มีคะแนนผู้ตรวจ")
