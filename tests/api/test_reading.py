"""What a program reads is what the pages and commands tell: documents, scores, indicators, lists by key."""

import json

import pytest

from assessments.document import canonical, document_of, indicator_rows
from assessments.live import LiveRows
from assessments.score_document import score_document
from assessments.services.summaries import refresh_summary
from assessments.statuses import Stage, Status
from tests.api.asking import asked, program_of
from tests.cast import answer_all, bring_to, decide_all, make_assessment, make_cycle, make_unit


@pytest.fixture
def sent(cast, cycle):
    """A returned assessment whose live text is no longer what was sent."""
    assessment = bring_to(make_assessment(cast.unit, cycle, cast.lead), Status.RETURNED, cast)
    assessment.answers.update(text="แก้ไขหลังส่งคืน")
    return assessment


def test_own_people_read_the_assessment_as_it_stands(cast, sent):
    response = asked(program_of(cast.contributor), f"assessments/{sent.pk}")
    assert response.content.decode() == canonical(document_of(LiveRows(sent)))
    assert response.headers["PMQA-Copy-Of"] == "live"
    assert response.json()["answers"][0]["text"] == "แก้ไขหลังส่งคืน"


def test_others_read_the_latest_submission_to_the_letter(cast, sent):
    submission = sent.submissions.get()
    for person in (cast.coordinator, cast.assessor):
        response = asked(program_of(person), f"assessments/{sent.pk}")
        assert response.content.decode() == submission.document
        assert response.headers["ETag"] == f'"{submission.sha256}"'
        assert response.headers["PMQA-Copy-Of"] == "submission"
    own = asked(program_of(cast.manager), f"assessments/{sent.pk}/submission")
    assert own.content.decode() == submission.document


def test_a_document_that_the_program_has_is_not_sent_again(cast, sent):
    program, tag = program_of(cast.coordinator), f'"{sent.submissions.get().sha256}"'
    response = program.get(f"/api/v1/assessments/{sent.pk}", headers={"if-none-match": tag})
    assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", tag)


def test_scores_are_those_of_the_command(cast, sent):
    live = asked(program_of(cast.lead), f"assessments/{sent.pk}/scores").json()
    assert live == json.loads(json.dumps(score_document(sent)))
    frozen = asked(program_of(cast.coordinator), f"assessments/{sent.pk}/scores").json()
    assert (frozen["stage"], frozen["total"]) == ("self", live["total"])
    sent.scores.filter(item__code="1.1").update(percent=0)
    assert asked(program_of(cast.coordinator), f"assessments/{sent.pk}/scores").json() == frozen
    assert asked(program_of(cast.lead), f"assessments/{sent.pk}/scores").json()["total"] != live["total"]


def test_the_consensus_is_open_once_approved(cast, cycle):
    assessment = bring_to(make_assessment(cast.unit, cycle, cast.lead), Status.APPROVED, cast)
    found = asked(program_of(cast.lead), f"assessments/{assessment.pk}/scores", stage="consensus").json()
    assert found == json.loads(json.dumps(score_document(assessment, stage=Stage.CONSENSUS)))


def test_a_consensus_before_its_time_is_refused_with_the_reason(cast, cycle):
    assessment = bring_to(make_assessment(cast.unit, cycle, cast.lead), Status.IN_REVIEW, cast)
    decide_all(assessment, cast)
    response = asked(program_of(cast.lead), f"assessments/{assessment.pk}/scores", stage="consensus")
    assert response.status_code == 403
    assert response.json() == {"error": "refused", "message": "ข้อค้นพบและคะแนนของผู้ตรวจเปิดให้ดูเมื่อรับรองผลแล้ว"}


def test_indicators_are_rows_of_the_document(cast, assessment):
    area = assessment.criteria_set.categories.get(code="7").items.get(code="7.1").areas.get(code="ก")
    indicator = assessment.indicators.create(area=area, code="7.1-01", name="ผลผลิตต่อไร่", unit_of_measure="ร้อยละ")
    indicator.years.create(fiscal_year=2568, value="96.2")
    found = asked(program_of(cast.lead), f"assessments/{assessment.pk}/indicators").json()
    assert found == {"copy_of": "live", "indicators": indicator_rows(assessment)}
    assert found["indicators"][0]["values"] == {"2568": "96.2"}


def test_a_summary_tells_the_result_and_never_the_live_total(cast, sent):
    sent.scores.filter(item__code="1.1").update(percent=0)
    refresh_summary(sent.pk)
    sent.refresh_from_db()
    (row,) = asked(program_of(cast.coordinator), "summaries").json()["summaries"]
    assert row["result"]["points"] == f"{sent.summary.result_points:.2f}" != f"{sent.summary.self_points:.2f}"
    assert (row["result"]["maximum"], row["result"]["stage"]) == ("250.00", "self")
    assert [each["code"] for each in row["result"]["categories"]] == ["1", "7"]
    assert row["result"]["categories"][0]["share"] == "60.00"
    assert row["assessment"]["submission"] == 1


def test_before_the_first_submission_there_is_no_result(cast, assessment):
    answer_all(assessment)
    refresh_summary(assessment.pk)
    (row,) = asked(program_of(cast.coordinator), "summaries").json()["summaries"]
    assert row["result"] is None
    assert row["assessment"]["progress"]["answered"] == 8


def test_lists_are_narrowed(cast, cycle):
    first = make_assessment(cast.unit, cycle, cast.lead)
    later = make_cycle(cycle.criteria_set, 2569)
    second = bring_to(make_assessment(cast.unit, later, cast.lead), Status.SUBMITTED, cast)
    program = program_of(cast.coordinator)
    for query, expected in (
        ({"fiscal_year": 2569}, [second.pk]),
        ({"status": "draft"}, [first.pk]),
        ({"status": "submitted", "fiscal_year": 2568}, []),
    ):
        found = asked(program, "assessments", **query).json()["assessments"]
        assert [row["id"] for row in found] == expected, query
        found = asked(program, "summaries", **query).json()["summaries"]
        assert [row["assessment"]["id"] for row in found] == expected, query
    assert len(asked(program, "assessments", unit="A0008").json()["assessments"]) == 2
    assert asked(program, "assessments", unit="A0009").json()["assessments"] == []
    assert asked(program, "summaries", criteria_set="other").json()["summaries"] == []


@pytest.mark.parametrize(("address", "name"), [("assessments", "assessments"), ("summaries", "summaries")])
def test_pages_follow_by_key_and_keep_what_was_asked(cast, cycle, address, name):
    made = [make_assessment(make_unit(f"B{n}", f"กรมที่ {n}", parent=cast.unit.parent), cycle) for n in range(5)]
    program, seen = program_of(cast.coordinator), []
    following = f"http://testserver/api/v1/{address}?limit=2&fiscal_year=2568"
    while following:
        assert "fiscal_year=2568" in following
        page = program.get(following).json()
        seen.append([(row if name == "assessments" else row["assessment"])["id"] for row in page[name]])
        following = page["next"]
    keys = [each.pk for each in made]
    assert seen == [keys[:2], keys[2:4], keys[4:]]


def test_a_cursor_of_another_list_is_refused(cast, cycle):
    for n in range(2):
        make_assessment(make_unit(f"B{n}", f"กรมที่ {n}", parent=cast.unit.parent), cycle)
    program = program_of(cast.coordinator)
    following = asked(program, "assessments", limit=1).json()["next"]
    assert program.get(following.replace("/assessments?", "/summaries?")).status_code == 422


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_a_list_costs_the_same_for_any_number(cast, cycle, rows, django_assert_num_queries):
    """Token, roles, keys, rows."""
    for n in range(rows):
        unit = make_unit(f"B{n:02}", f"กรมที่ {n}", parent=cast.unit.parent)
        refresh_summary(make_assessment(unit, cycle).pk)
    program = program_of(cast.coordinator)
    asked(program, "summaries")
    for address, more in (("assessments", 0), ("summaries", 0), ("units", 3)):
        with django_assert_num_queries(4):
            page = asked(program, address).json()
        assert len(page[address]) == rows + more
