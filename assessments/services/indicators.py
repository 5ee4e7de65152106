"""Indicators of the results items and their yearly figures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import count

from django.db import transaction

from assessments.models import Assessment, Indicator, IndicatorYear
from assessments.models.kpi_dictionary import KpiDictionary
from assessments.services.events import record
from assessments.services.locks import lock_open_assessment, share_open_assessment
from assessments.services.scores import lapse_moved_confirmations
from assessments.statuses import EventKind
from criteria.outline import AreaOutline, ItemOutline

MOST_INDICATORS = 500


@dataclass(frozen=True)
class YearFigures:
    """The figures of one fiscal year; None is absent, zero is a value."""

    value: Decimal | None = None
    target: Decimal | None = None
    comparator: Decimal | None = None

    def __bool__(self) -> bool:
        return (self.value, self.target, self.comparator) != (None, None, None)


@dataclass(frozen=True)
class IndicatorFields:
    """What a person fills in for an indicator."""

    area: AreaOutline
    name: str
    unit_of_measure: str
    direction: str
    importance: str
    comparator_name: str
    dictionary: KpiDictionary
    years: Mapping[int, YearFigures]

    @property
    def columns(self) -> dict:
        return {
            "area_id": self.area.pk,
            "name": self.name,
            "unit_of_measure": self.unit_of_measure,
            "direction": self.direction,
            "importance": self.importance,
            "comparator_name": self.comparator_name,
        } | asdict(self.dictionary)


def fields_of(indicator: Indicator, area: AreaOutline) -> IndicatorFields:
    """What the stored indicator holds, as if a person had filled it in."""
    return IndicatorFields(
        area=area,
        name=indicator.name,
        unit_of_measure=indicator.unit_of_measure,
        direction=indicator.direction,
        importance=indicator.importance,
        comparator_name=indicator.comparator_name,
        dictionary=indicator.dictionary,
        years={row.fiscal_year: YearFigures(row.value, row.target, row.comparator) for row in indicator.years.all()},
    )


class StaleIndicator(Exception):
    """Somebody else saved or deleted this indicator first."""


class AreaNotApplicable(Exception):
    """The area takes no indicator while all its questions are marked not applicable."""


class TooManyIndicators(Exception):
    """An assessment holds at most MOST_INDICATORS."""


def add_indicator(*, assessment: Assessment, item: ItemOutline, fields: IndicatorFields, actor) -> Indicator:
    """A new indicator under the next free code of the item, "7.2-03"; one at a time, so that no code is given twice.

    Raises AssessmentLocked, AreaNotApplicable, TooManyIndicators.
    """
    with transaction.atomic(durable=True):
        state = lock_open_assessment(assessment.pk)
        _refuse_not_applicable_area(assessment, fields.area)
        if assessment.indicators.count() >= MOST_INDICATORS:
            raise TooManyIndicators
        indicator = Indicator.objects.create(
            assessment=assessment, code=_next_code(assessment, item), updated_by=actor, **fields.columns
        )
        write_years(indicator, fields.years)
        finish_indicators(assessment, EventKind.INDICATOR_SAVED, indicator.code, actor, state.now)
    return indicator


def save_indicator(*, indicator: Indicator, fields: IndicatorFields, version: int, actor) -> Indicator:
    """The indicator holds these fields and years in a new version.

    Raises StaleIndicator, AssessmentLocked, AreaNotApplicable.
    """
    with transaction.atomic(durable=True):
        state = share_open_assessment(indicator.assessment_id)
        if fields.area.pk != indicator.area_id:
            _refuse_not_applicable_area(indicator.assessment, fields.area)
        changed = Indicator.objects.filter(pk=indicator.pk, version=version).update(
            version=version + 1, updated_at=state.now, updated_by=actor, **fields.columns
        )
        if not changed:
            raise StaleIndicator
        write_years(indicator, fields.years)
        finish_indicators(indicator.assessment, EventKind.INDICATOR_SAVED, indicator.code, actor, state.now)
    indicator.refresh_from_db()
    return indicator


def delete_indicator(*, indicator: Indicator, version: int, actor) -> None:
    """The indicator and its years are gone; the history names it. Raises StaleIndicator, AssessmentLocked."""
    with transaction.atomic(durable=True):
        state = share_open_assessment(indicator.assessment_id)
        deleted, _rows = Indicator.objects.filter(pk=indicator.pk, version=version).delete()
        if not deleted:
            raise StaleIndicator
        note = f"{indicator.code} {indicator.name}"
        finish_indicators(indicator.assessment, EventKind.INDICATOR_DELETED, note, actor, state.now)


def write_years(indicator: Indicator, years: Mapping[int, YearFigures]) -> None:
    """The years of the indicator are exactly these; a year without any figure is left out."""
    indicator.years.all().delete()
    IndicatorYear.objects.bulk_create(year_rows(indicator, years))


def year_rows(indicator: Indicator, years: Mapping[int, YearFigures]) -> list[IndicatorYear]:
    """The rows of these years, not stored yet; a year without any figure is left out."""
    return [
        IndicatorYear(
            indicator=indicator,
            fiscal_year=year,
            value=figures.value,
            target=figures.target,
            comparator=figures.comparator,
        )
        for year, figures in sorted(years.items())
        if figures
    ]


def finish_indicators(assessment, kind, note, actor, now) -> None:
    """What follows every change of indicators: its event, and confirmations that have moved are proposals again."""
    record(assessment_id=assessment.pk, kind=kind, actor=actor, at=now, note=note)
    lapse_moved_confirmations(assessment.pk, actor=actor, now=now)


def _refuse_not_applicable_area(assessment, area: AreaOutline) -> None:
    if closed_areas(assessment, [area]):
        raise AreaNotApplicable


def closed_areas(assessment: Assessment, areas: Iterable[AreaOutline]) -> set[int]:
    """The keys of those that take no indicator: all their questions are marked not applicable. One query.

    A sub-topic without questions is answered by indicators alone.
    """
    questions = {area.pk: {question.pk for question in area.questions} for area in areas}
    asked = set().union(*questions.values())
    answers = assessment.answers.filter(question__in=asked).exclude(not_applicable="")
    marked = set(answers.values_list("question_id", flat=True))
    return {pk for pk, of_area in questions.items() if of_area and of_area <= marked}


def _next_code(assessment, item: ItemOutline) -> str:
    return next(free_codes(assessment, item))


def free_codes(assessment: Assessment, item: ItemOutline) -> Iterator[str]:
    """The codes after the last that the item has given, "7.2-03", one after another."""
    used = assessment.indicators.filter(code__startswith=f"{item.code}-").values_list("code", flat=True)
    numbers = [int(code.rpartition("-")[2]) for code in used if code.rpartition("-")[2].isdecimal()]
    for number in count(max(numbers, default=0) + 1):
        yield f"{item.code}-{number:02d}"
