"""Work is given to those who write, until a day that makes sense; handed over in one step; the history keeps names."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.models import HandOver, WorkAssignment
from assessments.services.locks import AssessmentLocked
from assessments.services.work import WorkRefused, assign_work, cancel_hand_over, hand_over, unassign_work
from assessments.statuses import Status
from assessments.views.board import board_of
from tests.assessments.services.stage import kinds, pass_the_deadline
from tests.cast import bring_to, make_assessment, make_cycle, make_user
from thai.dates import long_date

pytestmark = pytest.mark.django_db(transaction=True)


def today():
    return timezone.localdate()


def give(assessment, cast, codes=("1.1-1",), person=None, due=None) -> int:
    person = person or cast.contributor
    return assign_work(assessment=assessment, questions=codes, person=person, due=due, actor=cast.lead)


def holder(assessment, code: str = "1.1-1"):
    return board_of(assessment).works[code].person


def test_work_is_given_until_a_day(assessment, cast):
    due = today() + timedelta(days=7)
    assert give(assessment, cast, ["1.1-1", "1.1-2", "7.1-1"], due=due) == 3
    row = WorkAssignment.objects.get(answer__question__code="1.1-1")
    assert (row.person, row.due, row.assigned_by) == (cast.contributor, due, cast.lead)
    words = f"1.1 (1), 1.1 (2), 7.1 (1) ให้ contributor ภายใน {long_date(due)}"
    assert kinds(assessment) == [("work_assigned", words)]


def test_a_whole_item_is_called_by_its_code(assessment, cast):
    give(assessment, cast, ["1.1-1", "1.1-2", "1.1-3"])
    assert kinds(assessment) == [("work_assigned", "หัวข้อ 1.1 ให้ contributor")]


def test_giving_again_replaces(assessment, cast):
    give(assessment, cast, due=today())
    give(assessment, cast, person=cast.lead)
    row = WorkAssignment.objects.get()
    assert (row.person, row.due, len(kinds(assessment))) == (cast.lead, None, 2)


def test_work_is_taken_back(assessment, cast):
    give(assessment, cast, ["1.1-1", "7.1-1"])
    assert unassign_work(assessment=assessment, questions=["1.1-1", "1.1-2"], actor=cast.lead) == 1
    assert list(WorkAssignment.objects.values_list("answer__question__code", flat=True)) == ["7.1-1"]
    assert kinds(assessment)[1] == ("work_assigned", "ยกเลิก 1.1 (1)")


def test_taking_back_nothing_is_no_event(assessment, cast):
    assert unassign_work(assessment=assessment, questions=["1.1-1"], actor=cast.lead) == 0
    assert kinds(assessment) == []


@pytest.mark.parametrize("role", ["approver", "manager", "stranger", "assessor", "coordinator"])
def test_only_those_who_write_are_given_work(assessment, cast, role):
    with pytest.raises(WorkRefused) as refused:
        give(assessment, cast, person=getattr(cast, role))
    assert (refused.value.field, WorkAssignment.objects.count(), kinds(assessment)) == ("person", 0, [])


@pytest.mark.parametrize("days", [-1, 31])
def test_a_due_date_is_neither_past_nor_after_the_deadline(assessment, cast, days):
    with pytest.raises(WorkRefused) as refused:
        give(assessment, cast, due=today() + timedelta(days=days))
    assert (refused.value.field, WorkAssignment.objects.count()) == ("due", 0)


@pytest.mark.parametrize("days", [0, 30])
def test_a_due_date_from_today_to_the_deadline(assessment, cast, days):
    assert give(assessment, cast, due=today() + timedelta(days=days)) == 1


@pytest.mark.parametrize("codes", [[], ["9.9-9"], ["1.1-1", "9.9-9"]])
def test_questions_that_are_none(assessment, cast, codes):
    with pytest.raises(WorkRefused):
        give(assessment, cast, codes)
    assert WorkAssignment.objects.count() == 0


def test_a_closed_assessment_gives_no_work(assessment, cast):
    bring_to(assessment, Status.SUBMITTED, cast)
    with pytest.raises(AssessmentLocked):
        give(assessment, cast)
    with pytest.raises(AssessmentLocked):
        unassign_work(assessment=assessment, questions=["1.1-1"], actor=cast.lead)


def test_after_the_deadline_neither(assessment, cast):
    pass_the_deadline(assessment)
    with pytest.raises(AssessmentLocked):
        give(assessment, cast)


def take_over(cast, giver, receiver, days: int = 0, note: str = "") -> HandOver:
    effective = today() + timedelta(days=days)
    given = {"unit": cast.unit, "giver": giver, "receiver": receiver, "effective": effective}
    return hand_over(**given, actor=cast.lead, note=note)


def test_everything_is_handed_over_at_once_and_the_row_keeps_the_name(assessment, cast):
    give(assessment, cast, ["1.1-1", "7.1-1"])
    take_over(cast, cast.contributor, cast.lead, note="เกษียณ")
    works = board_of(assessment).works
    assert [works[code].person for code in ("1.1-1", "7.1-1")] == [cast.lead, cast.lead]
    assert works["1.1-1"].given_to == cast.contributor
    assert set(WorkAssignment.objects.values_list("person", flat=True)) == {cast.contributor.pk}
    words = f"จาก contributor ให้ lead ตั้งแต่ {long_date(today())} · เกษียณ"
    assert kinds(assessment)[1] == ("handed_over", words)


def test_what_is_given_afterwards_stays(assessment, cast):
    take_over(cast, cast.contributor, cast.lead)
    give(assessment, cast)
    assert holder(assessment) == cast.contributor


def test_a_hand_over_of_tomorrow_changes_nothing_today_and_can_be_cancelled(assessment, cast):
    give(assessment, cast)
    planned = take_over(cast, cast.contributor, cast.lead, days=1)
    assert holder(assessment) == cast.contributor
    cancel_hand_over(unit=cast.unit, pk=planned.pk, actor=cast.lead)
    assert HandOver.objects.count() == 0
    assert [kind for kind, _note in kinds(assessment)] == ["work_assigned", "handed_over", "handed_over"]


def test_what_has_come_into_effect_is_not_cancelled(assessment, cast):
    made = take_over(cast, cast.contributor, cast.lead)
    with pytest.raises(WorkRefused):
        cancel_hand_over(unit=cast.unit, pk=made.pk, actor=cast.lead)
    assert HandOver.objects.count() == 1


def test_another_units_hand_over_is_not_cancelled(assessment, cast):
    planned = take_over(cast, cast.contributor, cast.lead, days=1)
    with pytest.raises(HandOver.DoesNotExist):
        cancel_hand_over(unit=cast.other_unit, pk=planned.pk, actor=cast.stranger)


def test_the_event_stands_in_open_assessments_alone(assessment, cast):
    bring_to(assessment, Status.SUBMITTED, cast)
    following = make_assessment(cast.unit, make_cycle(assessment.criteria_set, 2569), cast.lead)
    take_over(cast, cast.contributor, cast.lead)
    assert [kind for kind, _note in kinds(following)] == ["handed_over"]
    assert [kind for kind, _note in kinds(assessment)] == ["prepared", "submit"]


@pytest.mark.parametrize("role", ["contributor", "approver", "stranger"])
def test_the_receiver_writes_in_this_unit_and_is_another(assessment, cast, role):
    with pytest.raises(WorkRefused) as refused:
        take_over(cast, cast.contributor, getattr(cast, role))
    assert (refused.value.field, HandOver.objects.count()) == ("receiver", 0)


def test_a_day_that_is_past_is_refused(assessment, cast):
    with pytest.raises(WorkRefused) as refused:
        take_over(cast, cast.contributor, cast.lead, days=-1)
    assert refused.value.field == "effective"


def test_a_person_who_has_left_the_unit_is_marked_and_hands_over(assessment, cast):
    give(assessment, cast)
    cast.contributor.memberships.all().delete()
    assert (holder(assessment).is_member, holder(assessment).writes) == (False, False)
    other = make_user("another", (Role.CONTRIBUTOR, cast.unit))
    take_over(cast, cast.contributor, other)
    assert (holder(assessment), holder(assessment).is_member) == (other, True)
