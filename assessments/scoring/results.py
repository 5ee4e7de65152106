"""LeTCI from indicators: the facts of each indicator, then the four factors of a results item."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from statistics import median
from typing import Literal

from assessments.scoring import reasons
from assessments.scoring.process import Suggestion, suggest
from assessments.scoring.scale import RESULTS_FACTORS, Scale

Trend = Literal["beneficial", "adverse", "flat", "none"]

LONGEST_WINDOW = 5
SHORTEST_WINDOW = 3
# The least common multiple of the distances 1 to 4 within a window: slopes times 12 need no division.
SLOPE_UNIT = 12
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class IndicatorData:
    """One indicator of a results item; years are Buddhist-era fiscal years (scoring.md 2).

    A year that is absent has no value; zero is a value. An unknown direction or importance, and anything but a
    finite Decimal as a figure, raises ValueError.
    """

    code: str
    area: str
    direction: str
    importance: str
    values: Mapping[int, Decimal]
    targets: Mapping[int, Decimal]
    comparator: Mapping[int, Decimal]

    def __post_init__(self) -> None:
        if self.direction not in {"higher", "lower"}:
            raise ValueError(f"{self.code}: the direction is higher or lower, not {self.direction!r}.")
        if self.importance not in {"key", "supporting"}:
            raise ValueError(f"{self.code}: the importance is key or supporting, not {self.importance!r}.")
        for figures in (self.values, self.targets, self.comparator):
            for year, figure in figures.items():
                if not isinstance(figure, Decimal) or not figure.is_finite():
                    raise ValueError(f"{self.code}: {year} holds {figure!r}, not a finite Decimal.")


@dataclass(frozen=True)
class IndicatorJudgement:
    """What the arithmetic says of one indicator in its current year (scoring.md 2)."""

    code: str
    area: str
    key: bool
    current: int | None
    value: Decimal | None
    target: Decimal | None
    attained: bool
    achievement: Decimal | None
    window: tuple[int, ...]
    trend: Trend
    steady: bool  # the slope of the trend is 0
    comparator_value: Decimal | None
    ahead: bool

    @property
    def integrates(self) -> bool:
        """Whether its area counts in factor I (scoring.md 2)."""
        return self.key and self.current is not None

    # Said only where a page shows them: an overview of many thousands asks for no words.
    @property
    def level_reason(self) -> str:
        return reasons.of_level(self.current, self.value, self.target, attained=self.attained)

    @property
    def trend_reason(self) -> str:
        return reasons.of_trend(self.window, self.trend, steady=self.steady)

    @property
    def comparison_reason(self) -> str:
        return reasons.of_comparison(self.current, self.comparator_value, ahead=self.ahead)


@dataclass(frozen=True)
class Factor:
    """A computed factor with the share it comes from, unrounded; `say` gives its reason in words (scoring.md 2)."""

    value: int
    numerator: int
    denominator: int
    share: Decimal
    say: Callable[[], str] = field(compare=False, repr=False)

    @property
    def reason(self) -> str:
        return self.say()


@dataclass(frozen=True)
class ResultsJudgement:
    """The four factors of a results item by name, its indicators by code, and the suggestion (scoring.md 1 and 2)."""

    factors: dict[str, Factor]
    indicators: list[IndicatorJudgement]
    suggestion: Suggestion


def judge_indicator(indicator: IndicatorData, year: int) -> IndicatorJudgement:
    """The facts of one indicator for an assessment of this fiscal year; later years are projections (scoring.md 2)."""
    current = max((each for each in indicator.values if each <= year), default=None)
    value = target = compared = None
    if current is not None:
        value = indicator.values[current]
        target = indicator.targets.get(current)
        compared = indicator.comparator.get(current)
    attained = _at_least_as_good(indicator, value, target)
    ahead = _at_least_as_good(indicator, value, compared)
    window = _trend_window(indicator, current)
    trend, steady = _trend(indicator, window)
    return IndicatorJudgement(
        code=indicator.code,
        area=indicator.area,
        key=indicator.importance == "key",
        current=current,
        value=value,
        target=target,
        attained=attained,
        achievement=_achievement(indicator, value, target),
        window=window,
        trend=trend,
        steady=steady,
        comparator_value=compared,
        ahead=ahead,
    )


def judge_item(indicators: Sequence[IndicatorData], areas: Sequence[str], year: int, scale: Scale) -> ResultsJudgement:
    """The factors Le, T, C, I and the suggestion of a results item (scoring.md 2).

    `areas` are the codes that count in the denominator of I: the caller leaves out an area all of whose questions
    are not applicable (scoring.md 1.1). An indicator of another area and a code given twice raise ValueError.
    The order of the indicators changes nothing.
    """
    codes = [indicator.code for indicator in indicators]
    if len(set(codes)) != len(codes):
        raise ValueError("An indicator code stands twice in this item.")
    for indicator in indicators:
        if indicator.area not in areas:
            raise ValueError(f"{indicator.code}: area {indicator.area} is not of this item.")
    judged = sorted((judge_indicator(each, year) for each in indicators), key=lambda each: each.code)
    factors = {
        "Le": _level(judged, year, scale),
        "T": _trends(judged, year, scale),
        "C": _comparisons(judged, year, scale),
        "I": _integration(judged, areas, year, scale),
    }
    return ResultsJudgement(
        factors=factors,
        indicators=judged,
        suggestion=suggest([factors[name].value for name in RESULTS_FACTORS], scale),
    )


def _at_least_as_good(indicator: IndicatorData, value: Decimal | None, mark: Decimal | None) -> bool:
    if value is None or mark is None:
        return False
    return value >= mark if indicator.direction == "higher" else value <= mark


def _achievement(indicator: IndicatorData, value: Decimal | None, target: Decimal | None) -> Decimal | None:
    """Percent of achievement, unrounded; None unless the target is above 0 (scoring.md 2)."""
    if value is None or target is None or target <= 0:
        return None
    # (2 - value/target) x 100 over one denominator: a single division
    reached = value if indicator.direction == "higher" else 2 * target - value
    return reached * HUNDRED / target


def _trend_window(indicator: IndicatorData, current: int | None) -> tuple[int, ...]:
    """The unbroken run of years that ends at `current`, at most five, rising (scoring.md 2)."""
    if current is None:
        return ()
    first = current
    while first - 1 in indicator.values and current - first + 1 < LONGEST_WINDOW:
        first -= 1
    return tuple(range(first, current + 1))


def _trend(indicator: IndicatorData, window: Sequence[int]) -> tuple[Trend, bool]:
    """The trend by the median of all pairwise slopes, and whether that slope is 0 (scoring.md 2)."""
    if len(window) < SHORTEST_WINDOW:
        return "none", False
    values = indicator.values
    slope = median((values[b] - values[a]) * (SLOPE_UNIT // (b - a)) for a, b in combinations(window, 2))
    if indicator.direction == "lower":
        slope = -slope
    if slope == 0:
        met = all(_at_least_as_good(indicator, values[year], indicator.targets.get(year)) for year in window)
        return ("beneficial" if met else "flat"), True
    return ("beneficial" if slope > 0 else "adverse"), False


def _level(judged: Sequence[IndicatorJudgement], year: int, scale: Scale) -> Factor:
    years = _years_of(judged, lambda each: each.attained)

    def say() -> str:
        targetless = sum(each.current is not None and each.target is None for each in judged)
        return reasons.of_le(years, len(judged), year, valueless=_valueless(judged), targetless=targetless)

    return _factor(len(years), len(judged), say, scale)


def _trends(judged: Sequence[IndicatorJudgement], year: int, scale: Scale) -> Factor:
    years = _years_of(judged, lambda each: each.trend == "beneficial")

    def say() -> str:
        short = sum(each.current is not None and each.trend == "none" for each in judged)
        return reasons.of_t(years, len(judged), year, valueless=_valueless(judged), short=short)

    return _factor(len(years), len(judged), say, scale)


def _comparisons(judged: Sequence[IndicatorJudgement], year: int, scale: Scale) -> Factor:
    years = _years_of(judged, lambda each: each.ahead)

    def say() -> str:
        alone = sum(each.current is not None and each.comparator_value is None for each in judged)
        return reasons.of_c(years, len(judged), year, valueless=_valueless(judged), alone=alone)

    return _factor(len(years), len(judged), say, scale)


def _integration(judged: Sequence[IndicatorJudgement], areas: Sequence[str], year: int, scale: Scale) -> Factor:
    """The share of areas that hold at least one key indicator with a current value (scoring.md 2)."""
    latest: dict[str, int] = {}
    for each in judged:
        current = each.current if each.integrates else None
        if current is not None:
            latest[each.area] = max(current, latest.get(each.area, current))

    def say() -> str:
        without = [area for area in areas if area not in latest]
        return reasons.of_i(latest.values(), areas, year, without=without, indicators=len(judged))

    return _factor(len(latest), len(areas), say, scale)


def _valueless(judged: Sequence[IndicatorJudgement]) -> int:
    return sum(each.current is None for each in judged)


def _years_of(judged: Sequence[IndicatorJudgement], holds: Callable[[IndicatorJudgement], bool]) -> list[int]:
    """The current years of the indicators that hold; those without a value hold nothing."""
    return [each.current for each in judged if each.current is not None and holds(each)]


def _factor(numerator: int, denominator: int, say: Callable[[], str], scale: Scale) -> Factor:
    share = Decimal(numerator) / Decimal(denominator) if denominator else Decimal(0)
    return Factor(scale.factor_of(numerator, denominator), numerator, denominator, share, say)
