"""Last year beside this year: a page and a drawer of the answer, copying one answer or all that are empty."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import get_assessment
from assessments.earlier import EarlierAnswer, earlier_answer, earlier_assessment
from assessments.forms.answers import AnswerForm, VersionForm
from assessments.models import Answer
from assessments.permissions import ASSIGN, CLOSED, EDIT, VIEW, permit
from assessments.services.answers import StaleAnswer, confirm_carried
from assessments.services.carrying import NotEmpty, carry_all, carry_answer, empty_answers
from assessments.services.carrying_indicators import carried_from, carry_all_indicators, empty_items
from assessments.services.indicators import MOST_INDICATORS, TooManyIndicators
from assessments.views.answers import get_answer, save_typed
from assessments.views.refused import keeps_typed_text
from criteria.outline import outline_of


@require_GET
def last_year(request, pk, code):
    """What was written and told in the year before; the button to copy it stands where this year is empty."""
    assessment = get_assessment(request, pk, to=VIEW)
    answer = get_answer(assessment, code)
    context = {
        "assessment": assessment,
        "question": answer.question,
        "answer": answer,
        "earlier": _earlier(request, assessment, answer),
        "is_empty": not (answer.text or answer.not_applicable),
        "permitted": permit(assessment.standing, assessment, EDIT),
    }
    template = "assessments/_last_year.html" if request.headers.get("HX-Request") else "assessments/last_year.html"
    return render(request, template, context)


def _earlier(request, assessment, answer) -> EarlierAnswer | None:
    item = outline_of(assessment.criteria_set).item_of_question[answer.question.code]
    return earlier_answer(assessment, answer.question, item, request.user)


@keeps_typed_text(CLOSED)
@require_POST
def carry(request, pk, code):
    """The empty answer holds last year's text, marked; a text that is there already stays."""
    assessment = get_assessment(request, pk, to=EDIT)
    answer = get_answer(assessment, code)
    earlier = _earlier(request, assessment, answer)
    form = VersionForm(request.POST)
    if earlier is None or not earlier.answer.text or not form.is_valid():
        raise Http404
    version = form.cleaned_data["version"]
    try:
        carry_answer(answer=answer, earlier=earlier.answer, year=earlier.year, version=version, actor=request.user)
    except (NotEmpty, StaleAnswer):
        messages.error(request, _("ข้อนี้มีข้อความแล้ว จึงไม่ได้คัดลอกทับ"))
    return redirect("assessments:answer", pk, code)


@keeps_typed_text(CLOSED, AnswerForm)
@require_POST
def carried_checked(request, pk, code):
    """The copied text counts as this year's: as it stands, or as it was changed in the box."""
    assessment = get_assessment(request, pk, to=EDIT)
    answer = get_answer(assessment, code, rows=Answer.objects.with_counts())
    form = AnswerForm(request.POST)
    if not (form.is_valid() and form.says(answer)):
        return save_typed(request, assessment, answer)
    try:
        confirm_carried(answer=answer, version=form.cleaned_data["version"], actor=request.user)
    except StaleAnswer:
        messages.error(request, _("มีผู้บันทึกข้อนี้ระหว่างนั้น ดูฉบับล่าสุดก่อนแล้วเลือกอีกครั้ง"))
    return redirect("assessments:answer", pk, code)


@keeps_typed_text(CLOSED)
@require_http_methods(["GET", "POST"])
def carry_all_page(request, pk):
    """How many answers last year can fill, asked once; then every empty one holds last year's text, marked."""
    assessment = get_assessment(request, pk, to=ASSIGN if request.method == "POST" else VIEW)
    earlier = earlier_assessment(assessment)
    if request.method == "POST" and earlier and request.POST.get("what") == "indicators":
        return _carry_all_indicators(request, assessment, earlier)
    if request.method == "POST" and earlier:
        count = carry_all(assessment=assessment, earlier=earlier, actor=request.user)
        messages.success(request, _("คัดลอกมา %(count)d ข้อ แต่ละข้อรอปรับปรุงหรือยืนยันว่ายังใช้ได้") % {"count": count})
        return redirect("assessments:task_list", pk)
    texts = earlier.answers.exclude(text="").values("question") if earlier else []
    empty = empty_items(assessment, _results_items(assessment))
    context = {
        "assessment": assessment,
        "earlier": earlier,
        "count": empty_answers(assessment).filter(question__in=texts).count(),
        "indicators": len(carried_from(assessment, earlier, empty)) if earlier else 0,
        "permitted": permit(assessment.standing, assessment, ASSIGN),
    }
    return render(request, "assessments/carry_all.html", context)


def _carry_all_indicators(request, assessment, earlier):
    """Every empty results item holds last year's indicators with their figures."""
    try:
        count = carry_all_indicators(
            assessment=assessment, earlier=earlier, items=_results_items(assessment), actor=request.user
        )
    except TooManyIndicators:
        messages.error(request, _("แบบประเมินหนึ่งมีตัวชี้วัดได้ไม่เกิน %(most)d ตัว") % {"most": MOST_INDICATORS})
    else:
        words = _("นำตัวชี้วัดจากปี %(year)d มาใช้ %(count)d ตัว เติมผลของปีนี้ต่อได้เลย")
        messages.success(request, words % {"year": earlier.fiscal_year, "count": count})
    return redirect("assessments:task_list", assessment.pk)


def _results_items(assessment):
    return [item for item in outline_of(assessment.criteria_set).items.values() if item.is_results]
