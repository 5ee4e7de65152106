"""A mass mail before it is sent: who would get it, in which words, and what all of that hangs on.

A person gets one letter, however many assessments of the selection are hers.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Letter, Membership, User
from accounts.roles import UNIT_ROLES, Role
from accounts.services.letters import is_mailed, one_line
from assessments.models import Assessment, Assignment, Audience
from thai.dates import long_date

MOST_RECIPIENTS = 1_000
NAMED = 10  # assessments that a placeholder names
PLACEHOLDER = re.compile(r"\{([^{}\n]{1,40})\}")
ROLES = {Audience.LEADS: [Role.LEAD], Audience.TEAM: list(UNIT_ROLES)}
OF_ASSESSMENT: dict[str, Callable[[Assessment], str]] = {
    gettext_lazy("สถานะ"): lambda assessment: str(assessment.get_status_display()),
    gettext_lazy("กำหนดส่ง"): lambda assessment: long_date(assessment.deadline),
}
NAME, UNIT = gettext_lazy("ชื่อผู้รับ"), gettext_lazy("หน่วยงาน")
KNOWN = (NAME, UNIT, *OF_ASSESSMENT)


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and means nothing, each once."""
    return list(dict.fromkeys(name for name in PLACEHOLDER.findall(text) if name not in KNOWN))


@dataclass(frozen=True)
class Recipient:
    """One person and her assessments among the selection, by code of the unit."""

    person: User
    assessments: tuple[Assessment, ...]

    @property
    def is_mailed(self) -> bool:
        return is_mailed(self.person)

    @property
    def reason(self) -> str:
        """Why no mail reaches her; empty where one does."""
        if not self.person.email:
            return _("ไม่มีที่อยู่อีเมล")
        return "" if self.is_mailed else _("เลือกไม่รับอีเมล")

    @property
    def units(self) -> str:
        return self._joined([one_line(each.unit) for each in self.assessments])

    def filled(self, text: str) -> str:
        """The text with what stands in braces written out."""
        return PLACEHOLDER.sub(lambda found: self._value(found[1]), text)

    def _value(self, name: str) -> str:
        if name == NAME:
            return one_line(self.person)
        if name == UNIT:
            return self.units
        value = OF_ASSESSMENT[name]
        if len(self.assessments) == 1:
            return value(self.assessments[0])
        return self._joined([f"{one_line(each.unit)} {value(each)}" for each in self.assessments])

    def _joined(self, words: list[str]) -> str:
        told = ", ".join(words[:NAMED])
        over = len(words) - NAMED
        return _("%(names)s และอีก %(count)d หน่วยงาน") % {"names": told, "count": over} if over > 0 else told


class TooManyRecipients(Exception):
    """The selection names more people than one mass mail may reach."""


@dataclass(frozen=True)
class Mailing:
    """The words as they were typed, and everybody who would get them, by name."""

    author: User
    audience: str
    subject: str
    text: str
    recipients: tuple[Recipient, ...]
    assessments: int

    @property
    def mailed(self) -> list[Recipient]:
        return [each for each in self.recipients if each.is_mailed]

    @property
    def unmailed(self) -> list[Recipient]:
        return [each for each in self.recipients if not each.is_mailed]

    def letter_to(self, recipient: Recipient, **more) -> Letter:
        """The letter of this recipient, not yet stored."""
        subject, text = one_line(recipient.filled(self.subject)), recipient.filled(self.text)
        return Letter(recipient=recipient.person, author=self.author, subject=subject[:300], text=text, **more)

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same people, addresses and words alone: what is sent is what was looked at."""
        told = sha256(f"{self.author.pk}\0{self.audience}\0{self.subject}\0{self.text}".encode())
        for each in self.recipients:
            letter = self.letter_to(each)
            told.update(f"\0{each.person.pk}\0{each.person.email}\0{each.is_mailed}".encode())
            told.update(f"\0{letter.subject}\0{letter.text}".encode())
        return told.hexdigest()


def mailing_of(chosen: QuerySet, *, audience: str, subject: str, text: str, author: User) -> Mailing:
    """Everybody of this audience beside the chosen assessments, in three queries. Raises TooManyRecipients."""
    rows = _assigned(chosen) if audience == Audience.ASSESSORS else _members(chosen, ROLES[Audience(audience)])
    found: dict[int, list[int]] = {}
    for person, assessment in rows:
        keys = found.setdefault(person, [])
        if assessment not in keys:
            keys.append(assessment)
        if len(found) > MOST_RECIPIENTS:
            raise TooManyRecipients
    wanted = {key for keys in found.values() for key in keys}
    by_pk = {each.pk: each for each in Assessment.objects.with_place().filter(pk__in=wanted)}
    people = User.objects.filter(pk__in=found).order_by("first_name", "last_name", "username", "pk")
    recipients = tuple(Recipient(person, _in_order(by_pk, found[person.pk])) for person in people)
    return Mailing(author, audience, subject, text, recipients, len(wanted))


def _in_order(by_pk: dict[int, Assessment], keys: Iterable[int]) -> tuple[Assessment, ...]:
    return tuple(sorted((by_pk[key] for key in keys if key in by_pk), key=lambda each: (each.unit.code, each.pk)))


def _members(chosen: QuerySet, roles: list[str]) -> Iterable[tuple[int, int]]:
    """Person and assessment; never somebody who may not sign in."""
    of_units = dict(chosen.order_by().values_list("pk", "unit_id"))
    held = Membership.objects.filter(role__in=roles, user__is_active=True, unit__in=set(of_units.values()))
    people: dict[int, set[int]] = {}
    for person, unit in held.values_list("user_id", "unit_id"):
        people.setdefault(unit, set()).add(person)
    return ((person, pk) for pk, unit in of_units.items() for person in people.get(unit, ()))


def _assigned(chosen: QuerySet) -> Iterable[tuple[int, int]]:
    """Those who judge; who has an interest in a unit does not judge it."""
    rows = Assignment.objects.filter(assessment__in=chosen.order_by().values("pk"), conflict="")
    return rows.filter(assessor__is_active=True).values_list("assessor_id", "assessment_id")
