"""Scores of items: self, of each assessor, and consensus. A person confirms, the system suggests (scoring.md 1.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from assessments.models import Assessment, Score, Submission
from assessments.scorecard import FACTOR_COLUMNS, ScoreEntry, entry_of, inputs_from_rows, scale_of, scheme_of, scorecard
from assessments.scoring.confirmation import Refusal, range_refusal, refusal
from assessments.scoring.process import Suggestion
from assessments.services.consensus import hold_decision
from assessments.services.events import record
from assessments.services.locks import share_open_assessment
from assessments.services.own_reviews import hold_review
from assessments.spread import individual_spread
from assessments.statuses import EventKind, Stage
from criteria.outline import ItemOutline, outline_of
from thai.text import graphemes


@dataclass(frozen=True)
class Saying:
    """What is to be stored; `band` is the one that a confirmation holds for, None where nothing is suggested."""

    entry: ScoreEntry
    confirmed: bool
    band: int | None = None


class StaleScore(Exception):
    """Somebody else saved this score first; `current` is what stands."""

    def __init__(self, current: Score):
        super().__init__(current.version)
        self.current = current


class ScoreRefused(Exception):
    """The confirmation breaks a rule; `refusal` says which."""

    def __init__(self, reason: Refusal):
        super().__init__(reason)
        self.refusal = reason


def save_self_score(
    *,
    assessment: Assessment,
    item: ItemOutline,
    factors: Mapping[str, int],
    percent: int | None,
    reason: str,
    confirm: bool,
    version: int,
    actor,
) -> Score:
    """The self score of the item holds these factors, percent and reason; `confirm` makes the percent count.

    `version` is the one that the writer saw, 0 for none. Raises StaleScore, ScoreRefused, AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        state = share_open_assessment(assessment.pk)
        entry = ScoreEntry(dict(factors) if item.is_process else {}, percent, reason)
        suggestion = _live_suggestion(assessment, item, entry)
        refused = _refusal(entry, suggestion, assessment)
        if confirm and refused:
            raise ScoreRefused(refused)
        key = {"assessment": assessment, "item_id": item.pk, "stage": Stage.SELF, "submission": None}
        before = Score.objects.filter(**key).first()
        confirmed = confirm or (refused is None and _still_holds(before, entry, suggestion))
        saying = Saying(entry, confirmed, suggestion.band if confirmed else None)
        written = _write(key, before, saying, version, actor, state.now)
        lapsed = before is not None and before.confirmed and not confirmed
        if written and (confirm or lapsed):
            kind = EventKind.SCORE_CONFIRMED if confirm else EventKind.SCORE_LAPSED
            record(assessment_id=assessment.pk, kind=kind, actor=actor, at=state.now, note=item.code)
    return _written_or_stale(written, key)


def save_consensus_score(
    *,
    submission: Submission,
    item: ItemOutline,
    suggestion: Suggestion | None,
    factors: Mapping[str, int],
    percent: int,
    reason: str,
    version: int,
    actor,
) -> Score:
    """The consensus score of the item in this submission is this percent, confirmed.

    `suggestion` follows from the factors, or from the frozen indicators. Outside of its band, and outside of what the
    assessors gave, a reason is needed. Raises StaleScore, ScoreRefused, ReviewsAwaited while assessors are blind,
    AssessmentLocked when the assessment is not in review.
    """
    with transaction.atomic(durable=True):
        state = hold_decision(submission)
        entry = ScoreEntry(dict(factors) if item.is_process else {}, percent, reason)
        key = _review_key(submission, item, Stage.CONSENSUS)
        outside = _outside_range(entry, submission, item)
        saying = _judged(entry, suggestion, submission, outside)
        written = _write(key, Score.objects.filter(**key).first(), saying, version, actor, state.now)
        if written:
            kind = EventKind.CONSENSUS_SAVED
            record(assessment_id=submission.assessment_id, kind=kind, actor=actor, at=state.now, note=item.code)
    return _written_or_stale(written, key)


def save_review_score(
    *,
    submission: Submission,
    item: ItemOutline,
    suggestion: Suggestion | None,
    factors: Mapping[str, int],
    percent: int | None,
    reason: str,
    version: int,
    actor,
) -> Score:
    """The assessor's own score of the item in this submission; without a percent it is kept and does not count.

    What stands already changes nothing, whichever version was seen: the page may not have heard of its own autosave.
    No event tells of it: nobody else may know before the hand-in. Raises StaleScore, ScoreRefused, SubmissionReplaced,
    AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        state = hold_review(submission=submission, actor=actor)
        entry = ScoreEntry(dict(factors) if item.is_process else {}, percent, reason)
        key = _review_key(submission, item, Stage.REVIEW, actor)
        saying = _judged(entry, suggestion, submission)
        stands = _write_unless_said(key, saying, version, actor, state.now)
    return _written_or_stale(stands, key)


def keep_review_score(
    *,
    submission: Submission,
    item: ItemOutline,
    suggestion: Suggestion | None,
    factors: Mapping[str, int],
    percent: int | None,
    reason: str,
    version: int,
    actor,
) -> tuple[Score, Refusal | None]:
    """The same while she writes: what a rule refuses is kept too, counts for nothing, and the refusal is told.

    What stands already changes nothing, whichever version was seen: a request repeated does no more than the first.
    Raises StaleScore, SubmissionReplaced, AssessmentLocked.
    """
    entry = ScoreEntry(dict(factors) if item.is_process else {}, percent, reason)
    key = _review_key(submission, item, Stage.REVIEW, actor)
    refused = _refusal(entry, suggestion, submission.assessment)
    saying = Saying(entry, refused is None, suggestion.band if suggestion and not refused else None)
    with transaction.atomic(durable=True):
        state = hold_review(submission=submission, actor=actor)
        stands = _write_unless_said(key, saying, version, actor, state.now)
    score = Score.objects.get(**key)
    if not stands and not _says(score, saying):
        raise StaleScore(score)
    return score, refused


def confirm_whole(*, assessment: Assessment, item: ItemOutline, version: int, actor) -> Score:
    """The item is confirmed as its indicators have it, without a percent (scoring.md 3).

    Raises StaleScore, AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        state = share_open_assessment(assessment.pk)
        key = {"assessment_id": assessment.pk, "item_id": item.pk, "stage": Stage.SELF, "submission": None}
        written = _confirm_whole(key, item.code, _Write(version, actor, state.now), EventKind.SCORE_CONFIRMED)
    return _written_or_stale(written, key)


def confirm_whole_in_consensus(*, submission: Submission, item: ItemOutline, version: int, actor) -> Score:
    """The reviewers take the item of this submission as its indicators have it.

    Raises StaleScore, ReviewsAwaited, AssessmentLocked when the assessment is not in review.
    """
    with transaction.atomic(durable=True):
        state = hold_decision(submission)
        key = _review_key(submission, item, Stage.CONSENSUS)
        written = _confirm_whole(key, item.code, _Write(version, actor, state.now), EventKind.CONSENSUS_SAVED)
    return _written_or_stale(written, key)


def confirm_whole_in_review(*, submission: Submission, item: ItemOutline, version: int, actor) -> Score:
    """The assessor takes the item of this submission as its indicators have it.

    Raises StaleScore, SubmissionReplaced, AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        state = hold_review(submission=submission, actor=actor)
        key = _review_key(submission, item, Stage.REVIEW, actor)
        stands = _write_unless_said(key, Saying(ScoreEntry(), True), version, actor, state.now)
    return _written_or_stale(stands, key)


@dataclass(frozen=True)
class _Write:
    """Over which version, by whom and when."""

    version: int
    actor: object
    now: datetime


def _review_key(submission: Submission, item: ItemOutline, stage: str, author=None) -> dict:
    """Of the one row of the consensus, or of this assessor."""
    key = {"assessment_id": submission.assessment_id, "item_id": item.pk, "stage": stage, "submission": submission}
    return key | {"author": author} if author else key


def _judged(
    entry: ScoreEntry, suggestion: Suggestion | None, submission: Submission, outside: Refusal | None = None
) -> Saying:
    """What a reviewer says with this entry, confirmed where it has a percent; raises ScoreRefused.

    `outside` is what a consensus is refused for beside the rules of every score.
    """
    confirmed = entry.percent is not None
    refused = (_refusal(entry, suggestion, submission.assessment) or outside) if confirmed else None
    if refused:
        raise ScoreRefused(refused)
    return Saying(entry, confirmed, suggestion.band if confirmed else None)


def _write_unless_said(key: dict, saying: Saying, version: int, actor, now) -> bool:
    """Whether the row of one assessor says this: what stands already stands, whichever version she saw."""
    before = Score.objects.filter(**key).first()
    return _says(before, saying) or _write(key, before, saying, version, actor, now)


def _confirm_whole(key: dict, code: str, write: _Write, kind: EventKind) -> bool:
    before = Score.objects.filter(**key).first()
    written = _write(key, before, Saying(ScoreEntry(), True), write.version, write.actor, write.now)
    if written:
        record(assessment_id=key["assessment_id"], kind=kind, actor=write.actor, at=write.now, note=code)
    return written


def lapse_moved_confirmations(assessment_id: int, *, actor, now) -> list[str]:
    """Confirmations whose suggested band has moved are proposals again, each with an event; returns their items."""
    assessment = Assessment.objects.with_place().get(pk=assessment_id)
    card = scorecard(outline_of(assessment.criteria_set), inputs_from_rows(assessment))
    moved = [code for code, result in card.items.items() if result.entry.confirmed and not result.confirmed]
    for code in moved:
        assessment.scores.filter(stage=Stage.SELF, item__code=code, confirmed=True).update(confirmed=False)
        record(assessment_id=assessment_id, kind=EventKind.SCORE_LAPSED, actor=actor, at=now, note=code)
    return moved


def _live_suggestion(assessment: Assessment, item: ItemOutline, entry: ScoreEntry) -> Suggestion | None:
    inputs = replace(inputs_from_rows(assessment), entries={item.code: entry})
    return scheme_of(assessment.criteria_set).item(item, inputs).suggestion


def _refusal(entry: ScoreEntry, suggestion: Suggestion | None, assessment: Assessment) -> Refusal | None:
    percent = -1 if entry.percent is None else entry.percent
    scale = scale_of(assessment.criteria_set)
    return refusal(percent, suggestion, scale, reason_graphemes=graphemes(entry.reason.strip()))


def _outside_range(entry: ScoreEntry, submission: Submission, item: ItemOutline) -> Refusal | None:
    spread = individual_spread(submission, item)
    return range_refusal(entry.percent, spread, reason_graphemes=graphemes(entry.reason.strip()))


def _still_holds(before: Score | None, entry: ScoreEntry, suggestion: Suggestion) -> bool:
    """A confirmation given before holds while its percent and the suggested band are the same (scoring.md 1.1)."""
    given = before is not None and before.confirmed
    return given and (before.percent, before.confirmed_band) == (entry.percent, suggestion.band)


def _write(key, before: Score | None, saying: Saying, version: int, actor, now) -> bool:
    """Whether the row stands in its new version; False when another was first."""
    entry = saying.entry
    values = {column: entry.factors.get(name) for name, column in FACTOR_COLUMNS.items()}
    values |= {"percent": entry.percent, "reason": entry.reason, "author": actor, "updated_at": now}
    values |= {"confirmed": saying.confirmed, "confirmed_band": saying.band}
    if before is not None and version:
        return bool(Score.objects.filter(pk=before.pk, version=version).update(version=version + 1, **values))
    try:
        with transaction.atomic():
            Score.objects.create(**key | values)
    except IntegrityError:
        return False
    return True


def _says(score: Score | None, saying: Saying) -> bool:
    """Whether the row holds all of this already."""
    wanted = replace(saying.entry, confirmed=saying.confirmed, confirmed_band=saying.band)
    return score is not None and entry_of(score) == wanted


def _written_or_stale(written: bool, key) -> Score:
    score = Score.objects.get(**key)
    if not written:
        raise StaleScore(score)
    return score
