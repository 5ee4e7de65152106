"""What must hold in the scheme `levels` for every input, not only for the computed rows (scoring.md 3 and 5)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.level_results import Subtopic, judge_dimension, score_indicator
from assessments.scoring.level_steps import LevelCandidate, level_price_list, next_level
from assessments.scoring.levels import LEVELS, judge_sub_criterion, system_figure
from assessments.scoring.results import IndicatorData, judge_indicator
from assessments.scoring.totals import Total, averaged, rounded, rounded_points
from tests.assessments.scoring.trials import YEAR, directions, gains, numbers, positive
from tests.assessments.scoring.trials import indicators as indicators_of

TOPICS = tuple(Subtopic(code, code in "13") for code in "12345")
LABELS = {None: "ยังไม่ผ่านระดับพื้นฐาน", "B": "Basic", "A": "Advance", "S": "Significance"}

judgements = st.none() | st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)])
# Whole levels must come up often, or the later ones would hardly ever count.
level = st.lists(judgements, min_size=1, max_size=4) | st.integers(1, 4).map(lambda count: [Decimal(1)] * count)
sub_criteria = st.fixed_dictionaries(dict.fromkeys(LEVELS, level))
shortfalls = st.sampled_from(["proportional", "zero"])
points = st.fractions(min_value=0, max_value=500, max_denominator=60)


def indicators():
    return indicators_of("12345")


def one(direction, value, target):
    return IndicatorData("7.1-01", "1", direction, "key", {YEAR: value}, {YEAR: target}, {})


@given(sub_criteria, st.data())
def test_raising_a_checkpoint_never_lowers_points_nor_label(given_levels, data):
    code = data.draw(st.sampled_from(LEVELS))
    place = data.draw(st.integers(0, len(given_levels[code]) - 1))
    before = given_levels[code][place]
    raised = list(given_levels[code])
    raised[place] = data.draw(
        st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]).filter(lambda j: j >= (before or 0))
    )
    present, after = judge_sub_criterion(given_levels), judge_sub_criterion({**given_levels, code: raised})
    assert after.points >= present.points
    assert list(LABELS).index(after.level) >= list(LABELS).index(present.level)


@given(sub_criteria)
def test_the_label_agrees_with_the_thresholds_and_the_levels_that_are_whole(given_levels):
    judged = judge_sub_criterion(given_levels)
    assert 0 <= judged.points <= 500
    by_points = None if judged.points < 300 else "B" if judged.points < 400 else "A" if judged.points < 500 else "S"
    whole = [code for at, code in enumerate(LEVELS) if all(judged.fractions[each] == 1 for each in LEVELS[: at + 1])]
    assert judged.level == by_points == (whole[-1] if whole else None)
    assert judged.label == LABELS[by_points]


@given(sub_criteria, st.randoms(use_true_random=False))
def test_the_order_of_checkpoints_in_a_level_changes_nothing(given_levels, random):
    shuffled = {code: random.sample(judged, len(judged)) for code, judged in given_levels.items()}
    assert judge_sub_criterion(shuffled) == judge_sub_criterion(given_levels)


@given(indicators(), shortfalls, st.randoms(use_true_random=False))
def test_the_order_of_the_indicators_changes_nothing(many, shortfall, random):
    shuffled = random.sample(many, len(many))
    judged = judge_dimension(many, TOPICS, YEAR, shortfall=shortfall)
    assert judge_dimension(shuffled, TOPICS, YEAR, shortfall=shortfall) == judged
    assert 0 <= judged.points <= 500
    assert all(0 <= each.points <= 500 for topic in judged.subtopics for each in topic.indicators)


@given(indicators(), shortfalls)
def test_a_dimension_is_0_while_a_required_sub_topic_is_empty_and_else_the_mean(many, shortfall):
    judged = judge_dimension(many, TOPICS, YEAR, shortfall=shortfall)
    held = {each.area for each in many if any(year <= YEAR for year in each.values)}
    assert judged.missing == tuple(code for code in "13" if code not in held)
    means = [each.points for each in judged.subtopics if each.points is not None]
    assert judged.points == (0 if judged.missing else sum(means) / len(means))


@given(numbers, positive, gains, shortfalls)
def test_lowering_a_target_never_lowers_the_points_where_higher_is_better(value, target, by, shortfall):
    """Among targets above 0; at 0 the percent ends, and with it all above 300 (scoring.md 3)."""
    lower = target - by
    if lower <= 0:
        return
    before = score_indicator(one("higher", value, target), YEAR, shortfall=shortfall)
    assert score_indicator(one("higher", value, lower), YEAR, shortfall=shortfall).points >= before.points


@given(numbers, positive, gains, shortfalls)
def test_raising_a_target_never_lowers_the_points_where_lower_is_better(value, target, by, shortfall):
    before = score_indicator(one("lower", value, target), YEAR, shortfall=shortfall)
    assert score_indicator(one("lower", value, target + by), YEAR, shortfall=shortfall).points >= before.points


@given(directions, numbers, numbers, gains, shortfalls)
def test_a_better_value_never_lowers_the_points(direction, value, target, by, shortfall):
    better = value + by if direction == "higher" else value - by
    before = score_indicator(one(direction, value, target), YEAR, shortfall=shortfall)
    assert score_indicator(one(direction, better, target), YEAR, shortfall=shortfall).points >= before.points


@given(indicators(), shortfalls, st.integers(-6, 9))
def test_a_power_of_ten_changes_no_points(many, shortfall, power):
    def scaled(figures):
        return {year: figure.scaleb(power) for year, figure in figures.items()}

    other = [replace(each, values=scaled(each.values), targets=scaled(each.targets)) for each in many]
    before = judge_dimension(many, TOPICS, YEAR, shortfall=shortfall)
    after = judge_dimension(other, TOPICS, YEAR, shortfall=shortfall)
    assert (after.points, after.missing, after.reason) == (before.points, before.missing, before.reason)
    assert [topic.points for topic in after.subtopics] == [topic.points for topic in before.subtopics]


@given(directions, numbers, numbers)
def test_points_agree_with_the_achievement_and_the_attainment_of_section_2(direction, value, target):
    facts = judge_indicator(one(direction, value, target), YEAR)
    reached = score_indicator(one(direction, value, target), YEAR, shortfall="zero").points
    assert (reached >= 300) is facts.attained
    if facts.achievement is not None:
        expected = 500 if facts.achievement > 105 else 400 if facts.achievement > 101 else 300
        assert reached == (expected if facts.achievement >= 100 else 0)


@given(indicators(), shortfalls)
def test_years_after_the_assessment_s_and_before_the_current_change_nothing(many, shortfall):
    def only(figures, year):
        return {year: figures[year]} if year in figures else {}

    cut = []
    for each in many:
        current = max((year for year in each.values if year <= YEAR), default=None)
        cut.append(replace(each, values=only(each.values, current), targets=only(each.targets, current)))
    before = judge_dimension(many, TOPICS, YEAR, shortfall=shortfall)
    after = judge_dimension(cut, TOPICS, YEAR, shortfall=shortfall)
    assert (after.points, after.missing) == (before.points, before.missing)
    assert [topic.points for topic in after.subtopics] == [topic.points for topic in before.subtopics]


@given(st.lists(points, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_a_mean_lies_between_its_parts_and_their_order_changes_nothing(parts, random):
    totals = [Total(each, Fraction(500)) for each in parts]
    mean = averaged(totals)
    assert min(parts) <= mean.points <= max(parts)
    assert averaged(random.sample(totals, len(totals))) == mean
    assert 0 <= system_figure(mean.points) <= 4


@given(st.fractions(min_value=-500, max_value=500, max_denominator=700), st.integers(0, 4))
def test_a_rounded_fraction_is_never_further_than_half_a_step(number, places):
    step = Fraction(1, 10**places)
    off = Fraction(rounded(number, places)) - number
    assert abs(off) <= step / 2
    assert rounded(-number, places) == -rounded(number, places)


@given(st.decimals(min_value=-500, max_value=500, places=4, allow_nan=False))
def test_a_fraction_rounds_as_the_decimal_that_it_equals(number):
    assert str(rounded_points(Fraction(number))) == str(rounded_points(number))


@given(sub_criteria)
def test_the_next_level_lifts_the_label_by_raises_of_one_level_and_gains(given_levels):
    step = next_level(LevelCandidate("1.1", given_levels))
    if step is None:
        assert judge_sub_criterion(given_levels).level == "S"
        return
    assert list(LABELS).index(step.wanted.level) > list(LABELS).index(step.present.level)
    assert len({each.level for each in step.raises}) == 1
    assert step.gain > 0
    assert step.steps == sum((1 - (each.present or 0)) * 2 for each in step.raises)


@given(st.lists(sub_criteria, max_size=8))
def test_the_price_list_falls(many):
    steps = level_price_list(LevelCandidate(f"{at}", each) for at, each in enumerate(many))
    rates = [step.gain_per_step for step in steps]
    assert rates == sorted(rates, reverse=True)
    assert len(steps) == sum(judge_sub_criterion(each).level != "S" for each in many)
