"""The memos of the unit: the one that sends the assessment, and the one that goes before its report."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.statuses import SECRECY_WORDS, Secrecy
from reports.build import build_report, source_of
from reports.content import AnswerPart, ReportContent
from reports.fingerprints import fingerprint
from reports.highlights import Point, risks, strengths
from reports.memos.addressees import head_of, head_of_commission
from reports.memos.content import Memo, Part, Signature, count, day, figure, numbered, points, year
from reports.pdf import document_number
from thai.digits import to_thai

THREE_YEARS = 3
HARD_SPACE = "\u00a0"  # a receipt is read on one line
OPEN = SECRECY_WORDS[Secrecy.NORMAL]


def submission_memo(assessment: Assessment, today: date) -> Memo:
    """The unit tells the commission what it has sent, with the receipt by which the system knows it."""
    content = _content(assessment)
    words = _facts(content)
    return Memo(
        agency=assessment.unit.name_th,
        dated=today,
        subject=_("ส่งแบบประเมินตนเองตาม%(criteria)s ประจำปีงบประมาณ พ.ศ. %(year)s") % words,
        to=head_of_commission(),
        paragraphs=(
            _("ด้วย%(unit)sได้จัดทำแบบประเมินตนเองตาม%(criteria)s ประจำปีงบประมาณ พ.ศ. %(year)s แล้วเสร็จ") % words
            + " "
            + _("และได้ส่งในระบบประเมินตนเองเมื่อวันที่ %(sent)s เป็นฉบับที่ %(number)s ใบรับเลขที่ %(receipt)s สรุปได้ดังนี้") % words,
        ),
        parts=(Part(entries=numbered(_in_short(content))),),
        closing=(_("จึงเรียนมาเพื่อโปรดพิจารณา"),),
        signature=Signature(position=head_of(assessment.unit)),
        demo=assessment.is_demo,
    )


def cover_memo(assessment: Assessment, today: date) -> Memo:
    """The report is laid before the head of the unit; number and fingerprint match the paper with the system."""
    content = _content(assessment)
    printed = fingerprint(content).replace(" ", HARD_SPACE)
    words = _facts(content) | {"document": document_number("full", content), "print": printed}
    return Memo(
        agency=assessment.unit.name_th,
        dated=today,
        subject=_("รายงานผลการประเมินตนเองตาม%(criteria)s ประจำปีงบประมาณ พ.ศ. %(year)s") % words,
        to=head_of(assessment.unit),
        paragraphs=(
            _("ตามที่%(unit)sได้ส่งแบบประเมินตนเอง ประจำปีงบประมาณ พ.ศ. %(year)s เมื่อวันที่ %(sent)s นั้น") % words,
            _("บัดนี้ ได้จัดทำรายงานผลการประเมินตนเองแล้ว มีสาระสำคัญดังนี้"),
        ),
        parts=(Part(entries=numbered(_results(content))),),
        closing=(
            _("พร้อมนี้ได้แนบรายงานฉบับเต็ม เอกสารเลขที่ %(document)s ลายพิมพ์ %(print)s จำนวน ๑ ฉบับ มาด้วยแล้ว") % words,
            _("จึงเรียนมาเพื่อโปรดทราบและพิจารณา"),
        ),
        signature=Signature(position=_("หัวหน้าทีม PMQA")),
        demo=assessment.is_demo,
    )


def _content(assessment: Assessment) -> ReportContent:
    """What the report of the latest submission says."""
    return build_report(source_of(assessment, live=False), thai_digits=True)


def _facts(content: ReportContent) -> dict[str, str]:
    digits = content.receipt.sha256[:16]
    return {
        "unit": content.cover.unit_name,
        "criteria": to_thai(content.cover.criteria_name),
        "year": year(content.cover.fiscal_year),
        "sent": day(content.receipt.submitted_at),
        "number": count(content.receipt.number),
        "receipt": HARD_SPACE.join(digits[start : start + 4] for start in range(0, 16, 4)),
    }


def _in_short(content: ReportContent) -> Iterator[str]:
    """What was sent, in counts: answers, indicators, points, evidence."""
    answers = list(_answers(content))
    void = sum(bool(answer.not_applicable) for answer in answers)
    filled = sum(bool(answer.text) and not answer.not_applicable for answer in answers)
    words = {"done": count(filled), "all": count(len(answers)), "void": count(void)}
    yield _("ตอบคำถาม %(done)s ข้อ จาก %(all)s ข้อ") % words + (_(" ไม่เกี่ยวข้อง %(void)s ข้อ") % words if void else "")
    rows = [row for item in content.items if item.indicators for row in item.indicators.rows]
    whole = sum(sum(value is not None for value in row.values) >= THREE_YEARS for row in rows)
    yield _("ตัวชี้วัด %(all)s ตัว มีผลตั้งแต่ ๓ ปีขึ้นไป %(whole)s ตัว") % {"all": count(len(rows)), "whole": count(whole)}
    yield _own_points(content)
    classes = {row.code: row.secrecy for row in content.evidence}  # a record may have several files
    secret = sum(secrecy != OPEN for secrecy in classes.values())
    evidence = {"all": count(len(classes)), "secret": count(secret)}
    yield _("หลักฐาน %(all)s รายการ") % evidence + (
        _(" เป็นชั้นความลับและไม่แนบไฟล์ %(secret)s รายการ") % evidence if secret else ""
    )


def _results(content: ReportContent) -> Iterator[str]:
    """The points, the reviewers' once they are approved, and where the unit is strong and weak."""
    yield _own_points(content)
    total = content.total
    if total.review_points is not None:
        values = {"points": points(total.review_points), "maximum": figure(total.maximum)}
        yield _("คะแนนฉันทามติของผู้ตรวจ %(points)s คะแนน จาก %(maximum)s คะแนน") % values
    if good := strengths(content):
        yield _("หัวข้อที่ทำได้ดี ได้แก่ %(items)s") % {"items": _named(good)}
    if bad := risks(content):
        yield _("หัวข้อที่ควรปรับปรุงก่อน ได้แก่ %(items)s") % {"items": _named(bad)}


def _own_points(content: ReportContent) -> str:
    values = {"points": points(content.total.self_points), "maximum": figure(content.total.maximum)}
    return _("คะแนนประเมินตนเอง %(points)s คะแนน จาก %(maximum)s คะแนน") % values


def _named(found: tuple[Point, ...]) -> str:
    return ", ".join(dict.fromkeys(f"{point.code} {point.title}" for point in found))


def _answers(content: ReportContent) -> Iterator[AnswerPart]:
    for item in (*content.profile, *content.items):
        for area in item.areas:
            yield from area.answers
