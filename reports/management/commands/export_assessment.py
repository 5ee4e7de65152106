from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.document import canonical, document_of
from assessments.live import LiveRows
from assessments.management.commands.score_assessment import find_assessment
from assessments.review_document import review_of
from reports.build import build_report, is_live, source_of
from reports.word import WordTemplateBroken, write_word


class Command(BaseCommand):
    help = "ส่งออกแบบประเมินทั้งฉบับเป็นเอกสาร pmqa-assessment/1 หรือรายงาน Word"

    def add_arguments(self, parser):
        parser.add_argument("unit")
        parser.add_argument("year", type=int)
        parser.add_argument("criteria_set")
        parser.add_argument("--format", choices=["json", "docx"], default="json")
        parser.add_argument("--with-review", action="store_true", help="รวมคะแนน ข้อค้นพบ และข้อสังเกตของผู้ตรวจ")
        parser.add_argument("-o", "--output", type=Path, required=True)

    def handle(self, *, unit, year, criteria_set, with_review, output: Path, **options):
        assessment = find_assessment(unit, year, criteria_set)
        write = {"json": _as_json, "docx": _as_word}[options["format"]]
        try:
            output.write_bytes(write(assessment, with_review=with_review))
        except WordTemplateBroken as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(f"{output}: {problem.strerror}") from None


def _as_json(assessment, *, with_review: bool) -> bytes:
    document = document_of(LiveRows(assessment))
    if with_review:
        document["review"] = review_of(assessment)
    return canonical(document).encode()


def _as_word(assessment, *, with_review: bool) -> bytes:
    """The report of the unit's own people; what reviewers said is in it once the result is approved."""
    return write_word(build_report(source_of(assessment, live=is_live(assessment))))
