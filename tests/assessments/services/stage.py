"""What the tests of services share: the outline, fields of an indicator, deadlines that are past."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from assessments.models import Answer, Assessment
from assessments.models.kpi_dictionary import NO_DICTIONARY
from assessments.services.indicators import IndicatorFields, YearFigures
from criteria.outline import AreaOutline, ItemOutline, outline_of
from tests.cast import YEAR


def item_of(assessment, code: str) -> ItemOutline:
    return outline_of(assessment.criteria_set).items[code]


def area_of(assessment, item: str, area: str) -> AreaOutline:
    return next(found for found in item_of(assessment, item).areas if found.code == area)


def answer_of(assessment, question: str) -> Answer:
    return assessment.answers.select_related("question").get(question__code=question)


def fields_of(area: AreaOutline, *, value=88, **changes) -> IndicatorFields:
    """A key indicator that meets its target of 85 in the year of the assessment, rising over three years."""
    given = {
        "area": area,
        "name": "ความพึงพอใจ",
        "unit_of_measure": "ร้อยละ",
        "direction": "higher",
        "importance": "key",
        "comparator_name": "",
        "dictionary": NO_DICTIONARY,
        "years": {
            YEAR - 2: YearFigures(Decimal(value - 8)),
            YEAR - 1: YearFigures(Decimal(value - 4)),
            YEAR: YearFigures(Decimal(value), Decimal(85), Decimal(80)),
        },
    }
    return IndicatorFields(**given | changes)


def kinds(assessment) -> list[tuple[str, str]]:
    """The events after the first, as kind and note."""
    return list(assessment.events.order_by("pk").values_list("kind", "note"))[1:]


def pass_the_deadline(assessment) -> None:
    """The deadline is past by the clock of the database, which no test can turn."""
    Assessment.objects.filter(pk=assessment.pk).update(due=timezone.now() - timedelta(seconds=1))
