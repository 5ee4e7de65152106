"""What a reviewer finds in a submission. The unit sees none of it before the approval."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from assessments.models import Finding, Submission
from assessments.services.own_reviews import hold_review
from assessments.statuses import Stage
from criteria.outline import ItemOutline


@dataclass(frozen=True)
class FindingFields:
    """One thought with its evidence, why it matters, and the factor that it speaks of ("" none)."""

    kind: str
    nugget: str
    evidence: str = ""
    relevance: str = ""
    is_double: bool = False
    factor: str = ""


class StaleFinding(Exception):
    """Somebody else changed, merged or deleted it first; `current` is what stands, None where it is gone."""

    def __init__(self, current: Finding | None = None):
        super().__init__(current and current.version)
        self.current = current


def add_finding(*, submission: Submission, item: ItemOutline, actor, **fields) -> Finding:
    """The finding stands under the item of this submission; `fields` are those of FindingFields.

    Raises SubmissionReplaced, AssessmentLocked where the actor may not write her review.
    """
    given = FindingFields(**fields)
    with transaction.atomic(durable=True):
        hold_review(submission=submission, actor=actor)
        return Finding.objects.create(
            submission=submission, item_id=item.pk, author=actor, stage=Stage.REVIEW, **vars(given)
        )


def write_finding(*, submission: Submission, item: ItemOutline, key: UUID, version: int, actor, **fields) -> Finding:
    """The finding of the form that `key` names says this: the first save makes it, every later one changes it.

    `version` is the one that the writer saw, 0 for none. What stands already changes nothing, so that a request
    repeated does no more than the first. Raises StaleFinding, SubmissionReplaced, AssessmentLocked;
    Finding.DoesNotExist where it is deleted.
    """
    given = FindingFields(**fields)
    own = {"submission": submission, "author": actor, "key": key, "stage": Stage.REVIEW, "item_id": item.pk}
    with transaction.atomic(durable=True):
        hold_review(submission=submission, actor=actor)
        found = Finding.objects.filter(**own).first() or (None if version else _made(own, given))
        found = found or Finding.objects.get(**own)
        stands = _says(found, given) or _changed(found, version, given)
    return _current(found, given, stands)


def keep_finding(*, finding: Finding, version: int, actor, **fields) -> Finding:
    """`change_finding` for a request that may be repeated: what stands already changes nothing."""
    given = FindingFields(**fields)
    with transaction.atomic(durable=True):
        hold_review(submission=finding.submission, actor=actor)
        found = Finding.objects.get(pk=finding.pk)
        stands = _says(found, given) or _changed(found, version, given)
    return _current(found, given, stands)


def change_finding(*, finding: Finding, version: int, actor, **fields) -> Finding:
    """The finding says this in its next version; `version` is the one that the writer saw.

    Raises StaleFinding, SubmissionReplaced, AssessmentLocked; Finding.DoesNotExist where it is deleted.
    """
    given = FindingFields(**fields)
    with transaction.atomic(durable=True):
        hold_review(submission=finding.submission, actor=actor)
        changed = _changed(finding, version, given)
    current = Finding.objects.select_related("author", "item").get(pk=finding.pk)
    if not changed:
        raise StaleFinding(current)
    return current


def delete_finding(*, finding: Finding, actor) -> None:
    """The finding is gone. Raises SubmissionReplaced, AssessmentLocked where the actor may not write her review."""
    with transaction.atomic(durable=True):
        hold_review(submission=finding.submission, actor=actor)
        finding.delete()


def _made(own: dict, given: FindingFields) -> Finding | None:
    """The new row, None where another request with its key was first."""
    try:
        with transaction.atomic():
            return Finding.objects.create(**own, **vars(given))
    except IntegrityError:
        return None


def _changed(finding: Finding, version: int, given: FindingFields) -> bool:
    """Whether the row stands in its next version; False when another was first."""
    return bool(Finding.objects.filter(pk=finding.pk, version=version).update(version=version + 1, **vars(given)))


def _says(finding: Finding, given: FindingFields) -> bool:
    return all(getattr(finding, name) == value for name, value in vars(given).items())


def _current(finding: Finding, given: FindingFields, stands: bool) -> Finding:
    """What stands, if it is what was given; otherwise it is raised."""
    current = Finding.objects.select_related("author", "item").get(pk=finding.pk)
    if not stands and not _says(current, given):
        raise StaleFinding(current)
    return current
