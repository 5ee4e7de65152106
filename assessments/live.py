"""The live rows of one assessment as a check, a signature and a submission read them: each kind once for all three."""

from dataclasses import dataclass
from functools import cached_property

from assessments.models import Assessment, Citation, Indicator, KeyFactor
from assessments.scorecard import Scorecard, ScoreInputs, inputs_from_rows, scorecard
from criteria.outline import Outline, outline_of


@dataclass(frozen=True)
class LiveRows:
    """What stands now, read as it is first asked for. Not for use across a write: what was read stays."""

    assessment: Assessment

    @cached_property
    def outline(self) -> Outline:
        return outline_of(self.assessment.criteria_set)

    @cached_property
    def inputs(self) -> ScoreInputs:
        return inputs_from_rows(self.assessment)

    @cached_property
    def card(self) -> Scorecard:
        """The self scores, computed."""
        return scorecard(self.outline, self.inputs)

    @cached_property
    def indicators(self) -> list[Indicator]:
        return list(self.assessment.indicators.for_document())

    @cached_property
    def citations(self) -> list[Citation]:
        return list(Citation.objects.of(self.assessment))

    @cached_property
    def key_factors(self) -> list[KeyFactor]:
        return list(self.assessment.key_factors.with_links())
