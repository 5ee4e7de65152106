from decimal import Decimal

import pytest

from assessments.models import Indicator, Score
from assessments.statuses import Stage, Status
from tests.assessments.views.stage import make_indicator, url
from tests.cast import bring_to

FIELDS = {
    "area": "ก",
    "name": "ความพึงพอใจต่อบริการตรวจดิน",
    "unit_of_measure": "ร้อยละ",
    "direction": "higher",
    "importance": "key",
    "comparator_name": "กรมวิชาการเกษตร",
    "version": "0",
    "first": "2564",
}
YEARS = {"value_2568": "๘๕.๕", "target_2568": "1,085", "comparator_2567": "0"}


def figures(indicator) -> list[tuple]:
    return [(year.fiscal_year, year.value, year.target, year.comparator) for year in indicator.years.all()]


@pytest.mark.parametrize("role", ["contributor", "lead"])
def test_an_indicator_is_added_with_thai_digits_commas_and_zero(assessment, cast, as_user, role):
    response = as_user(getattr(cast, role)).post(url("indicator_add", assessment.pk, "7.2"), FIELDS | YEARS)

    assert (response.status_code, response.url) == (302, url("item", assessment.pk, "7.2"))
    indicator = assessment.indicators.get()
    assert (indicator.code, indicator.name) == ("7.2-01", FIELDS["name"])
    assert figures(indicator) == [(2567, None, None, Decimal(0)), (2568, Decimal("85.5"), Decimal(1085), None)]


def test_a_target_of_zero_is_a_target(assessment, cast, as_user):
    as_user(cast.lead).post(
        url("indicator_add", assessment.pk, "7.2"), FIELDS | {"value_2568": "0", "target_2568": "๐"}
    )

    row = as_user(cast.lead).get(url("item", assessment.pk, "7.2")).context["table"].rows[0]

    assert (row.judged.value, row.judged.target, row.judged.attained) == (0, 0, True)


@pytest.mark.parametrize("bad", ["1,2,3", "NaN", "inf", "1e3", "ร้อยละ 5", "1.1234567", "8.5.1", "True"])
def test_a_number_that_cannot_be_read_is_named_by_year_and_column(assessment, cast, as_user, bad):
    response = as_user(cast.lead).post(url("indicator_add", assessment.pk, "7.2"), FIELDS | {"target_2567": bad})

    assert response.status_code == 422
    errors = response.context["form"].errors
    assert list(errors) == ["target_2567"]
    assert errors["target_2567"][0].startswith("เป้าหมายปี 2567: ")
    assert not assessment.indicators.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " \n "}, "name"),
        ({"name": "ก" * 301}, "name"),
        ({"unit_of_measure": ""}, "unit_of_measure"),
        ({"area": "ฮ"}, "area"),
        ({"direction": "up"}, "direction"),
        ({"importance": ""}, "importance"),
        ({"version": ""}, "version"),
    ],
)
def test_a_field_that_is_not_in_order_is_refused(assessment, cast, as_user, change, field):
    response = as_user(cast.lead).post(url("indicator_add", assessment.pk, "7.2"), FIELDS | change)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_the_grid_shows_six_years_and_earlier_ones_on_demand(assessment, cast, as_user):
    client = as_user(cast.lead)
    first = client.get(url("indicator_add", assessment.pk, "7.2")).context["form"]

    asked = client.post(url("indicator_add", assessment.pk, "7.2"), FIELDS | {"name": "", "earlier": "1"})

    assert list(first.span.years) == list(range(2564, 2570))
    again = asked.context["form"]
    assert (asked.status_code, list(again.span.years)) == (200, list(range(2559, 2570)))
    assert (again["unit_of_measure"].value(), again.errors) == ("ร้อยละ", {})
    assert not assessment.indicators.exists()


def test_what_was_typed_in_earlier_years_is_saved(assessment, cast, as_user):
    as_user(cast.lead).post(url("indicator_add", assessment.pk, "7.2"), FIELDS | {"first": "2559", "value_2560": "−3"})

    assert figures(assessment.indicators.get()) == [(2560, Decimal(-3), None, None)]


def test_an_indicator_opens_with_all_its_years(assessment, cast, as_user):
    indicator = make_indicator(assessment, y2555=("70", None, None), y2571=(None, "90", None))

    form = as_user(cast.lead).get(url("indicator_edit", assessment.pk, indicator.pk)).context["form"]

    assert (form.span.first, form.span.last) == (2555, 2571)
    assert (form["value_2555"].value(), form["target_2571"].value()) == ("70", "90")


def test_an_indicator_is_changed_in_a_new_version(assessment, cast, as_user):
    indicator = make_indicator(assessment, y2568=("70", "80", None))

    data = FIELDS | {"version": "1", "area": "ข", "value_2568": "71"}
    response = as_user(cast.lead).post(url("indicator_edit", assessment.pk, indicator.pk), data)

    assert response.status_code == 302
    indicator.refresh_from_db()
    assert (indicator.version, indicator.area.code, figures(indicator)) == (
        2,
        "ข",
        [(2568, Decimal(71), None, None)],
    )


def test_who_comes_second_sees_both_and_may_save_hers(assessment, cast, as_user):
    indicator = make_indicator(assessment, y2568=("70", "80", None))
    client, place = as_user(cast.lead), url("indicator_edit", assessment.pk, indicator.pk)
    client.post(place, FIELDS | {"version": "1", "value_2568": "71"})

    late = client.post(place, FIELDS | {"version": "1", "value_2568": "๗๒"})

    assert late.status_code == 409
    assert ("ผลจริงปี 2568", "71", "๗๒") in late.context["rows"]
    assert figures(indicator) == [(2568, Decimal(71), None, None)]
    mine = dict(late.context["typed"]) | {"version": str(late.context["indicator"].version)}
    assert client.post(place, mine).status_code == 302
    assert figures(indicator) == [(2568, Decimal(72), None, None)]


def test_a_moved_band_lapses_the_confirmation(assessment, cast, as_user):
    client = as_user(cast.lead)
    client.post(url("score", assessment.pk, "7.2"), {"version": "0", "confirm": "0"})

    grown = {"value_2566": "80", "value_2567": "85", "value_2568": "90", "target_2568": "80"}
    client.post(url("indicator_add", assessment.pk, "7.2"), FIELDS | grown)

    assert Score.objects.get(stage=Stage.SELF).confirmed is False


def test_an_area_without_questions_that_apply_takes_no_indicator(assessment, cast, as_user):
    assessment.answers.filter(question__code="7.2-1").update(not_applicable="หน่วยงานไม่มีบริการนี้เลยแม้แต่น้อย", version=1)

    response = as_user(cast.lead).post(url("indicator_add", assessment.pk, "7.2"), FIELDS)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["area"])


def test_an_indicator_is_deleted_after_it_was_asked(assessment, cast, as_user):
    indicator = make_indicator(assessment)
    client, place = as_user(cast.lead), url("indicator_delete", assessment.pk, indicator.pk)

    assert client.get(place).status_code == 200
    assert Indicator.objects.count() == 1
    assert client.post(place, {"version": "1"}).status_code == 302
    assert Indicator.objects.count() == 0


@pytest.mark.parametrize("version", ["2", "", "x"])
def test_a_changed_indicator_is_not_deleted_unseen(assessment, cast, as_user, version):
    indicator = make_indicator(assessment)

    response = as_user(cast.lead).post(url("indicator_delete", assessment.pk, indicator.pk), {"version": version})

    assert (response.status_code, Indicator.objects.count()) == (409, 1)


def pages(assessment, indicator) -> list[str]:
    return [
        url("indicator_add", assessment.pk, "7.2"),
        url("indicator_edit", assessment.pk, indicator),
        url("indicator_delete", assessment.pk, indicator),
    ]


@pytest.mark.parametrize("page", [0, 1, 2])
@pytest.mark.parametrize("role", ["approver", "manager", "coordinator"])
def test_only_those_who_write_reach_the_form(assessment, cast, as_user, role, page):
    place = pages(assessment, make_indicator(assessment).pk)[page]
    client = as_user(getattr(cast, role))

    assert (client.get(place).status_code, client.post(place, FIELDS).status_code) == (403, 403)


@pytest.mark.parametrize("page", [0, 1, 2])
def test_another_unit_finds_no_indicator(assessment, cast, as_user, page):
    assert as_user(cast.stranger).get(pages(assessment, make_indicator(assessment).pk)[page]).status_code == 404


@pytest.mark.parametrize("page", [0, 1, 2])
def test_after_the_submission_nothing_changes_and_nothing_typed_is_lost(assessment, cast, as_user, page):
    indicator = make_indicator(assessment)
    bring_to(assessment, Status.SUBMITTED, cast)
    client, place = as_user(cast.lead), pages(assessment, indicator.pk)[page]

    response = client.post(place, FIELDS | YEARS)

    assert (client.get(place).status_code, response.status_code) == (403, 403)
    if page < 2:
        assert ("ผลจริงปี 2568", "๘๕.๕") in response.context["typed"]
    assert figures(indicator) == []


def test_a_version_of_very_many_digits_is_not_the_latest(assessment, cast, as_user):
    indicator = make_indicator(assessment)

    response = as_user(cast.lead).post(pages(assessment, indicator.pk)[2], {"version": "9" * 5_000})

    assert (response.status_code, assessment.indicators.count()) == (409, 1)


@pytest.mark.parametrize("page", [0, 1, 2])
def test_no_other_method(assessment, cast, as_user, page):
    assert as_user(cast.lead).put(pages(assessment, make_indicator(assessment).pk)[page]).status_code == 405


def test_what_is_not_there_is_not_found(assessment, cast, as_user):
    client = as_user(cast.lead)

    found = [
        client.get(place).status_code
        for place in (
            url("indicator_add", assessment.pk, "1.1"),
            url("indicator_add", assessment.pk, "9.9"),
            url("indicator_edit", assessment.pk, 999_999),
            url("indicator_delete", assessment.pk, 999_999),
        )
    ]

    assert found == [404] * 4
