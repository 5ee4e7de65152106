"""Where each point came from, once an assessment is approved, and what the next step of each item needs."""

from dataclasses import dataclass

from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.document import FrozenDocument
from assessments.ledger import LedgerRow, ledger_rows
from assessments.models import Finding, Remark
from assessments.permissions import VIEW_FEEDBACK
from assessments.scorecard import CategoryResult, ItemResult, Scorecard, Step, basis_of
from assessments.statuses import FindingKind
from assessments.views.items import rubrics_of
from assessments.views.submission import latest_document
from criteria.kinds import Factor
from criteria.models import Question
from criteria.outline import AreaOutline, Outline, outline_of


@dataclass(frozen=True)
class NextLevel:
    """The weakest factor of an item, and what its next level looks like."""

    name: str
    title: str
    present: int
    wanted: int
    text: str


@dataclass(frozen=True)
class Explained:
    """One item: its own and its deciding result, what was found and remarked, and what comes next.

    `weakest` is of a scheme with a rubric; `checkpoints` of the first level that is not whole, and `missing` sub-topics
    are of scheme levels.
    """

    own: ItemResult
    result: ItemResult
    is_decided: bool
    strengths: list[Finding]
    opportunities: list[Finding]
    remarks: list[LedgerRow]
    step: Step | None
    weakest: NextLevel | None
    checkpoints: list[Question]
    missing: list[AreaOutline]

    @property
    def has_next(self) -> bool:
        return bool(self.step or self.weakest or self.checkpoints or self.missing)

    @property
    def is_measured(self) -> bool:
        """Whether it is known by what the item would rise; not where a consensus gave a percent without factors."""
        return bool(self.result.levels) or all(factor.value is not None for factor in self.result.factors.values())


@require_GET
def explained(request, pk):
    """Every item: own and decided percent, points, findings, remarks, and what the next band needs."""
    assessment = get_assessment(request, pk, to=VIEW_FEEDBACK)
    outline = outline_of(assessment.criteria_set)
    frozen = latest_document(assessment, outline)
    out = Remark.objects.out_of(assessment).for_ledger()
    remarks = ledger_rows(assessment, out, of_unit=assessment.standing.is_of_unit)
    card = frozen.consensus or frozen.card
    context = {
        "assessment": assessment,
        "submission": frozen.submission,
        "own": frozen.card,
        "card": card,
        "is_decided": frozen.consensus is not None,
        "basis": basis_of(card.stage),
        "step_words": card.scheme.step_words,
        "categories": _categories(frozen, card, remarks),
        "on_whole": [row for row in remarks if row.remark.item_id is None],
    }
    return render(request, "assessments/explained.html", context)


def _categories(
    frozen: FrozenDocument, card: Scorecard, remarks: list[LedgerRow]
) -> list[tuple[CategoryResult, list[Explained]]]:
    findings = list(Finding.objects.for_unit(frozen.submission))
    steps = {step.code: step for step in card.steps}
    rows = {}
    for code, result in card.items.items():
        found = [each for each in findings if each.item_id == result.item.pk]
        asked = [row for row in remarks if row.remark.item_id == result.item.pk]
        rows[code] = _row(frozen, result, steps.get(code), found, asked)
    return [(category, [rows[result.code] for result in category.items]) for category in card.categories]


def _row(
    frozen: FrozenDocument, result: ItemResult, step: Step | None, findings: list[Finding], remarks: list[LedgerRow]
) -> Explained:
    has_rubric = frozen.card.scheme.has_rubric
    return Explained(
        own=frozen.card.items[result.code],
        result=result,
        is_decided=frozen.consensus is not None,
        strengths=[each for each in findings if each.kind == FindingKind.STRENGTH],
        opportunities=[each for each in findings if each.kind == FindingKind.OFI],
        remarks=remarks,
        step=step,
        weakest=_weakest(result, frozen.outline, frozen.card.scheme.scale.top) if has_rubric else None,
        checkpoints=_checkpoints(result),
        missing=[area for area in result.item.areas if area.code in result.missing],
    )


def _weakest(result: ItemResult, outline: Outline, top: int) -> NextLevel | None:
    """The first of the lowest factors with the text of the level above it; None where all are at the top."""
    values = {name: factor.value for name, factor in result.factors.items() if factor.value is not None}
    if not values or min(values.values()) >= top:
        return None
    name = min(values, key=lambda each: values[each])
    wanted = values[name] + 1
    text = rubrics_of(result.item, outline).get(name, {}).get(wanted, "")
    return NextLevel(name, str(Factor(name).label), values[name], wanted, text)


def _checkpoints(result: ItemResult) -> list[Question]:
    """What is not whole of the first level that is not whole; none in a scheme without levels."""
    short = next((level.code for level in result.levels if level.fraction < 1), None)
    areas = (area for area in result.item.areas if area.code == short)
    return [question for area in areas for question in area.questions if result.values[question.code] != 1]
