"""Comments of the unit's own people on a question, with the people they mention. Never part of a submission."""

import unicodedata
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts.models import User
from accounts.roles import UNIT_ROLES
from assessments.models import Answer, Comment, Cycle
from assessments.tasks import tell_mentioned_later

SIGN = "@"


def members_of(unit_id: int) -> QuerySet[User]:
    """The people of the unit, whom a comment can mention."""
    return User.objects.filter(memberships__unit=unit_id, memberships__role__in=UNIT_ROLES).distinct().order_by("pk")


def add_comment(*, answer: Answer, text: str, actor, mentions: Iterable[User] = ()) -> Comment:
    """The comment stands on the question, open; it mentions these members and those named in the text by @username,
    who are told once it is committed.

    In every status of the assessment: comments change nothing of it. People outside of the unit are not mentioned.
    """
    members = {member.username: member for member in members_of(answer.assessment.unit_id)}
    named = {members[name].pk for _start, _end, name in find_mentions(text, members)}
    named |= {member.pk for member in mentions} & {member.pk for member in members.values()}
    with transaction.atomic(durable=True):
        now = Cycle.objects.filter(pk=answer.assessment.cycle_id).values_list(Now(), flat=True).get()
        comment = Comment.objects.create(answer=answer, author=actor, text=text, at=now)
        comment.mentions.set(named - {actor.pk})
        if named - {actor.pk}:
            tell_mentioned_later(comment.pk)
    return comment


def resolve_comment(*, comment: Comment, resolved: bool, actor) -> None:
    """The comment is resolved by this person, or open again; as it was, if it was so before."""
    own = Comment.objects.filter(pk=comment.pk, resolved_at__isnull=resolved)
    own.update(resolved_at=Now() if resolved else None, resolved_by=actor if resolved else None)


def find_mentions(text: str, usernames: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where the text names a person: start, end, user name. The longest name counts, in any case of letters.

    Thai has no spaces, so a Thai name may be followed by text at once; a Latin one or a number ends where it ends. An
    @ inside of an address names nobody.
    """
    names, found, start = sorted(usernames, key=len, reverse=True), [], text.find(SIGN)
    while start >= 0:
        name = None if start and _is_latin(text[start - 1]) else _name_at(text, start + 1, names)
        end = start + 1 + len(name or "")
        if name:
            found.append((start, end, name))
        start = text.find(SIGN, end)
    return found


def _name_at(text: str, at: int, names: list[str]) -> str | None:
    for name in names:
        end = at + len(name)
        if text[at:end].casefold() == name.casefold() and not _goes_on(name[-1], text[end : end + 1]):
            return name
    return None


def _goes_on(last: str, following: str) -> bool:
    """Whether the next character belongs to the same word."""
    if not following:
        return False
    return unicodedata.category(following).startswith("M") or (_is_latin(last) and _is_latin(following))


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")
