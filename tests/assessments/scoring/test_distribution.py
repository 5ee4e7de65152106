"""Quartiles, means and bands, equal to figures reckoned by hand."""

from decimal import Decimal

import pytest

from assessments.scoring.distribution import STARTS, Spread, band_at, band_starts, distribution_of


def spread(*figures: str) -> Spread:
    return Spread(*map(Decimal, figures))


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([1000, 2000, 3000, 4000, 5000], spread("10.00", "20.00", "30.00", "40.00", "50.00", "30.00")),
        ([6000, 1000, 2000, 5000, 3000, 4000], spread("10.00", "22.50", "35.00", "47.50", "60.00", "35.00")),
        ([0, 0, 0, 0, 1], spread("0.00", "0.00", "0.00", "0.00", "0.01", "0.00")),
        ([10000] * 7, spread("100.00", "100.00", "100.00", "100.00", "100.00", "100.00")),
        # a quarter of the way from 3333 to 6667 is 4166.5, halves go up; the mean is 26666/6
        ([0, 3333, 3333, 3333, 6667, 10000], spread("0.00", "33.33", "33.33", "58.34", "100.00", "44.44")),
    ],
)
def test_quartiles_and_mean(shares, expected):
    assert distribution_of(shares, STARTS).spread == expected


@pytest.mark.parametrize("count", range(5))
def test_fewer_than_five_units_have_no_quartiles(count):
    found = distribution_of([5000] * count, STARTS)
    assert (found.count, found.spread, found.bands) == (count, None, (0, 0, 0, count, 0, 0))


def test_a_band_begins_at_its_least_percent():
    edges = [0, 999, 1000, 2999, 3000, 4999, 5000, 6999, 7000, 8999, 9000, 10000]
    assert [band_at(share, STARTS) for share in edges] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert distribution_of(edges, STARTS).bands == (2, 2, 2, 2, 2, 2)


def test_the_bands_of_the_set_are_used_where_it_has_some():
    assert band_starts([[0, 5], [10, 15, 20, 25], [30, 100]]) == (0, 10, 30)
    assert band_starts([]) == STARTS
