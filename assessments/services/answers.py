"""Saving an answer without losing a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessments.models import Answer, AnswerRevision, Indicator
from assessments.services.locks import share_open_assessment
from assessments.services.scores import lapse_moved_confirmations
from assessments.statuses import RevisionKind


@dataclass(frozen=True)
class Saved:
    """The answer as it stands now."""

    version: int
    at: datetime | None


class StaleAnswer(Exception):
    """Somebody saved a newer version first. `current` is that version; the text refused is kept as a revision."""

    def __init__(self, current: Answer):
        super().__init__(current.version)
        self.current = current


class AreaHoldsIndicators(Exception):
    """A question of a results area is not applicable only while the area holds no indicator (scoring.md 1.1)."""


def save_answer(
    *,
    answer: Answer,
    text: str,
    not_applicable: str = "",
    version: int,
    actor,
    characteristics: Iterable | None = None,
    success_factors: Iterable | None = None,
) -> Saved:
    """The answer holds this text in a new version, and a revision says who wrote it.

    `answer` was read before, with its question's area; `version` is the one that the writer saw. The same text again
    changes nothing. Raises StaleAnswer (the text is kept as a revision of kind conflict), AssessmentLocked,
    AreaHoldsIndicators.
    """
    with transaction.atomic(durable=True):
        state = share_open_assessment(answer.assessment_id)
        if (text, not_applicable, version) == (answer.text, answer.not_applicable, answer.version):
            saved = Saved(version, answer.updated_at)
        else:
            saved = _write(answer, text, not_applicable, version, actor, state.now)
        if saved is not None:
            _tag(answer, characteristics, success_factors)
    if saved is None:
        raise StaleAnswer(Answer.objects.select_related("question", "updated_by").get(pk=answer.pk))
    return saved


def _write(answer, text, not_applicable, version, actor, now) -> Saved | None:
    """The new version, or None when another was first. The filter names own columns only (architecture.md 3)."""
    if not_applicable and not answer.not_applicable:
        _refuse_while_area_holds_indicators(answer)
    changed = Answer.objects.filter(pk=answer.pk, version=version).update(
        text=text, not_applicable=not_applicable, version=version + 1, updated_at=now, updated_by=actor
    )
    AnswerRevision.objects.create(
        answer=answer,
        kind=RevisionKind.SAVED if changed else RevisionKind.CONFLICT,
        version=version + 1 if changed else version,
        text=text,
        not_applicable=not_applicable,
        author=actor,
        at=now,
    )
    if not changed:
        return None
    if bool(not_applicable) != bool(answer.not_applicable):
        lapse_moved_confirmations(answer.assessment_id, actor=actor, now=now)
    return Saved(version + 1, now)


def _refuse_while_area_holds_indicators(answer) -> None:
    if Indicator.objects.filter(assessment=answer.assessment_id, area=answer.question.area_id).exists():
        raise AreaHoldsIndicators


def _tag(answer, characteristics, success_factors) -> None:
    if characteristics is not None:
        answer.characteristics.set(characteristics)
    if success_factors is not None:
        answer.success_factors.set(success_factors)
