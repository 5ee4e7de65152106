"""Refreshes at once, over one another and over changes: nothing fails, nothing stale stays, nothing is there twice."""

from functools import partial

import pytest
from django.db import close_old_connections

from assessments.models import Answer, CategorySummary, Summary
from assessments.services.answers import save_answer
from assessments.services.summaries import refresh_summaries, refresh_summary
from assessments.services.workflow import perform
from assessments.statuses import Action, Status
from tests.cast import bring_to, make_assessment, make_unit
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_many_refreshes_at_once_make_one_summary_each(cast, cycle):
    """In both orders, rows there and not yet there: they wait for one another and never in a circle."""
    for number in range(ROUNDS):
        new = [make_assessment(make_unit(f"X{number:02}{each}", f"หน่วยงาน {each}"), cycle).pk for each in range(4)]
        orders = (new, new[::-1], new[2:] + new[:2], new[1:])
        assert at_once(*(partial(refresh_summaries, order) for order in orders)) == [None] * 4
        assert Summary.objects.filter(assessment__in=new).count() == 4
        assert CategorySummary.objects.filter(summary__assessment__in=new).count() == 8


def test_a_refresh_after_the_last_save_has_it(assessment, cast):
    """Older readings that are written later do not take it away."""
    answers = list(Answer.objects.select_related("question__area").filter(assessment=assessment))

    def save_and_refresh(answer, number):
        save_answer(answer=answer, text=f"ข้อความ {number}", version=number, actor=cast.lead)
        refresh_summary(assessment.pk)
        close_old_connections()

    for number in range(ROUNDS):
        for answer in answers:
            answer.refresh_from_db()
        results = at_once(*(partial(save_and_refresh, answer, number) for answer in answers))
        assert results == [None] * len(answers)
        assert Summary.objects.get().answered == len(answers)
        Summary.objects.all().delete()


def test_a_transition_beside_a_refresh(assessment, cast):
    bring_to(assessment, Status.SUBMITTED, cast)
    step = {"assessment_id": assessment.pk}
    for _round in range(ROUNDS):
        start = partial(perform, Action.START_REVIEW, actor=cast.coordinator, **step)
        results = at_once(start, *(partial(refresh_summary, assessment.pk) for _each in range(3)))
        assert results[1:] == [None] * 3
        assert Summary.objects.get().computed_at >= assessment.events.first().at
        assessment.__class__.objects.filter(pk=assessment.pk).update(**{"status": Status.SUBMITTED})
