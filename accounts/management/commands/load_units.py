from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts.services.units import UnitsRefused, load_units


class Command(BaseCommand):
    """Exit 0: the units stand in the database; 1: the file is refused, nothing is written; 2: wrong usage."""

    help = "Loads units from a CSV file with the columns code,name_th,name_en,kind,parent_code; repeatable."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="a CSV file, UTF-8")

    def handle(self, *args, **options):
        try:
            loaded = load_units(options["file"])
        except UnitsRefused as refusal:
            for problem in refusal.problems:
                self.stderr.write(problem)
            raise SystemExit(1) from None
        words = {"created": loaded.created, "changed": loaded.changed, "unchanged": loaded.unchanged}
        text = _("หน่วยงานใหม่ %(created)d แก้ไข %(changed)d คงเดิม %(unchanged)d") % words
        self.stdout.write(f"{options['file']}: {text}")
