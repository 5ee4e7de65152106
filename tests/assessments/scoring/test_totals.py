"""Points, sums and words; one rounding, at the edge (scoring.md head, 1 and 4)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.totals import (
    Maturity,
    Total,
    combined,
    item_points,
    item_total,
    maturity_word,
    rounded,
    rounded_percent,
    rounded_points,
    rounded_share,
    rounded_system,
)

THOUSAND = [
    Maturity(Decimal(0), "เริ่มต้น"),
    Maturity(Decimal(275), "กำลังพัฒนา"),
    Maturity(Decimal(350), "เป็นระบบ"),
    Maturity(Decimal(450), "เป็นระบบและได้ผล"),
    Maturity(Decimal(650), "ดีเด่น"),
    Maturity(Decimal(750), "ต้นแบบ"),
]


@pytest.mark.parametrize(
    ("percent", "maximum", "points", "shown"),
    [
        pytest.param(60, "70", "42", "42.00", id="60 x 70 / 100"),
        pytest.param(45, "55", "24.75", "24.75", id="45 x 55 / 100"),
        pytest.param(5, "60", "3", "3.00", id="5 x 60 / 100"),
        pytest.param(100, "60", "60", "60.00", id="all of it"),
        pytest.param(0, "60", "0", "0.00", id="none of it"),
        pytest.param(None, "60", "0", "0.00", id="no percent counts 0"),
        pytest.param(95, "62.5", "59.375", "59.38", id="59.375 rounds half up"),
        pytest.param(35, "33.35", "11.6725", "11.67", id="11.6725 rounds down, the unrounded is kept"),
        pytest.param(5, "0.1", "0.005", "0.01", id="0.005 rounds up, not to even"),
        pytest.param(5, "0.3", "0.015", "0.02", id="0.015 as a float would fall to 0.01"),
    ],
)
def test_item_points(percent, maximum, points, shown):
    assert item_points(percent, Decimal(maximum)) == Decimal(points)
    assert str(rounded_points(item_points(percent, Decimal(maximum)))) == shown


@pytest.mark.parametrize(("percent", "maximum"), [(-5, "60"), (105, "60"), (50, "-1")])
def test_item_points_out_of_range_are_refused(percent, maximum):
    with pytest.raises(ValueError, match=r"percent|maximum"):
        item_points(percent, Decimal(maximum))


def test_a_sum_is_taken_of_unrounded_points():
    """0.005 + 0.005 = 0.01; rounded first it would be 0.01 + 0.01 = 0.02."""
    parts = [item_total(5, Decimal("0.1"), confirmed=True), item_total(5, Decimal("0.1"), confirmed=True)]
    assert rounded_points(combined(parts).points) == Decimal("0.01")


def test_categories_add_up_and_one_unconfirmed_item_makes_the_whole_provisional():
    """Category 1: 50 % and 45 % of 60 = 30 + 27; category 2: 40 % of 40 + nothing yet = 16; together 73 of 200."""
    first = combined([item_total(50, Decimal(60), confirmed=True), item_total(45, Decimal(60), confirmed=True)])
    second = combined([item_total(40, Decimal(40), confirmed=True), item_total(None, Decimal(40), confirmed=False)])
    assert first == Total(Decimal(57), Decimal(120), provisional=False)
    assert second == Total(Decimal(16), Decimal(80), provisional=True)
    assert combined([first, second]) == combined([second, first]) == Total(Decimal(73), Decimal(200), provisional=True)


def test_no_parts_are_zero_of_zero():
    assert combined([]) == Total(Decimal(0), Decimal(0), provisional=False)


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        pytest.param("103.5294117647", 2, "103.53", id="0.0094 above 103.52 goes up"),
        pytest.param("100.005", 2, "100.01", id="a half goes up"),
        pytest.param("-50.005", 2, "-50.01", id="a half goes away from zero"),
        pytest.param("-0.001", 2, "0.00", id="no negative zero"),
        pytest.param("0", 2, "0.00", id="zero"),
        pytest.param("2.95", 1, "3.0", id="a half carries over"),
        pytest.param("2.949", 1, "2.9", id="less than a half goes down"),
    ],
)
def test_rounded_half_up_and_never_a_negative_zero(number, places, shown):
    assert str(rounded(Decimal(number), places)) == shown


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        pytest.param("1000/3", 2, "333.33", id="333.333"),
        pytest.param("2000/3", 2, "666.67", id="666.667"),
        pytest.param("950/3", 2, "316.67", id="316.667"),
        pytest.param("1/6", 2, "0.17", id="0.1667"),
        pytest.param("5/6", 4, "0.8333", id="0.83333"),
        pytest.param("1/6", 0, "0", id="0.1667 to no place"),
        pytest.param("1/2", 0, "1", id="a half goes up"),
        pytest.param("5/2", 0, "3", id="2.5 goes up, not to even"),
        pytest.param("1/200", 2, "0.01", id="0.005 goes up"),
        pytest.param("3/200", 2, "0.02", id="0.015 goes up"),
        pytest.param("59/20", 1, "3.0", id="2.95 goes up"),
        pytest.param("149/3000", 1, "0.0", id="0.04967 goes down, though 0.05 would go up"),
        pytest.param("151/3000", 1, "0.1", id="0.05033 goes up"),
        pytest.param("-1/3", 2, "-0.33", id="-0.333"),
        pytest.param("-1/200", 2, "-0.01", id="-0.005 goes away from zero"),
        pytest.param("-1/300", 2, "0.00", id="-0.00333 is no negative zero"),
        pytest.param("0", 2, "0.00", id="zero"),
        pytest.param("300", 2, "300.00", id="a whole number keeps its places"),
    ],
)
def test_a_fraction_is_rounded_from_its_exact_value(number, places, shown):
    assert str(rounded(Fraction(number), places)) == shown


def test_a_fraction_just_below_a_half_is_not_taken_for_one():
    """1/200 less 10^-40 is below 0.005; a Decimal of 28 digits would hold 0.005 and go up."""
    just_below = Fraction(1, 200) - Fraction(1, 10**40)
    assert str(rounded(just_below, 2)) == "0.00"
    assert str(rounded(Decimal(just_below.numerator) / Decimal(just_below.denominator), 2)) == "0.01"


def test_the_system_figure_takes_one_place():
    assert str(rounded_system(Fraction(8, 3))) == "2.7"
    assert str(rounded_system(Decimal("3.25"))) == "3.3"


def test_shares_take_four_places_and_achievement_two():
    assert str(rounded_share(Decimal(2) / 3)) == "0.6667"
    assert str(rounded_share(Decimal(1) / 2)) == "0.5000"
    assert str(rounded_share(Decimal("0.00005"))) == "0.0001"
    assert str(rounded_percent(Decimal(2) / 3 * 100)) == "66.67"


@pytest.mark.parametrize(
    ("points", "word"),
    [
        pytest.param("0", "เริ่มต้น", id="nothing"),
        pytest.param("274.999", "เริ่มต้น", id="a thousandth below 275"),
        pytest.param("275", "กำลังพัฒนา", id="275 itself"),
        pytest.param("349.995", "กำลังพัฒนา", id="prints as 350.00, is below"),
        pytest.param("350", "เป็นระบบ", id="350 itself"),
        pytest.param("450", "เป็นระบบและได้ผล", id="450 itself"),
        pytest.param("649.999", "เป็นระบบและได้ผล", id="a thousandth below 650"),
        pytest.param("650", "ดีเด่น", id="650 itself"),
        pytest.param("750", "ต้นแบบ", id="750 itself"),
        pytest.param("1000", "ต้นแบบ", id="everything"),
    ],
)
def test_the_maturity_word_is_decided_on_unrounded_points(points, word):
    """349.995 prints as 350.00 and still is below 350."""
    assert maturity_word(Total(Decimal(points), Decimal(1000)), THOUSAND) == word
    assert maturity_word(Total(Decimal(points), Decimal(1000)), THOUSAND[::-1]) == word


@pytest.mark.parametrize(
    ("points", "word"),
    [
        pytest.param("0", "ยังไม่ผ่านระดับพื้นฐาน", id="nothing"),
        pytest.param(300 - Fraction(1, 3 * 10**30), "ยังไม่ผ่านระดับพื้นฐาน", id="below 300 by a third of 10^-30"),
        pytest.param("300", "พื้นฐาน", id="300 exactly"),
        pytest.param("1199/3", "พื้นฐาน", id="399.667"),
        pytest.param("400", "ก้าวหน้า", id="400 exactly"),
        pytest.param("1409/3", "ก้าวหน้า", id="469.667"),
        pytest.param("470", "พัฒนาจนเกิดผล", id="470 exactly"),
    ],
)
def test_the_maturity_word_of_exact_points(points, word):
    ladder = [
        Maturity(Decimal(0), "ยังไม่ผ่านระดับพื้นฐาน"),
        Maturity(Decimal(300), "พื้นฐาน"),
        Maturity(Decimal(400), "ก้าวหน้า"),
        Maturity(Decimal(470), "พัฒนาจนเกิดผล"),
    ]
    assert maturity_word(Total(Fraction(points), Fraction(500)), ladder) == word


def test_a_provisional_total_has_no_word():
    assert maturity_word(Total(Decimal(500), Decimal(1000), provisional=True), THOUSAND) is None


def test_below_the_lowest_threshold_there_is_no_word():
    assert maturity_word(Total(Decimal(100), Decimal(1000)), THOUSAND[1:]) is None
    assert maturity_word(Total(Decimal(100), Decimal(1000)), []) is None
