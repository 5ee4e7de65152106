"""Notices and digests for tests, without an event behind them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Digest, Notice, NoticeKind, User

BANGKOK = ZoneInfo("Asia/Bangkok")
FRIDAY = date(2026, 11, 27)


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BANGKOK)


THE_HOUR = on(FRIDAY, 8, 30)
BEFORE = on(FRIDAY, 7)


def tell(person: User, count: int = 1, *, at: datetime | None = None, start: int = 1) -> list[Notice]:
    """So many unread notices of this person, numbered in their titles from `start`."""
    return [
        Notice.objects.create(
            recipient=person,
            kind=NoticeKind.RETURNED,
            title=f"ส่งคืนเพื่อแก้ไข: หน่วยงานที่ {number} ปีงบประมาณ 2568",
            body=f"มีข้อสังเกตที่ต้องตอบ {number} ข้อ",
            url=f"/assessments/{number}/feedback/",
            key=f"{person.pk}-{number}",
            created_at=at or timezone.now(),
        )
        for number in range(start, start + count)
    ]


def interrupted(person: User, *, ago: timedelta = timedelta(hours=1)) -> Digest:
    """As a worker leaves it that dies beside the mail server."""
    digest = Digest.objects.create(recipient=person, day=FRIDAY, started_at=timezone.now() - ago)
    Notice.objects.filter(recipient=person).update(digest=digest)
    return digest
