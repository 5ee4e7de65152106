"""Evidence of an assessment: records in the locker of its unit, and what its answers cite of them."""

from django.utils.translation import gettext as _

from assessments.models import Assessment, Citation, Evidence
from criteria.models import Characteristic, SuccessFactor


class EvidenceDiffers(Exception):
    """A code that the unit has given to another record; a line for each."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


def replace_citations(assessment: Assessment, rows) -> None:
    """The assessment cites exactly what these rows say, within the caller's transaction.

    Records that are missing are made in the locker of the unit; none is deleted, none overwritten. A record is known
    by its code: one that stands there under another title, class or hash is refused, or an answer would cite a wrong
    paper. A citation names the file of its own hash, and keeps the hash of a file that is not here; without a hash of
    its own that of the record counts, without any the file it names already, else the newest. Raises EvidenceDiffers.
    """
    records = _records(assessment, rows)
    answers = dict(assessment.answers.values_list("question__code", "pk"))
    held = {(cited.answer_id, cited.evidence_id): cited for cited in Citation.objects.of(assessment)}
    wanted = {}
    for row in rows:
        for question, given in row.citations.items():
            key = (answers[question], records[row.code].pk)
            named = row.sha256 or None if given.sha256 is None else given.sha256
            wanted[key] = (given.pages, *_file_of(records[row.code], named, held.get(key)))
    stored = {key: (cited.pages, cited.version_id, cited.sha256) for key, cited in held.items()}
    gone = [cited.pk for key, cited in held.items() if wanted.get(key) != stored[key]]
    Citation.objects.filter(pk__in=gone).delete()
    Citation.objects.bulk_create(
        Citation(answer_id=answer, evidence_id=evidence, pages=pages, version_id=version, sha256=sha256)
        for (answer, evidence), (pages, version, sha256) in wanted.items()
        if stored.get((answer, evidence)) != (pages, version, sha256)
    )


def _file_of(record: Evidence, named: str | None, cited: Citation | None) -> tuple[int | None, str]:
    """The key of the file that a citation names, and the hash of one that is not here."""
    if named is None and cited:
        return cited.version_id, cited.sha256
    found = next((version for version in record.versions.all() if named in {None, version.sha256}), None)
    return (found.pk, "") if found else (None, named or "")


def _records(assessment: Assessment, rows) -> dict[str, Evidence]:
    """The records of the rows by code with their files, made where missing."""
    locker = Evidence.objects.filter(unit=assessment.unit_id, code__in=[row.code for row in rows])
    records = {record.code: record for record in locker.prefetch_related("versions")}
    problems = []
    for row in rows:
        record = records.get(row.code)
        if record and _differs(record, row):
            message = _("หน่วยงานใช้รหัสนี้กับหลักฐาน “%s” แล้ว ให้ใช้ชื่อ ชั้นความลับ และ sha256 ตามนั้น หรือใช้รหัสอื่น")
            problems.append(f"evidence ({row.code}): {message % record.title}")
    if problems:
        raise EvidenceDiffers(problems)
    missing = [row for row in rows if row.code not in records]
    made = Evidence.objects.bulk_create(Evidence(unit_id=assessment.unit_id, **row.columns) for row in missing)
    _tag(made, missing, "characteristics", Characteristic)
    _tag(made, missing, "success_factors", SuccessFactor)
    return records | {record.code: record for record in made}


def _tag(made: list[Evidence], rows, name: str, tags) -> None:
    """The new records carry the tags of their rows."""
    codes = dict(tags.objects.values_list("code", "pk"))
    through, column = getattr(Evidence, name).through, f"{tags._meta.model_name}_id"
    through.objects.bulk_create(
        through(**{"evidence_id": record.pk, column: codes[code]})
        for record, row in zip(made, rows, strict=True)
        for code in dict.fromkeys(getattr(row, name))
    )


def _differs(record: Evidence, row) -> bool:
    """A hash left out says nothing; that of any of its files is right. The title of a row has single blanks."""
    hashes = {"", record.sha256, *(version.sha256 for version in record.versions.all())}
    title = " ".join(record.title.split())
    return (title, record.secrecy) != (row.title, row.secrecy) or row.sha256 not in hashes
