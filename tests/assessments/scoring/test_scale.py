"""The scale of a set: allowed percents, bands, shares to factors (scoring.md 1 and 2)."""

from dataclasses import replace
from decimal import Decimal

import pytest


def test_allowed_percents_are_the_21_steps_of_five(scale):
    assert scale.allowed_percents == tuple(range(0, 101, 5))


@pytest.mark.parametrize(
    ("percent", "band"),
    [(0, 0), (5, 0), (10, 1), (25, 1), (30, 2), (45, 2), (50, 3), (65, 3), (70, 4), (85, 4), (90, 5), (100, 5)],
)
def test_band_of_the_first_and_last_percent_of_each_band(scale, percent, band):
    assert scale.band_of(percent) == band


@pytest.mark.parametrize("percent", [-5, 3, 7, 52, 105])
def test_band_of_refuses_a_percent_that_nobody_may_choose(scale, percent):
    with pytest.raises(ValueError, match="not an allowed percent"):
        scale.band_of(percent)


@pytest.mark.parametrize(
    ("numerator", "denominator", "factor"),
    [
        pytest.param(0, 0, 0, id="nothing of nothing is 0"),
        pytest.param(0, 3, 0, id="0/3 is 0"),
        pytest.param(1, 500, 1, id="1/500 = 0.002 is above 0 and below 0.25: 1"),
        pytest.param(1, 5, 1, id="1/5 = 0.20 is below 0.25: 1"),
        pytest.param(1, 4, 2, id="1/4 = 0.25 is not 'up to but not 0.25': 2"),
        pytest.param(1, 3, 2, id="1/3 is below 0.50: 2"),
        pytest.param(24, 49, 2, id="24/49 = 0.4898 would print as 0.49: 2"),
        pytest.param(1, 2, 3, id="1/2 = 0.50: 3"),
        pytest.param(2, 3, 3, id="2/3 is below 0.75: 3"),
        pytest.param(3, 4, 4, id="3/4 = 0.75: 4"),
        pytest.param(18, 19, 4, id="18/19 = 0.947 would round to 0.95 and is below it: 4"),
        pytest.param(19, 20, 5, id="19/20 = 0.95: 5"),
        pytest.param(20, 20, 5, id="all: 5"),
    ],
)
def test_factor_of_a_share(scale, numerator, denominator, factor):
    assert scale.factor_of(numerator, denominator) == factor


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 0), (3, 2), (-1, 2)])
def test_factor_of_refuses_what_is_no_share(scale, numerator, denominator):
    with pytest.raises(ValueError, match="is no share"):
        scale.factor_of(numerator, denominator)


@pytest.mark.parametrize(
    ("factor", "denominator", "needed"),
    [
        pytest.param(0, 8, 0, id="0 needs none"),
        pytest.param(1, 8, 1, id="1 needs one, whatever the N"),
        pytest.param(2, 8, 2, id="0.25 x 8 = 2"),
        pytest.param(3, 7, 4, id="0.50 x 7 = 3.5: 4"),
        pytest.param(4, 8, 6, id="0.75 x 8 = 6"),
        pytest.param(5, 8, 8, id="0.95 x 8 = 7.6: 8"),
        pytest.param(5, 20, 19, id="0.95 x 20 = 19"),
        pytest.param(4, 1, 1, id="one of one"),
    ],
)
def test_needed_for_a_factor(scale, factor, denominator, needed):
    assert scale.needed_for(factor, denominator) == needed


@pytest.mark.parametrize(("factor", "denominator"), [(6, 8), (-1, 8), (3, 0)])
def test_needed_for_refuses_what_cannot_be_reached(scale, factor, denominator):
    with pytest.raises(ValueError, match="No share"):
        scale.needed_for(factor, denominator)


@pytest.mark.parametrize(
    "fault",
    [
        {"bands": ((0, 5),)},
        {"bands": ((0, 5), (), (10,), (20,), (30,), (40,))},
        {"bands": ((5,), (10,), (20,), (30,), (40,), (50,))},
        {"bands": ((0, 5), (5,), (20,), (30,), (40,), (50,))},
        {"bands": ((0, 5), (10,), (20,), (30,), (40,), (105,))},
        {"gate": -1},
        {"thresholds": (Decimal("0.25"),)},
        {"thresholds": (Decimal("0.5"), Decimal("0.25"), Decimal("0.75"), Decimal("0.95"))},
        {"thresholds": (Decimal("0"), Decimal("0.25"), Decimal("0.75"), Decimal("0.95"))},
        {"thresholds": (Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal("1.01"))},
    ],
    ids=str,
)
def test_a_scale_that_contradicts_itself_is_refused(scale, fault):
    with pytest.raises(ValueError, match=r"."):
        replace(scale, **fault)
