"""How much each assessor has to do, for those who assign."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.models import Assignment, HandIn
from tests.assessments.views.stage import url
from tests.assessments.views.test_desk import fill, rows, send
from tests.cast import make_assessment, make_cycle, make_user

QUERIES = 6


@pytest.mark.parametrize(
    "role", ["contributor", "lead", "approver", "manager", "stranger", "assessor", "administrator"]
)
def test_who_does_not_coordinate_finds_none(assessment, cast, as_user, role):
    client = as_user(getattr(cast, role))
    assert (client.get(url("workload")).status_code, client.post(url("workload")).status_code) == (404, 405)


def test_counts_of_each_the_most_open_work_first(assessment, cast, cycle, as_user):
    busy, now = make_user("busy", (Role.ASSESSOR, None)), timezone.now()
    make_user("idle", (Role.ASSESSOR, None))
    places = fill(cycle, 4)
    for place in places:
        send(place, cast.approver)
        Assignment.objects.create(assessment=place, assessor=busy, declared_at=now)
    Assignment.objects.create(assessment=places[0], assessor=cast.assessor)
    Assignment.objects.filter(assessment=places[1]).update(conflict="คู่สมรสทำงานที่นี่")
    HandIn.objects.create(submission=places[2].submissions.get(), assessor=busy, at=now)
    earlier = make_assessment(cast.unit, make_cycle(cycle.criteria_set, cycle.fiscal_year - 1))
    Assignment.objects.create(assessment=earlier, assessor=cast.assessor)
    client = as_user(cast.coordinator)

    def loads(**data):
        found = client.get(url("workload"), data).context["loads"]
        return [(str(x.assessor), x.open, x.assigned, x.declared, x.handed_in, x.conflict) for x in found]

    assert loads() == [("busy", 2, 4, 4, 1, 1), ("assessor", 1, 1, 0, 0, 0), ("idle", 0, 0, 0, 0, 0)]
    assert loads(year=str(cycle.fiscal_year - 1))[0] == ("assessor", 1, 1, 0, 0, 0)
    assert loads(year="x") == loads()
    assert f"year={cycle.fiscal_year}&amp;assessor={busy.pk}" in client.get(url("workload")).content.decode()
    assert len(rows(client, year=str(cycle.fiscal_year), assessor=str(busy.pk))) == 4


def test_a_coordinator_of_a_ministry_counts_its_units_alone(assessment, cast, cycle, as_user):
    for place in (assessment, *fill(cycle, 2)):
        Assignment.objects.create(assessment=place, assessor=cast.assessor)
    narrow = make_user("narrow", (Role.COORDINATOR, cast.unit.parent))
    assert [load.assigned for load in as_user(narrow).get(url("workload")).context["loads"]] == [1]


@pytest.mark.parametrize("count", [1, 3, 20])
def test_it_takes_as_many_queries_for_any_number(assessment, cast, as_user, count, django_assert_num_queries):
    for number in range(count):
        person = make_user(f"assessor{number}", (Role.ASSESSOR, None))
        Assignment.objects.create(assessment=assessment, assessor=person)
    client = as_user(cast.coordinator)
    with django_assert_num_queries(QUERIES):
        response = client.get(url("workload"))
    assert len(response.context["loads"]) == count + 1
