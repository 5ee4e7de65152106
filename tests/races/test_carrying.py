"""Copying all of last year against somebody who writes: her text stands, whoever was first."""

from functools import partial

import pytest

from assessments.services.answers import StaleAnswer, save_answer
from assessments.services.carrying import carry_all
from tests.assessments.services.stage import answer_of
from tests.cast import YEAR, answer_all, make_assessment, make_cycle, small_set
from tests.races.runner import ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_text_of_this_year_is_copied_over(cast):
    criteria_set = small_set()
    earlier = make_assessment(cast.unit, make_cycle(criteria_set, YEAR - 20), cast.lead)
    answer_all(earlier, "ปีก่อน")
    for number in range(ROUNDS):
        assessment = make_assessment(cast.unit, make_cycle(criteria_set, YEAR - 19 + number), cast.lead)
        answer = answer_of(assessment, "1.1-1")
        carried, saved = at_once(
            partial(carry_all, assessment=assessment, earlier=earlier, actor=cast.lead),
            partial(save_answer, answer=answer, text="ปีนี้", version=0, actor=cast.contributor),
        )
        stands = answer_of(assessment, "1.1-1")
        others = assessment.answers.count() - 1
        if isinstance(saved, StaleAnswer):  # copied first: her text is kept beside it, and she is asked
            assert (carried, stands.text, stands.revisions.filter(text="ปีนี้").count()) == (others + 1, "ปีก่อน", 1)
        else:
            assert (carried, stands.text, stands.carried_from) == (others, "ปีนี้", None)
