"""Which percent counts, what a confirmation needs, and when it lapses (scoring.md 1.1)."""

import pytest

from assessments.scoring.agreement import spread_of
from assessments.scoring.confirmation import (
    Refusal,
    counting_percent,
    is_provisional,
    lapses,
    range_refusal,
    refusal,
)
from assessments.scoring.process import Suggestion

THREE = Suggestion(band=3, percent=60)


@pytest.mark.parametrize(
    ("confirmed", "suggestion", "stage", "counts"),
    [
        pytest.param(55, THREE, "self", 55, id="confirmed: the person's percent, not the suggestion"),
        pytest.param(0, THREE, "self", 0, id="a confirmed 0 is a percent, not an absence"),
        pytest.param(None, THREE, "self", 60, id="unconfirmed at stage self: the suggestion"),
        pytest.param(None, None, "self", None, id="a factor is missing: none, counts 0"),
        pytest.param(None, Suggestion(0, 0), "self", 0, id="N = 0: suggestion 0, still to be confirmed"),
        pytest.param(70, THREE, "review", 70, id="review: the assessor's percent"),
        pytest.param(None, THREE, "review", None, id="review: a suggestion does not count"),
        pytest.param(None, THREE, "consensus", None, id="consensus: a suggestion does not count"),
        pytest.param(65, THREE, "consensus", 65, id="consensus: the agreed percent"),
    ],
)
def test_counting_percent(confirmed, suggestion, stage, counts):
    assert counting_percent(confirmed, suggestion, stage=stage) == counts


@pytest.mark.parametrize(
    ("confirmed", "provisional"),
    [([True, True], False), ([True, False], True), ([False], True), ([], False)],
    ids=str,
)
def test_is_provisional_while_any_item_is_unconfirmed(confirmed, provisional):
    assert is_provisional(confirmed) is provisional


@pytest.mark.parametrize(
    ("confirmed_band", "suggestion", "lapsed"),
    [
        pytest.param(3, THREE, False, id="the band stands"),
        pytest.param(3, Suggestion(3, 55), False, id="the percent moved within the band"),
        pytest.param(3, Suggestion(2, 45), True, id="the band fell"),
        pytest.param(3, Suggestion(4, 75), True, id="the band rose"),
        pytest.param(0, Suggestion(0, 5), False, id="band 0 is a band"),
        pytest.param(0, Suggestion(1, 15), True, id="from band 0 to 1"),
        pytest.param(3, None, True, id="a factor was taken away"),
        pytest.param(None, THREE, False, id="nothing was confirmed"),
        pytest.param(None, None, False, id="nothing was confirmed, nothing suggested"),
    ],
)
def test_lapses(confirmed_band, suggestion, lapsed):
    assert lapses(confirmed_band, suggestion) is lapsed


@pytest.mark.parametrize(
    ("percent", "suggestion", "graphemes", "expected"),
    [
        pytest.param(50, THREE, 0, None, id="first value of the band, no reason"),
        pytest.param(65, THREE, 0, None, id="last value of the band, no reason"),
        pytest.param(45, THREE, 19, Refusal.REASON_TOO_SHORT, id="one step below, reason one grapheme short"),
        pytest.param(45, THREE, 20, None, id="one step below with 20 graphemes"),
        pytest.param(70, THREE, 0, Refusal.REASON_TOO_SHORT, id="one step above without a reason"),
        pytest.param(62, THREE, 50, Refusal.PERCENT_NOT_ALLOWED, id="no reason makes 62 allowed"),
        pytest.param(60, None, 50, Refusal.FACTORS_MISSING, id="a factor is missing"),
        pytest.param(0, Suggestion(0, 0), 0, None, id="N = 0 is confirmed with 0"),
    ],
)
def test_refusal(scale, percent, suggestion, graphemes, expected):
    assert refusal(percent, suggestion, scale, reason_graphemes=graphemes) == expected


@pytest.mark.parametrize(
    ("percent", "given", "graphemes", "expected"),
    [
        pytest.param(60, [], 0, None, id="nobody gave anything"),
        pytest.param(50, [50, 65], 0, None, id="the lowest"),
        pytest.param(65, [50, 65], 0, None, id="the highest"),
        pytest.param(55, [50, 65], 0, None, id="between them, though nobody gave it"),
        pytest.param(45, [50, 65], 19, Refusal.OUTSIDE_RANGE, id="below, a reason too short"),
        pytest.param(70, [50, 65], 0, Refusal.OUTSIDE_RANGE, id="above, no reason"),
        pytest.param(45, [50, 65], 20, None, id="below, with a reason"),
        pytest.param(60, [55], 0, Refusal.OUTSIDE_RANGE, id="one assessor is a range too"),
    ],
)
def test_outside_of_the_individual_range_a_reason_is_needed(percent, given, graphemes, expected):
    assert range_refusal(percent, spread_of(given), reason_graphemes=graphemes) == expected
