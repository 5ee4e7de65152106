"""Letters to single people: in the product at once, by mail at most once, whatever dies in between (decision 19)."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.delivery import hand_over, mail_server
from accounts.models import Letter, LetterState, Notice, NoticeKind, User
from accounts.services.digests import STUCK_AFTER
from accounts.services.notices import give_notices, in_short


def is_mailed(person: User) -> bool:
    """Whether letters to this person leave by mail too."""
    return bool(person.is_active and person.email and person.wants_mail)


def post_letters(letters: Iterable[Letter]) -> int:
    """Each letter waits to be sent and its recipient has a notice of it; how many stand, in the caller's transaction.

    A letter whose key stood before stays as it is.
    """
    given = list(letters)
    for letter in given:
        letter.state = LetterState.WAITING if is_mailed(letter.recipient) else LetterState.KEPT
    Letter.objects.bulk_create(given, ignore_conflicts=True)
    stored = Letter.objects.filter(key__in=[letter.key for letter in given])
    give_notices([_notice(letter) for letter in stored])
    return len(stored)


def send_letters() -> int:
    """Every letter that waits has been tried once; how many the mail server has taken.

    Raises what an unreachable server raises, before anything is written down.
    """
    waiting = Letter.objects.filter(state=LetterState.WAITING).values_list("pk", flat=True)
    return sum(_send_one(pk) for pk in list(waiting))


def stuck_letters(now: datetime) -> QuerySet[Letter]:
    """Those of which nobody knows whether they left: the sender died, or the server answered with a problem."""
    stuck = Letter.objects.filter(state=LetterState.SENDING, started_at__lt=now - STUCK_AFTER)
    return stuck.select_related("recipient", "author")


def retry_letter(letter: Letter, now: datetime) -> bool:
    """The stuck letter is tried once more, under its old Message-ID; whether the server has taken it.

    For an operator alone: it may be the second time that it leaves. Of two operators at once one sends.
    """
    with mail_server() as server:
        if not stuck_letters(now).filter(pk=letter.pk).update(started_at=now, problem=""):
            return False
        return _send(letter, server)


def mail_of(letter: Letter) -> EmailMessage:
    """The letter as it leaves: plain text, the subject on one line."""
    author = _("%(name)s ผู้ประสานงาน") % {"name": one_line(letter.author)}
    lines = [letter.text, "", "--", _("ส่งโดย %(author)s ผ่านระบบ PMQA 4.0") % {"author": author}]
    lines += [_("อ่านข้อความนี้ในระบบ หรือเลือกไม่รับอีเมลได้ที่"), _address(reverse("people:notices"))]
    lines += [_("อีเมลนี้ส่งจากระบบ โปรดอย่าตอบกลับ")]
    return EmailMessage(
        one_line(letter.subject),
        "\n".join(lines),
        settings.DEFAULT_FROM_EMAIL,
        [letter.recipient.email],
        headers={"Message-ID": message_id(letter)},
    )


def message_id(letter: Letter) -> str:
    """The same for the same letter, so that a mailbox can tell a second one."""
    host = urlsplit(settings.PMQA_BASE_URL).hostname or "localhost"
    return f"<pmqa-letter-{letter.pk}@{host}>"


def one_line(text: object) -> str:
    """On one line, whatever stands in it."""
    return " ".join(str(text).split())


def _send_one(pk: int) -> bool:
    """A connection for each: a mail that goes wrong harms no other, and no claim is made without a server."""
    with mail_server() as server:
        claimed = Letter.objects.filter(pk=pk, state=LetterState.WAITING)
        if not claimed.update(state=LetterState.SENDING, started_at=timezone.now()):
            return False
        return _send(Letter.objects.select_related("recipient", "author").get(pk=pk), server)


def _send(letter: Letter, server) -> bool:
    """The server has taken the mail and the letter says so; or the letter says what the problem was."""
    own = Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING)
    return hand_over(lambda: mail_of(letter), server, row=own, sent=LetterState.SENT, called=f"letter {letter.pk}")


def _notice(letter: Letter) -> Notice:
    return Notice(
        recipient_id=letter.recipient_id,
        kind=NoticeKind.LETTER,
        title=letter.subject,
        body=in_short(letter.text),
        url=reverse("people:letter", args=[letter.pk]),
        key=f"letter:{letter.key}",
        created_at=letter.created_at,
    )


def _address(path: str) -> str:
    return settings.PMQA_BASE_URL.rstrip("/") + path
