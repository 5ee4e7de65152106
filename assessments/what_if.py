"""What the total would be with other factors: a trial that is computed and stored nowhere (scoring.md 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from assessments.scorecard import FactorResult, ItemResult, Scorecard, Step
from assessments.scoring.process import Suggestion, suggest
from assessments.scoring.totals import Total, combined, item_points
from criteria.kinds import Factor

Factors = Mapping[str, int | None]


@dataclass(frozen=True)
class TriedFactor:
    """A factor as it stands and as it is tried, None where nobody has chosen it.

    `further`: how many more indicators (areas for I) reach what is tried; None where that cannot be said.
    """

    item: str
    name: str
    now: int | None
    tried: int | None
    further: int | None = None

    @property
    def parameter(self) -> str:
        return parameter_of(self.item, self.name)

    @property
    def title(self) -> str:
        return str(Factor(self.name).label)

    @property
    def is_changed(self) -> bool:
        return self.now != self.tried


@dataclass(frozen=True)
class Trial:
    """One item with the factors that are tried, and the percent it would count with."""

    result: ItemResult
    factors: tuple[TriedFactor, ...]
    suggestion: Suggestion | None
    percent: int | None
    band: int | None
    points: Decimal

    @property
    def is_changed(self) -> bool:
        return any(factor.is_changed for factor in self.factors)

    @property
    def gain(self) -> Decimal:
        return self.points - self.result.total.points


@dataclass(frozen=True)
class WhatIf:
    """Every item of a scorecard as tried, and the new total."""

    card: Scorecard
    trials: tuple[Trial, ...]
    total: Total

    @property
    def gain(self) -> Decimal:
        return self.total.points - self.card.total.points

    @property
    def changed(self) -> list[Trial]:
        return [trial for trial in self.trials if trial.is_changed]

    @property
    def query(self) -> str:
        """The query string that brings the same trial again: the factors that differ, in the order of the items."""
        return query_of(
            (factor.item, factor.name, factor.tried)
            for trial in self.trials
            for factor in trial.factors
            if factor.is_changed
        )


def has_trial(card: Scorecard) -> bool:
    """Whether the scheme has factors that can be tried."""
    return card.scheme.has_rubric


def try_out(card: Scorecard, wanted: Mapping[str, Factors]) -> WhatIf:
    """The scorecard with these factors by item; an item whose factors are as they stand counts as it stands."""
    trials = tuple(_trial(result, wanted.get(result.code, {}), card) for result in card.items.values())
    totals = (Total(trial.points, trial.result.total.maximum, provisional=True) for trial in trials)
    return WhatIf(card, trials, combined(totals))


def parameter_of(item: str, factor: str) -> str:
    """The name of a factor of an item in an address: "7.1-Le"."""
    return f"{item}-{factor}"


def query_of(factors: Iterable[tuple[str, str, int | None]]) -> str:
    """These factors (item, name, value) as the query string of the page; None is written empty."""
    values = ((parameter_of(item, name), "" if value is None else value) for item, name, value in factors)
    return urlencode(list(values))


def query_of_step(step: Step) -> str:
    """The query string that tries a step of the price list."""
    return query_of((step.code, each.name, int(each.wanted)) for each in step.changes)


def read_trial(query: Mapping[str, str], card: Scorecard) -> tuple[dict[str, dict[str, int | None]], list[str]]:
    """The factors by item that a query string asks for, and the names of those whose value is not on the scale.

    Only names of items and factors of this scorecard are looked up; whatever else the query holds is not read.
    """
    values = {str(value): value for value in range(card.scheme.scale.top + 1)} | {"": None}
    wanted: dict[str, dict[str, int | None]] = {}
    refused = []
    for result in card.items.values():
        for name, factor in result.factors.items():
            given = query.get(parameter_of(result.code, name))
            if given is None or (given == "" and factor.value is not None):
                continue
            if given in values:
                wanted.setdefault(result.code, {})[name] = values[given]
            else:
                refused.append(f"{result.code} {name}")
    return wanted, refused


def _trial(result: ItemResult, wanted: Factors, card: Scorecard) -> Trial:
    factors = tuple(
        _tried(result.code, name, factor, wanted.get(name, factor.value), card)
        for name, factor in result.factors.items()
    )
    tried = [factor.tried for factor in factors if factor.tried is not None]
    suggestion = suggest(tried, card.scheme.scale) if len(tried) == len(factors) else None
    percent = result.percent
    if any(factor.is_changed for factor in factors):
        percent = suggestion.percent if suggestion else None
    band = None if percent is None else card.scheme.scale.band_of(percent)
    return Trial(result, factors, suggestion, percent, band, item_points(percent, result.total.maximum))


def _tried(item: str, name: str, factor: FactorResult, value: int | None, card: Scorecard) -> TriedFactor:
    """With the count that is missing, for a computed factor that is raised."""
    tally, now = factor.tally, factor.value
    if tally is None or not tally.denominator or value is None or now is None or value <= now:
        return TriedFactor(item, name, now, value)
    return TriedFactor(item, name, now, value, card.scheme.scale.needed_for(value, tally.denominator) - tally.numerator)
