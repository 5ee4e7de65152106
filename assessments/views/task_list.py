"""The task list of one assessment: what is left first."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import Role
from assessments.access import get_assessment
from assessments.permissions import VIEW
from assessments.scorecard import ItemResult, inputs_from_rows, scorecard
from assessments.statuses import EDITABLE
from criteria.models import Question
from criteria.outline import CategoryOutline, ItemOutline, outline_of

MOST_SHOWN = 5


@dataclass(frozen=True)
class ItemRow:
    """One row: how many of its questions are answered, and where its score stands (None for the profile)."""

    item: ItemOutline
    answered: int
    next_question: Question
    result: ItemResult | None

    @property
    def total(self) -> int:
        return len(self.item.questions)

    @property
    def state(self) -> str:
        if self.answered == self.total:
            return "done"
        return "doing" if self.answered else "todo"

    @property
    def state_word(self) -> str:
        if self.state == "doing":
            return _("กำลังทำ %(done)d/%(total)d") % {"done": self.answered, "total": self.total}
        return _("เสร็จแล้ว") if self.state == "done" else _("ยังไม่เริ่ม")

    @property
    def score_word(self) -> str:
        if self.result is None:
            return ""
        if self.result.confirmed:
            return _("ยืนยัน %(percent)d %%") % {"percent": self.result.percent}
        if self.result.suggestion and (self.item.is_process or self.result.indicators):
            return _("ระบบเสนอ %(percent)d %%") % {"percent": self.result.suggestion.percent}
        return _("ยังไม่ให้คะแนน")


@dataclass(frozen=True)
class CategoryRow:
    category: CategoryOutline
    rows: tuple[ItemRow, ...]

    @property
    def answered(self) -> int:
        return sum(row.answered for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.category.questions)

    @property
    def width(self) -> str:
        """Of the bar in the strip, as an SVG length."""
        return f"{100 * self.answered / self.total:.1f}%"


@require_GET
def task_list(request, pk):
    """Every item with its state, and what waits for this person."""
    assessment = get_assessment(request, pk, to=VIEW)
    outline = outline_of(assessment.criteria_set)
    answered = set(assessment.answers.answered().values_list("question__code", flat=True))
    results = scorecard(outline, inputs_from_rows(assessment)).items
    categories = [_category(category, answered, results) for category in outline.categories]
    unconfirmed = [result for result in results.values() if not result.confirmed]
    open_questions = [question for code, question in outline.questions.items() if code not in answered]
    context = {
        "assessment": assessment,
        "categories": categories,
        "answered": len(answered),
        "total": len(outline.questions),
        "indicator_count": sum(len(result.indicators) for result in results.values()),
        "open_questions": open_questions,
        "unconfirmed": unconfirmed,
        "editable": assessment.status in EDITABLE,
        "days": (timezone.localdate(assessment.deadline) - timezone.localdate()).days,
        "waiting": _waiting(assessment.standing.roles, outline, open_questions, unconfirmed),
        "role": {role.name.lower(): role in assessment.standing.roles for role in Role},
    }
    return render(request, "assessments/task_list.html", context)


def _category(category, answered: set[str], results) -> CategoryRow:
    return CategoryRow(category, tuple(_item(item, answered, results.get(item.code)) for item in category.items))


def _item(item: ItemOutline, answered: set[str], result) -> ItemRow:
    open_ones = [question for question in item.questions if question.code not in answered]
    return ItemRow(item, len(item.questions) - len(open_ones), (open_ones or item.questions)[0], result)


def _waiting(roles, outline, open_questions, unconfirmed) -> dict:
    """The first few things for this person: questions for those who write, scores for the lead."""
    writes = Role.CONTRIBUTOR in roles or Role.LEAD in roles
    questions = open_questions[:MOST_SHOWN] if writes else []
    items = unconfirmed[: MOST_SHOWN - len(questions)] if Role.LEAD in roles else []
    named = [
        (f"{outline.item_of_question[question.code].code} {question.official_number}", question)
        for question in questions
    ]
    return {"questions": named, "items": items}
