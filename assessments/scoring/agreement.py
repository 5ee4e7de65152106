"""How far several assessors agree: Krippendorff's alpha for percents, exact, with missing values.

Krippendorff, Content Analysis, 2nd edition 2004, chapter 11; "Computing Krippendorff's Alpha-Reliability", 2011, whose
example of four observers stands in the tests. Interval metric: the difference of two values is squared.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import TypeVar

from django.utils.translation import gettext as _

Value = Decimal | int
Person = TypeVar("Person", bound=Hashable)

# Krippendorff 2004, p. 241: conclusions from data at .800 and more; between .667 and .800 only tentative ones.
RELIABLE = Fraction(800, 1000)
TENTATIVE = Fraction(667, 1000)
WIDE_RANGE = 15  # percentage points between the lowest and the highest assessor; more is to be talked about (our own)


@dataclass(frozen=True)
class Spread:
    """The values of one item: lowest, highest, their distance and the middle, in percent."""

    low: Decimal
    high: Decimal
    median: Decimal

    @property
    def range(self) -> Decimal:
        return self.high - self.low

    @property
    def is_wide(self) -> bool:
        """Whether the assessors are too far apart to pass over."""
        return self.range > WIDE_RANGE

    def holds(self, percent: Value) -> bool:
        """Whether the percent lies between the lowest and the highest, both included."""
        return self.low <= percent <= self.high


def spread_of(values: Sequence[Value]) -> Spread | None:
    """The spread of these values, unrounded; None where there is none."""
    exact = [Decimal(value) for value in values]
    return Spread(min(exact), max(exact), median(exact)) if exact else None


def interval_alpha(items: Iterable[Sequence[Value]]) -> Fraction | None:
    """Krippendorff's alpha, 1 for full agreement and 0 for what chance gives; below 0 is worse than chance.

    `items` holds for each item the values of those who gave one, in any order; an item with fewer than two values says
    nothing and is left out. None where alpha is not defined: no item has two values, or all values are the same, so
    that there is nothing by which agreement could be told from chance (0/0; not taken as 1).
    """
    paired = [[Fraction(value) for value in values] for values in items if len(values) > 1]
    everything = [value for values in paired for value in values]
    expected = _differences(everything)
    if not expected:
        return None
    observed = sum((_differences(values) / (len(values) - 1) for values in paired), Fraction(0))
    return 1 - (len(everything) - 1) * observed / expected


def _differences(values: Sequence[Fraction]) -> Fraction:
    """The sum of the squared differences of all ordered pairs."""
    total = sum(values, Fraction(0))
    return 2 * (len(values) * sum((value * value for value in values), Fraction(0)) - total * total)


@dataclass(frozen=True)
class Leaning:
    """How far one assessor is from the others, in percentage points; below 0 she is more severe than they are."""

    mean: Fraction
    low: Decimal
    high: Decimal


def leanings(items: Iterable[Mapping[Person, Value]]) -> dict[Person, Leaning]:
    """For each person the differences of her values from the median of the item: mean, least and greatest.

    `items` holds for each item who gave what. The median is of all who gave one, herself among them; an item with fewer
    than two values says nothing and is left out, and so is who gave a value of no other.
    """
    differences: dict[Person, list[Decimal]] = {}
    for given in items:
        if len(given) > 1:
            middle = median(Decimal(value) for value in given.values())
            for person, value in given.items():
                differences.setdefault(person, []).append(value - middle)
    return {
        person: Leaning(Fraction(sum(found)) / len(found), min(found), max(found))
        for person, found in differences.items()
    }


def agreement_word(alpha: Fraction) -> str:
    """What this alpha means, in words."""
    if alpha >= RELIABLE:
        return _("สอดคล้องกันสูง")
    if alpha >= TENTATIVE:
        return _("สอดคล้องกันปานกลาง สรุปด้วยความระมัดระวัง")
    return _("สอดคล้องกันน้อย ให้หารือหัวข้อที่ต่างกันมากก่อน")
