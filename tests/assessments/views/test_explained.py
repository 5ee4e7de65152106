"""The explained score: for the unit once approved, both schemes, in one number of queries."""

import pytest

from assessments.services.workflow import perform
from assessments.statuses import Action, FindingKind, Stage, Status
from tests.assessments.views.stage import add_finding, url
from tests.cast import add_remark, bring_to, decide_all, submit
from tests.levels import bring_levels_to, value_all
from tests.room import hand_in, open_room

QUERIES = 8
ALL = ["contributor", "lead", "approver", "manager", "coordinator", "assessor"]


def page(client, assessment):
    return client.get(url("explained", assessment.pk))


def rows(response):
    return {row.result.code: row for _category, found in response.context["categories"] for row in found}


def approve(assessment, cast):
    decide_all(assessment, cast)
    perform(Action.APPROVE, assessment_id=assessment.pk, actor=cast.coordinator)


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED])
def test_before_the_approval_it_is_closed(assessment, cast, as_user, role, status):
    bring_to(assessment, status, cast)
    assert page(as_user(getattr(cast, role)), assessment).status_code == 403


@pytest.mark.parametrize("role", ALL)
def test_once_approved_all_of_the_assessment_read_it(assessment, cast, as_user, role):
    bring_to(assessment, Status.APPROVED, cast)
    assert page(as_user(getattr(cast, role)), assessment).status_code == 200


def test_strangers_methods_and_an_unknown_assessment(assessment, cast, as_user):
    bring_to(assessment, Status.APPROVED, cast)
    assert page(as_user(cast.stranger), assessment).status_code == 404
    client = as_user(cast.lead)
    assert client.post(url("explained", assessment.pk)).status_code == 405
    assert client.get(url("explained", 999_999)).status_code == 404


def test_each_item_tells_where_it_stands_what_was_found_and_what_is_next(assessment, cast, as_user):
    """1.1: 3 3 3 3 by the unit at 60 %; the consensus chose no factors here, so only 7.1 and 7.2 have a next level."""
    bring_to(assessment, Status.IN_REVIEW, cast)
    add_finding(assessment, cast.assessor, nugget="มีขั้นตอนชัดเจน")
    add_finding(assessment, cast.coordinator, kind=FindingKind.OFI, item="7.1", nugget="ไม่พบตัวชี้วัด")
    approve(assessment, cast)

    response = page(as_user(cast.lead), assessment)
    found = rows(response)

    assert (response.context["own"].total.points, response.context["card"].total.points) == (72, 125)
    assert (found["1.1"].own.percent, found["1.1"].result.percent, found["1.1"].result.total.points) == (60, 50, 60)
    assert [each.nugget for each in found["1.1"].strengths] == ["มีขั้นตอนชัดเจน"]
    assert [each.nugget for each in found["7.1"].opportunities] == ["ไม่พบตัวชี้วัด"]
    assert (found["7.1"].weakest.name, found["7.1"].weakest.present, found["7.1"].weakest.wanted) == ("Le", 0, 1)


def test_the_weakest_factor_has_the_text_of_its_next_level(assessment, cast, as_user):
    assessment.criteria_set.rubrics.create(kind="process", factor="L", band=2, text_th="ทบทวนเป็นรอบและปรับปรุง")
    bring_to(assessment, Status.IN_REVIEW, cast)
    decide_all(assessment, cast)
    factors = {"approach": 3, "deployment": 3, "learning": 1, "integration": 2, "percent": 40, "confirmed_band": 2}
    assessment.scores.filter(stage=Stage.CONSENSUS, item__code="1.1").update(**factors)
    perform(Action.APPROVE, assessment_id=assessment.pk, actor=cast.coordinator)

    row = rows(page(as_user(cast.lead), assessment))["1.1"]

    assert (row.weakest.name, row.weakest.present, row.weakest.wanted, row.weakest.text) == (
        "L",
        1,
        2,
        "ทบทวนเป็นรอบและปรับปรุง",
    )
    assert (row.step.before, row.step.after, [change.name for change in row.step.changes]) == ("40", "55", ["L"])


def test_remarks_stand_at_their_item_and_those_on_the_whole_above(assessment, cast, as_user):
    bring_to(assessment, Status.RETURNED, cast)
    remark = assessment.remarks.get()
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    of_item = add_remark(assessment, cast, "เพิ่มตัวชี้วัด")
    of_item.item_id = assessment.scores.get(stage=Stage.SELF, item__code="7.1").item_id
    of_item.save()
    approve(assessment, cast)

    response = page(as_user(cast.lead), assessment)

    assert [row.remark for row in response.context["on_whole"]] == [remark]
    assert [row.remark for row in rows(response)["7.1"].remarks] == [of_item]
    words = response.content.decode()
    assert [words.count(each) for each in (remark.text, of_item.text)] == [1, 1]


def test_with_a_consensus_only_its_findings_are_shown(assessment, cast, as_user):
    bring_to(assessment, Status.IN_REVIEW, cast)
    hand_in(assessment, cast.assessor)
    add_finding(assessment, cast.assessor, nugget="ของผู้ตรวจคนเดียว")
    open_room(assessment, cast.coordinator)
    add_finding(assessment, cast.coordinator, stage=Stage.CONSENSUS, nugget="ของที่ประชุม")
    approve(assessment, cast)
    client = as_user(cast.lead)

    assert [each.nugget for each in rows(page(client, assessment))["1.1"].strengths] == ["ของที่ประชุม"]
    feedback = client.get(url("feedback", assessment.pk))
    assert [each.nugget for each in feedback.context["items"][0]["strengths"]] == ["ของที่ประชุม"]
    assert url("explained", assessment.pk) in feedback.content.decode()


def test_the_other_scheme_names_what_is_not_whole(levels, cast, as_user):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    submission = levels.submissions.get()
    value_all(levels, "0.5", stage=Stage.CONSENSUS, submission=submission, author=cast.coordinator)
    perform(Action.APPROVE, assessment_id=levels.pk, actor=cast.coordinator)

    found = rows(page(as_user(cast.lead), levels))

    assert [each.code for each in found["1.1"].checkpoints] == ["1.1-B1", "1.1-B2"]
    assert (found["1.1"].step.after, found["1.1"].weakest) == ("Basic", None)
    assert [area.code for area in found["7.1"].missing] == ["1"]


def test_an_item_at_the_top_says_so(levels, cast, as_user):
    bring_levels_to(levels, Status.APPROVED, cast)
    response = page(as_user(cast.lead), levels)
    assert rows(response)["1.1"].has_next is False
    assert "อยู่ในระดับสูงสุดแล้ว" in response.content.decode()


def test_the_unit_finds_it_from_home_and_task_list(assessment, cast, as_user):
    client, link = as_user(cast.lead), url("explained", assessment.pk)
    bring_to(assessment, Status.IN_REVIEW, cast)
    places = [url("home"), url("task_list", assessment.pk)]
    assert [link in client.get(place).content.decode() for place in places] == [False, False]
    approve(assessment, cast)
    assert [link in client.get(place).content.decode() for place in places] == [True, True]


@pytest.mark.parametrize("count", [1, 3, 20])
def test_queries(assessment, cast, as_user, django_assert_num_queries, count):
    bring_to(assessment, Status.IN_REVIEW, cast)
    for at in range(count):
        add_finding(assessment, cast.assessor, nugget=f"ข้อ {at}")
        add_remark(assessment, cast)
    approve(assessment, cast)
    client = as_user(cast.lead)
    page(client, assessment)
    with django_assert_num_queries(QUERIES):
        page(client, assessment)
