"""Sending a mass mail: exactly what was looked at, once, however often it is asked for (decision 19)."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.letters import post_letters
from accounts.tasks import letters
from assessments.mailing import Mailing
from assessments.models import MassMail

logger = logging.getLogger(__name__)


class MailingChanged(Exception):
    """Somebody else would get it now, or in other words; `mailing` is to be looked at anew. Nothing was sent."""

    def __init__(self, mailing: Mailing):
        super().__init__(mailing.fingerprint)
        self.mailing = mailing


class NobodyToWriteTo(Exception):
    """The selection holds nobody of this audience."""


def send_mass_mail(
    *, mailing_now: Callable[[], Mailing], fingerprint: str, key: UUID, query: str, actor: User
) -> MassMail:
    """The letters wait to be sent, and one row tells who sent what to how many.

    `mailing_now` reads the recipients inside of the transaction; they and their words must be those of `fingerprint`.
    The same `key` again sends nothing more. Raises MailingChanged, NobodyToWriteTo.
    """
    try:
        with transaction.atomic(durable=True):
            earlier = MassMail.objects.filter(author=actor, key=key).first()
            if earlier:
                return earlier
            return _sent(mailing_now(), fingerprint, {"key": key, "query": query, "author": actor})
    except IntegrityError:  # the same button in another request, a moment before
        return MassMail.objects.get(author=actor, key=key)


def letter_key(mail: MassMail, person: User | None = None) -> str:
    """Names the letter of this person; without one, what the keys of all its letters begin with."""
    return f"mass:{mail.pk}:{person.pk if person else ''}"


def _sent(mailing: Mailing, fingerprint: str, given: dict) -> MassMail:
    if not mailing.recipients:
        raise NobodyToWriteTo
    if mailing.fingerprint != fingerprint:
        raise MailingChanged(mailing)
    now = timezone.now()
    made = MassMail.objects.create(
        **given,
        **{name: getattr(mailing, name) for name in ("audience", "subject", "text", "assessments")},
        recipients=len(mailing.recipients),
        without_mail=len(mailing.unmailed),
        sent_at=now,
    )
    post_letters(
        mailing.letter_to(each, key=letter_key(made, each.person), created_at=now) for each in mailing.recipients
    )
    logger.info("mass mail %s by %s to %s recipients", made.pk, made.author_id, made.recipients)
    transaction.on_commit(letters.enqueue, robust=True)
    return made
