"""The remark ledger: the unit answers on its page, the coordinator asks and settles on the page of the review."""

import pytest

from assessments.models import Assessment, Remark
from assessments.services.remarks import reply_to_remark
from assessments.services.workflow import perform
from assessments.statuses import Action, RemarkState, Status
from criteria.models import Item
from tests.assessments.services.stage import pass_the_deadline
from tests.assessments.views.stage import url
from tests.cast import YEAR, add_remark, answer_remarks, bring_to, decide_all, make_assessment, make_cycle, submit

UNIT = ["contributor", "lead", "approver", "manager"]
QUERIES = 7
REPLY = {"reply": "เพิ่มตัวอย่างของปี 2567", "place": "1.1-2", "version": "1"}


@pytest.fixture
def in_review(assessment, cast):
    return bring_to(assessment, Status.IN_REVIEW, cast)


@pytest.fixture
def returned(assessment, cast):
    return bring_to(assessment, Status.RETURNED, cast)


@pytest.fixture
def again(returned, cast):
    """In review for the second time, its remark answered."""
    submit(returned, cast)
    perform(Action.START_REVIEW, assessment_id=returned.pk, actor=cast.coordinator)
    returned.refresh_from_db()
    return returned


def ledger(client, assessment):
    return client.get(url("remarks", assessment.pk))


def reply(client, assessment, **changes):
    return client.post(url("remark_reply", assessment.pk, assessment.remarks.first().pk), REPLY | changes)


def settle(client, assessment, state: str, version: int = 2):
    place = url("remark_settle", assessment.pk, assessment.remarks.first().pk)
    return client.post(place, {"state": state, "version": version})


def states(response) -> list[str]:
    return [row.state for row, _form in response.context["rows"]]


# --- the unit ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", UNIT)
def test_the_unit_reads_its_ledger(returned, cast, as_user, role):
    response = ledger(as_user(getattr(cast, role)), returned)
    forms = [form is not None for _row, form in response.context["rows"]]
    assert (response.status_code, states(response)) == (200, [RemarkState.OPEN])
    assert (forms, response.context["progress"].left) == ([role in {"contributor", "lead"}], 1)


def test_before_the_return_the_ledger_is_empty(in_review, cast, as_user):
    add_remark(in_review, cast, "ยังไม่ถึงเวลา")
    response = ledger(as_user(cast.lead), in_review)
    assert (response.context["rows"], "ยังไม่ถึงเวลา" in response.content.decode()) == ([], False)


@pytest.mark.parametrize("role", ["contributor", "lead"])
def test_a_reply_is_saved_and_shown_with_its_place(returned, cast, as_user, role):
    client = as_user(getattr(cast, role))
    response = reply(client, returned)
    assert (response.status_code, response.url) == (302, f"/assessments/{returned.pk}/remarks/#remark-1")
    remark = Remark.objects.get()
    assert (remark.state, remark.reply, remark.place, remark.replied_by) == (
        RemarkState.ANSWERED,
        REPLY["reply"],
        REPLY["place"],
        getattr(cast, role),
    )
    page = ledger(client, returned)
    assert (page.context["progress"].answered, page.context["progress"].total) == (1, 1)
    assert REPLY["reply"] in page.content.decode()


def test_an_empty_reply_opens_the_remark_again(returned, cast, as_user):
    client = as_user(cast.lead)
    reply(client, returned)
    assert reply(client, returned, reply="", place="", version="2").status_code == 302
    assert Remark.objects.get().state == RemarkState.OPEN


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reply": ""}, "reply"),
        ({"reply": "ก" * 5_001}, "reply"),
        ({"reply": "ก\x07"}, "reply"),
        ({"place": "ก" * 301}, "place"),
        ({"version": "x"}, "version"),
    ],
)
def test_what_is_not_in_order_stays_on_the_page(returned, cast, as_user, changes, field):
    response = reply(as_user(cast.lead), returned, **changes)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"]["reply"].value() == (REPLY | changes)["reply"]
    assert Remark.objects.get().state == RemarkState.OPEN


def test_a_request_that_broke_off_empties_nothing(returned, cast, as_user):
    answer_remarks(returned)
    place = url("remark_reply", returned.pk, returned.remarks.get().pk)
    assert as_user(cast.lead).post(place, {"version": "2"}).status_code == 422
    assert Remark.objects.get().reply == "เพิ่มตัวอย่างแล้ว"


def test_of_two_writers_the_second_sees_both_and_can_save(returned, cast, as_user):
    first = {"reply": "ของหัวหน้าทีม", "place": "หน้า 3", "version": 1}
    reply_to_remark(remark=returned.remarks.get(), actor=cast.lead, **first)
    client = as_user(cast.contributor)
    late = reply(client, returned)
    words = late.content.decode()
    assert (late.status_code, "ของหัวหน้าทีม" in words, REPLY["reply"] in words) == (409, True, True)
    assert late.context["form"]["version"].value() == 2
    assert reply(client, returned, version="2").status_code == 302
    assert Remark.objects.get().reply == REPLY["reply"]


def test_a_reply_to_what_was_settled_is_shown_to_be_copied(returned, cast, as_user):
    returned.remarks.update(state=RemarkState.ACCEPTED)
    response = reply(as_user(cast.lead), returned)
    assert (response.status_code, REPLY["reply"] in response.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("role", "status"), [("approver", 403), ("manager", 403), ("coordinator", 403), ("stranger", 404)]
)
def test_others_answer_nothing(returned, cast, as_user, role, status):
    assert reply(as_user(getattr(cast, role)), returned).status_code == status
    assert Remark.objects.get().state == RemarkState.OPEN


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED])
def test_a_reply_that_comes_too_late_is_not_lost(returned, cast, as_user, status):
    Assessment.objects.update(status=status)
    response = reply(as_user(cast.lead), returned)
    assert (response.status_code, response.context["typed"]) == (
        403,
        [("สิ่งที่ดำเนินการ", REPLY["reply"]), ("แก้ไขไว้ที่", REPLY["place"])],
    )


def test_past_the_deadline_the_ledger_is_read(returned, cast, as_user):
    pass_the_deadline(returned)
    client = as_user(cast.lead)
    assert reply(client, returned).status_code == 403
    assert [form for _row, form in ledger(client, returned).context["rows"]] == [None]


def test_missing_ids_methods_and_remarks_that_are_not_out(returned, cast, as_user):
    client, other = as_user(cast.lead), make_assessment(cast.other_unit, returned.cycle)
    assert client.post(url("remark_reply", returned.pk, 999_999), REPLY).status_code == 404
    assert client.get(url("remark_reply", returned.pk, returned.remarks.get().pk)).status_code == 405
    assert client.post(url("remarks", returned.pk)).status_code == 405
    assert ledger(client, other).status_code == 404
    assert client.get(url("remarks", 999_999)).status_code == 404
    assert ledger(as_user(cast.coordinator), returned).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_ledger_takes_as_many_queries_for_any_number(returned, cast, as_user, count, django_assert_num_queries):
    item = Item.objects.get(code="1.1")
    for number in range(count - 1):
        add_remark(returned, cast)
        returned.remarks.filter(number=number + 2).update(item=item, replied_by=cast.lead)
    client = as_user(cast.lead)
    with django_assert_num_queries(QUERIES):
        response = ledger(client, returned)
    assert len(response.context["rows"]) == count


# --- what each side sees meanwhile ---------------------------------------------------------------------------------


def test_reviewers_see_no_reply_before_it_is_sent(returned, cast, as_user):
    reply(as_user(cast.lead), returned)
    for name in ("review", "feedback"):
        for role in ("coordinator", "assessor"):
            page = as_user(getattr(cast, role)).get(url(name, returned.pk)).content.decode()
            assert REPLY["reply"] not in page, (name, role)
    submit(returned, cast)
    for role in ("coordinator", "assessor"):
        assert REPLY["reply"] in as_user(getattr(cast, role)).get(url("review", returned.pk)).content.decode(), role


def test_the_unit_learns_of_what_was_settled_with_the_decision(again, cast, as_user):
    settle(as_user(cast.coordinator), again, "carried")
    assert states(ledger(as_user(cast.lead), again)) == [RemarkState.ANSWERED]
    assert [row.state for row in as_user(cast.lead).get(url("feedback", again.pk)).context["remarks"]] == ["answered"]
    history = as_user(cast.lead).get(url("history", again.pk)).content.decode()
    decide_all(again, cast)
    perform(Action.APPROVE, assessment_id=again.pk, actor=cast.coordinator)
    assert states(ledger(as_user(cast.lead), again)) == [RemarkState.CARRIED]
    told = "ข้อ 1 ติดตามต่อปีหน้า"
    after = as_user(cast.lead).get(url("history", again.pk)).content.decode()
    assert (told in history, told in after) == (False, True)


def test_a_coordinator_reads_in_the_history_what_was_settled_and_no_reply(again, cast, as_user):
    client = as_user(cast.coordinator)
    settle(client, again, "accepted")
    kinds = [event.kind for event in client.get(url("history", again.pk)).context["page"]]
    assert ("remark_settled" in kinds, "remark_answered" in kinds, "prepared" in kinds) == (True, False, False)


# --- the coordinator -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["accepted", "carried", "open"])
def test_the_coordinator_settles(again, cast, as_user, state):
    response = settle(as_user(cast.coordinator), again, state)
    assert (response.status_code, response.url) == (302, f"/assessments/{again.pk}/review/#remark-1")
    assert Remark.objects.get().state == state


@pytest.mark.parametrize(("role", "status"), [("assessor", 403), ("lead", 403), ("stranger", 404)])
def test_nobody_else_settles(again, cast, as_user, role, status):
    assert settle(as_user(getattr(cast, role)), again, "accepted").status_code == status
    assert Remark.objects.get().state == RemarkState.ANSWERED


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.APPROVED])
def test_outside_the_review_nothing_is_settled(again, cast, as_user, status):
    Assessment.objects.update(status=status)
    assert settle(as_user(cast.coordinator), again, "accepted").status_code == 403


def test_a_decision_on_a_stale_version_is_told(again, cast, as_user):
    client = as_user(cast.coordinator)
    settle(client, again, "accepted")
    late = settle(client, again, "carried")
    assert (late.status_code, late.context["is_stale"], Remark.objects.get().state) == (409, True, "accepted")


@pytest.mark.parametrize("state", ["answered", "nonsense", ""])
def test_what_is_no_decision_changes_nothing(again, cast, as_user, state):
    assert settle(as_user(cast.coordinator), again, state).status_code == 422
    assert Remark.objects.get().state == RemarkState.ANSWERED


def test_what_is_written_in_this_review_is_not_settled(again, cast, as_user):
    new = add_remark(again, cast)
    client = as_user(cast.coordinator)
    data = {"state": "accepted", "version": "1"}
    assert client.post(url("remark_settle", again.pk, new.pk), data).status_code == 404
    assert client.post(url("remark_settle", again.pk, 999_999), data).status_code == 404
    assert client.get(url("remark_settle", again.pk, new.pk)).status_code == 405
    page = client.get(url("review", again.pk)).content.decode()
    assert (page.count("/settle/"), page.count("/delete/")) == (1, 1)


def test_remarks_are_numbered_and_deleted_while_the_review_lasts(in_review, cast, as_user):
    client = as_user(cast.coordinator)
    for text, item in (("ข้อแรก", "1.1"), ("ทั้งฉบับ", "")):
        assert client.post(url("remark_add", in_review.pk), {"item": item, "text": text}).status_code == 302

    found = list(Remark.objects.all())
    assert [(remark.number, remark.text, remark.item and remark.item.code) for remark in found] == [
        (1, "ข้อแรก", "1.1"),
        (2, "ทั้งฉบับ", None),
    ]
    assert client.post(url("remark_delete", in_review.pk, found[0].pk)).status_code == 302
    assert [remark.number for remark in Remark.objects.all()] == [2]


def test_an_empty_remark_is_refused(in_review, cast, as_user):
    response = as_user(cast.coordinator).post(url("remark_add", in_review.pk), {"item": "", "text": ""})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["text"])


def test_a_remark_on_what_was_closed_meanwhile_is_not_lost(in_review, cast, as_user):
    type(in_review).objects.update(status=Status.APPROVED)

    response = as_user(cast.coordinator).post(url("remark_add", in_review.pk), {"item": "", "text": "พิมพ์มานาน"})

    assert (response.status_code, response.context["typed"]) == (403, [("ข้อสังเกต", "พิมพ์มานาน")])


# --- the year after ------------------------------------------------------------------------------------------------


def test_what_is_carried_is_followed_in_the_year_after(again, cast, as_user):
    settle(as_user(cast.coordinator), again, "carried")
    following = make_assessment(cast.unit, make_cycle(again.criteria_set, YEAR + 1), cast.lead)
    client = as_user(cast.contributor)
    assert list(ledger(client, following).context["followed"]) == []
    decide_all(again, cast)
    perform(Action.APPROVE, assessment_id=again.pk, actor=cast.coordinator)
    response = ledger(client, following)
    assert ([remark.number for remark in response.context["followed"]], response.context["rows"]) == ([1], [])
    assert "ติดตามจากปีก่อน" in response.content.decode()
    later = make_assessment(cast.unit, make_cycle(again.criteria_set, YEAR + 2), cast.lead)
    assert list(ledger(client, later).context["followed"]) == []
