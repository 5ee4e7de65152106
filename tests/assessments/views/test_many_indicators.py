"""Five hundred indicators in one item: its page and the scores ask as often as for twenty, and stay readable."""

import pytest

from assessments.models import Indicator, IndicatorYear
from assessments.services.indicators import MOST_INDICATORS
from criteria.models import Area
from tests.assessments.views.stage import url
from tests.cast import answer_all

ROWS = 50
MOST_QUERIES = 14


def add_many(assessment, count: int, item: str) -> None:
    """So many indicators of three years, in as few statements."""
    areas = list(Area.objects.filter(item__code=item, item__category__criteria_set=assessment.criteria_set))
    first = assessment.indicators.count() + 1
    made = Indicator.objects.bulk_create(
        Indicator(
            assessment=assessment,
            area=areas[number % len(areas)],
            code=f"{item}-{number:03d}",
            name=f"ตัวชี้วัด {number}",
            unit_of_measure="ร้อยละ",
        )
        for number in range(first, first + count)
    )
    IndicatorYear.objects.bulk_create(
        IndicatorYear(indicator=each, fiscal_year=year, value=80 + year % 7, target=80, comparator=79)
        for each in made
        for year in (2566, 2567, 2568)
    )


def queries_of(client, path: str, django_assert_max_num_queries) -> int:
    with django_assert_max_num_queries(MOST_QUERIES) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["item", "scores"])
@pytest.mark.parametrize("scheme", ["assessment", "levels"])
def test_the_results_pages_ask_as_often_for_five_hundred(
    request, cast, as_user, django_assert_max_num_queries, scheme, page
):
    draft = request.getfixturevalue(scheme)
    path = url(page, draft.pk, *(["7.1"] if page == "item" else []))
    client = as_user(cast.lead)
    add_many(draft, 20, "7.1")
    client.get(path)  # reads the criteria
    few = queries_of(client, path, django_assert_max_num_queries)
    add_many(draft, MOST_INDICATORS - 20, "7.1")
    assert queries_of(client, path, django_assert_max_num_queries) == few


@pytest.mark.parametrize("scheme", ["assessment", "levels"])
def test_a_long_table_is_read_page_by_page(request, cast, as_user, scheme):
    draft = request.getfixturevalue(scheme)
    client, path = as_user(cast.lead), url("item", draft.pk, "7.1")
    add_many(draft, ROWS, "7.1")
    whole = client.get(path)
    assert len(whole.context["table"].rows) == ROWS
    assert "หน้าถัดไป" not in whole.content.decode()

    add_many(draft, 1, "7.1")
    first, last = client.get(path), client.get(f"{path}?page=2")

    assert "1–50 จาก 51 ตัวชี้วัด" in first.content.decode()
    assert f'href="{path}?page=2"' in first.content.decode()
    assert [row.code for row in last.context["table"].rows] == ["7.1-051"]
    assert len(last.context["result"].indicators) == ROWS + 1


def test_a_page_that_is_not_there_is_the_last(assessment, cast, as_user):
    add_many(assessment, ROWS + 1, "7.1")
    response = as_user(cast.lead).get(url("item", assessment.pk, "7.1") + "?page=99")
    assert [row.code for row in response.context["table"].rows] == ["7.1-051"]


def test_a_refused_score_still_links_to_the_item(assessment, cast, as_user):
    add_many(assessment, ROWS + 1, "7.1")
    answer_all(assessment)
    path = url("item", assessment.pk, "7.1")
    response = as_user(cast.lead).post(url("score", assessment.pk, "7.1"), {"version": "1", "confirm": "52"})
    assert response.status_code == 422
    assert f'href="{path}?page=2"' in response.content.decode()
