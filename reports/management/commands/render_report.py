from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from assessments.management.commands.score_assessment import find_assessment
from reports.build import is_live, source_of
from reports.models import OF_ASSESSMENT
from reports.pdf import PdfUnavailable
from reports.printing import NotPrinted, printed
from reports.registry import keep_fingerprint
from reports.services import html_of


class Command(BaseCommand):
    help = "สร้าง PDF ของแบบประเมินทันที ไฟล์เดียวกับที่ดาวน์โหลดจากหน้ารายงาน"

    def add_arguments(self, parser):
        parser.add_argument("unit")
        parser.add_argument("year", type=int)
        parser.add_argument("criteria_set")
        parser.add_argument("--kind", choices=OF_ASSESSMENT, required=True)
        parser.add_argument("--digits", choices=["arabic", "thai"], default="arabic", help="ตัวเลขในเอกสาร: อารบิกหรือไทย")
        parser.add_argument("--official", action="store_true", help="ใช้ขนาดอักษรหนังสือราชการ (16 พอยต์)")
        parser.add_argument("-o", "--output", type=Path, required=True)

    def handle(self, *, unit, year, criteria_set, kind, digits, official, output: Path, **options):
        assessment = find_assessment(unit, year, criteria_set)
        source = source_of(assessment, live=is_live(assessment))
        try:
            html = html_of(source, kind=kind, thai_digits=digits == "thai", official=official)
            output.write_bytes(printed(html))
            keep_fingerprint(html, assessment=assessment)
        except (PermissionDenied, PdfUnavailable, NotPrinted) as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(f"{output}: {problem.strerror}") from None
