"""The locker of the demonstration: fixtures/demo/evidence/records.json, with files that go in as an upload would."""

import json
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.files.intake import AcceptedFile, accepted
from assessments.interchange.rows import SECRECY_OF_WORD
from assessments.models import Assessment, Evidence
from assessments.services.citations import cite
from assessments.services.locker import EvidenceDetails, EvidenceTags, add_evidence
from criteria.models import Characteristic, SuccessFactor

FOLDER = Path(settings.BASE_DIR, "fixtures", "demo", "evidence")


def fill_locker(assessment: Assessment, people: dict) -> None:
    """The locker of the unit holds the records, and the answers cite them; `people` by user name."""
    answers = {answer.question.code: answer for answer in assessment.answers.select_related("question")}
    for row in json.loads((FOLDER / "records.json").read_text(encoding="utf-8")):
        owner = people[row["owner"]]
        evidence = _record(row, assessment.unit_id, owner)
        for cited in row["citations"]:
            answer = answers[cited["question"]]
            cite(answer=answer, evidence_id=evidence.pk, pages=cited["pages"], actor=owner)


def _record(row: dict, unit_id: int, owner) -> Evidence:
    """What stays valid or was looked at is told in days from today, so that it is true on whatever day."""
    today = timezone.localdate()
    details = EvidenceDetails(
        title=row["title"],
        secrecy=SECRECY_OF_WORD[row["class"]],
        owner_id=owner.pk,
        dated=date.fromisoformat(row["dated"]) if "dated" in row else None,
        expires=today + timedelta(days=row["expires_in_days"]) if "expires_in_days" in row else None,
        document_number=row.get("document_number", ""),
        keeper=row.get("keeper", ""),
        place=row.get("place", ""),
        checked_on=today - timedelta(days=row["checked_days_ago"]) if "checked_days_ago" in row else None,
    )
    tags = EvidenceTags(_keys(Characteristic, row["characteristics"]), _keys(SuccessFactor, row["success_factors"]))
    return add_evidence(unit_id=unit_id, details=details, tags=tags, file=_file(row), actor=owner)


def _file(row: dict) -> AcceptedFile | None:
    """The file of the record, examined at the door like any other."""
    if "file" not in row:
        return None
    return accepted(SimpleUploadedFile(row["name"], (FOLDER / row["file"]).read_bytes()))


def _keys(tags, codes: list[str]) -> list[int]:
    return list(tags.objects.filter(code__in=codes).values_list("pk", flat=True))
