"""The task list of one assessment: what is left first."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import Role
from assessments.access import get_assessment
from assessments.ledger import remark_progress
from assessments.permissions import EDIT, VIEW, permit
from assessments.scorecard import ItemResult, inputs_from_rows, scorecard
from assessments.statuses import EDITABLE
from assessments.views.board import Board, Work, board_of
from criteria.models import Question
from criteria.outline import CategoryOutline, ItemOutline, outline_of

MOST_SHOWN = 5
NAMES = 2


@dataclass(frozen=True)
class ItemRow:
    """One row: its questions as they stand, and where its score stands (None for the profile)."""

    item: ItemOutline
    works: tuple[Work, ...]
    result: ItemResult | None
    reader: int  # the key of the person who reads the page

    @property
    def answered(self) -> int:
        return sum(work.is_answered for work in self.works)

    @property
    def left(self) -> list[Work]:
        return [work for work in self.works if not work.is_answered]

    @property
    def next_question(self) -> Question | None:
        """The reader's own first, then the first that is left; None where the item is answered by indicators alone."""
        if not self.works:
            return None
        own = [work for work in self.left if work.person and work.person.pk == self.reader]
        return (own or self.left or self.works)[0].question

    @property
    def is_of_reader(self) -> bool:
        return any(work.person and work.person.pk == self.reader for work in self.works)

    @property
    def people(self) -> str:
        """Who is responsible, in the order of the questions, two by name."""
        names = list(dict.fromkeys(str(work.person) for work in self.works if work.person))
        more = _(" และอีก %(count)d คน") % {"count": len(names) - NAMES} if len(names) > NAMES else ""
        return ", ".join(names[:NAMES]) + more

    @property
    def due(self):
        """The earliest date of what is left."""
        return min((work.due for work in self.left if work.due), default=None)

    @property
    def late_word(self) -> str:
        return max(self.works, key=lambda work: work.days_late).late_word if self.works else ""

    @property
    def carried(self) -> int:
        """How many are copied from another year and not yet brought up to date."""
        return sum(bool(work.carried_from) for work in self.left)

    @property
    def open_comments(self) -> int:
        return sum(work.open_comments for work in self.works)

    @property
    def total(self) -> int:
        return len(self.item.questions)

    @property
    def state(self) -> str:
        if not self.works:
            return "todo" if not self.result.indicators else "doing" if self.result.missing else "done"
        if self.answered == self.total:
            return "done"
        return "doing" if self.answered else "todo"

    @property
    def state_word(self) -> str:
        if not self.works and self.state == "doing":
            return _("กำลังทำ")
        if self.state == "doing":
            return _("กำลังทำ %(done)d/%(total)d") % {"done": self.answered, "total": self.total}
        return _("เสร็จแล้ว") if self.state == "done" else _("ยังไม่เริ่ม")

    @property
    def score_word(self) -> str:
        return self.result.state if self.result else ""


@dataclass(frozen=True)
class CategoryRow:
    category: CategoryOutline
    rows: tuple[ItemRow, ...]

    @property
    def of_reader(self) -> list[ItemRow]:
        return [row for row in self.rows if row.is_of_reader]

    @property
    def answered(self) -> int:
        return sum(row.answered for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.category.questions)

    @property
    def width(self) -> str:
        """Of the bar in the strip, as an SVG length."""
        done, total = (self.answered, self.total) if self.total else (self.items_done, len(self.rows))
        return f"{100 * done / total:.1f}%"

    @property
    def items_done(self) -> int:
        """How many items are done, for a category that is answered by indicators alone."""
        return sum(row.state == "done" for row in self.rows)


@require_GET
def task_list(request, pk):
    """Every item with its state, and what waits for this person."""
    assessment = get_assessment(request, pk, to=VIEW)
    outline, board = outline_of(assessment.criteria_set), board_of(assessment)
    results = scorecard(outline, inputs_from_rows(assessment)).items
    categories = [_category(category, board, results, request.user) for category in outline.categories]
    unconfirmed = [result for result in results.values() if not result.confirmed]
    open_questions = [work.question for work in board.works.values() if not work.is_answered]
    context = {
        "assessment": assessment,
        "categories": categories,
        "only_mine": "mine" in request.GET,
        "answered": len(board.answered),
        "total": len(outline.questions),
        "indicator_count": sum(len(result.indicators) for result in results.values()),
        "open_questions": open_questions,
        "unconfirmed": unconfirmed,
        "editable": assessment.status in EDITABLE,
        "may_write": permit(assessment.standing, assessment, EDIT),
        "remarks": remark_progress(assessment),
        "days": (timezone.localdate(assessment.deadline) - timezone.localdate()).days,
        "waiting": _waiting(assessment.standing.roles, board, request.user, unconfirmed),
        "role": {role.name.lower(): role in assessment.standing.roles for role in Role},
    }
    return render(request, "assessments/task_list.html", context)


def _category(category, board: Board, results, user) -> CategoryRow:
    rows = (
        ItemRow(item, tuple(board.works[q.code] for q in item.questions), results.get(item.code), user.pk)
        for item in category.items
    )
    return CategoryRow(category, tuple(rows))


def _waiting(roles, board: Board, user, unconfirmed) -> dict:
    """The first few things for this person: her own questions, else any that are left; scores for the lead."""
    writes = Role.CONTRIBUTOR in roles or Role.LEAD in roles
    own = [work for work in board.of(user) if not work.is_answered] if writes else []
    left = [work for work in board.works.values() if not work.is_answered] if writes else []
    works = (own or left)[:MOST_SHOWN]
    items = unconfirmed[: MOST_SHOWN - len(works)] if Role.LEAD in roles else []
    return {"questions": works, "items": items, "own": len(own)}
