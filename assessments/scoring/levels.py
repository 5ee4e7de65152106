"""Scheme `levels`: from the judged checkpoints of three levels to the points of a sub-criterion.

Points and fractions are `Fraction` throughout, so that thirds stay exact up to the one rounding in `totals`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from assessments.scoring import level_reasons
from assessments.scoring.totals import Total

BASIC, ADVANCE, SIGNIFICANCE = LEVELS = ("B", "A", "S")
LEVEL_POINTS = {BASIC: 300, ADVANCE: 100, SIGNIFICANCE: 100}
# 300, 400, 500: the points from which a sub-criterion bears the label of a level
LABEL_POINTS = dict(zip(LEVELS, accumulate(LEVEL_POINTS.values()), strict=True))
MAXIMUM = Fraction(LABEL_POINTS[SIGNIFICANCE])
JUDGEMENTS = (Decimal(0), Decimal("0.5"), Decimal(1))
SYSTEM_TOP = 4


@dataclass(frozen=True)
class SubCriterionJudgement:
    """What the arithmetic says of one sub-criterion: points 0 to 500, fractions 0 to 1 by level (scoring.md 3).

    `level` is the highest level whose label it bears, None below Basic. `confirmed`: every checkpoint has a value.
    """

    fractions: dict[str, Fraction]
    points: Fraction
    level: str | None
    label: str
    confirmed: bool
    reason: str


def judge_sub_criterion(checkpoints: Mapping[str, Sequence[Decimal | None]]) -> SubCriterionJudgement:
    """The points, label and reason of one sub-criterion (scoring.md 3).

    `checkpoints` holds the judgements of the levels B, A and S in the order of the criteria: 0, 1/2 or 1 as Decimal,
    None where nothing is answered yet, which counts 0. Anything else, a level that is missing or unknown and a level
    without checkpoints raise ValueError.
    """
    judged = checked_checkpoints(checkpoints)
    fractions = {code: _fraction(judgements) for code, judgements in judged.items()}
    points = _points(fractions)
    level = level_of(points)
    return SubCriterionJudgement(
        fractions=fractions,
        points=points,
        level=level,
        label=level_reasons.label_of(level),
        confirmed=not any(judgement is None for judgements in judged.values() for judgement in judgements),
        reason=level_reasons.of_sub_criterion(judged),
    )


def checked_checkpoints(checkpoints: Mapping[str, Sequence[Decimal | None]]) -> dict[str, tuple[Decimal | None, ...]]:
    """The judgements of the three levels in their order; ValueError for what `judge_sub_criterion` refuses."""
    if set(checkpoints) != set(LEVELS):
        raise ValueError(f"The levels are B, A and S, not {', '.join(map(str, checkpoints)) or 'none'}.")
    for code in LEVELS:
        if not checkpoints[code]:
            raise ValueError(f"Level {code} has no checkpoint.")
        for judgement in checkpoints[code]:
            if judgement is not None and not _is_judgement(judgement):
                raise ValueError(f"A checkpoint of level {code} is judged 0, 0.5 or 1, not {judgement!r}.")
    return {code: tuple(checkpoints[code]) for code in LEVELS}


def level_of(points: Fraction) -> str | None:
    """The level whose label holds from these unrounded points on; None below Basic (scoring.md 3, status label)."""
    return next((code for code in reversed(LEVELS) if points >= LABEL_POINTS[code]), None)


def needs_text(judgement: Decimal | None) -> bool:
    """True when this judgement of a checkpoint stands only beside a text: every one above 0 (scoring.md 3)."""
    return judgement is not None and judgement > 0


def sub_criterion_total(judged: SubCriterionJudgement) -> Total[Fraction]:
    """The total of one sub-criterion, provisional until every checkpoint has a value (scoring.md 1.1 and 3)."""
    return Total(judged.points, MAXIMUM, provisional=not judged.confirmed)


def system_figure(overall: Fraction) -> Fraction:
    """The unrounded X.X of "ระบบราชการ X.X": overall / 500 x 4 (scoring.md 3); ValueError outside of 0 to 500."""
    if not 0 <= overall <= MAXIMUM:
        raise ValueError(f"The overall points lie between 0 and {MAXIMUM}, not {overall}.")
    return overall / MAXIMUM * SYSTEM_TOP


def _is_judgement(judgement: object) -> bool:
    return isinstance(judgement, Decimal) and judgement.is_finite() and judgement in JUDGEMENTS


def _fraction(judgements: Sequence[Decimal | None]) -> Fraction:
    """The mean of the checkpoints of one level, an unanswered one as 0 (scoring.md 3)."""
    return sum((Fraction(each) for each in judgements if each is not None), Fraction(0)) / len(judgements)


def _points(fractions: Mapping[str, Fraction]) -> Fraction:
    """A level counts by its fraction, and only while every level before it is whole (scoring.md 3)."""
    points = Fraction(0)
    for code in LEVELS:
        points += LEVEL_POINTS[code] * fractions[code]
        if fractions[code] < 1:
            break
    return points
