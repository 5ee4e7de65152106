"""Double certification: the lead signs what stands, the approver certifies it by submitting (peers.md 2.9)."""

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.checks import problems_of
from assessments.document import canonical, document_of, fingerprint
from assessments.live import LiveRows
from assessments.models import Assessment, Preparation
from assessments.services.events import record
from assessments.services.locks import lock_open_assessment
from assessments.statuses import EventKind, Status


class PreparationRefused(Exception):
    """The lead cannot sign now; the message says why and what to do."""


def prepare(*, assessment_id: int, actor) -> Preparation:
    """The lead has signed the document as it stands, with an event. Raises PreparationRefused, AssessmentLocked."""
    with transaction.atomic(durable=True):
        state = lock_open_assessment(assessment_id)
        assessment = Assessment.objects.with_place().get(pk=assessment_id)
        live = LiveRows(assessment)
        errors = sum(problem.is_error for problem in problems_of(live))
        if errors:
            raise PreparationRefused(_("ยังลงนามไม่ได้ มี %(count)d เรื่องที่ต้องแก้ก่อน") % {"count": errors})
        signed, _made = Preparation.objects.update_or_create(
            assessment=assessment, defaults={"sha256": fingerprint_of(live), "by": actor, "at": state.now}
        )
        record(assessment_id=assessment_id, kind=EventKind.PREPARED, actor=actor, at=state.now)
    return signed


def live_text(live: LiveRows) -> str:
    """The live document, as a submission would freeze it."""
    return canonical(document_of(live))


def fingerprint_of(live: LiveRows, text: str = "") -> str:
    """Of the live document (`text`, where it is built already); of a returned one with the replies to its remarks."""
    assessment, text = live.assessment, text or live_text(live)
    if assessment.status == Status.RETURNED:
        text += canonical({"replies": list(assessment.remarks.values("number", "reply", "place"))})
    return fingerprint(text)


def signature_of(live: LiveRows) -> Preparation | None:
    """The signature with its signer and `is_void`: whether something has changed since. None before the first."""
    signed = Preparation.objects.select_related("by").filter(assessment=live.assessment).first()
    if signed:
        signed.is_void = signed.sha256 != fingerprint_of(live)
    return signed


def why_not_certified(assessment: Assessment, approver, sha256: str) -> str:
    """Why this person may not certify a document of this fingerprint; empty when she may."""
    signed = Preparation.objects.select_related("by").filter(assessment=assessment).first()
    if signed is None:
        return _("หัวหน้าทีม PMQA ยังไม่ได้ลงนามเป็นผู้จัดทำ ขอให้หัวหน้าทีมลงนามที่หน้าตรวจก่อนส่ง")
    if signed.sha256 != sha256:
        return _("มีการแก้ไขหลังจากผู้จัดทำลงนาม ขอให้หัวหน้าทีม PMQA ตรวจและลงนามอีกครั้งที่หน้าตรวจก่อนส่ง")
    if signed.by_id == approver.pk and not assessment.unit.one_person_certifies:
        return _("ผู้จัดทำกับผู้รับรองต้องเป็นคนละคน ขอให้ผู้รับรองอีกคนเป็นผู้ส่ง หน่วยงานที่มีผู้รับผิดชอบคนเดียวขออนุญาตได้จากผู้ดูแลระบบ")
    return ""
