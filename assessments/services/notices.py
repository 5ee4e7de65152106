"""Notices of events and of comments: made after the fact, once, and caught up by the sweep (decision 16)."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Notice
from accounts.services.notices import give_notices
from assessments.models import AssessmentEvent, Comment, ToldEvent
from assessments.notices import TOLD, key_of_mention, notices_of, notices_of_comment

logger = logging.getLogger(__name__)

LOOKS_BACK = timedelta(days=30)  # the sweep asks for no older event; the jobs of those wait in the queue


class NoticesFailed(Exception):
    """The notices of these events or comments could not be made; all others stand."""


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


def tell_missed(now: datetime) -> None:
    """What a crash left untold is told. One that cannot be told does not stop the others. Raises NoticesFailed."""
    failed = []
    missed = [(tell_event, pk) for pk in untold_events(now)] + [(tell_comment, pk) for pk in untold_comments(now)]
    for tell, pk in missed:
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
