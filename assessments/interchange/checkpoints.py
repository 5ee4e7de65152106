"""The rows of `checkpoints` in `pmqa-assessment/1`: what was written of a checkpoint, and how it was judged."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.interchange.reading import Reading, shown
from assessments.interchange.rows import ANSWER_KEYS, AnswerRow, told_by
from assessments.models.checkpoint_score import JUDGEMENTS
from assessments.scoring.levels import needs_text
from assessments.statuses import Stage

REQUIRED = {"stage", "checkpoint", "value", "text"}


@dataclass
class CheckpointRow:
    """`value` None: not judged."""

    answer: AnswerRow
    value: Decimal | None

    @property
    def checkpoint(self) -> str:
        return self.answer.question


def read_checkpoint(
    reading: Reading, where: str, row, tags: dict[str, set[str]], known: frozenset[str]
) -> CheckpointRow | None:
    """`known`: the codes of the checkpoints of the set."""
    if not reading.keys(where, row, REQUIRED | ANSWER_KEYS, REQUIRED):
        return None
    if row["stage"] != Stage.SELF:
        reading.refuse(f"{where}.stage", _("รับเฉพาะผลการประเมินตนเอง (self) ลบแถวนี้ออก"))
    code = row["checkpoint"]
    if not isinstance(code, str) or code not in known:
        reading.refuse(f"{where}.checkpoint", _("ชุดเกณฑ์นี้ไม่มีประเด็นพิจารณา “%s” ตรวจรหัส") % shown(code))
        return None
    answer, value = told_by(reading, where, code, row, tags), _value(reading, where, row["value"])
    if needs_text(value) and (not answer.text or answer.not_applicable):
        message = _("ให้ผลการพิจารณามากกว่า 0 ได้เมื่อมีคำตอบ ให้เขียน text หรือแก้ value เป็น 0")
        reading.refuse(f"{where}.value", message)
    return CheckpointRow(answer, value)


def _value(reading: Reading, where: str, given) -> Decimal | None:
    if given is None:
        return None
    number = reading.number(f"{where}.value", given)
    if number is None or number in JUDGEMENTS:
        return number
    reading.refuse(f"{where}.value", _("ผลการพิจารณาต้องเป็น 0, 0.5, 1 หรือ null"))
    return None
