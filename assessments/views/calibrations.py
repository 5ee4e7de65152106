"""Calibration sets as coordinators keep them: the list, a copy of a submission, its texts, opened, closed, discarded.

The list is the assessors' too: of what was opened, each with how far she is.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Role
from assessments.access import get_assessment, get_calibration
from assessments.anonymising import names_of
from assessments.forms.calibrations import BackForm, CalibrationForm, ClosingForm, OpeningForm, TextsForm
from assessments.models import Calibration
from assessments.permissions import (
    BACK_CALIBRATION,
    CALIBRATE,
    CALIBRATION_NOT_OPEN,
    CALIBRATION_OPENED,
    EDIT_CALIBRATION,
    RUN_CALIBRATION,
    oversees,
)
from assessments.scorecard import scale_of
from assessments.services.calibrating import CalibrationBackRefused, hand_back_calibration
from assessments.services.calibrations import (
    CalibrationRefused,
    StaleCalibration,
    StaleTexts,
    calibrated_items,
    close_calibration,
    discard_calibration,
    make_calibration,
    open_calibration,
    save_texts,
)
from assessments.views.calibrating import calibrated_item, coordinator_page, texts_page
from assessments.views.refused import keeps_typed_text
from assessments.views.submission import latest_document
from criteria.outline import outline_of

MOST = 100  # sets on the list: a few a year


@require_GET
def calibrations(request):
    """The sets of this coordinator's scope, and those that this assessor is asked to score."""
    judges = request.user.holds(Role.ASSESSOR)
    if not (oversees(request.user) or judges):
        raise Http404
    kept = Calibration.objects.with_place().with_counts()
    context = {
        "oversees": oversees(request.user),
        "judges": judges,
        "kept": kept.overseen_by(request.user)[:MOST] if oversees(request.user) else [],
        "own": kept.scored_by(request.user).with_own(request.user)[:MOST] if judges else [],
    }
    return render(request, "assessments/calibrations.html", context)


@keeps_typed_text(CALIBRATION_OPENED, CalibrationForm)
@require_http_methods(["GET", "POST"])
def calibration_new(request, pk):
    """A draft is made from the latest submission; on to reading it through."""
    assessment = get_assessment(request, pk, to=CALIBRATE)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    given = {"items": calibrated_items(frozen), "names": names_of(assessment.unit)}
    form = CalibrationForm(request.POST if request.method == "POST" else None, **given)
    if form.is_valid():
        said = {"title": form.cleaned_data["title"], "items": form.chosen, "names": form.names}
        made = make_calibration(frozen=frozen, actor=request.user, **said)
        messages.success(request, _("ทำร่างชุดปรับเทียบแล้ว อ่านทุกข้อความก่อนเปิดให้ผู้ตรวจ"))
        return redirect("assessments:calibration", made.pk)
    context = {"assessment": assessment, "submission": frozen.submission, "form": form, "items": given["items"]}
    return render(request, "assessments/calibration_new.html", context, status=422 if form.is_bound else 200)


@keeps_typed_text(CALIBRATION_OPENED, TextsForm)
@require_POST
def calibration_texts(request, calibration, code):
    """The texts of one item read so, while the set is a draft."""
    found = get_calibration(request, calibration, to=EDIT_CALIBRATION)
    place, item = calibrated_item(found, code)
    form = TextsForm(request.POST, item=item, scale=scale_of(found.assessment.criteria_set))
    if not form.is_valid():
        return texts_page(found, request, (place, item), form=form, status=422)
    given = {name: form.cleaned_data[name] for name in ("reference", "version")}
    try:
        save_texts(item=place, texts=form.texts, **given)
    except StaleTexts as stale:
        return texts_page(found, request, (stale.current, item), form=form, is_stale=True, status=409)
    messages.success(request, _("บันทึกข้อความหัวข้อ %(code)s แล้ว") % {"code": item.code})
    return redirect("assessments:calibration", found.pk)


@keeps_typed_text(CALIBRATION_OPENED, OpeningForm)
@require_POST
def calibration_open(request, calibration):
    """The assessors may score the set."""
    found = get_calibration(request, calibration, to=RUN_CALIBRATION)
    form = OpeningForm(request.POST)
    if form.is_valid():
        try:
            open_calibration(calibration=found, actor=request.user, **form.cleaned_data)
        except StaleCalibration:
            return _stale(request, found)
        except CalibrationRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("เปิดชุดปรับเทียบแล้ว ผู้ตรวจเห็นชุดนี้ในงานตรวจของตน"))
            return redirect("assessments:calibration", found.pk)
    return coordinator_page(found, request, opening=form, status=422)


@keeps_typed_text(CALIBRATION_OPENED)
@require_POST
def calibration_close(request, calibration):
    """No assessor writes into the set any more."""
    found = get_calibration(request, calibration, to=RUN_CALIBRATION)
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _stale(request, found)
    try:
        close_calibration(calibration=found, version=form.cleaned_data["version"], actor=request.user)
    except StaleCalibration:
        return _stale(request, found)
    messages.success(request, _("ปิดชุดปรับเทียบแล้ว"))
    return redirect("assessments:calibration", found.pk)


@keeps_typed_text(CALIBRATION_NOT_OPEN, BackForm)
@require_http_methods(["GET", "POST"])
def calibration_hand_back(request, calibration, hand_in):
    """What handing back means, and the reason; then the assessor may write her scores again."""
    found = get_calibration(request, calibration, to=BACK_CALIBRATION)
    given = found.hand_ins.select_related("assessor").filter(pk=hand_in).first()
    if given is None:
        raise Http404
    form = BackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            hand_back_calibration(given=given, reason=form.cleaned_data["reason"], actor=request.user)
        except CalibrationBackRefused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, _("คืนคะแนนให้ %(name)s แก้ไขแล้ว") % {"name": given.assessor})
            return redirect("assessments:calibration", found.pk)
    context = {"calibration": found, "given": given, "form": form}
    return render(request, "assessments/calibration_hand_back.html", context, status=422 if form.is_bound else 200)


@keeps_typed_text(CALIBRATION_OPENED)
@require_POST
def calibration_discard(request, calibration):
    """The draft is gone."""
    found = get_calibration(request, calibration, to=EDIT_CALIBRATION)
    discard_calibration(calibration=found)
    messages.success(request, _("ลบร่างชุดปรับเทียบแล้ว"))
    return redirect("assessments:calibrations")


def _stale(request, found: Calibration):
    """The page as it stands now: another coordinator was first."""
    current = get_calibration(request, found.pk, to=RUN_CALIBRATION)
    return coordinator_page(current, request, is_stale=True, status=409)
