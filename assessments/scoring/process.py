"""From four factors to a suggested band and percent."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.scoring.scale import Scale, checked_factors

HIGHEST_FACTOR = 5


@dataclass(frozen=True)
class Suggestion:
    """What the system proposes for an item; never a score until a person confirms it (scoring.md 1)."""

    band: int
    percent: int


def suggest_band(factors: Sequence[int], gate: int, *, top: int = HIGHEST_FACTOR) -> int:
    """The lesser of the second smallest factor and the smallest plus `gate` (scoring.md 1, "Suggested band").

    Factors stand in the order A D L I (or Le T C I), each 0 to `top`; ValueError otherwise.
    """
    if gate < 0:
        raise ValueError(f"The gate must not be negative: {gate}.")
    smallest, second, *_ = sorted(checked_factors(factors, top))
    return min(second, smallest + gate)


def suggest(factors: Sequence[int], scale: Scale) -> Suggestion:
    """The suggested band and percent of four factors (scoring.md 1, "Suggested percent").

    Within the band the place rises with the factors above it and falls with those below it; halves round up.
    Factors outside the scale raise ValueError.
    """
    band = suggest_band(factors, scale.gate, top=scale.top)
    if not any(factors):
        return Suggestion(band=0, percent=0)
    percents = scale.bands[band]
    balance = sum(factor > band for factor in factors) - sum(factor < band for factor in factors)
    # (n-1) x (1/2 + balance/4), rounded half up, in whole numbers: floor(x/4 + 1/2) = (x + 2) // 4
    index = ((len(percents) - 1) * (2 + balance) + 2) // 4
    return Suggestion(band=band, percent=percents[max(0, min(index, len(percents) - 1))])


def needs_reason(percent: int, suggestion: Suggestion, scale: Scale) -> bool:
    """True when the percent lies outside the suggested band (scoring.md 1.1); ValueError when it is not allowed."""
    return scale.band_of(percent) != suggestion.band
