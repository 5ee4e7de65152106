from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts.services.holidays import HolidaysRefused, load_holidays


class Command(BaseCommand):
    """Exit 0: every file is loaded; 1: at least one was refused, the others are loaded; 2: wrong usage."""

    help = "Loads holidays of the civil service from pmqa-holidays/1; repeatable."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="a file of holidays, JSON")

    def handle(self, *args, **options):
        refused = False
        for name in options["files"]:
            try:
                loaded = load_holidays(name)
            except HolidaysRefused as refusal:
                refused = True
                for problem in refusal.problems:
                    self.stderr.write(problem)
                continue
            words = {"created": loaded.created, "changed": loaded.changed, "unchanged": loaded.unchanged}
            text = _("วันหยุดใหม่ %(created)d แก้ไข %(changed)d คงเดิม %(unchanged)d") % words
            self.stdout.write(f"{name}: {text}")
        if refused:
            raise SystemExit(1)
