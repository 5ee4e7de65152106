"""Two leads give one question away at once: nobody fails, the later stands, both stand in the history."""

from functools import partial

import pytest

from accounts.roles import Role
from assessments.models import WorkAssignment
from assessments.services.work import assign_work
from tests.cast import make_user
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CODES = ["1.1-1", "1.1-2", "7.1-1"]


def test_two_leads_at_once(assessment, cast):
    other = make_user("lead2", (Role.LEAD, cast.unit))
    people = [cast.contributor, cast.lead]
    for round_number in range(1, ROUNDS + 1):
        results = at_once(
            *(
                partial(assign_work, assessment=assessment, questions=codes, person=person, due=None, actor=actor)
                for person, actor, codes in zip(people, [cast.lead, other], [CODES, CODES[::-1]], strict=True)
            )
        )
        assert results == [3, 3]
        assert assessment.events.filter(kind="work_assigned").count() == 2 * round_number
        assert len(set(WorkAssignment.objects.values_list("person", flat=True))) == 1
        assert WorkAssignment.objects.count() == 3
