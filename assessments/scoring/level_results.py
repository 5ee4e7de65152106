"""Scheme `levels`, category 7: from indicators over sub-topics to the points of a results dimension.

The facts of an indicator are those of `results`; here they become points, exact as `Fraction`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.scoring import level_reasons
from assessments.scoring.confirmation import SELF_STAGE
from assessments.scoring.levels import MAXIMUM
from assessments.scoring.results import IndicatorData, IndicatorJudgement, judge_indicator
from assessments.scoring.totals import Total

PROPORTIONAL, ZERO = SHORTFALLS = ("proportional", "zero")

ON_TARGET = Fraction(300)
# Points above so many percent of achievement; 100 itself is on target.
BEYOND_TARGET = ((Fraction(105), Fraction(500)), (Fraction(101), Fraction(400)))


@dataclass(frozen=True)
class Subtopic:
    """One sub-topic of a dimension, as the set defines it; its code is the `area` of its indicators (scoring.md 3)."""

    code: str
    required: bool


@dataclass(frozen=True)
class IndicatorScore:
    """The facts of one indicator, its points 0 to 500, and the achievement that they follow from, both unrounded."""

    facts: IndicatorJudgement
    points: Fraction
    percent: Fraction | None

    @property
    def reason(self) -> str:
        """Said only where a page shows it."""
        facts = self.facts
        return level_reasons.of_indicator(facts.level_reason, facts.target, self.percent, self.points)


@dataclass(frozen=True)
class SubtopicJudgement:
    """The mean of the indicators of one sub-topic; points None: it has none (scoring.md 3).

    `met`: at least one of them has a current value, which a required sub-topic needs.
    """

    code: str
    required: bool
    points: Fraction | None
    met: bool
    indicators: tuple[IndicatorScore, ...]


@dataclass(frozen=True)
class DimensionJudgement:
    """The points of a results dimension 0 to 500, and the required sub-topics that keep it at 0 (scoring.md 3)."""

    points: Fraction
    subtopics: tuple[SubtopicJudgement, ...]
    missing: tuple[str, ...]
    reason: str


def score_indicator(indicator: IndicatorData, year: int, *, shortfall: str) -> IndicatorScore:
    """The points of one indicator for an assessment of this fiscal year (scoring.md 3).

    `shortfall` is the rule of the set below 100 percent: "proportional" or "zero"; ValueError for another.
    """
    if shortfall not in SHORTFALLS:
        raise ValueError(f"The shortfall rule is proportional or zero, not {shortfall!r}.")
    facts = judge_indicator(indicator, year)
    percent = _percent(indicator.direction, facts)
    return IndicatorScore(facts, _points(percent, shortfall, attained=facts.attained), percent)


def judge_dimension(
    indicators: Sequence[IndicatorData], subtopics: Sequence[Subtopic], year: int, *, shortfall: str
) -> DimensionJudgement:
    """The points of a results dimension, and of its sub-topics in the order of the set (scoring.md 3).

    An indicator of an unknown sub-topic, a code given twice and a dimension without sub-topics raise ValueError.
    The order of the indicators changes nothing.
    """
    if not subtopics:
        raise ValueError("A dimension needs at least one sub-topic.")
    _refuse_twice(subtopic.code for subtopic in subtopics)
    _refuse_twice(indicator.code for indicator in indicators)
    for indicator in indicators:
        if indicator.area not in {subtopic.code for subtopic in subtopics}:
            raise ValueError(f"{indicator.code}: sub-topic {indicator.area} is not of this dimension.")
    scored = [score_indicator(each, year, shortfall=shortfall) for each in sorted(indicators, key=lambda i: i.code)]
    judged = tuple(_subtopic(subtopic, scored) for subtopic in subtopics)
    missing = tuple(each.code for each in judged if each.required and not each.met)
    filled = {each.code: each.points for each in judged if each.points is not None}
    return DimensionJudgement(
        points=Fraction(0) if missing or not filled else _mean(list(filled.values())),
        subtopics=judged,
        missing=missing,
        reason=level_reasons.of_dimension(list(filled), missing),
    )


def dimension_total(judged: DimensionJudgement, *, confirmed: bool, stage: str) -> Total[Fraction]:
    """The total of one dimension, provisional until a person has confirmed it as a whole (scoring.md 1.1 and 3).

    Unconfirmed it counts at stage self with what its indicators say, at review and consensus it counts 0.
    """
    counts = confirmed or stage == SELF_STAGE
    return Total(judged.points if counts else Fraction(0), MAXIMUM, provisional=not confirmed)


def _percent(direction: str, facts: IndicatorJudgement) -> Fraction | None:
    """The achievement of section 2, exact where `facts.achievement` ends after 28 digits; None in the same cases."""
    if facts.value is None or facts.target is None or facts.target <= 0:
        return None
    share = Fraction(facts.value) / Fraction(facts.target)
    return (share if direction == "higher" else 2 - share) * 100


def _points(percent: Fraction | None, shortfall: str, *, attained: bool) -> Fraction:
    """300 from 100 percent on, 400 above 101, 500 above 105; below 100 by the rule of the set (scoring.md 3).

    Without a percent 300 when attained, else 0: a target that is not above 0, or no value or target at all.
    """
    if percent is None:
        return ON_TARGET if attained else Fraction(0)
    for limit, points in BEYOND_TARGET:
        if percent > limit:
            return points
    if percent >= 100:
        return ON_TARGET
    return max(Fraction(0), ON_TARGET * percent / 100) if shortfall == PROPORTIONAL else Fraction(0)


def _subtopic(subtopic: Subtopic, scored: Iterable[IndicatorScore]) -> SubtopicJudgement:
    """An indicator without value or target scores 0 and counts in the mean (scoring.md 3, corners)."""
    own = tuple(each for each in scored if each.facts.area == subtopic.code)
    return SubtopicJudgement(
        code=subtopic.code,
        required=subtopic.required,
        points=_mean([each.points for each in own]) if own else None,
        met=any(each.facts.current is not None for each in own),
        indicators=own,
    )


def _mean(points: Sequence[Fraction]) -> Fraction:
    return sum(points, Fraction(0)) / len(points)


def _refuse_twice(codes: Iterable[str]) -> None:
    twice = [code for code, count in Counter(codes).items() if count > 1]
    if twice:
        raise ValueError(f"{', '.join(twice)}: the code stands twice in this dimension.")
