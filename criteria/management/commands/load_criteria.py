from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy as _

from criteria.loader import CriteriaRefused, Outcome, check, load
from criteria.reader import read_set

WORDS = {
    Outcome.CREATED: _("นำเข้าชุดเกณฑ์ %(code)s แล้ว"),
    Outcome.REPLACED: _("แทนที่ชุดเกณฑ์ร่าง %(code)s แล้ว"),
    Outcome.PUBLISHED: _("เปลี่ยนสถานะชุดเกณฑ์ %(code)s แล้ว"),
    Outcome.UNCHANGED: _("ชุดเกณฑ์ %(code)s ตรงกับที่มีอยู่ ไม่มีอะไรเปลี่ยน"),
}

MAPPING_WORDS = {
    Outcome.CREATED: _("นำเข้าการจับคู่ %(code)s แล้ว"),
    Outcome.REPLACED: _("แทนที่การจับคู่ %(code)s แล้ว"),
    Outcome.UNCHANGED: _("การจับคู่ %(code)s ตรงกับที่มีอยู่ ไม่มีอะไรเปลี่ยน"),
}


class Command(BaseCommand):
    """Exit 0: every file is loaded; 1: at least one was refused, the others are loaded; 2: wrong usage."""

    help = "Validates and loads criteria files, sets before mappings; a refused file does not stop the others."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="a criteria file, JSON")

    def handle(self, *args, **options):
        refused = False
        read = [read_set(name) for name in options["files"]]
        for parsed in sorted(read, key=lambda parsed: parsed.is_mapping):
            words = MAPPING_WORDS if parsed.is_mapping else WORDS
            try:
                outcome = load(check(parsed))
            except CriteriaRefused as refusal:
                refused = True
                for problem in refusal.problems:
                    self.stderr.write(str(problem))
            else:
                self.stdout.write(f"{parsed.name}: {words[outcome] % {'code': parsed.code}}")
        if refused:
            raise SystemExit(1)
