"""The remark ledger as one reader may see it: remark, what the unit did about it, where, and what became of it.

Two things are held back. What the unit is writing while the assessment is with it reaches the reviewers with the next
submission; what the reviewers settle during a review reaches the unit with their decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Assessment, Remark
from assessments.statuses import EDITABLE, RemarkState, Status

MARKS = {RemarkState.OPEN: "todo", RemarkState.ANSWERED: "doing", RemarkState.ACCEPTED: "done"}


@dataclass(frozen=True)
class LedgerRow:
    """One remark; `state` as this reader knows it, the reply only where `shows_reply`."""

    remark: Remark
    state: RemarkState
    shows_reply: bool

    @property
    def is_carried(self) -> bool:
        return self.state == RemarkState.CARRIED

    @property
    def is_open(self) -> bool:
        return self.state == RemarkState.OPEN

    @property
    def mark(self) -> str:
        """The shape beside the word of the state."""
        return MARKS.get(self.state, "wait")


@dataclass(frozen=True)
class RemarkProgress:
    """How many of the remarks that are out the unit has answered."""

    answered: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.answered


def ledger_rows(assessment: Assessment, remarks: Iterable[Remark], *, of_unit: bool) -> list[LedgerRow]:
    """These remarks of the assessment for people of the unit, or for those who review. No query."""
    shows_reply = of_unit or replies_are_sent(assessment)
    return [LedgerRow(remark, _state(remark, assessment, of_unit), shows_reply) for remark in remarks]


def replies_are_sent(assessment: Assessment) -> bool:
    """Whether the replies are those of a submission and not of work in progress."""
    return assessment.status not in EDITABLE


def _state(remark: Remark, assessment: Assessment, of_unit: bool) -> RemarkState:
    if of_unit and assessment.status == Status.IN_REVIEW:
        return RemarkState.ANSWERED if remark.reply else RemarkState.OPEN
    return RemarkState(remark.state)


def remark_progress(assessment: Assessment) -> RemarkProgress | None:
    """Of a returned assessment; None in every other status, without a query."""
    if assessment.status != Status.RETURNED:
        return None
    return RemarkProgress(**Remark.objects.out_of(assessment).counted())
