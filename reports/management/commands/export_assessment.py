from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.document import canonical, document_of
from assessments.management.commands.score_assessment import find_assessment
from assessments.review_document import review_of
from criteria.outline import outline_of


class Command(BaseCommand):
    help = "ส่งออกแบบประเมินทั้งฉบับเป็นเอกสาร pmqa-assessment/1"

    def add_arguments(self, parser):
        parser.add_argument("unit")
        parser.add_argument("year", type=int)
        parser.add_argument("criteria_set")
        parser.add_argument("--format", choices=["json"], default="json")
        parser.add_argument("--with-review", action="store_true", help="รวมคะแนน ข้อค้นพบ และข้อสังเกตของผู้ตรวจ")
        parser.add_argument("-o", "--output", type=Path, required=True)

    def handle(self, *, unit, year, criteria_set, with_review, output: Path, **options):
        assessment = find_assessment(unit, year, criteria_set)
        document = document_of(assessment, outline_of(assessment.criteria_set))
        if with_review:
            document["review"] = review_of(assessment)
        try:
            output.write_text(canonical(document), encoding="utf-8")
        except OSError as problem:
            raise CommandError(f"{output}: {problem.strerror}") from None
