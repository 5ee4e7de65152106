"""The scale of a criteria set: its bands, its gate and the thresholds of the computed factors."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

PROCESS_FACTORS = ("A", "D", "L", "I")
RESULTS_FACTORS = ("Le", "T", "C", "I")


@dataclass(frozen=True)
class Scale:
    """The data of a set that every suggestion needs (scoring.md 1 and 2).

    `bands` holds the allowed percents of each band, `gate` how far the band may stand above the weakest
    factor, `thresholds` the shares (0 to 1) from which a computed factor is 2, 3, ... up to the last band.
    A scale that contradicts itself raises ValueError.
    """

    bands: tuple[tuple[int, ...], ...]
    gate: int
    thresholds: tuple[Decimal, ...]

    def __post_init__(self) -> None:
        if len(self.bands) < 2 or not all(self.bands):
            raise ValueError("A scale needs at least two bands, and each of them a percent.")
        percents = self.allowed_percents
        if percents[0] != 0 or percents[-1] > 100 or any(a >= b for a, b in pairwise(percents)):
            raise ValueError("The percents of a scale start at 0, rise from band to band and end at 100 or below.")
        if self.gate < 0:
            raise ValueError(f"The gate must not be negative: {self.gate}.")
        if len(self.thresholds) != len(self.bands) - 2:
            raise ValueError(f"{len(self.bands)} bands need {len(self.bands) - 2} thresholds.")
        limits = (Decimal(0), *self.thresholds)
        if limits[-1] > 1 or any(a >= b for a, b in pairwise(limits)):
            raise ValueError("Thresholds are shares that rise, above 0 and at most 1.")

    @property
    def allowed_percents(self) -> tuple[int, ...]:
        """Every percent that a person may confirm, rising (scoring.md 1)."""
        return tuple(percent for band in self.bands for percent in band)

    @property
    def top(self) -> int:
        """The highest band, which is also the highest value of a factor."""
        return len(self.bands) - 1

    def band_of(self, percent: int) -> int:
        """The band that holds this percent; ValueError when the percent is not allowed (scoring.md 1)."""
        for band, percents in enumerate(self.bands):
            if percent in percents:
                return band
        raise ValueError(f"{percent} is not an allowed percent of this scale.")

    def factor_of(self, numerator: int, denominator: int) -> int:
        """The factor for a share, compared without rounding or dividing (scoring.md 2, "Share → factor")."""
        if not 0 <= numerator <= denominator:
            raise ValueError(f"{numerator} of {denominator} is no share.")
        if numerator == 0:
            return 0
        return 1 + sum(numerator >= threshold * denominator for threshold in self.thresholds)

    def needed_for(self, factor: int, denominator: int) -> int:
        """The least numerator whose share reaches `factor`; ValueError out of range (scoring.md 5)."""
        if not 0 <= factor <= self.top or denominator < 1:
            raise ValueError(f"No share of {denominator} reaches factor {factor}.")
        return next(count for count in range(denominator + 1) if self.factor_of(count, denominator) >= factor)


def checked_factors(factors: Sequence[int], top: int) -> tuple[int, ...]:
    """The four factors as a tuple; ValueError unless there are four whole numbers from 0 to `top` (scoring.md 1)."""
    if len(factors) != 4:
        raise ValueError(f"Four factors are needed, not {len(factors)}.")
    for factor in factors:
        if isinstance(factor, bool) or not isinstance(factor, int) or not 0 <= factor <= top:
            raise ValueError(f"A factor is a whole number from 0 to {top}, not {factor!r}.")
    return tuple(factors)
