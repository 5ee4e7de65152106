from datetime import date, datetime

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services.digests import LEAVES_AT, retry_digest, send_digests, stuck_digests
from accounts.services.letters import retry_letter, send_letters, stuck_letters


class Command(BaseCommand):
    """Exit 0: nothing is open; 1: of some mails nobody knows whether they left, each on a line; 2: wrong usage."""

    help = "Sends the daily mails that are due and letters that wait, and tells of those that were interrupted."

    def add_arguments(self, parser):
        parser.add_argument(
            "--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="as if it were half past eight of that day"
        )
        parser.add_argument("--retry", action="store_true", help="send the interrupted ones once more")

    def handle(self, *, day: date | None, retry: bool, **options):
        now = timezone.now()
        sent = send_digests(timezone.make_aware(datetime.combine(day, LEAVES_AT)) if day else now)
        sent += send_letters()
        if retry:
            sent += sum(retry_letter(letter, now) for letter in stuck_letters(now))
            sent += sum(retry_digest(digest, now) for digest in stuck_digests(now))
        self.stdout.write(_("ส่งอีเมลแล้ว %(count)d ฉบับ") % {"count": sent})
        stuck = list(stuck_digests(timezone.now()))
        for digest in stuck:
            words = {"day": digest.day, "person": digest.recipient.username, "problem": digest.problem or "-"}
            self.stderr.write(_("ไม่ทราบว่าส่งถึงหรือไม่: %(day)s %(person)s %(problem)s") % words)
        lost = list(stuck_letters(timezone.now()))
        for letter in lost:
            words = {"letter": letter, "person": letter.recipient.username, "problem": letter.problem or "-"}
            self.stderr.write(_("ไม่ทราบว่าส่งถึงหรือไม่: %(letter)s %(person)s %(problem)s") % words)
        if stuck or lost:
            raise SystemExit(1)
