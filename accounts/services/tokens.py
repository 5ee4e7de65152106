"""Tokens with which programs read in the name of a person: made, known again, revoked."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, User

MOST = 10
PREFIX = "pmqa_"  # so that a search for lost secrets finds it
SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


class TooManyTokens(Exception):
    """She has as many living tokens as anybody may have."""


class TokenNameTaken(Exception):
    """A living token of hers has this name: a form that was sent twice makes one."""


def make_token(*, actor: User, name: str, days: int, now: datetime) -> str:
    """A token of 256 random bits, told this once; it lives for so many days.

    Raises TooManyTokens, TokenNameTaken.
    """
    text = f"{PREFIX}{secrets.token_urlsafe(32)}"
    with transaction.atomic(durable=True):
        User.objects.select_for_update().get(pk=actor.pk)
        names = list(ApiToken.objects.living(now).filter(owner=actor).values_list("name", flat=True))
        if name in names:
            raise TokenNameTaken
        if len(names) >= MOST:
            raise TooManyTokens
        expires = now + timedelta(days=days)
        ApiToken.objects.create(owner=actor, name=name, sha256=hash_of(text), created_at=now, expires_at=expires)
    return text


def revoke_token(*, token_id: int, actor: User) -> ApiToken:
    """Her token opens nothing more; a second time changes nothing. Raises ApiToken.DoesNotExist for that of another."""
    token = ApiToken.objects.get(pk=token_id, owner=actor)
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    return token


def find_token(text: str, now: datetime) -> ApiToken | None:
    """The living token of a person who may sign in, with its owner; its day of use is noted once a day. One query."""
    if not SHAPE.fullmatch(text):
        return None
    found = ApiToken.objects.living(now).filter(sha256=hash_of(text), owner__is_active=True)
    token, today = found.select_related("owner").first(), timezone.localdate(now)
    if token and token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token


def hash_of(text: str) -> str:
    """What is kept of a token. No salt and no stretching: nobody guesses 256 bits."""
    return hashlib.sha256(text.encode()).hexdigest()
