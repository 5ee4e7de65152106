from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from criteria.loader import CriteriaRefused, check_file
from criteria.reader import ParsedFile


def sound(parsed: ParsedFile) -> str:
    """What the file holds, for one that may be loaded."""
    if parsed.mapping:
        words = {"code": parsed.code, "count": len(parsed.mapping["pairs"])}
        return _("การจับคู่ %(code)s ถูกต้อง %(count)d คู่") % words
    return _("ชุดเกณฑ์ %(code)s ถูกต้อง คำถาม %(count)d ข้อ") % {"code": parsed.code, "count": len(parsed.of("question"))}


class Command(BaseCommand):
    """Exit 0: the content of every file is sound; 1: at least one is not; 2: wrong usage."""

    help = "Validates criteria files as load_criteria does and writes nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="a criteria file, JSON")

    def handle(self, *args, **options):
        refused = False
        for name in options["files"]:
            try:
                parsed = check_file(name)
            except CriteriaRefused as refusal:
                refused = True
                for problem in refusal.problems:
                    self.stderr.write(str(problem))
            else:
                self.stdout.write(f"{name}: {sound(parsed)}")
        if refused:
            raise SystemExit(1)
