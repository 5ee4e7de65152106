"""Two who answer one remark, an answer against a submission, two who settle, two who extend."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.models import Remark
from assessments.services.deadlines import DeadlineMoved, extend_due
from assessments.services.locks import AssessmentLocked
from assessments.services.preparation import prepare
from assessments.services.remarks import StaleRemark, reply_to_remark, settle_remark
from assessments.services.workflow import TransitionRefused, perform
from assessments.statuses import Action, EventKind, RemarkState, Status
from tests.cast import answer_remarks, bring_to, make_user, submit
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def replying(remark, text, actor):
    given = {"reply": text, "place": "1.1-1", "version": remark.version, "actor": actor}
    return partial(reply_to_remark, remark=remark, **given)


def test_of_two_replies_one_stands_and_the_other_is_told(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    for number in range(ROUNDS):
        remark = assessment.remarks.get()
        texts = [f"ของผู้จัดทำ {number}", f"ของหัวหน้าทีม {number}"]
        results = at_once(replying(remark, texts[0], cast.contributor), replying(remark, texts[1], cast.lead))
        stale = [result for result in results if isinstance(result, StaleRemark)]
        saved = [result for result in results if isinstance(result, Remark)]
        assert (len(stale), len(saved)) == (1, 1), results
        stored = assessment.remarks.get()
        assert (stored.reply, stored.version) == (saved[0].reply, remark.version + 1)
        assert stale[0].current.reply == stored.reply
        assert assessment.events.filter(kind=EventKind.REMARK_ANSWERED).count() == number + 1


def test_what_is_sent_is_what_was_signed(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    answer_remarks(assessment, "ตอบก่อนลงนาม")
    for number in range(ROUNDS):
        prepare(assessment_id=assessment.pk, actor=cast.lead)
        remark = assessment.remarks.get()
        signed = remark.reply
        send = partial(perform, Action.SUBMIT, assessment_id=assessment.pk, actor=cast.approver)
        saved, sent = at_once(replying(remark, f"แก้รอบ {number}", cast.contributor), send)
        stored = assessment.remarks.get().reply
        if isinstance(sent, TransitionRefused):  # the reply came first: what was signed is void
            assert (stored, saved.reply) == (f"แก้รอบ {number}", f"แก้รอบ {number}")
            continue
        assert (isinstance(saved, AssessmentLocked), stored) == (True, signed), (saved, sent)
        perform(Action.WITHDRAW, assessment_id=assessment.pk, actor=cast.approver)


def test_of_two_coordinators_one_settles(assessment, cast):
    second = make_user("coordinator2", (Role.COORDINATOR, None))
    bring_to(assessment, Status.RETURNED, cast)
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    for _round in range(ROUNDS):
        remark = assessment.remarks.get()
        settling = partial(settle_remark, remark=remark, version=remark.version)
        results = at_once(
            partial(settling, state=RemarkState.ACCEPTED, actor=cast.coordinator),
            partial(settling, state=RemarkState.CARRIED, actor=second),
        )
        assert len([result for result in results if isinstance(result, StaleRemark)]) == 1, results
        stood = next(result for result in results if isinstance(result, Remark))
        assert assessment.remarks.get().state == stood.state


def test_of_two_coordinators_one_extends(assessment, cast):
    second = make_user("coordinator2", (Role.COORDINATOR, None))
    for number in range(ROUNDS):
        assessment.refresh_from_db()
        extending = partial(
            extend_due, assessment_id=assessment.pk, reason="น้ำท่วมสำนักงานทั้งสัปดาห์", seen=assessment.deadline
        )
        dues = [timezone.now() + timedelta(days=40 + number * 2 + each) for each in range(2)]
        results = at_once(
            partial(extending, due=dues[0], actor=cast.coordinator), partial(extending, due=dues[1], actor=second)
        )
        moved = [isinstance(result, DeadlineMoved) for result in results]
        assert sorted(moved) == [False, True], results
        assessment.refresh_from_db()
        assert assessment.due == dues[moved.index(False)]
        assert assessment.events.filter(kind=EventKind.DUE_EXTENDED).count() == number + 1
