"""Every choice of this app, at module level so that database constraints can use them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Of an assessment (architecture.md 6.1)."""

    DRAFT = "draft", _("ฉบับร่าง")
    SUBMITTED = "submitted", _("ส่งแล้ว")
    IN_REVIEW = "in_review", _("อยู่ระหว่างตรวจประเมิน")
    RETURNED = "returned", _("ส่งคืนเพื่อแก้ไข")
    APPROVED = "approved", _("รับรองผลแล้ว")


EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})


class Action(models.TextChoices):
    """Of the workflow."""

    SUBMIT = "submit", _("ส่งแบบประเมิน")
    WITHDRAW = "withdraw", _("ถอนการส่ง")
    START_REVIEW = "start_review", _("เริ่มตรวจประเมิน")
    RETURN = "return", _("ส่งคืนเพื่อแก้ไข")
    APPROVE = "approve", _("รับรองผล")
    REOPEN = "reopen", _("เปิดตรวจใหม่")


class EventKind(models.TextChoices):
    """What the history of an assessment holds: actions of the workflow, and what changes it beside them."""

    SUBMIT = Action.SUBMIT.value, Action.SUBMIT.label
    WITHDRAW = Action.WITHDRAW.value, Action.WITHDRAW.label
    START_REVIEW = Action.START_REVIEW.value, Action.START_REVIEW.label
    RETURN = Action.RETURN.value, Action.RETURN.label
    APPROVE = Action.APPROVE.value, Action.APPROVE.label
    REOPEN = Action.REOPEN.value, Action.REOPEN.label
    CREATED = "created", _("เริ่มแบบประเมิน")
    IMPORTED = "imported", _("นำเข้าข้อมูล")
    ANSWERS_CARRIED = "answers_carried", _("คัดลอกคำตอบจากปีก่อน")
    ANSWERS_MAPPED = "answers_mapped", _("นำคำตอบจากอีกชุดเกณฑ์มาใช้")
    INDICATOR_SAVED = "indicator_saved", _("บันทึกตัวชี้วัด")
    INDICATOR_DELETED = "indicator_deleted", _("ลบตัวชี้วัด")
    TABLE_APPLIED = "table_applied", _("นำเข้าตารางตัวชี้วัด")
    GRID_SAVED = "grid_saved", _("บันทึกตารางตัวชี้วัด")
    TABLE_UNDONE = "table_undone", _("เลิกทำการแก้ไขตารางตัวชี้วัด")
    INDICATORS_CARRIED = "indicators_carried", _("นำตัวชี้วัดจากปีก่อนมาใช้")
    SCORE_CONFIRMED = "score_confirmed", _("ยืนยันคะแนน")
    CHECKPOINTS_JUDGED = "checkpoints_judged", _("บันทึกผลการพิจารณาประเด็น")
    PREPARED = "prepared", _("ลงนามผู้จัดทำ")
    WORK_ASSIGNED = "work_assigned", _("มอบหมายงาน")
    HANDED_OVER = "handed_over", _("ส่งมอบงาน")
    KEY_FACTORS_CHANGED = "key_factors_changed", _("แก้ไขปัจจัยสำคัญ")
    TARGETS_SET = "targets_set", _("ตั้งเป้าหมายคะแนน")
    EVIDENCE_CITED = "evidence_cited", _("อ้างหลักฐาน")
    EVIDENCE_REMOVED = "evidence_removed", _("เลิกอ้างหลักฐาน")
    ASSESSORS_CHANGED = "assessors_changed", _("เปลี่ยนผู้ตรวจประเมิน")
    INTERESTS_DECLARED = "interests_declared", _("แจ้งผลประโยชน์ทับซ้อน")
    HANDED_IN = "handed_in", _("ส่งผลตรวจ")
    HANDED_BACK = "handed_back", _("คืนผลตรวจให้แก้ไข")
    CONSENSUS_OPENED = "consensus_opened", _("เปิดการประชุมฉันทามติ")
    CONSENSUS_SAVED = "consensus_saved", _("บันทึกผลฉันทามติ")
    CONSENSUS_TAKEN = "consensus_taken", _("ใช้ผลฉันทามติของฉบับก่อน")
    REMARK_ANSWERED = "remark_answered", _("ตอบข้อสังเกต")
    REMARK_SETTLED = "remark_settled", _("ตัดสินข้อสังเกต")
    DUE_EXTENDED = "due_extended", _("ขยายกำหนดส่ง")
    SCORE_LAPSED = "score_lapsed", _("คะแนนที่ยืนยันไว้สิ้นผล เพราะช่วงคะแนนที่ระบบเสนอเปลี่ยนไป")


# Of the review between its decisions: for reviewers, never for the unit.
REVIEW_KINDS = frozenset(
    {
        EventKind.ASSESSORS_CHANGED,
        EventKind.INTERESTS_DECLARED,
        EventKind.HANDED_IN,
        EventKind.HANDED_BACK,
        EventKind.CONSENSUS_OPENED,
        EventKind.CONSENSUS_SAVED,
        EventKind.CONSENSUS_TAKEN,
    }
)


class EvidenceEventKind(models.TextChoices):
    """What is done to a record of the locker beside its files, which tell by themselves who added them."""

    CHANGED = "changed", _("แก้ไขรายละเอียด")
    DELETED = "deleted", _("ลบออกจากคลัง")
    RESTORED = "restored", _("กู้คืน")


class Direction(models.TextChoices):
    HIGHER = "higher", _("ยิ่งมากยิ่งดี")
    LOWER = "lower", _("ยิ่งน้อยยิ่งดี")


class Importance(models.TextChoices):
    KEY = "key", _("ตัวชี้วัดหลัก")
    SUPPORTING = "supporting", _("ตัวชี้วัดสนับสนุน")


class Frequency(models.TextChoices):
    """How often the figures of an indicator are collected."""

    MONTHLY = "monthly", _("รายเดือน")
    QUARTERLY = "quarterly", _("รายไตรมาส")
    HALF_YEARLY = "half_yearly", _("รายครึ่งปี")
    YEARLY = "yearly", _("รายปี")
    OTHER = "other", _("อื่น ๆ")


class Secrecy(models.TextChoices):
    """Class of an official document. Only the lowest may stand in the system with its file (interchange.md)."""

    NORMAL = "normal", _("ปกติ")
    CONFIDENTIAL = "confidential", _("ลับ")
    SECRET = "secret", _("ลับมาก")
    TOP_SECRET = "top_secret", _("ลับที่สุด")


# The words of a document, the same in every language of the screen.
SECRECY_WORDS = {
    Secrecy.NORMAL: "ปกติ",
    Secrecy.CONFIDENTIAL: "ลับ",
    Secrecy.SECRET: "ลับมาก",
    Secrecy.TOP_SECRET: "ลับที่สุด",
}


class Stage(models.TextChoices):
    """Whose score it is; the three are kept side by side for ever (scoring.md 1)."""

    SELF = "self", _("ประเมินตนเอง")
    REVIEW = "review", _("ผู้ตรวจ")
    CONSENSUS = "consensus", _("ฉันทามติ")


class FindingKind(models.TextChoices):
    STRENGTH = "strength", _("จุดแข็ง")
    OFI = "ofi", _("โอกาสในการปรับปรุง")


class RemarkState(models.TextChoices):
    """Of a remark that the unit must answer."""

    OPEN = "open", _("รอหน่วยงานตอบ")
    ANSWERED = "answered", _("หน่วยงานตอบแล้ว")
    ACCEPTED = "accepted", _("รับทราบแล้ว")
    CARRIED = "carried", _("ติดตามต่อปีหน้า")


class RevisionKind(models.TextChoices):
    """A revision is a version of the answer, or a text that lost against a newer version and is kept all the same."""

    SAVED = "saved", _("บันทึกแล้ว")
    CONFLICT = "conflict", _("ไม่ได้บันทึกเพราะมีฉบับใหม่กว่า")


class KeyFactorKind(models.TextChoices):
    """What of the organizational profile answers and indicators are linked to."""

    CHALLENGE = "challenge", _("ความท้าทายเชิงยุทธศาสตร์")
    ADVANTAGE = "advantage", _("ความได้เปรียบเชิงยุทธศาสตร์")
    GROUP = "group", _("กลุ่มผู้รับบริการและผู้มีส่วนได้ส่วนเสียสำคัญ")
    PROCESS = "process", _("กระบวนการหลัก")
    OBJECTIVE = "objective", _("วัตถุประสงค์เชิงยุทธศาสตร์")
