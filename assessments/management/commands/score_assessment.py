import json

from django.core.management.base import BaseCommand, CommandError

from assessments.models import Assessment
from assessments.score_document import ScoreMissing, score_document
from assessments.statuses import Stage


class Command(BaseCommand):
    help = "พิมพ์คะแนนทุกตัวพร้อมเหตุผล ตามเอกสาร pmqa-score/1"

    def add_arguments(self, parser):
        parser.add_argument("unit")
        parser.add_argument("year", type=int)
        parser.add_argument("criteria_set")
        parser.add_argument("--stage", choices=Stage.values, default=Stage.SELF.value)
        parser.add_argument("--assessor", default="", help="ชื่อผู้ใช้ของผู้ตรวจ เมื่อ --stage review")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *, unit, year, criteria_set, stage, assessor, **options):
        assessment = find_assessment(unit, year, criteria_set)
        try:
            document = score_document(assessment, stage=stage, assessor=assessor)
        except ScoreMissing as missing:
            raise CommandError(str(missing)) from None
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))


def find_assessment(unit: str, year: int, criteria_set: str) -> Assessment:
    """The assessment that the words of a command line name, or CommandError."""
    found = Assessment.objects.with_place().filter(
        unit__code=unit, cycle__fiscal_year=year, cycle__criteria_set__code=criteria_set
    )
    assessment = found.first()
    if assessment is None:
        raise CommandError(f"{unit} {year} {criteria_set}: ไม่มีแบบประเมินนี้ในระบบ ตรวจรหัสหน่วยงาน ปี และชุดเกณฑ์")
    return assessment
