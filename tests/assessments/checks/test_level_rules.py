"""The check-up of scheme levels: what stops a submission, and what is told as a warning."""

from decimal import Decimal

import pytest

from assessments.checks import problems_of
from assessments.live import LiveRows
from assessments.models import CheckpointScore
from assessments.services.preparation import PreparationRefused
from assessments.statuses import Status
from criteria.models import Question
from tests.assessments.views.stage import make_indicator
from tests.cast import submit
from tests.levels import bring_levels_to, write_all

pytestmark = pytest.mark.django_db


def found(assessment, rule: str) -> list[tuple[str, bool]]:
    return [(problem.where, problem.is_error) for problem in problems_of(LiveRows(assessment)) if problem.rule == rule]


def test_what_nobody_judged_or_confirmed_stops_the_submission(levels):
    write_all(levels)

    assert found(levels, "unconfirmed_items") == [("1.1", True), ("7.1", True)]


def test_every_checkpoint_is_answered_or_not_applicable(levels):
    assert ("1.1-B1", True) in found(levels, "unanswered_questions")
    write_all(levels)
    assert found(levels, "unanswered_questions") == []


@pytest.mark.parametrize(("value", "count"), [("0", 0), ("0.5", 1), ("1", 1)])
def test_judged_above_nought_without_a_text_is_an_error(levels, value, count):
    question = Question.objects.get(code="1.1-A1")
    CheckpointScore.objects.create(assessment=levels, question=question, stage="self", value=Decimal(value))

    assert found(levels, "judged_without_text") == [("1.1-A1", True)] * count
    write_all(levels)
    assert found(levels, "judged_without_text") == []
    levels.answers.update(not_applicable="ภารกิจนี้โอนไปหน่วยงานอื่นแล้ว")
    assert found(levels, "judged_without_text") == [("1.1-A1", True)] * count


def test_a_required_sub_topic_without_result_is_a_warning(levels):
    assert found(levels, "required_subtopic") == [("7.1", False)]
    make_indicator(levels, 1, item="7.1", area="1")
    assert found(levels, "required_subtopic") == [("7.1", False)]
    make_indicator(levels, 2, item="7.1", area="1", y2568=("0", "10", None))
    assert found(levels, "required_subtopic") == []


def test_a_set_of_factors_knows_neither(assessment):
    rules = {problem.rule for problem in problems_of(LiveRows(assessment))}

    assert rules & {"judged_without_text", "required_subtopic"} == set()


def test_what_is_whole_can_be_sent(levels, cast):
    bring_levels_to(levels, Status.DRAFT, cast)
    levels.checkpoint_scores.filter(question__code="1.1-S1").delete()
    with pytest.raises(PreparationRefused):
        submit(levels, cast)
    question = Question.objects.get(code="1.1-S1")
    CheckpointScore.objects.create(assessment=levels, question=question, stage="self", value=Decimal(0))

    submit(levels, cast)

    levels.refresh_from_db()
    assert levels.status == Status.SUBMITTED
