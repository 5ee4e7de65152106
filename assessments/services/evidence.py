"""Evidence of an assessment: records in the locker of its unit, and what its answers cite of them."""

from django.utils.translation import gettext as _

from assessments.models import Assessment, Citation, Evidence


class EvidenceDiffers(Exception):
    """A code that the unit has given to another record; a line for each."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


def replace_citations(assessment: Assessment, rows) -> None:
    """The assessment cites exactly what these rows say, within the caller's transaction.

    Records that are missing are made in the locker of the unit; none is deleted. A record is known by its code: one
    that stands there under another title, class or hash is refused, or an answer would cite a wrong paper.
    Raises EvidenceDiffers.
    """
    records = _records(assessment, rows)
    answers = dict(assessment.answers.values_list("question__code", "pk"))
    wanted = {
        (answers[question], records[row.code].pk): pages for row in rows for question, pages in row.citations.items()
    }
    held = {(cited.answer_id, cited.evidence_id): cited for cited in Citation.objects.of(assessment)}
    gone = [cited.pk for key, cited in held.items() if wanted.get(key) != cited.pages]
    Citation.objects.filter(pk__in=gone).delete()
    Citation.objects.bulk_create(
        Citation(answer_id=answer, evidence_id=evidence, pages=pages)
        for (answer, evidence), pages in wanted.items()
        if (answer, evidence) not in held or held[answer, evidence].pages != pages
    )


def _records(assessment: Assessment, rows) -> dict[str, Evidence]:
    """The records of the rows by code, made where missing."""
    locker = Evidence.objects.filter(unit=assessment.unit_id, code__in=[row.code for row in rows])
    records = {record.code: record for record in locker}
    problems = []
    for row in rows:
        record = records.get(row.code)
        if record and _differs(record, row):
            message = _("หน่วยงานใช้รหัสนี้กับหลักฐาน “%s” แล้ว ให้ใช้ชื่อ ชั้นความลับ และ sha256 ตามนั้น หรือใช้รหัสอื่น")
            problems.append(f"evidence ({row.code}): {message % record.title}")
    if problems:
        raise EvidenceDiffers(problems)
    Evidence.objects.bulk_create(
        Evidence(unit_id=assessment.unit_id, code=row.code, title=row.title, secrecy=row.secrecy, sha256=row.sha256)
        for row in rows
        if row.code not in records
    )
    return {record.code: record for record in locker.all()}


def _differs(record: Evidence, row) -> bool:
    """A hash left out says nothing."""
    same_file = not row.sha256 or row.sha256 == record.sha256
    return (record.title, record.secrecy) != (row.title, row.secrecy) or not same_file
