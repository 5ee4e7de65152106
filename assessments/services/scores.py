"""Scores of items: self, and consensus by a coordinator. A person confirms, the system suggests (scoring.md 1.1)."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import IntegrityError, transaction

from assessments.models import Assessment, Score, Submission
from assessments.scorecard import ScoreEntry, inputs_from_rows, item_result, scale_of, scorecard
from assessments.scoring.confirmation import Refusal, refusal
from assessments.scoring.process import Suggestion
from assessments.services.events import record
from assessments.services.locks import share_assessment_in_review, share_open_assessment
from assessments.statuses import EventKind, Stage
from criteria.outline import ItemOutline, outline_of
from thai.text import graphemes

FIELDS = {"A": "approach", "D": "deployment", "L": "learning", "I": "integration"}


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
        if confirm:
            _check(percent, reason, suggestion, assessment)
        key = {"assessment": assessment, "item_id": item.pk, "stage": Stage.SELF, "submission": None}
        score = _write(key, entry, suggestion, confirm, version, actor)
        if score is not None:
            kind = EventKind.SCORE_CONFIRMED if confirm else ""
            if not confirm and score.lapsed_now:
                kind = EventKind.SCORE_LAPSED
            if kind:
                record(assessment_id=assessment.pk, kind=kind, actor=actor, at=state.now, note=item.code)
    if score is None:
        raise StaleScore(Score.objects.get(**key))
    return score


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

    `suggestion` follows from the factors, or from the frozen indicators. Raises StaleScore, ScoreRefused,
    AssessmentLocked when the assessment is not in review.
    """
    with transaction.atomic(durable=True):
        state = share_assessment_in_review(submission.assessment_id)
        _check(percent, reason, suggestion, submission.assessment)
        entry = ScoreEntry(dict(factors) if item.is_process else {}, percent, reason)
        key = {
            "assessment_id": submission.assessment_id,
            "item_id": item.pk,
            "stage": Stage.CONSENSUS,
            "submission": submission,
        }
        score = _write(key, entry, suggestion, True, version, actor)
        if score is not None:
            note = f"{Stage.CONSENSUS.label} {item.code}"
            kind = EventKind.SCORE_CONFIRMED
            record(assessment_id=submission.assessment_id, kind=kind, actor=actor, at=state.now, note=note)
    if score is None:
        raise StaleScore(Score.objects.get(**key))
    return score


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
    return item_result(item, inputs, scale_of(assessment.criteria_set)).suggestion


def _check(percent, reason, suggestion, assessment) -> None:
    scale = scale_of(assessment.criteria_set)
    refused = refusal(
        -1 if percent is None else percent, suggestion, scale, reason_graphemes=graphemes(reason.strip())
    )
    if refused:
        raise ScoreRefused(refused)


def _write(key, entry, suggestion, confirm, version, actor) -> Score | None:
    """The row in its new version, or None when another was first. `lapsed_now` tells of a confirmation lost."""
    values = {column: entry.factors.get(name) for name, column in FIELDS.items()}
    values |= {"percent": entry.percent, "reason": entry.reason, "author": actor}
    if version == 0:
        return _insert(key, values, suggestion, confirm)
    before = Score.objects.filter(**key).first()
    if before is None:
        return _insert(key, values, suggestion, confirm)
    band = suggestion.band if suggestion else None
    holds = confirm or (before.confirmed and before.confirmed_band == band and before.percent == entry.percent)
    values |= {"confirmed": holds, "confirmed_band": band if holds else None}
    changed = Score.objects.filter(pk=before.pk, version=version).update(version=version + 1, **values)
    if not changed:
        return None
    score = Score.objects.get(pk=before.pk)
    score.lapsed_now = before.confirmed and not holds
    return score


def _insert(key, values, suggestion, confirm) -> Score | None:
    band = suggestion.band if confirm and suggestion else None
    try:
        with transaction.atomic():
            score = Score.objects.create(**key, **values, confirmed=confirm, confirmed_band=band)
    except IntegrityError:
        return None
    score.lapsed_now = False
    return score
