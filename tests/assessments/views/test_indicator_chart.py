from xml.etree import ElementTree

import pytest

from assessments.statuses import Status
from tests.assessments.views.stage import add_indicators, make_indicator, url
from tests.cast import bring_to

QUERIES = 8
YEARS = {
    "y2566": ("1000", "900", None),
    "y2567": ("1100.50", "1000", "1200"),
    "y2568": ("1234567.5", "1100", "1300"),
    "y2569": ("2000000", None, None),
}


@pytest.fixture
def indicator(assessment):
    return make_indicator(assessment, 1, **YEARS)


def page(client, indicator):
    return client.get(url("indicator_chart", indicator.assessment_id, indicator.pk))


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_the_unit_sees_the_chart(indicator, cast, as_user, role):
    assert page(as_user(getattr(cast, role)), indicator).status_code == 200


def test_nobody_else_does(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    indicator = make_indicator(assessment, 1, **YEARS)
    assert page(as_user(cast.coordinator), indicator).status_code == 403
    assert page(as_user(cast.assessor), indicator).status_code == 403
    assert page(as_user(cast.stranger), indicator).status_code == 404


def test_another_method_and_unknown_ids(indicator, assessment, cast, as_user):
    client = as_user(cast.manager)
    assert client.post(url("indicator_chart", assessment.pk, indicator.pk)).status_code == 405
    assert client.get(url("indicator_chart", assessment.pk, 999_999)).status_code == 404
    assert client.get(url("indicator_chart", 999_999, indicator.pk)).status_code == 404


def test_line_table_and_reasons_stand_together(indicator, cast, as_user):
    response = page(as_user(cast.manager), indicator)
    content = response.content.decode()

    rows = [(row.year, row.value, row.target, row.comparator) for row in response.context["chart"].years]
    assert rows == [
        (2566, "1,000", "900", ""),
        (2567, "1,100.5", "1,000", "1,200"),
        (2568, "1,234,567.5", "1,100", "1,300"),
        (2569, "2,000,000", "", ""),
    ]
    assert "คาดการณ์ ไม่นำมาให้คะแนน" in content
    assert "ปี 2568 ได้ 1,234,567.5 เป้าหมาย 1,100 บรรลุเป้าหมาย" in content
    assert "ปี 2566 ถึง 2568 ดีขึ้น" in content
    assert "คู่เทียบปี 2568 ได้ 1,300 ผลดีกว่าหรือเท่ากับคู่เทียบ" in content
    drawing = ElementTree.fromstring(content[content.index('<svg class="year-chart"') :].split("</svg>")[0] + "</svg>")  # noqa: S314  (our own output)
    assert drawing.get("role") == "img"


def test_thai_digits_are_used_where_the_person_wants_them(indicator, cast, as_user):
    client = as_user(cast.manager)
    client.post("/digits/")
    content = page(client, indicator).content.decode()
    assert "๑,๒๓๔,๕๖๗.๕" in content
    assert "1,234,567.5" not in content


def test_an_indicator_without_a_figure_says_so(assessment, cast, as_user):
    content = page(as_user(cast.manager), make_indicator(assessment)).content.decode()
    assert "ยังไม่มีค่ารายปีของตัวชี้วัดนี้" in content
    assert "year-chart" not in content


def test_neighbours_are_linked_in_the_order_of_their_codes(assessment, cast, as_user):
    first, second = make_indicator(assessment, 1), make_indicator(assessment, 2)
    third = make_indicator(assessment, 1, item="7.1")
    client = as_user(cast.manager)
    found = [(c["before"], c["after"]) for c in (page(client, each).context for each in (third, first, second))]
    assert found == [(None, first), (third, second), (first, None)]


def test_the_table_of_the_item_leads_to_the_chart(indicator, assessment, cast, as_user):
    content = as_user(cast.manager).get(url("item", assessment.pk, "7.2")).content.decode()
    assert f'href="{url("indicator_chart", assessment.pk, indicator.pk)}"' in content


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_takes_as_many_queries_for_any_number(assessment, cast, as_user, count, django_assert_num_queries):
    indicator = make_indicator(assessment, 99, item="7.1", **YEARS)
    add_indicators(assessment, count)
    client = as_user(cast.manager)

    with django_assert_num_queries(QUERIES):
        page(client, indicator)
