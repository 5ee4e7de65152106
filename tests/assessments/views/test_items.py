import pytest

from assessments.models import Score
from assessments.statuses import Stage, Status
from criteria.models import Rubric
from tests.assessments.views.stage import add_indicators, make_indicator, url
from tests.cast import bring_to

FACTORS = {"factor_A": "3", "factor_D": "3", "factor_L": "2", "factor_I": "2"}
QUERIES = 15  # for any number of indicators
REASON = "ผลการทบทวนของปีนี้ขยายไปแล้วเก้าหน่วยงาน"


def own_score(assessment, code="1.1") -> Score:
    return assessment.scores.get(stage=Stage.SELF, item__code=code)


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
@pytest.mark.parametrize("code", ["1.1", "7.2"])
def test_the_unit_reads_an_item(assessment, cast, as_user, role, code):
    response = as_user(getattr(cast, role)).get(url("item", assessment.pk, code))

    assert response.status_code == 200
    assert bool(response.context["may_score"]) == (role == "lead")


def test_a_coordinator_reads_no_live_item(assessment, cast, as_user):
    assert as_user(cast.coordinator).get(url("item", assessment.pk, "1.1")).status_code == 403


def test_another_unit_knows_of_no_item(assessment, cast, as_user):
    assert as_user(cast.stranger).get(url("item", assessment.pk, "1.1")).status_code == 404


@pytest.mark.parametrize("code", ["9.9", "P.1"])
def test_an_item_that_is_not_scored_has_no_page(assessment, cast, as_user, code):
    assert as_user(cast.lead).get(url("item", assessment.pk, code)).status_code == 404


def test_an_item_is_read_by_get_only(assessment, cast, as_user):
    assert as_user(cast.lead).post(url("item", assessment.pk, "1.1")).status_code == 405


def test_factors_alone_make_a_suggestion_and_confirm_nothing(assessment, cast, as_user):
    client = as_user(cast.lead)

    saved = client.post(url("score", assessment.pk, "1.1"), FACTORS | {"version": "0", "save": "1"})

    assert saved.status_code == 302
    page = client.get(saved.url)
    assert (page.context["explanation"].band, page.context["explanation"].percent) == (2, 45)
    assert own_score(assessment).confirmed is False


def test_the_suggested_percent_is_confirmed_by_its_button(assessment, cast, as_user):
    data = FACTORS | {"version": "0", "confirm": "45"}

    assert as_user(cast.lead).post(url("score", assessment.pk, "1.1"), data).status_code == 302

    assert (own_score(assessment).percent, own_score(assessment).confirmed) == (45, True)


def test_another_percent_of_the_band_needs_no_reason(assessment, cast, as_user):
    data = FACTORS | {"version": "0", "confirm": "chosen", "percent": "30", "reason": ""}

    assert as_user(cast.lead).post(url("score", assessment.pk, "1.1"), data).status_code == 302


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"confirm": "chosen", "percent": "70", "reason": "สั้นไป"}, "reason"),
        ({"confirm": "chosen", "percent": ""}, "percent"),
        ({"confirm": "chosen", "percent": "52"}, "percent"),
        ({"confirm": "51"}, "percent"),
        ({"confirm": "chosen", "percent": "45", "factor_L": ""}, "__all__"),
        ({"confirm": "45", "factor_A": "6"}, "factor_A"),
        ({"save": "1", "version": ""}, "version"),
        ({"confirm": "chosen", "percent": "70", "reason": "ก\x00ข"}, "reason"),
    ],
)
def test_a_confirmation_that_breaks_a_rule_is_refused_beside_its_field(assessment, cast, as_user, data, field):
    response = as_user(cast.lead).post(url("score", assessment.pk, "1.1"), FACTORS | {"version": "0"} | data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not assessment.scores.exists()


def test_a_percent_outside_the_band_is_confirmed_with_its_reason(assessment, cast, as_user):
    data = FACTORS | {"version": "0", "confirm": "chosen", "percent": "70", "reason": REASON}

    assert as_user(cast.lead).post(url("score", assessment.pk, "1.1"), data).status_code == 302

    assert own_score(assessment).reason == REASON


def test_who_comes_second_sees_what_stands_and_what_she_chose(assessment, cast, as_user):
    client = as_user(cast.lead)
    client.post(url("score", assessment.pk, "1.1"), FACTORS | {"version": "0", "save": "1"})

    late = client.post(url("score", assessment.pk, "1.1"), FACTORS | {"factor_A": "5", "version": "0", "save": "1"})

    assert late.status_code == 409
    assert late.context["stale"].approach == 3
    assert [factor.marked for factor in late.context["factors"]] == ["5", "3", "2", "2"]
    assert late.context["version"] == 1


def test_a_results_item_is_confirmed_by_a_percent_alone(assessment, cast, as_user):
    make_indicator(assessment, y2568=("85", "82", None))

    saved = as_user(cast.lead).post(url("score", assessment.pk, "7.2"), {"version": "0", "confirm": "5"})

    assert saved.status_code == 302
    assert own_score(assessment, "7.2").confirmed is True


@pytest.mark.parametrize("role", ["contributor", "approver", "manager", "coordinator", "assessor"])
def test_only_the_lead_scores(assessment, cast, as_user, role):
    status = 404 if role == "assessor" else 403

    response = as_user(getattr(cast, role)).post(url("score", assessment.pk, "1.1"), FACTORS | {"version": "0"})

    assert response.status_code == status


def test_another_unit_scores_nothing(assessment, cast, as_user):
    assert as_user(cast.stranger).post(url("score", assessment.pk, "1.1"), FACTORS).status_code == 404


def test_a_score_is_posted(assessment, cast, as_user):
    assert as_user(cast.lead).get(url("score", assessment.pk, "1.1")).status_code == 405


def test_after_the_submission_the_reason_stays_on_the_page(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)

    data = FACTORS | {"version": "1", "reason": REASON}
    response = as_user(cast.lead).post(url("score", assessment.pk, "1.1"), data)

    assert response.status_code == 403
    assert ("เหตุผล", REASON) in response.context["typed"]


def test_a_button_of_very_many_digits_is_no_percent(assessment, cast, as_user):
    response = as_user(cast.lead).post(url("score", assessment.pk, "7.2"), {"version": "0", "confirm": "9" * 5_000})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["percent"])


def test_an_answer_newer_than_the_score_is_told(assessment, cast, as_user):
    client = as_user(cast.lead)
    client.post(url("score", assessment.pk, "1.1"), FACTORS | {"version": "0", "confirm": "45"})
    before = client.get(url("item", assessment.pk, "1.1")).context["changed_since"]

    client.post(url("answer", assessment.pk, "1.1-1"), {"text": "แก้ไขใหม่", "not_applicable": "", "version": "0"})

    assert (before, client.get(url("item", assessment.pk, "1.1")).context["changed_since"]) == (False, True)


def test_every_band_shows_its_text(assessment, cast, as_user):
    Rubric.objects.bulk_create(
        Rubric(
            criteria_set=assessment.criteria_set,
            kind="process",
            factor=factor,
            band=band,
            text_th=f"เกณฑ์ {factor}{band}",
            text_en="x",
        )
        for factor in "ADLI"
        for band in range(6)
    )

    factors = as_user(cast.lead).get(url("item", assessment.pk, "1.1")).context["factors"]

    assert [factor.bands[4] for factor in factors] == [(4, f"เกณฑ์ {name}4") for name in "ADLI"]


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_of_a_results_item_takes_as_many_queries_for_any_number(
    assessment, cast, as_user, count, django_assert_num_queries
):
    add_indicators(assessment, count)
    client = as_user(cast.lead)

    with django_assert_num_queries(QUERIES):
        response = client.get(url("item", assessment.pk, "7.2"))

    assert len(response.context["table"].rows) == count


def test_the_table_shows_five_years_zero_and_what_is_missing(assessment, cast, as_user):
    make_indicator(assessment, y2566=("0", "0", None), y2568=("85.50", "82", "84"), y2569=("90", None, None))

    table = as_user(cast.lead).get(url("item", assessment.pk, "7.2")).context["table"]

    assert table.years == (2564, 2565, 2566, 2567, 2568, 2569)
    assert [(cell.value, cell.target) for cell in table.rows[0].cells] == [
        ("", ""),
        ("", ""),
        ("0", "0"),
        ("", ""),
        ("85.5", "82"),
        ("90", ""),
    ]
    assert (table.rows[0].comparator, table.rows[0].judged.current) == ("84", 2568)


def test_a_refused_confirmation_shows_the_suggestion_of_what_was_chosen(assessment, cast, as_user):
    data = FACTORS | {"version": "0", "confirm": "chosen", "percent": "90", "reason": ""}

    response = as_user(cast.lead).post(url("score", assessment.pk, "1.1"), data)

    assert (response.status_code, response.context["explanation"].percent) == (422, 45)
