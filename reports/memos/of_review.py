"""The memos of the coordinator: the one that returns an assessment, and the minutes of the consensus meeting."""

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from assessments.document import FrozenDocument
from assessments.models import Assessment, Finding, Remark, Submission
from assessments.permissions import NOT_MET
from assessments.scoring.totals import as_decimal, rounded, rounded_points
from assessments.spread import ItemSpread, Room, meeting_of, room_of
from assessments.statuses import EventKind, FindingKind, RemarkState
from criteria.outline import outline_of
from reports.memos.addressees import commission, head_of, head_of_commission
from reports.memos.content import BLANK, Entry, Memo, Part, Signature, count, day, figure, numbered, points, year
from thai.digits import to_thai

ASKED = frozenset({RemarkState.OPEN, RemarkState.ANSWERED})


def return_memo(assessment: Assessment, today: date) -> Memo:
    """The assessment goes back with every remark that this return asks the unit to answer, and the day to send it."""
    submission = _latest(assessment)
    remarks = _asked(assessment, submission)
    words = _facts(assessment, submission) | {"count": count(len(remarks)), "due": day(assessment.deadline)}
    return Memo(
        agency=commission(),
        dated=today,
        subject=_("ส่งคืนแบบประเมินตนเองของ%(unit)s ประจำปีงบประมาณ พ.ศ. %(year)s เพื่อแก้ไข") % words,
        to=head_of(assessment.unit),
        paragraphs=(
            _("ตามที่%(unit)sได้ส่งแบบประเมินตนเองฉบับที่ %(number)s ประจำปีงบประมาณ พ.ศ. %(year)s เมื่อวันที่ %(sent)s นั้น") % words,
            _("ได้ตรวจประเมินแล้ว จึงขอส่งคืนเพื่อแก้ไข โดยมีข้อสังเกตที่ต้องตอบ %(count)s ข้อ ดังนี้") % words,
        ),
        parts=(Part(entries=tuple(map(_remark, remarks))),),
        closing=(_("จึงเรียนมาเพื่อโปรดแก้ไข ตอบข้อสังเกตทุกข้อในระบบ และส่งแบบประเมินอีกครั้งภายในวันที่ %(due)s") % words,),
        signature=Signature(position=head_of_commission()),
        demo=assessment.is_demo,
    )


def minutes(assessment: Assessment, today: date) -> Memo:
    """Who met, and of every item what the assessors gave and what was decided. PermissionDenied while one is open."""
    frozen = FrozenDocument(_latest(assessment), outline_of(assessment.criteria_set))
    room, meeting = room_of(frozen), meeting_of(frozen.submission)
    if meeting is None or room.decided < len(room.items):
        raise PermissionDenied(str(NOT_MET))
    words = _facts(assessment, frozen.submission)
    words |= {"held": day(meeting.held_on) if meeting.held_on else BLANK}
    return Memo(
        agency=commission(),
        dated=today,
        subject=_("รายงานการประชุมฉันทามติผลการตรวจประเมิน%(unit)s ประจำปีงบประมาณ พ.ศ. %(year)s") % words,
        to=head_of_commission(),
        paragraphs=(
            _("ด้วยผู้ตรวจประเมินได้ประชุมฉันทามติเมื่อวันที่ %(held)s เพื่อพิจารณาแบบประเมินตนเองของ%(unit)s") % words
            + " "
            + _("ฉบับที่ %(number)s ซึ่งส่งเมื่อวันที่ %(sent)s ผลการประชุมสรุปได้ดังนี้") % words,
        ),
        parts=(
            Part(title=_("ผู้เข้าประชุม"), entries=_present(meeting.present)),
            Part(title=_("ผลการพิจารณารายหัวข้อ"), entries=numbered(map(_decision, room.items))),
        ),
        closing=(*_outcome(frozen, room), _("จึงเรียนมาเพื่อโปรดพิจารณา")),
        signature=Signature(position=_("ประธานที่ประชุม")),
        demo=assessment.is_demo,
    )


def _latest(assessment: Assessment) -> Submission:
    return assessment.submissions.select_related("consensus_meeting").order_by("-number").first()


def _facts(assessment: Assessment, submission: Submission) -> dict[str, str]:
    return {
        "unit": assessment.unit.name_th,
        "year": year(assessment.fiscal_year),
        "number": count(submission.number),
        "sent": day(submission.submitted_at),
    }


def _asked(assessment: Assessment, submission: Submission) -> list[Remark]:
    """The remarks on what was returned, and earlier ones that are put once more: the same while the unit answers."""
    returned = assessment.events.filter(kind=EventKind.RETURN).first()
    rows = Remark.objects.out_of(assessment).filter(state__in=ASKED).select_related("item")
    return [
        each
        for each in rows
        if each.submission_id == submission.pk
        or each.state == RemarkState.OPEN
        or (returned and each.replied_at and each.replied_at > returned.at)
    ]


def _remark(remark: Remark) -> Entry:
    item = remark.item
    about = _("(หัวข้อ %(code)s %(title)s)") % {"code": item.code, "title": item.title_th} if item else _("(ทั้งฉบับ)")
    return Entry(label=_("ข้อ %(number)s") % {"number": count(remark.number)}, about=about, text=remark.text)


def _present(typed: str) -> tuple[Entry, ...]:
    people = [line.strip() for line in typed.splitlines() if line.strip()]
    return numbered(people) if people else (Entry(text=_("ไม่ได้บันทึกรายชื่อ")),)


def _decision(row: ItemSpread) -> str:
    """The item, below it the range of the assessors with the decision, and its reason."""
    decided = row.decided
    values = {
        "percent": _percent(row.decided_percent),
        "points": points(rounded_points(decided.total.points)),
        "maximum": figure(as_decimal(decided.total.maximum)),
    }
    decision = _("ที่ประชุมให้ร้อยละ %(percent)s ได้ %(points)s คะแนน จาก %(maximum)s คะแนน") % values
    words = [f"{row.item.code} {row.item.title}", f"{_range(row)} {decision}"]
    reason = decided.entry.reason.strip()
    if reason:
        words.append(_("เหตุผล %(reason)s") % {"reason": reason})
    return "\n".join(words)


def _range(row: ItemSpread) -> str:
    spread = row.spread
    if spread is None:
        return _("ไม่มีคะแนนรายบุคคล")
    values = {"low": _percent(spread.low), "high": _percent(spread.high)}
    if not spread.range:
        return _("ผู้ตรวจให้ร้อยละ %(low)s") % values
    return _("ผู้ตรวจให้ร้อยละ %(low)s ถึง %(high)s") % values


def _percent(value) -> str:
    return figure(rounded(value, 1))


def _outcome(frozen: FrozenDocument, room: Room) -> Iterator[str]:
    """The sum, and how many findings the meeting leaves to the unit."""
    total = frozen.consensus.total
    values = {
        "items": count(len(room.items)),
        "points": points(rounded_points(total.points)),
        "maximum": figure(as_decimal(total.maximum)),
    }
    yield _("รวม %(items)s หัวข้อ ได้ %(points)s คะแนน จาก %(maximum)s คะแนน") % values
    kinds = list(Finding.objects.for_unit(frozen.submission).values_list("kind", flat=True))
    strong, weak = kinds.count(FindingKind.STRENGTH), kinds.count(FindingKind.OFI)
    words = _("ข้อค้นพบฉันทามติ จุดแข็ง %(strong)d ข้อ โอกาสในการปรับปรุง %(weak)d ข้อ")
    yield to_thai(words % {"strong": strong, "weak": weak})
