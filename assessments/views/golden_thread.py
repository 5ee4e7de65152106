"""The golden thread: what a key factor touches, what touches none; and the boxes that tie answers and indicators."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from assessments.access import get_assessment
from assessments.forms.key_factors import chosen
from assessments.golden_thread import Gap, Orphan, orphans
from assessments.models import Answer, Indicator, KeyFactor
from assessments.permissions import CLOSED, EDIT, VIEW, permit
from assessments.services.key_factors import AnswerLinks, Choice, link_answer, link_indicator
from assessments.views.answers import get_answer
from assessments.views.key_factors import Box, by_kind
from assessments.views.refused import keeps_typed_text
from criteria.models import Characteristic, SuccessFactor
from criteria.outline import CategoryOutline, Outline, outline_of

# What is missing, and how to mend it.
GAP_WORDS = {
    Gap.OBJECTIVE_WITHOUT_RESULT: (_("วัตถุประสงค์ที่ยังไม่มีผลลัพธ์"), _("เลือกตัวชี้วัดหมวดผลลัพธ์ที่วัดวัตถุประสงค์นี้")),
    Gap.PROCESS_WITHOUT_RESULT: (_("กระบวนการที่ยังไม่มีตัวชี้วัด"), _("เลือกตัวชี้วัดที่วัดผลของกระบวนการนี้")),
    Gap.CHALLENGE_WITHOUT_ANSWER: (_("ความท้าทายที่ยังไม่มีคำตอบกล่าวถึง"), _("เลือกคำตอบหมวด 1 ถึง 6 ที่รับมือกับเรื่องนี้")),
    Gap.ADVANTAGE_WITHOUT_ANSWER: (_("ความได้เปรียบที่ยังไม่มีคำตอบกล่าวถึง"), _("เลือกคำตอบหมวด 1 ถึง 6 ที่ใช้เรื่องนี้")),
    Gap.GROUP_WITHOUT_ANSWER: (_("กลุ่มสำคัญที่ยังไม่มีคำตอบกล่าวถึง"), _("เลือกคำตอบหมวด 1 ถึง 6 ที่ดูแลกลุ่มนี้")),
    Gap.INDICATOR_WITHOUT_PROCESS: (
        _("ตัวชี้วัดที่ยังไม่ผูกกับกระบวนการหรือวัตถุประสงค์"),
        _("เลือกกระบวนการหลักหรือวัตถุประสงค์ที่ตัวชี้วัดนี้วัด"),
    ),
}


@dataclass(frozen=True)
class Thread:
    """One key factor, the questions of each category whose answers take it up, and its indicators."""

    factor: KeyFactor
    categories: list[tuple[CategoryOutline, list]]
    indicators: list[Indicator]
    is_orphan: bool


@require_http_methods(["GET"])
def golden_thread(request, pk):
    """From each key factor over the categories to its indicators, and every broken end with the place to mend it."""
    assessment = get_assessment(request, pk, to=VIEW)
    outline = outline_of(assessment.criteria_set)
    factors = list(assessment.key_factors.with_links())
    indicators = list(assessment.indicators.order_by("code"))
    found = orphans(outline, factors, indicators)
    broken = {orphan.factor.pk for orphan in found if orphan.factor}
    threads = {factor.pk: _thread(outline, factor, factor.pk in broken) for factor in factors}
    permitted = permit(assessment.standing, assessment, EDIT)
    context = {
        "assessment": assessment,
        "groups": [(kind, [threads[row.pk] for row in rows]) for kind, rows in by_kind(factors) if rows],
        "gaps": _gaps(assessment, found, may_edit=bool(permitted)),
        "orphan_count": len(found),
        "indicator_count": len(indicators),
        "permitted": permitted,
    }
    return render(request, "assessments/golden_thread.html", context)


def _thread(outline: Outline, factor: KeyFactor, is_orphan: bool) -> Thread:
    linked = {answer.question_id for answer in factor.answers.all()}
    rows = [(category, [q for q in category.questions if q.pk in linked]) for category in outline.categories]
    indicators = sorted(factor.indicators.all(), key=lambda row: row.code)
    return Thread(factor, [row for row in rows if row[1]], indicators, is_orphan)


def _gaps(assessment, found: list[Orphan], *, may_edit: bool) -> list[tuple]:
    """Title, how to mend, and (code, words, address) of each broken end, by gap."""
    return [
        (*GAP_WORDS[gap], [_end(assessment, orphan, may_edit) for orphan in found if orphan.gap == gap])
        for gap in Gap
        if any(orphan.gap == gap for orphan in found)
    ]


def _end(assessment, orphan: Orphan, may_edit: bool) -> tuple[str, str, str]:
    if orphan.indicator:
        address = reverse("assessments:indicator_links", args=[assessment.pk, orphan.indicator.pk])
        return orphan.indicator.code, orphan.indicator.name, address
    factor = orphan.factor
    address = reverse("assessments:key_factor", args=[assessment.pk, factor.pk]) if may_edit else ""
    return factor.code, factor.text, address


@keeps_typed_text(CLOSED)
@require_http_methods(["GET", "POST"])
def links(request, pk, code):
    """Key factors, characteristics and success factors of one answer: a page of its own, and a drawer."""
    assessment = get_assessment(request, pk, to=EDIT if request.method == "POST" else VIEW)
    answer = get_answer(assessment, code)
    if request.method != "POST":
        return _links_page(request, assessment, answer)
    link_answer(answer=answer, links=_chosen_links(request, assessment, answer))
    if not request.headers.get("HX-Request"):
        return redirect("assessments:links", assessment.pk, code)
    return _links_page(request, assessment, answer, is_saved=True)


def _chosen_links(request, assessment, answer: Answer) -> AnswerLinks:
    """What was ticked; with `preset` the characteristics of the question, whatever was."""
    ticked = chosen(request.POST, "characteristics", _keys(Characteristic.objects))
    if "preset" in request.POST:
        ticked = Choice(ticked.shown, frozenset(_keys(answer.question.characteristics)))
    return AnswerLinks(
        key_factors=chosen(request.POST, "key_factors", _keys(assessment.key_factors)),
        characteristics=ticked,
        success_factors=chosen(request.POST, "success_factors", _keys(SuccessFactor.objects)),
    )


def _keys(rows) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _links_page(request, assessment, answer: Answer, *, is_saved: bool = False):
    preset = set(_keys(answer.question.characteristics))
    context = {
        "assessment": assessment,
        "question": answer.question,
        "groups": _boxes_by_kind(assessment, answer),
        "characteristics": _boxes(Characteristic.objects.all(), answer.characteristics, preset),
        "success_factors": _boxes(SuccessFactor.objects.all(), answer.success_factors),
        "has_preset": bool(preset),
        "is_saved": is_saved,
        "permitted": permit(assessment.standing, assessment, EDIT),
    }
    template = "assessments/_links.html" if request.headers.get("HX-Request") else "assessments/links.html"
    return render(request, template, context)


def _boxes(rows, relation, preset=frozenset()) -> list[Box]:
    ticked = set(_keys(relation))
    return [Box(row, row.pk in ticked, row.pk in ticked, row.pk in preset) for row in rows]


def _boxes_by_kind(assessment, linked: Answer | Indicator) -> list[tuple]:
    """The key factors of each kind that has any."""
    boxes = _boxes(assessment.key_factors.order_by("code"), linked.key_factors)
    kinds = by_kind([box.row for box in boxes])
    return [(kind, [box for box in boxes if box.row.kind == kind]) for kind, rows in kinds if rows]


@keeps_typed_text(CLOSED)
@require_http_methods(["GET", "POST"])
def indicator_links(request, pk, indicator):
    """The key factors that an indicator measures."""
    assessment = get_assessment(request, pk, to=EDIT if request.method == "POST" else VIEW)
    found = assessment.indicators.select_related("area__item").filter(pk=indicator).first()
    if found is None:
        raise Http404
    found.assessment = assessment
    if request.method == "POST":
        link_indicator(indicator=found, key_factors=chosen(request.POST, "key_factors", _keys(assessment.key_factors)))
        return redirect("assessments:item", assessment.pk, found.area.item.code)
    context = {
        "assessment": assessment,
        "indicator": found,
        "item": found.area.item,
        "groups": _boxes_by_kind(assessment, found),
        "permitted": permit(assessment.standing, assessment, EDIT),
    }
    return render(request, "assessments/indicator_links.html", context)
