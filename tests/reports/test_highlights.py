"""What changed since last year and what waits for a decision: from decided scores and data, and how many lines."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.models import Assessment
from assessments.statuses import Status
from criteria.models import CriteriaSet
from reports.build import build_report, source_of
from reports.content import NextStep
from reports.highlights import Change, Decision, changes, decisions
from tests.assessments.views.stage import make_indicator
from tests.cast import YEAR, bring_to, make_assessment, make_cycle
from tests.reports.cases import levels
from tests.reports.sample import empty_content, full_content


def with_items(content, **fields):
    """The content with these fields in every item of the outcome areas."""
    last = content.categories[-1]
    last = replace(last, items=tuple(replace(item, **fields) for item in last.items))
    return replace(content, categories=(*content.categories[:-1], last))


def test_the_greatest_changes_come_first_with_the_item_that_moved_most():
    assert changes(full_content())[:2] == (
        Change(code="1", title="การนำองค์การ", gap=Decimal(9), item="1.1", item_gap=Decimal(3)),
        Change(code="4", title="การวัด การวิเคราะห์ และการจัดการความรู้", gap=Decimal("-7.5")),
    )
    assert len(changes(full_content())) == 4


def test_without_last_year_nothing_has_changed():
    assert changes(empty_content()) == ()


def test_what_stands_as_it_stood_is_left_out():
    content = full_content()
    same = replace(content, categories=tuple(replace(each, previous=each.points) for each in content.categories))
    assert changes(same) == ()


def test_decisions_are_drawn_from_the_data_in_their_order():
    found = decisions(full_content())
    assert [each.kind for each in found] == ["missed", "gain", "no_comparator"]
    assert found[0] == Decision(kind="missed", count=6, codes=("7.1-03", "7.2-03", "7.3-03"))
    assert found[0].has_more
    assert (found[1].codes, found[1].gain) == (("7.6",), Decimal("17.50"))


def test_areas_without_an_indicator_come_first():
    found = decisions(empty_content())
    assert found == (Decision(kind="no_indicator", count=6, codes=("7.1", "7.2", "7.3")),)


def test_a_report_without_results_asks_for_nothing():
    assert decisions(replace(empty_content(), categories=())) == ()


def test_of_equal_gains_the_shorter_way_is_told():
    long = NextStep(code="1.1", title="ก", changes=(), steps=3, gain=Decimal(10))
    content = replace(full_content(), next_steps=(long, replace(long, code="1.2", steps=1)))
    assert next(each.codes for each in decisions(content) if each.kind == "gain") == ("1.2",)


def test_a_scheme_without_comparators_asks_for_none():
    assert [each.kind for each in decisions(levels())] == ["missed", "gain"]


@pytest.fixture
def last_year(assessment, cast) -> Assessment:
    """The approved assessment of the year before: 50 percent of everything, as the consensus decided."""
    cycle = make_cycle(CriteriaSet.objects.get(), YEAR - 1)
    return bring_to(make_assessment(cast.unit, cycle, cast.lead), Status.APPROVED, cast)


def content_of(assessment):
    return build_report(source_of(assessment, live=True))


def test_last_years_decided_result_stands_in_total_category_and_item(assessment, last_year):
    content = content_of(assessment)
    assert (content.total.previous, content.total.previous_year) == (125, YEAR - 1)
    assert [each.previous for each in content.categories] == [60, 65]
    assert {item.previous_percent for item in content.items} == {50}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED])
def test_what_was_not_decided_is_not_told(assessment, cast, status):
    bring_to(make_assessment(cast.unit, make_cycle(CriteriaSet.objects.get(), YEAR - 1), cast.lead), status, cast)
    content = content_of(assessment)
    assert (content.total.previous, content.total.previous_year) == (None, None)


def test_an_assessor_is_not_told_of_last_year(assessment, cast, last_year, as_user):
    bring_to(assessment, Status.IN_REVIEW, cast)
    address = f"/assessments/{assessment.pk}/reports/summary/"
    told = {}
    for person in (cast.assessor, cast.coordinator):
        as_user(person).post(address)
        told[person] = assessment.rendered_reports.latest("pk").html
    assert "ปีก่อน</span>" not in told[cast.assessor]
    assert "ผลปีก่อน</span>" in told[cast.coordinator]


def test_missing_and_missed_targets_of_the_rows_ask_for_a_decision(assessment):
    make_indicator(assessment, 1, item="7.1", y2568=("80", "85", None))
    make_indicator(assessment, 2, item="7.1", y2568=("80", None, None))
    found = decisions(content_of(assessment))
    assert [(each.kind, each.codes) for each in found] == [
        ("no_indicator", ("7.2",)),
        ("missed", ("7.1-01",)),
        ("no_target", ("7.1-02",)),
    ]
