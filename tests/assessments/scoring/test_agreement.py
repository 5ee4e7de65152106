"""Krippendorff's alpha, the spread of an item how assessors lean: hand-computed tables, two published examples."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.agreement import (
    RELIABLE,
    TENTATIVE,
    Leaning,
    Spread,
    agreement_word,
    interval_alpha,
    leanings,
    spread_of,
)

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): four observers, twelve units, alpha 0.849.
FOUR_OBSERVERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
# The example of three coders and fifteen units that the article of Wikipedia computes: alpha 0.811.
THREE_CODERS = """
. . . . . 3 4 1 2 1 1 3 3 . 3
1 . 2 1 3 3 4 3 . . . . . . .
. . 2 1 3 4 4 . 2 1 1 3 3 . 4
"""


def by_unit(table: str) -> list[list[int]]:
    rows = [line.split() for line in table.strip().splitlines()]
    return [[int(value) for value in column if value != "."] for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(("table", "published"), [(FOUR_OBSERVERS, "0.849"), (THREE_CODERS, "0.811")])
def test_published_examples(table, published):
    alpha = interval_alpha(by_unit(table))
    assert round(Decimal(alpha.numerator) / Decimal(alpha.denominator), 3) == Decimal(published)


@pytest.mark.parametrize(
    ("items", "alpha"),
    [
        # Two items, two people, all agree: nothing observed, so 1.
        ([[50, 50], [60, 60]], Fraction(1)),
        # Values 0 10 / 0 10. Observed: (2*100 + 2*100) = 400, each over m-1 = 1. Expected: of 0 0 10 10 eight ordered
        # pairs of 100 = 800. 1 - 3 * 400 / 800 = -1/2: worse than chance.
        ([[0, 10], [0, 10]], Fraction(-1, 2)),
        # Values 40 50 / 60 60. Observed 200. Expected, ordered pairs: 40-50 100, 40-60 400 twice, 50-60 100 twice:
        # 2 * (100 + 800 + 200) = 2200. 1 - 3 * 200 / 2200 = 8/11.
        ([[40, 50], [60, 60]], Fraction(8, 11)),
        # Three people on one item 0 0 30 and two on another 30 30. Observed: 2 pairs * 900 * 2 / 2 = 1800.
        # Expected over 0 0 30 30 30: 6 pairs * 900 * 2 = 10800. 1 - 4 * 1800 / 10800 = 1/3.
        ([[0, 0, 30], [30, 30]], Fraction(1, 3)),
        # A third item with one value and a fourth with none say nothing.
        ([[40, 50], [60, 60], [95], []], Fraction(8, 11)),
        ([[Decimal("40"), Decimal("50")], [Decimal("60"), 60]], Fraction(8, 11)),
    ],
)
def test_computed_by_hand(items, alpha):
    assert interval_alpha(items) == alpha


@pytest.mark.parametrize("items", [[], [[]], [[50], [60]], [[50, 50]], [[50, 50], [50, 50, 50]]])
def test_where_nothing_can_be_told_from_chance_there_is_no_alpha(items):
    assert interval_alpha(items) is None


@given(st.lists(st.lists(st.sampled_from(range(0, 101, 5)), max_size=4), max_size=6))
def test_order_means_nothing_and_one_is_the_most(items):
    alpha = interval_alpha(items)
    assert alpha is None or alpha <= 1
    assert interval_alpha([values[::-1] for values in reversed(items)]) == alpha


@given(st.lists(st.lists(st.integers(0, 20), min_size=2, max_size=3), min_size=2, max_size=4), st.integers(1, 9))
def test_another_unit_or_origin_of_the_scale_changes_nothing(items, factor):
    moved = [[value * factor + 7 for value in values] for values in items]
    assert interval_alpha(moved) == interval_alpha(items)


@pytest.mark.parametrize(
    ("alpha", "word"),
    [
        (Fraction(1), "สอดคล้องกันสูง"),
        (RELIABLE, "สอดคล้องกันสูง"),
        (RELIABLE - Fraction(1, 10_000), "สอดคล้องกันปานกลาง สรุปด้วยความระมัดระวัง"),
        (TENTATIVE, "สอดคล้องกันปานกลาง สรุปด้วยความระมัดระวัง"),
        (TENTATIVE - Fraction(1, 10_000), "สอดคล้องกันน้อย ให้หารือหัวข้อที่ต่างกันมากก่อน"),
        (Fraction(-1), "สอดคล้องกันน้อย ให้หารือหัวข้อที่ต่างกันมากก่อน"),
    ],
)
def test_words_at_the_thresholds(alpha, word):
    assert agreement_word(alpha) == word


@pytest.mark.parametrize(
    ("values", "spread", "wide"),
    [
        ([60], Spread(60, 60, 60), False),
        ([50, 65], Spread(50, 65, Decimal("57.5")), False),
        ([50, 70, 55], Spread(50, 70, 55), True),
        ([Decimal("33.3"), Decimal("50")], Spread(Decimal("33.3"), 50, Decimal("41.65")), True),
    ],
)
def test_the_spread_of_an_item(values, spread, wide):
    for order in permutations(values):
        assert (spread_of(order), spread_of(order).is_wide) == (spread, wide)


def test_no_value_has_no_spread():
    assert spread_of([]) is None


@pytest.mark.parametrize(("percent", "inside"), [(45, False), (50, True), (60, True), (65, True), (70, False)])
def test_the_ends_of_the_range_are_inside(percent, inside):
    assert spread_of([50, 65]).holds(percent) == inside


def test_leanings_by_hand():
    """Medians 50 and 52.5; the item that one alone has scored says nothing."""
    items = [{"a": 40, "b": 50, "c": 60}, {"a": 45, "b": 60}, {"c": 70}]
    assert leanings(items) == {
        "a": Leaning(Fraction("-8.75"), Decimal(-10), Decimal("-7.5")),
        "b": Leaning(Fraction("3.75"), Decimal(0), Decimal("7.5")),
        "c": Leaning(Fraction(10), Decimal(10), Decimal(10)),
    }


def test_zero_is_a_value_and_thirds_stay_exact():
    items = [{"a": 0, "b": 10}, {"a": 10, "b": 0}, {"a": 0, "b": 5}]
    assert leanings(items)["a"].mean == Fraction(-5, 6)


def test_nobody_to_be_compared_with_leans_nowhere():
    assert [leanings([]), leanings([{"a": 50}, {}])] == [{}, {}]


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 100), min_size=2), max_size=5))
def test_two_of_whom_nobody_else_gave_lean_by_the_same(items):
    two = [dict(list(each.items())[:2]) for each in items]
    differences = [leanings([each]) for each in two]
    assert all(sum(found.mean for found in each.values()) == 0 for each in differences)
