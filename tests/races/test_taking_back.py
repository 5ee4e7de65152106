"""Eight people take other texts into one answer at once: one stands, seven are told."""

from functools import partial

import pytest

from assessments.models import Answer
from assessments.services.taking_back import Choice, Taken, take_back
from tests.cast import make_user
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TAKERS = 8


def test_one_of_eight_texts_is_taken(assessment):
    people = [make_user(f"taker{number}") for number in range(TAKERS)]
    for version in range(min(ROUNDS, 10)):
        texts = [f"รอบ {version} ฉบับของคนที่ {number}" for number in range(TAKERS)]
        results = at_once(
            *(
                partial(take_back, assessment=assessment, choices={"1.1-1": Choice(text, version)}, actor=person)
                for text, person in zip(texts, people, strict=True)
            )
        )
        won = [index for index, result in enumerate(results) if result == Taken(("1.1-1",), ())]
        lost = [result for result in results if result == Taken((), ("1.1-1",))]
        assert (len(won), len(lost)) == (1, TAKERS - 1), results
        answer = Answer.objects.get(assessment=assessment, question__code="1.1-1")
        assert (answer.text, answer.version, answer.revisions.count()) == (texts[won[0]], version + 1, version + 1)
