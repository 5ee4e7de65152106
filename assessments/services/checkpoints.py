"""Checkpoints judged 0, 1/2 or 1: by the unit over its answers, by reviewers over the frozen ones (scoring.md 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.db import IntegrityError, transaction

from assessments.document import FrozenDocument
from assessments.models import Assessment, Assignment, CheckpointScore, Submission
from assessments.models.checkpoint_score import JUDGEMENTS
from assessments.scoring.levels import needs_text
from assessments.services.consensus import hold_decision
from assessments.services.events import record
from assessments.services.locks import share_open_assessment
from assessments.services.own_reviews import hold_review
from assessments.statuses import EventKind, Stage
from criteria.outline import ItemOutline, outline_of


@dataclass(frozen=True)
class Judged:
    """A value for one checkpoint, None for no judgement, over the version that was seen, 0 for none."""

    value: Decimal | None
    version: int


class CheckpointRefusal(StrEnum):
    """Why a judgement cannot be taken."""

    UNKNOWN_CHECKPOINT = "unknown_checkpoint"
    UNKNOWN_VALUE = "unknown_value"
    NO_TEXT = "no_text"


class CheckpointsRefused(Exception):
    """Nothing was saved; `refusals` says why, by code of the checkpoint."""

    def __init__(self, refusals: dict[str, CheckpointRefusal]):
        super().__init__(refusals)
        self.refusals = refusals


class StaleCheckpoints(Exception):
    """Somebody else judged one of them first, and nothing was saved; `current` is what stands, by code."""

    def __init__(self, current: dict[str, CheckpointScore]):
        super().__init__(sorted(current))
        self.current = current


def save_checkpoints(*, assessment: Assessment, item: ItemOutline, judged: Mapping[str, Judged], actor) -> int:
    """The checkpoints of the item have these values at stage self, all or none; how many have changed.

    One without a judgement stays as it is. Raises CheckpointsRefused, StaleCheckpoints, AssessmentLocked.
    """
    key = {"assessment_id": assessment.pk, "submission": None, "stage": Stage.SELF}
    with transaction.atomic(durable=True):
        state = share_open_assessment(assessment.pk)
        answers = assessment.answers.filter(question__in=item.questions, not_applicable="").exclude(text="")
        _refuse(item, judged, set(answers.values_list("question__code", flat=True)))
        return _save(key, item, judged, _Write(actor, state.now, EventKind.CHECKPOINTS_JUDGED))


def save_consensus_checkpoints(
    *, submission: Submission, item: ItemOutline, judged: Mapping[str, Judged], actor
) -> int:
    """The same in consensus over the texts of this submission.

    Raises CheckpointsRefused, StaleCheckpoints, ReviewsAwaited, AssessmentLocked when the assessment is not in review.
    """
    key = {"assessment_id": submission.assessment_id, "submission": submission, "stage": Stage.CONSENSUS}
    written = _written_in(submission)
    with transaction.atomic(durable=True):
        state = hold_decision(submission)
        _refuse(item, judged, written)
        return _save(key, item, judged, _Write(actor, state.now, EventKind.CONSENSUS_SAVED))


def save_review_checkpoints(*, submission: Submission, item: ItemOutline, judged: Mapping[str, Judged], actor) -> int:
    """The same by one assessor on her own, over the texts of this submission; no event tells of it.

    Raises CheckpointsRefused, StaleCheckpoints, SubmissionReplaced, AssessmentLocked.
    """
    key = {"assessment_id": submission.assessment_id, "submission": submission, "stage": Stage.REVIEW, "author": actor}
    written = _written_in(submission)
    with transaction.atomic(durable=True):
        state = hold_review(submission=submission, actor=actor)
        _refuse(item, judged, written)
        return _save(key, item, judged, _Write(actor, state.now, None))


def keep_review_checkpoints(
    *, submission: Submission, item: ItemOutline, values: Mapping[str, Decimal | None], version: int, actor
) -> dict[str, CheckpointScore]:
    """The same by autosave over the version of the whole item that was seen; what stands now, by code.

    What stands already changes nothing, so a request may be repeated. Raises what save_review_checkpoints raises.
    """
    key = {"assessment_id": submission.assessment_id, "submission": submission, "stage": Stage.REVIEW, "author": actor}
    written = _written_in(submission)
    with transaction.atomic(durable=True):
        state = hold_review(submission=submission, actor=actor)
        own = Assignment.objects.filter(assessment=submission.assessment_id, assessor=actor)
        list(own.order_by().select_for_update().values_list("pk"))  # two saves of hers follow one another
        stored = _current(key, item)
        judged = {code: Judged(value, _version_of(stored.get(code))) for code, value in values.items()}
        _refuse(item, judged, written)
        changes = any(value not in (None, _value_of(stored.get(code))) for code, value in values.items())
        if changes and version != version_of_item(stored):
            raise StaleCheckpoints(stored)
        _save(key, item, judged, _Write(actor, state.now, None))
        return _current(key, item)


def version_of_item(stored: Mapping[str, CheckpointScore]) -> int:
    """How often the checkpoints of one item were written: none is deleted, so it grows with each save."""
    return sum(row.version for row in stored.values())


def _version_of(row: CheckpointScore | None) -> int:
    return row.version if row else 0


def _value_of(row: CheckpointScore | None) -> Decimal | None:
    return row.value if row else None


def _written_in(submission: Submission) -> set[str]:
    """The checkpoints whose frozen answer has a text that counts."""
    frozen = FrozenDocument(submission, outline_of(submission.assessment.criteria_set))
    return {code for code, row in frozen.answers.items() if row["text"] and not row["not_applicable"]}


@dataclass(frozen=True)
class _Write:
    """By whom, when, and what the history calls it; None where the history is not to tell of it."""

    actor: object
    now: datetime
    kind: EventKind | None


def _refuse(item: ItemOutline, judged: Mapping[str, Judged], written: set[str]) -> None:
    """`written`: codes of the checkpoints whose answer has a text that counts."""
    own = {question.code for question in item.questions}
    refusals = {}
    for code, each in judged.items():
        if code not in own:
            refusals[code] = CheckpointRefusal.UNKNOWN_CHECKPOINT
        elif each.value is not None and each.value not in JUDGEMENTS:
            refusals[code] = CheckpointRefusal.UNKNOWN_VALUE
        elif needs_text(each.value) and code not in written:
            refusals[code] = CheckpointRefusal.NO_TEXT
    if refusals:
        raise CheckpointsRefused(refusals)


def _save(key: dict, item: ItemOutline, judged: Mapping[str, Judged], write: _Write) -> int:
    """In the order of the criteria, so that two savers wait for one another and never in a circle."""
    stored = {row.question_id: row for row in CheckpointScore.objects.filter(question__in=item.questions, **key)}
    changed = 0
    for question in item.questions:
        each, before = judged.get(question.code), stored.get(question.pk)
        if each is None or each.value is None or (before is not None and before.value == each.value):
            continue
        if not _write(key | {"question": question}, before, each, write):
            raise StaleCheckpoints(_current(key, item))
        changed += 1
    if changed and write.kind:
        given = {"kind": write.kind, "actor": write.actor, "at": write.now, "note": item.code}
        record(assessment_id=key["assessment_id"], **given)
    return changed


def _write(key: dict, before: CheckpointScore | None, judged: Judged, write: _Write) -> bool:
    """Whether the row stands with this value; False when another was first."""
    values = {"value": judged.value, "author": write.actor, "updated_at": write.now}
    if before is not None:
        rows = CheckpointScore.objects.filter(pk=before.pk, version=judged.version)
        return bool(rows.update(version=judged.version + 1, **values))
    if judged.version:
        return False
    try:
        with transaction.atomic():
            CheckpointScore.objects.create(**key | values)
    except IntegrityError:
        return False
    return True


def _current(key: dict, item: ItemOutline) -> dict[str, CheckpointScore]:
    rows = CheckpointScore.objects.filter(question__in=item.questions, **key).select_related("question", "author")
    return {row.question.code: row for row in rows}
