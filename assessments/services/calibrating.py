"""An assessor scores the items of a calibration set and hands in; nobody reads hers before (decision 18).

A coordinator may hand her scores back to her while the set is open.
"""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.models import Calibration, CalibrationHandIn, CalibrationItem, CalibrationScore
from assessments.permissions import CALIBRATION_CLOSED, CALIBRATION_NOT_OPEN
from assessments.scorecard import FACTOR_COLUMNS
from assessments.scoring.confirmation import refusal
from assessments.scoring.process import Suggestion
from assessments.scoring.scale import Scale
from assessments.services.calibrations import CalibrationLocked
from assessments.services.hand_ins import REASON_GRAPHEMES
from assessments.services.locks import CalibrationState, lock_calibration, share_calibration
from assessments.services.scores import ScoreRefused
from assessments.tasks import tell_calibration_back_later
from thai.text import graphemes


class StaleCalibrationScore(Exception):
    """She saved this score in another window first; `current` is what stands."""

    def __init__(self, current: CalibrationScore):
        super().__init__(current.version)
        self.current = current


class CalibrationUnfinished(Exception):
    """Items are without a score; the message names them."""


class CalibrationBackRefused(Exception):
    """The scores cannot be handed back; the message says why and what to do."""


def save_calibration_score(
    *,
    item: CalibrationItem,
    scale: Scale,
    suggestion: Suggestion | None,
    factors: Mapping[str, int],
    percent: int | None,
    reason: str,
    version: int,
    actor,
) -> CalibrationScore:
    """Her score of the item; without a percent it is kept and does not count. The rules are those of every score.

    `version` is the one that she saw, 0 for none. Raises StaleCalibrationScore, ScoreRefused, CalibrationLocked.
    """
    with transaction.atomic(durable=True):
        state = share_calibration(item.calibration_id)
        _refuse_locked(state, item.calibration_id, actor)
        if percent is not None:
            refused = refusal(percent, suggestion, scale, reason_graphemes=graphemes(reason.strip()))
            if refused:
                raise ScoreRefused(refused)
        values = {column: factors.get(name) for name, column in FACTOR_COLUMNS.items()}
        values |= {"percent": percent, "reason": reason, "updated_at": state.now}
        written = _write({"item": item, "assessor": actor}, values, version)
    current = CalibrationScore.objects.get(item=item, assessor=actor)
    if not written:
        raise StaleCalibrationScore(current)
    return current


def hand_in_calibration(*, calibration: Calibration, actor) -> CalibrationHandIn:
    """Her scores of the set stand; twice is once. Raises CalibrationUnfinished, CalibrationLocked."""
    with transaction.atomic(durable=True):
        state = lock_calibration(calibration.pk)  # the whole row: no save of hers is under way beside it
        earlier = calibration.hand_ins.active().filter(assessor=actor).first()
        if earlier:
            return earlier
        _refuse_locked(state, calibration.pk, actor)
        missing = unscored(calibration, actor)
        if missing:
            words = _("ยังส่งไม่ได้ เพราะยังไม่ให้คะแนนหัวข้อ %(items)s")
            raise CalibrationUnfinished(words % {"items": ", ".join(missing)})
        return CalibrationHandIn.objects.create(calibration=calibration, assessor=actor, at=state.now)


def hand_back_calibration(*, given: CalibrationHandIn, reason: str, actor) -> None:
    """Her scores are hers to write again and out of what came of the set until she hands in anew; she is told.

    Until then she reads nothing of the others; what she has read cannot be undone, so the second hand-in is marked.
    Raises CalibrationBackRefused, CalibrationLocked.
    """
    if graphemes(reason.strip()) < REASON_GRAPHEMES:
        raise CalibrationBackRefused(_("เขียนเหตุผลที่คืนคะแนนอย่างน้อย 20 ตัวอักษร เพื่อให้ผู้ตรวจทราบว่าต้องแก้ไขเรื่องใด"))
    with transaction.atomic(durable=True):
        state = lock_calibration(given.calibration_id)
        if state is None or not state.is_open:
            raise CalibrationLocked(str(CALIBRATION_NOT_OPEN))
        back = {"handed_back_at": state.now, "handed_back_by": actor, "reason": reason.strip()}
        if not CalibrationHandIn.objects.active().filter(pk=given.pk).update(**back):
            raise CalibrationBackRefused(_("คะแนนนี้คืนให้ผู้ตรวจไปแล้ว เปิดหน้าของชุดใหม่เพื่อดูสถานะล่าสุด"))
        tell_calibration_back_later(given.pk)


def unscored(calibration: Calibration, assessor) -> list[str]:
    """The codes of the items that she has not scored, in their order. One query."""
    mine = CalibrationScore.objects.counting().filter(assessor=assessor)
    return list(calibration.items.exclude(pk__in=mine.values("item")).values_list("item__code", flat=True))


def _refuse_locked(state: CalibrationState | None, pk: int, actor) -> None:
    if state is None or not state.is_open:
        raise CalibrationLocked(str(CALIBRATION_CLOSED))
    if CalibrationHandIn.objects.active().filter(calibration=pk, assessor=actor).exists():
        raise CalibrationLocked(_("คุณส่งคะแนนของชุดนี้แล้ว จึงแก้ไขไม่ได้"))


def _write(key: dict, values: dict, version: int) -> bool:
    """Whether the row stands in its new version; False when another was first."""
    rows = CalibrationScore.objects.filter(**key)
    if version and rows.exists():
        return bool(rows.filter(version=version).update(version=version + 1, **values))
    try:
        with transaction.atomic():
            CalibrationScore.objects.create(**key, **values)
    except IntegrityError:
        return False
    return True
