"""The key factors of the organization: picked from the profile, changed, deleted."""

import re
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.access import get_assessment
from assessments.forms.key_factors import KeyFactorForm, chosen
from assessments.models import KeyFactor
from assessments.permissions import CLOSED, EDIT, VIEW, permit
from assessments.services.key_factors import (
    MOST_KEY_FACTORS,
    Choice,
    StaleKeyFactor,
    TooManyKeyFactors,
    add_key_factor,
    change_key_factor,
    delete_key_factor,
)
from assessments.statuses import KeyFactorKind
from assessments.views.refused import keeps_typed_text
from criteria.models import Question
from criteria.outline import outline_of

# A list inside of a paragraph, "(1) ... (2) ...", and what stands before a point of a list.
NUMBERED = re.compile(r"(?=\([0-9๐-๙]{1,2}\)\s)")
BULLET = re.compile(r"^(?:[-–—•*·]|\(?[0-9๐-๙]{1,2}[.)])\s+")


@dataclass(frozen=True)
class Source:
    """One question of the profile with the lines of its answer, each with the key by which it is picked."""

    question: Question
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class Box:
    """Something to tick: how it stood when the page was made, and how it stands now."""

    row: object
    was_ticked: bool
    is_ticked: bool
    is_preset: bool = False


@keeps_typed_text(CLOSED, KeyFactorForm)
@require_http_methods(["GET", "POST"])
def key_factors(request, pk):
    """The key factors by kind, and a box to add one, filled from the profile."""
    assessment = get_assessment(request, pk, to=EDIT if request.method == "POST" else VIEW)
    sources = sources_of(assessment)
    if request.method != "POST":
        return _page(request, assessment, sources, KeyFactorForm(initial=_asked(request, sources)))
    form = KeyFactorForm(request.POST)
    if form.is_valid():
        kind, text = form.cleaned_data["kind"], form.cleaned_data["key_factor"]
        try:
            add_key_factor(assessment=assessment, kind=kind, text=text, actor=request.user)
        except TooManyKeyFactors:
            form.add_error(None, _("แบบประเมินหนึ่งมีปัจจัยสำคัญได้ไม่เกิน %(most)d รายการ") % {"most": MOST_KEY_FACTORS})
        else:
            return redirect("assessments:key_factors", assessment.pk)
    return _page(request, assessment, sources, form, status=422)


def _asked(request, sources: list[Source]) -> dict:
    """Kind and text that the links of the page ask for."""
    kind, pick = request.GET.get("kind", ""), request.GET.get("pick", "")
    lines = {key: line for source in sources for key, line in source.lines}
    return {
        "kind": kind if kind in KeyFactorKind.values else KeyFactorKind.CHALLENGE.value,
        "key_factor": lines.get(pick, ""),
    }


def _page(request, assessment, sources: list[Source], form: KeyFactorForm, *, status: int = 200):
    factors = list(assessment.key_factors.with_links())
    context = {
        "assessment": assessment,
        "groups": by_kind(factors),
        "count": len(factors),
        "form": form,
        "sources": sources,
        "permitted": permit(assessment.standing, assessment, EDIT),
    }
    return render(request, "assessments/key_factors.html", context, status=status)


def by_kind(factors) -> list[tuple[KeyFactorKind, list[KeyFactor]]]:
    """Every kind with its factors, in the order of the profile."""
    return [(kind, [factor for factor in factors if factor.kind == kind]) for kind in KeyFactorKind]


def sources_of(assessment) -> list[Source]:
    """The answers of the profile, line by line. One query."""
    outline = outline_of(assessment.criteria_set)
    questions = [question for category in outline.categories if category.is_profile for question in category.questions]
    rows = assessment.answers.filter(question__in=[question.pk for question in questions])
    texts = dict(rows.values_list("question_id", "text"))
    return [
        Source(question, [(f"{question.code}.{number}", line) for number, line in enumerate(lines, 1)])
        for question in questions
        if (lines := lines_of(texts.get(question.pk, "")))
    ]


def lines_of(text: str) -> list[str]:
    """The lines and points of lists of a text, without what marks them."""
    pieces = (piece for line in text.splitlines() for piece in NUMBERED.split(line))
    return [line for piece in pieces if (line := BULLET.sub("", " ".join(piece.split())))]


@keeps_typed_text(CLOSED, KeyFactorForm)
@require_http_methods(["GET", "POST"])
def key_factor(request, pk, factor):
    """One key factor: its words, and the answers and indicators that belong to it."""
    assessment = get_assessment(request, pk, to=EDIT)
    if request.method == "POST":
        return _change(request, assessment, factor)
    found = factor_or_404(assessment, factor)
    linked = [answer.pk for answer in found.answers.all()], [row.pk for row in found.indicators.all()]
    form = KeyFactorForm(initial={"kind": found.kind, "key_factor": found.text})
    return _factor_page(request, assessment, found, form, [Choice(keys, keys) for keys in map(frozenset, linked)])


def _change(request, assessment, pk: int):
    """Saved; or the words that were typed stand on the page, with what is wrong or what happened in the meantime."""
    form = KeyFactorForm(request.POST)
    is_valid = form.is_valid()
    choices = [_chosen(request, assessment, name) for name in ("answers", "indicators")]
    found = _factor(assessment, pk)
    if found is None:
        return _stale(request, assessment, form, None, choices)
    seen = _as_seen(request, found)
    if not is_valid:
        return _factor_page(request, assessment, seen, form, choices, status=422)
    kind, text = form.cleaned_data["kind"], form.cleaned_data["key_factor"]
    answers, indicators = choices
    try:
        change_key_factor(factor=seen, kind=kind, text=text, answers=answers, indicators=indicators, actor=request.user)
    except StaleKeyFactor as stale:
        return _stale(request, assessment, form, stale.current, choices)
    return redirect("assessments:key_factors", assessment.pk)


def _chosen(request, assessment, name: str) -> Choice:
    return chosen(request.POST, name, getattr(assessment, name).values_list("pk", flat=True))


def factor_or_404(assessment, pk: int) -> KeyFactor:
    """The key factor of this assessment, or 404."""
    found = _factor(assessment, pk)
    if found is None:
        raise Http404
    return found


def _factor(assessment, pk: int) -> KeyFactor | None:
    found = assessment.key_factors.with_links().filter(pk=pk).first()
    if found:
        found.assessment = assessment
    return found


def _as_seen(request, found: KeyFactor) -> KeyFactor:
    """The key factor as the page showed it, so that the service can tell a later change."""
    found.kind = request.POST.get("seen_kind", "")
    found.text = request.POST.get("seen_text", "")
    return found


def _stale(request, assessment, form: KeyFactorForm, current: KeyFactor | None, choices: list[Choice]):
    """Changed by somebody else: both wordings on the page. Deleted: the words that were typed, to add them anew."""
    if current is None:
        form.add_error(None, _("มีผู้ลบปัจจัยสำคัญนี้แล้ว หากยังต้องการ ให้เพิ่มเป็นรายการใหม่"))
        return _page(request, assessment, sources_of(assessment), form, status=409)
    current.assessment = assessment
    return _factor_page(request, assessment, current, form, choices, status=409)


def _factor_page(request, assessment, found: KeyFactor, form, choices: list[Choice], *, status: int = 200):
    """The words, and boxes for the answers by category (the results have indicators) and for the indicators."""
    outline = outline_of(assessment.criteria_set)
    answers = dict(assessment.answers.values_list("question_id", "pk"))
    of_answers, of_indicators = choices
    categories = [
        (category, [_box(question, answers[question.pk], of_answers) for question in category.questions])
        for category in outline.categories
        if not any(item.is_results for item in category.items)
    ]
    context = {
        "assessment": assessment,
        "factor": found,
        "form": form,
        "is_stale": status == 409,
        "categories": [(category, boxes, sum(box[1].is_ticked for box in boxes)) for category, boxes in categories],
        "indicators": [_box(row, row.pk, of_indicators) for row in assessment.indicators.order_by("code")],
    }
    return render(request, "assessments/key_factor.html", context, status=status)


def _box(row, key: int, choice: Choice) -> tuple[int, Box]:
    return key, Box(row, key in choice.shown, key in choice.wanted)


@keeps_typed_text(CLOSED)
@require_http_methods(["GET", "POST"])
def key_factor_delete(request, pk, factor):
    """Asked once, on a page that says what is linked; then the key factor and its links are gone."""
    assessment = get_assessment(request, pk, to=EDIT)
    found = factor_or_404(assessment, factor)
    context = {"assessment": assessment, "factor": found}
    if request.method == "GET":
        return render(request, "assessments/key_factor_delete.html", context)
    try:
        delete_key_factor(factor=_as_seen(request, found), actor=request.user)
    except StaleKeyFactor:
        context = {"assessment": assessment, "factor": factor_or_404(assessment, factor), "is_stale": True}
        return render(request, "assessments/key_factor_delete.html", context, status=409)
    return redirect("assessments:key_factors", assessment.pk)
