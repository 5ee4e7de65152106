"""The consensus on an earlier submission is taken over onto the latest: offered, done, and what has changed since."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.access import get_assessment
from assessments.document import FrozenDocument
from assessments.models import Submission
from assessments.permissions import CONSENSUS, NOT_IN_REVIEW
from assessments.services.consensus import ConsensusRefused, is_taken_over
from assessments.services.taking_over import TakenOver, earlier_consensus, has_decisions, take_over_consensus
from assessments.spread import meeting_of
from assessments.views.refused import keeps_typed_text
from assessments.views.review_parts import changed_items, refuse_other_submission
from assessments.views.submission import latest_document
from criteria.outline import ItemOutline, outline_of


@dataclass(frozen=True)
class TakeOver:
    """What a coordinator is offered, or has done: from which submission, and the items that have changed since."""

    former: Submission
    changed: Sequence[ItemOutline]
    is_done: bool


def take_over_of(frozen: FrozenDocument) -> TakeOver | None:
    """None where nothing was decided before, or something was decided here without it. Five queries at most."""
    submission = frozen.submission
    former = earlier_consensus(submission)
    if former is None:
        return None
    is_done = is_taken_over(submission)
    if not is_done and (meeting_of(submission) or has_decisions(submission)):
        return None
    return TakeOver(former, changed_items(FrozenDocument(former, frozen.outline), frozen), is_done)


@keeps_typed_text(NOT_IN_REVIEW)
@require_POST
def consensus_take_over(request, pk):
    """What was decided on the submission before stands on the latest one."""
    assessment = get_assessment(request, pk, to=CONSENSUS)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    refuse_other_submission(frozen, request)
    try:
        taken = take_over_consensus(submission=frozen.submission, actor=request.user)
    except ConsensusRefused as refused:
        context = {"reason": str(refused), "assessment": assessment}
        return render(request, "assessments/transition_refused.html", context, status=409)
    if taken:
        messages.success(request, _said(taken))
    return redirect("assessments:review", pk)


def _said(taken: TakenOver) -> str:
    done = _("ใช้ผลฉันทามติของ%(note)s แล้ว") % {"note": taken.note}
    if not taken.left:
        return done
    left = _("หัวข้อที่ต้องตัดสินใหม่ เพราะเนื้อหาหรือช่วงคะแนนเปลี่ยนไป: %(items)s") % {"items": ", ".join(taken.left)}
    return f"{done} {left}"
