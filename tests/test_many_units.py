"""Ten thousand units and three years: lists ask the database as often as with a hundred, and read no answers."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import UnitKind
from assessments.desk import PAGE
from assessments.models import Answer, Assessment, Assignment, SameText, Submission, Summary, TextSample
from assessments.statuses import Stage, Status
from criteria.models import Question
from tests.bench.many import ANSWERS
from tests.cast import YEAR, make_cycle

FEW, UNITS = 100, 10_000
QUERIES = 12
DESK = [
    "",
    "sort=unit",
    "sort=-score",
    "sort=progress",
    "sort=deadline",
    "status=draft",
    "status=submitted&least=10&assessor=none",
    "late=soon&kind=division&ministry=M08",
    "q=หน่วยงานที่+7",
    f"q=หน่วยงานที่+7&sort=-score&year={YEAR - 2}",
]


@pytest.fixture
def cycles(cycle):
    """This year and two before it, of one set; this one closes within the week."""
    cycle.closes = timezone.now() + timedelta(days=5)
    cycle.save()
    return [cycle, *(make_cycle(cycle.criteria_set, cycle.fiscal_year - back) for back in (1, 2))]


@pytest.fixture
def crowd(cast, cycles):
    """Adds the units of these numbers, each with an assessment in each of three years, all with summaries.

    A third of them are sent: every other one is assigned to the assessor, and each holds a text like its next four.
    """

    def add(first: int, last: int) -> None:
        ministry = cast.unit.parent
        given = {"kind": UnitKind.DIVISION, "parent": ministry}
        units = Unit.objects.bulk_create(
            Unit(code=f"X{n:05}", name_th=f"หน่วยงานที่ {n}", path=f"{ministry.path}X{n:05}/", **given)
            for n in range(first, last)
        )
        for cycle in cycles:
            add_year(cast, cycle, units)

    return add


def add_year(cast, cycle, units) -> None:
    statuses = [Status.SUBMITTED, Status.DRAFT, Status.DRAFT]
    made = Assessment.objects.bulk_create(
        Assessment(unit=unit, cycle=cycle, **{"status": statuses[int(unit.code[1:]) % 3]}) for unit in units
    )
    Summary.objects.bulk_create(summary(assessment, n, cycle.opens) for n, assessment in enumerate(made))
    sent = [assessment for assessment in made if assessment.status == Status.SUBMITTED]
    given = {"number": 1, "document": "{}", "sha256": "0" * 64, "idempotency_key": "k", "submitted_by": cast.approver}
    submissions = Submission.objects.bulk_create(
        Submission(assessment=assessment, submitted_at=cycle.opens, **given) for assessment in sent
    )
    Assignment.objects.bulk_create(Assignment(assessment=each, assessor=cast.assessor) for each in sent[::2])
    question = Question.objects.get(code="1.1-1")
    samples = TextSample.objects.bulk_create(
        TextSample(submission=each, question=question, hashes=b"") for each in submissions
    )
    SameText.objects.bulk_create(
        SameText(first=one, second=other, similarity=100 - n % 40)
        for step in (1, 2, 3, 4)
        for n, (one, other) in enumerate(zip(samples, samples[step:], strict=False))
    )


def summary(assessment, number: int, now) -> Summary:
    points = number % 250 if assessment.status == Status.SUBMITTED else None
    return Summary(
        assessment=assessment,
        questions=8,
        answered=number % 9,
        maximum=250,
        result_points=points,
        result_stage="" if points is None else Stage.SELF,
        result_shares="" if points is None else ",".join([str(points * 40)] * 3),
        computed_at=now,
        complete_until=now,
    )


def lists_of(cast, cycles, units: int) -> dict[str, tuple]:
    """Who opens which address, by name: every list, narrowed, searched and at its last page by key."""
    oldest, last = cycles[-1].pk, f"{cast.unit.parent.path}X{units - PAGE - 1:05}/"
    pairs = SameText.objects.of_cycle(cycles[0])
    place = pairs[min(pairs.count(), UNITS) - PAGE - 1]
    overview = {
        "first": "",
        "last page": f"?after={last}",
        "narrowed": "?ministry=M08&kind=division&status=submitted",
        "narrowed, last page of another year": f"?kind=division&cycle={oldest}&after={last}",
    }
    pages = {f"desk {query}": f"/desk/?{query}" for query in DESK}
    pages |= {f"overview, {name}": f"/overview/{query}" for name, query in overview.items()}
    pages |= {
        "workload": "/desk/workload/",
        "workload of another year": f"/desk/workload/?year={YEAR - 2}",
        "same texts": "/overview/same-texts/",
        "same texts, last page": f"/overview/same-texts/?place={place.similarity}-{place.pk}",
        "same texts of another year": f"/overview/same-texts/?cycle={oldest}",
    }
    found = {name: (cast.coordinator, url) for name, url in pages.items()}
    return found | {
        "own desk": (cast.assessor, "/desk/mine/"),
        "own desk, searched": (cast.assessor, f"/desk/mine/?q=หน่วยงานที่+7&sort=unit&year={YEAR - 2}"),
    }


def rows_of(response) -> int:
    """How many rows the list shows."""
    context = response.context
    if "groups" in context:
        return sum(len(rows) for _ministry, rows in context["groups"])
    return len(next(context[name] for name in ("pairs", "loads", "rows") if name in context))


def asked(as_user, pages) -> tuple[dict[str, int], dict[str, int]]:
    """Queries of each list, and its rows."""
    queries, rows = {}, {}
    for name, (user, url) in pages.items():
        client = as_user(user)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        assert response.status_code == 200, name
        queries[name], rows[name] = len(captured), rows_of(response)
    return queries, rows


@pytest.mark.long
def test_lists_ask_as_often_for_ten_thousand_units_as_for_a_hundred(as_user, cast, cycles, crowd):
    """Each of them shows something of a hundred units and a full page of ten thousand."""
    crowd(0, FEW)
    as_user(cast.coordinator).get("/overview/")  # reads the criteria once for all
    few, rows = asked(as_user, lists_of(cast, cycles, FEW))
    assert min(rows.values()) > 0
    crowd(FEW, UNITS)
    many, rows = asked(as_user, lists_of(cast, cycles, UNITS))
    assert {name: count for name, count in rows.items() if count != PAGE} == {
        "workload": 1,
        "workload of another year": 1,
    }
    assert many == few
    assert max(many.values()) <= QUERIES


def page_by_key(client, number: int, query: str) -> str:
    """The address of that page of the desk, by walking; of the last one where there are fewer."""
    for _page in range(number - 1):
        following = client.get(f"/desk/?{query}").context["pages"].get("following")
        if not following:
            break
        query = following
    return f"/desk/?{query}"


@pytest.mark.long
def test_page_two_hundred_by_key_asks_as_often_as_page_two(as_user, cast, crowd):
    """All units in the order of their codes, and those sent last first: page 200 is the last one, and full."""
    client = as_user(cast.coordinator)
    shown = {
        "sort=unit": [f"X{n:05}" for n in range(UNITS - PAGE, UNITS)],
        "sort=-submitted": [f"X{n:05}" for n in range(UNITS) if n % 3][-PAGE:],
    }
    crowd(0, FEW)
    few = {query: queries(client, page_by_key(client, 2, query)) for query in shown}
    crowd(FEW, UNITS)
    for query, codes in shown.items():
        last = page_by_key(client, UNITS // PAGE, query)
        assert queries(client, last) == few[query] <= QUERIES
        context = client.get(last).context
        assert [row.assessment.unit.code for row in context["rows"]] == codes
        assert (context["page"].first, context["found"]) == (UNITS - PAGE + 1, UNITS)


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.long
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="EXPLAIN of PostgreSQL")
def test_no_list_scans_answers_or_scores(as_user, cast, cycles, crowd):
    """EXPLAIN of every query of every list, with all answers of three years there and measured."""
    crowd(0, UNITS)
    with connection.cursor() as cursor:
        for cycle in cycles:
            cursor.execute(ANSWERS, ["ข้อความ", cycle.opens, cycle.pk, cycle.criteria_set_id])
        cursor.execute("ANALYZE")
    assert Answer.objects.count() == 8 * UNITS * len(cycles)
    assert read_whole(str(Answer.objects.values("text").query)) == {"assessments_answer"}
    pages = lists_of(cast, cycles, UNITS)
    for query in ("sort=-submitted", "sort=-score"):
        client = as_user(cast.coordinator)
        pages[f"page 3, {query}"] = (cast.coordinator, page_by_key(client, 3, query))
    for name, (user, url) in pages.items():
        client = as_user(user)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        for query in captured.captured_queries:
            if query["sql"].startswith("SELECT"):
                assert read_whole(query["sql"]) & {"assessments_answer", "assessments_score"} == set(), name


def read_whole(sql: str) -> set[str]:
    """The tables that the plan of this query reads without a condition on an index."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql)
        found = cursor.fetchone()[0]
    plans, tables = [each["Plan"] for each in (json.loads(found) if isinstance(found, str) else found)], set()
    while plans:
        plan = plans.pop()
        plans += plan.get("Plans", ())
        if "Relation Name" in plan and plan["Node Type"] != "Bitmap Heap Scan" and "Index Cond" not in plan:
            tables.add(plan["Relation Name"])
    return tables


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
