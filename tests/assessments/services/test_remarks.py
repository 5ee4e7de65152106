"""The remark ledger: numbered in review, answered by the unit while it may write, settled in the next review."""

import pytest

from assessments.models import Remark
from assessments.services.locks import AssessmentLocked
from assessments.services.remarks import StaleRemark, add_remark, delete_remark, reply_to_remark, settle_remark
from assessments.services.workflow import perform
from assessments.statuses import Action, EventKind, RemarkState, Status
from tests.assessments.services.stage import item_of, kinds, pass_the_deadline
from tests.cast import bring_to, make_assessment, submit
from tests.rows import digest

pytestmark = pytest.mark.django_db
REPLY, PLACE = "เพิ่มตัวอย่างของปี 2567", "1.1-2 ย่อหน้าที่ 3"


@pytest.fixture
def submission(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    return assessment.submissions.get()


@pytest.fixture
def remark(submission, cast):
    """Writes a remark of the coordinator on the whole."""

    def write(text="โปรดเพิ่มตัวอย่าง", item=None):
        return add_remark(submission=submission, item=item, text=text, actor=cast.coordinator)

    return write


@pytest.fixture
def returned(assessment, cast) -> Remark:
    """The remark of a returned assessment."""
    bring_to(assessment, Status.RETURNED, cast)
    return assessment.remarks.get()


@pytest.fixture
def resubmitted(returned, assessment, cast) -> Remark:
    """The remark, answered, in the review of the next submission."""
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    returned.refresh_from_db()
    return returned


def reply(remark, actor, text=REPLY, place=PLACE, version=None) -> Remark:
    version = remark.version if version is None else version
    return reply_to_remark(remark=remark, reply=text, place=place, version=version, actor=actor)


def settle(remark, state, actor, version=None) -> Remark:
    return settle_remark(remark=remark, state=state, version=version or remark.version, actor=actor)


def test_remarks_are_numbered_within_the_assessment(submission, remark):
    item = item_of(submission.assessment, "7.1")
    assert [remark().number, remark(item=item).number, remark().number] == [1, 2, 3]
    assert list(Remark.objects.values_list("number", "item__code")) == [(1, None), (2, "7.1"), (3, None)]


def test_a_number_is_not_given_again_while_later_ones_stand(remark):
    first, _second = remark(), remark()
    delete_remark(remark=first)
    assert remark().number == 3


def test_numbers_run_on_over_submissions(assessment, cast, remark):
    remark()
    perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator)
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    second = assessment.submissions.get(number=2)
    written = add_remark(submission=second, item=None, text="ยังไม่ครบ", actor=cast.coordinator)
    assert (written.number, written.submission) == (2, second)


def test_another_assessment_has_numbers_of_its_own(cast, cycle, remark):
    remark()
    other = make_assessment(cast.other_unit, cycle)
    assert not other.remarks.exists()


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.APPROVED, Status.DRAFT])
def test_outside_a_review_nothing_is_asked_or_settled(submission, cast, remark, status):
    kept = remark()
    type(submission.assessment).objects.filter(pk=submission.assessment_id).update(status=status)
    before = digest()
    for write in (
        remark,
        lambda: delete_remark(remark=kept),
        lambda: settle(kept, RemarkState.ACCEPTED, cast.coordinator),
    ):
        with pytest.raises(AssessmentLocked) as locked:
            write()
        assert locked.value.state.status == status
    assert digest() == before


def test_a_reply_stands_with_place_person_and_time_and_in_the_history(returned, assessment, cast):
    reply(returned, cast.contributor)
    stored = Remark.objects.get()
    assert (stored.state, stored.reply, stored.place, stored.version) == (RemarkState.ANSWERED, REPLY, PLACE, 2)
    assert (stored.replied_by, stored.replied_at) == (cast.contributor, assessment.events.first().at)
    assert kinds(assessment)[-1] == (EventKind.REMARK_ANSWERED, f"ข้อ 1: {REPLY}")


def test_a_reply_is_changed_and_taken_back_until_it_is_sent(returned, assessment, cast):
    answered = reply(returned, cast.contributor)
    answered = reply(answered, cast.lead, "แก้อีกครั้ง")
    assert (answered.reply, answered.replied_by) == ("แก้อีกครั้ง", cast.lead)
    reply(answered, cast.lead, "", "")
    stored = Remark.objects.get()
    assert (stored.state, stored.reply, stored.replied_by, stored.replied_at) == (RemarkState.OPEN, "", None, None)
    assert [kind for kind, _note in kinds(assessment)].count(EventKind.REMARK_ANSWERED) == 3


def test_the_same_words_once_more_write_nothing(returned, cast):
    reply(returned, cast.contributor)
    before = digest()
    assert reply(returned, cast.lead, version=1).replied_by == cast.contributor
    assert digest() == before


def test_of_two_replies_the_second_is_told_of_the_first(returned, cast):
    reply(returned, cast.contributor)
    before = digest()
    with pytest.raises(StaleRemark) as stale:
        reply(returned, cast.lead, "อีกคำตอบ", version=1)
    assert (stale.value.current.reply, digest()) == (REPLY, before)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED])
def test_what_was_sent_is_not_answered_any_more(returned, assessment, cast, status):
    type(assessment).objects.update(status=status)
    before = digest()
    with pytest.raises(AssessmentLocked):
        reply(returned, cast.contributor)
    assert digest() == before


def test_past_the_deadline_nothing_is_answered(returned, assessment, cast):
    pass_the_deadline(assessment)
    with pytest.raises(AssessmentLocked):
        reply(returned, cast.contributor)


@pytest.mark.parametrize("state", [RemarkState.ACCEPTED, RemarkState.CARRIED])
def test_what_is_settled_is_not_answered_any_more(resubmitted, assessment, cast, state):
    settled = settle(resubmitted, state, cast.coordinator)
    type(assessment).objects.update(status=Status.RETURNED)
    with pytest.raises(StaleRemark) as stale:
        reply(settled, cast.contributor)
    assert stale.value.current.state == state


@pytest.mark.parametrize(
    ("state", "word"),
    [(RemarkState.ACCEPTED, "รับทราบแล้ว"), (RemarkState.CARRIED, "ติดตามต่อปีหน้า"), (RemarkState.OPEN, "ให้ตอบใหม่")],
)
def test_the_coordinator_settles_and_the_reply_stays(resubmitted, assessment, cast, state, word):
    settled = settle(resubmitted, state, cast.coordinator)
    stored = Remark.objects.get()
    assert (stored.state, stored.reply, stored.version) == (state, resubmitted.reply, settled.version)
    assert kinds(assessment)[-1] == (EventKind.REMARK_SETTLED, f"ข้อ 1 {word}")


def test_of_two_coordinators_one_settles(resubmitted, cast):
    settle(resubmitted, RemarkState.ACCEPTED, cast.coordinator)
    with pytest.raises(StaleRemark):
        settle(resubmitted, RemarkState.CARRIED, cast.coordinator, version=resubmitted.version)
    assert Remark.objects.get().state == RemarkState.ACCEPTED


def test_answered_is_no_decision_of_the_coordinator(resubmitted, cast):
    with pytest.raises(ValueError, match="answered"):
        settle(resubmitted, RemarkState.ANSWERED, cast.coordinator)
