from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.core.management import call_command

from assessments.columns import columns_of
from assessments.models import Score
from assessments.services.targets import set_targets
from assessments.stages import stages_of
from assessments.statuses import Stage, Status
from criteria.models import CriteriaSet
from criteria.outline import outline_of
from tests.assessments.views.stage import add_indicators, url
from tests.cast import answer_all, bring_to, decide_all, make_assessment, make_cycle

QUERIES = 11


def page(client, assessment):
    return client.get(url("categories", assessment.pk))


def cells(response):
    """The texts of each item by the title of their column."""
    return {
        line.row.deciding.code: {column.title: text for column, text in line.cells}
        for section in response.context["sections"]
        for line in section.lines
    }


def decided(assessment, cast):
    """Approved, each item decided at 50 %."""
    bring_to(assessment, Status.IN_REVIEW, cast)
    decide_all(assessment, cast)
    type(assessment).objects.filter(pk=assessment.pk).update(status=Status.APPROVED)


def last_year(assessment, cast, percent=45):
    earlier = make_assessment(cast.unit, make_cycle(assessment.criteria_set, assessment.fiscal_year - 1), cast.lead)
    answer_all(earlier)
    Score.objects.filter(assessment=earlier, item__code="1.1").update(percent=percent)
    return earlier


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_the_unit_reads_it(assessment, cast, as_user, role):
    assert page(as_user(getattr(cast, role)), assessment).status_code == 200


def test_nobody_else_does(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    assert page(as_user(cast.coordinator), assessment).status_code == 403
    assert page(as_user(cast.assessor), assessment).status_code == 403
    assert page(as_user(cast.stranger), assessment).status_code == 404


def test_another_method_and_an_unknown_assessment(assessment, cast, as_user):
    client = as_user(cast.manager)
    assert client.post(url("categories", assessment.pk)).status_code == 405
    assert client.get(url("categories", 999_999)).status_code == 404


def test_every_item_stands_under_its_category_with_an_anchor(assessment, cast, as_user):
    answer_all(assessment)
    response = page(as_user(cast.manager), assessment)

    assert cells(response) == {
        "1.1": {"ร้อยละ": "60", "คะแนน": "72.00 / 120", "ช่วง": "50–65"},
        "7.1": {"ร้อยละ": "0", "คะแนน": "0.00 / 60", "ช่วง": "0–5"},
        "7.2": {"ร้อยละ": "0", "คะแนน": "0.00 / 70", "ช่วง": "0–5"},
    }
    feet = [[text for _column, text in section.foot] for section in response.context["sections"]]
    assert feet == [["", "72.00 / 120", ""], ["", "0.00 / 130", ""]]
    content = response.content.decode()
    assert 'id="category-1"' in content
    assert f'href="{url("item", assessment.pk, "1.1")}"' in content


def test_an_item_without_a_percent_shows_no_zero(assessment, cast, as_user):
    assert cells(page(as_user(cast.manager), assessment))["1.1"]["ร้อยละ"] == "–"


def test_the_reviewers_are_seen_only_once_approved(assessment, cast, as_user):
    bring_to(assessment, Status.IN_REVIEW, cast)
    decide_all(assessment, cast)
    client = as_user(cast.manager)
    during = cells(page(client, assessment))["1.1"]
    type(assessment).objects.update(status=Status.APPROVED)

    after = cells(page(client, assessment))["1.1"]

    assert during == {"ร้อยละ": "60", "คะแนน": "72.00 / 120", "ช่วง": "50–65"}
    assert after == {"ร้อยละ": "50", "คะแนน": "60.00 / 120", "ช่วง": "50–65", "ประเมินตนเอง": "60", "ผู้ตรวจ": "50"}


def test_last_year_stands_in_a_column_of_its_own(assessment, cast, as_user):
    last_year(assessment, cast)
    answer_all(assessment)
    response = page(as_user(cast.manager), assessment)
    assert cells(response)["1.1"][f"ปี {assessment.fiscal_year - 1}"] == "45"
    assert response.context["sections"][0].lines[0].past_share == Decimal(45)


def test_the_review_of_last_year_is_not_seen_before_its_approval(assessment, cast, as_user):
    earlier = make_assessment(cast.unit, make_cycle(assessment.criteria_set, assessment.fiscal_year - 1), cast.lead)
    bring_to(earlier, Status.IN_REVIEW, cast)
    decide_all(earlier, cast)
    year = f"ปี {assessment.fiscal_year - 1}"
    client = as_user(cast.manager)
    assert cells(page(client, assessment))["1.1"][year] == "60"
    type(earlier).objects.filter(pk=earlier.pk).update(status=Status.APPROVED)
    assert cells(page(client, assessment))["1.1"][year] == "50"


def test_the_word_has_its_threshold_and_those_ahead_their_distance(assessment, cast, as_user):
    """72 points: the word from 0 is held, the one from 100 lies 28 ahead."""
    answer_all(assessment)
    response = page(as_user(cast.manager), assessment)

    rungs = [(rung.word, rung.least, rung.is_held, rung.missing) for rung in response.context["rungs"]]
    assert rungs == [("เริ่มต้น", 0, True, 0), ("กำลังพัฒนา", 100, False, Decimal(28))]
    assert "เกณฑ์อ้างอิง แก้ไขได้ ยังไม่ยืนยันกับสำนักงาน ก.พ.ร." in response.content.decode()


def test_a_provisional_total_has_no_word(assessment, cast, as_user):
    response = page(as_user(cast.manager), assessment)
    assert response.context["rungs"] == []
    assert "เริ่มต้น" not in response.content.decode()


def test_the_way_to_the_target_is_told_by_item_and_in_all(assessment, cast, as_user):
    answer_all(assessment)
    set_targets(assessment=assessment, seen={}, wanted={"1.1": 75, "7.1": 0}, actor=cast.manager)
    response = page(as_user(cast.manager), assessment)

    found = cells(response)
    assert [found[code]["เป้าหมาย"] for code in ("1.1", "7.1", "7.2")] == ["75", "0", "–"]
    assert [found[code]["ขาดอีก (คะแนน)"] for code in ("1.1", "7.1", "7.2")] == ["18.00", "0.00", "–"]
    assert response.context["missing"] == Decimal(18)


def test_columns_follow_from_the_scheme_alone(assessment, cast):
    stages = stages_of(assessment, outline_of(assessment.criteria_set))
    assert [column.title for column in columns_of(stages, has_targets=True)] == [
        "ร้อยละ",
        "คะแนน",
        "ช่วง",
        "เป้าหมาย",
        "ขาดอีก (คะแนน)",
    ]


@pytest.fixture
def seven(cast, settings):
    """An assessment against the seven categories, and that of the year before."""
    call_command("load_criteria", str(settings.BASE_DIR / "fixtures/criteria/pmqa-2562.json"), verbosity=0)
    criteria_set = CriteriaSet.objects.get(code="pmqa-2562")
    made = [make_assessment(cast.unit, make_cycle(criteria_set, year), cast.lead) for year in (2567, 2568)]
    answer_all(made[0])
    return made[1]


@pytest.mark.parametrize("name", ["categories", "scores"])
def test_both_radars_have_up_to_three_series_and_a_table(seven, cast, as_user, name):
    decided(seven, cast)
    response = as_user(cast.manager).get(url(name, seven.pk))

    radars = response.context["radars"]
    assert [len(radar.named) for radar in radars] == [7, 6]
    assert [[line.kind for line in radar.series] for radar in radars] == [["self", "review", "past"]] * 2
    assert radars[0].rows[0] == ("1", "การนำองค์การ", [Decimal("60.0"), Decimal("50.0"), Decimal("60.0")])
    content = response.content.decode()
    for radar in radars:
        assert f'aria-labelledby="{radar.identity}-t"' in content
    drawing = content[content.index('<svg class="radar"') :].split("</svg>")[0] + "</svg>"
    root = ElementTree.fromstring(drawing)  # noqa: S314  (our own output)
    dashes = {each.get("class"): each.get("stroke-dasharray") for each in root.iter("polygon")}
    assert {dashes[css] for css in ("rad-now", "rad-self", "rad-past")} == {None, "2 3.5", "7 4"}


def test_a_radar_without_reviewers_and_last_year_has_one_series(seven, cast, as_user):
    seven.unit.assessments.exclude(pk=seven.pk).delete()
    radars = as_user(cast.manager).get(url("categories", seven.pk)).context["radars"]
    assert [[line.name for line in radar.series] for radar in radars] == [["ประเมินตนเอง"]] * 2


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_takes_as_many_queries_for_any_number(assessment, cast, as_user, count, django_assert_num_queries):
    answer_all(assessment)
    add_indicators(assessment, count)
    client = as_user(cast.manager)

    with django_assert_num_queries(QUERIES):
        page(client, assessment)


def test_stages_hold_self_and_review_apart(assessment, cast):
    decided(assessment, cast)
    assessment.refresh_from_db()
    stages = stages_of(assessment, outline_of(assessment.criteria_set))
    assert (stages.own.stage, stages.review.stage, stages.deciding.stage) == (
        Stage.SELF,
        Stage.CONSENSUS,
        Stage.CONSENSUS,
    )
