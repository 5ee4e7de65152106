"""Who sees which rows of a review, through the one queryset that every page uses."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.models import Assignment, CheckpointScore, Finding, HandIn, Score
from assessments.permissions import standing_of
from assessments.statuses import Stage, Status
from criteria.models import Item
from tests.assessments.views.stage import add_finding, hand_in
from tests.cast import bring_to, make_user

pytestmark = pytest.mark.django_db
MODELS = (Finding, Score)


@pytest.fixture
def review(assessment, cast):
    """In review by two assessors and two coordinators, each with a finding, the assessors with a score."""
    bring_to(assessment, Status.IN_REVIEW, cast)
    people = {
        "first": cast.assessor,
        "second": make_user("second", (Role.ASSESSOR, None)),
        "coordinator": cast.coordinator,
        "colleague": make_user("colleague", (Role.COORDINATOR, None)),
        "former": make_user("former", (Role.ASSESSOR, None)),
    }
    Assignment.objects.create(assessment=assessment, assessor=people["second"])
    for name, person in people.items():
        add_finding(assessment, person, nugget=name)
    add_finding(assessment, cast.coordinator, nugget="consensus", stage=Stage.CONSENSUS)
    for name in ("first", "second"):
        _score(assessment, people[name], Stage.REVIEW, name)
    _score(assessment, cast.coordinator, Stage.CONSENSUS, "consensus")
    return assessment, people


def _score(assessment, author, stage, reason):
    item, submission = Item.objects.get(code="1.1"), assessment.submissions.get()
    given = {"item": item, "submission": submission, "author": author, "stage": stage}
    Score.objects.create(assessment=assessment, percent=50, confirmed=True, reason=reason, **given)


def seen(assessment, person) -> tuple[set, set]:
    """Nuggets of findings and reasons of scores that she may see."""
    given = (person, assessment.submissions.get(), standing_of(person, assessment))
    return (
        set(Finding.objects.open_to(*given).values_list("nugget", flat=True)),
        set(Score.objects.open_to(*given).values_list("reason", flat=True)),
    )


def test_before_the_hand_in_everybody_sees_her_own_and_the_coordinator_what_is_no_assessors(review):
    assessment, people = review

    assert seen(assessment, people["first"]) == ({"first"}, {"first"})
    assert seen(assessment, people["second"]) == ({"second"}, {"second"})
    assert seen(assessment, people["coordinator"]) == ({"coordinator", "colleague", "consensus"}, {"consensus"})


def test_one_who_has_handed_in_sees_all_that_is_handed_in_and_the_coordinator_sees_hers(review):
    assessment, people = review
    hand_in(assessment, people["first"])

    open_now = {"first", "coordinator", "colleague", "consensus"}
    assert seen(assessment, people["first"]) == (open_now, {"first", "consensus"})
    assert seen(assessment, people["coordinator"]) == (open_now, {"first", "consensus"})
    assert seen(assessment, people["second"]) == ({"second"}, {"second"})

    hand_in(assessment, people["second"])
    everything = (open_now | {"second"}, {"first", "second", "consensus"})
    assert [seen(assessment, people[name]) for name in ("first", "second", "coordinator")] == [everything] * 3


def test_handed_back_she_sees_her_own_alone_and_others_no_longer_hers(review):
    assessment, people = review
    hand_in(assessment, people["first"], people["second"])
    given = {"handed_back_at": timezone.now(), "handed_back_by": people["coordinator"], "reason": "ตรวจอีกครั้ง"}
    HandIn.objects.filter(assessor=people["first"]).update(**given)

    assert seen(assessment, people["first"]) == ({"first"}, {"first"})
    assert seen(assessment, people["second"])[1] == {"second", "consensus"}
    assert seen(assessment, people["coordinator"])[1] == {"second", "consensus"}


def test_one_who_is_coordinator_and_assessor_is_blind_as_an_assessor(review):
    assessment, people = review
    both = make_user("both", (Role.COORDINATOR, None), (Role.ASSESSOR, None))
    Assignment.objects.create(assessment=assessment, assessor=both)
    hand_in(assessment, people["first"])
    _score(assessment, both, Stage.REVIEW, "both")

    assert seen(assessment, both) == (set(), {"both"})


def test_after_the_approval_reviewers_see_everything_and_the_unit_none_of_these_rows(review, cast):
    assessment, people = review
    type(assessment).objects.update(status=Status.APPROVED)
    assessment.refresh_from_db()

    assert [len(rows) for rows in seen(assessment, people["second"])] == [6, 3]
    assert seen(assessment, cast.lead) == (set(), set())
    assert seen(assessment, cast.stranger) == (set(), set())


def test_rows_of_assessors_are_counted_for_everybody(review):
    assessment, _people = review
    submission = assessment.submissions.get()

    assert [model.objects.of_assessors(submission).count() for model in MODELS] == [3, 2]
    assert not CheckpointScore.objects.of_assessors(submission).exists()
