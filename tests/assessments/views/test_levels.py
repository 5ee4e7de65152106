"""The pages of scheme levels: judging checkpoints, confirming a dimension, reading what came of them."""

from decimal import Decimal

import pytest

from accounts.roles import Role
from assessments.models import CheckpointScore, Score
from assessments.statuses import Stage, Status
from criteria.models import Question
from tests.assessments.views.stage import make_indicator, url
from tests.cast import assign, make_assessment, make_user
from tests.levels import CHECKPOINTS, bring_levels_to, of, value_all, write_all

UNIT = ["contributor", "lead", "approver", "manager"]
POSTED = {"checkpoint_1.1-B1": "1", "version_1.1-B1": "0", "checkpoint_1.1-B2": "0.5", "version_1.1-B2": "0"}
QUERIES = {"1.1": 13, "7.1": 14}
OWN_WINDOW = "<h2>คุณบันทึกผลการพิจารณาหัวข้อนี้จากอีกหน้าต่างหนึ่งไปก่อนแล้ว</h2>"
REASON = "ภารกิจนี้โอนไปหน่วยงานอื่นแล้ว"


def values(assessment, stage=Stage.SELF) -> dict[str, Decimal]:
    return dict(assessment.checkpoint_scores.filter(stage=stage).values_list("question__code", "value"))


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("role", UNIT)
@pytest.mark.parametrize("code", ["1.1", "7.1"])
def test_the_unit_reads_an_item(levels, cast, as_user, role, code):
    response = as_user(getattr(cast, role)).get(url("item", levels.pk, code))

    assert response.status_code == 200
    assert ("บันทึกผลการพิจารณา" in text(response) or "ยืนยัน 0.00 คะแนน" in text(response)) == (role == "lead")


@pytest.mark.parametrize(("person", "status"), [("coordinator", 403), ("assessor", 404), ("stranger", 404)])
@pytest.mark.parametrize("code", ["1.1", "7.1"])
def test_others_read_no_live_item(levels, cast, as_user, person, status, code):
    client = as_user(getattr(cast, person))

    assert client.get(url("item", levels.pk, code)).status_code == status
    assert client.post(url("score", levels.pk, code), POSTED).status_code == status


@pytest.mark.parametrize("role", ["contributor", "approver", "manager"])
@pytest.mark.parametrize("code", ["1.1", "7.1"])
def test_only_the_lead_judges(levels, cast, as_user, role, code):
    write_all(levels)

    assert as_user(getattr(cast, role)).post(url("score", levels.pk, code), POSTED).status_code == 403
    assert (values(levels), levels.scores.count()) == ({}, 0)


def test_checkpoints_are_judged_by_one_form(levels, cast, as_user):
    write_all(levels)
    client = as_user(cast.lead)

    saved = client.post(url("score", levels.pk, "1.1"), POSTED)

    assert saved.status_code == 302
    assert values(levels) == {"1.1-B1": 1, "1.1-B2": Decimal("0.5")}
    page = client.get(saved.url)
    level = page.context["levels"][0]
    assert (level.level.fraction, level.level.points) == (Decimal("0.75"), 225)
    assert [row.marked for row in level.rows] == ["1", "0.5"]
    assert "225.00 จาก 500 คะแนน · ยังไม่ผ่านระดับพื้นฐาน" in text(page)
    assert "ระดับพื้นฐานได้ 1.5 ใน 2" in text(page)


def test_an_answer_shows_its_beginning_escaped_and_links_to_its_page(levels, cast, as_user):
    levels.answers.filter(question__code="1.1-B1").update(text="<b>" + "ที่" * 300, version=1)

    page = as_user(cast.lead).get(url("item", levels.pk, "1.1"))

    assert "&lt;b&gt;" + "ที่" * 217 + "…" in text(page)
    assert url("answer", levels.pk, "1.1-B1") in text(page)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"checkpoint_1.1-B1": "0.3"}, "checkpoint_1.1-B1"),
        ({"checkpoint_1.1-B1": "2"}, "checkpoint_1.1-B1"),
        ({"version_1.1-B1": "x"}, "version_1.1-B1"),
        ({"checkpoint_1.1-S1": "1"}, "checkpoint_1.1-S1"),
    ],
)
def test_a_form_that_breaks_a_rule_is_refused_whole_beside_its_field(levels, cast, as_user, change, field):
    write_all(levels)
    levels.answers.filter(question__code="1.1-S1").update(text="")

    response = as_user(cast.lead).post(url("score", levels.pk, "1.1"), POSTED | change)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert values(levels) == {}
    assert [row.marked for row in response.context["levels"][0].rows][1] == "0.5"


def test_who_comes_second_sees_what_stands_and_what_she_chose(levels, cast, as_user):
    write_all(levels)
    client = as_user(cast.lead)
    client.post(url("score", levels.pk, "1.1"), POSTED)

    late = client.post(url("score", levels.pk, "1.1"), POSTED | {"checkpoint_1.1-B1": "0"})

    assert late.status_code == 409
    row = late.context["levels"][0].rows[0]
    assert (row.marked, row.stale, row.version) == ("0", "1", 1)
    assert "บันทึกอยู่เป็น 1" in text(late)
    assert OWN_WINDOW in text(late)
    again = POSTED | {f"version_{code}": "1" for code in CHECKPOINTS[:2]} | {"checkpoint_1.1-B1": "0"}
    assert client.post(url("score", levels.pk, "1.1"), again).status_code == 302
    assert values(levels)["1.1-B1"] == 0


def test_who_comes_after_somebody_else_is_told_his_name(levels, cast, as_user):
    write_all(levels)
    as_user(make_user("lead2", (Role.LEAD, cast.unit))).post(url("score", levels.pk, "1.1"), POSTED)

    late = as_user(cast.lead).post(url("score", levels.pk, "1.1"), POSTED | {"checkpoint_1.1-B1": "0"})

    assert (late.status_code, OWN_WINDOW in text(late)) == (409, False)
    assert "<h2>lead2 บันทึกผลการพิจารณาหัวข้อนี้ก่อนคุณ</h2>" in text(late)


def test_an_assessor_with_two_windows_is_not_told_of_somebody_else(levels, cast, as_user):
    assign(levels, cast.assessor)
    bring_levels_to(levels, Status.SUBMITTED, cast)
    client = as_user(cast.assessor)
    assert client.post(url("review_score", levels.pk, "1.1"), POSTED).status_code == 302

    late = client.post(url("review_score", levels.pk, "1.1"), POSTED | {"checkpoint_1.1-B1": "0"})

    assert (late.status_code, OWN_WINDOW in text(late), "ก่อนคุณ" in text(late)) == (409, True, False)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED])
def test_what_was_sent_is_not_judged_again(levels, cast, as_user, status):
    bring_levels_to(levels, status, cast)
    client = as_user(cast.lead)

    refused = client.post(url("score", levels.pk, "1.1"), POSTED | {"version_1.1-B1": "1"})

    assert refused.status_code == 403
    assert ("ผลการพิจารณา 1.1-B1", "1") in refused.context["typed"]
    assert values(levels)["1.1-B1"] == Decimal("0.5")
    assert client.get(url("item", levels.pk, "1.1")).status_code == 200


def test_what_was_returned_is_judged_again(levels, cast, as_user):
    bring_levels_to(levels, Status.RETURNED, cast)

    data = POSTED | {"version_1.1-B1": "1", "version_1.1-B2": "1"}
    assert as_user(cast.lead).post(url("score", levels.pk, "1.1"), data).status_code == 302


def test_a_changed_answer_is_told_beside_its_judgement(levels, cast, as_user):
    write_all(levels)
    value_all(levels)
    client = as_user(cast.lead)
    assert not client.get(url("item", levels.pk, "1.1")).context["changed_since"]

    write_all(levels, "แก้ไขแล้ว")

    assert client.get(url("item", levels.pk, "1.1")).context["changed_since"]


def test_a_dimension_is_confirmed_by_one_button(levels, cast, as_user):
    make_indicator(levels, 1, item="7.1", area="1", y2568=("88", "85", None))
    client = as_user(cast.lead)
    page = client.get(url("item", levels.pk, "7.1"))
    assert "400.00 จาก 500 คะแนน" in text(page)
    assert "จำเป็น" in text(page)

    saved = client.post(url("score", levels.pk, "7.1"), {"version": "0", "confirm": "1"})

    assert saved.status_code == 302
    score = levels.scores.get()
    assert (score.confirmed, score.percent) == (True, None)
    assert "ยืนยันโดย lead" in text(client.get(saved.url))
    late = client.post(url("score", levels.pk, "7.1"), {"version": "0"})
    assert (late.status_code, late.context["version"]) == (409, 1)
    assert client.post(url("score", levels.pk, "7.1"), {"version": ""}).status_code == 422


FIGURES = {"y2566": ("80", None, "90"), "y2567": ("84", None, "90"), "y2568": ("88", "85", "90")}


def compared(response) -> tuple[int, int, int]:
    """How often its first table of indicators speaks of key indicators, names a comparator, and draws one."""
    page = response.content.decode()
    start = page.index('<table class="table kpi')
    table = page[start : page.index('<ul class="key', start) + 900]
    return table.count("ตัวชี้วัดหลัก"), table.count("คู่เทียบ"), table.count('class="sp-cmp"')


def test_a_dimension_names_no_key_indicator_and_no_comparator(levels, cast, as_user):
    make_indicator(levels, 1, item="7.1", area="1", **FIGURES)

    assert compared(as_user(cast.lead).get(url("item", levels.pk, "7.1"))) == (0, 0, 0)


@pytest.mark.parametrize(("page", "more"), [("submission", ()), ("review_item", ("7.1",))])
def test_what_was_sent_names_none_either(levels, cast, as_user, page, more):
    make_indicator(levels, 1, item="7.1", area="1", **FIGURES)
    bring_levels_to(levels, Status.IN_REVIEW, cast)

    assert compared(as_user(cast.coordinator).get(url(page, levels.pk, *more))) == (0, 0, 0)


def test_its_chart_shows_none_either(levels, cast, as_user):
    indicator = make_indicator(levels, 1, item="7.1", area="1", y2565=(None, None, "90"), **FIGURES)

    response = as_user(cast.lead).get(url("indicator_chart", levels.pk, indicator.pk))

    page = response.content.decode()
    assert ("คู่เทียบ" in page, "yc-cmp" in page, ">C<" in page, "ตัวชี้วัดหลัก" in page) == (False,) * 4
    assert [row.year for row in response.context["chart"].years] == [2566, 2567, 2568]


def test_what_a_dimension_lacks_is_told_in_words(levels, cast, as_user):
    make_indicator(levels, 2, item="7.1", area="2", y2568=("88", "85", None))

    page = as_user(cast.lead).get(url("item", levels.pk, "7.1"))

    assert [area.code for area in page.context["missing"]] == ["1"]
    assert "ยังขาดหัวข้อย่อยที่จำเป็น" in text(page)
    assert "0.00 จาก 500 คะแนน" in text(page)


@pytest.mark.parametrize("code", ["1.1", "7.1"])
@pytest.mark.parametrize("count", [1, 3, 20])
def test_an_item_takes_as_many_queries_for_any_number(levels, cast, as_user, code, count, django_assert_num_queries):
    for number in range(count):
        make_indicator(levels, number + 1, item="7.1", area="1", y2568=("88", "85", None))
        question = Question.objects.get(code="1.1-S1")
        extra = {"area": question.area, "code": f"1.1-S{number + 2}", "order": number + 9, "title_th": "เรื่อง"}
        added = Question.objects.create(**extra, official_number=f"S{number + 2}", text_th="ทำอย่างไร")
        levels.answers.create(question=added, text="ทำทุกปี", version=1)
        CheckpointScore.objects.create(assessment=levels, question=added, stage=Stage.SELF, value=1)
    client = as_user(cast.lead)

    with django_assert_num_queries(QUERIES[code]):
        assert client.get(url("item", levels.pk, code)).status_code == 200


def test_the_answer_of_a_checkpoint_names_its_level_and_shows_no_lamps(levels, cast, as_user):
    page = as_user(cast.contributor).get(url("answer", levels.pk, "1.1-A1"))

    assert (page.context["level"].code, page.context["rubric"], page.context["lamps"]) == ("A", "", "")
    assert "ระดับ A ประเด็น A" in text(page)
    assert as_user(cast.contributor).get(url("answer", levels.pk, "P-1")).context["level"] is None


def test_an_autosave_of_a_checkpoint_lights_no_lamps(levels, cast, as_user):
    request = {"data": '{"text": "ทบทวนปีละ 2 ครั้ง"}', "content_type": "application/json"}
    saved = as_user(cast.contributor).put(
        url("answer_text", levels.pk, "1.1-B1"), **request, headers={"If-Match": '"0"'}
    )

    assert (saved.status_code, saved.json()["lamps"]) == (200, "")


def test_the_task_list_counts_checkpoints_and_leads_to_the_dimension(levels, cast, as_user):
    write_all(levels)
    client = as_user(cast.lead)
    page = client.get(url("task_list", levels.pk))
    rows = {row.item.code: row for category in page.context["categories"] for row in category.rows}
    assert (rows["1.1"].state, rows["1.1"].score_word) == ("done", "ยังไม่ให้คะแนน")
    assert (rows["7.1"].state, rows["7.1"].next_question) == ("todo", None)
    assert url("item", levels.pk, "7.1") in text(page)
    make_indicator(levels, 2, item="7.1", area="2", y2568=("88", "85", None))
    value_all(levels)

    page = client.get(url("task_list", levels.pk))

    rows = {row.item.code: row for category in page.context["categories"] for row in category.rows}
    assert (rows["1.1"].score_word, rows["7.1"].score_word) == ("Significance", "ยืนยัน 0 คะแนน")
    assert rows["7.1"].state == "doing"
    make_indicator(levels, 1, item="7.1", area="1", y2568=("88", "85", None))
    page = client.get(url("task_list", levels.pk))
    last = page.context["categories"][-1]
    assert (last.rows[0].state, last.width) == ("done", "100.0%")


def test_the_manager_reads_the_mean_the_system_and_the_next_steps(levels, cast, as_user):
    """B whole, A and S nothing: 300; no indicator: 0; mean 150. Judged in full: 500 and 250 of 500, system 2.0."""
    write_all(levels)
    value_all(levels, "1")
    levels.checkpoint_scores.filter(question__code__in=["1.1-A1", "1.1-S1"]).update(value=0)

    page = as_user(cast.manager).get(url("scores", levels.pk))

    card = page.context["card"]
    assert (card.total.points, card.system) == (150, Decimal("1.2"))
    assert "ระบบราชการ 1.2" in text(page)
    step = page.context["steps"][0].step
    assert (step.code, step.before, step.after, step.steps, step.gain, step.total_gain) == (
        *("1.1", "Basic", "Advance", 2),
        *(100, 50),
    )
    assert page.context["steps_total"] == 200
    assert "150.00" in text(page)


def test_a_unit_holds_both_assessments_in_one_year(levels, cast, cycle, as_user):
    other = make_assessment(cast.unit, cycle, cast.lead)
    client = as_user(cast.lead)

    page = client.get(url("home"))

    assert (other.cycle.fiscal_year, of(other)) != (levels.cycle.fiscal_year, of(levels))
    assert url("task_list", levels.pk) in text(page)
    assert url("task_list", other.pk) in text(page)
    assert of(levels).title_th in text(page)
    assert client.get(url("task_list", other.pk)).status_code == 200


REVIEWED = {"checkpoint_1.1-B1": "1", "version_1.1-B1": "0", "checkpoint_1.1-A1": "0", "version_1.1-A1": "0"}


def test_the_coordinator_decides_checkpoint_by_checkpoint(levels, cast, as_user):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    client = as_user(cast.coordinator)
    page = client.get(url("review_item", levels.pk, "1.1"))
    assert [row.other for row in page.context["levels"][0].rows] == ["½", "½"]

    saved = client.post(url("consensus", levels.pk, "1.1"), REVIEWED)

    assert saved.status_code == 302
    assert values(levels, Stage.CONSENSUS) == {"1.1-B1": 1, "1.1-A1": 0}
    page = client.get(url("review_item", levels.pk, "1.1"))
    assert [row.marked for row in page.context["levels"][0].rows] == ["1", ""]
    assert page.context["consensus"].total.points == 150
    late = client.post(url("consensus", levels.pk, "1.1"), REVIEWED | {"checkpoint_1.1-B1": "0.5"})
    assert (late.status_code, late.context["levels"][0].rows[0].stale) == (409, "1")
    wrong = client.post(url("consensus", levels.pk, "1.1"), REVIEWED | {"checkpoint_1.1-B1": "7"})
    assert wrong.status_code == 422


def test_the_coordinator_confirms_a_dimension(levels, cast, as_user):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    client = as_user(cast.coordinator)
    assert client.get(url("review_item", levels.pk, "7.1")).status_code == 200

    assert client.post(url("consensus", levels.pk, "7.1"), {"version": "0"}).status_code == 302
    assert levels.scores.get(stage=Stage.CONSENSUS).author == cast.coordinator
    assert client.post(url("consensus", levels.pk, "7.1"), {"version": "0"}).status_code == 409
    assert client.post(url("consensus", levels.pk, "7.1"), {}).status_code == 422
    overview = client.get(url("review", levels.pk))
    assert "0 คะแนน" in text(overview)


@pytest.mark.parametrize("code", ["1.1", "7.1"])
def test_an_assessor_decides_nothing_and_sees_no_consensus_before_the_end(levels, cast, as_user, code):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    levels.assignments.create(assessor=cast.assessor)
    value_all(levels, "1", stage=Stage.CONSENSUS, submission=levels.submissions.get(), author=cast.coordinator)
    client = as_user(cast.assessor)

    page = client.get(url("review_item", levels.pk, code))

    assert (page.status_code, page.context["consensus"]) == (200, None)
    assert client.post(url("consensus", levels.pk, code), REVIEWED | {"version": "1"}).status_code == 403


@pytest.mark.parametrize("role", [*UNIT, "stranger"])
def test_the_unit_decides_nothing(levels, cast, as_user, role):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    status = 404 if role == "stranger" else 403

    assert as_user(getattr(cast, role)).post(url("consensus", levels.pk, "1.1"), REVIEWED).status_code == status


def test_the_unit_reads_what_was_decided(levels, cast, as_user):
    bring_levels_to(levels, Status.APPROVED, cast)
    client = as_user(cast.manager)

    feedback, sent = client.get(url("feedback", levels.pk)), client.get(url("submission", levels.pk))

    assert feedback.context["consensus"].total.points == 250
    assert "ตนเอง 150 · ยังไม่ผ่านระดับพื้นฐาน" in text(feedback)
    assert "ฉันทามติ 500 · Significance" in text(feedback)
    assert "75.00" in text(sent)
    assert sent.content.decode().count("หน่วยงานมีวิธีการอย่างเป็นระบบ") == 5
    assert client.get(url("scores", levels.pk)).context["card"].total.points == 250
    assert client.get(url("history", levels.pk)).status_code == 200
    assert Score.objects.filter(stage=Stage.CONSENSUS).count() == 1
