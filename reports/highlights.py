"""What a report points out: strengths and risks, key themes, what changed since last year, what waits for a decision.

Drawn from the content alone, so that a reader finds every figure again in the full report.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.content import HUNDRED, OFI, STRENGTH, Finding, ItemPart, ReportContent, Score
from reports.indicators import IndicatorRow

CHANGES, DECISIONS, LISTED = 4, 3, 3
NAMED = 3  # codes in one line
NO_INDICATOR, MISSED_TARGET, NO_TARGET, GAIN, NO_COMPARATOR = (
    "no_indicator",
    "missed",
    "no_target",
    "gain",
    "no_comparator",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One part of the key themes: of process or of results, strengths or OFIs."""

    kind: str
    outcomes: bool
    rows: tuple[tuple[ItemPart, Finding], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One line among the strengths or risks of the summary."""

    code: str
    title: str
    share: Decimal | None
    words: str = ""  # a reviewer's nugget; empty: drawn from the score alone
    score: Score | None = None
    maximum: Decimal = Decimal(0)


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


def strengths(content: ReportContent) -> tuple[Point, ...]:
    """Three at most: reviewers' strengths, heaviest first, then the items with the highest share of their maximum."""
    ranked = sorted(_scored(content), key=lambda item: (-(item.share or 0), item.code))
    found = _from_findings(ranked, STRENGTH)
    return _fill(found, [item for item in ranked if item.share], avoid=set())


def risks(content: ReportContent) -> tuple[Point, ...]:
    """Three at most: visible OFIs, heaviest first, then the items with the lowest share that are no strength above."""
    ranked = sorted(_scored(content), key=lambda item: (item.share or 0, item.code))
    found = _from_findings(ranked, OFI)
    avoid = {point.code for point in strengths(content)}
    return _fill(found, [item for item in ranked if (item.share or 0) < HUNDRED], avoid=avoid)


def themes(content: ReportContent) -> tuple[Theme, ...]:
    """Process before results, strengths before OFIs: all that are double, filled up to three with single ones."""
    return tuple(
        Theme(kind=kind, outcomes=outcomes, rows=_weightiest(content, kind, outcomes=outcomes))
        for outcomes in (False, True)
        for kind in (STRENGTH, OFI)
    )


def _weightiest(content: ReportContent, kind: str, *, outcomes: bool) -> tuple[tuple[ItemPart, Finding], ...]:
    items = [item for category in content.categories if category.outcomes == outcomes for item in category.items]
    rows = [(item, finding) for item in items for finding in item.findings if finding.kind == kind]
    rows.sort(key=lambda row: -row[1].weight)
    double = sum(finding.weight > 1 for _item, finding in rows)
    return tuple(rows[: max(double, LISTED)])


def _scored(content: ReportContent) -> list[ItemPart]:
    return [item for item in content.items if item.score is not None and item.maximum]


def _from_findings(ranked: list[ItemPart], kind: str) -> list[Point]:
    rows = [(item, finding) for item in ranked for finding in item.findings if finding.kind == kind]
    rows.sort(key=lambda row: -row[1].weight)
    return [_point(item, finding.nugget) for item, finding in rows[:LISTED]]


def _fill(found: list[Point], ranked: list[ItemPart], *, avoid: set[str]) -> tuple[Point, ...]:
    avoid = avoid | {point.code for point in found}
    return (*found, *(_point(item) for item in ranked if item.code not in avoid))[:LISTED]


def _point(item: ItemPart, words: str = "") -> Point:
    return Point(
        code=item.code, title=item.title, share=item.share, words=words, score=item.score, maximum=item.maximum
    )


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
