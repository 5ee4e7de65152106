"""A calibration set is made from a submission, edited, opened and closed by coordinators (decision 18).

Nothing of it stands in the history of the assessment: the unit is not part of it. Who did what is on the row.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.anonymising import anonymised
from assessments.document import FrozenDocument
from assessments.models import Calibration, CalibrationItem, CalibrationText
from assessments.permissions import CALIBRATION_OPENED
from assessments.scorecard import Judging
from assessments.services.locks import lock_calibration, share_calibration
from assessments.tasks import tell_opened_later
from criteria.outline import ItemOutline


class CalibrationLocked(Exception):
    """It is too late or too early for this; `reason` tells a person."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class CalibrationRefused(Exception):
    """The set cannot be opened as it is; the message says what to do."""


class StaleCalibration(Exception):
    """Another coordinator opened or closed the set first."""


class StaleTexts(Exception):
    """Another coordinator saved the texts of this item first; `current` is what stands."""

    def __init__(self, current: CalibrationItem):
        super().__init__(current.version)
        self.current = current


def calibrated_items(frozen: FrozenDocument) -> list[ItemOutline]:
    """The items of the submission that can be copied: judged by factors and answered in words."""
    scheme = frozen.card.scheme
    judged = [item for item in frozen.outline.scored_items if scheme.judged_by(item) == Judging.FACTORS]
    return [item for item in judged if any(_text(frozen, question.code) for question in item.questions)]


def make_calibration(
    *, frozen: FrozenDocument, items: Collection[ItemOutline], title: str, names: Mapping[str, str], actor
) -> Calibration:
    """A draft of a set with a copy of the answers of these items, in which `names` are replaced."""
    with transaction.atomic(durable=True):
        made = Calibration.objects.create(submission=frozen.submission, title=title, made_by=actor)
        for item in items:
            place = CalibrationItem.objects.create(calibration=made, item_id=item.pk)
            CalibrationText.objects.bulk_create(
                CalibrationText(item=place, question=each, text=anonymised(_text(frozen, each.code), names))
                for each in item.questions
            )
        return made


def _text(frozen: FrozenDocument, code: str) -> str:
    return frozen.answers.get(code, {}).get("text", "")


def save_texts(
    *, item: CalibrationItem, texts: Mapping[str, str], reference: int | None, version: int
) -> CalibrationItem:
    """The answers of this item read so, by code of the question, and this percent is the reference (0 is one).

    Raises StaleTexts, CalibrationLocked once the set was opened.
    """
    with transaction.atomic(durable=True):
        state = share_calibration(item.calibration_id)
        if state is None or not state.is_draft:
            raise CalibrationLocked(str(CALIBRATION_OPENED) if state else _deleted())
        rows = CalibrationItem.objects.filter(pk=item.pk, version=version)
        written = rows.update(reference=reference, version=version + 1)
        for code, text in texts.items() if written else ():
            CalibrationText.objects.filter(item=item, question__code=code).update(text=text)
    current = CalibrationItem.objects.get(pk=item.pk)
    if not written:
        raise StaleTexts(current)
    return current


def open_calibration(*, calibration: Calibration, due: date | None, version: int, actor) -> None:
    """The assessors may score the set, for the first time or again, and are told once; its texts change no more.

    Raises CalibrationRefused, StaleCalibration, CalibrationLocked.
    """
    with transaction.atomic(durable=True):
        state = _lock(calibration, version)
        empty = _empty_items(calibration)
        if empty:
            words = _("ยังเปิดไม่ได้ เพราะหัวข้อ %(items)s ไม่มีข้อความให้ผู้ตรวจอ่าน")
            raise CalibrationRefused(words % {"items": ", ".join(empty)})
        given = {"due": due, "closed_by": None, "closed_at": None, "version": version + 1}
        if state.is_draft:
            given |= {"opened_by": actor, "opened_at": state.now}
        Calibration.objects.filter(pk=calibration.pk).update(**given)
        tell_opened_later(calibration.pk)


def close_calibration(*, calibration: Calibration, version: int, actor) -> None:
    """No assessor writes into the set any more; what is handed in stands.

    Raises StaleCalibration, CalibrationLocked.
    """
    with transaction.atomic(durable=True):
        state = _lock(calibration, version)
        if not state.is_open:
            raise StaleCalibration
        given = {"closed_by": actor, "closed_at": state.now, "version": version + 1}
        Calibration.objects.filter(pk=calibration.pk).update(**given)


def discard_calibration(*, calibration: Calibration) -> None:
    """The draft is gone. Raises CalibrationLocked once it was opened, or where it is gone already."""
    with transaction.atomic(durable=True):
        state = lock_calibration(calibration.pk)
        if state is None or not state.is_draft:
            raise CalibrationLocked(str(CALIBRATION_OPENED) if state else _deleted())
        Calibration.objects.filter(pk=calibration.pk).delete()


def _lock(calibration: Calibration, version: int):
    state = lock_calibration(calibration.pk)
    if state is None:
        raise CalibrationLocked(_deleted())
    if state.version != version:
        raise StaleCalibration
    return state


def _empty_items(calibration: Calibration) -> Sequence[str]:
    written = CalibrationText.objects.exclude(text="").filter(item__calibration=calibration)
    empty = calibration.items.exclude(pk__in=written.values("item"))
    return list(empty.values_list("item__code", flat=True))


def _deleted() -> str:
    return _("ชุดปรับเทียบนี้ถูกลบไปแล้ว")
