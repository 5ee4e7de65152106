"""Indicators of an earlier year, taken into this one with all their figures; nothing is written over."""

from collections.abc import Iterable

from django.db import transaction

from assessments.models import Assessment, Indicator, IndicatorYear
from assessments.services.indicators import (
    MOST_INDICATORS,
    TooManyIndicators,
    closed_areas,
    fields_of,
    finish_indicators,
    year_rows,
)
from assessments.services.locks import lock_open_assessment
from assessments.statuses import EventKind
from criteria.outline import ItemOutline


class HoldsIndicators(Exception):
    """The item has indicators of this year already."""


def carry_indicators(*, assessment: Assessment, earlier: Assessment, item: ItemOutline, actor) -> int:
    """The empty item holds the indicators of that year under their codes; how many. Links to key factors stay there.

    What belongs to an area that does not apply this year is left out. Raises HoldsIndicators, TooManyIndicators,
    AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        state = lock_open_assessment(assessment.pk)
        if not empty_items(assessment, [item]):
            raise HoldsIndicators
        return _take(assessment, earlier, [item], actor, state.now)


def carry_all_indicators(*, assessment: Assessment, earlier: Assessment, items: Iterable[ItemOutline], actor) -> int:
    """Every one of these items that is empty holds the indicators of that year, as `carry_indicators` takes them.

    Raises TooManyIndicators, AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        state = lock_open_assessment(assessment.pk)
        return _take(assessment, earlier, empty_items(assessment, items), actor, state.now)


def empty_items(assessment: Assessment, items: Iterable[ItemOutline]) -> list[ItemOutline]:
    """Those without any indicator. One query."""
    held = set(assessment.indicators.values_list("area__item_id", flat=True))
    return [item for item in items if item.pk not in held]


def carried_from(assessment: Assessment, earlier: Assessment, items: Iterable[ItemOutline]) -> list[Indicator]:
    """The indicators of that year that these items can take: their area applies, and their code is free."""
    areas = [area for item in items for area in item.areas]
    open_areas = {area.pk for area in areas} - closed_areas(assessment, areas)
    rows = earlier.indicators.for_document().filter(area_id__in=open_areas)
    return list(rows.exclude(code__in=assessment.indicators.values("code")))


def _take(assessment, earlier, items: list[ItemOutline], actor, now) -> int:
    found = carried_from(assessment, earlier, items)
    if assessment.indicators.count() + len(found) > MOST_INDICATORS:
        raise TooManyIndicators
    areas = {area.pk: area for item in items for area in item.areas}
    fields = {each.code: fields_of(each, areas[each.area_id]) for each in found}
    added = Indicator.objects.bulk_create(
        Indicator(assessment=assessment, code=code, updated_by=actor, **each.columns) for code, each in fields.items()
    )
    IndicatorYear.objects.bulk_create(row for new in added for row in year_rows(new, fields[new.code].years))
    if added:
        where = ", ".join(sorted({each.area.item.code for each in found}))
        note = f"{where}, {earlier.fiscal_year}: {len(added)}"
        finish_indicators(assessment, EventKind.INDICATORS_CARRIED, note, actor, now)
    return len(added)
