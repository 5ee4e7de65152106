"""Assessors and the assessments that they are bound to: what an assessor declares before she reviews."""

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Assessment, Assignment
from assessments.services.events import record
from assessments.services.locks import share_assessment
from assessments.statuses import EventKind
from thai.text import graphemes

CONFLICT_GRAPHEMES = 20


class DeclarationRefused(Exception):
    """The declaration cannot be taken; the message says why and what to do."""


def declare_interests(*, assessment: Assessment, conflict: str, actor) -> Assignment:
    """The assessor has declared what interest of hers the assessment touches, "" for none; the conflict stays.

    What she describes stands in the assignment alone, for the coordinator: the history tells only that she declared.
    Raises DeclarationRefused, Assignment.DoesNotExist where she is not assigned.
    """
    conflict = conflict.strip()
    if conflict and graphemes(conflict) < CONFLICT_GRAPHEMES:
        raise DeclarationRefused(_("อธิบายผลประโยชน์ทับซ้อนอย่างน้อย 20 ตัวอักษร เพื่อให้ผู้ประสานงานมอบหมายผู้อื่นได้เหมาะสม"))
    with transaction.atomic(durable=True):
        state = share_assessment(assessment.pk)
        found = Assignment.objects.select_for_update().get(assessment=assessment.pk, assessor=actor)
        if found.conflict and conflict != found.conflict:
            raise DeclarationRefused(_("คุณแจ้งผลประโยชน์ทับซ้อนไว้แล้ว หากแจ้งผิด โปรดติดต่อผู้ประสานงาน"))
        if found.declared_at is None or conflict != found.conflict:
            found.declared_at, found.conflict = state.now, conflict
            found.save(update_fields=["declared_at", "conflict"])
            kind = EventKind.INTERESTS_DECLARED
            record(assessment_id=assessment.pk, kind=kind, actor=actor, at=state.now)
    return found
