"""The consensus room: who may enter when, what it shows, the meeting, and one item decided there."""

from fractions import Fraction

import pytest

from accounts.roles import Role
from assessments.models import ConsensusMeeting, Score
from assessments.permissions import NOT_OPENED, ROOM_CLOSED
from assessments.services.workflow import perform
from assessments.statuses import Action, FindingKind, Stage, Status
from tests.assessments.views.stage import add_finding, make_indicator, submit_with_indicators, url
from tests.cast import bring_to, decide_all, make_user
from tests.levels import bring_levels_to, value_all
from tests.room import assign, colleague_of, give, hand_in, open_room

QUERIES = {"waiting": 8, "room": 11, "item": 13}
UNIT = ["contributor", "lead", "approver", "manager"]
READ = [("consensus_room",), ("consensus_item", "1.1"), ("consensus_item", "7.1")]
DECISION = {f"factor_{name}": "3" for name in "ADLI"} | {
    "percent": "60",
    "reason": "",
    "version": "0",
    "confirm": "chosen",
}
MERGE = {
    "kind": "ofi",
    "nugget": "ไม่พบการขยายผลไปทุกเขต",
    "evidence": "",
    "relevance": "",
    "factor": "D",
    "version": "0",
}


@pytest.fixture
def in_review(assessment, cast):
    return bring_to(assessment, Status.IN_REVIEW, cast)


@pytest.fixture
def colleague(in_review):
    return colleague_of(in_review)


@pytest.fixture
def room(in_review, cast, colleague):
    """Open on two reviews: 1.1 at 50 and 70, 7.1 at 0 by one of them."""
    hand_in(in_review, cast.assessor, {"1.1": 50, "7.1": 0})
    hand_in(in_review, colleague, {"1.1": 70})
    open_room(in_review, cast.coordinator)
    return in_review


def page(client, assessment, name="consensus_room", *rest, **query):
    return client.get(url(name, assessment.pk, *rest), query)


def writes(assessment) -> list[tuple[str, dict]]:
    """Every POST of the room."""
    merged = add_finding(assessment, ConsensusMeeting.objects.get().opened_by, stage=Stage.CONSENSUS)
    pk = assessment.pk
    return [
        (url("consensus_open", pk), {}),
        (url("consensus_meeting", pk), {"held_on": "30/1/2569", "present": "นายหนึ่ง", "version": "1"}),
        (url("consensus_decide", pk, "1.1"), DECISION),
        (url("consensus_merge", pk, "1.1"), MERGE),
        (url("consensus_finding", pk, merged.pk), MERGE | {"version": "1"}),
        (url("consensus_finding_delete", pk, merged.pk), {"version": "1"}),
    ]


@pytest.mark.parametrize("read", READ)
def test_coordinator_and_assessors_who_have_handed_in_read_the_open_room(room, cast, colleague, as_user, read):
    for user in (cast.coordinator, cast.assessor, colleague):
        assert page(as_user(user), room, *read).status_code == 200


@pytest.mark.parametrize("read", READ)
def test_nobody_else_does(room, cast, as_user, read):
    late = colleague_of(room, "late")
    refused = page(as_user(late), room, *read)
    assert (refused.status_code, refused.context["exception"]) == (403, str(ROOM_CLOSED))
    outsider = make_user("outsider", (Role.ASSESSOR, None))
    for user in (outsider, cast.stranger, cast.administrator):
        assert page(as_user(user), room, *read).status_code == 404
    for role in UNIT:
        assert page(as_user(getattr(cast, role)), room, *read).status_code == 403


def test_before_it_is_open_the_coordinator_reads_counts_and_the_assessor_nothing(in_review, cast, colleague, as_user):
    hand_in(in_review, cast.assessor, {"1.1": 50})
    add_finding(in_review, cast.assessor, nugget="ข้อค้นพบที่ยังปิดอยู่")

    client = as_user(cast.coordinator)
    response = page(client, in_review)
    assert (response.context["done"], [each.assessor for each in response.context["awaited"]]) == (
        [cast.assessor],
        [colleague],
    )
    assert "room" not in response.context
    assert "ข้อค้นพบที่ยังปิดอยู่" not in response.content.decode()
    refused = page(client, in_review, "consensus_item", "1.1")
    assert (refused.status_code, refused.context["exception"]) == (403, str(NOT_OPENED))
    assert page(as_user(cast.assessor), in_review).status_code == 403


def test_it_is_opened_by_the_coordinator_when_all_have_handed_in(in_review, cast, colleague, as_user):
    hand_in(in_review, cast.assessor)
    client = as_user(cast.coordinator)

    early = client.post(url("consensus_open", in_review.pk))
    assert (early.status_code, early.context["reason"]) == (409, "ยังเปิดการประชุมไม่ได้ รอผลตรวจของ colleague")

    hand_in(in_review, colleague)
    assert client.post(url("consensus_open", in_review.pk)).url == url("consensus_room", in_review.pk)
    assert ConsensusMeeting.objects.get().opened_by == cast.coordinator


def test_the_room_shows_every_percent_factor_range_and_middle(room, cast, colleague, as_user):
    response = page(as_user(cast.assessor), room)

    rows = {row.item.code: row for row in response.context["room"].items}
    assert [(each.assessor, each.percent, each.factors) for each in rows["1.1"].given] == [
        (cast.assessor, 50, [("A", 3), ("D", 3), ("L", 3), ("I", 3)]),
        (colleague, 70, [("A", 3), ("D", 3), ("L", 3), ("I", 3)]),
    ]
    first = rows["1.1"].spread
    assert (first.low, first.high, first.median, first.range, first.is_wide) == (50, 70, 60, 20, True)
    assert [each.percent for each in rows["7.1"].given] == [0, None]
    assert rows["7.2"].spread is None
    assert [row.item.code for row in response.context["room"].wide] == ["1.1"]
    assert response.content.decode().count('class="dots"') == 3


def test_agreement_is_told_in_words(in_review, cast, colleague, as_user):
    hand_in(in_review, cast.assessor, {"1.1": 40, "7.1": 60, "7.2": 0})
    hand_in(in_review, colleague, {"1.1": 50, "7.1": 60})
    open_room(in_review, cast.coordinator)
    context = page(as_user(cast.coordinator), in_review).context
    assert context["room"].alpha == Fraction(8, 11)
    assert context["alpha_word"] == "สอดคล้องกันปานกลาง สรุปด้วยความระมัดระวัง"
    assert context["room"].all_the_same is False


def test_where_all_gave_the_same_there_is_no_alpha_and_the_page_says_why(in_review, cast, colleague, as_user):
    for each in (cast.assessor, colleague):
        hand_in(in_review, each, {"1.1": 50, "7.1": 50})
    open_room(in_review, cast.coordinator)
    response = page(as_user(cast.coordinator), in_review)
    assert (response.context["alpha"], response.context["room"].all_the_same) == (None, True)
    assert "ให้คะแนนตรงกันทุกหัวข้อ" in response.content.decode()


def test_scores_of_one_who_has_not_handed_in_are_nowhere(room, cast, as_user):
    somlak = colleague_of(room, "somlak")
    give(room, somlak, {"1.1": 95})
    add_finding(room, somlak, nugget="ของผู้ที่ยังไม่ส่ง")
    for read in READ[:2]:
        response = page(as_user(cast.coordinator), room, *read)
        assert "ของผู้ที่ยังไม่ส่ง" not in response.content.decode()
        assert "somlak" not in response.content.decode()
        shown = response.context.get("row") or response.context["room"].items[0]
        assert [each.percent for each in shown.given] == [50, 70]


def test_the_day_and_the_people_of_the_meeting(room, cast, as_user):
    client = as_user(cast.coordinator)
    told = {"held_on": "๓๐/๑/๒๕๖๙", "present": "นางสาวหนึ่ง ประธาน\nนายสอง", "version": "1"}
    assert client.post(url("consensus_meeting", room.pk), told).status_code == 302
    assert "30 มกราคม 2569" in page(as_user(cast.assessor), room).content.decode()

    client = as_user(cast.coordinator)
    late = client.post(url("consensus_meeting", room.pk), told | {"present": "นายสาม"})
    assert (late.status_code, late.context["stale"].present) == (409, "นางสาวหนึ่ง ประธาน\nนายสอง")
    assert late.context["form"]["present"].value() == "นายสาม"
    again = client.post(
        url("consensus_meeting", room.pk), told | {"present": "นายสาม", "version": late.context["version"]}
    )
    assert (again.status_code, ConsensusMeeting.objects.get().present) == (302, "นายสาม")

    wrong = client.post(url("consensus_meeting", room.pk), told | {"held_on": "วันจันทร์", "version": "3"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["held_on"])


def test_an_item_is_decided_and_the_room_counts_it(room, cast, as_user):
    client = as_user(cast.coordinator)
    response = client.post(url("consensus_decide", room.pk, "1.1"), DECISION)
    assert response.url == url("consensus_item", room.pk, "1.1") + "#consensus"
    context = page(client, room).context
    assert (context["room"].decided, context["room"].items[0].decided.percent) == (1, 60)


def test_outside_of_the_range_the_reason_is_asked_for_at_its_field(room, cast, as_user):
    client, place = as_user(cast.coordinator), url("consensus_decide", room.pk, "7.1")
    outside = {"percent": "5", "reason": "", "version": "0", "confirm": "chosen"}  # within the suggested band 0
    refused = client.post(place, outside)
    assert (refused.status_code, list(refused.context["score_form"].errors)) == (422, ["reason"])
    assert "นอกช่วงที่ผู้ตรวจแต่ละคนให้ไว้" in refused.content.decode()
    assert client.post(place, outside | {"reason": "ที่ประชุมพบผลลัพธ์เพิ่มเติมในเล่ม"}).status_code == 302


def test_a_decision_that_another_made_first_stays_and_is_shown(room, cast, as_user):
    client, place = as_user(cast.coordinator), url("consensus_decide", room.pk, "1.1")
    client.post(place, DECISION)
    late = client.post(place, DECISION | {"percent": "55"})
    assert (late.status_code, late.context["stale"].percent) == (409, 60)
    assert late.context["score_form"]["percent"].value() == "55"
    assert Score.objects.get(stage=Stage.CONSENSUS).percent == 60


@pytest.mark.parametrize("role", [*UNIT, "assessor"])
def test_only_a_coordinator_writes(room, cast, as_user, role):
    client = as_user(getattr(cast, role))
    assert [client.post(place, data).status_code for place, data in writes(room)] == [403] * 6


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.APPROVED])
def test_outside_of_the_review_nothing_is_written_and_typed_words_are_kept(room, cast, as_user, status):
    type(room).objects.update(status=status)
    client = as_user(cast.coordinator)
    answers = [client.post(place, data) for place, data in writes(room)]
    assert [answer.status_code for answer in answers] == [403] * 6
    assert MERGE["nugget"] in answers[3].content.decode()
    assert page(client, room, "consensus_item", "1.1").status_code == 200  # to be read on


def test_strangers_methods_and_what_is_not_there(room, cast, as_user):
    stranger = as_user(cast.stranger)
    assert [stranger.post(place, data).status_code for place, data in writes(room)] == [404] * 6
    client = as_user(cast.coordinator)
    assert [client.get(place).status_code for place, _data in writes(room)] == [405] * 4 + [200, 405]
    assert [
        client.post(url(*name)).status_code
        for name in [("consensus_room", room.pk), ("consensus_item", room.pk, "1.1")]
    ] == [405] * 2
    for name, *rest in (
        ("consensus_room", 999_999),
        ("consensus_item", room.pk, "9.9"),
        ("consensus_item", room.pk, "P.1"),
    ):
        assert client.get(url(name, *rest)).status_code == 404


def test_an_approved_room_is_read_only(room, cast, as_user):
    decide_all(room, cast)
    perform(Action.APPROVE, assessment_id=room.pk, actor=cast.coordinator)
    html = page(as_user(cast.coordinator), room, "consensus_item", "1.1").content.decode()
    assert "ยืนยันคะแนนฉันทามติ" not in html
    assert "คะแนนฉันทามติ 50" in html


def test_a_set_of_levels_has_a_room_too(levels, cast, as_user):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    colleague = make_user("colleague", (Role.ASSESSOR, None))
    submission = levels.submissions.get()
    for user, value in ((cast.assessor, "1"), (colleague, "0.5")):
        value_all(levels, value, stage=Stage.REVIEW, submission=submission, author=user)
        hand_in(levels, user)
    open_room(levels, cast.coordinator)
    client = as_user(cast.coordinator)

    rows = {row.item.code: row for row in page(client, levels).context["room"].items}

    assert [each.percent for each in rows["1.1"].given] == [100, 30]  # 500 and 150 points of 500
    assert (rows["1.1"].spread.is_wide, rows["7.1"].spread.range) == (True, 0)
    chosen = {f"checkpoint_{code}": "1" for code in ("1.1-B1", "1.1-B2", "1.1-A1", "1.1-S1")}
    assert page(client, levels, "consensus_item", "1.1").status_code == 200
    assert client.post(url("consensus_decide", levels.pk, "1.1"), chosen).status_code == 302
    assert client.post(url("consensus_decide", levels.pk, "7.1"), {"version": "0"}).status_code == 302
    assert page(client, levels).context["room"].decided == 2


@pytest.mark.parametrize("count", [1, 3, 20])
def test_queries(assessment, cast, as_user, django_assert_num_queries, count):
    make_indicator(assessment, item="7.1", y2568=("80", "80", None))
    submit_with_indicators(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    people = [make_user(f"assessor{at}", (Role.ASSESSOR, None)) for at in range(count)]
    for each in people:
        assign(assessment, each)
    client = as_user(cast.coordinator)
    with django_assert_num_queries(QUERIES["waiting"]):
        page(client, assessment)
    for at, each in enumerate(people):
        hand_in(assessment, each, {"1.1": 5 * at, "7.1": 50})
        for kind in FindingKind:
            add_finding(assessment, each, kind=kind)
    open_room(assessment, cast.coordinator)
    for each in range(count):
        add_finding(assessment, cast.coordinator, stage=Stage.CONSENSUS, nugget=f"รวม {each}")
    with django_assert_num_queries(QUERIES["room"]):
        page(client, assessment)
    with django_assert_num_queries(QUERIES["item"]):
        page(client, assessment, "consensus_item", "1.1")


def test_who_is_awaited_and_what_can_be_done_about_it(in_review, cast, colleague, as_user):
    in_review.assignments.filter(assessor=colleague).update(declared_at=None)
    conflicted = colleague_of(in_review, "conflicted")
    in_review.assignments.filter(assessor=conflicted).update(conflict="เคยเป็นที่ปรึกษาของหน่วยงาน")
    hand_in(in_review, cast.assessor, {"1.1": 50})

    response = page(as_user(cast.coordinator), in_review)
    words = " ".join(response.content.decode().split())

    assert [each.assessor for each in response.context["awaited"]] == [colleague]
    assert [each.assessor for each in response.context["conflicted"]] == [conflicted]
    assert f'{colleague} <span class="muted">· ยังไม่แจ้งผลประโยชน์ทับซ้อน' in words
    assert f'{conflicted} <span class="muted">· แจ้งว่ามีผลประโยชน์ทับซ้อน ไม่ต้องรอ' in words
    assert url("assessors", in_review.pk) in words
    in_review.assignments.filter(assessor=colleague).delete()
    assert as_user(cast.coordinator).post(url("consensus_open", in_review.pk)).status_code == 302
