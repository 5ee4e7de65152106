"""A whole table of indicators at once, and its undoing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import prefetch_related_objects

from assessments.document import dictionary_of, indicator_row
from assessments.models import Assessment, Indicator, IndicatorYear, TableImport
from assessments.models.kpi_dictionary import DICTIONARY
from assessments.services.indicators import (
    MOST_INDICATORS,
    AreaNotApplicable,
    IndicatorFields,
    StaleIndicator,
    TooManyIndicators,
    YearFigures,
    closed_areas,
    finish_indicators,
    free_codes,
    year_rows,
)
from assessments.services.locks import lock_open_assessment
from assessments.statuses import EventKind
from criteria.outline import ItemOutline
from thai.text import search_fold

BATCH = 100  # rows of one statement: SQLite limits its parameters
COLUMNS = ("area_id", "name", "unit_of_measure", "direction", "importance", "comparator_name", *DICTIONARY)


@dataclass(frozen=True)
class TableRow:
    """What one indicator shall hold: a new one without a code, else the one of this code in the version seen.

    `pk` is its key: the code of a deleted indicator may be given to another one.
    """

    fields: IndicatorFields
    code: str = ""
    version: int = 0
    pk: int = 0


class TableMoved(Exception):
    """Somebody has changed, linked or deleted an indicator of the table since, or has undone it."""


def apply_table(
    *, assessment: Assessment, item: ItemOutline, rows: Sequence[TableRow], actor, kind=EventKind.TABLE_APPLIED
) -> TableImport:
    """Every indicator holds what its row says, and what stood before is kept for `undo_table`; all or nothing.

    `kind` is what the history calls it. The whole row is locked: nobody saves an indicator meanwhile. Raises
    AssessmentLocked, StaleIndicator when one has another version, is gone, or a new one stands there by now,
    AreaNotApplicable, TooManyIndicators.
    """
    with transaction.atomic(durable=True):
        state = lock_open_assessment(assessment.pk)
        stand = _standing(assessment, item)
        _refuse(assessment, item, rows, stand)
        changed = [row for row in rows if row.code]
        before = [indicator_row(stand[row.code]) for row in changed]
        written = [_changed(stand[row.code], row.fields.columns, actor, state.now) for row in changed]
        _update(written)
        added = _added(assessment, item, [row.fields for row in rows if not row.code], actor)
        years = [row.fields.years for row in changed] + [row.fields.years for row in rows if not row.code]
        _write_years(list(zip([*written, *added], years, strict=True)))
        note = f"{item.code}: +{len(added)}, ±{len(written)}"
        finish_indicators(assessment, kind, note, actor, state.now)
        return TableImport.objects.create(
            assessment=assessment,
            item_id=item.pk,
            actor=actor,
            at=state.now,
            before=json.dumps(before, ensure_ascii=False),
            after=json.dumps({indicator.code: indicator.version for indicator in [*written, *added]}),
        )


def undo_table(*, table: TableImport, item: ItemOutline, actor) -> None:
    """The indicators of the table are as they were before it, each in a new version; those it added are gone.

    Raises TableMoved, AssessmentLocked.
    """
    assessment = table.assessment
    with transaction.atomic(durable=True):
        state = lock_open_assessment(assessment.pk)
        stand = _standing(assessment, item)
        fresh = TableImport.objects.get(pk=table.pk)
        if not can_be_undone(fresh, stand.values()):
            raise TableMoved
        before = {row["code"]: row for row in json.loads(fresh.before)}
        areas = {area.code: area.pk for area in item.areas}
        written = [_changed(stand[code], _columns_of(row, areas), actor, state.now) for code, row in before.items()]
        _update(written)
        _write_years([(indicator, _years_of(before[indicator.code])) for indicator in written])
        added = [stand[code].pk for code in json.loads(fresh.after) if code not in before]
        Indicator.objects.filter(pk__in=added).delete()
        TableImport.objects.filter(pk=table.pk).update(undone_at=state.now, undone_by=actor)
        note = f"{item.code}: −{len(added)}, ±{len(written)}"
        finish_indicators(assessment, EventKind.TABLE_UNDONE, note, actor, state.now)


def can_be_undone(table: TableImport, indicators) -> bool:
    """Whether all that the table wrote stands as it wrote it. `indicators` are those of its item, links prefetched."""
    stand = {indicator.code: indicator for indicator in indicators}
    known = {row["code"] for row in json.loads(table.before)}
    return table.undone_at is None and all(
        code in stand
        and stand[code].version == version
        and (code in known or not stand[code].key_factors.all())  # what was linked since would be lost
        for code, version in json.loads(table.after).items()
    )


def last_undoable(indicators: Sequence[Indicator]) -> TableImport | None:
    """The last table of the item of these indicators (`with_last_table`), while it can be undone."""
    keys = {indicator.last_table for indicator in indicators} - {None}
    table = TableImport.objects.filter(pk__in=keys).select_related("actor").first() if keys else None
    if table is None:
        return None
    prefetch_related_objects(indicators, "key_factors")
    return table if can_be_undone(table, indicators) else None


def _standing(assessment: Assessment, item: ItemOutline) -> dict[str, Indicator]:
    """The indicators of the item with years and key factors, by code."""
    rows = assessment.indicators.for_document().prefetch_related("key_factors")
    return {indicator.code: indicator for indicator in rows.filter(area__item_id=item.pk)}


def _refuse(assessment, item: ItemOutline, rows: Sequence[TableRow], stand: Mapping[str, Indicator]) -> None:
    names = {(indicator.area_id, search_fold(indicator.name)) for indicator in stand.values()}
    new = [row for row in rows if not row.code]
    for row in rows:
        held = stand.get(row.code)
        moved = row.code and (held is None or held.version != row.version or row.pk not in (0, held.pk))
        if moved or (not row.code and (row.fields.area.pk, search_fold(row.fields.name)) in names):
            raise StaleIndicator
    closed = closed_areas(assessment, item.areas)
    entered = [row for row in rows if not row.code or stand[row.code].area_id != row.fields.area.pk]
    if any(row.fields.area.pk in closed for row in entered):
        raise AreaNotApplicable
    if new and assessment.indicators.count() + len(new) > MOST_INDICATORS:
        raise TooManyIndicators


def _changed(indicator: Indicator, columns: Mapping[str, object], actor, now) -> Indicator:
    """The indicator with these columns in its next version, not stored yet."""
    for name, value in columns.items():
        setattr(indicator, name, value)
    indicator.version += 1
    indicator.updated_by, indicator.updated_at = actor, now
    return indicator


def _update(indicators: list[Indicator]) -> None:
    names = [*COLUMNS, "version", "updated_by", "updated_at"]
    Indicator.objects.bulk_update(indicators, [name.removesuffix("_id") for name in names], batch_size=BATCH)


def _added(assessment, item: ItemOutline, fields: Sequence[IndicatorFields], actor) -> list[Indicator]:
    codes = free_codes(assessment, item)
    return Indicator.objects.bulk_create(
        [Indicator(assessment=assessment, code=next(codes), updated_by=actor, **each.columns) for each in fields]
    )


def _write_years(pairs: Sequence[tuple[Indicator, Mapping[int, YearFigures]]]) -> None:
    """The years of each indicator are exactly these."""
    IndicatorYear.objects.filter(indicator__in=[indicator.pk for indicator, _years in pairs]).delete()
    IndicatorYear.objects.bulk_create(row for indicator, years in pairs for row in year_rows(indicator, years))


def _columns_of(row: dict, areas: Mapping[str, int]) -> dict:
    """The columns of an indicator as its row of the document tells them."""
    told = {name: row[name] for name in COLUMNS if name in row} | asdict(dictionary_of(row))
    return told | {"area_id": areas[row["area"]], "comparator_name": row["comparator"]["name"]}


def _years_of(row: dict) -> dict[int, YearFigures]:
    held = (row["values"], row["targets"], row["comparator"]["values"])
    years = sorted({int(year) for figures in held for year in figures})
    return {year: YearFigures(*(_figure(figures, year) for figures in held)) for year in years}


def _figure(figures: Mapping[str, str], year: int) -> Decimal | None:
    return Decimal(figures[str(year)]) if str(year) in figures else None
