"""The consensus of the submission before: offered on the review page and while the room waits, taken over once."""

import pytest

from assessments.models import Score
from assessments.permissions import NOT_IN_REVIEW
from assessments.services.workflow import perform
from assessments.statuses import Action, EventKind, Stage, Status
from tests.assessments.views.stage import make_indicator, url
from tests.cast import add_remark, bring_to, decide_all, submit
from tests.room import hand_in, open_room

BUTTON = "ใช้ผลฉันทามติของฉบับก่อน</button>"
PLACES = ("review", "consensus_room")


def send_back(assessment, cast):
    add_remark(assessment, cast)
    perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator)


def send_again(assessment, cast):
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)


@pytest.fixture
def decided(assessment, cast):
    """The first submission was decided and returned."""
    bring_to(assessment, Status.IN_REVIEW, cast)
    decide_all(assessment, cast)
    factors = dict.fromkeys(("approach", "deployment", "learning", "integration"), 3)
    assessment.scores.filter(stage=Stage.CONSENSUS, item__code="1.1").update(**factors)
    send_back(assessment, cast)
    return assessment


@pytest.fixture
def again(decided, cast):
    """Sent again with another text in 1.1 and an indicator in 7.2, in review."""
    decided.answers.filter(question__code="1.1-2").update(text="ทบทวนทุกไตรมาส", version=2)
    make_indicator(decided, y2568=("80", None, None))
    decided.scores.filter(stage=Stage.SELF, item__code="7.2").update(reason="มีเหตุผลประกอบอย่างครบถ้วนแล้ว")
    send_again(decided, cast)
    return decided


def page(client, assessment, name: str) -> str:
    return client.get(url(name, assessment.pk)).content.decode()


def take_over(client, assessment, **given):
    return client.post(url("consensus_take_over", assessment.pk), {"submission": "2"} | given, follow=True)


@pytest.mark.parametrize("name", PLACES)
def test_it_is_offered_with_the_items_that_have_changed(again, cast, as_user, name):
    response = as_user(cast.coordinator).get(url(name, again.pk))
    offer = response.context["take_over"]
    assert (offer.former.number, offer.is_done) == (1, False)
    assert [item.code for item in offer.changed] == ["1.1", "7.2"]
    assert BUTTON in response.content.decode()


def test_taken_over_the_page_tells_what_to_look_at_again(again, cast, as_user):
    client = as_user(cast.coordinator)
    response = take_over(client, again)
    assert response.redirect_chain == [(url("review", again.pk), 302)]
    said = response.content.decode()
    assert "ใช้ผลฉันทามติของฉบับที่ส่งครั้งที่ 1: คะแนน 3 หัวข้อ ข้อค้นพบ 0 ข้อ แล้ว" in said
    assert "คำตอบหรือตัวชี้วัดของหัวข้อเหล่านี้เปลี่ยนไป โปรดทบทวนคะแนนอีกครั้ง" in said
    for name in PLACES:
        assert (BUTTON in page(client, again, name), client.get(url(name, again.pk)).context["take_over"].is_done) == (
            False,
            True,
        )
    take_over(client, again)
    assert again.events.filter(kind=EventKind.CONSENSUS_TAKEN).count() == 1
    assert Score.objects.filter(submission__number=2, stage=Stage.CONSENSUS).count() == 3


def test_an_item_that_must_be_decided_anew_is_named(decided, cast, as_user):
    decided.scores.filter(stage=Stage.CONSENSUS, item__code="7.1").update(reason="")
    send_again(decided, cast)
    said = take_over(as_user(cast.coordinator), decided).content.decode()
    assert "หัวข้อที่ต้องตัดสินใหม่ เพราะเนื้อหาหรือช่วงคะแนนเปลี่ยนไป: 7.1" in said
    assert "คำตอบและตัวชี้วัดของทุกหัวข้อเหมือนเดิม" in said


def test_it_is_not_offered_to_assessors_nor_beside_other_decisions(again, cast, as_user):
    hand_in(again, cast.assessor)
    assert BUTTON not in page(as_user(cast.assessor), again, "review")
    client = as_user(cast.coordinator)
    decide_all(again, cast)
    assert [name for name in PLACES if BUTTON in page(client, again, name)] == []


def test_before_the_review_is_started_it_waits(decided, cast, as_user):
    submit(decided, cast)
    client = as_user(cast.coordinator)
    for name in PLACES:
        said = page(client, decided, name)
        assert (BUTTON in said, str(NOT_IN_REVIEW) in said) == (False, True)
    assert take_over(client, decided).status_code == 403


def test_refused_with_the_reason(again, cast, as_user):
    client = as_user(cast.coordinator)
    late = take_over(client, again, submission="1")
    assert (late.status_code, "หน่วยงานส่งฉบับใหม่แล้ว" in late.content.decode()) == (409, True)
    hand_in(again, cast.assessor)
    open_room(again, cast.coordinator)
    refused = take_over(client, again)
    assert (refused.status_code, "เปิดการประชุมฉันทามติของฉบับนี้แล้ว" in refused.content.decode()) == (409, True)
    assert Score.objects.filter(submission__number=2, stage=Stage.CONSENSUS).count() == 0
