"""The workflow against tests/transitions.csv, written by hand from architecture.md 6.1, and each of its guards.

One row is a state and an action, one column a role, a cell the status afterwards or "-" for refused. `resubmitted` is
`submitted` after a return: withdrawn, it is returned again. In every state everything else is in order, so that the
table alone decides: all is answered and confirmed, a remark and the consensus stand, a reason is given. Somebody who
is not signed in never reaches `perform`; tests/access_matrix.csv holds that.
"""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Unit
from accounts.roles import Role
from assessments.models import Assessment, Assignment, Preparation, Score
from assessments.services.preparation import PreparationRefused, prepare
from assessments.services.remarks import settle_remark
from assessments.services.workflow import TransitionRefused, default_due, perform
from assessments.statuses import Action, RemarkState, Stage, Status
from tests.cast import add_remark, answer_all, answer_remarks, bring_to, decide_all, make_everybody, make_user, submit
from tests.rows import digest

TABLE = Path(__file__).parent.parent / "transitions.csv"
REFUSED = "-"
REASON = "เปิดตรวจใหม่เพราะพบหลักฐานเพิ่มเติมหลังรับรองผล"
STATUS_OF = {status: status for status in Status.values} | {"resubmitted": "submitted"}


def read_table() -> list[tuple[str, str, dict[str, str]]]:
    with TABLE.open(newline="") as file:
        return [(line.pop("from"), line.pop("action"), line) for line in csv.DictReader(file)]


def bring(assessment, state: str, cast) -> Assessment:
    """The assessment in this state, with nothing in the way of any action."""
    bring_to(assessment, Status.RETURNED if state == "resubmitted" else state, cast)
    if state == "draft":
        answer_all(assessment)
    if state == "returned":
        answer_remarks(assessment)
    if state in {"draft", "returned"}:
        prepare(assessment_id=assessment.pk, actor=cast.lead)
    if state == "resubmitted":
        submit(assessment, cast)
    if state == "in_review":
        add_remark(assessment, cast)
        decide_all(assessment, cast)
    assessment.refresh_from_db()
    return assessment


@pytest.mark.parametrize(("state", "action", "cells"), read_table())
def test_the_table_of_transitions(assessment, cast, state, action, cells):
    everybody = make_everybody(cast)
    bring(assessment, state, cast)
    before = digest()
    for role, target in cells.items():
        savepoint = transaction.savepoint()
        if target == REFUSED:
            with pytest.raises(TransitionRefused) as refused:
                perform(action, assessment_id=assessment.pk, actor=everybody[role], reason=REASON)
            assert (str(refused.value) != "", digest()) == (True, before), role
        else:
            event = perform(action, assessment_id=assessment.pk, actor=everybody[role], reason=REASON)
            assessment.refresh_from_db()
            written = (event.kind, event.from_status, event.to_status, event.actor, event.note)
            assert written == (action, STATUS_OF[state], target, everybody[role], REASON), role
            assert (assessment.status, assessment.events.first()) == (target, event), role
        transaction.savepoint_rollback(savepoint)
    assert digest() == before


def test_the_table_is_whole():
    """Every state with every action, once, for the same roles."""
    rows = read_table()
    assert sorted((state, action) for state, action, _cells in rows) == sorted(
        (state, action) for state in STATUS_OF for action in Action.values
    )
    roles = {tuple(cells) for _state, _action, cells in rows}
    assert len(roles) == 1
    assert {target for *_rest, cells in rows for target in cells.values()} == {REFUSED, *Status.values}


def refuse(assessment, action: str, actor, **given) -> str:
    """The reason of the refusal, with every row as it was."""
    before = digest()
    with pytest.raises(TransitionRefused) as refused:
        perform(action, assessment_id=assessment.pk, actor=actor, **given)
    assert digest() == before
    return str(refused.value)


def test_a_submission_needs_every_question_answered(assessment, cast):
    answer_all(assessment)
    assessment.answers.filter(question__code="1.1-2").update(text="")
    assert "1.1-2" in refuse(assessment, Action.SUBMIT, cast.approver)


def test_a_question_that_does_not_apply_counts_as_answered(assessment, cast):
    answer_all(assessment)
    assessment.answers.filter(question__code="1.1-2").update(text="", not_applicable="หน่วยงานไม่มีภารกิจด้านนี้ตามกฎหมาย")
    assert submit(assessment, cast).to_status == Status.SUBMITTED


@pytest.mark.parametrize("item", ["1.1", "7.1", "7.2"])
def test_a_submission_needs_every_item_confirmed(assessment, cast, item):
    answer_all(assessment)
    Score.objects.filter(assessment=assessment, item__code=item).update(confirmed=False, confirmed_band=None)
    assert item in refuse(assessment, Action.SUBMIT, cast.approver)


def test_a_submission_past_the_date_of_its_own_is_refused(assessment, cast):
    answer_all(assessment)
    Assessment.objects.filter(pk=assessment.pk).update(due=timezone.now() - timedelta(seconds=1))
    assert "เลยกำหนดส่ง" in refuse(assessment, Action.SUBMIT, cast.approver)


def test_a_submission_past_the_end_of_the_cycle_is_refused(assessment, cast, cycle):
    answer_all(assessment)
    type(cycle).objects.filter(pk=cycle.pk).update(closes=timezone.now() - timedelta(seconds=1))
    assert "เลยกำหนดส่ง" in refuse(assessment, Action.SUBMIT, cast.approver)


def test_a_date_of_its_own_outlives_the_cycle(assessment, cast, cycle):
    answer_all(assessment)
    now = timezone.now()
    type(cycle).objects.filter(pk=cycle.pk).update(closes=now - timedelta(seconds=1))
    Assessment.objects.filter(pk=assessment.pk).update(due=now + timedelta(days=1))
    assert submit(assessment, cast).to_status == Status.SUBMITTED


def test_a_submission_is_numbered_and_names_its_receipt(assessment, cast):
    bring(assessment, "resubmitted", cast)
    numbers = list(assessment.submissions.order_by("number").values_list("number", "submitted_by__username"))
    assert numbers == [(1, "approver"), (2, "approver")]
    assert assessment.events.first().submission == assessment.submissions.first()


def test_the_same_key_gives_the_same_receipt(assessment, cast):
    answer_all(assessment)
    prepare(assessment_id=assessment.pk, actor=cast.lead)
    first = perform(Action.SUBMIT, assessment_id=assessment.pk, actor=cast.approver, key="one")
    again = perform(Action.SUBMIT, assessment_id=assessment.pk, actor=cast.approver, key="one")
    assert (again, assessment.submissions.count()) == (first, 1)


def test_a_withdrawn_submission_stays_in_the_history(assessment, cast):
    bring(assessment, "submitted", cast)
    perform(Action.WITHDRAW, assessment_id=assessment.pk, actor=cast.approver)
    assert (assessment.submissions.count(), assessment.events.first().to_status) == (1, Status.DRAFT)


def test_nothing_is_returned_without_a_remark(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    assert "ข้อสังเกต" in refuse(assessment, Action.RETURN, cast.coordinator)


def test_a_second_return_needs_a_remark_of_its_own(assessment, cast):
    bring(assessment, "resubmitted", cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    assert "ข้อสังเกต" in refuse(assessment, Action.RETURN, cast.coordinator)


def test_a_remark_that_is_to_be_answered_again_is_enough_for_a_return(assessment, cast):
    bring(assessment, "resubmitted", cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    settle_first(assessment, RemarkState.OPEN, cast)
    assert perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator).to_status == Status.RETURNED


def settle_first(assessment, state: str, cast) -> None:
    remark = assessment.remarks.first()
    settle_remark(remark=remark, state=state, version=remark.version, actor=cast.coordinator)


def test_what_was_returned_is_not_sent_before_its_remarks_are_answered(assessment, cast):
    bring(assessment, "returned", cast)
    assessment.remarks.update(state=RemarkState.OPEN)
    assert "ข้อสังเกตข้อ 1" in refuse(assessment, Action.SUBMIT, cast.approver)


def test_a_reply_that_changes_after_the_signature_makes_it_void(assessment, cast):
    bring(assessment, "returned", cast)
    assessment.remarks.update(reply="แก้คำตอบหลังลงนาม")
    assert "มีการแก้ไขหลังจากผู้จัดทำลงนาม" in refuse(assessment, Action.SUBMIT, cast.approver)


def test_an_approval_accepts_what_was_answered_and_follows_what_is_new(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    add_remark(assessment, cast)
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    settle_first(assessment, RemarkState.CARRIED, cast)
    add_remark(assessment, cast)
    decide_all(assessment, cast)
    perform(Action.APPROVE, assessment_id=assessment.pk, actor=cast.coordinator)
    states = assessment.remarks.values_list("number", "state")
    assert list(states) == [(1, RemarkState.CARRIED), (2, RemarkState.ACCEPTED), (3, RemarkState.CARRIED)]
    perform(Action.REOPEN, assessment_id=assessment.pk, actor=cast.coordinator, reason=REASON)
    assert list(states.all()) == [(1, RemarkState.CARRIED), (2, RemarkState.ACCEPTED), (3, RemarkState.OPEN)]


def test_an_approval_waits_for_what_is_to_be_answered_again(assessment, cast):
    bring(assessment, "resubmitted", cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    decide_all(assessment, cast)
    settle_first(assessment, RemarkState.OPEN, cast)
    assert "ข้อสังเกตข้อ 1" in refuse(assessment, Action.APPROVE, cast.coordinator)
    settle_first(assessment, RemarkState.ACCEPTED, cast)
    assert perform(Action.APPROVE, assessment_id=assessment.pk, actor=cast.coordinator).to_status == Status.APPROVED


def test_a_return_gives_the_deadline_of_every_return(assessment, cast):
    bring(assessment, "in_review", cast)
    event = perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator)
    assessment.refresh_from_db()
    assert assessment.due == default_due(event.at)


def test_a_return_gives_the_date_that_was_chosen(assessment, cast):
    bring(assessment, "in_review", cast)
    chosen = timezone.now() + timedelta(days=30)
    perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator, due=chosen)
    assessment.refresh_from_db()
    assert assessment.due == chosen


def test_a_return_to_a_date_in_the_past_is_refused(assessment, cast):
    bring(assessment, "in_review", cast)
    past = timezone.now() - timedelta(minutes=1)
    assert refuse(assessment, Action.RETURN, cast.coordinator, due=past) != ""


def test_only_a_return_changes_the_date(assessment, cast):
    bring(assessment, "in_review", cast)
    chosen = timezone.now() + timedelta(days=30)
    perform(Action.APPROVE, assessment_id=assessment.pk, actor=cast.coordinator, due=chosen)
    assessment.refresh_from_db()
    assert assessment.due is None


def test_with_assessors_an_approval_needs_the_consensus_of_every_item(assessment, cast):
    bring(assessment, "in_review", cast)
    Score.objects.filter(assessment=assessment, stage=Stage.CONSENSUS, item__code="7.2").delete()
    reason = refuse(assessment, Action.APPROVE, cast.coordinator)
    assert [code for code in ("1.1", "7.1", "7.2") if code in reason] == ["7.2"]


def test_an_unconfirmed_consensus_is_none(assessment, cast):
    bring(assessment, "in_review", cast)
    Score.objects.filter(assessment=assessment, stage=Stage.CONSENSUS, item__code="1.1").update(confirmed=False)
    assert "1.1" in refuse(assessment, Action.APPROVE, cast.coordinator)


def test_without_assessors_an_approval_needs_no_consensus(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    Assignment.objects.filter(assessment=assessment).delete()
    assert perform(Action.APPROVE, assessment_id=assessment.pk, actor=cast.coordinator).to_status == Status.APPROVED


@pytest.mark.parametrize("reason", ["", "ที่" * 19, "ที่" * 19 + "   ", "a" * 19])
def test_nineteen_characters_are_too_short_a_reason(assessment, cast, reason):
    bring(assessment, "approved", cast)
    assert "20" in refuse(assessment, Action.REOPEN, cast.coordinator, reason=reason)


@pytest.mark.parametrize("reason", ["ที่" * 20, "a" * 20])
def test_twenty_characters_are_a_reason_and_stand_in_the_history(assessment, cast, reason):
    bring(assessment, "approved", cast)
    event = perform(Action.REOPEN, assessment_id=assessment.pk, actor=cast.coordinator, reason=reason)
    assert (event.to_status, event.note) == (Status.IN_REVIEW, reason)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEAD, Role.APPROVER, Role.MANAGER])
def test_nobody_decides_on_a_unit_in_which_he_holds_a_role(assessment, cast, role):
    bring(assessment, "submitted", cast)
    both = make_user("both", (Role.COORDINATOR, None), (role, cast.unit))
    assert refuse(assessment, Action.START_REVIEW, both) != ""


def test_several_memberships_add_up(assessment, cast):
    answer_all(assessment)
    Membership.objects.create(user=cast.lead, unit=cast.unit, role=Role.APPROVER)
    prepare(assessment_id=assessment.pk, actor=make_user("second-lead", (Role.LEAD, cast.unit)))
    assert perform(Action.SUBMIT, assessment_id=assessment.pk, actor=cast.lead).to_status == Status.SUBMITTED


def test_a_role_in_another_unit_gives_nothing(assessment, cast):
    answer_all(assessment)
    elsewhere = make_user("elsewhere", (Role.APPROVER, cast.other_unit), (Role.APPROVER, cast.unit.parent))
    assert refuse(assessment, Action.SUBMIT, elsewhere) != ""


def test_nobody_submits_what_the_lead_has_not_signed(assessment, cast):
    answer_all(assessment)
    assert "ยังไม่ได้ลงนาม" in refuse(assessment, Action.SUBMIT, cast.approver)


def test_a_change_after_the_signature_makes_it_void(assessment, cast):
    answer_all(assessment)
    prepare(assessment_id=assessment.pk, actor=cast.lead)
    assessment.answers.filter(question__code="1.1-1").update(text="แก้หลังลงนาม")
    assert "มีการแก้ไขหลังจากผู้จัดทำลงนาม" in refuse(assessment, Action.SUBMIT, cast.approver)
    assert submit(assessment, cast).to_status == Status.SUBMITTED


@pytest.mark.parametrize("allowed", [False, True])
def test_one_person_certifies_her_own_work_only_where_the_unit_says_so(assessment, cast, allowed):
    answer_all(assessment)
    Membership.objects.create(user=cast.lead, unit=cast.unit, role=Role.APPROVER)
    Unit.objects.filter(pk=cast.unit.pk).update(one_person_certifies=allowed)
    prepare(assessment_id=assessment.pk, actor=cast.lead)
    if allowed:
        assert perform(Action.SUBMIT, assessment_id=assessment.pk, actor=cast.lead).to_status == Status.SUBMITTED
    else:
        assert "ต้องเป็นคนละคน" in refuse(assessment, Action.SUBMIT, cast.lead)


def test_the_lead_signs_nothing_that_still_has_errors(assessment, cast):
    with pytest.raises(PreparationRefused):
        prepare(assessment_id=assessment.pk, actor=cast.lead)
    assert not Preparation.objects.exists()
