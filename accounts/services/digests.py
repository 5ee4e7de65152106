"""One mail a person and day with what she has not read, at most once, whatever dies in between (decision 16)."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.delivery import hand_over, mail_server
from accounts.models import Digest, DigestState, Notice, NoticeKind
from accounts.services.holidays import holidays_between
from thai.dates import long_date, long_datetime
from thai.workdays import is_working_day

LEAVES_AT = time(8, 30)  # Asia/Bangkok, on working days
LOOKS_BACK = timedelta(days=14)  # what is older is in the product alone
STUCK_AFTER = timedelta(minutes=10)  # no mail server takes longer to answer
MOST = 50  # notices written out in one mail


class NothingToTell(Exception):
    """What was due has been read or mailed meanwhile."""


def send_digests(now: datetime) -> int:
    """Every digest that is due at this moment has been tried once; how many the mail server has taken.

    Due are notices of before half past eight of a working day, once that has come. Each is written down as being sent
    before the mail server is asked. Raises what an unreachable server raises, before anything is written down.
    """
    day = timezone.localdate(now)
    until = timezone.make_aware(datetime.combine(day, LEAVES_AT))
    if now < until or not is_working_day(day, holidays_between(day, day)):
        return 0
    mailed = Digest.objects.filter(recipient=OuterRef("recipient"), day=day)
    people = _due(until).filter(~Exists(mailed)).order_by("recipient").values_list("recipient", flat=True).distinct()
    return sum(_send_one(person, day, until) for person in list(people))


def stuck_digests(now: datetime) -> QuerySet[Digest]:
    """Those of which nobody knows whether they left: the sender died, or the server answered with a problem."""
    stuck = Digest.objects.filter(state=DigestState.SENDING, started_at__lt=now - STUCK_AFTER)
    return stuck.select_related("recipient")


def retry_digest(digest: Digest, now: datetime) -> bool:
    """The stuck digest is tried once more, under its old Message-ID; whether the server has taken it.

    For an operator alone: it may be the second time that it leaves. Of two operators at once one sends.
    """
    with mail_server() as server:
        if not stuck_digests(now).filter(pk=digest.pk).update(started_at=now, problem=""):
            return False
        return _send(digest, server)


def message_id(digest: Digest) -> str:
    """The same for the same person and day, so that a mailbox can tell a second one."""
    host = urlsplit(settings.PMQA_BASE_URL).hostname or "localhost"
    return f"<pmqa-digest-{digest.day:%Y%m%d}-{digest.recipient_id}@{host}>"


def _due(until: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(
        digest__isnull=True,
        read_at__isnull=True,
        created_at__lt=until,
        created_at__gte=until - LOOKS_BACK,
        recipient__is_active=True,
        recipient__wants_mail=True,
    ).exclude(Q(recipient__email="") | Q(kind=NoticeKind.LETTER))  # a letter is a mail of its own


def _send_one(person: int, day: date, until: datetime) -> bool:
    """A connection for each: a mail that goes wrong harms no other, and no claim is made without a server."""
    with mail_server() as server:
        digest = _claim(person, day, until)
        return digest is not None and _send(digest, server)


def _claim(person: int, day: date, until: datetime) -> Digest | None:
    """The digest, committed as being sent, with its notices; None if another worker has it or nothing is left."""
    try:
        with transaction.atomic(durable=True):
            digest = Digest.objects.create(recipient_id=person, day=day, started_at=timezone.now())
            own = _due(until).filter(recipient=person).values("pk")
            if not Notice.objects.filter(pk__in=own).update(digest=digest):
                raise NothingToTell
    except (IntegrityError, NothingToTell):
        return None
    return digest


def _send(digest: Digest, server) -> bool:
    """The server has taken the mail and the digest says so; or the digest says what the problem was."""
    own = Digest.objects.filter(pk=digest.pk, state=DigestState.SENDING)
    return hand_over(lambda: _message(digest), server, row=own, sent=DigestState.SENT, called=f"digest {digest.pk}")


def _message(digest: Digest) -> EmailMessage:
    """Plain text. The subject holds nothing that people typed, and a body cannot become a header."""
    notices = list(digest.notices.order_by("pk")[: MOST + 1])
    lines = [_("เรียน %(name)s") % {"name": _line(digest.recipient)}, ""]
    lines += [_("มีการแจ้งเตือนในระบบ PMQA 4.0 ที่ยังไม่ได้อ่าน ดังนี้"), ""]
    for number, notice in enumerate(notices[:MOST], 1):
        lines += [f"{number}. {_line(notice.title)}"]
        lines += [f"   {_line(notice.body)}"] if notice.body else []
        lines += [f"   {long_datetime(notice.created_at)}", f"   {_address(notice.url)}", ""]
    if len(notices) > MOST:
        lines += [_("และยังมีเรื่องอื่นอีก ดูทั้งหมดได้ในระบบ"), ""]
    lines += [_("ดูการแจ้งเตือนทั้งหมด หรือเลือกไม่รับอีเมลนี้ได้ที่"), _address(reverse("people:notices")), ""]
    lines += [_("อีเมลนี้ส่งโดยอัตโนมัติ โปรดอย่าตอบกลับ")]
    return EmailMessage(
        _("PMQA 4.0 การแจ้งเตือนประจำวันที่ %(day)s") % {"day": long_date(digest.day)},
        "\n".join(lines),
        settings.DEFAULT_FROM_EMAIL,
        [digest.recipient.email],
        headers={"Message-ID": message_id(digest), "Auto-Submitted": "auto-generated"},
    )


def _line(text: object) -> str:
    """On one line, whatever stands in it."""
    return " ".join(str(text).split())


def _address(path: str) -> str:
    return settings.PMQA_BASE_URL.rstrip("/") + path
