"""The consensus room: it opens, every item with its spread, who was present, and one item to be decided."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Role
from assessments.access import get_assessment
from assessments.document import FrozenDocument
from assessments.forms.checkpoints import CheckpointForm
from assessments.forms.consensus import MeetingForm, initial_meeting
from assessments.forms.scores import ScoreForm
from assessments.models import Assessment, ConsensusMeeting, Finding
from assessments.permissions import CONSENSUS, NOT_IN_REVIEW, NOT_OPENED, REVIEW_PAGE, ROOM_CLOSED, permit
from assessments.scoring.agreement import WIDE_RANGE, agreement_word
from assessments.scoring.totals import as_decimal
from assessments.services.consensus import (
    ConsensusRefused,
    StaleMeeting,
    awaited,
    conflicted,
    open_consensus,
    save_meeting,
)
from assessments.spread import Room, handed_in, has_handed_in, meeting_of, room_of
from assessments.views.consensus import NotSaved, consensus_of
from assessments.views.consensus_findings import findings_context
from assessments.views.item_parts import neighbours, scored_item
from assessments.views.refused import keeps_typed_text
from assessments.views.submission import latest_document
from assessments.views.taking_over import take_over_of
from criteria.outline import outline_of


@dataclass(frozen=True)
class Place:
    """The latest submission with its meeting, None while the consensus is not open, for a person who may be here."""

    assessment: Assessment
    frozen: FrozenDocument
    meeting: ConsensusMeeting | None
    is_coordinator: bool


@require_GET
def consensus_room(request, pk):
    """Every item with its spread; before the consensus is open, for whom it waits."""
    return _room_page(request, enter(pk, request, to=REVIEW_PAGE))


@require_POST
def consensus_open(request, pk):
    """The consensus on the latest submission is open."""
    place = enter(pk, request, to=CONSENSUS)
    try:
        open_consensus(submission=place.frozen.submission, actor=request.user)
    except ConsensusRefused as refused:
        return render(request, "assessments/transition_refused.html", {"reason": str(refused)}, status=409)
    return redirect("assessments:consensus_room", pk)


@keeps_typed_text(NOT_IN_REVIEW, MeetingForm)
@require_POST
def consensus_meeting(request, pk):
    """The meeting has this day and these people."""
    place = opened(enter(pk, request, to=CONSENSUS))
    form = MeetingForm(request.POST)
    if not form.is_valid():
        return _room_page(request, place, form=form, status=422)
    try:
        save_meeting(meeting=place.meeting, actor=request.user, **form.cleaned_data)
    except StaleMeeting as stale:
        return _room_page(request, place, form=form, stale=stale.current, status=409)
    messages.success(request, _("บันทึกการประชุมแล้ว"))
    return redirect("assessments:consensus_room", pk)


@require_GET
def consensus_item(request, pk, code):
    """One item: what each assessor gave and found, what is merged and decided."""
    place = opened(enter(pk, request, to=REVIEW_PAGE))
    return item_page(place, request, code, ticked=request.GET.getlist("source"))


@keeps_typed_text(NOT_IN_REVIEW, ScoreForm, CheckpointForm)
@require_POST
def consensus_decide(request, pk, code):
    """The meeting has decided this item."""
    place = opened(enter(pk, request, to=CONSENSUS))
    item = scored_item(place.frozen.outline, code)
    refused = consensus_of(place.frozen, item).save(request, place.frozen, item)
    if refused:
        return item_page(place, request, code, refused=refused, status=refused.status)
    messages.success(request, _("บันทึกคะแนนฉันทามติ %(code)s แล้ว") % {"code": item.code})
    return redirect(reverse("assessments:consensus_item", args=[pk, item.code]) + "#consensus")


def enter(pk: int, request, *, to: str) -> Place:
    """The room for a coordinator, or, once it is open, for an assessor who has handed in; 404 or 403 with a reason."""
    assessment = get_assessment(request, pk, to=to)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    meeting = meeting_of(frozen.submission)
    is_coordinator = Role.COORDINATOR in assessment.standing.roles
    if not is_coordinator and not (meeting and has_handed_in(frozen.submission, request.user)):
        raise PermissionDenied(str(ROOM_CLOSED))
    return Place(assessment, frozen, meeting, is_coordinator)


def opened(place: Place) -> Place:
    """The room, refused while the consensus is not open."""
    if place.meeting is None:
        raise PermissionDenied(str(NOT_OPENED))
    return place


def _room_page(request, place: Place, *, form: MeetingForm | None = None, stale=None, status: int = 200):
    """`form` is a meeting that was not saved, `stale` what another saved first."""
    submission = place.frozen.submission
    context = {
        "assessment": place.assessment,
        "submission": submission,
        "meeting": place.meeting,
        "may_decide": permit(place.assessment.standing, place.assessment, CONSENSUS),
    }
    if place.meeting is None:
        context |= {"done": handed_in(submission), "awaited": awaited(submission), "conflicted": conflicted(submission)}
        context["take_over"] = take_over_of(place.frozen) if place.is_coordinator else None
        return render(request, "assessments/consensus_waiting.html", context)
    context |= _figures(room_of(place.frozen)) | {
        "form": form or MeetingForm(initial=initial_meeting(place.meeting)),
        "version": (stale or place.meeting).version,
        "stale": stale,
        "unmerged": Finding.objects.in_room(submission).filter(merged_into=None).count(),
    }
    return render(request, "assessments/consensus_room.html", context, status=status)


def _figures(room: Room) -> dict:
    alpha = room.alpha
    return {
        "room": room,
        "alpha": None if alpha is None else as_decimal(alpha),
        "alpha_word": "" if alpha is None else agreement_word(alpha),
        "wide_range": WIDE_RANGE,
    }


def item_page(place: Place, request, code: str, *, refused: NotSaved | None = None, status: int = 200, **findings):
    """The item; `refused` is a decision that was not saved, `findings` what `findings_context` takes."""
    frozen = place.frozen
    item = scored_item(frozen.outline, code)
    consensus = consensus_of(frozen, item)
    shown = consensus.context(frozen, item, refused, sees_all=True)
    items = frozen.outline.scored_items
    context = shown | findings_context(frozen, item, **findings) | neighbours(frozen.outline, item)
    context |= {
        "assessment": place.assessment,
        "item": item,
        "submission": frozen.submission,
        "row": room_of(frozen).at(item),
        "result": frozen.card.items[item.code],
        "number": items.index(item) + 1,
        "count": len(items),
        "consensus_template": consensus.template,
        "decide_page": "assessments:consensus_decide",
        "may_decide": permit(place.assessment.standing, place.assessment, CONSENSUS),
        "wide_range": WIDE_RANGE,
        "has_errors": status != 200,
    }
    return render(request, "assessments/consensus_item.html", context, status=status)
