"""The rubric beside an answer: what each factor looks like in the band that the lead has chosen, and in all six."""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assessments.scorecard import scale_of
from assessments.statuses import Stage
from criteria.kinds import PROCESS_FACTORS, CategoryKind
from criteria.models import Rubric
from criteria.outline import ItemOutline, Outline

USUAL_BAND = 3
SCORE_FIELDS = ("approach", "deployment", "learning", "integration")

Bands = tuple[int | None, ...]


@dataclass(frozen=True)
class FactorRubric:
    """The texts of one factor: that of the chosen band (the usual one while none is chosen), and all six."""

    letter: str
    label: str
    chosen: int | None
    band: int
    percents: str
    rows: tuple[Rubric, ...]

    @property
    def text(self) -> str:
        return next((row.text_th for row in self.rows if row.band == self.band), "")


def rubric_beside(assessment, item: ItemOutline, outline: Outline, *, thai_digits: bool) -> SafeString:
    """The part of the page; drawn once a process for each choice of bands. One query, for the chosen bands."""
    scores = assessment.scores.filter(stage=Stage.SELF, item=item.pk)
    chosen = next(iter(scores.order_by().values_list(*SCORE_FIELDS)), (None,) * len(SCORE_FIELDS))
    return _drawn(outline, chosen, thai_digits)


@lru_cache(maxsize=512)
def _drawn(outline: Outline, chosen: Bands, thai_digits: bool) -> SafeString:
    context = {"rubric": _factors(outline, chosen), "thai_digits": thai_digits}
    return SafeString(render_to_string("assessments/_answer_rubric.html", context))


def _factors(outline: Outline, chosen: Bands) -> list[FactorRubric]:
    bands = scale_of(outline.criteria_set).bands
    found = []
    for factor, choice in zip(PROCESS_FACTORS, chosen, strict=True):
        band = USUAL_BAND if choice is None else choice
        of_factor = (row for row in outline.rubrics if (row.kind, row.factor) == (CategoryKind.PROCESS, factor))
        texts = tuple(sorted(of_factor, key=lambda row: row.band))
        percents = f"{bands[band][0]}–{bands[band][-1]} %"
        found.append(FactorRubric(factor.value, factor.label, choice, band, percents, texts))
    return found
