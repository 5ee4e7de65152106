"""Last year's result beside this year's: what was decided of the same unit by the same criteria."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.roles import Role
from assessments.earlier import earlier_assessment
from assessments.models import Assessment
from assessments.scorecard import Scorecard
from assessments.scoring.totals import as_decimal
from assessments.stages import result_card
from assessments.statuses import Status
from criteria.outline import Outline


@dataclass(frozen=True)
class LastYear:
    """The decided result of an earlier year; without a card there is none, or none that may be told."""

    year: int | None = None
    card: Scorecard | None = None

    @property
    def points(self) -> Decimal | None:
        """Of the total."""
        return as_decimal(self.card.total.points) if self.card else None

    def points_of(self, code: str) -> Decimal | None:
        """Of a category."""
        found = [category for category in self.card.categories if category.code == code] if self.card else []
        return as_decimal(found[0].total.points) if found else None

    def percent_of(self, code: str) -> int | None:
        """Of an item."""
        found = self.card.items.get(code) if self.card else None
        return found.percent if found else None


def last_year_of(assessment: Assessment, outline: Outline) -> LastYear:
    """The latest year before, once its result is approved.

    An assessor is not told: she scores this year, and may have had no part in the one before.
    """
    standing = getattr(assessment, "standing", None)
    if standing is not None and standing.roles == {Role.ASSESSOR}:
        return LastYear()
    earlier = earlier_assessment(assessment)
    if earlier is None or earlier.status != Status.APPROVED:
        return LastYear()
    return LastYear(earlier.fiscal_year, result_card(earlier, outline))
