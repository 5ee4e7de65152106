"""What the assessors who have handed in gave, item by item, side by side: the ground of the consensus.

Nothing of an assessor who has not handed in is ever read here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from accounts.models import User
from assessments.document import FrozenDocument
from assessments.models import CheckpointScore, ConsensusMeeting, Score, Submission
from assessments.scorecard import ItemResult, Said, Scorecard, ScoreEntry, entry_of
from assessments.scoring.agreement import Spread, interval_alpha, spread_of
from assessments.statuses import Stage
from criteria.outline import ItemOutline


@dataclass(frozen=True)
class Given:
    """What one assessor gave of one item; `percent` of the maximum, None where he has not scored it."""

    assessor: User
    result: ItemResult
    percent: Decimal | None

    @property
    def factors(self) -> list[tuple[str, int]]:
        """The factors that he chose; none where they are computed or the set has none."""
        return [(name, value) for name, value in self.result.entry.factors.items() if self.percent is not None]

    @property
    def reason(self) -> str:
        return self.result.entry.reason


@dataclass(frozen=True)
class ItemSpread:
    """One item: what each assessor gave, in the order of their hand-ins, and what is decided so far."""

    item: ItemOutline
    own: ItemResult
    given: tuple[Given, ...]
    decided: ItemResult | None

    @property
    def values(self) -> list[Decimal]:
        return [each.percent for each in self.given if each.percent is not None]

    @cached_property
    def spread(self) -> Spread | None:
        return spread_of(self.values)

    @property
    def decided_percent(self) -> Decimal | None:
        return percent_of(self.decided) if self.decided else None


@dataclass(frozen=True)
class Room:
    """Every scored item of a submission with its spread, and how far the assessors agree."""

    items: tuple[ItemSpread, ...]

    @property
    def decided(self) -> int:
        return sum(each.decided is not None for each in self.items)

    @property
    def wide(self) -> list[ItemSpread]:
        """The items about which the assessors are far apart."""
        return [each for each in self.items if each.spread and each.spread.is_wide]

    @cached_property
    def alpha(self) -> Fraction | None:
        """Krippendorff's alpha over all items and assessors; None where it is not defined."""
        return interval_alpha(each.values for each in self.items)

    @property
    def all_the_same(self) -> bool:
        """Whether two or more gave the same of every item that they share: full agreement where alpha says nothing."""
        several = [each.spread for each in self.items if len(each.values) > 1 and each.spread]
        return bool(several) and not any(spread.range for spread in several)

    def at(self, item: ItemOutline) -> ItemSpread:
        return next(each for each in self.items if each.item.pk == item.pk)


def meeting_of(submission: Submission) -> ConsensusMeeting | None:
    """The consensus that was opened on this submission; no query where it was read with it."""
    return getattr(submission, "consensus_meeting", None)


def handed_in(submission: Submission) -> list[User]:
    """The assessors whose review of this submission is handed in, first come first. One query."""
    rows = submission.hand_ins.filter(handed_back_at=None).select_related("assessor").order_by("at", "pk")
    return [row.assessor for row in rows]


def has_handed_in(submission: Submission, user) -> bool:
    return submission.hand_ins.filter(handed_back_at=None, assessor=user).exists()


def individual_spread(submission: Submission, item: ItemOutline) -> Spread | None:
    """The percents of this item by those who have handed in; None where none gave one. One query."""
    authors = submission.hand_ins.filter(handed_back_at=None).values("assessor")
    scores = submission.scores.filter(stage=Stage.REVIEW, item_id=item.pk, confirmed=True, author__in=authors)
    return spread_of(list(scores.exclude(percent=None).values_list("percent", flat=True)))


def room_of(frozen: FrozenDocument) -> Room:
    """All items side by side: seven queries at most, however many assessors have handed in."""
    assessors = handed_in(frozen.submission)
    cards = [(each, frozen.card_with(said, stage=Stage.REVIEW)) for each, said in _said(frozen.submission, assessors)]
    decided = frozen.consensus
    return Room(
        tuple(
            ItemSpread(
                item,
                frozen.card.items[item.code],
                tuple(_given(assessor, card, item) for assessor, card in cards),
                _confirmed(decided, item),
            )
            for item in frozen.outline.scored_items
        )
    )


def _confirmed(decided: Scorecard | None, item: ItemOutline) -> ItemResult | None:
    result = decided.items[item.code] if decided else None
    return result if result and result.confirmed else None


def _given(assessor: User, card: Scorecard, item: ItemOutline) -> Given:
    result = card.items[item.code]
    if not result.confirmed:
        return Given(assessor, replace(result, entry=ScoreEntry()), None)
    return Given(assessor, result, percent_of(result))


def percent_of(result: ItemResult) -> Decimal:
    """The percent that a person gave, else the share of the maximum."""
    return result.share if result.percent is None else Decimal(result.percent)


def _said(submission: Submission, assessors: Sequence[User]) -> list[tuple[User, Said]]:
    """What each of them said at stage review, in two queries."""
    entries: dict[int, dict[str, ScoreEntry]] = {}
    of_review = {"submission": submission, "stage": Stage.REVIEW, "author__in": assessors}
    for score in Score.objects.filter(**of_review).select_related("item"):
        entries.setdefault(score.author_id, {})[score.item.code] = entry_of(score)
    values: dict[int, dict[str, Decimal]] = {}
    checkpoints = CheckpointScore.objects.filter(**of_review)
    for author, code, value in checkpoints.values_list("author_id", "question__code", "value"):
        values.setdefault(author, {})[code] = value
    return [(each, Said(entries.get(each.pk, {}), values.get(each.pk, {}))) for each in assessors]
