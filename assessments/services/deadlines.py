"""The deadline of one unit: extended by a coordinator while the unit writes, also after it has passed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Assessment, AssessmentEvent
from assessments.permissions import EXTEND, can
from assessments.services.events import record
from assessments.services.locks import lock_assessment
from assessments.statuses import EventKind
from assessments.tasks import refresh_later
from thai.dates import long_date
from thai.text import graphemes

REASON_GRAPHEMES = 10


class ExtensionRefused(Exception):
    """The deadline cannot be set so; the message tells a person why and what to do."""


class DeadlineMoved(ExtensionRefused):
    """Somebody else has set the deadline meanwhile; `current` is the one that stands."""

    def __init__(self, current: datetime):
        super().__init__(_("มีผู้เปลี่ยนกำหนดส่งก่อนคุณ กำหนดส่งขณะนี้คือ %(date)s") % {"date": long_date(current)})
        self.current = current


def extend_due(*, assessment_id: int, due: datetime, reason: str, seen: datetime, actor) -> AssessmentEvent:
    """The assessment is due at this moment, with an event that names the date and the reason.

    `seen` is the deadline that the person was shown. Raises ExtensionRefused, DeadlineMoved.
    """
    reason = reason.strip()
    with transaction.atomic(durable=True):
        assessment, now = lock_assessment(assessment_id)
        allowed = can(actor, assessment, EXTEND)
        if not allowed:
            raise ExtensionRefused(str(allowed.reason))
        if assessment.deadline != seen:
            raise DeadlineMoved(assessment.deadline)
        if due <= now:
            raise ExtensionRefused(_("กำหนดส่งใหม่ต้องเป็นวันหลังจากวันนี้"))
        if graphemes(reason) < REASON_GRAPHEMES:
            raise ExtensionRefused(_("เขียนเหตุผลที่ขยายกำหนดส่งอย่างน้อย 10 ตัวอักษร"))
        Assessment.objects.filter(pk=assessment.pk).update(due=due)
        refresh_later(assessment.pk)
        note = _("ถึง %(date)s: %(reason)s") % {"date": long_date(due), "reason": reason}
        kind = EventKind.DUE_EXTENDED
        return record(assessment_id=assessment.pk, kind=kind, actor=actor, at=now, note=note)
