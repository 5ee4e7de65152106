"""The plain shapes of a score: what goes into a scheme, and the one frozen result that comes out.

Both schemes fill the same shapes. A part that only one of them knows has an empty default; who shows it asks for what
is there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol

from assessments.scoring.level_results import SubtopicJudgement
from assessments.scoring.process import Suggestion
from assessments.scoring.results import IndicatorData, IndicatorJudgement
from assessments.scoring.totals import Maturity, Total, as_decimal, maturity_word
from assessments.scoring.what_if import Tally


class QuestionPlace(Protocol):
    """What the arithmetic asks of a question of the outline."""

    code: str


class AreaPlace(Protocol):
    """What it asks of an area: a part of an item, a level, or a sub-topic."""

    code: str
    required: bool
    questions: Sequence[QuestionPlace]


class ItemPlace(Protocol):
    """What it asks of an item."""

    code: str
    points: Decimal
    areas: Sequence[AreaPlace]
    questions: Sequence[QuestionPlace]
    is_process: bool
    is_results: bool


class CategoryPlace(Protocol):
    """What it asks of a category."""

    code: str
    title: str
    kind: str
    is_profile: bool
    items: Sequence[ItemPlace]


class Judging(StrEnum):
    """What a person gives to have an item scored."""

    FACTORS = "factors"  # four factors and a percent
    PERCENT = "percent"  # a percent alone
    CHECKPOINTS = "checkpoints"  # a value for each checkpoint
    WHOLE = "whole"  # nothing but the confirmation


@dataclass(frozen=True)
class ScoreEntry:
    """What a person said of one item: factors given so far, a percent, its reason, and whether he confirmed it."""

    factors: Mapping[str, int] = field(default_factory=dict)
    percent: int | None = None
    reason: str = ""
    confirmed: bool = False
    confirmed_band: int | None = None


@dataclass(frozen=True)
class Said:
    """What people said at one stage: entries by code of the item, values of checkpoints by code of the question."""

    entries: Mapping[str, ScoreEntry] = field(default_factory=dict)
    values: Mapping[str, Decimal] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.entries or self.values)


@dataclass(frozen=True)
class ScoreInputs:
    """All that a score depends on, from rows or a frozen document. A checkpoint that nobody judged has no value."""

    fiscal_year: int
    stage: str
    indicators: Mapping[str, tuple[IndicatorData, ...]]
    entries: Mapping[str, ScoreEntry]
    not_applicable: frozenset[str]
    values: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class FactorResult:
    """One factor 0 to 5; `share`, `reason` and `tally` where it is computed. `value` None: not chosen yet."""

    value: int | None
    share: Decimal | None = None
    say: Callable[[], str] = field(default=str, compare=False, repr=False)
    tally: Tally | None = None

    @property
    def reason(self) -> str:
        """Said only where it is shown, as of an indicator."""
        return self.say()


@dataclass(frozen=True)
class LevelResult:
    """One level of a sub-criterion: the mean of its checkpoints, and the points that it brings of its maximum."""

    code: str
    title: str
    fraction: Fraction
    points: Fraction
    maximum: int
    counts: bool  # every level before it is whole


@dataclass(frozen=True)
class ItemResult:
    """The score of one item. `percent` is the one that counts (None: none), `entry` what a person said.

    `figure` says in a few words where the item stands, `state` the same for a list of what is to be done.
    """

    item: ItemPlace
    total: Total
    confirmed: bool
    entry: ScoreEntry
    figure: str
    say_state: Callable[[], str] = field(compare=False, repr=False)
    percent: int | None = None
    suggestion: Suggestion | None = None
    factors: Mapping[str, FactorResult] = field(default_factory=dict)
    indicators: tuple[IndicatorJudgement, ...] = ()
    label: str = ""
    reason: str = ""
    levels: tuple[LevelResult, ...] = ()
    values: Mapping[str, Decimal | None] = field(default_factory=dict)
    subtopics: tuple[SubtopicJudgement, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def state(self) -> str:
        return self.say_state()

    @property
    def share(self) -> Decimal:
        """Percent of the maximum, 0 to 100."""
        return share_of(self.total)

    @property
    def fractions(self) -> dict[str, Fraction]:
        """The fraction of each level, 0 to 1."""
        return {level.code: level.fraction for level in self.levels}


@dataclass(frozen=True)
class CategoryResult:
    code: str
    title: str
    kind: str
    total: Total
    items: tuple[ItemResult, ...]

    @property
    def share(self) -> Decimal:
        return share_of(self.total)


@dataclass(frozen=True)
class Change:
    """One thing to be raised; `further` indicators (or areas) reach it, None where that cannot be said."""

    name: str
    present: str
    wanted: str
    further: int | None = None
    of_areas: bool = False


@dataclass(frozen=True)
class Step:
    """The price of the next step of one item: its changes, where it stands now and then, and the points gained.

    `gain` is of the item's own points, `total_gain` of the whole (scoring.md 5).
    """

    code: str
    changes: tuple[Change, ...]
    steps: int
    before: str
    after: str
    gain: Decimal | Fraction
    total_gain: Decimal | Fraction

    @property
    def gain_per_step(self) -> Decimal | Fraction:
        """Points of the whole gained for each step."""
        return self.total_gain / self.steps


@dataclass(frozen=True)
class Column:
    """A column of a score table: its title, and the text of its cell; "" where the item has nothing to say."""

    title: str
    cell: Callable[[ItemResult], str]


class Scheme(Protocol):
    """How one kind of criteria set is scored. Everybody asks it; nobody asks which one it is."""

    uses_checkpoints: bool
    has_rubric: bool
    compares: bool  # comparators and key indicators count

    def judged_by(self, item: ItemPlace) -> Judging: ...

    def item(self, item: ItemPlace, inputs: ScoreInputs) -> ItemResult: ...

    def combined(self, parts: Sequence[Any]) -> Total: ...

    def steps(self, categories: Sequence[CategoryResult]) -> list[Step]: ...

    def system(self, total: Total) -> Decimal | None: ...

    @property
    def bands(self) -> tuple[tuple[int, int], ...]: ...

    @property
    def columns(self) -> tuple[Column, Column]: ...

    @property
    def part_word(self) -> str: ...

    @property
    def step_words(self) -> tuple[str, str]: ...


@dataclass(frozen=True)
class Scorecard:
    """Every number of one stage of one assessment (scoring.md 1 to 3)."""

    stage: str
    scheme: Scheme
    total: Total
    categories: tuple[CategoryResult, ...]
    maturity: str | None

    @cached_property
    def items(self) -> dict[str, ItemResult]:
        return {item.code: item for category in self.categories for item in category.items}

    @property
    def provisional(self) -> bool:
        return self.total.provisional

    @property
    def unconfirmed(self) -> list[ItemResult]:
        return [item for item in self.items.values() if not item.confirmed]

    @property
    def steps(self) -> list[Step]:
        """What would lift each item most, best first (scoring.md 5)."""
        return self.scheme.steps(self.categories)

    @property
    def system(self) -> Decimal | None:
        """The X.X of "ระบบราชการ X.X"; None in a scheme without it, and while the total is provisional."""
        return None if self.provisional else self.scheme.system(self.total)


def card_of(
    categories: Iterable[CategoryPlace], inputs: ScoreInputs, scheme: Scheme, ladder: Sequence[Maturity]
) -> Scorecard:
    """Every number of the set for these inputs."""
    found = []
    for category in categories:
        if not category.is_profile:
            items = tuple(scheme.item(item, inputs) for item in category.items)
            total = scheme.combined([item.total for item in items])
            found.append(CategoryResult(category.code, category.title, category.kind, total, items))
    total = scheme.combined([category.total for category in found])
    return Scorecard(inputs.stage, scheme, total, tuple(found), maturity_word(total, ladder))


def share_of(total: Total) -> Decimal:
    """Points as percent of the maximum, 0 where there is nothing to gain; of thirds the nearest Decimal."""
    if not total.maximum:
        return Decimal(0)
    return as_decimal(total.points * 100 / total.maximum)
