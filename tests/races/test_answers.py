"""Eight people save one answer: one wins, seven are told, no text is lost."""

from functools import partial

import pytest

from assessments.models import Answer
from assessments.services.answers import Saved, StaleAnswer, save_answer
from tests.cast import make_user
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SAVERS = 8


def test_one_of_eight_savers_wins_and_no_text_is_lost(assessment, cast):
    people = [make_user(f"saver{number}") for number in range(SAVERS)]
    answer = assessment.answers.select_related("question").first()
    for round_number in range(ROUNDS):
        answer = Answer.objects.select_related("question").get(pk=answer.pk)
        texts = [f"รอบ {round_number} ข้อความของคนที่ {number}" for number in range(SAVERS)]
        results = at_once(
            *(
                partial(save_answer, answer=answer, text=text, version=answer.version, actor=person)
                for text, person in zip(texts, people, strict=True)
            )
        )
        winners = [index for index, result in enumerate(results) if isinstance(result, Saved)]
        losers = [result for result in results if isinstance(result, StaleAnswer)]
        assert (len(winners), len(losers)) == (1, SAVERS - 1), results
        stored = Answer.objects.get(pk=answer.pk)
        assert (stored.text, stored.version) == (texts[winners[0]], round_number + 1)
        assert {loser.current.text for loser in losers} == {stored.text}
        kept = answer.revisions.order_by("-pk")[:SAVERS]
        assert sorted(revision.text for revision in kept) == sorted(texts)
