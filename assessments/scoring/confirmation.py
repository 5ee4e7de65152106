"""Which percent counts, when a confirmation is allowed and when it lapses."""

from collections.abc import Iterable
from enum import StrEnum

from assessments.scoring.agreement import Spread
from assessments.scoring.process import Suggestion, needs_reason
from assessments.scoring.scale import Scale

REASON_GRAPHEMES = 20
SELF_STAGE = "self"


class Refusal(StrEnum):
    """Why a confirmation cannot be taken (scoring.md 1.1)."""

    FACTORS_MISSING = "factors_missing"
    PERCENT_NOT_ALLOWED = "percent_not_allowed"
    REASON_TOO_SHORT = "reason_too_short"
    OUTSIDE_RANGE = "outside_range"  # of the individual percents, in consensus


def counting_percent(confirmed_percent: int | None, suggestion: Suggestion | None, *, stage: str) -> int | None:
    """The percent that counts for an item: the confirmed one, else at stage self the suggested one (scoring.md 1.1).

    None means that the item counts 0: a process item with a missing factor (no suggestion), or an item not yet
    scored at review or consensus. A percent whose confirmation has lapsed is given as None.
    """
    if confirmed_percent is not None:
        return confirmed_percent
    return suggestion.percent if stage == SELF_STAGE and suggestion is not None else None


def is_provisional(confirmed: Iterable[bool]) -> bool:
    """True while any item is unconfirmed (scoring.md 1.1)."""
    return not all(confirmed)


def lapses(confirmed_band: int | None, suggestion: Suggestion | None) -> bool:
    """True when a confirmation no longer holds, because the suggested band has moved since (scoring.md 1.1).

    `confirmed_band` is the band that was suggested when the percent was confirmed; None: nothing was confirmed,
    so nothing lapses. A suggestion that is gone (a factor was taken away) lapses the confirmation too.
    """
    if confirmed_band is None:
        return False
    return suggestion is None or suggestion.band != confirmed_band


def refusal(percent: int, suggestion: Suggestion | None, scale: Scale, *, reason_graphemes: int) -> Refusal | None:
    """Why this confirmation is refused, or None when it may be taken (scoring.md 1.1).

    `reason_graphemes` is the length of the trimmed reason in graphemes, as the reader counts them.
    """
    if suggestion is None:
        return Refusal.FACTORS_MISSING
    if percent not in scale.allowed_percents:
        return Refusal.PERCENT_NOT_ALLOWED
    if needs_reason(percent, suggestion, scale) and reason_graphemes < REASON_GRAPHEMES:
        return Refusal.REASON_TOO_SHORT
    return None


def range_refusal(percent: int, spread: Spread | None, *, reason_graphemes: int) -> Refusal | None:
    """Why a percent of the consensus is refused beside what the assessors gave, or None when it may be taken.

    Outside of everything that they gave each for himself it needs a reason as outside of the suggested band. `spread`
    is None where nobody has given anything.
    """
    if spread is not None and not spread.holds(percent) and reason_graphemes < REASON_GRAPHEMES:
        return Refusal.OUTSIDE_RANGE
    return None
