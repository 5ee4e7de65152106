"""Several workers at once: one notice each, one mail each."""

from functools import partial
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Digest, DigestState, Letter, Notice
from accounts.services.digests import retry_digest, send_digests
from accounts.services.letters import post_letters, send_letters
from assessments.mailing import mailing_of
from assessments.models import Assessment, Audience, MassMail, ToldEvent
from assessments.services.events import record
from assessments.services.mass_mails import send_mass_mail
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


def test_workers_that_send_letters_at_once_send_each_once(cast, mailbox):
    people = [cast.lead, cast.approver, cast.contributor, cast.stranger]
    for number in range(ROUNDS):
        words = {"author": cast.coordinator, "subject": "เตือน", "text": "ก", "created_at": timezone.now()}
        post_letters(Letter(recipient=each, key=f"{number}-{each.pk}", **words) for each in people)
        assert sum(at_once(*(send_letters for _each in range(3)))) == 4
        assert sorted(message.to[0] for message in mailbox) == sorted(person.email for person in people)
        mailbox.clear()


def test_one_mass_mail_sent_by_several_requests_at_once_is_one(assessment, cast, mailbox):
    for number in range(1, ROUNDS + 1):
        words = {"audience": Audience.LEADS, "subject": "เตือน", "text": "ก", "author": cast.coordinator}
        mailing = partial(mailing_of, Assessment.objects.all(), **words)
        given = {"fingerprint": mailing().fingerprint, "key": uuid4(), "query": "", "actor": cast.coordinator}
        results = at_once(*(partial(send_mass_mail, mailing_now=mailing, **given) for _each in range(3)))
        assert set(results) == {MassMail.objects.first()}, results
        assert (MassMail.objects.count(), Letter.objects.count()) == (number, number)
