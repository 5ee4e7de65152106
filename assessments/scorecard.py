"""Rows in, one frozen result out: what views, checks, reports and the score command all read.

The arithmetic is in `scoring/`; here it meets the outline of the set. The scheme is chosen here, once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from assessments.models import Assessment, Indicator, Score
from assessments.scoring import totals
from assessments.scoring.confirmation import counting_percent, lapses
from assessments.scoring.process import Suggestion, suggest
from assessments.scoring.results import IndicatorData, IndicatorJudgement, judge_item
from assessments.scoring.scale import PROCESS_FACTORS, RESULTS_FACTORS, Scale
from assessments.scoring.what_if import Candidate, NextStep, Tally, price_list
from assessments.statuses import Stage
from criteria.models import CriteriaSet
from criteria.outline import ItemOutline, Outline


@dataclass(frozen=True)
class ScoreEntry:
    """What a person said of one item: factors given so far, a percent, its reason, and whether he confirmed it."""

    factors: Mapping[str, int] = field(default_factory=dict)
    percent: int | None = None
    reason: str = ""
    confirmed: bool = False
    confirmed_band: int | None = None


@dataclass(frozen=True)
class ScoreInputs:
    """All that a score depends on, from rows or from a frozen document."""

    fiscal_year: int
    stage: str
    indicators: Mapping[str, tuple[IndicatorData, ...]]
    entries: Mapping[str, ScoreEntry]
    not_applicable: frozenset[str]


@dataclass(frozen=True)
class FactorResult:
    """One factor 0 to 5; `share`, `reason` and `tally` where it is computed. `value` None: not chosen yet."""

    value: int | None
    share: Decimal | None = None
    reason: str = ""
    tally: Tally | None = None


@dataclass(frozen=True)
class ItemResult:
    """The score of one item. `percent` is the one that counts (None: none), `entry` what a person said."""

    item: ItemOutline
    total: totals.Total
    percent: int | None
    confirmed: bool
    suggestion: Suggestion | None
    factors: Mapping[str, FactorResult]
    indicators: tuple[IndicatorJudgement, ...]
    entry: ScoreEntry

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def share(self) -> Decimal:
        """Percent of the maximum, 0 to 100."""
        return share_of(self.total)


@dataclass(frozen=True)
class CategoryResult:
    code: str
    title: str
    kind: str
    total: totals.Total
    items: tuple[ItemResult, ...]

    @property
    def share(self) -> Decimal:
        return share_of(self.total)


@dataclass(frozen=True)
class Scorecard:
    """Every number of one stage of one assessment (scoring.md 1 and 2)."""

    stage: str
    scale: Scale
    total: totals.Total
    categories: tuple[CategoryResult, ...]
    maturity: str | None

    @cached_property
    def items(self) -> dict[str, ItemResult]:
        return {item.code: item for category in self.categories for item in category.items}

    @property
    def provisional(self) -> bool:
        return self.total.provisional

    @property
    def unconfirmed(self) -> list[ItemResult]:
        return [item for item in self.items.values() if not item.confirmed]


def share_of(total: totals.Total) -> Decimal:
    """Points as percent of the maximum, unrounded, 0 where there is nothing to gain."""
    return total.points * 100 / total.maximum if total.maximum else Decimal(0)


def scale_of(criteria_set: CriteriaSet) -> Scale:
    """The scale that the set holds as data."""
    return Scale(
        bands=tuple(tuple(band) for band in criteria_set.bands),
        gate=criteria_set.gate,
        thresholds=tuple(Decimal(threshold) for threshold in criteria_set.thresholds),
    )


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


def inputs_from_rows(assessment: Assessment, *, stage: str = Stage.SELF) -> ScoreInputs:
    """The inputs of the live rows in four queries."""
    scores = assessment.scores.filter(stage=stage).select_related("item")
    answers = assessment.answers.exclude(not_applicable="").values_list("question__code", flat=True)
    return ScoreInputs(
        fiscal_year=assessment.fiscal_year,
        stage=stage,
        indicators=by_item(assessment.indicators.for_document()),
        entries={score.item.code: entry_of(score) for score in scores},
        not_applicable=frozenset(answers),
    )


def by_item(indicators: Iterable[Indicator]) -> dict[str, tuple[IndicatorData, ...]]:
    """The data of indicators under the code of their item."""
    grouped: dict[str, list[IndicatorData]] = {}
    for indicator in indicators:
        grouped.setdefault(indicator.area.item.code, []).append(indicator_data(indicator))
    return {code: tuple(found) for code, found in grouped.items()}


def scorecard(outline: Outline, inputs: ScoreInputs) -> Scorecard:
    """Every number of scoring.md 1 and 2 for these inputs."""
    scale = scale_of(outline.criteria_set)
    categories = tuple(
        _category(category, tuple(item_result(item, inputs, scale) for item in category.items))
        for category in outline.categories
        if not category.is_profile
    )
    total = totals.combined(category.total for category in categories)
    ladder = [totals.Maturity(Decimal(least), word) for least, word, *_rest in outline.criteria_set.maturity]
    return Scorecard(inputs.stage, scale, total, categories, totals.maturity_word(total, ladder))


def _category(category, items: tuple[ItemResult, ...]) -> CategoryResult:
    total = totals.combined(item.total for item in items)
    return CategoryResult(category.code, category.title, category.kind, total, items)


def item_result(item: ItemOutline, inputs: ScoreInputs, scale: Scale) -> ItemResult:
    """One item: its factors, what is suggested, and the percent that counts (scoring.md 1.1)."""
    entry = inputs.entries.get(item.code, ScoreEntry())
    if item.is_results:
        factors, indicators, suggestion = _results(item, inputs, scale)
    else:
        factors, indicators, suggestion = _process(entry, scale)
    confirmed = entry.confirmed and entry.percent is not None and not lapses(entry.confirmed_band, suggestion)
    percent = counting_percent(entry.percent if confirmed else None, suggestion, stage=inputs.stage)
    total = totals.item_total(percent, item.points, confirmed=confirmed)
    return ItemResult(item, total, percent, confirmed, suggestion, factors, indicators, entry)


def _process(entry: ScoreEntry, scale: Scale):
    factors = {name: FactorResult(entry.factors.get(name)) for name in PROCESS_FACTORS}
    chosen = [entry.factors[name] for name in PROCESS_FACTORS if name in entry.factors]
    return factors, (), suggest(chosen, scale) if len(chosen) == len(PROCESS_FACTORS) else None


def _results(item: ItemOutline, inputs: ScoreInputs, scale: Scale):
    indicators = inputs.indicators.get(item.code, ())
    judged = judge_item(indicators, _counted_areas(item, inputs, indicators), inputs.fiscal_year, scale)
    factors = {
        name: FactorResult(found.value, found.share, found.reason, Tally(found.numerator, found.denominator))
        for name, found in ((name, judged.factors[name]) for name in RESULTS_FACTORS)
    }
    return factors, tuple(judged.indicators), judged.suggestion


def _counted_areas(item: ItemOutline, inputs: ScoreInputs, indicators) -> list[str]:
    """Areas in the denominator of I: all but those that hold no indicator and whose questions are not applicable."""
    held = {indicator.area for indicator in indicators}
    return [
        area.code
        for area in item.areas
        if area.code in held or not all(question.code in inputs.not_applicable for question in area.questions)
    ]


def basis_of(stage: str) -> str:
    """What the counting total is, in words (scoring.md 1.1)."""
    if stage == Stage.CONSENSUS:
        return _("คะแนนฉันทามติของผู้ตรวจ")
    return _("คะแนนประเมินตนเอง ยังไม่มีคะแนนผู้ตรวจ")


def next_steps(card: Scorecard) -> list[NextStep]:
    """What would lift each item into its next band, best first (scoring.md 5); items with a factor missing are out."""
    return price_list((_candidate(result) for result in card.items.values() if _is_whole(result)), card.scale)


def _is_whole(result: ItemResult) -> bool:
    return all(factor.value is not None for factor in result.factors.values())


def _candidate(result: ItemResult) -> Candidate:
    return Candidate(
        code=result.code,
        factors={name: factor.value for name, factor in result.factors.items() if factor.value is not None},
        percent=result.percent,
        maximum=result.total.maximum,
        tallies={name: factor.tally for name, factor in result.factors.items() if factor.tally is not None},
    )
