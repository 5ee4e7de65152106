from decimal import Decimal

import pytest

from assessments.scoring.scale import Scale


@pytest.fixture(scope="session")
def scale() -> Scale:
    """The scale of the 1,000-point set, written out by hand from scoring.md 1 and 2."""
    return Scale(
        bands=(
            (0, 5),
            (10, 15, 20, 25),
            (30, 35, 40, 45),
            (50, 55, 60, 65),
            (70, 75, 80, 85),
            (90, 95, 100),
        ),
        gate=1,
        thresholds=(Decimal("0.25"), Decimal("0.50"), Decimal("0.75"), Decimal("0.95")),
    )
