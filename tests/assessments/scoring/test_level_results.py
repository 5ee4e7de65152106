"""Results dimensions of the scheme `levels` (scoring.md 3), every row computed by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.level_results import Subtopic, dimension_total, judge_dimension, score_indicator
from assessments.scoring.totals import Total, rounded_points
from tests.assessments.scoring.indicators import figures, indicator, run

YEAR = 2569


def subtopics(required):
    """The five sub-topics of a dimension, with the required ones by number."""
    return [Subtopic(code, code in required) for code in "12345"]


def at(code, area, percent):
    """An indicator with target 100 in 2569, so that its value is its percent; None: it has no value."""
    values = {} if percent is None else {YEAR: Decimal(percent)}
    return indicator(code, area, values=values, targets={YEAR: Decimal(100)})


def judge(required, *given):
    """Indicators given as (sub-topic, percent); the codes follow their order."""
    indicators = [at(f"7.1-{place:02}", area, percent) for place, (area, percent) in enumerate(given)]
    return judge_dimension(indicators, subtopics(required), YEAR, shortfall="proportional")


# one indicator


@pytest.mark.parametrize(
    ("direction", "value", "target", "proportional", "zero", "shown"),
    [
        pytest.param("higher", "100", "100", "300", "300", "300.00", id="p 100 exactly: 300"),
        pytest.param("higher", "101", "100", "300", "300", "300.00", id="p 101 exactly: still 300"),
        pytest.param("higher", "101.004", "100", "400", "400", "400.00", id="p 101.004 prints as 101.00: 400"),
        pytest.param("higher", "101000000.000001", "100000000", "400", "400", "400.00", id="p 101 + 10^-12: 400"),
        pytest.param("higher", "88", "85", "400", "400", "400.00", id="p 88/85 = 103.53: 400"),
        pytest.param("higher", "105", "100", "400", "400", "400.00", id="p 105 exactly: still 400"),
        pytest.param("higher", "105.0001", "100", "500", "500", "500.00", id="p 105.0001: 500"),
        pytest.param("higher", "200", "100", "500", "500", "500.00", id="p 200: 500"),
        pytest.param("higher", "999999999.999999", "0.000001", "500", "500", "500.00", id="the largest p of 15 digits"),
        pytest.param("higher", "99.99", "100", "299.97", "0", "299.97", id="p 99.99: 299.97, or 0"),
        pytest.param("higher", "99.999999", "100", "299.999997", "0", "300.00", id="p 99.999999 prints 300, or 0"),
        pytest.param("higher", "1", "3", "100", "0", "100.00", id="p 1/3: exactly 100"),
        pytest.param("higher", "2", "3", "200", "0", "200.00", id="p 2/3: exactly 200"),
        pytest.param("higher", "1", "7", "300/7", "0", "42.86", id="p 1/7: 42.857"),
        pytest.param("higher", "60", "90", "200", "0", "200.00", id="p 60/90 = 2/3: 200"),
        pytest.param("higher", "33.5", "100", "100.5", "0", "100.50", id="p 33.5: 100.5 points, not judged as 100.5 %"),
        pytest.param("higher", "34", "100", "102", "0", "102.00", id="p 34: 102 points, not judged as 102 %"),
        pytest.param("higher", "36", "100", "108", "0", "108.00", id="p 36: 108 points, not judged as 108 %"),
        pytest.param("higher", "0", "10", "0", "0", "0.00", id="0 is a value: p 0"),
        pytest.param("higher", "-5", "10", "0", "0", "0.00", id="p -50 is not below 0: 0"),
        pytest.param("lower", "10", "10", "300", "300", "300.00", id="lower, p 2 - 1 = 100: 300"),
        pytest.param("lower", "9.9", "10", "300", "300", "300.00", id="lower, p 2 - 0.99 = 101: 300"),
        pytest.param("lower", "9.8996", "10", "400", "400", "400.00", id="lower, p 2 - 0.98996 = 101.004: 400"),
        pytest.param("lower", "9.5", "10", "400", "400", "400.00", id="lower, p 2 - 0.95 = 105: 400"),
        pytest.param("lower", "9.49999", "10", "500", "500", "500.00", id="lower, p 2 - 0.949999 = 105.0001: 500"),
        pytest.param("lower", "0", "10", "500", "500", "500.00", id="lower, 0 is a value: p 200"),
        pytest.param("lower", "14", "10", "180", "0", "180.00", id="lower, p 2 - 1.4 = 60: 180, or 0"),
        pytest.param("lower", "4", "3", "200", "0", "200.00", id="lower, p 2 - 4/3 = 2/3: exactly 200"),
        pytest.param("lower", "20", "10", "0", "0", "0.00", id="lower, p 2 - 2 = 0"),
        pytest.param("lower", "25", "10", "0", "0", "0.00", id="lower, p 2 - 2.5 = -50: 0"),
        pytest.param("lower", "-10", "10", "500", "500", "500.00", id="lower, p 2 + 1 = 300: 500"),
        pytest.param("higher", "0", "0", "300", "300", "300.00", id="target 0, attained: 300"),
        pytest.param("higher", "1000", "0", "300", "300", "300.00", id="target 0, far beyond: no more than 300"),
        pytest.param("higher", "-1", "0", "0", "0", "0.00", id="target 0, missed: 0"),
        pytest.param("lower", "0", "0", "300", "300", "300.00", id="lower, no accident, target 0: 300"),
        pytest.param("lower", "1", "0", "0", "0", "0.00", id="lower, one accident, target 0: 0"),
        pytest.param("higher", "-3", "-5", "300", "300", "300.00", id="target -5, -3 attains it: 300"),
        pytest.param("higher", "-6", "-5", "0", "0", "0.00", id="target -5, -6 misses it: 0"),
        pytest.param("lower", "-6", "-5", "300", "300", "300.00", id="lower, target -5, -6 attains it: 300"),
        pytest.param("higher", "88", None, "0", "0", "0.00", id="no target: 0"),
        pytest.param("lower", "0", None, "0", "0", "0.00", id="lower, no target: 0"),
        pytest.param("higher", None, "85", "0", "0", "0.00", id="no value: 0"),
        pytest.param("lower", None, "0", "0", "0", "0.00", id="lower, no value against target 0: 0"),
    ],
)
def test_points_of_an_indicator(direction, value, target, proportional, zero, shown):
    values = {} if value is None else {YEAR: Decimal(value)}
    targets = {} if target is None else {YEAR: Decimal(target)}
    given = indicator(direction=direction, values=values, targets=targets)
    scored = score_indicator(given, YEAR, shortfall="proportional")
    assert scored.points == Fraction(proportional)
    assert str(rounded_points(scored.points)) == shown
    assert score_indicator(given, YEAR, shortfall="zero").points == Fraction(zero)


@pytest.mark.parametrize(
    ("values", "targets", "points"),
    [
        pytest.param(figures(y2567="90"), figures(y2567="100"), 270, id="an old current year counts: p 90"),
        pytest.param(figures(y2568="90"), figures(y2569="90"), 0, id="current 2568 has no target of its own year"),
        pytest.param(figures(y2569="90", y2570="999"), figures(y2569="100", y2570="1"), 270, id="2570 is a projection"),
        pytest.param(figures(y2570="90"), figures(y2570="90"), 0, id="only a projection: no value"),
        pytest.param(figures(y2568="1", y2569="90"), figures(y2568="1", y2569="100"), 270, id="2568 is left alone"),
    ],
)
def test_the_year_of_an_indicator(values, targets, points):
    assert score_indicator(indicator(values=values, targets=targets), YEAR, shortfall="proportional").points == points


def test_another_year_is_scored_from_its_own_figures():
    """2568: 80/80 = 100, 300; 2569: 88/80 = 110, 500. Taking away 2569 leaves 2568 as it was."""
    both = indicator(values=figures(y2568="80", y2569="88"), targets=figures(y2568="80", y2569="80"))
    one = indicator(values=figures(y2568="80"), targets=figures(y2568="80"))
    assert [score_indicator(both, year, shortfall="zero").points for year in (2568, 2569)] == [300, 500]
    assert score_indicator(both, 2568, shortfall="zero") == score_indicator(one, 2568, shortfall="zero")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param(
            indicator(values=run("88"), targets=run("85")),
            "ปี 2569 ได้ 88 เป้าหมาย 85 บรรลุเป้าหมาย ร้อยละ 103.53 เกิน 101 แต่ไม่เกิน 105 ได้ 400 คะแนน",
            id="400",
        ),
        pytest.param(
            indicator(values=run("110"), targets=run("100")),
            "ปี 2569 ได้ 110 เป้าหมาย 100 บรรลุเป้าหมาย ร้อยละ 110.00 เกิน 105 ได้ 500 คะแนน",
            id="500",
        ),
        pytest.param(
            indicator(values=run("100"), targets=run("100")),
            "ปี 2569 ได้ 100 เป้าหมาย 100 บรรลุเป้าหมาย ร้อยละ 100.00 อยู่ระหว่าง 100 ถึง 101 ได้ 300 คะแนน",
            id="300",
        ),
        pytest.param(
            indicator(values=run("1"), targets=run("7")),
            "ปี 2569 ได้ 1 เป้าหมาย 7 ไม่บรรลุเป้าหมาย ร้อยละ 14.29 ไม่ถึง 100 ได้ตามส่วนของ 300 คือ 42.86 คะแนน",
            id="a part of 300",
        ),
        pytest.param(
            indicator(values=run("101.004"), targets=run("100")),
            "ปี 2569 ได้ 101.004 เป้าหมาย 100 บรรลุเป้าหมาย ร้อยละ 101.00 (เทียบก่อนปัดเศษ) เกิน 101 แต่ไม่เกิน 105 ได้ 400 คะแนน",
            id="101.004 is shown as a limit that it is not",
        ),
        pytest.param(
            indicator(values=run("105"), targets=run("100")),
            "ปี 2569 ได้ 105 เป้าหมาย 100 บรรลุเป้าหมาย ร้อยละ 105.00 เกิน 101 แต่ไม่เกิน 105 ได้ 400 คะแนน",
            id="105 is the limit itself",
        ),
        pytest.param(
            indicator(direction="lower", values=run("25"), targets=run("10")),
            "ปี 2569 ได้ 25 เป้าหมาย 10 ไม่บรรลุเป้าหมาย ร้อยละ -50.00 ไม่ถึง 100 จึงได้ 0 คะแนน",
            id="below 0",
        ),
        pytest.param(
            indicator(direction="lower", values=run("0"), targets=run("0")),
            "ปี 2569 ได้ 0 เป้าหมาย 0 บรรลุเป้าหมาย เป้าหมายไม่มากกว่า 0 จึงไม่คิดเป็นร้อยละ ได้ 300 คะแนน",
            id="target 0",
        ),
        pytest.param(indicator(values=run("5")), "ปี 2569 ได้ 5 ยังไม่มีเป้าหมาย จึงได้ 0 คะแนน", id="no target"),
        pytest.param(indicator(targets=run("5")), "ยังไม่มีค่า จึงได้ 0 คะแนน", id="no value"),
    ],
)
def test_the_reason_of_an_indicator(given, reason):
    assert score_indicator(given, YEAR, shortfall="proportional").reason == reason


@pytest.mark.parametrize("shortfall", ["", "half", None])
def test_an_unknown_shortfall_rule_is_refused(shortfall):
    with pytest.raises(ValueError, match="shortfall"):
        score_indicator(indicator(), YEAR, shortfall=shortfall)


# the dimension


@pytest.mark.parametrize(
    ("required", "given", "points", "missing"),
    [
        pytest.param("13", [], "0", "13", id="no indicator: 0"),
        pytest.param("", [], "0", "", id="no indicator and nothing required: 0"),
        pytest.param("14", [("1", "110"), ("4", "103")], "450", "", id="7.1 scores: (500 + 400) / 2"),
        pytest.param("12", [("1", "100"), ("2", "60")], "240", "", id="7.2: (300 + 180) / 2"),
        pytest.param("1", [("1", "100")], "300", "", id="7.5: one required sub-topic alone, 300"),
        pytest.param("13", [("1", "110")], "0", "3", id="7.6: the second required one is looked at too"),
        pytest.param("13", [("3", "110")], "0", "1", id="7.6: and the first"),
        pytest.param("13", [("1", "100"), ("3", "103")], "350", "", id="7.6: both there, (300 + 400) / 2"),
        pytest.param("13", [("2", "110"), ("4", "110"), ("5", "110")], "0", "13", id="others do not stand in for them"),
        pytest.param("13", [("1", "100"), ("3", "103"), ("5", "60")], "880/3", "", id="(300 + 400 + 180) / 3"),
        pytest.param(
            "13", [("1", "100"), ("1", "110"), ("3", "103")], "400", "", id="1: (300 + 500) / 2; (400 + 400) / 2"
        ),
        pytest.param(
            "13",
            [("1", "110"), ("1", "110"), ("1", "110"), ("3", "100")],
            "400",
            "",
            id="(500 + 300) / 2: sub-topics weigh alike, whatever they hold",
        ),
        pytest.param(
            "13", [("1", None), ("3", "100")], "0", "1", id="required, its indicator without a value: missing"
        ),
        pytest.param(
            "13", [("1", None), ("1", "103"), ("3", "100")], "250", "", id="1: (0 + 400) / 2; (200 + 300) / 2"
        ),
        pytest.param("13", [("1", "0"), ("3", "100")], "150", "", id="0 is a value and meets it: (0 + 300) / 2"),
        pytest.param(
            "13", [("1", "100"), ("2", None), ("3", "100")], "200", "", id="optional without value counts: 600 / 3"
        ),
        pytest.param(
            "1", [("1", "100"), ("2", "103"), ("3", "110"), ("4", "60"), ("5", "0")], "276", "", id="1380 / 5 = 276"
        ),
        pytest.param("", [("2", "103")], "400", "", id="nothing required: the mean of what is there"),
        pytest.param(
            "12",
            [("1", "100"), ("1", "100"), ("1", "103"), ("2", "103"), ("2", "103"), ("2", "100")],
            "350",
            "",
            id="1000/3 and 1100/3: exactly 350",
        ),
        pytest.param(
            "1",
            [("1", "100"), ("1", "100"), ("1", "103"), ("5", "103"), ("5", "100"), ("5", "100")],
            "1000/3",
            "",
            id="two equal means of 1000/3 stay 1000/3",
        ),
        pytest.param("12345", [(code, "110") for code in "12345"], "500", "", id="everything: 500"),
        pytest.param("12345", [(code, "110") for code in "1234"], "0", "5", id="the last required one is missing"),
    ],
)
def test_points_of_a_dimension(required, given, points, missing):
    judged = judge(required, *given)
    assert (judged.points, "".join(judged.missing)) == (Fraction(points), missing)


def test_a_value_without_target_meets_a_required_sub_topic_and_scores_0():
    """(0 + 300) / 2 = 150."""
    given = [indicator("a", "1", values=run("5")), at("b", "3", "100")]
    judged = judge_dimension(given, subtopics("13"), YEAR, shortfall="zero")
    assert (judged.points, judged.missing) == (150, ())


def test_a_projection_does_not_meet_a_required_sub_topic():
    given = [indicator("a", "1", values=figures(y2570="5"), targets=figures(y2570="5")), at("b", "3", "100")]
    assert judge_dimension(given, subtopics("13"), YEAR, shortfall="zero").missing == ("1",)


def test_the_shortfall_rule_is_of_the_set():
    """60 % is 180 or 0; with 300 beside it the mean is 240 or 150."""
    given = [at("a", "1", "60"), at("b", "2", "100")]
    rules = ("proportional", "zero")
    points = [judge_dimension(given, subtopics("12"), YEAR, shortfall=rule).points for rule in rules]
    assert points == [240, 150]


def test_sub_topics_are_told_in_their_order_with_indicators_by_code():
    """1: (400 + 180) / 2 = 290; 2 holds one without a value; 3 to 5 hold none."""
    given = [at("c", "2", None), at("b", "1", "60"), at("a", "1", "103")]
    judged = judge_dimension(given, subtopics("1"), YEAR, shortfall="proportional")
    rows = [(each.code, each.required, each.points, each.met, len(each.indicators)) for each in judged.subtopics]
    assert rows == [
        ("1", True, 290, True, 2),
        ("2", False, 0, False, 1),
        ("3", False, None, False, 0),
        ("4", False, None, False, 0),
        ("5", False, None, False, 0),
    ]
    first = judged.subtopics[0].indicators
    assert [(each.facts.code, each.points, each.facts.attained) for each in first] == [
        ("a", 400, True),
        ("b", 180, False),
    ]


@pytest.mark.parametrize(
    ("required", "given", "reason"),
    [
        pytest.param("13", [("1", "100")], "หัวข้อย่อยที่จำเป็น (3) ยังไม่มีตัวชี้วัดที่มีผลรายงาน จึงได้ 0 คะแนน", id="3 is missing"),
        pytest.param("14", [("2", "100")], "หัวข้อย่อยที่จำเป็น (1, 4) ยังไม่มีตัวชี้วัดที่มีผลรายงาน จึงได้ 0 คะแนน", id="both are"),
        pytest.param("1", [("1", None)], "หัวข้อย่อยที่จำเป็น (1) ยังไม่มีตัวชี้วัดที่มีผลรายงาน จึงได้ 0 คะแนน", id="without a value"),
        pytest.param("1", [("1", "100"), ("4", "60")], "เฉลี่ยจาก 2 หัวข้อย่อยที่มีตัวชี้วัด (1, 4)", id="averaged"),
        pytest.param("1", [], "ยังไม่มีตัวชี้วัดในหัวข้อนี้", id="no indicator"),
    ],
)
def test_the_reason_of_a_dimension(required, given, reason):
    assert judge(required, *given).reason == reason


@pytest.mark.parametrize(
    ("confirmed", "stage", "points"),
    [
        pytest.param(True, "self", 300, id="self, confirmed"),
        pytest.param(False, "self", 300, id="self, unconfirmed: counts, provisional"),
        pytest.param(True, "review", 300, id="review, confirmed"),
        pytest.param(False, "review", 0, id="review, unconfirmed: 0"),
        pytest.param(False, "consensus", 0, id="consensus, unconfirmed: 0"),
    ],
)
def test_the_total_of_a_dimension_at_each_stage(confirmed, stage, points):
    judged = judge("1", ("1", "100"))
    total = dimension_total(judged, confirmed=confirmed, stage=stage)
    assert total == Total(Fraction(points), Fraction(500), provisional=not confirmed)


@pytest.mark.parametrize(
    ("indicators", "topics", "match"),
    [
        pytest.param([at("a", "6", "100")], subtopics("1"), "sub-topic 6 is not of this dimension", id="unknown area"),
        pytest.param(
            [at("a", "1", "1"), at("a", "2", "1")], subtopics("1"), "a: the code stands twice", id="code twice"
        ),
        pytest.param([], [Subtopic("1", True), Subtopic("1", False)], "1: the code stands twice", id="sub-topic twice"),
        pytest.param([], [], "at least one sub-topic", id="no sub-topic"),
    ],
)
def test_a_dimension_that_cannot_be_judged_is_refused(indicators, topics, match):
    with pytest.raises(ValueError, match=match):
        judge_dimension(indicators, topics, YEAR, shortfall="zero")
