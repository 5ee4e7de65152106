"""`pmqa-score/1`: the worked example of scoring.md 6 through rows and command, and what each stage counts."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.models import Assessment, Score
from assessments.score_document import ScoreMissing, score_document
from assessments.services.workflow import perform
from assessments.statuses import Action, Stage, Status
from tests.assessments.interchange.sample import REASON, answer, head, indicator, score, take
from tests.cast import answer_all, bring_to, decide_all, make_assessment, make_cycle, make_user, small_set, submit

pytestmark = pytest.mark.django_db
YEAR = 2569
COMPARED = "1 จาก 2 ตัวชี้วัดดีกว่าหรือเท่ากับคู่เทียบ อีก 1 ตัวยังไม่มีคู่เทียบของปีเดียวกัน"
INTEGRATED = "1 จาก 2 ประเด็นมีตัวชี้วัดหลักที่มีผลรายงาน ประเด็น ข ยังไม่มี"
FIRST = {
    "code": "7.2-01",
    "item": "7.2",
    "area": "ก",
    "values": {"2567": "80", "2568": "84", "2569": "88"},
    "targets": {"2567": "80", "2568": "82", "2569": "85"},
    "comparator": {"name": "กรมข้างเคียง", "values": {"2569": "86"}},
}
SECOND = {
    "code": "7.2-02",
    "item": "7.2",
    "area": "ข",
    "direction": "lower",
    "importance": "supporting",
    "values": {"2567": "12", "2568": "15", "2569": "14"},
    "targets": {"2569": "10"},
    "comparator": {},
}

ITEM = {
    "code": "7.2",
    "percent": 60,
    "confirmed": True,
    "points": "42.00",
    "maximum": "70.00",
    "suggested": {"band": 3, "percent": 60},
    "factors": {
        "Le": {"value": 3, "share": "0.5000", "reason": "1 จาก 2 ตัวชี้วัดบรรลุเป้าหมาย"},
        "T": {"value": 3, "share": "0.5000", "reason": "1 จาก 2 ตัวชี้วัดมีแนวโน้มที่ดี"},
        "C": {"value": 3, "share": "0.5000", "reason": COMPARED},
        "I": {"value": 3, "share": "0.5000", "reason": INTEGRATED},
    },
    "indicators": [
        {
            "code": "7.2-01",
            "current": 2569,
            "value": "88",
            "target": "85",
            "attained": True,
            "achievement": "103.53",
            "trend": "beneficial",
            "ahead": True,
        },
        {
            "code": "7.2-02",
            "current": 2569,
            "value": "14",
            "target": "10",
            "attained": False,
            "achievement": "60.00",
            "trend": "adverse",
            "ahead": False,
        },
    ],
}


def item_of(document: dict, code: str) -> dict:
    return next(item for category in document["categories"] for item in category["items"] if item["code"] == code)


def example(*scores, answers=(), indicators=(FIRST, SECOND)) -> Assessment:
    """The assessment of 2569 with the two indicators of the worked example."""
    rows = [indicator(**fields) for fields in indicators]
    document = head(fiscal_year=YEAR, answers=list(answers), indicators=rows, item_scores=list(scores))
    return take(document)[0]


@pytest.fixture
def cycle_2569(cast):
    return make_cycle(small_set(), YEAR)


def test_the_worked_example_through_rows_and_command(cycle_2569, capsys):
    assessment = example(score("7.2", 60))
    call_command("score_assessment", "A0008", YEAR, "small", "--format", "json")
    document = json.loads(capsys.readouterr().out)

    assert document == score_document(assessment)
    assert item_of(document, "7.2") == ITEM
    assert document["total"] == "42.00"


def test_the_keys_are_those_of_the_paper(cycle_2569):
    document = score_document(example(score("1.1")))

    assert set(document) == {"format", "criteria_set", "stage", "total", "maximum", "provisional", "categories"}
    assert (document["format"], document["criteria_set"], document["stage"]) == ("pmqa-score/1", "small", "self")
    assert [category["code"] for category in document["categories"]] == ["1", "7"]
    for category in document["categories"]:
        assert set(category) == {"code", "points", "maximum", "items"}
    items = [item for category in document["categories"] for item in category["items"]]
    assert [item["code"] for item in items] == ["1.1", "7.1", "7.2"]
    for item in items:
        keys = {"code", "percent", "confirmed", "points", "maximum", "suggested", "factors", "indicators"}
        assert set(item) == keys
        assert list(item["factors"]) == (["A", "D", "L", "I"] if item["code"] == "1.1" else ["Le", "T", "C", "I"])
        assert all(set(factor) == {"value", "share", "reason"} for factor in item["factors"].values())
    assert items[0]["factors"]["A"] == {"value": 3, "share": None, "reason": ""}
    assert (document["categories"][0]["points"], document["categories"][0]["maximum"]) == ("72.00", "120.00")
    assert (document["total"], document["maximum"]) == ("114.00", "250.00")


def test_what_is_not_confirmed_counts_with_its_suggestion_and_makes_the_total_provisional(cycle_2569):
    confirmed = [score("1.1"), score("7.1", 0)]
    document = score_document(example(*confirmed))
    results = item_of(document, "7.2")
    assert (results["percent"], results["confirmed"], results["points"]) == (60, False, "42.00")
    assert document["provisional"] is True

    document = score_document(example(*confirmed, score("7.2", 65)))
    assert document["provisional"] is False
    assert item_of(document, "7.2")["points"] == "45.50"


def test_a_process_item_with_a_factor_missing_has_no_suggestion_and_counts_nothing(cycle_2569):
    item = item_of(score_document(example(score(percent=None, factors={"A": 3, "D": 3, "L": 3}))), "1.1")
    assert (item["percent"], item["suggested"], item["points"], item["confirmed"]) == (None, None, "0.00", False)
    assert item["factors"]["I"] == {"value": None, "share": None, "reason": ""}


def test_a_lapsed_confirmation_counts_with_the_new_suggestion(cycle_2569):
    example(score("7.2", 65))
    item = item_of(score_document(example(indicators=[SECOND])), "7.2")
    assert (item["percent"], item["confirmed"], item["suggested"]) == (0, False, {"band": 0, "percent": 0})

    # Even where rows were changed behind the services: a band that moved takes the confirmation with it.
    assessment = example(score("7.2", 65))
    Score.objects.filter(item__code="7.2").update(confirmed_band=2)
    item = item_of(score_document(assessment), "7.2")
    assert (item["percent"], item["confirmed"]) == (60, False)


def test_no_indicator_suggests_0_which_must_still_be_confirmed(cycle_2569):
    item = item_of(score_document(example(indicators=[])), "7.2")
    assert (item["percent"], item["suggested"], item["confirmed"]) == (0, {"band": 0, "percent": 0}, False)
    assert {name: (factor["value"], factor["share"]) for name, factor in item["factors"].items()} == dict.fromkeys(
        ("Le", "T", "C", "I"), (0, "0.0000")
    )
    assert item_of(score_document(example(score("7.2", 0), indicators=[])), "7.2")["confirmed"] is True


def test_an_area_that_is_not_applicable_leaves_the_denominator_of_i(cycle_2569):
    assert item_of(score_document(example(indicators=[FIRST])), "7.2")["factors"]["I"]["share"] == "0.5000"

    marked = answer("7.2-2", "", not_applicable=REASON)
    item = item_of(score_document(example(indicators=[FIRST], answers=[marked])), "7.2")
    assert (item["factors"]["I"]["value"], item["factors"]["I"]["share"]) == (5, "1.0000")
    assert item["maximum"] == "70.00"

    both = [answer(code, "", not_applicable=REASON) for code in ("7.2-1", "7.2-2")]
    item = item_of(score_document(example(indicators=[], answers=both)), "7.2")
    assert (item["factors"]["I"]["value"], item["factors"]["I"]["share"]) == (0, "0.0000")


def test_a_value_of_zero_counts_and_a_year_ahead_does_not(cycle_2569):
    fields = SECOND | {"values": {"2569": "0", "2570": "99"}, "targets": {"2569": "0"}}
    item = item_of(score_document(example(indicators=[fields])), "7.2")
    assert item["indicators"] == [
        {
            "code": "7.2-02",
            "current": 2569,
            "value": "0",
            "target": "0",
            "attained": True,
            "achievement": None,
            "trend": "none",
            "ahead": False,
        }
    ]


@pytest.mark.parametrize("stage", [Stage.REVIEW, Stage.CONSENSUS])
def test_a_stage_without_a_score_is_told_so(assessment, cast, stage):
    label = Stage(stage).label
    for status in (Status.DRAFT, Status.SUBMITTED):
        bring_to(assessment, status, cast)
        with pytest.raises(CommandError) as refused:
            call_command("score_assessment", "A0008", 2568, "small", "--stage", stage)
        assert str(refused.value) == f"ยังไม่มีคะแนนขั้น “{label}” ของแบบประเมินนี้"
        assert refused.value.returncode == 1


def test_consensus_counts_only_what_was_decided(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    decide_all(assessment, cast, percent=50)
    document = score_document(assessment, stage=Stage.CONSENSUS)
    assert (document["stage"], document["total"], document["provisional"]) == ("consensus", "125.00", False)

    assessment.scores.filter(stage=Stage.CONSENSUS, item__code="7.1").delete()
    document = score_document(assessment, stage=Stage.CONSENSUS)
    item = item_of(document, "7.1")
    assert (item["percent"], item["points"], item["confirmed"]) == (None, "0.00", False)
    assert (document["total"], document["provisional"]) == ("95.00", True)
    assert score_document(assessment)["total"] == "72.00"


def review_score(assessment, author, percent: int) -> Score:
    """The score of one assessor for 7.1 in the latest submission."""
    return Score.objects.create(
        assessment=assessment,
        submission=assessment.submissions.first(),
        item=assessment.scores.get(stage=Stage.SELF, item__code="7.1").item,
        stage=Stage.REVIEW,
        author=author,
        percent=percent,
        reason=REASON,
        confirmed=True,
    )


def test_the_scores_of_two_assessors_are_never_mixed(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    review_score(assessment, cast.assessor, 50)
    assert item_of(score_document(assessment, stage=Stage.REVIEW), "7.1")["percent"] == 50

    review_score(assessment, make_user("assessor2"), 30)
    with pytest.raises(ScoreMissing, match="มีคะแนนของผู้ตรวจมากกว่าหนึ่งคน ให้ระบุ --assessor เป็น assessor, assessor2"):
        score_document(assessment, stage=Stage.REVIEW)
    second = score_document(assessment, stage=Stage.REVIEW, assessor="assessor2")
    assert item_of(second, "7.1")["percent"] == 30
    with pytest.raises(ScoreMissing):
        score_document(assessment, stage=Stage.REVIEW, assessor="nobody")


def test_a_review_is_of_the_frozen_indicators(assessment, cast):
    take(head(indicators=[indicator()]))
    Assessment.objects.filter(pk=assessment.pk).update(due=timezone.now() + timedelta(days=1))
    answer_all(assessment)
    assessment.scores.filter(item__code="7.1").update(confirmed_band=4, percent=85)
    bring_to_review(assessment, cast)
    assessment.indicators.all().delete()
    decide_all(assessment, cast)
    item = item_of(score_document(assessment, stage=Stage.CONSENSUS), "7.1")
    assert [row["code"] for row in item["indicators"]] == ["7.1-01"]
    assert item["suggested"] == {"band": 4, "percent": 85}


def bring_to_review(assessment, cast) -> None:
    """In review, with the scores that it has."""
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)


def test_the_score_of_another_unit_is_its_own(cast, cycle):
    take(head(indicators=[indicator()]))
    other = make_assessment(cast.other_unit, cycle)
    assert score_document(other)["total"] == "0.00"
