"""Notices: given once, read, and whether they come by mail too."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.models import Notice, User

IN_SHORT = 300  # characters of what a person wrote, in a notice


def in_short(text: str) -> str:
    """On one line, as much of it as stands in a notice."""
    words = " ".join(text.split())
    return words if len(words) <= IN_SHORT else f"{words[: IN_SHORT - 1]}…"


def give_notices(notices: Iterable[Notice]) -> None:
    """Each of them stands, unless one of its key stood before: then that one stays as it is, read or not."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def unread_count(user: User) -> int:
    """How many notices she has not read. One query."""
    return Notice.objects.filter(recipient=user, read_at__isnull=True).count()


def read_notice(*, notice_id: int, actor: User) -> Notice:
    """Her notice is read; it keeps the time of the first reading. Raises Notice.DoesNotExist for that of another."""
    notice = Notice.objects.get(pk=notice_id, recipient=actor)
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())
    return notice


def read_all(*, actor: User, until: int) -> int:
    """Her notices up to this key are read; how many were not. Those that came after the page was opened stay."""
    own = Notice.objects.filter(recipient=actor, read_at__isnull=True, pk__lte=until)
    return own.update(read_at=timezone.now())


def choose_mail(*, actor: User, wanted: bool) -> None:
    """From now on her notices come by mail too, or in the product alone."""
    User.objects.filter(pk=actor.pk).update(wants_mail=wanted)
