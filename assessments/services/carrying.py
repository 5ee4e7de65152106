"""Answers of an earlier year, copied into this one and marked until somebody has brought them up to date."""

from django.db import transaction

from assessments.models import Answer, Assessment
from assessments.services.answers import Saved, Writing, save_answer, write_answer
from assessments.services.locks import lock_open_assessment


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
        empty = empty_answers(assessment).filter(question__in=texts).select_related("question")
        for answer in empty:
            wanted = Writing(texts[answer.question_id], "", answer.version, actor, "", earlier.fiscal_year)
            write_answer(answer, wanted, state.now)
    return len(empty)


def empty_answers(assessment: Assessment):
    """Answers of this year without a text and without a reason."""
    return assessment.answers.filter(text="", not_applicable="")
