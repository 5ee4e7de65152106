"""Indicators of an earlier year, taken into this one with all their figures; nothing is written over."""

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
        if assessment.indicators.filter(area__item_id=item.pk).exists():
            raise HoldsIndicators
        found = carried_from(assessment, earlier, item)
        if assessment.indicators.count() + len(found) > MOST_INDICATORS:
            raise TooManyIndicators
        areas = {area.pk: area for area in item.areas}
        fields = {each.code: fields_of(each, areas[each.area_id]) for each in found}
        added = Indicator.objects.bulk_create(
            Indicator(assessment=assessment, code=code, updated_by=actor, **each.columns)
            for code, each in fields.items()
        )
        IndicatorYear.objects.bulk_create(row for new in added for row in year_rows(new, fields[new.code].years))
        if added:
            note = f"{item.code}, {earlier.fiscal_year}: {len(added)}"
            finish_indicators(assessment, EventKind.INDICATORS_CARRIED, note, actor, state.now)
    return len(added)


def carried_from(assessment: Assessment, earlier: Assessment, item: ItemOutline) -> list[Indicator]:
    """The indicators of that year that this year's item can take: their area applies, and their code is free."""
    rows = earlier.indicators.for_document().filter(area__item_id=item.pk)
    rows = rows.exclude(area_id__in=closed_areas(assessment, item.areas))
    return list(rows.exclude(code__in=assessment.indicators.values("code")))
