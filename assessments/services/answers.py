"""Saving an answer without losing a word."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from assessments.models import Answer, AnswerRevision, Indicator, Submission
from assessments.services.locks import share_open_assessment
from assessments.services.scores import lapse_moved_confirmations
from assessments.statuses import RevisionKind

FOLDED = timedelta(minutes=5)  # saves of one person within this time fold into two revisions (quality.md 2.2)


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


@dataclass(frozen=True)
class Writing:
    """What one request wants to stand in an answer: by whom, over which version, under which idempotency key."""

    text: str
    not_applicable: str
    version: int
    actor: object
    key: str
    carried_from: int | None
    folds: bool = True

    @property
    def texts(self) -> dict[str, str]:
        return {"text": self.text, "not_applicable": self.not_applicable}

    def is_in(self, answer: Answer) -> bool:
        """Whether the answer says all of this already."""
        wanted = (self.text, self.not_applicable, self.version, self.carried_from)
        return wanted == (answer.text, answer.not_applicable, answer.version, answer.carried_from)


def save_answer(
    *,
    answer: Answer,
    text: str,
    not_applicable: str = "",
    version: int,
    actor,
    key: str = "",
    carried_from: int | None = None,
    folds: bool = True,
) -> Saved:
    """The answer holds this text in a new version, and a revision says who wrote it.

    `answer` was read before, with its question's area; `version` is the one that the writer saw. A request repeated
    under the same `key` (at most 64 characters) does no more than the first, and the same text again changes nothing.
    `carried_from` marks a copy of that year as not yet updated; every other save of a changed text takes the mark
    away. With `folds` False what it replaces stays in the history even within one sitting.

    Raises StaleAnswer (the text is kept as a revision of kind conflict), AssessmentLocked, AreaHoldsIndicators.
    """
    with transaction.atomic(durable=True):
        state = share_open_assessment(answer.assessment_id)
        same_text = (text, not_applicable) == (answer.text, answer.not_applicable)
        mark = answer.carried_from if same_text and carried_from is None else carried_from
        saved = write_answer(answer, Writing(text, not_applicable, version, actor, key, mark, folds), state.now)
    if saved is None:
        raise StaleAnswer(Answer.objects.select_related("question", "updated_by").get(pk=answer.pk))
    return saved


def confirm_carried(*, answer: Answer, version: int, actor) -> Saved:
    """The text copied from another year counts as this year's: read and found still true, in a new version.

    Raises StaleAnswer, AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        state = share_open_assessment(answer.assessment_id)
        saved = write_answer(answer, Writing(answer.text, answer.not_applicable, version, actor, "", None), state.now)
    if saved is None:
        raise StaleAnswer(Answer.objects.select_related("question", "updated_by").get(pk=answer.pk))
    return saved


def write_answer(answer: Answer, wanted: Writing, now: datetime) -> Saved | None:
    """The new version, or None when another was first; within the caller's transaction, after its share of the lock.

    The filter names own columns only (architecture.md 3). Raises AreaHoldsIndicators.
    """
    if wanted.is_in(answer):
        return Saved(wanted.version, answer.updated_at)
    if wanted.not_applicable and not answer.not_applicable:
        _refuse_while_area_holds_indicators(answer)
    changed = Answer.objects.filter(pk=answer.pk, version=wanted.version).update(
        **wanted.texts,
        version=wanted.version + 1,
        carried_from=wanted.carried_from,
        updated_at=now,
        updated_by=wanted.actor,
    )
    if not changed:
        return _kept(answer, wanted, now)
    _add_revision(answer, wanted, now)
    if bool(wanted.not_applicable) != bool(answer.not_applicable):
        lapse_moved_confirmations(answer.assessment_id, actor=wanted.actor, now=now)
    return Saved(wanted.version + 1, now)


def _kept(answer: Answer, wanted: Writing, now: datetime) -> Saved | None:
    """The repeated request is told what became of the first; a text that came too late is kept, once.

    Who wrote the same as stands there now has lost nothing, whoever was first; nor who brings back what
    stands elsewhere: in the history, or in another year.
    """
    current = Answer.objects.filter(pk=answer.pk, carried_from=wanted.carried_from, **wanted.texts).first()
    if current:
        return Saved(current.version, current.updated_at)
    own = answer.revisions.filter(author=wanted.actor, **wanted.texts)
    earlier = own.filter(kind=RevisionKind.SAVED, key=wanted.key).first() if wanted.key else None
    if earlier:
        return Saved(earlier.version, earlier.at)
    late = {"kind": RevisionKind.CONFLICT, "version": wanted.version, **wanted.texts}
    stands_elsewhere = wanted.carried_from is not None or not wanted.folds
    if not stands_elsewhere and not own.filter(**late).exists():
        AnswerRevision.objects.create(answer=answer, author=wanted.actor, at=now, began=now, key=wanted.key, **late)
    return None


def _add_revision(answer: Answer, wanted: Writing, now: datetime) -> None:
    """The version stands in the history: folded into this writer's last one, or as a row of its own.

    Never folded over are the first of a sitting, what a submission holds, and what was shown to somebody in a conflict.
    """
    latest = AnswerRevision.objects.filter(
        answer=answer.pk, kind=RevisionKind.SAVED, version=wanted.version, author=wanted.actor, began__gt=now - FOLDED
    )
    sent = Submission.objects.filter(assessment=answer.assessment_id, submitted_at__gte=OuterRef("at"))
    shown = AnswerRevision.objects.filter(answer=answer.pk, kind=RevisionKind.CONFLICT, at__gte=OuterRef("at"))
    row = {"version": wanted.version + 1, **wanted.texts, "at": now, "key": wanted.key}
    if wanted.folds and latest.filter(~Exists(sent), ~Exists(shown), at__gt=F("began")).update(**row):
        return
    began = Coalesce(Subquery(latest.values("began")[:1]), now)
    AnswerRevision.objects.create(answer=answer, author=wanted.actor, kind=RevisionKind.SAVED, began=began, **row)


def _refuse_while_area_holds_indicators(answer) -> None:
    if Indicator.objects.filter(assessment=answer.assessment_id, area=answer.question.area_id).exists():
        raise AreaHoldsIndicators
