"""The price of the next step: the fewest steps of factors that lift an item into a higher band.

For the scheme of four factors; it stores nothing and decides nothing (scoring.md 5).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product

from assessments.scoring.process import Suggestion, suggest
from assessments.scoring.scale import Scale, checked_factors
from assessments.scoring.totals import item_points


@dataclass(frozen=True)
class Tally:
    """Present count and denominator of a computed factor: indicators, or areas for I (scoring.md 2)."""

    numerator: int
    denominator: int


@dataclass(frozen=True)
class Candidate:
    """An item as it stands; `percent` is the one that counts now, None counts 0 (scoring.md 1.1 and 5).

    `factors` maps the names in their order (A D L I or Le T C I) to values; `tallies` is given for results items.
    """

    code: str
    factors: Mapping[str, int]
    percent: int | None
    maximum: Decimal
    tallies: Mapping[str, Tally] | None = None


@dataclass(frozen=True)
class Raise:
    """One factor to be raised; `further` indicators (or areas) reach it, None where that cannot be said."""

    factor: str
    present: int
    wanted: int
    further: int | None = None


@dataclass(frozen=True)
class NextStep:
    """What an item needs for the next band, and the unrounded points it would gain (scoring.md 5)."""

    code: str
    raises: tuple[Raise, ...]
    steps: int
    percent: int | None
    suggestion: Suggestion
    gain: Decimal

    @property
    def gain_per_step(self) -> Decimal:
        """Points gained for each step, unrounded; the order of the price list (scoring.md 5)."""
        return self.gain / self.steps


@lru_cache(maxsize=4096)
def cheapest_vector(factors: tuple[int, ...], scale: Scale) -> tuple[int, ...] | None:
    """The factors one band higher with the fewest steps; None when the item is in the highest band (scoring.md 5).

    Ties go to the higher suggested percent, then to the vector that gives the steps to the earlier factors.
    """
    present = suggest(checked_factors(factors, scale.top), scale).band
    best: tuple[int, int, tuple[int, ...]] | None = None
    for vector in product(*(range(factor, scale.top + 1) for factor in factors)):
        if best is not None and sum(vector) > best[0]:
            continue
        suggestion = suggest(vector, scale)
        if suggestion.band > present:
            key = (sum(vector), -suggestion.percent, tuple(-factor for factor in vector))
            best = key if best is None else min(best, key)
    return None if best is None else tuple(-factor for factor in best[2])


def next_step(candidate: Candidate, scale: Scale) -> NextStep | None:
    """The cheapest way into a higher band; None in the highest band and where nothing is gained (scoring.md 5)."""
    names, present = tuple(candidate.factors), tuple(candidate.factors.values())
    wanted = cheapest_vector(present, scale)
    if wanted is None:
        return None
    suggestion = suggest(wanted, scale)
    gain = item_points(suggestion.percent, candidate.maximum) - item_points(candidate.percent, candidate.maximum)
    if gain <= 0:
        return None
    raises = tuple(
        Raise(name, before, after, _further(candidate, name, after, scale))
        for name, before, after in zip(names, present, wanted, strict=True)
        if after > before
    )
    steps = sum(wanted) - sum(present)
    return NextStep(candidate.code, raises, steps, candidate.percent, suggestion, gain)


def price_list(candidates: Iterable[Candidate], scale: Scale) -> list[NextStep]:
    """Every item that can gain, by gain per step, then gain, both falling, then code (scoring.md 5)."""
    found: Sequence[NextStep | None] = [next_step(candidate, scale) for candidate in candidates]
    steps = [step for step in found if step is not None]
    return sorted(steps, key=lambda step: (-step.gain_per_step, -step.gain, step.code))


def _further(candidate: Candidate, name: str, wanted: int, scale: Scale) -> int | None:
    """How many more of the present N reach the lower threshold of the wanted factor; None without any N."""
    tally = (candidate.tallies or {}).get(name)
    if tally is None or tally.denominator == 0:
        return None
    return scale.needed_for(wanted, tally.denominator) - tally.numerator
