"""Last year's indicators are taken into an empty item with their figures; nothing is written over."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.document import indicator_rows
from assessments.statuses import EventKind, Status
from tests.assessments.services.stage import kinds
from tests.assessments.views.stage import add_indicators, make_indicator, url
from tests.cast import YEAR, bring_to, make_assessment, make_cycle
from tests.rows import digest


@pytest.fixture
def earlier(cast, assessment):
    """The year before with two indicators in 7.2 and one in 7.1."""
    before = make_assessment(cast.unit, make_cycle(assessment.criteria_set, YEAR - 1), cast.lead)
    make_indicator(before, 3, y2566=("0", None, None), y2567=("80.5", "81", "82"))
    make_indicator(before, 7, area="ข")
    make_indicator(before, 1, item="7.1")
    return before


@pytest.fixture
def place(assessment) -> str:
    return url("indicators_carry", assessment.pk, "7.2")


@pytest.mark.parametrize("role", ["contributor", "lead"])
def test_the_empty_item_holds_what_stood_last_year(assessment, cast, as_user, earlier, place, role):
    client = as_user(getattr(cast, role))
    assert client.get(url("item", assessment.pk, "7.2")).context["carried"] == (YEAR - 1, 2)

    response = client.post(place)

    assert (response.status_code, response.url) == (302, url("item", assessment.pk, "7.2"))
    assert indicator_rows(assessment) == [row for row in indicator_rows(earlier) if row["item"] == "7.2"]
    assert kinds(assessment) == [(EventKind.INDICATORS_CARRIED, "7.2, 2567: 2")]


def test_nothing_is_written_over(assessment, cast, as_user, earlier, place):
    make_indicator(assessment)
    client = as_user(cast.lead)
    before = digest()

    response = client.post(place, follow=True)

    assert digest() == before
    assert "หัวข้อนี้มีตัวชี้วัดแล้ว" in response.content.decode()
    assert response.context["carried"] is None


def test_an_area_that_does_not_apply_stays_empty(assessment, cast, as_user, earlier, place):
    assessment.answers.filter(question__code="7.2-1").update(not_applicable="ไม่มีบริการนี้เลยแม้แต่น้อยในหน่วยงาน", version=1)

    as_user(cast.lead).post(place)

    assert [row["code"] for row in indicator_rows(assessment)] == ["7.2-07"]


def test_without_a_year_before_there_is_nothing(assessment, cast, as_user, place):
    client = as_user(cast.lead)

    assert client.post(place).status_code == 404
    assert client.get(url("item", assessment.pk, "7.2")).context["carried"] is None


@pytest.mark.parametrize("role", ["approver", "manager", "coordinator"])
def test_only_those_who_write(assessment, cast, as_user, earlier, place, role):
    assert as_user(getattr(cast, role)).post(place).status_code == 403


def test_another_unit_another_status_another_item_and_method(assessment, cast, as_user, earlier, place):
    assert as_user(cast.stranger).post(place).status_code == 404
    client = as_user(cast.lead)
    assert client.get(place).status_code == 405
    assert client.post(url("indicators_carry", assessment.pk, "1.1")).status_code == 404
    bring_to(assessment, Status.SUBMITTED, cast)
    assert client.post(place).status_code == 403
    assert not assessment.indicators.exists()


def test_the_number_of_queries_does_not_grow(assessment, cast, as_user, earlier, place):
    client = as_user(cast.lead)
    counts = set()
    for size in (1, 3, 20):
        earlier.indicators.all().delete()
        assessment.indicators.all().delete()
        add_indicators(earlier, size)
        with CaptureQueriesContext(connection) as carried:
            client.post(place)
        client.get("/help/")
        assert assessment.indicators.count() == size
        counts.add(len(carried))
    assert len(counts) == 1, counts


def test_all_empty_items_are_filled_at_once(assessment, cast, as_user, earlier):
    make_indicator(assessment, 9, item="7.1")
    client, place = as_user(cast.lead), url("carry_all", assessment.pk)
    assert client.get(place).context["indicators"] == 2

    assert client.post(place, {"what": "indicators"}).status_code == 302

    assert [row["code"] for row in indicator_rows(assessment)] == ["7.1-09", "7.2-03", "7.2-07"]
    assert kinds(assessment) == [(EventKind.INDICATORS_CARRIED, "7.2, 2567: 2")]
    assert client.get(place).context["indicators"] == 0


def test_who_does_not_assign_work_fills_one_item_at_a_time(assessment, cast, as_user, earlier):
    response = as_user(cast.contributor).post(url("carry_all", assessment.pk), {"what": "indicators"})

    assert (response.status_code, assessment.indicators.count()) == (403, 0)
