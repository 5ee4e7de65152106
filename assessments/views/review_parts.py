"""What the pages of the review share: where an assessor stands with hers, and the rows that a reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.roles import Role
from accounts.views.session import seconds_left
from assessments.document import FrozenDocument
from assessments.models import Assessment, Assignment, CheckpointScore, Finding, HandIn, Score, Submission
from assessments.permissions import (
    HAS_HANDED_IN,
    NOT_YOUR_ROLE,
    REVIEW,
    VIEW_FEEDBACK,
    Permit,
    permit,
)
from assessments.scorecard import ItemResult, Judging, Said, ScoreEntry, entry_of
from assessments.scoring.scale import PROCESS_FACTORS, RESULTS_FACTORS
from assessments.services.own_reviews import SubmissionReplaced
from assessments.statuses import Stage
from assessments.views.answers import words_of_the_page
from assessments.views.comparison import Row, compared, differences
from assessments.wording import Hint, hints_of
from criteria.outline import ItemOutline

FACTORS = {Judging.FACTORS: PROCESS_FACTORS, Judging.PERCENT: RESULTS_FACTORS}


@dataclass(frozen=True)
class OwnReview:
    """Where an assessor stands with her review of a submission; `last` is her latest hand-in, handed back or not."""

    assignment: Assignment
    last: HandIn | None
    may_write: Permit

    @property
    def is_handed_in(self) -> bool:
        return self.last is not None and self.last.handed_back_at is None

    @property
    def handed_back(self) -> HandIn | None:
        return self.last if self.last and self.last.handed_back_at else None


@dataclass(frozen=True)
class FindingRow:
    """A finding, the hints to whoever wrote it, and what the reader may do with it."""

    finding: Finding
    hints: Sequence[Hint]
    may_change: bool
    may_delete: bool


@dataclass(frozen=True)
class AssessorRow:
    """What one assessor judged of an item."""

    author: Any
    result: ItemResult


@dataclass(frozen=True)
class AssessorProgress:
    """Of one assessor: counts before her hand-in, and when she handed in."""

    assignment: Assignment
    scored: int
    findings: int
    hand_in: HandIn | None

    @property
    def has_written(self) -> bool:
        return bool(self.hand_in or self.scored or self.findings)


@dataclass(frozen=True)
class Change:
    """How an answer differs from the submission before; `rows` as the comparison of two texts shows them."""

    former: Submission
    rows: Sequence[Row]
    differences: int
    left_reason: str
    right_reason: str

    @property
    def reasons_differ(self) -> bool:
        return self.left_reason != self.right_reason


def own_review_of(assessment: Assessment, request, submission: Submission) -> OwnReview | None:
    """Her own review, None for who is not assigned."""
    assignment = assessment.standing.assignment
    if assignment is None:
        return None
    last = HandIn.objects.filter(submission=submission, assessor=request.user).order_by("-pk").first()
    allowed = permit(assessment.standing, assessment, REVIEW)
    if allowed and not assignment.may_review:  # a coordinator, who is its assessor too
        allowed = Permit(False, NOT_YOUR_ROLE)
    if allowed and last and last.handed_back_at is None:
        allowed = Permit(False, HAS_HANDED_IN)
    return OwnReview(assignment, last, allowed)


def autosaved(*, request, may_save: bool) -> dict:
    """What a page needs whose forms save themselves; nothing is saved so where she may not write."""
    if not may_save:
        return {"autosaves": False}
    return {"autosaves": True, "seconds_left": seconds_left(request.session), "words": _words(get_language())}


@lru_cache
def _words(language: str) -> SafeString:
    gone = _("บันทึกไม่ได้ เพราะคุณไม่มีสิทธิ์แก้ไขส่วนนี้แล้ว คัดลอกข้อความเก็บไว้ แล้วติดต่อผู้ประสานงาน")
    return json_script(words_of_the_page() | {"gone": gone}, "autosave-words")


def sees_consensus(assessment: Assessment, own: OwnReview | None) -> bool:
    """Everybody once approved; before, who has handed in, and a coordinator who is not to judge on her own."""
    if permit(assessment.standing, assessment, VIEW_FEEDBACK):
        return True
    return own.is_handed_in if own else Role.COORDINATOR in assessment.standing.roles


def refuse_other_submission(frozen: FrozenDocument, request) -> None:
    """Raises SubmissionReplaced where the form was of another submission than the latest."""
    if request.POST.get("submission", "") not in {"", str(frozen.submission.number)}:
        raise SubmissionReplaced


def coordinators_only(assessment: Assessment) -> None:
    """Raises PermissionDenied for an assessor, who may not do this although she reviews."""
    if Role.COORDINATOR not in assessment.standing.roles:
        raise PermissionDenied(str(NOT_YOUR_ROLE))


def factors_of(frozen: FrozenDocument, item: ItemOutline) -> Sequence[str]:
    """The factors that a finding under this item can speak of; none where it is not judged by factors."""
    return FACTORS.get(frozen.card.scheme.judged_by(item), ())


def findings_open_to(assessment: Assessment, request, submission: Submission):
    """Findings of single reviewers that this person may see."""
    found = Finding.objects.open_to(request.user, submission, assessment.standing)
    return found.filter(stage=Stage.REVIEW).select_related("author", "item")


def may_change(finding: Finding, request, assessment: Assessment, own: OwnReview | None) -> bool:
    """Her own, while she may write her review."""
    if finding.author_id != request.user.pk:
        return False
    return bool(own.may_write if own else permit(assessment.standing, assessment, REVIEW))


def may_delete(finding: Finding, request, assessment: Assessment, own: OwnReview | None) -> bool:
    """Her own; a coordinator also what another coordinator wrote, never what an assessor did."""
    if may_change(finding, request, assessment, own):
        return True
    if own or not permit(assessment.standing, assessment, REVIEW):
        return False
    return not Finding.objects.of_assessors(finding.submission).filter(pk=finding.pk).exists()


def finding_rows(assessment: Assessment, request, frozen: FrozenDocument, item: ItemOutline, own) -> list[FindingRow]:
    """The findings under this item that she may see, each with its hints where she can mend it."""
    found = list(findings_open_to(assessment, request, frozen.submission).filter(item_id=item.pk))
    has_factors = bool(factors_of(frozen, item))
    of_others = {each.pk for each in found if each.author_id != request.user.pk}
    deletes = of_others and not own and permit(assessment.standing, assessment, REVIEW)
    kept = Finding.objects.of_assessors(frozen.submission).filter(pk__in=of_others) if deletes else ()
    frozen_ones = {each.pk for each in kept}
    rows = []
    for each in found:
        changes = may_change(each, request, assessment, own)
        hints = hints_of(each, has_factors=has_factors) if changes else ()
        may_go = changes or bool(deletes and each.pk in of_others - frozen_ones)
        rows.append(FindingRow(each, hints, changes, may_go))
    return rows


def assessor_rows(assessment: Assessment, request, frozen: FrozenDocument, item: ItemOutline) -> list[AssessorRow]:
    """What each assessor judged of this item, as far as she may see it; by name."""
    given = (request.user, frozen.submission, assessment.standing)
    scores = Score.objects.open_to(*given).filter(stage=Stage.REVIEW, item=item.pk).select_related("author")
    said = {score.author: Said({item.code: entry_of(score)}) for score in scores}
    if frozen.card.scheme.judged_by(item) == Judging.CHECKPOINTS:
        rows = CheckpointScore.objects.open_to(*given).filter(stage=Stage.REVIEW, question__in=item.questions)
        for row in rows.select_related("author", "question"):
            of_her = said.setdefault(row.author, Said(values={}))
            said[row.author] = Said(of_her.entries, {**of_her.values, row.question.code: row.value})
    results = [AssessorRow(author, _judged(frozen, item, each)) for author, each in said.items()]
    return sorted(results, key=lambda each: str(each.author))


def _judged(frozen: FrozenDocument, item: ItemOutline, said: Said) -> ItemResult:
    entries = said.entries or {item.code: ScoreEntry()}
    inputs = replace(frozen.inputs, stage=Stage.REVIEW, entries=entries, values=said.values)
    return frozen.card.scheme.item(item, inputs)


def progress_of_assessors(assessment: Assessment, frozen: FrozenDocument) -> list[AssessorProgress]:
    """How far each assessor is: counts alone, in five queries for any number of them."""
    submission = frozen.submission
    handed_in = {each.assessor_id: each for each in HandIn.objects.active().filter(submission=submission)}
    confirmed = Score.objects.of_assessors(submission).filter(confirmed=True)
    scored = dict(confirmed.order_by().values_list("author").annotate(Count("pk")))
    whole = {item.pk: len(item.questions) for item in frozen.outline.scored_items}
    judged = CheckpointScore.objects.of_assessors(submission).order_by().values_list("author", "question__area__item")
    for author, item, count in judged.annotate(Count("pk")):
        scored[author] = scored.get(author, 0) + (count == whole.get(item))
    written = Finding.objects.of_assessors(submission).order_by().values_list("author")
    findings = dict(written.annotate(Count("pk")))
    return [
        AssessorProgress(each, scored.get(key, 0), findings.get(key, 0), handed_in.get(key))
        for each in assessment.assignments.select_related("assessor").order_by("assessor__first_name", "pk")
        for key in [each.assessor_id]
    ]


def with_changes(areas: list, frozen: FrozenDocument) -> list:
    """The answers by area (submission.frozen_item), each with its change; no query for a first submission."""
    before = _former(frozen)
    if before is None:
        return areas
    return [
        (area, [replace(row, change=_change(before, frozen, row.question.code)) for row in rows])
        for area, rows in areas
    ]


def _former(frozen: FrozenDocument) -> FrozenDocument | None:
    latest = frozen.submission
    if latest.number == 1:
        return None
    former = Submission.objects.filter(assessment=latest.assessment_id, number__lt=latest.number).first()
    return FrozenDocument(former, frozen.outline) if former else None


def written(frozen: FrozenDocument, code: str) -> tuple[str, str]:
    """The text of this answer, and the reason why the question does not apply."""
    row = frozen.answers.get(code, {})
    return row.get("text", ""), row.get("not_applicable", "")


def changed_items(before: FrozenDocument, frozen: FrozenDocument) -> list[ItemOutline]:
    """The scored items whose texts or indicators are not those of the submission before."""
    return [
        item
        for item in frozen.outline.scored_items
        if before.indicators.get(item.code, []) != frozen.indicators.get(item.code, [])
        or any(written(before, each.code) != written(frozen, each.code) for each in item.questions)
    ]


def _change(before: FrozenDocument, frozen: FrozenDocument, code: str) -> Change | None:
    """How the answer has changed, None where it has not."""
    (old, old_reason), (new, new_reason) = written(before, code), written(frozen, code)
    texts, reasons = (old, new), (old_reason, new_reason)
    if old == new and old_reason == new_reason:
        return None
    rows = compared(*texts)
    return Change(before.submission, rows, differences(rows) + (reasons[0] != reasons[1]), *reasons)
