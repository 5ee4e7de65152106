"""The remark ledger: written in review, answered by the unit, settled by the coordinator, closed by the approval."""

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from assessments.models import Assessment, Remark, Submission
from assessments.services.events import record
from assessments.services.locks import share_assessment_in_review, share_open_assessment
from assessments.statuses import EventKind, RemarkState
from criteria.outline import ItemOutline

SETTLES = (RemarkState.ACCEPTED, RemarkState.CARRIED, RemarkState.OPEN)


class StaleRemark(Exception):
    """Somebody else changed the remark meanwhile, or it is settled by now; `current` is what stands."""

    def __init__(self, current: Remark):
        super().__init__(current.number)
        self.current = current


def add_remark(*, submission: Submission, item: ItemOutline | None, text: str, actor) -> Remark:
    """The remark stands under the next number of the assessment; `item` None: on the whole.

    Raises AssessmentLocked when it is not in review.
    """
    with transaction.atomic(durable=True):
        share_assessment_in_review(submission.assessment_id)
        # Two coordinators at once: the lock on the submission row makes the numbers follow one another.
        Submission.objects.select_for_update().get(pk=submission.pk)
        last = Remark.objects.filter(assessment=submission.assessment_id).aggregate(last=Max("number"))["last"] or 0
        return Remark.objects.create(
            assessment_id=submission.assessment_id,
            submission=submission,
            item_id=item.pk if item else None,
            author=actor,
            number=last + 1,
            text=text,
        )


def delete_remark(*, remark: Remark) -> None:
    """The remark is gone; its number is not given again while later ones stand. Raises AssessmentLocked."""
    with transaction.atomic(durable=True):
        share_assessment_in_review(remark.assessment_id)
        remark.delete()


def reply_to_remark(*, remark: Remark, reply: str, place: str, version: int, actor) -> Remark:
    """The remark is answered with what was done and where, with an event; an empty reply leaves it open again.

    What stands there already in these words is left alone. Raises AssessmentLocked, StaleRemark.
    """
    state = RemarkState.ANSWERED if reply else RemarkState.OPEN
    with transaction.atomic(durable=True):
        now = share_open_assessment(remark.assessment_id).now
        current = _locked(remark)
        if (current.reply, current.place, current.state) == (reply, place, state):
            return current
        if current.version != version or current.is_settled:
            raise StaleRemark(current)
        current.reply, current.place, current.state, current.version = reply, place, state, version + 1
        current.replied_by, current.replied_at = (actor, now) if reply else (None, None)
        current.save(update_fields=["reply", "place", "state", "version", "replied_by", "replied_at"])
        note = _("ข้อ %(number)d: %(reply)s") % {"number": current.number, "reply": reply or _("ลบคำตอบ")}
        kind = EventKind.REMARK_ANSWERED
        record(assessment_id=remark.assessment_id, kind=kind, actor=actor, at=now, note=note)
    return current


def settle_remark(*, remark: Remark, state: str, version: int, actor) -> Remark:
    """The remark of an earlier submission is accepted, followed next year, or to be answered again, with an event.

    Raises AssessmentLocked outside of a review, StaleRemark, ValueError for a state that settles nothing.
    """
    if state not in SETTLES:
        raise ValueError(state)
    with transaction.atomic(durable=True):
        now = share_assessment_in_review(remark.assessment_id).now
        current = _locked(remark)
        if current.version != version:
            raise StaleRemark(current)
        current.state, current.version = state, version + 1
        current.save(update_fields=["state", "version"])
        words = {"number": current.number, "state": word_of(RemarkState(state))}
        note, kind = _("ข้อ %(number)d %(state)s") % words, EventKind.REMARK_SETTLED
        record(assessment_id=remark.assessment_id, kind=kind, actor=actor, at=now, note=note)
    return current


def word_of(state: RemarkState) -> str:
    """What the coordinator says with this state."""
    return _("ให้ตอบใหม่") if state == RemarkState.OPEN else str(state.label)


def _locked(remark: Remark) -> Remark:
    """The row as it stands, held until the transaction ends."""
    return Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk)


# --- with a decision: called by the workflow, which holds the assessment ------------------------------------------


def left_open(assessment: Assessment, latest: Submission) -> list[int]:
    """The numbers of the remarks that the unit was asked to answer again and could not yet: they need a decision."""
    return list(assessment.remarks.open().exclude(submission=latest).values_list("number", flat=True))


def close_remarks(assessment: Assessment, latest: Submission) -> None:
    """Approved: what the unit has answered is accepted, what it was only told now is followed next year."""
    _change(assessment.remarks.filter(state=RemarkState.ANSWERED), RemarkState.ACCEPTED)
    _change(assessment.remarks.open().filter(submission=latest), RemarkState.CARRIED)


def open_remarks_again(assessment: Assessment, latest: Submission) -> None:
    """Reopened: what the approval passed on to next year can be answered this year, should it be returned."""
    _change(assessment.remarks.filter(submission=latest, state=RemarkState.CARRIED), RemarkState.OPEN)


def _change(remarks, state: RemarkState) -> None:
    remarks.update(state=state, version=F("version") + 1)
