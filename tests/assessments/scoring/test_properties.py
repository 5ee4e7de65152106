"""What must hold for every input, not only for the computed rows (scoring.md 1, 2 and 5)."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.process import suggest
from assessments.scoring.results import IndicatorData, judge_item
from assessments.scoring.totals import item_points, rounded_points
from assessments.scoring.what_if import Candidate, cheapest_vector, price_list
from tests.assessments.scoring.trials import SCALE, YEAR, directions, gains, numbers
from tests.assessments.scoring.trials import indicators as indicators_of

AREAS = ("ก", "ข", "ค")

factors = st.tuples(*[st.integers(0, 5)] * 4)


def items(least=0):
    return indicators_of(AREAS, least=least)


def judge(indicators):
    return judge_item(indicators, AREAS, YEAR, SCALE)


def values_of(judged):
    return {name: factor.value for name, factor in judged.factors.items()}


def reasons_of(judged):
    return {name: factor.reason for name, factor in judged.factors.items()}


def eased(indicator, figure, by):
    """The figure made easier to meet by `by`: lowered, or raised where lower is better."""
    return figure - by if indicator.direction == "higher" else figure + by


def exchanged(indicators, at, **changes):
    return [*indicators[:at], replace(indicators[at], **changes), *indicators[at + 1 :]]


@given(factors)
def test_the_percent_is_always_allowed_and_of_its_band(vector):
    suggestion = suggest(vector, SCALE)
    assert suggestion.percent in SCALE.bands[suggestion.band]


@given(items())
def test_the_percent_of_a_results_item_is_always_allowed(indicators):
    judged = judge(indicators)
    assert judged.suggestion.percent in SCALE.allowed_percents
    assert all(0 <= value <= 5 for value in values_of(judged).values())


@given(
    st.sampled_from(SCALE.allowed_percents),
    st.decimals(min_value=0, max_value=1000, places=2, allow_nan=False),
)
def test_points_never_exceed_the_maximum(percent, maximum):
    assert 0 <= item_points(percent, maximum) <= maximum
    assert rounded_points(item_points(percent, maximum)) <= maximum


@given(factors, st.integers(0, 3), st.integers(0, 3))
def test_raising_a_factor_never_lowers_the_percent_whatever_the_gate(vector, place, gate):
    scale = replace(SCALE, gate=gate)
    raised = (*vector[:place], min(5, vector[place] + 1), *vector[place + 1 :])
    assert suggest(raised, scale).percent >= suggest(vector, scale).percent


@given(factors, st.permutations(range(4)))
def test_the_order_of_the_factors_changes_nothing(vector, order):
    assert suggest(vector, SCALE) == suggest([vector[at] for at in order], SCALE)


@given(items(), directions, numbers, gains)
def test_adding_an_attained_indicator_never_lowers_le(indicators, direction, target, by):
    added = IndicatorData("7.1-99", "ก", direction, "supporting", {YEAR: target}, {}, {})
    added = replace(added, targets={YEAR: eased(added, target, by)})
    before, after = judge(indicators).factors["Le"], judge([*indicators, added]).factors["Le"]
    assert after.value >= before.value
    assert after.share >= before.share


@given(items(least=1), st.data())
def test_easing_a_target_never_lowers_the_percent(indicators, data):
    at = data.draw(st.integers(0, len(indicators) - 1))
    by = data.draw(gains)
    chosen = indicators[at]
    eased_years = data.draw(st.sets(st.sampled_from(sorted(chosen.targets)))) if chosen.targets else set()
    targets = {year: eased(chosen, old, by) if year in eased_years else old for year, old in chosen.targets.items()}
    before, after = judge(indicators), judge(exchanged(indicators, at, targets=targets))
    assert after.suggestion.percent >= before.suggestion.percent
    assert all(after.factors[name].value >= value for name, value in values_of(before).items())


@given(items(least=1), st.data())
def test_adding_a_met_comparator_never_lowers_the_percent(indicators, data):
    at = data.draw(st.integers(0, len(indicators) - 1))
    chosen = indicators[at]
    current = judge(indicators).indicators[at].current
    if current is None:
        return
    met = eased(chosen, chosen.values[current], data.draw(gains))
    before = judge(indicators)
    after = judge(exchanged(indicators, at, comparator={**chosen.comparator, current: met}))
    assert after.suggestion.percent >= before.suggestion.percent
    assert after.factors["C"].value >= before.factors["C"].value


@given(items(), st.randoms(use_true_random=False))
def test_the_order_of_the_indicators_changes_nothing(indicators, random):
    shuffled = list(indicators)
    random.shuffle(shuffled)
    assert judge(shuffled) == judge(indicators)
    assert reasons_of(judge(shuffled)) == reasons_of(judge(indicators))


@given(items(), st.integers(-6, 9))
def test_a_power_of_ten_changes_nothing_but_the_figures(indicators, power):
    def scaled(figures):
        return {year: figure.scaleb(power) for year, figure in figures.items()}

    other = [
        replace(each, values=scaled(each.values), targets=scaled(each.targets), comparator=scaled(each.comparator))
        for each in indicators
    ]
    before, after = judge(indicators), judge(other)
    assert after.factors == before.factors
    assert reasons_of(after) == reasons_of(before)
    assert after.suggestion == before.suggestion
    for old, new in zip(before.indicators, after.indicators, strict=True):
        assert (new.achievement, new.trend, new.attained, new.ahead) == (
            old.achievement,
            old.trend,
            old.attained,
            old.ahead,
        )


@given(items(), st.data())
def test_years_after_the_assessment_s_change_nothing(indicators, data):
    def past(figures):
        return {year: figure for year, figure in figures.items() if year <= YEAR}

    cut = [replace(each, values=past(each.values), targets=past(each.targets)) for each in indicators]
    assert judge(cut) == judge(indicators)


@given(factors)
def test_the_cheapest_vector_rises_reaches_and_has_no_cheaper_neighbour(vector):
    present, found = suggest(vector, SCALE).band, cheapest_vector(vector, SCALE)
    if found is None:
        assert present == 5
        return
    assert all(after >= before for before, after in zip(vector, found, strict=True))
    assert suggest(found, SCALE).band > present
    cheaper = (
        other
        for other in product(*(range(factor, 6) for factor in vector))
        if sum(other) < sum(found) and suggest(other, SCALE).band > present
    )
    assert next(cheaper, None) is None


@given(st.lists(st.tuples(factors, st.none() | st.sampled_from(SCALE.allowed_percents)), max_size=8))
def test_the_price_list_falls_and_every_line_gains(rows):
    candidates = [
        Candidate(f"{at}", dict(zip("ADLI", vector, strict=True)), percent, Decimal(50 + at))
        for at, (vector, percent) in enumerate(rows)
    ]
    steps = price_list(candidates, SCALE)
    assert all(step.gain > 0 and step.steps > 0 for step in steps)
    rates = [step.gain_per_step for step in steps]
    assert rates == sorted(rates, reverse=True)
