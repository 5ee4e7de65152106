"""LeTCI from indicators (scoring.md 2 and 6), every row computed by hand."""

from decimal import Decimal

import pytest

from assessments.scoring.process import Suggestion
from assessments.scoring.results import judge_indicator, judge_item
from assessments.scoring.totals import item_points, rounded_percent
from tests.assessments.scoring.indicators import figures, good, indicator, run

# attained and achievement


@pytest.mark.parametrize(
    ("direction", "value", "target", "attained", "achievement"),
    [
        pytest.param("higher", "88", "85", True, "103.53", id="88/85 = 1.03529"),
        pytest.param("higher", "85", "85", True, "100.00", id="equal is attained"),
        pytest.param("higher", "84.99", "85", False, "99.99", id="84.99/85 = 0.99988"),
        pytest.param("lower", "14", "10", False, "60.00", id="2 - 1.4 = 0.6"),
        pytest.param("lower", "10", "10", True, "100.00", id="equal is attained, lower"),
        pytest.param("lower", "14", "15", True, "106.67", id="2 - 14/15 = 1.06667"),
        pytest.param("lower", "25", "10", False, "-50.00", id="2 - 2.5 = -0.5, not cut at 0 here"),
        pytest.param("lower", "0", "10", True, "200.00", id="zero is a value: 2 - 0"),
        pytest.param("higher", "0", "10", False, "0.00", id="zero is a value: 0/10"),
        pytest.param("higher", "0", "0", True, None, id="target 0: attained, achievement blank"),
        pytest.param("lower", "0", "0", True, None, id="target 0, lower: attained, blank"),
        pytest.param("lower", "1", "0", False, None, id="target 0, lower, one accident"),
        pytest.param("higher", "-3", "-5", True, None, id="negative target: -3 >= -5, blank"),
        pytest.param("higher", "-5", "10", False, "-50.00", id="negative value: -5/10"),
        pytest.param("higher", "1", "3", False, "33.33", id="a third"),
        pytest.param("higher", "2", "3", False, "66.67", id="two thirds"),
        pytest.param("higher", "200.01", "200", True, "100.01", id="100.005 rounds half up"),
        pytest.param("lower", "199.99", "200", True, "100.01", id="2 - 0.99995 = 1.00005, half up"),
        pytest.param("higher", "999999999.999999", "0.000001", True, "99999999999999900.00", id="15 digits stay exact"),
        pytest.param("higher", "88", None, False, None, id="no target: not attained"),
    ],
)
def test_attained_and_achievement(direction, value, target, attained, achievement):
    targets = {} if target is None else {2569: Decimal(target)}
    judged = judge_indicator(indicator(direction=direction, values={2569: Decimal(value)}, targets=targets), 2569)
    shown = None if judged.achievement is None else str(rounded_percent(judged.achievement))
    assert (judged.attained, shown) == (attained, achievement)


def test_the_target_of_another_year_is_not_used():
    judged = judge_indicator(indicator(values=run("88"), targets=figures(y2568="10", y2570="10")), 2569)
    assert (judged.target, judged.attained, judged.achievement) == (None, False, None)


# current


@pytest.mark.parametrize(
    ("values", "current"),
    [
        pytest.param(figures(y2567="1", y2569="3"), 2569, id="the assessment's year"),
        pytest.param(figures(y2567="1", y2568="2"), 2568, id="the latest before it"),
        pytest.param(figures(y2560="1"), 2560, id="no limit of age"),
        pytest.param(figures(y2568="2", y2570="9"), 2568, id="a later year is a projection"),
        pytest.param(figures(y2570="9"), None, id="only a projection: no value"),
        pytest.param({}, None, id="no value at all"),
        pytest.param(figures(y2569="0"), 2569, id="zero is a value"),
    ],
)
def test_current_year(values, current):
    judged = judge_indicator(indicator(values=values), 2569)
    assert judged.current == current
    assert judged.value == (None if current is None else values[current])


# trend


@pytest.mark.parametrize(
    ("direction", "values", "targets", "trend"),
    [
        pytest.param("higher", run("80", "84", "88"), {}, "beneficial", id="slopes 4 4 4"),
        pytest.param("lower", run("12", "15", "14"), {}, "adverse", id="slopes 3 -1 1, median 1, lower: -1"),
        pytest.param("higher", run("12", "15", "14"), {}, "beneficial", id="the same, higher: +1"),
        pytest.param("higher", run("84", "88"), {}, "none", id="two years"),
        pytest.param("higher", run("80", None, "84", "88"), {}, "none", id="a gap leaves two years"),
        pytest.param("higher", run("99", None, "80", "84", "88"), {}, "beneficial", id="three years after a gap"),
        pytest.param("higher", {}, {}, "none", id="no value"),
        pytest.param(
            "higher", run("90", "1", "2", "3", "4", "5"), {}, "beneficial", id="six years: only the last five"
        ),
        pytest.param(
            "higher",
            run("5", "5", "5", "5", "5", "5"),
            run("5", "5", "5", "5", "5"),
            "beneficial",
            id="flat, five targets met; the sixth year is not asked",
        ),
        pytest.param("higher", run("10", "12", "11", "11"), {}, "beneficial", id="-1 -1/2 0 1/3 1/2 2: median 1/6"),
        pytest.param("higher", run("10", "9", "11", "10"), {}, "beneficial", id="-1 -1 0 1/2 1/2 2: median 1/4"),
        pytest.param("higher", run("0", "2", "1", "0"), {}, "adverse", id="-1 -1 -1 0 1/2 2: median -1/2"),
        pytest.param(
            "higher", run("0", "4", "3", "2"), {}, "adverse", id="-1 -1 -1 2/3 3/2 4: median -1/6; undivided +1/2"
        ),
        pytest.param("higher", run("0", "1", "1", "0"), {}, "flat", id="-1 -1/2 0 0 1/2 1: median 0"),
        pytest.param(
            "higher",
            run("10", "11", "12", "13", "0"),
            {},
            "beneficial",
            id="-13 -6 -11/3 -5/2 1x6: median 1; least squares would say -1.8",
        ),
        pytest.param("higher", run("5", "7", "5"), {}, "flat", id="slopes 2 0 -2, no targets"),
        pytest.param("higher", run("5", "7", "5"), run("5", "5", "5"), "beneficial", id="slope 0, every target met"),
        pytest.param("higher", run("5", "7", "5"), run("5", "8", "5"), "flat", id="slope 0, one target missed"),
        pytest.param("higher", run("5", "5", "5"), run("5", None, "5"), "flat", id="slope 0, one year without target"),
        pytest.param("lower", run("0", "0", "0"), run("0", "0", "0"), "beneficial", id="zero accidents, three years"),
        pytest.param("lower", run("5", "5", "5"), run("5", "4", "5"), "flat", id="lower, one target missed"),
        pytest.param("higher", run("-3", "-2", "-1"), {}, "beneficial", id="negative values rise"),
        pytest.param("lower", run("28", "26", "21", "18", "14"), {}, "beneficial", id="days fall every year"),
        pytest.param(
            "higher",
            run("80", "84", "88", "10", last=2570),
            {},
            "beneficial",
            id="a projection of 2570 is not looked at",
        ),
        pytest.param(
            "higher", run("1", "2", "3", last=2567), {}, "beneficial", id="the run ends at the current year 2567"
        ),
        pytest.param(
            "higher", run("0", "0.000001", "0.000001", "0"), {}, "flat", id="tiny thirds cancel exactly: median 0"
        ),
    ],
)
def test_trend(direction, values, targets, trend):
    assert judge_indicator(indicator(direction=direction, values=values, targets=targets), 2569).trend == trend


def test_the_trend_window_is_told():
    judged = judge_indicator(indicator(values=run("1", "2", "3", "4", "5", "6", "7")), 2569)
    assert judged.window == (2565, 2566, 2567, 2568, 2569)


# ahead


@pytest.mark.parametrize(
    ("direction", "value", "comparator", "ahead"),
    [
        pytest.param("higher", "88", {2569: "86"}, True, id="better"),
        pytest.param("higher", "86", {2569: "86"}, True, id="at least as good: equal"),
        pytest.param("higher", "85", {2569: "86"}, False, id="worse"),
        pytest.param("lower", "85", {2569: "86"}, True, id="lower and better"),
        pytest.param("lower", "88", {2569: "86"}, False, id="lower and worse"),
        pytest.param("lower", "0", {2569: "0"}, True, id="zero against zero"),
        pytest.param("higher", "88", {2568: "1", 2570: "1"}, False, id="a comparator of another year is not used"),
        pytest.param("higher", "88", {}, False, id="no comparator"),
    ],
)
def test_ahead(direction, value, comparator, ahead):
    other = {year: Decimal(figure) for year, figure in comparator.items()}
    judged = judge_indicator(indicator(direction=direction, values={2569: Decimal(value)}, comparator=other), 2569)
    assert judged.ahead is ahead


def test_without_a_value_nothing_is_attained_and_nobody_is_ahead():
    judged = judge_indicator(indicator(targets=figures(y2569="1"), comparator=figures(y2569="1")), 2569)
    assert (judged.attained, judged.ahead, judged.trend, judged.achievement) == (False, False, "none", None)
    assert (judged.target, judged.comparator_value) == (None, None)


# the item


def test_worked_example_of_item_7_2(scale):
    """scoring.md 6: each factor 1/2, so 3 3 3 3; 60 % of 70 = 42.00; achievement 103.53 and 60.00."""
    first = indicator(
        "7.2-01",
        values=figures(y2567="80", y2568="84", y2569="88"),
        targets=figures(y2567="80", y2568="82", y2569="85"),
        comparator=figures(y2569="86"),
    )
    second = indicator(
        "7.2-02",
        "ข",
        direction="lower",
        importance="supporting",
        values=figures(y2567="12", y2568="15", y2569="14"),
        targets=figures(y2569="10"),
    )
    judged = judge_item([second, first], ["ก", "ข"], 2569, scale)
    assert {name: factor.value for name, factor in judged.factors.items()} == {"Le": 3, "T": 3, "C": 3, "I": 3}
    assert {factor.share for factor in judged.factors.values()} == {Decimal("0.5")}
    assert judged.suggestion == Suggestion(band=3, percent=60)
    assert item_points(judged.suggestion.percent, Decimal(70)) == Decimal("42.00")
    one, two = judged.indicators
    assert (one.code, one.attained, one.trend, one.ahead) == ("7.2-01", True, "beneficial", True)
    assert (two.code, two.attained, two.trend, two.ahead) == ("7.2-02", False, "adverse", False)
    assert [str(rounded_percent(each.achievement)) for each in judged.indicators] == ["103.53", "60.00"]


def values_of(judged):
    return tuple(factor.value for factor in judged.factors.values())


@pytest.mark.parametrize(
    ("indicators", "areas", "factors", "percent"),
    [
        pytest.param([], ["ก", "ข"], (0, 0, 0, 0), 0, id="N = 0: all 0"),
        pytest.param([], [], (0, 0, 0, 0), 0, id="N = 0 and every area not applicable: all 0"),
        pytest.param([indicator()], ["ก"], (0, 0, 0, 0), 0, id="a key indicator without a value holds no area"),
        pytest.param(
            [indicator(values=run("5"))], ["ก"], (0, 0, 0, 5), 5, id="one key value alone: I 1/1; 2nd 0, 1 above, 5"
        ),
        pytest.param(
            [good("a", importance="key"), good("b", area="ข", importance="key")],
            ["ก", "ข"],
            (5, 5, 5, 5),
            95,
            id="everything: 2/2 four times",
        ),
        pytest.param(
            [good("a"), good("b")], ["ก"], (5, 5, 5, 0), 25, id="no key indicator: I 0; min+1 1, 3 above 1 below"
        ),
        pytest.param(
            [
                good("a", importance="key"),
                good("b", ahead=False),
                good("c", trend=False, ahead=False),
                good("d", attained=False, trend=False, ahead=False),
            ],
            ["ก"],
            (4, 3, 2, 5),
            60,
            id="Le 3/4 4, T 2/4 3, C 1/4 2, I 1/1 5: 2nd 3, min+1 3, 2 above 1 below, round(2.25) = 2",
        ),
        pytest.param(
            [good("a", importance="key"), indicator("b"), indicator("c")],
            ["ก", "ข", "ค"],
            (2, 2, 2, 2),
            40,
            id="1/3 each: without a value they stay in every N, and three areas in I",
        ),
        pytest.param(
            [good("a", importance="key"), *(good(f"b{n}", attained=False) for n in range(4))],
            ["ก"],
            (1, 5, 5, 5),
            45,
            id="Le 1/5 = 0.20: 1; 2nd 5, min+1 2, 3 above 1 below",
        ),
        pytest.param(
            [good("a", importance="key"), good("b", area="ข", importance="key", last=2567)],
            ["ก", "ข"],
            (5, 5, 5, 5),
            95,
            id="an old current year counts in full",
        ),
        pytest.param(
            [good("a", importance="key", last=2570)],
            ["ก"],
            (0, 0, 0, 5),
            5,
            id="last value 2570 is a projection: current 2569 has no target, 2 years; the key value holds the area",
        ),
    ],
)
def test_item_factors_and_percent(scale, indicators, areas, factors, percent):
    judged = judge_item(indicators, areas, 2569, scale)
    assert (values_of(judged), judged.suggestion.percent) == (factors, percent)


def test_an_area_that_is_not_applicable_leaves_the_denominator(scale):
    """One of two areas held: 1/2 is 3; the empty one left out by the caller: 1/1 is 5."""
    indicators = [good("a", importance="key")]
    assert judge_item(indicators, ["ก", "ข"], 2569, scale).factors["I"].value == 3
    assert judge_item(indicators, ["ก"], 2569, scale).factors["I"].value == 5


def test_an_area_counts_with_the_latest_year_of_its_key_indicators(scale):
    indicators = [good("a", importance="key", last=2567), good("b", importance="key", last=2568)]
    reason = judge_item(indicators, ["ก"], 2569, scale).factors["I"].reason
    assert reason == "1 จาก 1 ประเด็นมีตัวชี้วัดหลักที่มีผลรายงาน (ปี 2568: 1)"


def test_two_key_indicators_hold_one_area_once(scale):
    held = judge_item([good("a", importance="key"), good("b", importance="key")], ["ก", "ข"], 2569, scale).factors["I"]
    assert (held.numerator, held.denominator, held.value) == (1, 2, 3)


def test_an_indicator_of_another_item_s_area_is_refused(scale):
    with pytest.raises(ValueError, match="area ค is not of this item"):
        judge_item([good("a", area="ค")], ["ก", "ข"], 2569, scale)


def test_a_code_given_twice_is_refused(scale):
    with pytest.raises(ValueError, match="twice"):
        judge_item([good("a"), good("a")], ["ก"], 2569, scale)


@pytest.mark.parametrize(
    "fault",
    [
        {"direction": "up"},
        {"importance": "main"},
        {"values": {2569: 88}},
        {"values": {2569: 88.5}},
        {"values": {2569: None}},
        {"targets": {2569: Decimal("NaN")}},
        {"comparator": {2569: Decimal("Infinity")}},
    ],
    ids=str,
)
def test_an_indicator_that_cannot_be_judged_is_refused(fault):
    with pytest.raises(ValueError, match=r"7\.2-01"):
        indicator(**fault)
