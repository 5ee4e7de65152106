"""Answers that were written outside of the product, in a file, and come back: shown first, taken one by one.

Whatever the kind of file, its reader gives `Returned` by the code of the question. Nothing is stored before a person
has chosen; what she takes is saved as any other answer, over the version that she saw.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.models import Answer, Assessment
from assessments.services.answers import StaleAnswer, save_answer
from assessments.services.locks import AssessmentLocked
from criteria.outline import outline_of

DIGEST = 16


@dataclass(frozen=True)
class Returned:
    """The text of one answer as a file holds it (`thai.text.clean`), and what it was when the file was made.

    `version` is that of the answer then; `digest` names the text that was put into the file, "" where nobody knows.
    """

    text: str
    version: int
    digest: str = ""

    @property
    def is_untouched(self) -> bool:
        """Nobody has changed it in the file."""
        return self.digest == digest_of(self.text)


@dataclass(frozen=True)
class Difference:
    """A text of the file that is not what stands in the answer now."""

    answer: Answer
    text: str
    version: int

    @property
    def code(self) -> str:
        return self.answer.question.code

    @property
    def is_outdated(self) -> bool:
        """Somebody has saved the answer after the file was made, so the file was written without knowing it."""
        return self.answer.version > self.version

    @property
    def empties(self) -> bool:
        """Taking it would leave nothing of what stands."""
        return not self.text and bool(self.answer.text)


@dataclass(frozen=True)
class Choice:
    """A text to be taken, over the version of the answer that was on the page."""

    text: str
    seen: int


@dataclass(frozen=True)
class Taken:
    """Codes of what stands now, and of what somebody else was faster with; `is_closed` where the rest was refused."""

    codes: tuple[str, ...]
    stale: tuple[str, ...]
    is_closed: bool = False


def digest_of(text: str) -> str:
    """Names a text, whatever empty lines stand at its end: a word processor adds and removes them."""
    return hashlib.sha256(text.rstrip("\n").encode()).hexdigest()[:DIGEST]


def differences_of(assessment: Assessment, returned: Mapping[str, Returned]) -> list[Difference]:
    """What the file says otherwise than the answers as they stand, in the order of the set. One query.

    No difference is what nobody has touched in the file, though the answer may have moved on, and what differs in
    empty lines at the end alone. Codes that the set does not know are passed over.
    """
    outline = outline_of(assessment.criteria_set)
    found = {outline.questions[code].pk: each for code, each in returned.items() if code in outline.questions}
    rows = {row.question_id: row for row in assessment.answers.with_writer().filter(question__in=found)}
    differences = []
    for question in outline.questions.values():
        answer, each = rows.get(question.pk), found.get(question.pk)
        if answer is None or each is None or each.is_untouched or digest_of(each.text) == digest_of(answer.text):
            continue
        answer.assessment, answer.question = assessment, question
        differences.append(Difference(answer, each.text, each.version))
    return differences


def take_back(*, assessment: Assessment, choices: Mapping[str, Choice], actor) -> Taken:
    """Each chosen text stands in its answer, in a version of its own, unless somebody has saved that answer since.

    A reason why the question does not apply stays as it is. What a text replaces stays in the history even within one
    sitting. Every answer is a transaction of its own: when the assessment closes in between, the rest is left.
    """
    codes: list[str] = []
    stale: list[str] = []
    for answer in _answers(assessment, choices):
        code = answer.question.code
        wanted = {"text": choices[code].text, "not_applicable": answer.not_applicable}
        try:
            save_answer(answer=answer, version=choices[code].seen, actor=actor, folds=False, **wanted)
        except StaleAnswer:
            stale.append(code)
        except AssessmentLocked:
            return Taken(tuple(codes), tuple(stale), is_closed=True)
        else:
            codes.append(code)
    return Taken(tuple(codes), tuple(stale))


def _answers(assessment: Assessment, codes: Iterable[str]) -> list[Answer]:
    """In the order of the set, each with its question's place."""
    questions = outline_of(assessment.criteria_set).questions
    rows = {row.question_id: row for row in assessment.answers.filter(question__code__in=list(codes))}
    found = [(rows.get(question.pk), question) for question in questions.values()]
    for answer, question in found:
        if answer:
            answer.question = question
    return [answer for answer, _question in found if answer]
