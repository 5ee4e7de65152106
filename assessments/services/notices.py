"""Notices of events and of comments: made after the fact, once, and caught up by the sweep (decision 16)."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Notice
from accounts.services.notices import give_notices
from assessments.models import AssessmentEvent, Calibration, CalibrationHandIn, Comment, ToldEvent
from assessments.notices import (
    TOLD,
    key_of_back,
    key_of_mention,
    key_of_opening,
    notices_of,
    notices_of_back,
    notices_of_comment,
    notices_of_opening,
    scored_by_whom,
)

logger = logging.getLogger(__name__)

LOOKS_BACK = timedelta(days=30)  # the sweep asks for no older event; the jobs of those wait in the queue


class NoticesFailed(Exception):
    """The notices of these events, comments, sets or hand-ins could not be made; all others stand."""


def tell_event(event_id: int) -> None:
    """Everybody concerned has a notice of the event, and it counts as told. Idempotent."""
    place = ("assessment__unit", "assessment__cycle__criteria_set", "actor")
    event = AssessmentEvent.objects.select_related(*place).filter(pk=event_id).first()
    if event is None:
        return
    notices = notices_of(event)
    with transaction.atomic(durable=True):
        give_notices(notices)
        ToldEvent.objects.bulk_create([ToldEvent(event=event)], ignore_conflicts=True)


def tell_comment(comment_id: int) -> None:
    """Everybody whom the comment mentions has a notice. Idempotent."""
    place = ("author", "answer__assessment__unit", "answer__assessment__cycle", "answer__question__area__item")
    comment = Comment.objects.select_related(*place).filter(pk=comment_id).first()
    if comment is not None:
        give_notices(notices_of_comment(comment))


def tell_opening(calibration_id: int) -> None:
    """Every assessor who is to score the set has a notice, if it is open still. Idempotent."""
    give_notices(notices_of_opening(list(Calibration.objects.open().with_place().filter(pk=calibration_id))))


def tell_calibration_back(hand_in_id: int) -> None:
    """The assessor has a notice that her scores of a calibration set were handed back, and why. Idempotent."""
    place = ("assessor", "calibration__submission__assessment__unit")
    back = CalibrationHandIn.objects.filter(handed_back_at__isnull=False).select_related(*place)
    given = back.defer("calibration__submission__document").filter(pk=hand_in_id).first()
    if given is not None:
        give_notices(notices_of_back(given))


def tell_missed(now: datetime) -> None:
    """What a crash left untold is told. One that cannot be told does not stop the others. Raises NoticesFailed."""
    failed = []
    untold = {tell_event: untold_events, tell_comment: untold_comments}
    untold |= {tell_opening: untold_openings, tell_calibration_back: untold_backs}
    for tell, pk in [(tell, pk) for tell, keys in untold.items() for pk in keys(now)]:
        try:
            tell(pk)
        except Exception:
            logger.exception("%s %s", tell.__name__, pk)
            failed.append(f"{tell.__name__} {pk}")
    if failed:
        raise NoticesFailed(", ".join(failed))


def untold_events(now: datetime) -> list[int]:
    """Keys of the events of which people are told, and of which they were not yet."""
    found = AssessmentEvent.objects.filter(kind__in=list(TOLD), at__gte=now - LOOKS_BACK, told__isnull=True)
    return list(found.order_by("pk").values_list("pk", flat=True))


def untold_comments(now: datetime) -> list[int]:
    """Keys of the comments that mention somebody who may still have to be told. Two queries."""
    pairs = Comment.mentions.through.objects.filter(comment__at__gte=now - LOOKS_BACK, user__is_active=True)
    keys = {key_of_mention(*pair): pair[0] for pair in pairs.values_list("comment_id", "user_id")}
    known = set(Notice.objects.filter(key__in=list(keys)).values_list("key", flat=True))
    return sorted({comment for key, comment in keys.items() if key not in known})


def untold_openings(now: datetime) -> list[int]:
    """Keys of the open sets that an assessor is to score and has no notice of: also one who came later. Four queries.

    One while none was opened lately.
    """
    opened = list(Calibration.objects.open().with_place().filter(opened_at__gte=now - LOOKS_BACK))
    if not opened:
        return []
    keys = {key_of_opening(each.pk, person.pk): each.pk for each, person in scored_by_whom(opened)}
    known = set(Notice.objects.filter(key__in=list(keys)).values_list("key", flat=True))
    return sorted({pk for key, pk in keys.items() if key not in known})


def untold_backs(now: datetime) -> list[int]:
    """Keys of the hand-ins of calibration sets that were handed back and whose assessor has no notice. Two queries."""
    found = CalibrationHandIn.objects.filter(handed_back_at__gte=now - LOOKS_BACK, assessor__is_active=True)
    keys = {key_of_back(*pair): pair[0] for pair in found.values_list("pk", "assessor")}
    known = set(Notice.objects.filter(key__in=list(keys)).values_list("key", flat=True))
    return sorted(pk for key, pk in keys.items() if key not in known)
