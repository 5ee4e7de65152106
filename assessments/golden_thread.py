"""The golden thread: from a key factor of the profile over the answers to the results, and where it breaks.

Pure: works on rows that somebody has read, so that the page and the check-up (one rule a gap) tell the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assessments.models import Indicator, KeyFactor
from assessments.statuses import KeyFactorKind
from criteria.outline import Outline

# What an indicator of the results must belong to.
MEASURED = frozenset({KeyFactorKind.PROCESS, KeyFactorKind.OBJECTIVE})


class Gap(StrEnum):
    """What is missing. The first two ask for an indicator, the next three for an answer in the process categories."""

    OBJECTIVE_WITHOUT_RESULT = "objective_without_result"
    PROCESS_WITHOUT_RESULT = "process_without_result"
    CHALLENGE_WITHOUT_ANSWER = "challenge_without_answer"
    ADVANTAGE_WITHOUT_ANSWER = "advantage_without_answer"
    GROUP_WITHOUT_ANSWER = "group_without_answer"
    INDICATOR_WITHOUT_PROCESS = "indicator_without_process"


WITHOUT_RESULT = {
    KeyFactorKind.OBJECTIVE: Gap.OBJECTIVE_WITHOUT_RESULT,
    KeyFactorKind.PROCESS: Gap.PROCESS_WITHOUT_RESULT,
}
WITHOUT_ANSWER = {
    KeyFactorKind.CHALLENGE: Gap.CHALLENGE_WITHOUT_ANSWER,
    KeyFactorKind.ADVANTAGE: Gap.ADVANTAGE_WITHOUT_ANSWER,
    KeyFactorKind.GROUP: Gap.GROUP_WITHOUT_ANSWER,
}


@dataclass(frozen=True)
class Orphan:
    """One broken end: a key factor or an indicator, never both."""

    gap: Gap
    factor: KeyFactor | None = None
    indicator: Indicator | None = None


def orphans(outline: Outline, key_factors: Iterable[KeyFactor], indicators: Iterable[Indicator]) -> list[Orphan]:
    """The broken ends, by gap, then in the order given. None where no key factor is kept yet.

    Queries nothing when `answers` and `indicators` of the factors are prefetched. Only answers of the process
    categories count: the profile is where a factor comes from.
    """
    key_factors = list(key_factors)
    process = process_questions(outline)
    found = [Orphan(gap, factor=factor) for factor in key_factors if (gap := _gap_of(factor, process))]
    tied = {row.pk for factor in key_factors if factor.kind in MEASURED for row in factor.indicators.all()}
    if key_factors:
        loose = (row for row in indicators if row.pk not in tied)
        found += [Orphan(Gap.INDICATOR_WITHOUT_PROCESS, indicator=row) for row in loose]
    order = list(Gap)
    return sorted(found, key=lambda orphan: order.index(orphan.gap))


def process_questions(outline: Outline) -> frozenset[int]:
    """The keys of the questions of the process categories."""
    return frozenset(question.pk for item in outline.scored_items if item.is_process for question in item.questions)


def _gap_of(factor: KeyFactor, process: frozenset[int]) -> Gap | None:
    if factor.kind in WITHOUT_RESULT:
        return None if factor.indicators.all() else WITHOUT_RESULT[factor.kind]
    met = any(answer.question_id in process for answer in factor.answers.all())
    return None if met else WITHOUT_ANSWER[factor.kind]
