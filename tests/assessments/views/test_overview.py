"""The overview: results of what was sent, in scope, by filters, in pages by key, within one number of queries."""

from decimal import Decimal

import pytest

from accounts.models import Membership
from accounts.roles import Role, UnitKind
from assessments.models import Assessment, Summary
from assessments.services.summaries import refresh_summaries, refresh_summary
from assessments.statuses import Status
from tests.assessments.views.stage import url
from tests.cast import bring_to, make_assessment, make_cycle, make_unit, make_user
from tests.levels import bring_levels_to

QUERIES = 8


def get(client, **data):
    return client.get(url("overview"), data)


def heat(response) -> dict[str, list[int]]:
    """The bands of each unit by its code, in the order of the page."""
    return {row.unit.code: [cell.band for cell in row.cells] for _n, rows in response.context["groups"] for row in rows}


def fill(cycle, count: int, *, shares: str = "5000,6000,4000", parent=None, status: str = Status.SUBMITTED) -> None:
    """So many departments of their own with this result, or with none."""
    first = Assessment.objects.count()
    made = [
        make_assessment(make_unit(f"D{n:03}", f"กรมที่ {n}", parent=parent), cycle) for n in range(first, first + count)
    ]
    pks = [each.pk for each in made]
    Assessment.objects.filter(pk__in=pks).update(**{"status": status})
    refresh_summaries(pks)
    given = {"result_points": Decimal(125), "maximum": Decimal(250), "result_shares": shares, "result_stage": "self"}
    if status != Status.DRAFT:
        Summary.objects.filter(assessment__in=pks).update(**given, result_provisional=False)


@pytest.mark.parametrize(
    "role", ["contributor", "lead", "approver", "manager", "stranger", "assessor", "administrator"]
)
@pytest.mark.parametrize("name", ["overview", "overview_file"])
def test_only_coordinators_have_an_overview(assessment, cast, as_user, role, name):
    assert as_user(getattr(cast, role)).get(url(name)).status_code == 404


@pytest.mark.parametrize("name", ["overview", "overview_file"])
def test_the_overview_is_read(cast, as_user, name):
    assert as_user(cast.coordinator).post(url(name)).status_code == 405


def test_without_any_assessment_the_page_says_so(cast, as_user):
    response = get(as_user(cast.coordinator))
    assert (response.status_code, response.context["filters"].chosen_cycle) == (200, None)
    assert as_user(cast.coordinator).get(url("overview_file")).status_code == 404


def test_a_unit_that_was_not_sent_is_listed_without_any_figure_of_its_draft(assessment, cast, as_user):
    bring_to(assessment, Status.DRAFT, cast)
    refresh_summary(assessment.pk)
    response = get(as_user(cast.coordinator))
    assert heat(response) == {"A0008": []}
    assert response.context["totals"].total.count == 0
    assert url("review", assessment.pk) not in response.content.decode()


@pytest.mark.parametrize(
    ("status", "bands", "stage"), [(Status.SUBMITTED, [3, 0], "ประเมินตนเอง"), (Status.APPROVED, [3, 3], "ฉันทามติ")]
)
def test_the_cells_are_those_of_the_result(assessment, cast, as_user, status, bands, stage):
    """60 and 0 percent as the unit sent them; 50 percent throughout as the consensus."""
    bring_to(assessment, status, cast)
    refresh_summary(assessment.pk)
    response = get(as_user(cast.coordinator))
    row = response.context["groups"][0][1][0]
    assert (heat(response), row.stage) == ({"A0008": bands}, stage)
    assert [cell.share for cell in row.cells] == (["60.0", "0.0"] if status == Status.SUBMITTED else ["50.0", "50.0"])


def test_scheme_levels_is_shown_in_percent_of_its_maximum(levels, cast, as_user):
    bring_levels_to(levels, Status.APPROVED, cast)
    refresh_summary(levels.pk)
    response = get(as_user(cast.coordinator))
    summary = Summary.objects.get(assessment=levels)
    shares = [int(row.result_share * 100) for row in summary.categories.order_by("category__order")]
    total = round(summary.result_points * 10000 / summary.maximum)
    assert response.context["groups"][0][1][0].unit.shares == [total, *shares]
    assert len(heat(response)["A0008"]) == 2


def test_a_coordinator_sees_her_scope_and_never_her_own_unit(assessment, cast, cycle, as_user):
    fill(cycle, 1)
    fill(cycle, 1, parent=cast.unit.parent)
    narrow = make_user("narrow", (Role.COORDINATOR, cast.unit.parent))
    seen = list(heat(get(as_user(narrow))))
    Membership.objects.create(user=narrow, unit=cast.unit, role=Role.MANAGER)
    assert (seen, list(heat(get(as_user(narrow))))) == (["A0008", "D002"], ["D002"])
    assert [unit.code for unit in get(as_user(narrow)).context["filters"].ministries] == ["M08"]


def test_being_an_assessor_too_widens_nothing(assessment, cast, cycle, as_user):
    fill(cycle, 1)
    both = make_user("both", (Role.COORDINATOR, cast.unit.parent), (Role.ASSESSOR, None))
    other = Assessment.objects.exclude(pk=assessment.pk).get()
    other.assignments.create(assessor=both)
    assert list(heat(get(as_user(both)))) == ["A0008"]


def test_quartiles_only_from_five_units_on(cast, cycle, as_user):
    client = as_user(cast.coordinator)
    fill(cycle, 4)
    few = get(client)
    fill(cycle, 1, shares="9000,8000,10000")
    five = get(client)
    assert few.context["boxes"] == []
    assert "แสดงเมื่อมี 5 หน่วยงานขึ้นไป" in few.content.decode()
    assert few.context["trend"][0].mean is None
    assert [row.code for row in five.context["boxes"]] == ["รวม", "1", "7"]
    assert five.context["totals"].total.spread.mean == Decimal("58.00")
    assert five.context["totals"].categories[1].bands == (0, 0, 4, 0, 0, 1)
    assert five.context["trend"][0].mean == Decimal("50.00")
    assert "box-chart" in five.content.decode()
    assert "แสดงเมื่อมี" not in five.content.decode()


def test_the_trend_is_of_five_years_of_the_same_set(cast, cycle, as_user):
    for back in range(7):
        fill(make_cycle(cycle.criteria_set, cycle.fiscal_year - back) if back else cycle, 5)
    trend = get(as_user(cast.coordinator)).context["trend"]
    assert [each.year for each in trend] == list(range(cycle.fiscal_year - 4, cycle.fiscal_year + 1))
    earlier = cycle.criteria_set.cycles.get(fiscal_year=cycle.fiscal_year - 6)
    assert len(get(as_user(cast.coordinator), cycle=earlier.pk).context["trend"]) == 1


def test_filters_by_ministry_kind_status_and_cycle(assessment, cast, cycle, as_user):
    fill(cycle, 2)
    client = as_user(cast.coordinator)
    assert list(heat(get(client, ministry="M08"))) == ["A0008"]
    assert list(heat(get(client, status="submitted"))) == ["D001", "D002"]
    assert get(client, status="submitted").context["totals"].units == 3
    assert list(heat(get(client, kind=UnitKind.PROVINCE))) == []
    assert get(client, kind=UnitKind.PROVINCE).status_code == 200
    past = make_cycle(cycle.criteria_set, cycle.fiscal_year - 1)
    make_assessment(cast.unit, past)
    assert list(heat(get(client, cycle=past.pk))) == ["A0008"]


@pytest.mark.parametrize(
    "data",
    [
        *({"cycle": "x"}, {"cycle": "999"}, {"ministry": "M99"}, {"kind": "x"}, {"status": "x"}),
        *({"after": "a\x00b"}, {"after": "'"}, {"before": "/x"}),
    ],
)
def test_nonsense_filters_nothing(assessment, cast, as_user, data):
    assert list(heat(get(as_user(cast.coordinator), **data))) == ["A0008"]


def test_groups_are_ministries_and_what_belongs_to_none(assessment, cast, cycle, as_user):
    fill(cycle, 1)
    groups = get(as_user(cast.coordinator)).context["groups"]
    assert sorted(name for name, _rows in groups) == ["กระทรวงเกษตรและสหกรณ์", "ไม่สังกัดกระทรวง"]


def test_fifty_a_page_forth_and_back(cast, cycle, as_user):
    fill(cycle, 120)
    client = as_user(cast.coordinator)
    first = get(client)
    second = get(client, after=first.context["page"].after)
    third = get(client, after=second.context["page"].after)
    back = get(client, before=third.context["page"].before)
    start = get(client, before=back.context["page"].before)
    codes = [f"D{n:03}" for n in range(120)]
    assert [list(heat(page)) for page in (first, second, third)] == [codes[:50], codes[50:100], codes[100:]]
    assert (list(heat(back)), list(heat(start))) == (codes[50:100], codes[:50])
    assert (first.context["page"].before, third.context["page"].after, start.context["page"].before) == ("", "", "")


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_overview_takes_as_many_queries_for_any_number(cast, cycle, as_user, count, django_assert_num_queries):
    fill(cycle, count)
    client = as_user(cast.coordinator)
    get(client)
    with django_assert_num_queries(QUERIES):
        response = get(client)
    assert len(heat(response)) == count
