"""Who holds what was once given to a person, after all hand-overs: dates in, person out.

Services, views and the evidence locker read it; nothing is ever rewritten, so that the history keeps every name.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone


def takes_effect(hand_over) -> datetime:
    """The moment of a hand-over: the start of its day in Thailand, or when it was made if that was later."""
    return max(timezone.make_aware(datetime.combine(hand_over.effective, time.min)), hand_over.made_at)


def responsible(person_id: int | None, since: datetime | None, hand_overs: Iterable, on: date) -> int | None:
    """The key of the person who is responsible on that day for what was given to `person_id` at `since`.

    `hand_overs` are those of one unit in any order (pk, giver_id, receiver_id, effective, made_at). What was given
    after a hand-over took effect stays; `since` None means before all of them. Chains are followed, each hand-over
    counts once, so that A to B and B to A ends. Nobody responsible stays nobody.
    """
    holder = person_id
    for moment, hand_over in sorted(((takes_effect(each), each) for each in hand_overs), key=_by_moment):
        if holder is None or hand_over.effective > on:
            continue
        if hand_over.giver_id == holder and (since is None or since <= moment):
            holder, since = hand_over.receiver_id, moment
    return holder


def _by_moment(pair) -> tuple[datetime, int]:
    return pair[0], pair[1].pk
