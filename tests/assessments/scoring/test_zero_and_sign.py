"""Zero, negative figures and targets of 0 in both schemes: what must hold for every input (scoring.md 2 and 3)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from assessments.scoring.level_results import Subtopic, judge_dimension, score_indicator
from assessments.scoring.results import IndicatorData, judge_indicator, judge_item
from tests.assessments.scoring.trials import SCALE, YEAR, ZERO, directions, gains, numbers, years
from tests.assessments.scoring.trials import indicators as indicators_of

AREAS = ("1", "2", "3")
TOPICS = tuple(Subtopic(code, code == "1") for code in AREAS)
OTHER_WAY = {"higher": "lower", "lower": "higher"}
shortfalls = st.sampled_from(["proportional", "zero"])


def items(least=0):
    return indicators_of(AREAS, least=least)


def changed(indicator: IndicatorData, change: Callable[[Decimal], Decimal], **more) -> IndicatorData:
    """The indicator with every figure changed alike."""
    figures = {
        name: {year: change(figure) for year, figure in getattr(indicator, name).items()}
        for name in ("values", "targets", "comparator")
    }
    return replace(indicator, **figures, **more)


def facts(indicator: IndicatorData) -> tuple:
    judged = judge_indicator(indicator, YEAR)
    return judged.current, judged.attained, judged.trend, judged.ahead, judged.window


def one(direction: str, value: Decimal, target: Decimal) -> IndicatorData:
    return IndicatorData("7.1-01", "1", direction, "key", {YEAR: value}, {YEAR: target}, {})


def judge(indicators):
    return judge_item(indicators, AREAS, YEAR, SCALE)


def points(indicators, shortfall="proportional"):
    return judge_dimension(indicators, TOPICS, YEAR, shortfall=shortfall)


MET = {
    "a value of 0": lambda each: each.values.get(YEAR) == 0,
    "a negative value": lambda each: each.values.get(YEAR, ZERO) < 0,
    "value and target 0": lambda each: each.values.get(YEAR) == each.targets.get(YEAR) == 0,
    "a value below a target of 0": lambda each: each.values.get(YEAR, ZERO) < 0 == each.targets.get(YEAR),
    "a value above a target of 0": lambda each: each.values.get(YEAR, ZERO) > 0 == each.targets.get(YEAR),
    "a value of 0 and a negative target": lambda each: each.targets.get(YEAR, ZERO) < 0 == each.values.get(YEAR),
    "0 beside 0 of the comparator": lambda each: each.comparator.get(YEAR) == 0 == each.values.get(YEAR),
    "a trend that is adverse": lambda each: judge_indicator(each, YEAR).trend == "adverse",
    "a trend that is flat": lambda each: judge_indicator(each, YEAR).trend == "flat",
}


def test_the_trials_meet_zero_and_negative_figures_and_targets_of_0():
    met = Counter()

    @settings(max_examples=200, derandomize=True, phases=[Phase.generate])
    @given(items(least=1))
    def trial(indicators):
        met.update(name for name, holds in MET.items() if any(holds(each) for each in indicators))

    trial()
    assert {name for name in MET if met[name]} == set(MET)


@given(items(), numbers)
def test_moving_every_figure_alike_changes_no_fact_and_no_percent(indicators, by):
    """So zero and the sign mean nothing by themselves: what counts is which figure is the better one."""
    moved = [changed(each, lambda figure: figure + by) for each in indicators]
    assert [facts(each) for each in moved] == [facts(each) for each in indicators]
    assert judge(moved).factors == judge(indicators).factors
    assert judge(moved).suggestion == judge(indicators).suggestion


@given(items())
def test_turning_sign_and_direction_changes_no_fact_and_no_percent(indicators):
    turned = [changed(each, lambda figure: -figure, direction=OTHER_WAY[each.direction]) for each in indicators]
    assert [facts(each) for each in turned] == [facts(each) for each in indicators]
    assert judge(turned).suggestion == judge(indicators).suggestion


@given(items(least=1), st.data())
def test_a_zero_is_a_value_and_only_absence_is_absence(indicators, data):
    """Of the same indicator with 0 and without a value this year, the first alone has this year as its current."""
    chosen = data.draw(st.sampled_from(indicators))
    earlier = {year: value for year, value in chosen.values.items() if year < YEAR}
    with_zero, without = replace(chosen, values={**earlier, YEAR: ZERO}), replace(chosen, values=earlier)
    assert (judge_indicator(with_zero, YEAR).current, judge_indicator(with_zero, YEAR).value) == (YEAR, 0)
    assert judge_indicator(without, YEAR).current == max(earlier, default=None)
    held = judge([replace(with_zero, importance="key")]).factors["I"]
    assert held.numerator == 1
    assert points([replace(with_zero, area="1")]).missing == ()
    assert points([replace(without, area="1")]).missing == (() if earlier else ("1",))


@given(directions, numbers, numbers, shortfalls)
@example("higher", ZERO, ZERO, "proportional")
@example("lower", ZERO, ZERO, "zero")
@example("lower", Decimal(1), ZERO, "proportional")
@example("higher", Decimal(-1), ZERO, "proportional")
def test_a_target_of_0_or_below_is_met_or_missed_and_has_no_percent(direction, value, target, shortfall):
    target = -abs(target)
    indicator = one(direction, value, target)
    met = value >= target if direction == "higher" else value <= target
    judged = judge_indicator(indicator, YEAR)
    assert (judged.attained, judged.achievement) == (met, None)
    assert score_indicator(indicator, YEAR, shortfall=shortfall).points == (300 if met else 0)


@given(numbers, numbers, gains, shortfalls)
def test_easing_a_target_of_0_or_below_never_lowers_the_points(value, target, by, shortfall):
    """Where it stays there: from above 0 to 0 the percent ends, and what was 500 is 300 (scoring.md 3)."""
    low = -abs(target)
    before = score_indicator(one("higher", value, low), YEAR, shortfall=shortfall)
    assert score_indicator(one("higher", value, low - by), YEAR, shortfall=shortfall).points >= before.points
    before = score_indicator(one("lower", value, low - by), YEAR, shortfall=shortfall)
    assert score_indicator(one("lower", value, low), YEAR, shortfall=shortfall).points >= before.points


@given(items(least=1), gains, shortfalls, st.data())
def test_easing_a_target_never_lowers_the_points_of_the_dimension(indicators, by, shortfall, data):
    """For targets above 0 before and after, whatever the other indicators are."""
    at = data.draw(st.integers(0, len(indicators) - 1))
    chosen = indicators[at]
    step = -by if chosen.direction == "higher" else by
    targets = {year: old + step if old > 0 and old + step > 0 else old for year, old in chosen.targets.items()}
    eased = [*indicators[:at], replace(chosen, targets=targets), *indicators[at + 1 :]]
    assert points(eased, shortfall).points >= points(indicators, shortfall).points


@given(items(), years, shortfalls)
def test_comparators_and_importance_are_not_looked_at_in_a_dimension(indicators, comparator, shortfall):
    """So a met comparator never lowers it; importance and comparison are of the other scheme."""
    other = [replace(each, comparator=comparator, importance="supporting") for each in indicators]
    before, after = points(indicators, shortfall), points(other, shortfall)
    assert (after.points, after.missing) == (before.points, before.missing)
    assert [topic.points for topic in after.subtopics] == [topic.points for topic in before.subtopics]
