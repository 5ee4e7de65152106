"""What hundreds of indicators cost: the arithmetic alone, and the pages that show them."""

import time
from decimal import Decimal

from assessments.models import Assessment
from assessments.scorecard import inputs_from_rows, scorecard
from criteria.outline import outline_of
from tests.assessments.views.stage import make_indicator

YEARS = range(2564, 2569)
ROUNDS = 20


def add_indicators(assessment: Assessment, count: int, items: list[str]) -> None:
    """So many with five years of values, targets and comparators, dealt out over the items."""
    for number in range(1, count + 1):
        years = {f"y{year}": (str(Decimal(700 + (number * 7 + year) % 300) / 10), "80", "79") for year in YEARS}
        make_indicator(assessment, number, items[number % len(items)], "กข"[number // len(items) % 2], **years)


def cpu_of_scoring(assessment: Assessment) -> float:
    """CPU milliseconds of every number of the assessment, its rows read already."""
    assessment = Assessment.objects.with_place().filter(pk=assessment.pk).first()
    outline, inputs = outline_of(assessment.criteria_set), inputs_from_rows(assessment)
    scorecard(outline, inputs)
    began = time.process_time()
    for _round in range(ROUNDS):
        scorecard(outline, inputs)
    return (time.process_time() - began) * 1000 / ROUNDS
