"""The price of the next step for the scheme `levels`: the fewest half-steps of checkpoints that lift the label.

It stores nothing and decides nothing (scoring.md 5). Results dimensions have no such step: their points follow from
indicators alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring.levels import (
    LEVELS,
    SIGNIFICANCE,
    SubCriterionJudgement,
    checked_checkpoints,
    judge_sub_criterion,
)

WHOLE = Decimal(1)
HALF_STEPS = 2


@dataclass(frozen=True)
class LevelCandidate:
    """A sub-criterion as it stands: its code, and the judgements of B, A and S as `judge_sub_criterion` takes them."""

    code: str
    checkpoints: Mapping[str, Sequence[Decimal | None]]


@dataclass(frozen=True)
class CheckpointRaise:
    """One checkpoint to be raised to 1: its level, its place there from 1 on, what it is now, and the half-steps."""

    level: str
    place: int
    present: Decimal | None
    half_steps: int


@dataclass(frozen=True)
class NextLevel:
    """What a sub-criterion needs for a higher label, and its judgement now and then (scoring.md 5)."""

    code: str
    raises: tuple[CheckpointRaise, ...]
    present: SubCriterionJudgement
    wanted: SubCriterionJudgement

    @property
    def steps(self) -> int:
        """Half-steps over all checkpoints to be raised (scoring.md 5)."""
        return sum(each.half_steps for each in self.raises)

    @property
    def gain(self) -> Fraction:
        """Unrounded points of the sub-criterion gained, out of 500 (scoring.md 5)."""
        return self.wanted.points - self.present.points

    @property
    def gain_per_step(self) -> Fraction:
        """Points gained for each half-step, unrounded; the order of the price list (scoring.md 5)."""
        return self.gain / self.steps


def next_level(candidate: LevelCandidate) -> NextLevel | None:
    """The cheapest way to a higher label; None at the highest (scoring.md 5).

    A label needs every checkpoint of its level and of those before it at 1. So the cheapest way is always the first
    level that is not whole, with all that it lacks: no other way costs as little, and a tie cannot come up. The raises
    stand in the order of the checkpoints. Later levels that are whole already then count at once, and the label may
    rise by more than one.
    """
    judged = checked_checkpoints(candidate.checkpoints)
    present = judge_sub_criterion(judged)
    if present.level == SIGNIFICANCE:
        return None
    short = next(code for code in LEVELS if present.fractions[code] < 1)
    raises = tuple(
        CheckpointRaise(short, place, judgement, int((WHOLE - (judgement or Decimal(0))) * HALF_STEPS))
        for place, judgement in enumerate(judged[short], 1)
        if judgement != WHOLE
    )
    wanted = judge_sub_criterion({**judged, short: (WHOLE,) * len(judged[short])})
    return NextLevel(candidate.code, raises, present, wanted)


def level_price_list(candidates: Iterable[LevelCandidate]) -> list[NextLevel]:
    """Every sub-criterion below the highest label, by gain per half-step, then gain, both falling, then code.

    Every one of them gains, since a higher label stands on more points (scoring.md 5).
    """
    found = [next_level(candidate) for candidate in candidates]
    steps = [step for step in found if step is not None]
    return sorted(steps, key=lambda step: (-step.gain_per_step, -step.gain, step.code))
