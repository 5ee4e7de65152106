"""The page of one question: read, write, save, and choose when two people wrote at once."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.session import seconds_left
from assessments.access import get_assessment
from assessments.forms.answers import AnswerForm
from assessments.lamps import Lamp, lamps_of
from assessments.models import Answer
from assessments.permissions import CLOSED, EDIT, NOT_YOUR_ROLE, VIEW, permit
from assessments.scorecard import Judging, scheme_of
from assessments.services.answers import AreaHoldsIndicators, StaleAnswer, save_answer
from assessments.services.locks import AssessmentLocked
from assessments.services.presence import here
from assessments.views.comparison import compared, differences
from assessments.views.locker import record_links
from assessments.views.rail import rail_of
from assessments.views.rubric import rubric_beside
from criteria.models import Question
from criteria.outline import Outline, outline_of

PAGE_GRAPHEMES = 2_700  # of an A4 page in 16 point; in code points, Thai marks counted too:
PAGE_CODE_POINTS = 3_350
MOST_LAMPS = 512  # of some 3 kB each, kept by a process


@require_http_methods(["GET", "POST"])
def answer(request, pk, code):
    """The answer to one question, to read or to write."""
    assessment = get_assessment(request, pk, to=VIEW)
    found = get_answer(assessment, code, rows=Answer.objects.with_counts())
    if request.method == "POST":
        return save_typed(request, assessment, found)
    initial = {"text": found.text, "not_applicable": found.not_applicable, "version": found.version}
    return _page(request, assessment, found, AnswerForm(initial=initial))


def get_answer(assessment, code: str, *, rows=Answer.objects) -> Answer:
    """The answer with its question's place and its last writer, or 404. One query."""
    question = outline_of(assessment.criteria_set).questions.get(code)
    if question is None:
        raise Http404
    found = rows.with_writer().get(assessment=assessment.pk, question=question.pk)
    found.assessment, found.question = assessment, question
    return found


@require_POST
def save_typed(request, assessment, found: Answer):
    """302 saved, 422 invalid, 409 somebody was first, 403 not open: in each case the typed text is on the page."""
    form = AnswerForm(request.POST)
    allowed = permit(assessment.standing, assessment, EDIT)
    if not allowed:
        return _refused(request, assessment, found, allowed.reason)
    if request.POST.get("keep") == "theirs":
        return redirect("assessments:answer", assessment.pk, found.question.code)
    if not form.is_valid():
        return _page(request, assessment, found, form, status=422)
    if request.POST.get("keep") == "merge":
        return _page(request, assessment, found, form, theirs=found)
    try:
        save_answer(answer=found, actor=request.user, **form.cleaned_data)
    except StaleAnswer as stale:
        return _conflict(request, assessment, stale.current, form.cleaned_data)
    except AssessmentLocked:
        return _refused(request, assessment, found, CLOSED)
    except AreaHoldsIndicators:
        form.add_error("not_applicable", holds_indicators_words())
        return _page(request, assessment, found, form, status=422)
    return _saved(request, assessment, found)


def holds_indicators_words() -> str:
    """Why the question cannot be set aside, and what to do."""
    return _("ประเด็นนี้มีตัวชี้วัดแล้ว จึงระบุว่าไม่เกี่ยวข้องไม่ได้ ลบตัวชี้วัดของประเด็นนี้ก่อน")


def _saved(request, assessment, found: Answer):
    """On to the next question where she asked for it, else back to this one."""
    code = found.question.code
    if "go_on" not in request.POST:
        return redirect("assessments:answer", assessment.pk, code)
    following = _neighbours(outline_of(assessment.criteria_set), code)[1]
    messages.success(request, _("บันทึกข้อ %(number)s แล้ว") % {"number": found.question.official_number})
    if following is None:
        return redirect("assessments:task_list", assessment.pk)
    return redirect("assessments:answer", assessment.pk, following.code)


def _neighbours(outline: Outline, code: str) -> tuple[Question | None, Question | None]:
    """The questions before and after this one in the order of the set."""
    codes = list(outline.questions)
    place = codes.index(code)
    before = outline.questions[codes[place - 1]] if place else None
    return before, outline.questions[codes[place + 1]] if place + 1 < len(codes) else None


def _page(request, assessment, found: Answer, form: AnswerForm, *, status: int = 200, theirs: Answer | None = None):
    outline = outline_of(assessment.criteria_set)
    code = found.question.code
    previous, following = _neighbours(outline, code)
    item = outline.item_of_question[code]
    judged = scheme_of(assessment.criteria_set).judged_by(item)
    has_factors = item.is_process and judged == Judging.FACTORS
    permitted = permit(assessment.standing, assessment, EDIT)
    thai_digits = request.COOKIES.get("thai_digits") == "1"
    category = next(category for category in outline.categories if category.code == item.category_code)
    assessment_url = reverse("assessments:task_list", args=[assessment.pk])
    context = {
        "assessment": assessment,
        "assessment_url": assessment_url,
        "answer_url": f"{assessment_url}questions/{code}/",
        "answer": found,
        "question": found.question,
        "item": item,
        "category": category,
        "rail": rail_of(outline, category, _answered(assessment, category), found.question, assessment_url),
        "previous": previous,
        "next": following,
        "form": form,
        "theirs": theirs,
        "permitted": permitted,
        "why_reading": _why_reading(permitted.reason),
        "pages": f"{len(str(form['text'].value() or '')) / PAGE_CODE_POINTS:.1f}",
        "page_graphemes": PAGE_GRAPHEMES,
        "limit": settings.PMQA_TEXT_LIMIT,
        "rubric": rubric_beside(outline, thai_digits=thai_digits) if has_factors else "",
        "lamps": drawn_lamps(lamps_of(found.text), get_language()) if has_factors else "",
        "level": outline.area_of_question[code] if judged == Judging.CHECKPOINTS else None,
        "evidence_links": {} if permitted else record_links(assessment.unit, found.text),
        "evidence_drawer": Drawer("evidence/", _("หลักฐาน"), found.cited),
        "drawers": drawers_of(found),
        "present": here(assessment_id=assessment.pk, code=code, user=request.user),
        "words": words_of_scripts(get_language()),
        "seconds_left": seconds_left(request.session),
    }
    return render(request, "assessments/answer_form.html", context, status=status)


@lru_cache(maxsize=MOST_LAMPS)
def drawn_lamps(lamps: tuple[Lamp, ...], language: str) -> SafeString:
    """The lamps as the page and an autosave show them; drawn once a process for the same findings."""
    return SafeString(render_to_string("assessments/_lamps.html", {"lamps": lamps}))


@lru_cache
def words_of_scripts(language: str) -> SafeString:
    """What the scripts of the page say, written into the page; drawn once a process in each language."""
    return json_script(words_of_the_page(), "answer-words") + json_script(words_of_the_drawers(), "drawer-words")


def words_of_the_page() -> dict[str, str]:
    """What the script says about the text in the box."""
    return {
        "typing": _("ยังไม่ได้บันทึก กำลังพิมพ์"),
        "saving": _("กำลังบันทึก"),
        "same": _("บันทึกครบแล้ว"),
        "unsaved": _("ยังไม่ได้บันทึก ข้อความยังอยู่ในหน้านี้"),
        "offline": _("ยังไม่ได้บันทึก เก็บไว้ในเครื่องนี้ %s"),
        "refused": _("บันทึกไม่ได้ ตรวจข้อความแล้วลองอีกครั้ง"),
        "gone": _("บันทึกไม่ได้ เพราะคุณไม่มีสิทธิ์แก้ไขข้อนี้แล้ว คัดลอกข้อความเก็บไว้ แล้วติดต่อหัวหน้าทีม PMQA"),
        "newer": _("%s บันทึกข้อนี้แล้ว หน้านี้แสดงฉบับเก่า"),
        "stale": _("หน้านี้เป็นฉบับเก่า"),
        "otherTab": _("คุณ"),
        "present": _("%s เปิดข้อนี้อยู่"),
    }


def words_of_the_drawers() -> dict[str, str]:
    """What is said by status when a part of the page could not be loaded or sent."""
    return {
        "401": _("หมดเวลาใช้งาน สิ่งที่กรอกยังอยู่ เข้าสู่ระบบแล้วกดอีกครั้ง"),
        "403": _("ทำรายการนี้ไม่ได้แล้ว เพราะสิทธิ์ของคุณเปลี่ยนไปหรือแบบประเมินปิดแก้ไข สิ่งที่กรอกยังอยู่ คัดลอกเก็บไว้ได้"),
        "404": _("ไม่พบรายการนี้แล้ว อาจมีผู้ลบไป เปิดหน้านี้ใหม่เพื่อดูล่าสุด"),
        "429": _("ส่งถี่เกินไป รอสักครู่แล้วกดอีกครั้ง"),
        "503": _("ระบบมีงานมาก รอสักครู่แล้วกดอีกครั้ง สิ่งที่กรอกยังอยู่"),
        "offline": _("ติดต่อระบบไม่ได้ ตรวจการเชื่อมต่อแล้วกดอีกครั้ง สิ่งที่กรอกยังอยู่"),
        "other": _("ระบบขัดข้อง ยังไม่ได้บันทึก สิ่งที่กรอกยังอยู่ ลองอีกครั้ง"),
    }


@dataclass(frozen=True)
class Drawer:
    """Matter beside the answer: a page of its own below that of the question, loaded when the drawer is opened."""

    path: str
    title: str
    count: int
    is_open: bool = False


def drawers_of(found: Answer) -> list[Drawer]:
    """In the order of the page."""
    return [
        Drawer("last-year/", _("คำตอบปีก่อน"), 0),
        Drawer("comments/", _("ความเห็น"), found.open_comments),
        Drawer("links/", _("ป้ายกำกับและปัจจัยสำคัญ"), 0),
        Drawer("history/", _("ฉบับก่อนหน้า"), 0),
    ]


def _answered(assessment, category) -> set[int]:
    """The keys of the questions of the category that are done."""
    keys = [question.pk for question in category.questions]
    rows = Answer.objects.filter(assessment=assessment.pk, question__in=keys).answered()
    return set(rows.values_list("question_id", flat=True))


def _why_reading(reason):
    """Why the page has no box to write in; readers are not told that they lack a right."""
    if reason != NOT_YOUR_ROLE:
        return reason
    return _("คุณอ่านคำตอบได้ทุกข้อ ผู้จัดทำข้อมูลและหัวหน้าทีม PMQA เป็นผู้เขียน")


def _conflict(request, assessment, current: Answer, typed: dict):
    """Both texts whole, who and when, and three choices; the typed text is already kept as a revision."""
    rows = compared(current.text, typed["text"])
    reasons_differ = current.not_applicable != typed["not_applicable"]
    context = {
        "assessment": assessment,
        "answer": current,
        "question": current.question,
        "typed": typed,
        "sent_at": timezone.now(),
        "rows": rows,
        "reasons_differ": reasons_differ,
        "differences": differences(rows) + reasons_differ,
    }
    return render(request, "assessments/answer_conflict.html", context, status=409)


def _refused(request, assessment, found: Answer, reason):
    """Not saved, and the text that was typed stands on the page so that it can be copied."""
    context = {
        "assessment": assessment,
        "question": found.question,
        "reason": reason,
        "text": request.POST.get("text", ""),
        "not_applicable": request.POST.get("not_applicable", ""),
    }
    return render(request, "assessments/answer_locked.html", context, status=403)
