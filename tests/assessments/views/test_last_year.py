"""Last year beside this year: read with scores and remarks, copied where this year is empty, marked until checked."""

import pytest

from assessments.checks import problems_of
from assessments.live import LiveRows
from assessments.models import Answer, AnswerRevision
from assessments.services.carrying import carry_all
from assessments.services.workflow import perform
from assessments.statuses import Action, EventKind, FindingKind, Status
from criteria.models import Item
from tests.assessments.services.stage import pass_the_deadline
from tests.assessments.views.stage import add_finding, url
from tests.cast import YEAR, add_remark, answer_all, bring_to, decide_all, make_assessment, make_cycle, submit

DRAWER = {"HX-Request": "true"}
OLD = "ปีก่อนทบทวนวิธีการทุกไตรมาส"


@pytest.fixture
def before(cast, assessment):
    """The year before, empty."""
    return make_assessment(cast.unit, make_cycle(assessment.criteria_set, YEAR - 1), cast.lead)


@pytest.fixture
def earlier(before):
    """The year before, answered throughout."""
    answer_all(before, OLD)
    return before


def page(assessment, code: str = "1.1-1") -> str:
    return url("last_year", assessment.pk, code)


def answer_of(assessment, code: str = "1.1-1") -> Answer:
    return assessment.answers.get(question__code=code)


def carry(client, assessment, version: int = 0):
    return client.post(url("carry", assessment.pk, "1.1-1"), {"version": version}, follow=True)


def test_the_page_tells_when_there_was_no_year_before(as_user, cast, assessment):
    assert "ไม่มีแบบประเมินของปีก่อนในระบบ" in as_user(cast.lead).get(page(assessment)).content.decode()


@pytest.mark.parametrize("headers", [{}, DRAWER])
def test_the_text_and_the_own_score_of_last_year(as_user, cast, assessment, earlier, headers):
    shown = as_user(cast.manager).get(page(assessment), headers=headers).content.decode()
    assert (OLD in shown, f"ปี {YEAR - 1}" in shown) == (True, True)
    assert ("ตนเอง 60 %" in shown, "ฉันทามติ" in shown) == (True, False)


def test_what_the_reviewers_said_appears_once_it_is_out(as_user, cast, assessment, before):
    bring_to(before, Status.IN_REVIEW, cast)
    add_finding(before, cast.assessor, nugget="ทบทวนครบทุกไตรมาส", kind=FindingKind.STRENGTH)
    remark = add_remark(before, cast, "ขอหลักฐานของไตรมาส 4")
    before.remarks.filter(pk=remark.pk).update(item=Item.objects.get(code="1.1"))
    client = as_user(cast.contributor)
    hidden = client.get(page(assessment)).content.decode()
    assert ("ทบทวนครบทุกไตรมาส" in hidden, "ขอหลักฐาน" in hidden) == (False, False)
    decide_all(before, cast, percent=50)
    perform(Action.APPROVE, assessment_id=before.pk, actor=cast.coordinator)
    shown = client.get(page(assessment)).content.decode()
    assert ("ทบทวนครบทุกไตรมาส" in shown, "ฉันทามติ 50 %" in shown) == (True, True)


def test_remarks_of_a_second_review_wait_for_its_end(as_user, cast, assessment, before):
    bring_to(before, Status.RETURNED, cast)
    submit(before, cast)
    perform(Action.START_REVIEW, assessment_id=before.pk, actor=cast.coordinator)
    item = Item.objects.get(code="1.1")
    second = before.submissions.order_by("-number").first()
    before.remarks.update(item=item, text="รอบแรก")
    before.remarks.create(submission=second, author=cast.coordinator, number=2, text="รอบสอง", item=item)
    client = as_user(cast.contributor)

    during = [row.remark.text for row in client.get(page(assessment)).context["earlier"].remarks]
    perform(Action.RETURN, assessment_id=before.pk, actor=cast.coordinator)
    after = [row.remark.text for row in client.get(page(assessment)).context["earlier"].remarks]

    assert (during, after) == (["รอบแรก"], ["รอบแรก", "รอบสอง"])


def test_what_is_followed_this_year_stands_first_and_the_rest_behind(as_user, cast, assessment, before):
    item = Item.objects.get(code="1.1")
    bring_to(before, Status.RETURNED, cast)
    before.remarks.update(item=item, text="รับทราบแล้ว")
    submit(before, cast)
    perform(Action.START_REVIEW, assessment_id=before.pk, actor=cast.coordinator)
    add_remark(before, cast, "ให้ไว้เมื่อรับรองผล")
    before.remarks.update(item=item)
    client = as_user(cast.contributor)
    decide_all(before, cast)
    perform(Action.APPROVE, assessment_id=before.pk, actor=cast.coordinator)
    rows = client.get(page(assessment)).context["earlier"].remarks
    assert [(row.remark.text, row.state) for row in rows] == [
        ("ให้ไว้เมื่อรับรองผล", "carried"),
        ("รับทราบแล้ว", "accepted"),
    ]
    followed = [remark.text for remark in client.get(url("item", assessment.pk, "1.1")).context["followed"]]
    assert (followed, list(client.get(url("item", assessment.pk, "7.1")).context["followed"])) == (
        ["ให้ไว้เมื่อรับรองผล"],
        [],
    )


def test_a_copy_is_marked_and_not_done_until_it_was_checked(as_user, cast, assessment, earlier):
    client = as_user(cast.contributor)
    shown = carry(client, assessment).content.decode()
    answer = answer_of(assessment)
    assert (answer.text, answer.carried_from, answer.is_answered) == (OLD, YEAR - 1, False)
    assert f"คัดลอกจากปี {YEAR - 1} ยังไม่ได้ปรับปรุง" in shown
    assert "1.1-1" in [problem.where for problem in problems_of(LiveRows(assessment)) if "คัดลอก" in problem.message]
    fields = {"version": answer.version, "text": answer.text, "not_applicable": ""}
    client.post(url("carried_checked", assessment.pk, "1.1-1"), fields)
    answer.refresh_from_db()
    assert (answer.text, answer.carried_from, answer.is_answered, answer.version) == (OLD, None, True, 2)


def test_a_changed_text_is_kept_by_the_button_that_says_checked(as_user, cast, assessment, earlier):
    client = as_user(cast.contributor)
    carry(client, assessment)
    fields = {"version": 1, "text": f"{OLD} เพิ่ม", "not_applicable": ""}
    client.post(url("carried_checked", assessment.pk, "1.1-1"), fields)
    assert (answer_of(assessment).text, answer_of(assessment).carried_from) == (f"{OLD} เพิ่ม", None)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"text": "ก" * 20_001}, 422),
        ({"text": "ก", "not_applicable": "สั้นไป"}, 422),
        ({"text": "ของฉัน", "version": 0}, 409),
        ({"text": OLD}, 302),
    ],
    ids=["too long", "reason too short", "somebody was first", "unchanged"],
)
def test_the_button_that_says_checked_loses_nothing_typed(as_user, cast, assessment, earlier, fields, status):
    client = as_user(cast.contributor)
    carry(client, assessment)
    typed = {"version": 1, "not_applicable": ""} | fields
    response = client.post(url("carried_checked", assessment.pk, "1.1-1"), typed)
    assert response.status_code == status
    if status != 302:
        shown = response.content.decode()
        assert (typed["text"] in shown, typed["not_applicable"] in shown) == (True, True)
        assert answer_of(assessment).carried_from == YEAR - 1


def test_the_button_that_says_checked_shows_what_was_typed_when_it_is_closed(as_user, cast, assessment, earlier):
    client = as_user(cast.contributor)
    carry(client, assessment)
    pass_the_deadline(assessment)
    response = client.post(
        url("carried_checked", assessment.pk, "1.1-1"), {"version": 1, "text": "ของฉัน", "not_applicable": ""}
    )
    assert (response.status_code, "ของฉัน" in response.content.decode()) == (403, True)


@pytest.mark.parametrize(("text", "version"), [("ของปีนี้", 1), ("ของปีนี้", 0)])
def test_nothing_is_copied_over_a_text(as_user, cast, assessment, earlier, text, version):
    assessment.answers.filter(question__code="1.1-1").update(text=text, version=1)
    shown = carry(as_user(cast.lead), assessment, version).content.decode()
    assert (answer_of(assessment).text, "จึงไม่ได้คัดลอกทับ" in shown) == (text, True)


def test_the_copy_is_offered_for_an_empty_answer_to_those_who_write(as_user, cast, assessment, earlier):
    button = "คัดลอกมาเป็นจุดเริ่ม"
    assert button in as_user(cast.contributor).get(page(assessment)).content.decode()
    assert button not in as_user(cast.manager).get(page(assessment)).content.decode()
    assessment.answers.filter(question__code="1.1-1").update(text="ของปีนี้", version=1)
    assert button not in as_user(cast.contributor).get(page(assessment)).content.decode()


def test_the_year_of_another_unit_or_set_is_not_last_year(as_user, cast, assessment):
    answer_all(make_assessment(cast.other_unit, make_cycle(assessment.criteria_set, YEAR - 1), cast.stranger), OLD)
    answer_all(make_assessment(cast.unit, make_cycle(assessment.criteria_set, YEAR + 1), cast.lead), OLD)
    assert OLD not in as_user(cast.lead).get(page(assessment)).content.decode()


def test_all_empty_answers_are_copied_in_one_go(as_user, cast, assessment, earlier):
    assessment.answers.filter(question__code="1.1-1").update(text="ของปีนี้", version=1)
    client = as_user(cast.lead)
    address = url("carry_all", assessment.pk)
    count = assessment.answers.count() - 1
    assert f"คัดลอก {count} ข้อ" in client.get(address).content.decode()
    response = client.post(address)
    assert (response.status_code, response.headers["Location"]) == (302, url("task_list", assessment.pk))
    texts = dict(assessment.answers.values_list("question__code", "text"))
    assert (texts.pop("1.1-1"), set(texts.values())) == ("ของปีนี้", {OLD})
    assert assessment.answers.filter(carried_from=YEAR - 1).count() == count
    assert "ไม่มีข้อที่ยังว่าง" in client.get(address).content.decode()
    event = assessment.events.get(kind=EventKind.ANSWERS_CARRIED)
    assert (event.actor, event.note) == (cast.lead, f"{YEAR - 1}: {count}")
    copied = AnswerRevision.objects.filter(answer__assessment=assessment, text=OLD, version=1, author=cast.lead)
    assert copied.count() == count


@pytest.mark.parametrize("empty", [1, 3, 8])
def test_copying_takes_the_same_queries_for_any_number(cast, assessment, earlier, django_assert_num_queries, empty):
    filled = assessment.answers.order_by("pk")[empty:].values("pk")
    assessment.answers.filter(pk__in=filled).update(text="ของปีนี้", version=1)
    with django_assert_num_queries(9):
        assert carry_all(assessment=assessment, earlier=earlier, actor=cast.lead) == empty


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_takes_the_same_queries_at_any_length(
    as_user, cast, assessment, before, django_assert_max_num_queries, count
):
    bring_to(before, Status.IN_REVIEW, cast)
    for number in range(count):
        add_finding(before, cast.assessor, nugget=f"ข้อค้นพบ {number}")
    decide_all(before, cast)
    perform(Action.APPROVE, assessment_id=before.pk, actor=cast.coordinator)
    client = as_user(cast.lead)
    with django_assert_max_num_queries(13):
        client.get(page(assessment))
