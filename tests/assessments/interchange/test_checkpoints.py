"""The section `checkpoints` of `pmqa-assessment/1`: out and in again, and what is refused with its place."""

import json

import pytest

from assessments.interchange.reader import DocumentRefused
from assessments.models import Assessment, Cycle
from assessments.services.imports import ImportRefused
from assessments.statuses import EventKind, Status
from tests.assessments.interchange.sample import REASON, answer, export, head, indicator, make_tags, score, take
from tests.assessments.views.stage import make_indicator
from tests.cast import small_set
from tests.levels import bring_levels_to, levels_set
from tests.rows import digest

pytestmark = pytest.mark.django_db


def row(checkpoint: str = "1.1-B1", value="0.5", text: str = "หน่วยงานทบทวนวิสัยทัศน์ทุกปี", **more) -> dict:
    return {"stage": "self", "checkpoint": checkpoint, "value": value, "text": text, **more}


def document(**sections) -> dict:
    return head(**sections) | {"criteria_set": "small-levels"}


@pytest.fixture
def stage(cast):
    make_tags()
    return levels_set()


WHOLE = {
    "answers": [answer("P-1")],
    "indicators": [indicator("7.1-01", area="1")],
    "item_scores": [{"stage": "self", "item": "7.1", "percent": None, "confirmed": True}],
    "checkpoints": [
        row("1.1-S1", None, "", not_applicable=REASON),
        row("1.1-B1", "1", characteristics=["OPEN"], success_factors=["INNOVATION"], carried_from=2567),
        row("1.1-B2", 0.5),
        row("1.1-A1", "0", ""),
    ],
}


def test_what_was_written_comes_out_as_it_went_in(stage):
    assessment, _changes = take(document(**WHOLE))

    out = json.loads(export(assessment))

    assert [each["question"] for each in out["answers"]] == ["P-1"]
    assert [(each["checkpoint"], each["value"]) for each in out["checkpoints"]] == [
        ("1.1-A1", "0"),
        ("1.1-B1", "1"),
        ("1.1-B2", "0.5"),
        ("1.1-S1", None),
    ]
    assert out["checkpoints"][1] == {
        "stage": "self",
        "checkpoint": "1.1-B1",
        "value": "1",
        "text": "หน่วยงานทบทวนวิสัยทัศน์ทุกปี",
        "not_applicable": "",
        "carried_from": 2567,
        "characteristics": ["OPEN"],
        "success_factors": ["INNOVATION"],
    }
    assert out["item_scores"] == [
        {"stage": "self", "item": "7.1", "factors": {}, "percent": None, "reason": "", "confirmed": True}
    ]


def test_a_round_trip_is_equal_byte_for_byte(stage):
    assessment, _changes = take(document(**WHOLE))
    before = export(assessment)
    again, changes = take(json.loads(before))
    assert (export(again), changes) == (before, [])
    Assessment.objects.all().delete()
    Cycle.objects.all().delete()

    new, _changes = take(json.loads(before))

    assert export(new) == before


def test_a_section_replaces_its_own_questions_and_no_other(stage):
    assessment, _changes = take(document(**WHOLE))

    _same, changes = take(document(checkpoints=[row("1.1-B2", "1")]))

    assert changes == [
        "checkpoints 1.1-A1: ลบ",
        "checkpoints 1.1-B1: ลบ",
        "checkpoints 1.1-B2: เปลี่ยน",
        "checkpoints 1.1-S1: ลบ",
    ]
    assert assessment.answers.get(question__code="P-1").text == WHOLE["answers"][0]["text"]
    _same, changes = take(document(answers=[]))
    assert changes == ["answers P-1: ลบ"]
    judged = assessment.checkpoint_scores.get()
    assert (judged.question.code, judged.value, judged.version) == ("1.1-B2", 1, 2)


WRONG = {
    "a value between": ({"checkpoints": [row(value="0.3")]}, "checkpoints[0] (1.1-B1).value: ผลการพิจารณาต้องเป็น"),
    "a value above": ({"checkpoints": [row(value=2)]}, "checkpoints[0] (1.1-B1).value: ผลการพิจารณาต้องเป็น"),
    "a value in words": ({"checkpoints": [row(value="ครึ่ง")]}, "checkpoints[0] (1.1-B1).value: "),
    "a value that is true": ({"checkpoints": [row(value=True)]}, "checkpoints[0] (1.1-B1).value: "),
    "above nought without a text": ({"checkpoints": [row(text=" ")]}, "checkpoints[0] (1.1-B1).value: ให้ผลการพิจารณา"),
    "above nought, not applicable": (
        {"checkpoints": [row(not_applicable=REASON)]},
        "checkpoints[0] (1.1-B1).value: ให้ผลการพิจารณา",
    ),
    "another stage": ({"checkpoints": [row() | {"stage": "review"}]}, "checkpoints[0] (1.1-B1).stage: รับเฉพาะ"),
    "twice": ({"checkpoints": [row(), row()]}, "checkpoints[1] (1.1-B1).checkpoint: “1.1-B1” ซ้ำ"),
    "unknown": ({"checkpoints": [row("1.1-B9")]}, "checkpoints[0] (1.1-B9).checkpoint: ชุดเกณฑ์นี้ไม่มี"),
    "a question of the profile": ({"checkpoints": [row("P-1")]}, "checkpoints[0] (P-1).checkpoint: ชุดเกณฑ์นี้ไม่มี"),
    "without its value": (
        {"checkpoints": [{key: each for key, each in row().items() if key != "value"}]},
        "checkpoints[0] (1.1-B1): ไม่มีคีย์ “value”",
    ),
    "an unknown key": ({"checkpoints": [row(percent=60)]}, "checkpoints[0] (1.1-B1).percent: ไม่รู้จักคีย์นี้"),
    "among the answers": ({"answers": [answer("1.1-B1")]}, "answers[0] (1.1-B1).question: “1.1-B1” เป็นประเด็นพิจารณา"),
    "a percent of a sub-criterion": ({"item_scores": [score("1.1", 60)]}, "item_scores[0] (1.1).item: หัวข้อ 1.1"),
    "a percent of a dimension": ({"item_scores": [score("7.1", 60)]}, "item_scores[0] (7.1): หัวข้อ 7.1 ยืนยันโดยไม่มี"),
    "no list": ({"checkpoints": {}}, "checkpoints: ต้องเป็นรายการ JSON [ … ]"),
}


@pytest.mark.parametrize(("sections", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written(stage, sections, told):
    before = digest()

    with pytest.raises(DocumentRefused) as refused:
        take(document(**sections))

    assert [line.startswith(told) for line in refused.value.problems] == [True], refused.value.problems
    assert digest() == before


def test_a_set_of_factors_takes_no_checkpoints(cast):
    small_set()

    with pytest.raises(DocumentRefused) as refused:
        take(head(checkpoints=[row()]))

    assert refused.value.problems == ["checkpoints: ชุดเกณฑ์นี้ไม่มีประเด็นพิจารณา ให้ลบส่วนนี้ออก"]


def test_what_was_sent_is_not_imported_over(stage, levels_sent):
    with pytest.raises(ImportRefused):
        take(document(checkpoints=[row()]))


@pytest.fixture
def levels_sent(stage, cast):
    assessment, _changes = take(document())
    make_indicator(assessment, item="7.1", area="1")
    assessment.indicators.all().delete()
    return bring_levels_to(assessment, Status.SUBMITTED, cast)


def test_an_import_stands_in_the_history_once(stage):
    assessment, _changes = take(document(**WHOLE))

    assert [event.kind for event in assessment.events.all()] == [EventKind.IMPORTED, EventKind.CREATED]
