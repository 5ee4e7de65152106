"""Each doubt names the figure it is about; what is in order raises none."""

from decimal import Decimal

import pytest

from assessments.plausibility import Series, doubts
from assessments.services.indicators import YearFigures


def series(unit: str = "ร้อยละ", direction: str = "higher", **years) -> Series:
    """Years as y2568=(value, target, comparator)."""
    held = {
        int(name[1:]): YearFigures(*(None if n is None else Decimal(str(n)) for n in of)) for name, of in years.items()
    }
    return Series(unit, direction, held)


@pytest.mark.parametrize(
    ("figures", "places"),
    [
        (series(y2567=(80, 80, 79), y2568=(82, 81, 80)), []),
        (series(), []),
        (series("ราย", y2567=(8, 80, 79), y2568=(80, 81, 80)), [(2568, "value")]),  # exactly tenfold is a jump
        (series("ราย", y2567=(0, 80, 79), y2568=(80, 81, 80)), []),  # nothing grows from zero
        (series("ราย", y2567=(-80, None, None), y2568=(-8, None, None)), [(2568, "value")]),
        (series("ราย", y2568=(2568, None, None)), [(2568, "value")]),
        (series("ราย", y2568=(2025, None, None)), [(2568, "value")]),
        (series("ราย", y2568=(2567, None, None)), []),
        (series(y2568=("100.01", None, None)), [(2568, "value")]),
        (series("ราย", y2568=("100.01", None, None)), []),
        (series(y2567=(80, 90, None), y2568=(82, 80, None)), [(2568, "target")]),
        (series(direction="lower", y2567=(80, 90, None), y2568=(82, 80, None)), []),
        (series(y2565=(80, None, None), y2568=(82, None, None)), [(2566, "value")]),
        (series(y2567=(80, None, 79), y2568=(82, None, None)), [(2568, "comparator")]),
    ],
)
def test_a_doubt_names_year_and_column(figures, places):
    assert [(doubt.year, doubt.column) for doubt in doubts(figures)] == places


def test_the_order_of_years_changes_nothing():
    forward = series("ราย", y2566=(5, 90, 1), y2567=(80, 80, None), y2568=(2568, 70, None))
    backward = Series("ราย", "higher", dict(reversed(forward.years.items())))
    assert doubts(forward) == doubts(backward)
