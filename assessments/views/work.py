"""Who writes what: the work of an assessment, given out, taken back and handed over; and what is mine."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import get_assessment
from assessments.forms.numbers import whole_number
from assessments.forms.work import HandOverForm, WorkForm, next_first_of_october, typed_date
from assessments.models import Comment, HandOver
from assessments.permissions import ASSIGN, CLOSED, VIEW, permit
from assessments.services.work import (
    WorkRefused,
    assign_work,
    cancel_hand_over,
    hand_over,
    unassign_work,
)
from assessments.views.board import Board, board_of
from assessments.views.refused import keeps_typed_text
from criteria.outline import outline_of


@keeps_typed_text(CLOSED, WorkForm)
@require_http_methods(["GET", "POST"])
def work(request, pk):
    """Every question with its person and date; a lead gives out and takes back what she has chosen."""
    assessment = get_assessment(request, pk, to=ASSIGN if request.method == "POST" else VIEW)
    board, outline = board_of(assessment), outline_of(assessment.criteria_set)
    form = WorkForm(request.POST or None, outline=outline, people=board.writers)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, assessment, form)
        except WorkRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            return redirect("assessments:work", assessment.pk)
    return _work_page(request, assessment, board, form)


def _give(request, assessment, form: WorkForm) -> None:
    chosen = {"assessment": assessment, "questions": form.codes, "actor": request.user}
    if form.takes_away:
        count = unassign_work(**chosen)
        messages.success(request, _("ยกเลิกการมอบหมาย %(count)d คำถามแล้ว") % {"count": count})
        return
    person = form.cleaned_data["person"]
    count = assign_work(**chosen, person=person, due=form.cleaned_data["due"])
    messages.success(request, _("มอบหมาย %(count)d คำถามให้ %(person)s แล้ว") % {"count": count, "person": person})


def _work_page(request, assessment, board: Board, form: WorkForm):
    outline = outline_of(assessment.criteria_set)
    items = [(item, [board.works[q.code] for q in item.questions]) for item in outline.items.values()]
    context = {
        "assessment": assessment,
        "items": items,
        "shares": board.shares,
        "unassigned": board.unassigned,
        "form": form,
        "chosen": set(form["questions"].value() or ()),
        "chosen_items": set(form["items"].value() or ()),
        "may_assign": permit(assessment.standing, assessment, ASSIGN),
    }
    return render(request, "assessments/work.html", context, status=422 if form.errors else 200)


@keeps_typed_text(CLOSED, HandOverForm)
@require_http_methods(["GET", "POST"])
def hand_over_page(request, pk):
    """What would be handed over, the form, and the hand-overs so far."""
    assessment = get_assessment(request, pk, to=ASSIGN)
    board = board_of(assessment)
    form = _hand_over_form(request, assessment, board)
    if request.method == "POST" and form.is_valid():
        try:
            made = hand_over(unit=assessment.unit, actor=request.user, **form.cleaned_data)
        except WorkRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            words = _("ส่งมอบงานจาก %(giver)s ให้ %(receiver)s แล้ว")
            messages.success(request, words % {"giver": made.giver, "receiver": made.receiver})
            return redirect("assessments:hand_over", assessment.pk)
    context = {
        "assessment": assessment,
        "form": form,
        "shares": board.shares,
        "rows": _hand_overs(assessment),
        "october": typed_date(next_first_of_october()),
    }
    return render(request, "assessments/hand_over.html", context, status=422 if form.errors else 200)


def _hand_over_form(request, assessment, board: Board) -> HandOverForm:
    """Anybody of the unit may give, and whoever has left it and still has work."""
    initial = {"effective": typed_date(timezone.localdate())}
    if giver := whole_number(request.GET.get("giver", "")):
        initial["giver"] = giver
    return HandOverForm(request.POST or None, initial=initial, givers=board.people.values(), receivers=board.writers)


def _hand_overs(assessment) -> list[tuple[HandOver, bool]]:
    """Newest first, and whether each can still be cancelled."""
    found = HandOver.objects.filter(unit=assessment.unit_id).select_related("giver", "receiver", "made_by")
    today = timezone.localdate()
    return [(each, each.effective > today) for each in found.order_by("-effective", "-pk")]


@keeps_typed_text(CLOSED)
@require_POST
def hand_over_cancel(request, pk, hand_over):
    """A hand-over of the unit that has not come into effect is gone."""
    assessment = get_assessment(request, pk, to=ASSIGN)
    try:
        cancel_hand_over(unit=assessment.unit, pk=hand_over, actor=request.user)
    except HandOver.DoesNotExist:
        raise Http404 from None
    except WorkRefused as refused:
        raise PermissionDenied(str(refused)) from None
    messages.success(request, _("ยกเลิกการส่งมอบงานแล้ว"))
    return redirect("assessments:hand_over", assessment.pk)


@require_GET
def mine(request, pk):
    """My questions, what is left first, and the open comments that mention me."""
    assessment = get_assessment(request, pk, to=VIEW)
    own = board_of(assessment).of(request.user)
    mentions = Comment.objects.filter(answer__assessment=assessment, mentions=request.user, resolved_at__isnull=True)
    context = {
        "assessment": assessment,
        "left": [each for each in own if not each.is_answered],
        "done": [each for each in own if each.is_answered],
        "mentions": mentions.select_related("author", "answer__question").order_by("-pk"),
    }
    return render(request, "assessments/mine.html", context)
