"""Key factors of the organization, what is linked to them, and the tags of an answer.

A save of links says what the person saw and what she wants: only the difference is written, so that two people who
tick different boxes at once both keep theirs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from assessments.models import Answer, Assessment, Indicator, KeyFactor
from assessments.services.events import record
from assessments.services.locks import lock_open_assessment, share_open_assessment
from assessments.statuses import EventKind
from criteria.models import Characteristic, SuccessFactor

MOST_KEY_FACTORS = 100
KEY_FACTOR_GRAPHEMES = 500
KEY_FACTOR_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")
OWN_CODE = re.compile(r"K[0-9]{2,9}")


class StaleKeyFactor(Exception):
    """Somebody else changed or deleted this key factor first; `current` is how it stands, None when it is gone."""

    def __init__(self, current: KeyFactor | None):
        super().__init__(str(current))
        self.current = current


class TooManyKeyFactors(Exception):
    """An assessment holds at most MOST_KEY_FACTORS."""


@dataclass(frozen=True)
class Choice:
    """Keys that were ticked when the page was made, and those that are ticked now."""

    shown: frozenset[int] = frozenset()
    wanted: frozenset[int] = frozenset()

    def write(self, relation, known: Iterable[int]) -> None:
        """The difference stands in the relation; what is not known (any more) is left out."""
        added = (self.wanted - self.shown) & set(known)
        gone = self.shown - self.wanted
        if added:
            relation.add(*added)
        if gone:
            relation.remove(*gone)


@dataclass(frozen=True)
class AnswerLinks:
    """What an answer is marked with."""

    key_factors: Choice = Choice()
    characteristics: Choice = Choice()
    success_factors: Choice = Choice()


def add_key_factor(*, assessment: Assessment, kind: str, text: str, actor) -> KeyFactor:
    """A new key factor under the next free code, "K03"; one at a time, so that no code is given twice.

    Raises AssessmentLocked, TooManyKeyFactors.
    """
    with transaction.atomic(durable=True):
        state = lock_open_assessment(assessment.pk)
        codes = list(assessment.key_factors.values_list("code", flat=True))
        if len(codes) >= MOST_KEY_FACTORS:
            raise TooManyKeyFactors
        factor = KeyFactor.objects.create(assessment=assessment, code=_next_code(codes), kind=kind, text=text)
        _record(factor, f"+ {factor}", actor, state.now)
    return factor


def change_key_factor(*, factor: KeyFactor, kind: str, text: str, answers: Choice, indicators: Choice, actor) -> None:
    """The key factor says this, and is linked to what was chosen.

    `factor` is as the person saw it. Raises StaleKeyFactor when it says something else by now, AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        state = lock_open_assessment(factor.assessment_id)
        _hold(factor)
        own = factor.assessment
        answers.write(factor.answers, own.answers.values_list("pk", flat=True))
        indicators.write(factor.indicators, own.indicators.values_list("pk", flat=True))
        if (factor.kind, factor.text) != (kind, text):
            factor.kind, factor.text = kind, text
            factor.save(update_fields=["kind", "text"])
            _record(factor, str(factor), actor, state.now)


def delete_key_factor(*, factor: KeyFactor, actor) -> None:
    """The key factor and its links are gone, what was linked stays; the history names it.

    `factor` is as the person saw it. Raises StaleKeyFactor, AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        state = lock_open_assessment(factor.assessment_id)
        _hold(factor)
        _record(factor, f"− {factor}", actor, state.now)
        factor.delete()


def link_answer(*, answer: Answer, links: AnswerLinks) -> None:
    """The answer carries these key factors, characteristics and success factors. Raises AssessmentLocked."""
    with transaction.atomic(durable=True):
        share_open_assessment(answer.assessment_id)
        links.key_factors.write(answer.key_factors, _own_factors(answer.assessment))
        links.characteristics.write(answer.characteristics, Characteristic.objects.values_list("pk", flat=True))
        links.success_factors.write(answer.success_factors, SuccessFactor.objects.values_list("pk", flat=True))


def link_indicator(*, indicator: Indicator, key_factors: Choice) -> None:
    """The indicator belongs to these key factors; nothing happens when it is gone by now. Raises AssessmentLocked."""
    with transaction.atomic(durable=True):
        # The whole row: an indicator is deleted under a share of it.
        lock_open_assessment(indicator.assessment_id)
        if Indicator.objects.filter(pk=indicator.pk).exists():
            key_factors.write(indicator.key_factors, _own_factors(indicator.assessment))


def replace_key_factors(assessment: Assessment, rows) -> None:
    """The key factors are exactly these rows, linked to answers and indicators that are there; in a transaction."""
    held = {factor.code: factor for factor in assessment.key_factors.with_links()}
    assessment.key_factors.exclude(code__in=[row.code for row in rows]).delete()
    answers = dict(assessment.answers.values_list("question__code", "pk"))
    indicators = dict(assessment.indicators.values_list("code", "pk"))
    for row in rows:
        factor = held.get(row.code) or KeyFactor(assessment=assessment, code=row.code)
        if factor.pk is None or (factor.kind, factor.text) != (row.kind, row.text):
            factor.kind, factor.text = row.kind, row.text
            factor.save()
        _replace(factor.answers, {answers[code] for code in row.answers})
        _replace(factor.indicators, {indicators[code] for code in row.indicators})


def _replace(relation, wanted: set[int]) -> None:
    if {row.pk for row in relation.all()} != wanted:
        relation.set(wanted)


def _own_factors(assessment: Assessment) -> Iterable[int]:
    return assessment.key_factors.values_list("pk", flat=True)


def _hold(factor: KeyFactor) -> None:
    """The key factor still says what the person saw; the assessment is locked. Raises StaleKeyFactor."""
    current = KeyFactor.objects.filter(pk=factor.pk).first()
    if current is None or (current.kind, current.text) != (factor.kind, factor.text):
        raise StaleKeyFactor(current)


def _record(factor: KeyFactor, note: str, actor, now) -> None:
    kind = EventKind.KEY_FACTORS_CHANGED
    record(assessment_id=factor.assessment_id, kind=kind, actor=actor, at=now, note=note)


def _next_code(codes: Iterable[str]) -> str:
    numbers = [int(code[1:]) for code in codes if OWN_CODE.fullmatch(code)]
    return f"K{max(numbers, default=0) + 1:02d}"
