"""Checking before sending, and every action of the workflow."""

import uuid
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Role
from assessments.access import get_assessment
from assessments.checks import Problem, problems_of
from assessments.forms.workflow import ActionForm
from assessments.ledger import remark_progress
from assessments.live import LiveRows
from assessments.models import Assessment
from assessments.permissions import DECIDE, EDIT, PREPARE, SUBMIT, VIEW, permit
from assessments.services.preparation import signature_of
from assessments.services.workflow import TransitionRefused, allowed_actions, perform
from assessments.statuses import EDITABLE, Action

OF_THE_APPROVER = {Action.SUBMIT, Action.WITHDRAW}
GROUPS = ("remark", "question", "item", "indicator", "indicator_links", "key_factor", "")


@require_GET
def check(request, pk):
    """What is still to mend, what to look at once more, and who sends."""
    assessment = get_assessment(request, pk, to=VIEW)
    live = LiveRows(assessment)
    problems = problems_of(live)
    pages = _pages(assessment)
    errors = [pages.mend(problem) for problem in problems if problem.is_error]
    is_ready = assessment.status in EDITABLE and not errors
    context = {
        "assessment": assessment,
        "signature": signature_of(live) if is_ready else None,
        "may_prepare": is_ready and permit(assessment.standing, assessment, PREPARE),
        "errors": [folded(group, 12) for group in _grouped(errors)],
        "error_count": len(errors),
        "warnings": _by_rule([pages.mend(problem) for problem in problems if not problem.is_error]),
        "warning_count": sum(not problem.is_error for problem in problems),
        "actions": {str(action): True for action in allowed_actions(assessment, assessment.standing.roles)},
        "editable": assessment.status in EDITABLE,
        "remarks": remark_progress(assessment),
        "approvers": assessment.unit.memberships.filter(role=Role.APPROVER).select_related("user"),
        "key": uuid.uuid4().hex,
    }
    return render(request, "assessments/check.html", context)


@require_POST
def perform_action(request, pk, action):
    """The transition has been made; a refusal says why and changes nothing."""
    if action not in Action.values:
        raise Http404
    assessment = get_assessment(request, pk, to=SUBMIT if action in OF_THE_APPROVER else DECIDE)
    form = ActionForm(request.POST)
    context = {"assessment": assessment, "action": Action(action), "form": form}
    if not form.is_valid():
        return render(request, "assessments/transition_refused.html", context, status=422)
    try:
        perform(action, assessment_id=assessment.pk, actor=request.user, **form.cleaned_data)
    except TransitionRefused as refused:
        context["reason"] = str(refused)
        return render(request, "assessments/transition_refused.html", context, status=409)
    return redirect(_next_page(action), assessment.pk)


def _next_page(action: str) -> str:
    if action == Action.SUBMIT:
        return "assessments:submission"
    return "assessments:task_list" if action == Action.WITHDRAW else "assessments:review"


@dataclass(frozen=True)
class Mend:
    """A problem, and the page where it is mended; for those who may not, where it is read."""

    problem: Problem
    url: str


@dataclass(frozen=True)
class Folded:
    """A list that shows its first rows and folds the rest away."""

    first: list[Mend]
    rest: list[Mend]


def folded(mends: list[Mend], most: int) -> Folded:
    """The first rows, `most` at the most; a rest of one row is not worth a fold."""
    shown = most if len(mends) > most + 1 else len(mends)
    return Folded(mends[:shown], mends[shown:])


def _by_rule(mends: list[Mend]) -> list[Folded]:
    """Three examples of each rule, the others of its kind folded."""
    return [folded(list(group), 3) for _rule, group in groupby(mends, key=lambda mend: mend.problem.rule)]


@dataclass(frozen=True)
class Pages:
    """The pages of one assessment to which problems lead, by codes; all of them open to this person."""

    assessment: Assessment
    may_edit: bool
    indicators: dict[str, tuple[int, str]]
    factors: dict[str, int]

    def mend(self, problem: Problem) -> Mend:
        """The problem with its page; with none for what is gone by now."""
        name, *rest = self._place(problem.target, problem.where) or [""]
        url = reverse(f"assessments:{name}", args=[self.assessment.pk, *rest]) if name else ""
        return Mend(problem, f"{url}#remark-{problem.where}" if problem.target == "remark" else url)

    def _place(self, target: str, code: str) -> tuple:
        """Name of the page, and what its address holds behind the assessment."""
        if target in {"question", "item"}:
            return "answer" if target == "question" else "item", code
        if target == "remark":
            return ("remarks",)
        if not target or code not in (self.factors if target == "key_factor" else self.indicators):
            return ()
        if target == "key_factor":
            return ("key_factor", self.factors[code]) if self.may_edit else ("golden_thread",)
        return self._of_indicator(target, *self.indicators[code])

    def _of_indicator(self, target: str, pk: int, item: str) -> tuple:
        if target == "indicator_links":
            return target, pk
        return ("indicator_edit", pk) if self.may_edit else ("item", item)


def _pages(assessment) -> Pages:
    """Two queries."""
    indicators = assessment.indicators.values_list("code", "pk", "area__item__code")
    return Pages(
        assessment,
        may_edit=bool(permit(assessment.standing, assessment, EDIT)),
        indicators={code: (pk, item) for code, pk, item in indicators},
        factors=dict(assessment.key_factors.values_list("code", "pk")),
    )


def _grouped(found: list[Mend]) -> list[list[Mend]]:
    """By what has to be opened to mend it; groups without a problem are left out."""
    groups = [[mend for mend in found if mend.problem.target == target] for target in GROUPS]
    return [group for group in groups if group]
