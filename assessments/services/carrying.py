"""Answers of an earlier year, copied into this one and marked until somebody has brought them up to date."""

from django.db import transaction

from assessments.models import Answer, AnswerRevision, Assessment
from assessments.services.answers import Saved, save_answer
from assessments.services.events import record
from assessments.services.locks import lock_open_assessment
from assessments.statuses import EventKind, RevisionKind

BATCH = 100  # rows of one statement: SQLite limits its parameters


class NotEmpty(Exception):
    """There is a text in this year already; nothing was copied over it."""


def carry_answer(*, answer: Answer, earlier: Answer, year: int, version: int, actor) -> Saved:
    """The empty answer holds the text of `earlier`, marked as copied from that year.

    Raises NotEmpty, StaleAnswer when somebody wrote meanwhile, AssessmentLocked.
    """
    if answer.text or answer.not_applicable:
        raise NotEmpty
    return save_answer(answer=answer, text=earlier.text, version=version, actor=actor, carried_from=year)


def carry_all(*, assessment: Assessment, earlier: Assessment, actor) -> int:
    """Every empty answer holds the text of that year, marked; how many there were. Nobody's text is touched.

    The whole row is locked: saves wait, and what they write first is seen. Raises AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        state = lock_open_assessment(assessment.pk)
        texts = dict(earlier.answers.exclude(text="").values_list("question_id", "text"))
        filled = list(empty_answers(assessment).filter(question__in=texts))
        for answer in filled:
            answer.text, answer.version = texts[answer.question_id], answer.version + 1
            answer.carried_from, answer.updated_by, answer.updated_at = earlier.fiscal_year, actor, state.now
        columns = ["text", "version", "carried_from", "updated_by", "updated_at"]
        Answer.objects.bulk_update(filled, columns, batch_size=BATCH)
        AnswerRevision.objects.bulk_create(_revision(answer) for answer in filled)
        if filled:
            note = f"{earlier.fiscal_year}: {len(filled)}"
            record(assessment_id=assessment.pk, kind=EventKind.ANSWERS_CARRIED, actor=actor, at=state.now, note=note)
    return len(filled)


def _revision(answer: Answer) -> AnswerRevision:
    """The copy in the history."""
    return AnswerRevision(
        answer=answer,
        kind=RevisionKind.SAVED,
        version=answer.version,
        text=answer.text,
        author=answer.updated_by,
        at=answer.updated_at,
        began=answer.updated_at,
    )


def empty_answers(assessment: Assessment):
    """Answers of this year without a text and without a reason."""
    return assessment.answers.filter(text="", not_applicable="")
