"""The memos that there are: what each is called, who may make it, and who writes it. One table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from assessments.permissions import MINUTES, RETURN_MEMO, SEND_MEMO, TABLE, permit
from reports.memos.content import Memo
from reports.memos.of_review import minutes, return_memo
from reports.memos.of_unit import cover_memo, submission_memo


@dataclass(frozen=True)
class MemoKind:
    """`slug` stands in addresses and file names; `build` proposes the head and writes the rest."""

    slug: str
    title: str
    telling: str
    action: str
    build: Callable[[Assessment, date], Memo]


KINDS = {
    kind.slug: kind
    for kind in (
        MemoKind(
            "submission",
            _("บันทึกนำส่งแบบประเมิน"),
            _("ถึงสำนักงาน ก.พ.ร. บอกวันส่ง ใบรับ และสรุปจำนวนคำตอบ ตัวชี้วัด คะแนน และหลักฐาน"),
            SEND_MEMO,
            submission_memo,
        ),
        MemoKind(
            "cover",
            _("บันทึกเสนอรายงาน"),
            _("เสนอรายงานฉบับเต็มต่อหัวหน้าหน่วยงาน พร้อมเลขที่เอกสารและลายพิมพ์ของรายงาน"),
            SEND_MEMO,
            cover_memo,
        ),
        MemoKind(
            "return",
            _("บันทึกส่งคืนแบบประเมิน"),
            _("ถึงหัวหน้าหน่วยงาน พร้อมข้อสังเกตที่ต้องตอบทุกข้อและกำหนดส่งใหม่"),
            RETURN_MEMO,
            return_memo,
        ),
        MemoKind(
            "minutes",
            _("รายงานการประชุมฉันทามติ"),
            _("ผู้เข้าประชุม ช่วงคะแนนของผู้ตรวจ มติ และเหตุผลรายหัวข้อ"),
            MINUTES,
            minutes,
        ),
    )
}


@dataclass(frozen=True)
class Offer:
    """A memo of this person's role; `reason` says why it cannot be made now, "" where it can."""

    kind: MemoKind
    reason: str


def offers(assessment: Assessment, today: date) -> list[Offer]:
    """The memos of the person whose `standing` the assessment holds."""
    of_role = (kind for kind in KINDS.values() if assessment.standing.roles & TABLE[kind.action].roles)
    return [Offer(kind, _why_not(kind, assessment, today)) for kind in of_role]


def _why_not(kind: MemoKind, assessment: Assessment, today: date) -> str:
    allowed = permit(assessment.standing, assessment, kind.action)
    if not allowed:
        return str(allowed.reason)
    if kind.action != MINUTES:
        return ""
    try:
        kind.build(assessment, today)  # every item must be decided, which only the scores tell
    except PermissionDenied as refused:
        return str(refused)
    return ""
