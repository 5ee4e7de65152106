"""Two coordinators assign the same at once: one row each, one of them hears that it stands; and no deadlock."""

from functools import partial

import pytest

from accounts.roles import Role
from assessments.models import Assignment, DeskView
from assessments.services.assigning import NotAssigned, assign_assessors, remove_assessor
from assessments.services.desk_views import MOST, TooManyViews, save_view
from tests.cast import make_assessment, make_user
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_two_coordinators_assign_the_same(assessment, cast, cycle):
    other, second = make_assessment(cast.other_unit, cycle), make_user("second", (Role.ASSESSOR, None))
    coordinator = make_user("coordinator2", (Role.COORDINATOR, None))
    pairs = [(place.pk, person.pk) for place in (assessment, other) for person in (cast.assessor, second)]
    for round_number in range(1, ROUNDS + 1):
        plans = at_once(
            partial(assign_assessors, pairs=pairs, actor=cast.coordinator),
            partial(assign_assessors, pairs=pairs[::-1], actor=coordinator),
        )
        assert sorted(len(plan.added) for plan in plans) == [0, 4]
        assert {pair.refused for plan in plans for pair in plan.refused} == {"already"}
        assert Assignment.objects.count() == 4
        assert assessment.events.filter(kind="assessors_changed").count() == round_number
        Assignment.objects.all().delete()


def test_two_take_the_same_assessor_away(assessment, cast):
    for round_number in range(1, ROUNDS + 1):
        assignment = Assignment.objects.create(assessment=assessment, assessor=cast.assessor)
        given = {"assessment_id": assessment.pk, "assignment_id": assignment.pk, "reason": "ย้ายงาน"}
        results = at_once(*[partial(remove_assessor, **given, actor=cast.coordinator)] * 2)
        assert {type(result) for result in results} == {type(cast.assessor), NotAssigned}
        assert assessment.events.filter(kind="assessors_changed").count() == round_number


def test_the_last_free_place_for_a_view_is_given_once(cast):
    DeskView.objects.bulk_create(DeskView(owner=cast.coordinator, name=f"มุมมอง {n}") for n in range(MOST - 1))
    for _round in range(ROUNDS):
        results = at_once(*(partial(save_view, name=name, query="", actor=cast.coordinator) for name in ("ก", "ข")))
        assert sum(isinstance(result, TooManyViews) for result in results) == 1
        assert DeskView.objects.count() == MOST
        DeskView.objects.filter(name__in=["ก", "ข"]).delete()
