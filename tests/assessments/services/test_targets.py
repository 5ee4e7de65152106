"""The target profile: who sets what, what is refused, and that nobody's choice is lost."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.models import Target
from assessments.services.targets import StaleTargets, set_targets, targets_of
from assessments.statuses import EventKind, Status
from tests.assessments.services.stage import item_of, kinds
from tests.cast import bring_to
from tests.rows import digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def choose(assessment, cast):
    """Sets targets as the manager, who saw what is given."""

    def save(wanted, seen=None, actor=cast.manager):
        return set_targets(assessment=assessment, seen=seen or {}, wanted=wanted, actor=actor)

    return save


def test_targets_stand_with_person_and_time_and_are_told_in_the_history(assessment, cast, choose):
    before = timezone.now()
    assert choose({"1.1": 70, "7.2": 0, "7.1": None}) == ["1.1", "7.2"]
    assert targets_of(assessment) == {"1.1": 70, "7.2": 0}
    target = assessment.targets.get(item__code="1.1")
    assert (target.set_by, target.set_at >= before.replace(microsecond=0)) == (cast.manager, True)
    assert kinds(assessment) == [(EventKind.TARGETS_SET, "1.1 70 %, 7.2 0 %")]


def test_a_target_is_changed_and_taken_away(assessment, choose):
    choose({"1.1": 70, "7.1": 50})
    assert choose({"1.1": None, "7.1": 55}, seen={"1.1": 70, "7.1": 50}) == ["1.1", "7.1"]
    assert targets_of(assessment) == {"7.1": 55}
    assert kinds(assessment)[-1] == (EventKind.TARGETS_SET, "1.1 –, 7.1 55 %")


def test_nothing_changed_writes_nothing(choose):
    choose({"1.1": 70})
    before = digest()
    assert choose({"1.1": 70}, seen={"1.1": 70}) == []
    assert choose({"1.1": 70}) == []
    assert digest() == before


def test_two_people_who_set_different_items_both_keep_theirs(assessment, cast, choose):
    choose({"1.1": 70, "7.1": None})
    choose({"1.1": None, "7.1": 50}, actor=cast.lead)
    assert targets_of(assessment) == {"1.1": 70, "7.1": 50}


def test_what_somebody_else_has_changed_since_is_told_and_kept(assessment, cast, choose):
    choose({"1.1": 70})
    before = digest()
    with pytest.raises(StaleTargets) as stale:
        choose({"1.1": 90, "7.1": 50}, seen={"1.1": None}, actor=cast.lead)
    assert stale.value.current == {"1.1": 70}
    assert digest() == before


@pytest.mark.parametrize("wanted", [{"1.1": 52}, {"1.1": 105}, {"1.1": -5}, {"P.1": 50}, {"9.9": 50}])
def test_what_is_not_of_the_scale_or_not_scored_is_refused(choose, wanted):
    before = digest()
    with pytest.raises(ValueError, match="No target"):
        choose(wanted)
    assert digest() == before


@pytest.mark.parametrize("status", Status)
def test_targets_are_set_in_every_status(assessment, cast, choose, status):
    bring_to(assessment, status, cast)
    assert choose({"1.1": 70}) == ["1.1"]


def test_the_database_refuses_a_second_target_and_a_percent_in_between(assessment, cast):
    fields = {"assessment": assessment, "item_id": item_of(assessment, "1.1").pk}
    fields |= {"set_by": cast.manager, "set_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(percent=52, **fields)
    Target.objects.create(percent=50, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(percent=55, **fields)
