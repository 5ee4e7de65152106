"""What the summary tells beside strengths and risks: what has changed since last year, and what waits for a decision.

Drawn from the content alone, so that a reader finds every figure again in the full report.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.content import HUNDRED, ItemPart, ReportContent
from reports.indicators import IndicatorRow

CHANGES, DECISIONS = 4, 3
NAMED = 3  # codes in one line
NO_INDICATOR, MISSED_TARGET, NO_TARGET, GAIN, NO_COMPARATOR = (
    "no_indicator",
    "missed",
    "no_target",
    "gain",
    "no_comparator",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A category that stands higher or lower than last year, and the item that moved it most the same way."""

    code: str
    title: str
    gap: Decimal
    item: str = ""
    item_gap: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something that only a manager can settle: `count` of them, the first few by their codes."""

    kind: str
    count: int = 1
    codes: tuple[str, ...] = ()
    title: str = ""
    gain: Decimal = Decimal(0)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.codes)


def changes(content: ReportContent) -> tuple[Change, ...]:
    """Four categories at most, the greatest difference first; those that stand as they stood are left out."""
    found = [
        _change(category.code, category.name, category.points - category.previous, category.items)
        for category in content.categories
        if category.previous is not None and category.points != category.previous
    ]
    return tuple(sorted(found, key=lambda change: (-abs(change.gap), change.code))[:CHANGES])


def _change(code: str, title: str, gap: Decimal, items: tuple[ItemPart, ...]) -> Change:
    moved = [(item.code, item.score.points - _past_points(item)) for item in items if item.score and _has_past(item)]
    same_way = [(item, by) for item, by in moved if by * gap > 0]
    if not same_way:
        return Change(code=code, title=title, gap=gap)
    item, by = max(same_way, key=lambda pair: abs(pair[1]))
    return Change(code=code, title=title, gap=gap, item=item, item_gap=by)


def _has_past(item: ItemPart) -> bool:
    return item.previous_percent is not None


def _past_points(item: ItemPart) -> Decimal:
    return item.maximum * (item.previous_percent or 0) / HUNDRED


def decisions(content: ReportContent) -> tuple[Decision, ...]:
    """Three at most: areas without an indicator, missed targets, missing targets, the greatest gain, no comparator."""
    return tuple(_decisions(content))[:DECISIONS]


def _decisions(content: ReportContent) -> Iterator[Decision]:
    rows = [row for item in content.outcomes if item.indicators for row in item.indicators.rows]
    missed = [row for row in rows if row.current is not None and row.target is not None and not row.attained]
    yield from _of_codes(NO_INDICATOR, [item.code for item in content.outcomes if not _is_measured(item)])
    yield from _of_codes(MISSED_TARGET, [row.code for row in sorted(missed, key=_weight)])
    yield from _of_codes(NO_TARGET, [row.code for row in rows if row.current is not None and row.target is None])
    if content.next_steps:
        best = max(content.next_steps, key=lambda step: (step.gain, -step.steps))
        yield Decision(kind=GAIN, codes=(best.code,), title=best.title, gain=best.gain)
    compared = [row for item in content.outcomes if _compares(item) for row in item.indicators.rows]
    yield from _of_codes(NO_COMPARATOR, [row.code for row in compared if row.current is not None and row.ahead is None])


def _compares(item: ItemPart) -> bool:
    """Whether the scheme asks for comparators."""
    return item.indicators is not None and item.indicators.compares


def _is_measured(item: ItemPart) -> bool:
    return item.indicators is not None and bool(item.indicators.rows)


def _weight(row: IndicatorRow) -> tuple[bool, Decimal]:
    """Key indicators first, then those that are furthest from their target."""
    return not row.key, row.achievement if row.achievement is not None else Decimal(0)


def _of_codes(kind: str, codes: list[str]) -> Iterator[Decision]:
    if codes:
        yield Decision(kind=kind, count=len(codes), codes=tuple(codes[:NAMED]))
