"""What an answer cites of its unit's locker, and what a submission keeps of it for ever."""

from datetime import datetime

from django.db import transaction

from assessments.files.intake import AcceptedFile
from assessments.models import Answer, Assessment, Citation, Evidence, PinnedEvidence, Submission
from assessments.services.events import record
from assessments.services.locker import EvidenceDetails, put_file, put_record, stored
from assessments.services.locks import share_open_assessment
from assessments.statuses import EventKind

MOST_CITATIONS = 50


class EvidenceGone(Exception):
    """The record is not in the locker (any more)."""


class TooManyCitations(Exception):
    """An answer cites at most MOST_CITATIONS records."""


def cite(*, answer: Answer, evidence_id: int, pages: str, actor) -> Citation:
    """The answer cites the newest file of the record, with these pages; citing again changes both.

    Raises AssessmentLocked, EvidenceGone, TooManyCitations.
    """
    with transaction.atomic(durable=True):
        state = share_open_assessment(answer.assessment_id)
        held = Evidence.objects.kept().filter(unit=answer.assessment.unit_id, pk=evidence_id)
        evidence = held.select_for_update(no_key=True).first()
        if evidence is None:
            raise EvidenceGone
        return _write(answer, evidence, pages, actor, state.now)


def cite_new(*, answer: Answer, details: EvidenceDetails, file: AcceptedFile, pages: str, actor) -> Citation:
    """A new record with this file stands in the locker and the answer cites it: both, or neither.

    Raises AssessmentLocked, TooManyCitations, SameFile, LockerFull.
    """
    with stored(file) as stored_name, transaction.atomic(durable=True):
        state = share_open_assessment(answer.assessment_id)
        evidence = put_record(unit_id=answer.assessment.unit_id, details=details)
        put_file(evidence=evidence, file=file, stored_name=stored_name, actor=actor)
        return _write(answer, evidence, pages, actor, state.now)


def _write(answer: Answer, evidence: Evidence, pages: str, actor, at: datetime) -> Citation:
    """The answer cites the newest file of the record, and the history says so."""
    if answer.citations.exclude(evidence=evidence).count() >= MOST_CITATIONS:
        raise TooManyCitations
    values = {"pages": pages, "version": evidence.versions.first(), "sha256": ""}
    citation, _is_new = Citation.objects.update_or_create(answer=answer, evidence=evidence, defaults=values)
    note = " ".join(filter(None, [answer.question.code, evidence.code, pages]))
    record(assessment_id=answer.assessment_id, kind=EventKind.EVIDENCE_CITED, actor=actor, at=at, note=note)
    return citation


def uncite(*, answer: Answer, evidence_id: int, actor) -> None:
    """The answer does not cite the record; the record stays in the locker. Raises AssessmentLocked."""
    with transaction.atomic(durable=True):
        state = share_open_assessment(answer.assessment_id)
        found = answer.citations.filter(evidence=evidence_id).select_related("evidence").first()
        if found is None:
            return
        found.delete()
        note = f"{answer.question.code} {found.evidence.code}"
        kind = EventKind.EVIDENCE_REMOVED
        record(assessment_id=answer.assessment_id, kind=kind, actor=actor, at=state.now, note=note)


def pin_citations(assessment: Assessment, submission: Submission) -> None:
    """The submission keeps every file that its answers cite; within the transaction that holds the assessment."""
    versions = Citation.objects.filter(answer__assessment=assessment, version__isnull=False)
    keys = versions.values_list("version", flat=True).distinct().order_by("version")
    PinnedEvidence.objects.bulk_create(PinnedEvidence(submission=submission, version_id=key) for key in keys)
