"""Suggested band and percent from four factors (scoring.md 1 and 6), every row computed by hand.

With four values in a band the place is 1 for a balance (above - below) of -1, 2 for 0 and 1, 3 for 2 and 3.
"""

from itertools import product

import pytest

from assessments.scoring.process import Suggestion, needs_reason, suggest, suggest_band

WORKED_EXAMPLES = [
    pytest.param((3, 3, 1, 2), 2, 40, id="2nd 2, min+1 2, 2 above 1 below, round(3 x 0.75) = 2"),
    pytest.param((3, 3, 3, 3), 3, 60, id="2nd 3, min+1 4, round(1.5) = 2"),
    pytest.param((1, 3, 3, 3), 2, 45, id="2nd 3, min+1 2, 3 above 1 below, round(3 x 1.0) = 3"),
    pytest.param((4, 3, 0, 5), 1, 25, id="2nd 3, min+1 1, 3 above 1 below, round(3 x 1.0) = 3"),
    pytest.param((3, 3, 4, 4), 3, 65, id="2nd 3, min+1 4, 2 above, round(3 x 1.0) = 3"),
    pytest.param((2, 3, 3, 3), 3, 55, id="2nd 3, min+1 3, 1 below, round(3 x 0.25) = 1"),
    pytest.param((5, 5, 5, 5), 5, 95, id="2nd 5, min+1 6, round(1.0) = 1"),
    pytest.param((0, 0, 0, 0), 0, 0, id="all four 0 is 0"),
    pytest.param((0, 0, 1, 2), 0, 5, id="2nd 0, min+1 1, 2 above, round(1 x 1.0) = 1"),
]

HAND_COMPUTED = [
    pytest.param((0, 0, 0, 1), 0, 5, id="2nd 0; 1 above, round(1 x 0.75) = 1"),
    pytest.param((1, 0, 0, 0), 0, 5, id="the same in another order"),
    pytest.param((0, 0, 5, 5), 0, 5, id="two zeros hold it in band 0; 2 above, round(1 x 1.0) = 1"),
    pytest.param((0, 1, 1, 1), 1, 15, id="2nd 1, min+1 1; 1 below, round(0.75) = 1"),
    pytest.param((0, 1, 2, 3), 1, 20, id="2nd 1, min+1 1; 2 above 1 below, round(2.25) = 2"),
    pytest.param((0, 5, 5, 5), 1, 25, id="2nd 5, min+1 1; 3 above 1 below, round(3.0) = 3"),
    pytest.param((5, 5, 5, 0), 1, 25, id="the zero may stand anywhere"),
    pytest.param((1, 1, 1, 1), 1, 20, id="balance 0, round(1.5) = 2"),
    pytest.param((1, 1, 5, 5), 1, 25, id="2nd 1; 2 above, 3"),
    pytest.param((1, 2, 2, 2), 2, 35, id="2nd 2, min+1 2; 1 below, 1"),
    pytest.param((1, 5, 5, 5), 2, 45, id="2nd 5, min+1 2; 3 above 1 below, 3"),
    pytest.param((2, 2, 2, 2), 2, 40, id="balance 0, 2"),
    pytest.param((2, 2, 2, 5), 2, 40, id="1 above, round(2.25) = 2"),
    pytest.param((2, 2, 3, 3), 2, 45, id="2 above, 3"),
    pytest.param((2, 4, 4, 4), 3, 65, id="2nd 4, min+1 3; 3 above 1 below, 3"),
    pytest.param((3, 3, 3, 4), 3, 60, id="1 above, 2"),
    pytest.param((3, 3, 3, 2), 3, 55, id="1 below, 1"),
    pytest.param((4, 4, 4, 3), 4, 75, id="2nd 4, min+1 4; 1 below, 1"),
    pytest.param((4, 4, 4, 4), 4, 80, id="balance 0, 2"),
    pytest.param((4, 4, 4, 5), 4, 80, id="1 above, 2"),
    pytest.param((5, 4, 4, 5), 4, 85, id="2 above, 3"),
    pytest.param((5, 5, 5, 4), 5, 95, id="2nd 5, min+1 5; 1 below, round(2 x 0.25) = round(0.5) = 1"),
    pytest.param((5, 5, 5, 3), 4, 85, id="2nd 5, min+1 4; 3 above 1 below, 3"),
]


@pytest.mark.parametrize(("factors", "band", "percent"), [*WORKED_EXAMPLES, *HAND_COMPUTED])
def test_suggest(scale, factors, band, percent):
    assert suggest(factors, scale) == Suggestion(band=band, percent=percent)
    assert suggest_band(factors, scale.gate) == band


@pytest.mark.parametrize(
    ("factors", "gate", "band"),
    [
        pytest.param((0, 3, 3, 3), 0, 0, id="gate 0: the weakest factor decides"),
        pytest.param((2, 3, 4, 5), 0, 2, id="gate 0: min 2"),
        pytest.param((0, 3, 3, 3), 2, 2, id="gate 2: 0 + 2"),
        pytest.param((0, 1, 3, 3), 5, 1, id="gate 5: the second smallest decides"),
    ],
)
def test_the_gate_is_data(factors, gate, band):
    assert suggest_band(factors, gate) == band


@pytest.mark.parametrize(
    "factors",
    [(), (3, 3, 3), (3, 3, 3, 3, 3), (-1, 3, 3, 3), (3, 3, 3, 6), (3, 3, 3, None), (3, 3, 3, 2.5), (True, 3, 3, 3)],
    ids=str,
)
def test_factors_out_of_range_are_refused(scale, factors):
    with pytest.raises(ValueError, match=r"[Ff]actor"):
        suggest(factors, scale)


def test_a_negative_gate_is_refused():
    with pytest.raises(ValueError, match="gate"):
        suggest_band((3, 3, 3, 3), -1)


def test_no_suggestion_takes_the_first_value_of_a_band_nor_100(scale):
    """What only a person may choose: 10, 30, 50, 70, 90 and 100, over all 1,296 vectors (scoring.md 1)."""
    seen = {suggest(factors, scale).percent for factors in product(range(6), repeat=4)}
    assert seen == set(scale.allowed_percents) - {10, 30, 50, 70, 90, 100}


def test_raising_any_factor_never_lowers_the_suggestion(scale):
    """Every vector against each of its neighbours above: 1,296 x 4 at most (scoring.md 1)."""
    for factors in product(range(6), repeat=4):
        before = suggest(factors, scale)
        for place in range(4):
            if factors[place] < 5:
                after = suggest((*factors[:place], factors[place] + 1, *factors[place + 1 :]), scale)
                assert (after.band, after.percent) >= (before.band, before.percent), (factors, place)


@pytest.mark.parametrize(
    ("percent", "needed"),
    [(45, True), (50, False), (55, False), (65, False), (70, True), (0, True), (100, True)],
)
def test_a_reason_is_needed_outside_the_suggested_band(scale, percent, needed):
    assert needs_reason(percent, Suggestion(band=3, percent=60), scale) is needed


def test_a_percent_that_is_not_allowed_is_refused_rather_than_reasoned(scale):
    with pytest.raises(ValueError, match="not an allowed percent"):
        needs_reason(62, Suggestion(band=3, percent=60), scale)
