"""What an assessor does with her own review: declares, scores, hands in; a coordinator hands it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.access import get_assessment
from assessments.forms.checkpoints import CheckpointForm
from assessments.forms.reviews import DeclarationForm, HandBackForm
from assessments.forms.scores import ScoreForm
from assessments.models import HandIn
from assessments.permissions import NOT_IN_REVIEW, NOT_YOUR_ROLE, REVIEW, REVIEW_PAGE
from assessments.services.assignments import DeclarationRefused, declare_interests
from assessments.services.hand_ins import HandInRefused, hand_back, hand_in
from assessments.statuses import Stage
from assessments.views.consensus import Voice, consensus_of
from assessments.views.item_parts import neighbours, scored_item
from assessments.views.refused import keeps_typed_text
from assessments.views.review_parts import coordinators_only, refuse_other_submission
from assessments.views.reviews import item_page, overview
from assessments.views.submission import latest_document
from criteria.outline import outline_of


@keeps_typed_text(NOT_IN_REVIEW, DeclarationForm)
@require_POST
def declare(request, pk):
    """The assessor has declared that no interest of hers is touched, or which."""
    assessment = get_assessment(request, pk, to=REVIEW_PAGE)
    _assessors_only(assessment)
    form = DeclarationForm(request.POST)
    if form.is_valid():
        try:
            declare_interests(assessment=assessment, conflict=form.declared, actor=request.user)
        except DeclarationRefused as refused:
            form.add_error("conflict", str(refused))
        else:
            messages.success(request, _("บันทึกการแจ้งผลประโยชน์ทับซ้อนแล้ว"))
            return redirect("assessments:review", assessment.pk)
    return overview(assessment, request, declaration_form=form, status=422)


@keeps_typed_text(NOT_IN_REVIEW, ScoreForm, CheckpointForm)
@require_POST
def review_score(request, pk, code):
    """Her own score of the item of the latest submission is saved; on to the next one if she wants."""
    assessment = get_assessment(request, pk, to=REVIEW)
    _assessors_only(assessment)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    item = scored_item(frozen.outline, code)
    refuse_other_submission(frozen, request)
    refused = consensus_of(frozen, item).save(request, frozen, item, Voice(Stage.REVIEW, request.user))
    if refused:
        return item_page(assessment, request, code, refused=refused, status=refused.status)
    messages.success(request, _("บันทึกคะแนนหัวข้อ %(code)s แล้ว") % {"code": item.code})
    if "next" not in request.POST:
        return redirect(reverse("assessments:review_item", args=[assessment.pk, item.code]) + "#consensus")
    following = neighbours(frozen.outline, item)["after"]
    if following is None:
        return redirect(reverse("assessments:review", args=[assessment.pk]) + "#hand-in")
    return redirect("assessments:review_item", assessment.pk, following.code)


@keeps_typed_text(NOT_IN_REVIEW)
@require_POST
def review_hand_in(request, pk):
    """Her scores and findings of the latest submission stand."""
    assessment = get_assessment(request, pk, to=REVIEW)
    _assessors_only(assessment)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    refuse_other_submission(frozen, request)
    try:
        hand_in(submission=frozen.submission, actor=request.user)
    except HandInRefused as refused:
        return overview(assessment, request, hand_in_refused=str(refused), status=422)
    messages.success(request, _("ส่งผลตรวจแล้ว คุณดูผลของผู้ตรวจคนอื่นที่ส่งแล้วได้ในหน้าแต่ละหัวข้อ"))
    return redirect(reverse("assessments:review", args=[assessment.pk]) + "#hand-in")


@keeps_typed_text(NOT_IN_REVIEW, HandBackForm)
@require_POST
def review_hand_back(request, pk, given):
    """The assessor may change her review again."""
    assessment = get_assessment(request, pk, to=REVIEW)
    coordinators_only(assessment)
    latest = latest_document(assessment, outline_of(assessment.criteria_set)).submission
    found = HandIn.objects.select_related("assessor", "submission").filter(submission=latest, pk=given).first()
    if found is None:
        raise Http404
    form = HandBackForm(request.POST)
    if form.is_valid():
        try:
            hand_back(given=found, reason=form.cleaned_data["reason"], actor=request.user)
        except HandInRefused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, _("คืนผลตรวจให้ %(name)s แก้ไขแล้ว") % {"name": found.assessor})
            return redirect(reverse("assessments:review", args=[assessment.pk]) + "#assessors")
    return overview(assessment, request, hand_back=(found.pk, form), status=422)


def _assessors_only(assessment) -> None:
    """A coordinator who reviews alone writes the consensus (scoring.md 1.1)."""
    if assessment.standing.assignment is None:
        raise PermissionDenied(str(NOT_YOUR_ROLE))
