"""Files as the locker takes them, for tests of what stands behind the door."""

import hashlib
import io
from datetime import timedelta
from itertools import count

from django.core.files.storage import storages
from django.utils import timezone

from assessments.files.intake import AcceptedFile
from assessments.models import Answer, Citation, Evidence, EvidenceVersion

NUMBERS = count()


def accepted_file(content: bytes = b"", name: str = "แผน.pdf") -> AcceptedFile:
    """An accepted file, different from every other one unless its content is given."""
    content = content or f"%PDF- {next(NUMBERS)}".encode()
    digest = hashlib.sha256(content).hexdigest()
    return AcceptedFile(io.BytesIO(content), name, "application/pdf", len(content), digest)


def keep(unit, person, *, code: str = "E01", title: str = "แผนปฏิบัติราชการ", files: int = 1, **columns) -> Evidence:
    """A record with so many files, written past the services."""
    evidence = Evidence.objects.create(unit=unit, code=code, title=title, **columns)
    for number in range(1, files + 1):
        file = accepted_file()
        EvidenceVersion.objects.create(
            evidence=evidence,
            number=number,
            stored_name=storages["evidence"].save(f"t/{code}", file.file),
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            added_by=person,
            added_at=timezone.now() - timedelta(hours=1),
        )
    return evidence


def cited_by(answer: Answer, evidence: Evidence, pages: str = "4") -> Citation:
    return Citation.objects.create(answer=answer, evidence=evidence, version=evidence.versions.first(), pages=pages)


def stored_files() -> set[str]:
    """The names of all files that the storage holds."""
    storage = storages["evidence"]
    folders = storage.listdir("")[0] if storage.exists("") else []
    return {f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1]}
