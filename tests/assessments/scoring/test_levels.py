"""Sub-criteria of the scheme `levels`, their means and "ระบบราชการ X.X" (scoring.md 3 and 6), computed by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.levels import (
    MAXIMUM,
    judge_sub_criterion,
    level_of,
    needs_text,
    sub_criterion_total,
    system_figure,
)
from assessments.scoring.totals import Total, averaged, rounded_points, rounded_share, rounded_system
from tests.assessments.scoring.checkpoints import checkpoints

BELOW = "ยังไม่ผ่านระดับพื้นฐาน"


@pytest.mark.parametrize(
    ("basic", "advance", "significance", "points", "shown", "label"),
    [
        pytest.param("1 1 1", "1 1 1 0", "1", "375", "375.00", "Basic", id="example: 300 + 3/4 x 100 = 375, S waits"),
        pytest.param("1 1 1", "1 0.5 1 0.5", "1 1", "375", "375.00", "Basic", id="two halves are one: A 3/4, 375"),
        pytest.param("0 0 0", "0", "0", "0", "0.00", BELOW, id="all judged 0: 0"),
        pytest.param("- - -", "-", "-", "0", "0.00", BELOW, id="nothing answered counts 0"),
        pytest.param("0 0 0", "1 1", "1", "0", "0.00", BELOW, id="B 0: neither A nor S counts"),
        pytest.param("0.5 0 0", "0", "0", "50", "50.00", BELOW, id="B 0.5/3 = 1/6, 300/6 = 50"),
        pytest.param("1 0 0", "0", "0", "100", "100.00", BELOW, id="B 1/3, 300/3 = 100"),
        pytest.param("0.5", "0", "0", "150", "150.00", BELOW, id="B 1/2, 150"),
        pytest.param("0.5 0.5 0.5 0.5", "1", "1", "150", "150.00", BELOW, id="B 2/4, 150, whole A and S wait"),
        pytest.param("0.5 1 0.5", "1", "1", "200", "200.00", BELOW, id="B 2/3, 200"),
        pytest.param("1 - 1", "1", "1", "200", "200.00", BELOW, id="an unanswered one counts 0: B 2/3, 200"),
        pytest.param("1 1 0.5", "0", "0", "250", "250.00", BELOW, id="B 2.5/3 = 5/6, 250"),
        pytest.param("1 1 1 0.5", "1 1 1 1", "1 1", "262.5", "262.50", BELOW, id="B 3.5/4 = 7/8, 262.5"),
        pytest.param("1 1 1 1 1 0.5", "1", "1", "275", "275.00", BELOW, id="B 5.5/6 = 11/12, 275"),
        pytest.param("1 1 1 1 1 1 0.5", "1", "1", "1950/7", "278.57", BELOW, id="B 6.5/7 = 13/14, 3900/14 = 278.571"),
        pytest.param("1 1 1", "0", "0", "300", "300.00", "Basic", id="three thirds are exactly 1: 300"),
        pytest.param("1 1 1 1 1 1 1", "0", "0", "300", "300.00", "Basic", id="seven sevenths too"),
        pytest.param("1 1", "0 0", "1 1", "300", "300.00", "Basic", id="A 0: S does not count, 300"),
        pytest.param("1 1 1", "0.5 0 0", "0", "950/3", "316.67", "Basic", id="A 1/6: 300 + 16.667"),
        pytest.param("1 1 1", "1 0 0", "1 1 1", "1000/3", "333.33", "Basic", id="A 1/3: 300 + 33.333"),
        pytest.param("1", "0.5", "0", "350", "350.00", "Basic", id="A 1/2: 300 + 50"),
        pytest.param("1 1 1", "- 1", "1", "350", "350.00", "Basic", id="unanswered in A: 1/2, 350"),
        pytest.param("1.0 1.00", "0.50", "0.0", "350", "350.00", "Basic", id="zeros at the end change nothing: 350"),
        pytest.param("1 1 1", "1 1 0", "0", "1100/3", "366.67", "Basic", id="A 2/3: 300 + 66.667"),
        pytest.param("1 1", "1 1 0.5", "1", "1150/3", "383.33", "Basic", id="A 5/6: 300 + 83.333"),
        pytest.param("1 1 1 1", "1 1 1 0.5", "1 1", "387.5", "387.50", "Basic", id="A 7/8: 300 + 87.5"),
        pytest.param("1", "1", "0", "400", "400.00", "Advance", id="B and A whole: 400"),
        pytest.param("1 1 1", "1", "- -", "400", "400.00", "Advance", id="S unanswered: 400"),
        pytest.param("1 1 1", "1 1 1", "0.5 0 0", "1250/3", "416.67", "Advance", id="S 1/6: 400 + 16.667"),
        pytest.param("1 1 1", "1 1 1", "1 1 0", "1400/3", "466.67", "Advance", id="S 2/3: 400 + 66.667"),
        pytest.param("1 1 1", "1 1 1", "1 1 0.5", "1450/3", "483.33", "Advance", id="S 5/6: 400 + 83.333"),
        pytest.param("1 1 1", "1 1 1", "1 1 1", "500", "500.00", "Significance", id="300 + 100 + 100"),
        pytest.param("1", "1", "1", "500", "500.00", "Significance", id="one checkpoint in each: 500"),
    ],
)
def test_points_and_label(basic, advance, significance, points, shown, label):
    judged = judge_sub_criterion(checkpoints(basic, advance, significance))
    assert judged.points == Fraction(points)
    assert (str(rounded_points(judged.points)), judged.label) == (shown, label)


def test_fractions_are_given_of_every_level_even_where_they_do_not_count():
    """1/3, then 2.5/3 = 5/6 and 1/2: only the first counts, 100 points."""
    judged = judge_sub_criterion(checkpoints("1 0 0", "1 1 0.5", "0.5"))
    assert judged.fractions == {"B": Fraction(1, 3), "A": Fraction(5, 6), "S": Fraction(1, 2)}
    assert [str(rounded_share(share)) for share in judged.fractions.values()] == ["0.3333", "0.8333", "0.5000"]
    assert (judged.points, judged.level) == (100, None)


def test_the_levels_may_be_given_in_any_order():
    given = checkpoints("1 1", "0.5", "1")
    backwards = {"S": given["S"], "A": given["A"], "B": given["B"]}
    assert judge_sub_criterion(backwards) == judge_sub_criterion(given)
    assert list(judge_sub_criterion(backwards).fractions) == ["B", "A", "S"]


@pytest.mark.parametrize(
    ("points", "level"),
    [
        pytest.param("0", None, id="0"),
        pytest.param("299.999999", None, id="299.999999 prints as 300.00 and is below Basic"),
        pytest.param(300 - Fraction(1, 3 * 10**30), None, id="a third of 10^-30 below 300, which no Decimal sees"),
        pytest.param("300", "B", id="300 is Basic"),
        pytest.param("399.999999", "B", id="below 400"),
        pytest.param("400", "A", id="400 is Advance"),
        pytest.param("499.999999", "A", id="below 500"),
        pytest.param("500", "S", id="500 is Significance"),
    ],
)
def test_level_of_unrounded_points(points, level):
    assert level_of(Fraction(points)) == level


@pytest.mark.parametrize(
    ("basic", "advance", "significance", "confirmed"),
    [
        pytest.param("1 1 1", "0.5", "0", True, id="every checkpoint has a value"),
        pytest.param("0 0", "0", "0", True, id="0 is a value"),
        pytest.param("1 - 1", "1", "1", False, id="one of Basic is missing"),
        pytest.param("1", "1", "-", False, id="one of Significance is missing"),
        pytest.param("0", "-", "1", False, id="missing where it would not count"),
        pytest.param("-", "-", "-", False, id="all missing"),
    ],
)
def test_confirmed_when_every_checkpoint_has_a_value(basic, advance, significance, confirmed):
    judged = judge_sub_criterion(checkpoints(basic, advance, significance))
    assert judged.confirmed is confirmed
    assert sub_criterion_total(judged) == Total(judged.points, Fraction(500), provisional=not confirmed)


@pytest.mark.parametrize(
    ("basic", "advance", "significance", "reason"),
    [
        pytest.param(
            "1", "1 1 1 0", "1", "ระดับพื้นฐานครบ ระดับก้าวหน้าได้ 3 ใน 4 จึงยังไม่นับระดับพัฒนาจนเกิดผล", id="A holds S back"
        ),
        pytest.param(
            "1 1 0.5",
            "1",
            "1",
            "ระดับพื้นฐานได้ 2.5 ใน 3 จึงยังไม่นับระดับก้าวหน้าและระดับพัฒนาจนเกิดผล",
            id="B holds both back; a half is written",
        ),
        pytest.param(
            "0 0", "0", "0", "ระดับพื้นฐานได้ 0 ใน 2 จึงยังไม่นับระดับก้าวหน้าและระดับพัฒนาจนเกิดผล", id="judged 0 throughout"
        ),
        pytest.param("1", "1", "0.5 0.5", "ระดับพื้นฐานครบ ระดับก้าวหน้าครบ ระดับพัฒนาจนเกิดผลได้ 1 ใน 2", id="S falls short"),
        pytest.param("1", "1", "1", "ระดับพื้นฐานครบ ระดับก้าวหน้าครบ ระดับพัฒนาจนเกิดผลครบ", id="all whole"),
        pytest.param(
            "1 - 1",
            "-",
            "1 -",
            "ระดับพื้นฐานได้ 2 ใน 3 จึงยังไม่นับระดับก้าวหน้าและระดับพัฒนาจนเกิดผล (ยังไม่ได้ประเมิน 3 จาก 6 ประเด็นพิจารณา)",
            id="1 + 1 + 1 of 3 + 1 + 2 unanswered",
        ),
        pytest.param("- -", "-", "-", "ยังไม่ได้ประเมินประเด็นพิจารณาใดเลย", id="nothing answered"),
    ],
)
def test_the_reason_tells_why_the_points_stand_there(basic, advance, significance, reason):
    assert judge_sub_criterion(checkpoints(basic, advance, significance)).reason == reason


@pytest.mark.parametrize(
    "fault",
    [
        {"B": [Decimal("0.25")]},
        {"B": [Decimal(2)]},
        {"A": [Decimal(-1)]},
        {"S": [Decimal("NaN")]},
        {"S": [Decimal("sNaN")]},
        {"S": [Decimal("Infinity")]},
        {"B": [1]},
        {"B": [0.5]},
        {"B": [True]},
        {"B": ["1"]},
        {"B": [Fraction(1, 2)]},
        {"A": []},
        {"X": [Decimal(1)]},
    ],
    ids=str,
)
def test_what_cannot_be_judged_is_refused(fault):
    with pytest.raises(ValueError, match=r"[Ll]evel"):
        judge_sub_criterion({**checkpoints("1", "1", "1"), **fault})


@pytest.mark.parametrize("levels", ["BA", "B", ""])
def test_a_level_that_is_missing_is_refused(levels):
    with pytest.raises(ValueError, match="levels are B, A and S"):
        judge_sub_criterion({code: [Decimal(1)] for code in levels})


@pytest.mark.parametrize(("judgement", "needed"), [(None, False), ("0", False), ("0.5", True), ("1", True)])
def test_a_judgement_above_0_needs_text(judgement, needed):
    assert needs_text(judgement if judgement is None else Decimal(judgement)) is needed


# means


def parts(*points, provisional=()):
    return [Total(Fraction(each), MAXIMUM, provisional=at in provisional) for at, each in enumerate(points)]


@pytest.mark.parametrize(
    ("points", "mean", "shown", "system"),
    [
        pytest.param(["375"], "375", "375.00", "3.0", id="one part; 375/500 x 4 = 3"),
        pytest.param(["400", "400", "400", "400"], "400", "400.00", "3.2", id="400/500 x 4 = 3.2"),
        pytest.param(["500", "400", "1000/3", "200"], "1075/3", "358.33", "2.9", id="4300/3 over 4; 2.8667"),
        pytest.param(["1000/3"] * 3, "1000/3", "333.33", "2.7", id="three equal thirds stay 1000/3; 2.6667"),
        pytest.param(["898/3", "902/3"], "300", "300.00", "2.4", id="299 1/3 and 300 2/3 are exactly 300"),
        pytest.param(
            ["375", "375", "300", "400", "200", "450", "1000/3"],
            "7300/21",
            "347.62",
            "2.8",
            id="(2100 + 1000/3) / 7 = 7300/21 = 347.619; 2.781",
        ),
        pytest.param(["0"] * 6 + ["500"], "500/7", "71.43", "0.6", id="500/7 = 71.4286; 0.5714"),
        pytest.param(["500"] * 7, "500", "500.00", "4.0", id="everything"),
        pytest.param(["0"] * 7, "0", "0.00", "0.0", id="nothing"),
        pytest.param(["368", "369.5"], "368.75", "368.75", "3.0", id="737.5/2; 2.95 rounds half up"),
        pytest.param(["368", "369.495"], "368.7475", "368.75", "2.9", id="2.94998: not from the 368.75 that is shown"),
        pytest.param(["0", "0.01"], "0.005", "0.01", "0.0", id="0.005 rounds half up"),
        pytest.param(["0", "0", "0.005"], "0.005/3", "0.00", "0.0", id="0.001667 rounds down"),
    ],
)
def test_a_mean_is_taken_of_unrounded_parts(points, mean, shown, system):
    total = averaged(parts(*points))
    numerator, _slash, denominator = mean.partition("/")
    assert total == Total(Fraction(numerator) / Fraction(denominator or 1), Fraction(500), provisional=False)
    assert str(rounded_points(total.points)) == shown
    assert str(rounded_system(system_figure(total.points))) == system


def test_a_mean_of_means_weighs_every_category_alike():
    """Four of 500 and 400, 300: (500 + 350) / 2 = 425; all six together would be (2000 + 700) / 6 = 450."""
    first, second = averaged(parts("500", "500", "500", "500")), averaged(parts("400", "300"))
    assert averaged([first, second]).points == 425


def test_one_unconfirmed_part_makes_the_mean_provisional():
    assert averaged(parts("300", "400", provisional={1})) == Total(Fraction(350), Fraction(500), provisional=True)
    assert averaged(parts("300", "400")).provisional is False


def test_a_mean_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one part"):
        averaged([])


@pytest.mark.parametrize("points", ["-0.01", "500.01"])
def test_a_system_figure_of_impossible_points_is_refused(points):
    with pytest.raises(ValueError, match="between 0 and 500"):
        system_figure(Fraction(points))
