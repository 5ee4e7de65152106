import getpass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.interchange.reader import LARGEST, DocumentRefused, read_document
from assessments.services.imports import ImportRefused, import_document


class Command(BaseCommand):
    """Exit 0: the draft holds the document; 1: it is refused, nothing is written; 2: wrong usage."""

    help = "นำเข้าแบบประเมินจากเอกสาร pmqa-assessment/1 (สร้างหรือแก้ฉบับร่าง)"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="แสดงสิ่งที่จะเปลี่ยน โดยไม่เขียนลงระบบ")

    def handle(self, *, file: Path, dry_run: bool, **options):
        try:
            with file.open("rb") as source:
                content = source.read(LARGEST + 1)
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}") from None
        try:
            _assessment, changes = import_document(read_document(content), dry_run=dry_run, operator=operator())
        except (DocumentRefused, ImportRefused) as refused:
            for problem in refused.problems:
                self.stderr.write(f"{file}: {problem}")
            raise SystemExit(1) from None
        for line in changes:
            self.stdout.write(line)


def operator() -> str:
    """The account of the operating system that runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
