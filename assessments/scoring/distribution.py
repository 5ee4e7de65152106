"""How the results of many units spread: bands, mean and quartiles of whole hundredths of a percent."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring.totals import rounded

LEAST_UNITS = 5  # below it quartiles would tell the result of a single unit
STARTS = (0, 10, 30, 50, 70, 90)  # of a scheme that has no bands of its own
PLACES = 2


@dataclass(frozen=True)
class Spread:
    """Percents with two decimals: least, first quartile, median, third quartile, greatest, and the mean."""

    least: Decimal
    lower: Decimal
    middle: Decimal
    upper: Decimal
    most: Decimal
    mean: Decimal

    @property
    def five(self) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal]:
        """The five marks of a box plot, rising."""
        return self.least, self.lower, self.middle, self.upper, self.most


@dataclass(frozen=True)
class Distribution:
    """How many there are, how many in each band, and their spread: None below LEAST_UNITS."""

    count: int
    bands: tuple[int, ...]
    spread: Spread | None


def band_starts(bands: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """The least percent of each band of a set; of a set without bands the usual six steps."""
    return tuple(band[0] for band in bands) or STARTS


def band_at(hundredths: int, starts: Sequence[int]) -> int:
    """The band that a percent between two allowed ones lies in: the highest whose start it reaches."""
    return bisect_right(starts, hundredths / 100) - 1


def distribution_of(shares: Sequence[int], starts: Sequence[int]) -> Distribution:
    """Of results in hundredths of a percent, in any order."""
    ordered = sorted(shares)
    places = [bisect_left(ordered, start * 100) for start in starts[1:]]
    bands = tuple(after - before for before, after in zip([0, *places], [*places, len(ordered)], strict=True))
    return Distribution(len(ordered), bands, _spread(ordered) if len(ordered) >= LEAST_UNITS else None)


def _spread(ordered: Sequence[int]) -> Spread:
    return Spread(
        least=_quarter(ordered, 0),
        lower=_quarter(ordered, 1),
        middle=_quarter(ordered, 2),
        upper=_quarter(ordered, 3),
        most=_quarter(ordered, 4),
        mean=rounded(Fraction(sum(ordered), len(ordered) * 100), PLACES),
    )


def _quarter(ordered: Sequence[int], quarters: int) -> Decimal:
    """The value below which so many quarters lie, between two ranks in proportion ("inclusive")."""
    rank, rest = divmod((len(ordered) - 1) * quarters, 4)
    further = ordered[min(rank + 1, len(ordered) - 1)] - ordered[rank]
    return rounded(Fraction(4 * ordered[rank] + rest * further, 400), PLACES)
