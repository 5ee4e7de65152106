"""Points, sums, shares and words; the only place where a score is rounded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Generic, TypeVar

HUNDRED = Decimal(100)

# Percents of points end in Decimal; means of the scheme `levels` hold thirds, which only a Fraction holds exactly.
Number = TypeVar("Number", Decimal, Fraction)


@dataclass(frozen=True)
class Total(Generic[Number]):
    """Unrounded points out of a maximum; provisional while a part of it is unconfirmed (scoring.md 1.1).

    Both are Decimal where items are summed (`combined`), both Fraction where they are averaged (`averaged`).
    """

    points: Number
    maximum: Number
    provisional: bool = False


@dataclass(frozen=True)
class Maturity:
    """A word and the points from which it holds (scoring.md 4)."""

    threshold: Decimal
    word: str


def item_points(percent: int | None, maximum: Decimal) -> Decimal:
    """Unrounded points of an item: percent x maximum / 100; None counts 0 (scoring.md 1 and 1.1).

    The percent lies in 0 to 100 and the maximum is not negative; ValueError otherwise.
    """
    counted = 0 if percent is None else percent
    if not 0 <= counted <= 100:
        raise ValueError(f"A percent lies between 0 and 100, not {counted}.")
    if maximum < 0:
        raise ValueError(f"A maximum must not be negative: {maximum}.")
    return Decimal(counted) * maximum / HUNDRED


def item_total(percent: int | None, maximum: Decimal, *, confirmed: bool) -> Total[Decimal]:
    """The total of one item, provisional until a person has confirmed its percent (scoring.md 1.1)."""
    return Total(item_points(percent, maximum), maximum, provisional=not confirmed)


def combined(parts: Iterable[Total[Decimal]]) -> Total[Decimal]:
    """The sum of unrounded parts, items to a category or categories to the whole (scoring.md 1).

    It is provisional as soon as one part is (scoring.md 1.1). No parts give 0 out of 0.
    """
    points, maximum, provisional = Decimal(0), Decimal(0), False
    for part in parts:
        points += part.points
        maximum += part.maximum
        provisional = provisional or part.provisional
    return Total(points, maximum, provisional)


def averaged(parts: Iterable[Total[Fraction]]) -> Total[Fraction]:
    """The plain mean of unrounded parts, items to a category or categories to the whole (scoring.md 3).

    It is provisional as soon as one part is (scoring.md 1.1). No parts raise ValueError.
    """
    given = list(parts)
    if not given:
        raise ValueError("A mean needs at least one part.")
    points = sum((part.points for part in given), Fraction(0)) / len(given)
    maximum = sum((part.maximum for part in given), Fraction(0)) / len(given)
    return Total(points, maximum, provisional=any(part.provisional for part in given))


def rounded(number: Decimal | Fraction, places: int) -> Decimal:
    """The number with exactly `places` decimals, halves away from zero, never a negative zero (scoring.md, head).

    A Fraction is rounded from its exact value, so that thirds and sixths get the right last digit too.
    """
    if isinstance(number, Fraction):
        number = _nearest(number * 10**places).scaleb(-places)
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + Decimal(0)


def as_decimal(number: Decimal | Fraction) -> Decimal:
    """The number for charts and paper; of thirds the nearest Decimal, long before the place where it is rounded."""
    return Decimal(number.numerator) / number.denominator if isinstance(number, Fraction) else number


def rounded_points(points: Decimal | Fraction) -> Decimal:
    """Points with 2 decimals for screen, paper and `pmqa-score/1` (scoring.md, head)."""
    return rounded(points, 2)


def rounded_percent(achievement: Decimal | Fraction) -> Decimal:
    """A percentage of achievement with 2 decimals (scoring.md, head)."""
    return rounded(achievement, 2)


def rounded_share(share: Decimal | Fraction) -> Decimal:
    """A share with 4 decimals (interchange.md, score document)."""
    return rounded(share, 4)


def rounded_system(figure: Decimal | Fraction) -> Decimal:
    """The "X.X" of "ระบบราชการ X.X" with 1 decimal (scoring.md, head)."""
    return rounded(figure, 1)


def maturity_word(total: Total[Decimal] | Total[Fraction], ladder: Sequence[Maturity]) -> str | None:
    """The word of the highest threshold that the unrounded points reach (scoring.md 4).

    None while the total is provisional, and when no threshold is reached.
    """
    if total.provisional:
        return None
    reached = [step for step in ladder if total.points >= step.threshold]
    return max(reached, key=lambda step: step.threshold).word if reached else None


def _nearest(number: Fraction) -> Decimal:
    """The nearest whole number, halves away from zero, without any division that is not exact."""
    whole = (2 * abs(number.numerator) + number.denominator) // (2 * number.denominator)
    return Decimal(whole if number > 0 else -whole)
