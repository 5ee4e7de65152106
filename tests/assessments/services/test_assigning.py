"""Assessors are assigned by those who coordinate the unit, never to their own, and taken away until they hand in."""

import pytest
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from assessments.models import Assignment, ConsensusMeeting, Finding, HandIn, Score
from assessments.permissions import Standing
from assessments.services.assigning import (
    AssessorHasHandedIn,
    AssignmentsRefused,
    MayNotAssign,
    NotAssigned,
    Refusal,
    assign_assessors,
    plan_assignments,
    remove_assessor,
)
from assessments.services.consensus import ConsensusRefused, open_consensus
from assessments.statuses import Stage, Status
from criteria.models import Item
from tests.assessments.services.stage import kinds
from tests.assessments.views.stage import add_finding
from tests.cast import answer_all, bring_to, decide_all, make_assessment, make_user, send_to, submit
from tests.room import colleague_of
from tests.rows import digest


@pytest.fixture
def second(cast):
    return make_user("second", (Role.ASSESSOR, None))


def results(plan) -> list[tuple[str, str]]:
    return [(pair.assessor.username, pair.refused) for pair in plan.pairs]


def one(plan) -> str:
    return plan.pairs[0].refused


def test_they_are_assigned_with_one_event_an_assessment(assessment, cast, cycle, second):
    other = make_assessment(cast.other_unit, cycle)
    pairs = [(place.pk, person.pk) for place in (assessment, other) for person in (cast.assessor, second)]

    plan = assign_assessors(pairs=[*pairs, pairs[0]], actor=cast.coordinator)

    assert [pair.refused for pair in plan.pairs] == [""] * 4
    assert sorted(Assignment.objects.values_list("assessment", "assessor")) == sorted(pairs)
    assert set(Assignment.objects.values_list("assigned_by", "declared_at", "conflict")) == {
        (cast.coordinator.pk, None, "")
    }
    assert kinds(assessment) == [("assessors_changed", "มอบหมาย assessor, second")]


def test_a_plan_changes_nothing(assessment, cast):
    before = digest()
    assert results(plan_assignments(pairs=[(assessment.pk, cast.assessor.pk)], actor=cast.coordinator)) == [
        ("assessor", "")
    ]
    assert digest() == before


def test_what_stands_already_is_told_and_stays(assessment, cast, second):
    pairs = [(assessment.pk, cast.assessor.pk)]
    assign_assessors(pairs=pairs, actor=cast.coordinator)

    plan = assign_assessors(pairs=[*pairs, (assessment.pk, second.pk)], actor=cast.coordinator, whole=True)

    assert results(plan) == [("assessor", Refusal.ALREADY), ("second", "")]
    assert Assignment.objects.count() == 2


@pytest.mark.parametrize(
    ("person", "refusal"),
    [("lead", Refusal.NO_ASSESSOR), ("coordinator", Refusal.NO_ASSESSOR), ("assessor", Refusal.OWN_UNIT)],
)
def test_who_cannot_be_assigned(assessment, cast, person, refusal):
    Membership.objects.create(user=cast.assessor, unit=cast.unit, role=Role.CONTRIBUTOR)
    key = (assessment.pk, getattr(cast, person).pk)
    assert one(assign_assessors(pairs=[key], actor=cast.coordinator)) == refusal
    assert Assignment.objects.count() == 0


def test_an_account_that_is_closed_takes_no_work(assessment, cast, second):
    second.is_active = False
    second.save()
    assert one(plan_assignments(pairs=[(assessment.pk, second.pk)], actor=cast.coordinator)) == Refusal.NO_ASSESSOR


@pytest.mark.parametrize("actor", ["lead", "assessor", "administrator", "stranger"])
def test_only_a_coordinator_in_scope_assigns(assessment, cast, actor):
    key = (assessment.pk, cast.assessor.pk)
    assert one(assign_assessors(pairs=[key], actor=getattr(cast, actor))) == Refusal.OUT_OF_REACH
    assert Assignment.objects.count() == 0


def test_each_assessment_is_asked_about(assessment, cast, cycle):
    """A coordinator of one unit, and one who belongs to the other."""
    other = make_assessment(cast.other_unit, cycle)
    pairs = [(assessment.pk, cast.assessor.pk), (other.pk, cast.assessor.pk)]
    narrow = make_user("narrow", (Role.COORDINATOR, cast.unit))
    torn = make_user("torn", (Role.COORDINATOR, None), (Role.MANAGER, cast.unit))
    found = [[pair.refused for pair in plan_assignments(pairs=pairs, actor=actor).pairs] for actor in (narrow, torn)]
    assert found == [["", Refusal.OUT_OF_REACH], [Refusal.OUT_OF_REACH, ""]]


@pytest.mark.parametrize("status", Status.values)
def test_in_every_status_but_approved(assessment, cast, second, status):
    bring_to(assessment, status, cast)
    plan = assign_assessors(pairs=[(assessment.pk, second.pk)], actor=cast.coordinator)
    assert one(plan) == (Refusal.REVIEW_IS_OVER if status == Status.APPROVED else "")


def test_once_the_consensus_is_open_nobody_joins_until_the_next_submission(assessment, cast, second):
    bring_to(assessment, Status.RETURNED, cast)
    ConsensusMeeting.objects.create(
        submission=assessment.submissions.get(), opened_by=cast.coordinator, opened_at=timezone.now()
    )
    key = (assessment.pk, second.pk)
    assert one(plan_assignments(pairs=[key], actor=cast.coordinator)) == Refusal.CONSENSUS_IS_OPEN
    submit(assessment, cast)
    assert one(plan_assignments(pairs=[key], actor=cast.coordinator)) == ""


def test_a_list_is_taken_whole_or_not_at_all(assessment, cast, second):
    pairs = [(assessment.pk, second.pk), (assessment.pk, cast.lead.pk)]
    before = digest()
    with pytest.raises(AssignmentsRefused) as refused:
        assign_assessors(pairs=pairs, actor=cast.coordinator, whole=True)
    assert [pair.assessor for pair in refused.value.plan.wrong] == [cast.lead]
    assert digest() == before


@pytest.mark.parametrize("count", [1, 3, 20])
def test_a_plan_takes_as_many_queries_for_any_number(cast, cycle, assessment, count, django_assert_num_queries):
    people = [make_user(f"assessor{number}", (Role.ASSESSOR, None)) for number in range(count)]
    _held = cast.coordinator.roles_held
    with django_assert_num_queries(5):
        plan_assignments(pairs=[(assessment.pk, person.pk) for person in people], actor=cast.coordinator)


def remove(assessment, cast, **given):
    assignment = assessment.assignments.get(assessor=cast.assessor)
    values = {"assessment_id": assessment.pk, "assignment_id": assignment.pk, "reason": "ย้ายงาน"}
    return remove_assessor(**values, actor=given.get("actor", cast.coordinator))


def test_one_who_has_written_nothing_is_taken_away_with_a_reason(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    assert remove(assessment, cast) == cast.assessor
    assert assessment.assignments.count() == 0
    assert kinds(assessment)[-1] == ("assessors_changed", "ถอน assessor · ย้ายงาน")


def score(assessment, author, stage=Stage.REVIEW) -> None:
    item, submission = Item.objects.get(code="1.1"), assessment.submissions.get()
    Score.objects.create(
        assessment=assessment, submission=submission, item=item, stage=stage, author=author, percent=50
    )


def test_one_who_has_handed_in_stays_until_it_is_handed_back(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    now = timezone.now()
    handed = HandIn.objects.create(submission=assessment.submissions.get(), assessor=cast.assessor, at=now)
    with pytest.raises(AssessorHasHandedIn):
        remove(assessment, cast)
    handed.handed_back_at, handed.handed_back_by, handed.reason = now, cast.coordinator, "ขาดหนึ่งหัวข้อ"
    handed.save()
    remove(assessment, cast)
    assert assessment.assignments.count() == 0


def test_the_consensus_waits_no_more_for_one_who_leaves_a_review_unfinished(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    submission = assessment.submissions.get()
    HandIn.objects.create(submission=submission, assessor=colleague_of(assessment), at=timezone.now())
    found = add_finding(assessment, cast.assessor)
    score(assessment, cast.assessor)
    with pytest.raises(ConsensusRefused, match="assessor"):
        open_consensus(submission=submission, actor=cast.coordinator)
    remove(assessment, cast)
    open_consensus(submission=submission, actor=cast.coordinator)
    of_coordinators = Standing(frozenset({Role.COORDINATOR}))
    assert list(Finding.objects.open_to(cast.coordinator, submission, of_coordinators)) == []
    assert list(Score.objects.open_to(cast.coordinator, submission, of_coordinators)) == []
    assert Finding.objects.get() == found


def test_nobody_is_taken_away_after_the_approval_or_by_others(assessment, cast):
    bring_to(assessment, Status.DRAFT, cast)
    with pytest.raises(MayNotAssign):
        remove(assessment, cast, actor=cast.lead)
    answer_all(assessment)
    send_to(assessment, Status.APPROVED, cast, decide=decide_all)
    with pytest.raises(MayNotAssign):
        remove(assessment, cast)


def test_of_another_assessment_nobody_is_taken_away(assessment, cast, cycle):
    bring_to(assessment, Status.DRAFT, cast)
    other = make_assessment(cast.other_unit, cycle)
    with pytest.raises(NotAssigned):
        remove_assessor(
            assessment_id=other.pk, assignment_id=assessment.assignments.get().pk, reason="ก", actor=cast.coordinator
        )
