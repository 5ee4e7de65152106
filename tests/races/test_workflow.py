"""Saving against submitting, submitting twice, and two coordinators at once."""

import json
from functools import partial

import pytest

from accounts.roles import Role
from assessments.live import LiveRows
from assessments.models import Submission
from assessments.services.answers import Saved, save_answer
from assessments.services.locks import AssessmentLocked
from assessments.services.preparation import fingerprint_of, prepare, signature_of
from assessments.services.workflow import TransitionRefused, perform
from assessments.statuses import Action, Status
from tests.cast import add_remark, answer_all, decide_all, make_user, submit
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SAVERS = 6


def stored_texts(assessment) -> dict[str, str]:
    return dict(assessment.answers.values_list("question__code", "text"))


def submitted_texts(submission: Submission) -> dict[str, str]:
    return {row["question"]: row["text"] for row in json.loads(submission.document)["answers"]}


def test_a_submission_holds_exactly_the_stored_answers(assessment, cast):
    answer_all(assessment)
    for round_number in range(ROUNDS):
        answers = list(assessment.answers.select_related("question"))[:SAVERS]
        savers = [
            partial(
                save_answer,
                answer=answer,
                text=f"รอบ {round_number} แก้ครั้งสุดท้าย {answer.pk}",
                version=answer.version,
                actor=cast.contributor,
            )
            for answer in answers
        ]
        prepare(assessment_id=assessment.pk, actor=cast.lead)
        signed = stored_texts(assessment)
        submit = partial(perform, Action.SUBMIT, assessment_id=assessment.pk, actor=cast.approver)
        *saved, submitted = at_once(*savers, submit)
        assert all(isinstance(result, Saved | AssessmentLocked) for result in saved), saved
        if isinstance(submitted, TransitionRefused):  # a save came first: what is sent is what was signed
            assert stored_texts(assessment) != signed
            continue
        assert submitted_texts(submitted.submission) == stored_texts(assessment) == signed
        perform(Action.WITHDRAW, assessment_id=assessment.pk, actor=cast.approver)


def test_a_signature_never_covers_a_text_that_was_not_there(assessment, cast):
    answer_all(assessment)
    for round_number in range(ROUNDS):
        answer = assessment.answers.select_related("question").first()
        text = f"รอบ {round_number} แก้ระหว่างลงนาม"
        save = partial(save_answer, answer=answer, text=text, version=answer.version, actor=cast.contributor)
        sign = partial(prepare, assessment_id=assessment.pk, actor=cast.lead)
        results = at_once(save, sign)
        assert not any(isinstance(result, Exception) for result in results), results
        assessment.refresh_from_db()
        covered = signature_of(LiveRows(assessment))
        assert covered.is_void == (covered.sha256 != fingerprint_of(LiveRows(assessment)))
        try:
            perform(Action.SUBMIT, assessment_id=assessment.pk, actor=cast.approver)
        except TransitionRefused:
            assert covered.is_void
        else:
            assert not covered.is_void
            perform(Action.WITHDRAW, assessment_id=assessment.pk, actor=cast.approver)


def test_one_key_is_one_submission_however_often_it_is_sent(assessment, cast):
    answer_all(assessment)
    for round_number in range(ROUNDS):
        prepare(assessment_id=assessment.pk, actor=cast.lead)
        submit = partial(
            perform, Action.SUBMIT, assessment_id=assessment.pk, actor=cast.approver, key=f"round-{round_number}"
        )
        results = at_once(*[submit] * 5)
        assert len({event.submission.sha256 for event in results}) == 1
        assert len({event.pk for event in results}) == 1
        assert assessment.submissions.count() == round_number + 1
        perform(Action.WITHDRAW, assessment_id=assessment.pk, actor=cast.approver)


def test_two_coordinators_make_one_decision(assessment, cast):
    answer_all(assessment)
    second = make_user("coordinator2", (Role.COORDINATOR, None))
    for _round in range(ROUNDS):
        submit(assessment, cast)
        perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
        add_remark(assessment, cast)
        decide_all(assessment, cast)
        results = at_once(
            partial(perform, Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator),
            partial(perform, Action.APPROVE, assessment_id=assessment.pk, actor=second),
        )
        refused = [result for result in results if isinstance(result, TransitionRefused)]
        assert len(refused) == 1, results
        assessment.refresh_from_db()
        if assessment.status == Status.APPROVED:
            reason = "เปิดตรวจใหม่เพื่อส่งคืนให้แก้ไขรอบต่อไป"
            perform(Action.REOPEN, assessment_id=assessment.pk, actor=cast.coordinator, reason=reason)
            perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator)
        assert assessment.events.count() > 0
