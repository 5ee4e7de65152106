"""Starting an assessment."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.models import Unit
from assessments.models import Answer, Assessment, Cycle
from assessments.services.events import record
from assessments.statuses import EventKind
from criteria.models import Question


class CycleClosed(Exception):
    """The cycle is not open today."""


def start_assessment(*, unit: Unit, cycle: Cycle, actor) -> Assessment:
    """The unit has an assessment in this cycle, with an empty answer for every question; the one it had, if any.

    Raises CycleClosed outside the time of the cycle by the database's clock.
    """
    try:
        with transaction.atomic(durable=True):
            now = Cycle.objects.filter(pk=cycle.pk).values_list(Now(), flat=True).get()
            if not cycle.opens <= now <= cycle.closes:
                raise CycleClosed
            return create_assessment(unit=unit, cycle=cycle, actor=actor, now=now)
    except IntegrityError:
        return Assessment.objects.with_place().get(unit=unit, cycle=cycle)


def create_assessment(*, unit: Unit, cycle: Cycle, actor, now, is_demo: bool = False) -> Assessment:
    """A new draft with its empty answers, inside the caller's transaction. Raises IntegrityError if there is one."""
    assessment = Assessment.objects.create(unit=unit, cycle=cycle, created_by=actor, is_demo=is_demo)
    questions = Question.objects.filter(area__item__category__criteria_set=cycle.criteria_set_id)
    Answer.objects.bulk_create(Answer(assessment=assessment, question=question) for question in questions)
    record(assessment_id=assessment.pk, kind=EventKind.CREATED, actor=actor, at=now)
    return assessment
