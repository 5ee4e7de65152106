"""The evidence locker of a unit: records, their files, and what remains of those that were deleted.

A file is examined before it comes here (assessments/files) and stored under a name of ours; nothing but a row of the
database gives it a meaning.
"""

import re
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import DatabaseError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import Unit
from assessments.files.intake import AcceptedFile
from assessments.models import Citation, Evidence, EvidenceEvent, EvidenceVersion, PinnedEvidence
from assessments.statuses import EvidenceEventKind, Secrecy

OWN_CODE = re.compile(r"E([0-9]{1,9})")
STORED_NAME_LETTERS = 40


class LockerRefused(Exception):
    """Nothing was changed; the subclass says why."""


class StaleEvidence(LockerRefused):
    """Somebody else changed or deleted the record first; `current` is how it stands."""

    def __init__(self, current: Evidence):
        super().__init__(str(current))
        self.current = current


class SameFile(LockerRefused):
    """The unit keeps this very file already; `version` is it."""

    def __init__(self, version: EvidenceVersion):
        super().__init__(str(version))
        self.version = version


class LockerFull(LockerRefused):
    """The files of the unit would pass the limit; `left` is what is free, in bytes."""

    def __init__(self, left: int):
        super().__init__(str(left))
        self.left = left


class ClassifiedFile(LockerRefused):
    """A classified document has no file here, and a record with files does not become classified."""


@dataclass(frozen=True)
class EvidenceDetails:
    """What people say of a record, beside its code and its files."""

    title: str
    secrecy: str = Secrecy.NORMAL
    owner_id: int | None = None
    dated: date | None = None
    expires: date | None = None
    document_number: str = ""
    keeper: str = ""
    place: str = ""
    checked_on: date | None = None


@dataclass(frozen=True)
class EvidenceTags:
    """Keys of the ten characteristics and of the success factors that a record shows."""

    characteristics: Iterable[int] = ()
    success_factors: Iterable[int] = ()

    def write(self, evidence: Evidence) -> None:
        evidence.characteristics.set(self.characteristics)
        evidence.success_factors.set(self.success_factors)


def add_evidence(
    *,
    unit_id: int,
    details: EvidenceDetails,
    tags: EvidenceTags | None = None,
    file: AcceptedFile | None = None,
    actor,
) -> Evidence:
    """A new record under the next free code, "E13", with its first file where one is given.

    Raises ClassifiedFile, SameFile, LockerFull.
    """
    _refuse_classified(details.secrecy, has_file=file is not None)
    with stored(file) as stored_name, transaction.atomic(durable=True):
        evidence = put_record(unit_id=unit_id, details=details)
        if tags:
            tags.write(evidence)
        if file:
            put_file(evidence=evidence, file=file, stored_name=stored_name, actor=actor)
    return evidence


def put_record(*, unit_id: int, details: EvidenceDetails) -> Evidence:
    """The record stands in the locker, which is held until the caller's transaction ends."""
    _hold_locker(unit_id)
    return Evidence.objects.create(unit_id=unit_id, code=_next_code(unit_id), **asdict(details))


def change_evidence(*, evidence: Evidence, details: EvidenceDetails, tags: EvidenceTags, actor) -> None:
    """The record says this. `evidence` is as the person saw it. Raises StaleEvidence, ClassifiedFile."""
    with transaction.atomic(durable=True):
        _hold_locker(evidence.unit_id)
        _refuse_classified(details.secrecy, has_file=evidence.versions.exists())
        seen = Evidence.objects.kept().filter(pk=evidence.pk, revision=evidence.revision)
        if not seen.update(revision=evidence.revision + 1, **asdict(details)):
            raise StaleEvidence(Evidence.objects.get(pk=evidence.pk))
        tags.write(evidence)
        _note(evidence, EvidenceEventKind.CHANGED, actor, timezone.now())


def add_file(*, evidence: Evidence, file: AcceptedFile, actor) -> EvidenceVersion:
    """The record has a newer file; those before it stay, and so does what cites them.

    Raises StaleEvidence when it was deleted meanwhile, ClassifiedFile, SameFile, LockerFull.
    """
    with stored(file) as stored_name, transaction.atomic(durable=True):
        _hold_locker(evidence.unit_id)
        current = Evidence.objects.get(pk=evidence.pk)
        if current.deleted_at:
            raise StaleEvidence(current)
        _refuse_classified(current.secrecy, has_file=True)
        return put_file(evidence=current, file=file, stored_name=stored_name, actor=actor)


def delete_evidence(*, evidence: Evidence, actor) -> None:
    """The record is out of the locker, its code is never given again, and who deleted it is kept for ever.

    Its files stay while an answer or a submission names the record, and can be brought back; else they are destroyed.
    """
    with transaction.atomic(durable=True):
        _hold_locker(evidence.unit_id)
        now = timezone.now()
        if not Evidence.objects.kept().filter(pk=evidence.pk).update(deleted_at=now, deleted_by=actor):
            return
        _note(evidence, EvidenceEventKind.DELETED, actor, now)
        if not is_named(evidence):
            doomed = list(evidence.versions.values_list("stored_name", flat=True))
            evidence.versions.all().delete()
            transaction.on_commit(lambda: _destroy(doomed))


def restore_evidence(*, evidence: Evidence, actor) -> None:
    """The record is in the locker again, with whatever files are left; its history tells who had deleted it."""
    with transaction.atomic(durable=True):
        _hold_locker(evidence.unit_id)
        deleted = Evidence.objects.filter(pk=evidence.pk, deleted_at__isnull=False)
        if deleted.update(deleted_at=None, deleted_by=None):
            _note(evidence, EvidenceEventKind.RESTORED, actor, timezone.now())


def _note(evidence: Evidence, kind: str, actor, at: datetime) -> None:
    EvidenceEvent.objects.create(evidence=evidence, kind=kind, actor=actor, at=at)


def is_named(evidence: Evidence) -> bool:
    """Whether an answer cites the record, or a submission holds a file of it."""
    is_cited = Citation.objects.filter(evidence=evidence).exists()
    return is_cited or PinnedEvidence.objects.filter(version__evidence=evidence).exists()


def space_left(unit_id: int) -> int:
    """Bytes that the unit may still fill, 0 when it is full."""
    used = EvidenceVersion.objects.filter(evidence__unit=unit_id).aggregate(total=Sum("size"))["total"] or 0
    return max(0, settings.PMQA_LOCKER_LIMIT - used)


def opened(version: EvidenceVersion):
    """The file, open for reading. Raises FileNotFoundError when the storage has lost it."""
    return storages["evidence"].open(version.stored_name)


def _hold_locker(unit_id: int) -> None:
    """One at a time in a locker until the transaction ends: codes, limits and deletions do not cross."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit_id)


def _refuse_classified(secrecy: str, *, has_file: bool) -> None:
    if has_file and secrecy != Secrecy.NORMAL:
        raise ClassifiedFile


@contextmanager
def stored(file: AcceptedFile | None):
    """The name under which the file is stored; gone again when what stands inside is refused.

    After an error of the database the file stays: the rows may have been written although no answer came.
    """
    if file is None:
        yield ""
        return
    stored_name = storages["evidence"].save(_new_name(), File(file.file))
    try:
        yield stored_name
    except DatabaseError:
        raise
    except BaseException:
        _destroy([stored_name])
        raise


def _new_name() -> str:
    """A name that says nothing and cannot be guessed, in one of many folders."""
    name = get_random_string(STORED_NAME_LETTERS, "abcdefghijklmnopqrstuvwxyz0123456789")
    return f"{name[:2]}/{name}"


def _destroy(stored_names: Iterable[str]) -> None:
    for name in stored_names:
        storages["evidence"].delete(name)


def put_file(*, evidence: Evidence, file: AcceptedFile, stored_name: str, actor) -> EvidenceVersion:
    """The stored file is the newest of the record, within the transaction that holds the locker.

    Raises SameFile, LockerFull.
    """
    kept = EvidenceVersion.objects.filter(evidence__unit=evidence.unit_id, evidence__deleted_at=None)
    same = kept.filter(sha256=file.sha256).select_related("evidence").first()
    if same:
        raise SameFile(same)
    left = space_left(evidence.unit_id)
    if file.size > left:
        raise LockerFull(left)
    newest = evidence.versions.first()
    version = EvidenceVersion.objects.create(
        evidence=evidence,
        number=newest.number + 1 if newest else 1,
        stored_name=stored_name,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
        added_by=actor,
        added_at=timezone.now(),
    )
    Evidence.objects.filter(pk=evidence.pk).update(sha256=file.sha256)
    return version


def _next_code(unit_id: int) -> str:
    codes = Evidence.objects.filter(unit=unit_id).values_list("code", flat=True)
    numbers = [int(found[1]) for code in codes if (found := OWN_CODE.fullmatch(code))]
    return f"E{max(numbers, default=0) + 1:02d}"
