"""All items by category: what each came to, beside the reviewers, last year and the target; and the words above it."""

from dataclasses import dataclass
from decimal import Decimal

from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.columns import Column, Row, category_rows, columns_of
from assessments.permissions import SET_TARGET, VIEW, permit
from assessments.radars import radars_of
from assessments.scorecard import CategoryResult, Scorecard, basis_of
from assessments.scoring.totals import as_decimal
from assessments.services.targets import targets_of
from assessments.stages import Stages, stages_of
from criteria.models import CriteriaSet
from criteria.outline import outline_of


@dataclass(frozen=True)
class Line:
    """A row as the template prints it: the item, the texts of its columns, last year's share for the tick."""

    row: Row
    cells: list[tuple[Column, str]]

    @property
    def past_share(self) -> Decimal | None:
        return self.row.past.share if self.row.past else None


@dataclass(frozen=True)
class Section:
    """One category with its items."""

    result: CategoryResult
    lines: list[Line]
    foot: list[tuple[Column, str]]


@dataclass(frozen=True)
class Rung:
    """One threshold of the maturity words: held now, passed, or ahead with the points that are missing."""

    least: Decimal
    word: str
    is_held: bool
    missing: Decimal

    @property
    def is_ahead(self) -> bool:
        return self.missing > 0


@require_GET
def categories(request, pk):
    """Every category on one page, with an anchor for each."""
    assessment = get_assessment(request, pk, to=VIEW)
    stages = stages_of(assessment, outline_of(assessment.criteria_set))
    targets = targets_of(assessment)
    columns = columns_of(stages, has_targets=bool(targets))
    sections = sections_of(stages, columns, targets)
    missing = [line.row.missing for section in sections for line in section.lines if line.row.missing is not None]
    context = {
        "assessment": assessment,
        "card": stages.deciding,
        "stages": stages,
        "basis": basis_of(stages.deciding.stage),
        "columns": columns,
        "sections": sections,
        "rungs": rungs_of(stages.deciding, assessment.criteria_set),
        "radars": radars_of(stages),
        "targets": targets,
        "missing": sum(missing, Decimal(0)),
        "may_set": permit(assessment.standing, assessment, SET_TARGET),
    }
    return render(request, "assessments/categories.html", context)


def sections_of(stages: Stages, columns: tuple[Column, ...], targets: dict[str, int]) -> list[Section]:
    """Each category of the result with the texts of these columns."""
    sections = []
    for category in stages.deciding.categories:
        rows, total = category_rows(category.code, stages, targets)
        lines = [Line(row, [(column, column.text(row)) for column in columns]) for row in rows]
        sections.append(Section(category, lines, [(column, column.foot(total)) for column in columns]))
    return sections


def rungs_of(card: Scorecard, criteria_set: CriteriaSet) -> list[Rung]:
    """The thresholds of the set from the lowest up; none while the total is provisional (scoring.md 4)."""
    if card.provisional:
        return []
    ladder = sorted((Decimal(least), word) for least, word, *_rest in criteria_set.maturity)
    held = max((least for least, _word in ladder if least <= card.total.points), default=None)
    points = as_decimal(card.total.points)
    return [Rung(least, word, least == held, max(least - points, Decimal(0))) for least, word in ladder]
