from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role, UnitKind
from assessments import desk as queue
from assessments.models import Assessment, Assignment, Submission, Summary
from assessments.services.summaries import refresh_summary
from assessments.statuses import Stage, Status
from tests.assessments.views.stage import url
from tests.cast import bring_to, make_assessment, make_cycle, make_unit, make_user
from tests.levels import levels_set

QUERIES = 12


def rows(client, **data) -> list[str]:
    return [row.assessment.unit.code for row in client.get(url("desk"), data).context["rows"]]


def fill(cycle, count: int) -> list[Assessment]:
    """So many submitted assessments of departments of their own."""
    found = []
    for number in range(count):
        unit = make_unit(f"D{number:03d}", f"กรมที่ {number}")
        assessment = make_assessment(unit, cycle)
        found.append(assessment)
    Assessment.objects.filter(pk__in=[a.pk for a in found]).update(status=Status.SUBMITTED)
    return found


def send(assessment, user) -> None:
    Submission.objects.create(
        assessment=assessment,
        number=1,
        document="{}",
        sha256="0" * 64,
        idempotency_key="k",
        submitted_by=user,
        submitted_at=timezone.now(),
    )


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager", "stranger", "administrator"])
def test_people_without_a_desk_find_none(assessment, cast, as_user, role):
    assert as_user(getattr(cast, role)).get(url("desk")).status_code == 404


def test_the_desk_is_read(cast, as_user):
    assert as_user(cast.coordinator).post(url("desk")).status_code == 405


def test_an_empty_desk_says_so(cast, as_user):
    assert as_user(cast.coordinator).get(url("desk")).status_code == 200


def test_a_coordinator_sees_of_a_draft_its_counts_and_no_way_in(assessment, cast, as_user):
    assessment.answers.filter(question__code="1.1-1").update(text="ความลับของฉบับร่าง", version=1)
    refresh_summary(assessment.pk)

    response = as_user(cast.coordinator).get(url("desk"))

    row = response.context["rows"][0]
    assert (row.left, row.is_open) == (7, False)
    assert "ความลับของฉบับร่าง" not in response.content.decode()
    assert url("review", assessment.pk) not in response.content.decode()


def test_a_coordinator_of_a_ministry_sees_its_units_and_never_his_own(assessment, cast, cycle, as_user):
    fill(cycle, 1)
    make_assessment(cast.other_unit, cycle)
    narrow = make_user("narrow", (Role.COORDINATOR, cast.unit.parent))
    seen = rows(as_user(narrow))
    Membership.objects.create(user=narrow, unit=cast.unit, role=Role.MANAGER)

    assert (sorted(seen), rows(as_user(narrow))) == (["A0008", "A0009"], ["A0009"])


def test_a_unit_that_is_late_is_marked_with_its_days(assessment, cast, as_user):
    Assessment.objects.update(due=timezone.now() - timedelta(days=2))

    assert as_user(cast.coordinator).get(url("desk")).context["rows"][0].days_late == 2


def test_what_is_sent_is_never_late(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    Assessment.objects.update(due=timezone.now() - timedelta(days=2))

    assert as_user(cast.coordinator).get(url("desk")).context["rows"][0].days_late == 0


def test_status_words_and_year_filter(assessment, cast, cycle, as_user):
    fill(cycle, 2)
    make_assessment(cast.unit, make_cycle(cycle.criteria_set, cycle.fiscal_year - 1))
    client = as_user(cast.coordinator)

    assert rows(client, status="draft") == ["A0008"]
    assert sorted(rows(client, status="submitted")) == ["D000", "D001"]
    assert rows(client, q="พัฒนา  ") == ["A0008"]
    assert rows(client, q="d001") == ["D001"]
    assert rows(client, q="d๐๐๑") == ["D001"]
    assert rows(client, q="ไม่มี") == []
    assert rows(client, year=str(cycle.fiscal_year - 1)) == ["A0008"]
    tabs = client.get(url("desk")).context["tabs"]
    assert [(status, number) for status, _label, number, _link in tabs if number] == [("draft", 1), ("submitted", 2)]


@pytest.mark.parametrize(
    "data",
    [
        *[{"status": "x"}, {"year": "9999"}, {"year": "ก"}, {"q": "a\x00b"}, {"cursor": "x"}, {"cursor": "WzFd:abc"}],
        *[{"ministry": "NONE"}, {"kind": "x"}, {"late": "x"}, {"set": "x"}, {"assessor": "999"}, {"assessor": "x"}],
        *[{"least": "มาก"}, {"most": "-1"}, {"least": "1e9"}, {"least": "NaN"}, {"sort": "self_points"}, {"sort": "-"}],
    ],
)
def test_nonsense_filters_nothing(assessment, cast, as_user, data):
    assert rows(as_user(cast.coordinator), **data) == ["A0008"]


def test_fifty_a_page_the_latest_submission_first(assessment, cast, cycle, as_user):
    found = fill(cycle, 51)
    send(found[7], cast.approver)
    client = as_user(cast.coordinator)

    first = client.get(url("desk"))
    second = client.get(f"{url('desk')}?{first.context['pages']['following']}")

    shown = [[row.assessment.unit.code for row in response.context["rows"]] for response in (first, second)]
    assert (len(shown[0]), shown[0][0], shown[1]) == (50, "D007", ["D049", "D050"])
    assert [(r.context["page"].first, r.context["page"].last, r.context["found"]) for r in (first, second)] == [
        (1, 50, 52),
        (51, 52, 52),
    ]
    back = client.get(f"{url('desk')}?{second.context['pages']['previous']}")
    assert [row.assessment.unit.code for row in back.context["rows"]] == shown[0]
    assert list(back.context["pages"]) == ["following"]


def judged(cycle, *points) -> list[Assessment]:
    """Departments D000, D001 ... with these result points, None before a submission; one of ten more answered each."""
    found = fill(cycle, len(points))
    Summary.objects.bulk_create(
        Summary(
            assessment=assessment,
            questions=30,
            answered=number,
            maximum=250,
            result_points=each,
            result_stage="" if each is None else Stage.SELF,
            computed_at=timezone.now(),
            complete_until=timezone.now(),
        )
        for number, (assessment, each) in enumerate(zip(found, points, strict=True))
    )
    return found


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("unit", ["D000", "D001", "D002", "D003"]),
        ("-unit", ["D003", "D002", "D001", "D000"]),
        ("score", ["D002", "D000", "D001", "D003"]),
        ("-score", ["D001", "D000", "D002", "D003"]),
        ("progress", ["D000", "D001", "D002", "D003"]),
        ("-progress", ["D003", "D002", "D001", "D000"]),
        ("submitted", ["D001", "D000", "D002", "D003"]),
        ("-submitted", ["D000", "D001", "D002", "D003"]),
        ("deadline", ["D003", "D000", "D001", "D002"]),
        ("-deadline", ["D000", "D001", "D002", "D003"]),
    ],
)
@pytest.mark.parametrize("size", [50, 1])
def test_every_order_page_by_page_and_back(cast, cycle, as_user, monkeypatch, sort, expected, size):
    """One row a page walks over everything that is equal or missing; back again it is the same walk."""
    found = judged(cycle, 100, "200.25", 50, None)
    send(found[1], cast.approver)
    send(found[0], cast.approver)
    Assessment.objects.filter(pk=found[3].pk).update(due=timezone.now())
    monkeypatch.setattr(queue, "PAGE", size)
    client, query, seen, pages = as_user(cast.coordinator), f"sort={sort}", [], []
    while query:
        pages.append(client.get(f"{url('desk')}?{query}"))
        seen += [row.assessment.unit.code for row in pages[-1].context["rows"]]
        query = pages[-1].context["pages"].get("following")
    assert seen == expected
    back, query = [], pages[-1].context["pages"].get("previous")
    while query:
        page = client.get(f"{url('desk')}?{query}")
        back = [row.assessment.unit.code for row in page.context["rows"]] + back
        query = page.context["pages"].get("previous")
    assert back == expected[:-1] * (size == 1)


def test_a_cursor_of_another_order_shows_the_first_page(cast, cycle, as_user, monkeypatch):
    judged(cycle, 1, 2, 3)
    monkeypatch.setattr(queue, "PAGE", 1)
    client = as_user(cast.coordinator)
    cursor = client.get(url("desk"), {"sort": "score"}).context["page"].following

    assert rows(client, sort="score", cursor=cursor) == ["D001"]
    assert rows(client, sort="-score", cursor=cursor) == ["D002"]
    assert rows(client, sort="score", cursor=cursor[:-1]) == ["D000"]


def test_the_heads_of_the_columns_tell_and_turn_the_order(assessment, cast, as_user):
    response = as_user(cast.coordinator).get(url("desk"), {"sort": "score", "status": "draft"})

    assert response.content.decode().count('aria-sort="ascending"') == 1
    headings = response.context["headings"]
    assert (headings["score"].direction, headings["score"].link) == ("ascending", "status=draft&sort=-score")
    assert (headings["unit"].direction, headings["unit"].link) == ("", "status=draft&sort=unit")


def test_the_filters(assessment, cast, cycle, as_user):
    first, second, third = judged(cycle, 100, "200.25", None)
    Assessment.objects.filter(pk=second.pk).update(status=Status.RETURNED, due=timezone.now() - timedelta(minutes=1))
    Assessment.objects.filter(pk=third.pk).update(status=Status.RETURNED, due=timezone.now() + timedelta(days=6))
    Assessment.objects.filter(pk=first.pk).update(due=timezone.now() - timedelta(days=9))  # sent: never late
    Assignment.objects.create(assessment=first, assessor=cast.assessor)
    Assignment.objects.create(
        assessment=second, assessor=cast.assessor, declared_at=timezone.now(), conflict="เคยทำงานที่นี่"
    )
    make_assessment(cast.other_unit, make_cycle(levels_set(), cycle.fiscal_year))
    client = as_user(cast.coordinator)

    def found(**data) -> list[str]:
        return sorted(rows(client, **data))

    assert found(late="late") == ["D001"]
    assert found(late="soon") == ["D002"]
    assert found(ministry="M08") == ["A0008", "A0009"]
    assert found(kind=UnitKind.DEPARTMENT, ministry="M08", set="small") == ["A0008"]
    assert found(kind=UnitKind.PROVINCE) == []
    assert found(assessor=str(cast.assessor.pk)) == ["D000", "D001"]
    assert found(assessor="none") == ["A0008", "A0009", "D001", "D002"]
    assert found(least="100") == ["D000", "D001"]
    assert found(least="๑๐๐.๐๑") == ["D001"]
    assert found(most="200") == ["D000"]
    assert found(least="300", most="200") == []


def test_a_row_shows_counts_and_results_and_a_dash_without_summary(assessment, cast, cycle, as_user):
    judged(cycle, "200.25")
    page = as_user(cast.coordinator).get(url("desk"), {"sort": "unit"})

    text = page.content.decode()
    without, judged_one = page.context["rows"]
    assert (without.summary, without.left, judged_one.summary.answered) == (None, None, 0)
    assert [words in text for words in ("200.25", "ข้อมูล ณ")] == [True, True]
    assert {"self_points", "self_provisional"} <= judged_one.summary.get_deferred_fields()


def test_a_live_score_never_reaches_the_desk(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    refresh_summary(assessment.pk)
    Summary.objects.update(self_points="111.11", result_points="99.99")

    text = as_user(cast.coordinator).get(url("desk")).content.decode()

    assert "99.99" in text
    assert "111.11" not in text


def test_no_query_of_the_desk_reads_answers_or_documents(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    client = as_user(cast.coordinator)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(url("desk"), {"q": "กรม", "sort": "score", "least": "0", "assessor": "none"})
    read = " ".join(query["sql"] for query in captured)
    assert "assessments_answer" not in read
    assert '"document"' not in read


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_desk_takes_as_many_queries_for_any_number(cast, cycle, as_user, count, django_assert_num_queries):
    found = judged(cycle, *range(count))
    Assignment.objects.bulk_create(Assignment(assessment=each, assessor=cast.assessor) for each in found)
    client = as_user(cast.coordinator)

    with django_assert_num_queries(QUERIES):
        response = client.get(url("desk"))

    assert len(response.context["rows"]) == count
