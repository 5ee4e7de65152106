"""Several workers at once: one notice each, one mail each."""

from functools import partial

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Digest, DigestState, Notice
from accounts.services.digests import retry_digest, send_digests
from assessments.models import ToldEvent
from assessments.services.events import record
from assessments.services.notices import tell_event
from assessments.statuses import EventKind
from tests.accounts.told import BEFORE, FRIDAY, THE_HOUR, interrupted, tell
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mailbox(settings) -> list:
    settings.EMAIL_CONFIG = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    return mail.outbox


def test_workers_that_tell_of_one_event_at_once_tell_once(assessment, cast):
    for number in range(1, ROUNDS + 1):
        at = timezone.now()
        event = record(assessment_id=assessment.pk, kind=EventKind.DUE_EXTENDED, actor=cast.coordinator, at=at)
        Notice.objects.filter(key__startswith=f"event-{event.pk}-").delete()
        ToldEvent.objects.filter(event=event).delete()
        assert at_once(*(partial(tell_event, event.pk) for _each in range(4))) == [None] * 4
        assert Notice.objects.count() == 3 * number
        assert ToldEvent.objects.count() == number


def test_workers_that_send_at_once_send_each_mail_once(cast, mailbox):
    people = [cast.lead, cast.approver, cast.contributor, cast.stranger]
    for number in range(1, ROUNDS + 1):
        for person in people:
            tell(person, 2, at=BEFORE, start=2 * number)
        sent = at_once(*(partial(send_digests, THE_HOUR) for _each in range(3)))
        assert sum(sent) == 4
        assert sorted(message.to[0] for message in mailbox) == sorted(person.email for person in people)
        assert not Notice.objects.filter(digest=None).exists()
        mailbox.clear()
        Digest.objects.all().delete()
        Notice.objects.all().delete()


def test_two_operators_retry_once(cast, mailbox):
    for _round in range(ROUNDS):
        tell(cast.lead, at=BEFORE)
        digest, now = interrupted(cast.lead), timezone.now()
        assert sorted(at_once(*(partial(retry_digest, digest, now) for _each in range(3)))) == [False, False, True]
        assert len(mailbox) == 1
        assert Digest.objects.get(day=FRIDAY).state == DigestState.SENT
        mailbox.clear()
        Digest.objects.all().delete()
        Notice.objects.all().delete()
