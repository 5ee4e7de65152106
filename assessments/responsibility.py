"""Who holds what was once given to a person, after all hand-overs: dates in, person out.

The work, the comments that call somebody and the locker read it; nothing is ever rewritten, so that the history keeps
every name.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from accounts.models import User
from assessments.models import Evidence, HandOver


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


def current_owners(unit_id: int, records: Iterable[Evidence]) -> dict[int, User | None]:
    """Who looks after each of these records of the unit's locker now, by key of the record. Two queries at most."""
    records, today = list(records), timezone.localdate()
    hand_overs = list(HandOver.objects.filter(unit=unit_id))
    held = {each.pk: responsible(each.owner_id, each.owner_since, hand_overs, today) for each in records}
    people = {each.owner_id: each.owner for each in records}
    missing = set(held.values()) - set(people)
    people |= User.objects.in_bulk(missing) if missing else {}
    return {key: people[person] for key, person in held.items()}


def _by_moment(pair) -> tuple[datetime, int]:
    return pair[0], pair[1].pk
