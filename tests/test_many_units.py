"""Ten thousand units and three years: pages ask the database as often as with a hundred, and read no answers."""

import json
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from accounts.roles import UnitKind
from assessments.desk import PAGE
from assessments.models import Answer, Assessment, Assignment, Submission, Summary
from assessments.statuses import Stage, Status
from criteria.models import Question
from tests.cast import make_cycle

UNITS = 10_000


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def crowd(cast, cycle):
    """Adds so many units, each with an assessment in each of three years, a third of them sent, all with summaries."""
    cycles = [cycle, *(make_cycle(cycle.criteria_set, cycle.fiscal_year - back) for back in (1, 2))]

    def add(first: int, last: int) -> None:
        units = Unit.objects.bulk_create(
            Unit(code=f"X{n:05}", name_th=f"หน่วยงานที่ {n}", kind=UnitKind.DIVISION, path=f"/X{n:05}/")
            for n in range(first, last)
        )
        statuses = [Status.DRAFT, Status.DRAFT, Status.SUBMITTED]
        made = Assessment.objects.bulk_create(
            Assessment(unit=unit, cycle=each, **{"status": statuses[n % 3]})
            for each in cycles
            for n, unit in enumerate(units)
        )
        now = cycle.closes
        Summary.objects.bulk_create(summary(assessment, n, now) for n, assessment in enumerate(made))
        Submission.objects.bulk_create(
            Submission(
                assessment=assessment,
                number=1,
                document="{}",
                sha256="0" * 64,
                idempotency_key="k",
                submitted_by=cast.approver,
                submitted_at=now,
            )
            for assessment in made
            if assessment.status == Status.SUBMITTED
        )
        Assignment.objects.bulk_create(
            Assignment(assessment=assessment, assessor=cast.assessor) for assessment in made[::9]
        )

    return add


def summary(assessment, number: int, now) -> Summary:
    is_sent = assessment.status == Status.SUBMITTED
    return Summary(
        assessment=assessment,
        questions=8,
        answered=number % 9,
        maximum=250,
        result_points=number % 250 if is_sent else None,
        result_stage=Stage.SELF if is_sent else "",
        computed_at=now,
        complete_until=now,
    )


def page_by_key(client, number: int, query: str) -> str:
    """The address of that page of the list, by walking; of the last one where there are fewer."""
    for _page in range(number - 1):
        following = client.get(f"/desk/?{query}").context["pages"].get("following")
        if not following:
            break
        query = following
    return f"/desk/?{query}"


ADDRESSES = ["/desk/", "/desk/?q=หน่วยงานที่+7", "/desk/?status=draft", "/desk/?late=soon&least=10&assessor=none", "/"]
ADDRESSES += [
    "/desk/?sort=unit",
    "/desk/?sort=-score",
    "/desk/?sort=progress",
    "/desk/?sort=deadline",
    "/desk/workload/",
]


@pytest.mark.long
@pytest.mark.parametrize("url", ADDRESSES)
def test_the_coordinator_s_pages_ask_as_often_for_ten_thousand_units_as_for_a_hundred(as_user, cast, crowd, url):
    client = as_user(cast.coordinator)
    crowd(0, 100)
    few = queries(client, url)
    crowd(100, UNITS)
    assert queries(client, url) == few <= 12


@pytest.mark.long
def test_page_two_hundred_by_key_asks_as_often_as_page_two(as_user, cast, crowd):
    """All units in the order of their codes: page 200 is the last one, and full."""
    client = as_user(cast.coordinator)
    crowd(0, 100)
    few = queries(client, page_by_key(client, 2, "sort=unit"))
    crowd(100, UNITS)
    last = page_by_key(client, UNITS // PAGE, "sort=unit")
    assert queries(client, last) == few <= 12
    shown = client.get(last).context
    assert [row.assessment.unit.code for row in shown["rows"]] == [f"X{n:05}" for n in range(UNITS - PAGE, UNITS)]
    assert (shown["page"].first, shown["found"]) == (UNITS - PAGE + 1, UNITS)


@pytest.mark.long
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="EXPLAIN of PostgreSQL")
def test_no_list_scans_answers_or_submissions_row_by_row(as_user, cast, crowd, cycle):
    """EXPLAIN of every query of every address, with the tables of a year filled and measured."""
    client = as_user(cast.coordinator)
    crowd(0, UNITS)
    question = Question.objects.filter(area__item__category__criteria_set=cycle.criteria_set).first()
    Answer.objects.bulk_create(
        Answer(assessment_id=pk, question=question) for pk in Assessment.objects.values_list("pk", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for address in [*ADDRESSES, page_by_key(client, 3, "sort=-submitted")]:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        for query in captured.captured_queries:
            if query["sql"].startswith("SELECT"):
                assert scanned(query["sql"]) & {"assessments_answer", "assessments_score"} == set(), query["sql"]


def scanned(sql: str) -> set[str]:
    """The tables that the plan of this query reads at all from beginning to end."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql)
        plan = cursor.fetchone()[0]
    text = plan if isinstance(plan, str) else json.dumps(plan)
    return set(re.findall(r'"Seq Scan"[^{}]*?"Relation Name": "(\w+)"', text))


@pytest.mark.long
@pytest.mark.parametrize("url", ["/overview/", "/overview/?after=/X05000/", "/overview/?kind=division&status=draft"])
def test_the_overview_asks_as_often_for_ten_thousand_units_as_for_a_hundred(as_user, cast, crowd, url):
    client = as_user(cast.coordinator)
    crowd(0, 100)
    few = queries(client, url.replace("05000", "00050"))
    crowd(100, UNITS)
    assert queries(client, url) == few <= 12


@pytest.mark.long
@pytest.mark.django_db
def test_ten_thousand_units_are_loaded_in_a_handful_of_statements(tmp_path):
    path = tmp_path / "units.csv"
    rows = [f"X{n:05},หน่วยงานที่ {n},Unit {n},division,{'' if n == 0 else 'X00000'}" for n in range(UNITS)]
    path.write_text("\n".join(["code,name_th,name_en,kind,parent_code", *rows]))
    call_command("load_units", str(path))
    assert Unit.objects.filter(path__startswith="/X00000/").count() == UNITS
    with CaptureQueriesContext(connection) as captured:
        call_command("load_units", str(path))
    assert len(captured) <= 6
