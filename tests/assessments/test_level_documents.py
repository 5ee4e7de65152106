"""`pmqa-score/1` of scheme levels: every number worked out by hand, at each stage."""

from decimal import Decimal

import pytest

from assessments.models import CheckpointScore, Score
from assessments.review_document import review_of
from assessments.score_document import ScoreMissing, score_document
from assessments.services.workflow import TransitionRefused, perform
from assessments.statuses import Action, Stage, Status
from criteria.models import Item, Question
from tests.assessments.views.stage import make_indicator
from tests.levels import bring_levels_to, value_all, write_all

pytestmark = pytest.mark.django_db


def judge(assessment, stage=Stage.SELF, **more):
    """B 1 and 1/2 of two, A 1, S nothing: 300 x 3/4 = 225, and A does not count while B is not whole."""
    for code, value in (("1.1-B1", "1"), ("1.1-B2", "0.5"), ("1.1-A1", "1")):
        question = Question.objects.get(code=code)
        CheckpointScore.objects.create(
            assessment=assessment, question=question, stage=stage, value=Decimal(value), **more
        )


def test_every_number_of_the_unit(levels):
    """7.1: 88 of 85 is 103.53 %, so 400; 80 of 100 is 80 %, so 240; sub-topics 400 and 240, mean 320.

    Total: (225 + 320) / 2 = 272.5; 272.5 / 500 x 4 = 2.18, so 2.2.
    """
    write_all(levels)
    judge(levels)
    make_indicator(levels, 1, item="7.1", area="1", y2568=("88", "85", None))
    make_indicator(levels, 2, item="7.1", area="2", y2568=("80", "100", None))

    found = score_document(levels)

    assert (found["total"], found["maximum"], found["provisional"], found["system"]) == (
        "272.50",
        "500.00",
        True,
        "2.2",
    )
    process, results = [category["items"][0] for category in found["categories"]]
    reason = process.pop("reason")
    assert process == {
        "code": "1.1",
        "points": "225.00",
        "maximum": "500.00",
        "label": "ยังไม่ผ่านระดับพื้นฐาน",
        "fractions": {"B": "0.7500", "A": "1.0000", "S": "0.0000"},
        "confirmed": False,
    }
    assert "1.5 ใน 2" in reason
    assert (results["code"], results["points"], results["confirmed"]) == ("7.1", "320.00", False)
    assert [(each["code"], each["points"], each["required"]) for each in results["subtopics"]] == [
        ("1", "400.00", True),
        ("2", "240.00", False),
    ]
    indicator = results["subtopics"][0]["indicators"][0]
    assert (indicator["code"], indicator["achievement"], indicator["points"]) == ("7.1-01", "103.53", "400.00")


def test_a_required_sub_topic_without_result_keeps_the_dimension_at_nought(levels):
    make_indicator(levels, 2, item="7.1", area="2", y2568=("88", "85", None))

    item = score_document(levels)["categories"][1]["items"][0]

    assert (item["points"], item["subtopics"][0]["points"]) == ("0.00", None)


def test_consensus_counts_only_what_reviewers_said(levels, cast):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    with pytest.raises(ScoreMissing):
        score_document(levels, stage=Stage.CONSENSUS)
    judge(levels, Stage.CONSENSUS, submission=levels.submissions.get(), author=cast.coordinator)

    found = score_document(levels, stage=Stage.CONSENSUS)

    assert [category["points"] for category in found["categories"]] == ["225.00", "0.00"]
    assert (found["total"], found["provisional"]) == ("112.50", True)


def test_a_review_is_of_one_assessor(levels, cast):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    for author in (cast.assessor, cast.coordinator):
        judge(levels, Stage.REVIEW, submission=levels.submissions.get(), author=author)

    with pytest.raises(ScoreMissing, match="assessor, coordinator"):
        score_document(levels, stage=Stage.REVIEW)
    assert score_document(levels, stage=Stage.REVIEW, assessor="assessor")["categories"][0]["points"] == "225.00"


def test_the_review_side_holds_the_checkpoints(levels, cast):
    bring_levels_to(levels, Status.APPROVED, cast)

    found = review_of(levels)

    assert found["checkpoints"][0] == {
        "submission": 1,
        "stage": "consensus",
        "checkpoint": "1.1-A1",
        "author": "coordinator",
        "value": "1",
    }
    assert len(found["checkpoints"]) == 4


def test_where_assessors_are_assigned_every_item_needs_a_consensus(levels, cast):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    levels.assignments.create(assessor=cast.assessor)
    submission = levels.submissions.get()
    with pytest.raises(TransitionRefused, match=r"1\.1, 7\.1"):
        perform(Action.APPROVE, assessment_id=levels.pk, actor=cast.coordinator)
    judge(levels, Stage.CONSENSUS, submission=submission, author=cast.coordinator)
    given = {"submission": submission, "stage": Stage.CONSENSUS, "author": cast.coordinator}
    Score.objects.create(assessment=levels, item=Item.objects.get(code="7.1"), confirmed=True, **given)
    with pytest.raises(TransitionRefused, match=r"หัวข้อ 1\.1$"):
        perform(Action.APPROVE, assessment_id=levels.pk, actor=cast.coordinator)
    question = Question.objects.get(code="1.1-S1")
    CheckpointScore.objects.create(assessment=levels, question=question, value=0, **given)

    perform(Action.APPROVE, assessment_id=levels.pk, actor=cast.coordinator)

    levels.refresh_from_db()
    assert levels.status == Status.APPROVED


def test_a_submission_holds_what_was_judged(levels, cast):
    bring_levels_to(levels, Status.SUBMITTED, cast)
    levels.checkpoint_scores.all().delete()

    submission = levels.submissions.get()

    assert submission.document.count('"value": "0.5"') == 4
    value_all(levels, "1", stage=Stage.CONSENSUS, submission=submission, author=cast.coordinator)
    assert score_document(levels, stage=Stage.CONSENSUS)["categories"][0]["items"][0]["label"] == "Significance"
