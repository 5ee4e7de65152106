"""The results that stand side by side for people of the unit: their own, the reviewers' once approved, last year's."""

from dataclasses import dataclass

from assessments.document import FrozenDocument
from assessments.earlier import earlier_assessment
from assessments.models import Assessment
from assessments.scorecard import Scorecard, inputs_from_rows, scorecard
from assessments.statuses import Status
from criteria.outline import Outline


@dataclass(frozen=True)
class Stages:
    """Up to three scorecards of one unit; None where there is none, or none that may be seen yet."""

    own: Scorecard
    review: Scorecard | None
    past: Scorecard | None
    past_year: int | None

    @property
    def deciding(self) -> Scorecard:
        """The result: the reviewers' where there is one (scoring.md 1.1)."""
        return self.review or self.own


def stages_of(assessment: Assessment, outline: Outline) -> Stages:
    """What may be seen of this year and of the latest year before. At most nine queries."""
    own, review = _both(assessment, outline)
    earlier = earlier_assessment(assessment)
    if earlier is None:
        return Stages(own, review, None, None)
    return Stages(own, review, result_card(earlier, outline), earlier.fiscal_year)


def result_card(assessment: Assessment, outline: Outline) -> Scorecard:
    """The result: the consensus of the latest submission once approved, where there is one, else the self scores."""
    own, review = _both(assessment, outline)
    return review or own


def _both(assessment: Assessment, outline: Outline) -> tuple[Scorecard, Scorecard | None]:
    """Self scores and consensus, both over the frozen indicators; before the approval the live self scores alone."""
    if assessment.status == Status.APPROVED:
        latest = assessment.submissions.order_by("-number").first()
        frozen = FrozenDocument(latest, outline) if latest else None
        if frozen and frozen.consensus:
            return frozen.card, frozen.consensus
    return scorecard(outline, inputs_from_rows(assessment)), None
