from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Unit
from accounts.roles import UnitKind
from assessments.management.commands.score_assessment import find_assessment
from assessments.models import Assessment, Cycle
from assessments.overview import narrowed
from reports.build import is_live, source_of
from reports.comparison import MOST_UNITS, comparison_in
from reports.models import ReportKind
from reports.pdf import PdfUnavailable, render_html
from reports.printing import NotPrinted, printed
from reports.registry import keep_fingerprint
from reports.services import html_of


class Command(BaseCommand):
    help = "สร้าง PDF ทันที ไฟล์เดียวกับที่ดาวน์โหลดจากหน้ารายงาน"

    def add_arguments(self, parser):
        parser.add_argument("unit", help="รหัสหน่วยงาน หรือรหัสกระทรวงเมื่อ --kind comparison")
        parser.add_argument("year", type=int)
        parser.add_argument("criteria_set")
        parser.add_argument("--kind", choices=ReportKind.values, required=True)
        parser.add_argument("--digits", choices=["arabic", "thai"], default="arabic", help="ตัวเลขในเอกสาร: อารบิกหรือไทย")
        parser.add_argument("--official", action="store_true", help="ใช้ขนาดอักษรหนังสือราชการ (16 พอยต์)")
        parser.add_argument("-o", "--output", type=Path, required=True)

    def handle(self, *, unit, year, criteria_set, kind, digits, official, output: Path, **options):
        looks = {"thai_digits": digits == "thai", "official": official}
        try:
            if kind == ReportKind.COMPARISON:
                assessment, html = None, _comparison(unit, year, criteria_set, **looks)
            else:
                assessment = find_assessment(unit, year, criteria_set)
                html = html_of(source_of(assessment, live=is_live(assessment)), kind=kind, **looks)
            output.write_bytes(printed(html))
            keep_fingerprint(html, assessment=assessment)
        except (PermissionDenied, PdfUnavailable, NotPrinted) as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(f"{output}: {problem.strerror}") from None


def _comparison(code: str, year: int, criteria_set: str, *, thai_digits: bool, official: bool) -> str:
    """The document about the units of this ministry, as one who coordinates all of it gets it; or CommandError."""
    ministry = Unit.objects.filter(code=code, kind=UnitKind.MINISTRY).first()
    cycle = (
        Cycle.objects.select_related("criteria_set").filter(fiscal_year=year, criteria_set__code=criteria_set).first()
    )
    if ministry is None or cycle is None:
        raise CommandError(f"{code} {year} {criteria_set}: ไม่มีกระทรวงหรือรอบการประเมินนี้ในระบบ ตรวจรหัสกระทรวง ปี และชุดเกณฑ์")
    found = narrowed(Assessment.objects.filter(cycle=cycle), ministry.path, "")
    if not 0 < found.count() <= MOST_UNITS:
        raise CommandError(f"{code} {year} {criteria_set}: เปรียบเทียบได้ 1 ถึง {MOST_UNITS} หน่วยงาน พบ {found.count()}")
    content = comparison_in(found, cycle, code=code, name=ministry.name_th, thai_digits=thai_digits)
    return render_html(ReportKind.COMPARISON, content, official=official)
