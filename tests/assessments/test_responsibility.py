"""Who holds what after all hand-overs: dates in, person out."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.utils import timezone

from assessments.responsibility import responsible

A, B, C, D = 1, 2, 3, 4
TODAY = date(2026, 10, 15)


@dataclass
class Step:
    """A hand-over, made in the month before unless the case says when."""

    giver_id: int
    receiver_id: int
    effective: date
    pk: int = 1
    made: tuple = (2026, 8, 1)

    @property
    def made_at(self):
        return datetime(*self.made, tzinfo=timezone.get_default_timezone())


def october(day: int) -> date:
    return date(2026, 10, day)


GIVEN_IN_AUGUST, GIVEN_TODAY = (2026, 8, 20), (2026, 10, 15, 12)
CASES = {
    "nobody handed over": (A, GIVEN_IN_AUGUST, [], A),
    "on the day": (A, GIVEN_IN_AUGUST, [Step(A, B, TODAY)], B),
    "before the day": (A, GIVEN_IN_AUGUST, [Step(A, B, october(1))], B),
    "in the future": (A, GIVEN_IN_AUGUST, [Step(A, B, october(16))], A),
    "of somebody else": (A, GIVEN_IN_AUGUST, [Step(C, B, october(1))], A),
    "given afterwards": (A, GIVEN_TODAY, [Step(A, B, october(1))], A),
    "given this morning, handed over at noon": (
        *(A, (2026, 10, 15, 9), [Step(A, B, TODAY, made=(2026, 10, 15, 12, 30))], B),
    ),
    "handed over this morning, given at noon": (*(A, GIVEN_TODAY, [Step(A, B, TODAY, made=(2026, 10, 15, 9))], A),),
    "a chain": (A, GIVEN_IN_AUGUST, [Step(A, B, october(1)), Step(B, C, october(5), 2)], C),
    "a chain in any order": (A, GIVEN_IN_AUGUST, [Step(B, C, october(5), 2), Step(A, B, october(1))], C),
    "a chain of one day": (A, GIVEN_IN_AUGUST, [Step(A, B, october(1)), Step(B, C, october(1), 2)], C),
    "a chain whose second link was earlier": (
        A,
        GIVEN_IN_AUGUST,
        [Step(B, C, october(1)), Step(A, B, october(5), 2)],
        B,
    ),
    "a chain that goes on in the future": (A, GIVEN_IN_AUGUST, [Step(A, B, october(1)), Step(B, C, october(20), 2)], B),
    "two of one person": (A, GIVEN_IN_AUGUST, [Step(A, B, october(1)), Step(A, C, october(5), 2)], B),
    "given between two of one person": (A, (2026, 10, 3), [Step(A, B, october(1)), Step(A, C, october(5), 2)], C),
    "there and back": (A, GIVEN_IN_AUGUST, [Step(A, B, october(1)), Step(B, A, october(5), 2)], A),
    "there and back on one day": (A, GIVEN_IN_AUGUST, [Step(A, B, october(1)), Step(B, A, october(1), 2)], A),
    "round and out": (
        *(A, GIVEN_IN_AUGUST, [Step(A, B, october(1)), Step(B, A, october(2), 2), Step(A, D, october(3), 3)], D),
    ),
    "since ever": (A, None, [Step(A, B, october(1))], B),
    "nobody": (None, None, [Step(A, B, october(1))], None),
}


@pytest.mark.parametrize("case", CASES)
def test_who_is_responsible(case):
    person, since, steps, expected = CASES[case]
    moment = datetime(*since, tzinfo=timezone.get_default_timezone()) if since else None
    assert responsible(person, moment, steps, TODAY) == expected
