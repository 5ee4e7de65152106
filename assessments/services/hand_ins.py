"""Handing in one's review, whole and for good, and handing it back with a reason until the consensus opens."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.document import FrozenDocument
from assessments.models import Assignment, ConsensusMeeting, HandIn, Submission
from assessments.scorecard import ItemResult, Judging, Scorecard, said_in_review
from assessments.services.events import record
from assessments.services.locks import lock_assessment_in_review
from assessments.services.own_reviews import refuse_closed, refuse_replaced
from assessments.statuses import EventKind, Stage
from criteria.outline import outline_of
from thai.text import graphemes

REASON_GRAPHEMES = 20
NAMED = 5  # items that a refusal names


class HandInRefused(Exception):
    """The review cannot be handed in or back; the message says why and what to do."""


@dataclass(frozen=True)
class Checklist:
    """What her review of a submission still lacks: items without a score of hers, and those she scores without a word.

    A score is explained by a finding under its item or by the reason beside it. Where she takes over what the unit
    said of every checkpoint, or what the indicators come to, nothing is to be explained.
    """

    card: Scorecard  # her own scores
    findings: int
    unexplained: tuple[ItemResult, ...]

    @property
    def items(self) -> int:
        return len(self.card.items)

    @property
    def unscored(self) -> tuple[ItemResult, ...]:
        return tuple(self.card.unconfirmed)

    @property
    def scored(self) -> int:
        return self.items - len(self.unscored)

    @property
    def is_whole(self) -> bool:
        return not self.unscored and not self.unexplained


def checklist_of(frozen: FrozenDocument, assessor) -> Checklist:
    """What the assessor has done of this submission, in three queries."""
    said = said_in_review(frozen.submission, frozen.outline, stage=Stage.REVIEW, author=assessor.username)
    own = frozen.card_with(said, stage=Stage.REVIEW)
    found = frozen.submission.findings.filter(author=assessor, stage=Stage.REVIEW).order_by()
    told = list(found.values_list("item_id", flat=True))
    silent = [each for each in own.items.values() if each.confirmed and not _is_explained(frozen, each, set(told))]
    return Checklist(own, len(told), tuple(silent))


def _is_explained(frozen: FrozenDocument, own: ItemResult, told: Collection[int]) -> bool:
    judged_by = frozen.card.scheme.judged_by(own.item)
    if judged_by == Judging.WHOLE or own.item.pk in told or own.entry.reason.strip():
        return True
    return judged_by == Judging.CHECKPOINTS and own.values == frozen.card.items[own.code].values


def hand_in(*, submission: Submission, actor) -> HandIn:
    """Her scores and findings of this submission stand and are open to all who have handed in; twice is once.

    Raises HandInRefused while something is missing, SubmissionReplaced, AssessmentLocked.
    """
    frozen = FrozenDocument(submission, outline_of(submission.assessment.criteria_set))
    frozen.card  # noqa: B018  computed before anybody has to wait for this transaction
    with transaction.atomic(durable=True):
        state = lock_assessment_in_review(submission.assessment_id)
        earlier = HandIn.objects.active().filter(submission=submission, assessor=actor).first()
        if earlier:
            return earlier
        refuse_replaced(submission)
        refuse_closed(submission, Assignment.objects.get(assessment=submission.assessment_id, assessor=actor), state)
        _refuse_unfinished(checklist_of(frozen, actor))
        made = HandIn.objects.create(submission=submission, assessor=actor, at=state.now)
        note = {"kind": EventKind.HANDED_IN, "actor": actor, "at": state.now, "submission": submission}
        record(assessment_id=submission.assessment_id, **note)
    return made


def hand_back(*, given: HandIn, reason: str, actor) -> None:
    """The assessor may change her review again, and sees that of nobody else until she hands it in anew.

    The reason stands in the hand-in, for her and the coordinators. Raises HandInRefused, AssessmentLocked.
    """
    if graphemes(reason.strip()) < REASON_GRAPHEMES:
        raise HandInRefused(_("เขียนเหตุผลที่คืนผลตรวจอย่างน้อย 20 ตัวอักษร เพื่อให้ผู้ตรวจทราบว่าต้องแก้ไขเรื่องใด"))
    submission = given.submission
    with transaction.atomic(durable=True):
        state = lock_assessment_in_review(submission.assessment_id)
        if ConsensusMeeting.objects.filter(submission=submission).exists():
            raise HandInRefused(_("คืนผลตรวจไม่ได้แล้ว เพราะเปิดการประชุมฉันทามติของฉบับนี้แล้ว"))
        back = {"handed_back_at": state.now, "handed_back_by": actor, "reason": reason.strip()}
        if not HandIn.objects.active().filter(pk=given.pk).update(**back):
            raise HandInRefused(_("ผลตรวจนี้คืนให้ผู้ตรวจไปแล้ว เปิดหน้านี้ใหม่เพื่อดูสถานะล่าสุด"))
        told = {"kind": EventKind.HANDED_BACK, "note": str(given.assessor), "submission": submission}
        record(assessment_id=submission.assessment_id, actor=actor, at=state.now, **told)


def _refuse_unfinished(checklist: Checklist) -> None:
    if checklist.unscored:
        raise HandInRefused(_("ยังส่งผลตรวจไม่ได้ เพราะยังไม่ให้คะแนนหัวข้อ %(items)s") % {"items": _named(checklist.unscored)})
    if checklist.unexplained:
        raise HandInRefused(
            _("ยังส่งผลตรวจไม่ได้ เพราะให้คะแนนโดยไม่มีเหตุผลหรือข้อค้นพบในหัวข้อ %(items)s")
            % {"items": _named(checklist.unexplained)}
        )


def _named(items: tuple[ItemResult, ...]) -> str:
    names = ", ".join(each.code for each in items[:NAMED])
    if len(items) <= NAMED:
        return names
    return _("%(names)s และอีก %(count)d หัวข้อ") % {"names": names, "count": len(items) - NAMED}
