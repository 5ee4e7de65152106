"""Who is told of what, in which words, on which page: every step of a cycle; once, and of nothing that was written."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.urls import resolve
from django.utils import timezone

from accounts.models import Membership, Notice, NoticeKind, User
from accounts.roles import Role
from assessments.models import Assessment, AssessmentEvent, Assignment, HandIn, ToldEvent, WorkAssignment
from assessments.notices import TOLD
from assessments.services.comments import add_comment
from assessments.services.events import record
from assessments.services.notices import (
    NoticesFailed,
    tell_comment,
    tell_event,
    tell_missed,
    untold_comments,
    untold_events,
)
from assessments.services.work import assign_work, unassign_work
from assessments.services.workflow import perform
from assessments.statuses import Action, EventKind, Status
from assessments.tasks import sweep
from tests.assessments.services.stage import answer_of
from tests.cast import add_remark, answer_all, bring_to, decide_all, make_assessment, make_unit, make_user, submit
from thai.dates import long_date

pytestmark = pytest.mark.django_db(transaction=True)
TEAM = ["approver", "contributor", "lead"]


def told(kind: str | None = None) -> list[str]:
    """User names of those who were told, of this kind or of anything."""
    found = Notice.objects.filter(kind=kind) if kind else Notice.objects.all()
    return sorted(found.values_list("recipient__username", flat=True))


def forget() -> None:
    Notice.objects.all().delete()


@pytest.fixture
def step(assessment, cast):
    """Takes a step of the workflow as the person of this role, with nothing told before."""

    def take(action: str, role: str, **given) -> None:
        forget()
        perform(action, assessment_id=assessment.pk, actor=getattr(cast, role), **given)

    return take


def test_a_whole_cycle_is_told_to_those_concerned(assessment, cast, step):
    bring_to(assessment, Status.SUBMITTED, cast)
    assert set(told()) == set(told(NoticeKind.SUBMITTED)) == {"assessor", "coordinator", "contributor", "lead"}
    step(Action.WITHDRAW, "approver")
    assert set(told()) == set(told(NoticeKind.WITHDRAWN)) == {"assessor", "coordinator", "contributor", "lead"}
    submit(assessment, cast)
    step(Action.START_REVIEW, "coordinator")
    assert (told(), told(NoticeKind.REVIEW_STARTED)) == (TEAM, TEAM)
    add_remark(assessment, cast)
    add_remark(assessment, cast)
    step(Action.RETURN, "coordinator")
    assert (told(), told(NoticeKind.RETURNED)) == (TEAM, TEAM)
    assessment.refresh_from_db()
    notice = Notice.objects.filter(recipient=cast.lead).get()
    assert notice.title == "ส่งคืนเพื่อแก้ไข: กรมพัฒนาที่ดิน ปีงบประมาณ 2568"
    assert notice.body == f"มีข้อสังเกตที่ต้องตอบ 2 ข้อ กำหนดส่ง {long_date(assessment.due)}"
    assert notice.created_at == assessment.events.first().at
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    decide_all(assessment, cast)
    step(Action.APPROVE, "coordinator")
    assert told() == told(NoticeKind.APPROVED) == sorted([*TEAM, "manager"])
    step(Action.REOPEN, "coordinator", reason="มีหลักฐานใหม่ที่ต้องพิจารณาเพิ่มเติม")
    assert (told(), told(NoticeKind.REOPENED)) == (TEAM, TEAM)


# Who hears of what, and the page that is offered, by hand. The actor of each event is told nothing; no manager hears of
# a step, no assessor of the end of a review that she took part in, and nobody of another unit of anything.
UNIT_STEP = {"contributor": "submission", "lead": "submission", "approver": "submission"}
UNIT_RESULT = dict.fromkeys(UNIT_STEP, "feedback")
HEARS = {
    EventKind.SUBMIT: UNIT_STEP | {"assessor": "review", "coordinator": "review"},
    EventKind.WITHDRAW: dict.fromkeys(UNIT_STEP, "task_list") | {"assessor": "review", "coordinator": "review"},
    EventKind.START_REVIEW: UNIT_STEP,
    EventKind.RETURN: UNIT_RESULT,
    EventKind.APPROVE: UNIT_RESULT | {"manager": "feedback"},
    EventKind.REOPEN: UNIT_STEP,
    EventKind.DUE_EXTENDED: dict.fromkeys(UNIT_STEP, "task_list"),
    EventKind.ASSESSORS_CHANGED: {"assessor": "review"},
    EventKind.HANDED_IN: {"coordinator": "review"},
    EventKind.HANDED_BACK: {"assessor": "review"},
    EventKind.WORK_ASSIGNED: {"lead": "mine"},
}


def test_each_role_hears_what_the_table_says(assessment, cast):
    bring_to(assessment, Status.SUBMITTED, cast)
    now, somebody = timezone.now(), make_user("somebody-else")
    back = {"handed_back_at": now, "handed_back_by": somebody, "reason": "ขาดคะแนน"}
    HandIn.objects.create(submission=assessment.submissions.get(), assessor=cast.assessor, at=now, **back)
    work = {"person": cast.lead, "assigned_by": somebody, "assigned_at": now}
    WorkAssignment.objects.create(answer=answer_of(assessment, "1.1-1"), **work)
    assert set(HEARS) == set(TOLD)
    for kind, expected in HEARS.items():
        forget()
        record(assessment_id=assessment.pk, kind=kind, actor=somebody, at=now)
        found = {notice.recipient.username: resolve(notice.url).url_name for notice in Notice.objects.all()}
        assert found == expected, kind


def test_everybody_who_is_told_may_open_the_page(assessment, cast, client):
    bring_to(assessment, Status.APPROVED, cast)
    record_now(assessment, EventKind.DUE_EXTENDED, cast.coordinator)
    record_now(assessment, EventKind.ASSESSORS_CHANGED, cast.coordinator)
    notices = Notice.objects.select_related("recipient")
    assert len(notices) > 10
    for notice in notices:
        client.force_login(notice.recipient)
        assert client.get(notice.url).status_code == 200, (notice.recipient, notice.url)
        assert resolve(notice.url).kwargs["pk"] == assessment.pk


def record_now(assessment, kind: str, actor) -> AssessmentEvent:
    return record(assessment_id=assessment.pk, kind=kind, actor=actor, at=timezone.now())


def test_no_text_of_anybody_stands_in_a_notice(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    words = " ".join(notice.title + notice.body for notice in Notice.objects.all())
    written = [assessment.answers.first().text, assessment.remarks.get().text]
    assert [text for text in written if text in words] == []


def test_nobody_is_told_of_her_own_step(assessment, cast):
    record_now(assessment, EventKind.DUE_EXTENDED, cast.lead)
    assert told() == ["approver", "contributor"]


def test_coordinators_of_the_nearest_scope_are_told(assessment, cast):
    ministry = cast.unit.parent
    make_user("of-ministry", (Role.COORDINATOR, ministry))
    make_user("of-other", (Role.COORDINATOR, cast.other_unit))
    make_user("of-neighbour", (Role.COORDINATOR, make_unit("M0", "กระทรวงอื่น")))
    own = make_user("also-of-the-unit", (Role.COORDINATOR, cast.unit), (Role.MANAGER, cast.unit))
    away = make_user("away", (Role.COORDINATOR, cast.unit))
    User.objects.filter(pk=away.pk).update(is_active=False)
    submit_alone(assessment, cast)
    assert told() == ["contributor", "lead", "of-ministry"]
    Membership.objects.filter(user=own, role=Role.MANAGER).delete()
    forget()
    ToldEvent.objects.all().delete()
    tell_missed(timezone.now())
    assert told() == ["also-of-the-unit", "contributor", "lead"]


def submit_alone(assessment, cast) -> None:
    """Sent, with nobody assigned."""
    answer_all(assessment)
    submit(assessment, cast)


def test_an_assignment_is_told_of_once(assessment, cast):
    bring_to(assessment, Status.SUBMITTED, cast)
    forget()
    for _again in range(2):
        record_now(assessment, EventKind.ASSESSORS_CHANGED, cast.coordinator)
        assert told() == ["assessor"]
    second = make_user("second-assessor", (Role.ASSESSOR, None))
    Assignment.objects.create(assessment=assessment, assessor=second)
    record_now(assessment, EventKind.ASSESSORS_CHANGED, cast.coordinator)
    assert told(NoticeKind.ASSIGNED) == ["assessor", "second-assessor"]


def test_an_old_assignment_is_no_news(assessment, cast):
    bring_to(assessment, Status.SUBMITTED, cast)
    Assignment.objects.update(assigned_at=timezone.now() - timedelta(days=3))
    forget()
    record_now(assessment, EventKind.ASSESSORS_CHANGED, cast.coordinator)
    assert told() == []


def test_an_assessor_hears_of_a_draft_only_once_it_is_sent(assessment, cast):
    Assignment.objects.create(assessment=assessment, assessor=cast.assessor)
    record_now(assessment, EventKind.ASSESSORS_CHANGED, cast.coordinator)
    assert told() == []
    bring_to(assessment, Status.SUBMITTED, cast)
    assert told() == ["assessor", "contributor", "coordinator", "lead"]


def test_a_conflict_of_interest_ends_the_notices(assessment, cast):
    Assignment.objects.create(
        assessment=assessment, assessor=cast.assessor, declared_at=timezone.now(), conflict="เคยเป็นที่ปรึกษา"
    )
    bring_to(assessment, Status.SUBMITTED, cast)
    assert told() == ["contributor", "coordinator", "lead"]


def test_handing_in_and_back(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    forget()
    record_now(assessment, EventKind.HANDED_IN, cast.assessor)
    assert (told(), told(NoticeKind.HANDED_IN)) == (["coordinator"], ["coordinator"])
    now = timezone.now()
    back = {"handed_back_at": now, "handed_back_by": cast.coordinator, "reason": "ขาดคะแนนหัวข้อ 7.1"}
    HandIn.objects.create(submission=assessment.submissions.get(), assessor=cast.assessor, at=now, **back)
    forget()
    record(assessment_id=assessment.pk, kind=EventKind.HANDED_BACK, actor=cast.coordinator, at=now)
    assert (told(), told(NoticeKind.HANDED_BACK)) == (["assessor"], ["assessor"])


def test_given_work_is_told_to_whoever_has_it(assessment, cast):
    assign_work(assessment=assessment, questions=["1.1-1"], person=cast.contributor, due=None, actor=cast.lead)
    assert told() == ["contributor"]
    assert Notice.objects.get().url == f"/assessments/{assessment.pk}/mine/"
    assign_work(assessment=assessment, questions=["1.1-2"], person=cast.lead, due=None, actor=cast.lead)
    unassign_work(assessment=assessment, questions=["1.1-1"], actor=cast.lead)
    assert told() == ["contributor"]


def test_a_mention_is_told_without_the_text(assessment, cast):
    add_comment(answer=answer_of(assessment, "1.1-1"), text="@lead @contributor ความลับของกรม", actor=cast.contributor)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (cast.lead, NoticeKind.MENTIONED)
    assert notice.body == "contributor เรียกถึงคุณในความเห็นของหัวข้อ 1.1 (1)"
    assert notice.url == f"/assessments/{assessment.pk}/questions/1.1-1/comments/"


def test_a_comment_without_a_name_is_told_to_nobody(assessment, cast):
    add_comment(answer=answer_of(assessment, "1.1-1"), text="ขอแหล่งที่มา", actor=cast.contributor)
    assert told() == []


def test_other_events_are_told_to_nobody_and_ask_for_no_job(assessment, cast):
    with transaction.atomic():
        for kind in set(EventKind) - set(TOLD):
            record_now(assessment, kind, cast.lead)
        assert connection.run_on_commit == []
    assert (told(), ToldEvent.objects.count(), untold_events(timezone.now())) == ([], 0, [])


def test_told_twice_is_told_once_and_what_was_read_stays_read(assessment, cast):
    event = record_now(assessment, EventKind.DUE_EXTENDED, cast.coordinator)
    Notice.objects.update(read_at=timezone.now())
    keys = set(Notice.objects.values_list("pk", "key", "read_at"))
    for _again in range(3):
        tell_event(event.pk)
    assert set(Notice.objects.values_list("pk", "key", "read_at")) == keys
    assert len(keys) == 3


def lose_everything() -> None:
    """As if the process had died between each commit and its job."""
    Notice.objects.all().delete()
    ToldEvent.objects.all().delete()


def test_the_sweep_tells_what_a_crash_left(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    comment = add_comment(answer=answer_of(assessment, "1.1-1"), text="@lead ดูด้วย", actor=cast.contributor)
    expected = set(Notice.objects.values_list("key", "recipient", "title", "created_at"))
    lose_everything()
    assert untold_comments(timezone.now()) == [comment.pk]
    sweep.call()
    assert {row[0] for row in expected} == set(Notice.objects.values_list("key", flat=True))
    assert (untold_events(timezone.now()), untold_comments(timezone.now())) == ([], [])


def test_the_sweep_lets_old_events_be(assessment, cast):
    event = record_now(assessment, EventKind.DUE_EXTENDED, cast.coordinator)
    lose_everything()
    AssessmentEvent.objects.update(at=timezone.now() - timedelta(days=31))
    assert untold_events(timezone.now()) == []
    AssessmentEvent.objects.update(at=timezone.now() - timedelta(days=29))
    assert untold_events(timezone.now()) == [event.pk]


def test_one_that_cannot_be_told_does_not_stop_the_others(assessment, cast, cycle):
    first = record_now(assessment, EventKind.DUE_EXTENDED, cast.coordinator)
    record_now(make_assessment(cast.other_unit, cycle), EventKind.DUE_EXTENDED, cast.coordinator)
    lose_everything()
    no_day_in_thailand = datetime(9999, 12, 31, 23, 0, tzinfo=UTC)
    Assessment.objects.filter(pk=assessment.pk).update(due=no_day_in_thailand)
    with pytest.raises(NoticesFailed):
        tell_missed(timezone.now())
    assert told() == ["stranger"]
    assert untold_events(timezone.now()) == [first.pk]


def test_what_is_gone_is_told_to_nobody(db):
    tell_event(999)
    tell_comment(999)
    assert told() == []


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_the_sweep_asks_as_often_when_nothing_is_untold(assessment, cast, rows, django_assert_num_queries):
    for _each in range(rows):
        record_now(assessment, EventKind.DUE_EXTENDED, cast.coordinator)
        add_comment(answer=answer_of(assessment, "1.1-1"), text="@lead", actor=cast.contributor)
    with django_assert_num_queries(5):
        tell_missed(timezone.now())
