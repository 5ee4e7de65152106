"""A table of indicators: all or nothing, in a fixed number of queries, and undone to exactly what stood before."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.document import indicator_rows
from assessments.models import KeyFactor, TableImport
from assessments.services.indicator_tables import TableMoved, TableRow, apply_table, undo_table
from assessments.services.indicators import (
    AreaNotApplicable,
    StaleIndicator,
    TooManyIndicators,
    YearFigures,
    delete_indicator,
    fields_of,
    save_indicator,
)
from assessments.services.locks import AssessmentLocked
from assessments.statuses import EventKind, Stage, Status
from tests.assessments.services.stage import area_of, item_of, kinds, pass_the_deadline
from tests.assessments.services.stage import fields_of as new_fields
from tests.assessments.views.stage import add_indicators, make_indicator
from tests.cast import YEAR, bring_to
from tests.rows import digest

pytestmark = pytest.mark.django_db
ITEM = "7.2"


@pytest.fixture
def apply(assessment, cast):
    def apply_rows(*rows: TableRow) -> TableImport:
        return apply_table(assessment=assessment, item=item_of(assessment, ITEM), rows=rows, actor=cast.contributor)

    return apply_rows


@pytest.fixture
def undo(assessment, cast):
    def undo_one(table: TableImport) -> None:
        undo_table(table=table, item=item_of(assessment, ITEM), actor=cast.lead)

    return undo_one


def new(assessment, name: str, **changes) -> TableRow:
    return TableRow(new_fields(area_of(assessment, ITEM, "ก"), name=name, **changes))


def changed(assessment, indicator, **changes) -> TableRow:
    indicator.refresh_from_db()
    held = fields_of(indicator, area_of(assessment, ITEM, indicator.area.code))
    return TableRow(replace(held, **changes), indicator.code, indicator.version)


def test_new_and_changed_ones_stand_in_one_event(assessment, apply):
    old = make_indicator(assessment, y2567=("80", "81", None))

    apply(changed(assessment, old, name="ชื่อใหม่", years={YEAR: YearFigures(Decimal(0))}), new(assessment, "ใหม่"))

    rows = [(row["code"], row["name"], row["values"]) for row in indicator_rows(assessment)]
    assert rows[0] == ("7.2-01", "ชื่อใหม่", {"2568": "0"})
    assert rows[1][:2] == ("7.2-02", "ใหม่")
    assert kinds(assessment) == [(EventKind.TABLE_APPLIED, "7.2: +1, ±1")]
    old.refresh_from_db()
    assert old.version == 2


def test_undone_is_exactly_what_stood_before(assessment, apply, undo):
    old = make_indicator(assessment, y2566=("80.500001", None, "0"), y2567=(None, "-81", None))
    factor = KeyFactor.objects.create(assessment=assessment, code="K01", kind="challenge", text="น้ำท่วมซ้ำซาก")
    factor.indicators.add(old)
    before = indicator_rows(assessment)
    row = changed(assessment, old, name="ชื่อใหม่", area=area_of(assessment, ITEM, "ข"), years={})
    table = apply(row, new(assessment, "ใหม่"))
    assert indicator_rows(assessment) != before

    undo(table)

    assert indicator_rows(assessment) == before
    old.refresh_from_db()
    assert (old.version, list(old.key_factors.all())) == (3, [factor])
    assert kinds(assessment)[-1] == (EventKind.TABLE_UNDONE, "7.2: −1, ±1")


def test_a_table_is_undone_once(assessment, apply, undo):
    table = apply(new(assessment, "ใหม่"))
    undo(table)

    with pytest.raises(TableMoved):
        undo(table)


@pytest.mark.parametrize("deed", ["saved", "deleted", "linked"])
def test_what_somebody_did_since_is_not_undone(assessment, cast, apply, undo, deed):
    table = apply(new(assessment, "ใหม่"))
    added = assessment.indicators.get()
    if deed == "saved":
        fields = fields_of(added, area_of(assessment, ITEM, "ก"))
        save_indicator(indicator=added, fields=fields, version=1, actor=cast.lead)
    elif deed == "deleted":
        delete_indicator(indicator=added, version=1, actor=cast.lead)
    else:
        factor = KeyFactor.objects.create(assessment=assessment, code="K01", kind="challenge", text="น้ำท่วมซ้ำซาก")
        factor.indicators.add(added)
    before = digest()

    with pytest.raises(TableMoved):
        undo(table)

    assert digest() == before


def test_a_closed_assessment_takes_and_undoes_nothing(assessment, cast, apply, undo):
    table = apply(new(assessment, "ใหม่"))
    pass_the_deadline(assessment)
    before = digest()

    with pytest.raises(AssessmentLocked):
        apply(new(assessment, "อีกตัว"))
    with pytest.raises(AssessmentLocked):
        undo(table)

    assert digest() == before


def test_a_sent_assessment_takes_nothing(assessment, cast, apply):
    bring_to(assessment, Status.SUBMITTED, cast)

    with pytest.raises(AssessmentLocked):
        apply(new(assessment, "ใหม่"))


def test_another_version_stops_the_whole_table(assessment, apply):
    old = make_indicator(assessment)
    row = changed(assessment, old, name="ชื่อใหม่")
    before = digest()

    with pytest.raises(StaleIndicator):
        apply(new(assessment, "ใหม่"), replace(row, version=7))
    with pytest.raises(StaleIndicator):
        apply(replace(row, code="7.2-09"))
    with pytest.raises(StaleIndicator):
        apply(replace(row, pk=old.pk + 1))  # another indicator had this code when the person saw it

    assert digest() == before


def test_the_same_table_twice_adds_nothing_twice(assessment, apply):
    row = new(assessment, "ใหม่")
    apply(row)

    with pytest.raises(StaleIndicator):
        apply(row)

    assert assessment.indicators.count() == 1


def test_an_area_that_does_not_apply_takes_no_row(assessment, apply):
    assessment.answers.filter(question__code="7.2-1").update(not_applicable="ไม่มีบริการนี้เลยแม้แต่น้อยในหน่วยงาน", version=1)

    with pytest.raises(AreaNotApplicable):
        apply(new(assessment, "ใหม่"))


def test_more_than_an_assessment_holds_are_refused(assessment, apply, monkeypatch):
    monkeypatch.setattr("assessments.services.indicator_tables.MOST_INDICATORS", 2)
    apply(new(assessment, "หนึ่ง"), new(assessment, "สอง"))

    with pytest.raises(TooManyIndicators):
        apply(new(assessment, "สาม"))


def test_confirmations_that_moved_lapse_once(assessment, cast, apply):
    item = item_of(assessment, ITEM)
    score = {"stage": Stage.SELF, "percent": 0, "confirmed": True, "confirmed_band": 0}
    assessment.scores.create(item_id=item.pk, **score)

    apply(new(assessment, "หนึ่ง"), new(assessment, "สอง"))

    assert [kind for kind, _note in kinds(assessment)] == [EventKind.TABLE_APPLIED, EventKind.SCORE_LAPSED]


def test_the_number_of_queries_does_not_grow(assessment, apply, undo):
    add_indicators(assessment, 20)
    held = list(assessment.indicators.for_document())
    counts = set()
    for size in (1, 3, 20):
        rows = [changed(assessment, each, comparator_name=f"คู่เทียบ {size}") for each in held[:size]]
        with CaptureQueriesContext(
            connection,
        ) as applied:
            table = apply(*rows, *(new(assessment, f"ใหม่ {size} {number}") for number in range(size)))
        with CaptureQueriesContext(connection) as undone:
            undo(table)
        counts.add((len(applied), len(undone)))
    assert len(counts) == 1, counts
