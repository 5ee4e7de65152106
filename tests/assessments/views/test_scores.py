from decimal import Decimal

import pytest

from assessments.models import Score
from assessments.statuses import Importance, Stage, Status
from tests.assessments.views.stage import add_indicators, make_indicator, url
from tests.cast import answer_all, bring_to, decide_all, make_assessment, make_cycle

QUERIES = 10


def page(client, assessment):
    return client.get(url("scores", assessment.pk))


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_the_unit_reads_its_scores(assessment, cast, as_user, role):
    assert page(as_user(getattr(cast, role)), assessment).status_code == 200


def test_reviewers_read_no_live_scores(assessment, cast, as_user):
    assert page(as_user(cast.coordinator), assessment).status_code == 403


def test_another_unit_knows_of_no_scores(assessment, cast, as_user):
    assert page(as_user(cast.stranger), assessment).status_code == 404


def test_scores_are_read(assessment, cast, as_user):
    assert as_user(cast.manager).post(url("scores", assessment.pk)).status_code == 405


def test_a_total_with_open_items_is_provisional_and_has_no_word(assessment, cast, as_user):
    response = page(as_user(cast.manager), assessment)

    assert (response.context["card"].total.points, response.context["next_line"]) == (0, None)
    assert "ชั่วคราว" in response.content.decode()
    assert "เริ่มต้น" not in response.content.decode()


def test_a_whole_total_has_its_word_and_the_next_line(assessment, cast, as_user):
    answer_all(assessment)

    response = page(as_user(cast.manager), assessment)

    assert response.context["card"].total.points == Decimal(72)
    assert response.context["next_line"] == {"passed": None, "ahead": Decimal(100)}
    assert "เริ่มต้น" in response.content.decode()
    assert "ยังไม่ยืนยันกับสำนักงาน ก.พ.ร." in response.content.decode()


def test_strengths_and_risks_follow_the_share(assessment, cast, as_user):
    answer_all(assessment)

    context = page(as_user(cast.manager), assessment).context

    assert [item.code for item in context["strengths"]] == ["1.1", "7.1", "7.2"]
    assert [item.code for item in context["risks"]] == ["7.2", "7.1", "1.1"]


def test_the_price_list_names_steps_and_further_indicators(assessment, cast, as_user):
    answer_all(assessment)
    add_indicators(assessment, 4)

    steps = page(as_user(cast.manager), assessment).context["steps"]

    process = next(row.step for row in steps if row.item.code == "1.1")
    assert (process.steps, process.before, process.after, process.gain) == (3, "60", "75", Decimal(18))
    results = next(row.step for row in steps if row.item.code == "7.2")
    assert [(each.name, each.further) for each in results.changes] == [("T", 1)]


def test_reviewers_scores_count_once_approved(assessment, cast, as_user):
    bring_to(assessment, Status.IN_REVIEW, cast)
    decide_all(assessment, cast)
    client = as_user(cast.manager)
    during = page(client, assessment).context["card"]
    type(assessment).objects.update(status=Status.APPROVED)

    after = page(client, assessment).context["card"]

    assert (during.stage, during.total.points) == (Stage.SELF, Decimal(72))
    assert (after.stage, after.total.points) == (Stage.CONSENSUS, Decimal(125))


def test_approved_without_consensus_is_the_self_score(assessment, cast, as_user):
    bring_to(assessment, Status.IN_REVIEW, cast)
    type(assessment).objects.update(status=Status.APPROVED)

    response = page(as_user(cast.manager), assessment)

    assert response.context["basis"] == "คะแนนประเมินตนเอง ยังไม่มีคะแนนผู้ตรวจ"


def test_last_year_stands_beside_this_year(assessment, cast, cycle, as_user):
    earlier = make_assessment(cast.unit, make_cycle(cycle.criteria_set, cycle.fiscal_year - 1), cast.lead)
    answer_all(earlier)
    Score.objects.filter(assessment=earlier, item__code="1.1").update(percent=50)

    context = page(as_user(cast.manager), assessment).context

    assert (context["gained"], context["bars"][0].past) == (Decimal(-60), Decimal(50))


def test_after_a_year_without_an_assessment_the_latest_earlier_one_stands_beside(assessment, cast, cycle, as_user):
    for before, percent in ((3, 20), (2, 50)):
        earlier = make_assessment(cast.unit, make_cycle(cycle.criteria_set, cycle.fiscal_year - before), cast.lead)
        answer_all(earlier)
        Score.objects.filter(assessment=earlier, item__code="1.1").update(percent=percent)

    response = page(as_user(cast.manager), assessment)

    assert (response.context["past_year"], response.context["bars"][0].past) == (2566, Decimal(50))
    shown = response.content.decode()
    assert (shown.count("ปี 2566"), shown.count("2567")) == (2, 0)


def test_the_price_list_counts_areas_where_none_holds_yet(assessment, cast, as_user):
    """The same list as in the reports: what is counted, not worked back from a share, which is nothing at 0."""
    answer_all(assessment)
    for number in range(1, 5):
        rows = {"y2566": ("80", "80", None), "y2567": ("82", "81", None), "y2568": ("85", "82", "84")}
        make_indicator(assessment, number, **rows)
    assessment.indicators.update(importance=Importance.SUPPORTING)

    steps = page(as_user(cast.manager), assessment).context["steps"]

    results = next(row.step for row in steps if row.item.code == "7.2")
    assert [(each.name, each.further) for each in results.changes] == [("I", 1)]


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_takes_as_many_queries_for_any_number(assessment, cast, as_user, count, django_assert_num_queries):
    add_indicators(assessment, count)
    client = as_user(cast.manager)

    with django_assert_num_queries(QUERIES):
        page(client, assessment)
