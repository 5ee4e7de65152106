"""The rubric beside an answer: what each factor looks like in the usual band, and in all six."""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assessments.scorecard import scale_of
from criteria.kinds import PROCESS_FACTORS, CategoryKind
from criteria.models import Rubric
from criteria.outline import Outline

USUAL_BAND = 3


@dataclass(frozen=True)
class FactorRubric:
    """The texts of one factor, band by band."""

    letter: str
    label: str
    percents: str
    rows: tuple[Rubric, ...]

    @property
    def usual(self) -> str:
        return next((row.text_th for row in self.rows if row.band == USUAL_BAND), "")


@lru_cache
def rubric_beside(outline: Outline, *, thai_digits: bool) -> SafeString:
    """The part of the page, drawn once a process."""
    context = {"rubric": _factors(outline), "thai_digits": thai_digits}
    return SafeString(render_to_string("assessments/_answer_rubric.html", context))


def _factors(outline: Outline) -> list[FactorRubric]:
    band = scale_of(outline.criteria_set).bands[USUAL_BAND]
    found = []
    for factor in PROCESS_FACTORS:
        of_factor = (row for row in outline.rubrics if (row.kind, row.factor) == (CategoryKind.PROCESS, factor))
        rows = tuple(sorted(of_factor, key=lambda row: row.band))
        found.append(FactorRubric(factor.value, factor.label, f"{band[0]}–{band[-1]} %", rows))
    return found
