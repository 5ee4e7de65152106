"""Several people accept tables at once, and somebody saves an indicator of one meanwhile."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from django.test import Client

from assessments.document import indicator_rows
from assessments.models import TableImport
from assessments.services.indicator_tables import TableRow, apply_table, undo_table
from assessments.services.indicators import StaleIndicator, YearFigures, fields_of, save_indicator
from criteria.outline import outline_of
from tests.assessments.services.stage import fields_of as new_fields
from tests.assessments.views.stage import make_indicator, url
from tests.cast import YEAR
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE = 4


def test_of_four_who_accept_one_table_one_wins(assessment, cast):
    item = outline_of(assessment.criteria_set).items["7.2"]
    for round_number in range(ROUNDS):
        rows = [TableRow(new_fields(item.areas[0], name=f"ใหม่ {round_number} {number}")) for number in range(3)]
        apply = partial(apply_table, assessment=assessment, item=item, rows=rows, actor=cast.lead)
        results = at_once(*[apply] * PEOPLE)
        assert sum(isinstance(result, TableImport) for result in results) == 1, results
        assert sum(isinstance(result, StaleIndicator) for result in results) == PEOPLE - 1, results
        assert assessment.indicators.count() == 3 * (round_number + 1)


def test_a_table_and_a_save_of_one_of_its_indicators(assessment, cast):
    item = outline_of(assessment.criteria_set).items["7.2"]
    indicator = make_indicator(assessment)
    for round_number in range(ROUNDS):
        indicator.refresh_from_db()
        held = fields_of(indicator, item.areas[0])
        by_table, by_form = (
            replace(held, name=f"{who} {round_number}", years={YEAR: YearFigures(Decimal(round_number + 1))})
            for who in ("ตาราง", "แบบฟอร์ม")
        )
        row = TableRow(by_table, indicator.code, indicator.version)
        results = at_once(
            partial(apply_table, assessment=assessment, item=item, rows=[row], actor=cast.lead),
            partial(
                save_indicator, indicator=indicator, fields=by_form, version=indicator.version, actor=cast.contributor
            ),
        )
        assert sum(isinstance(result, StaleIndicator) for result in results) == 1, results
        indicator.refresh_from_db()
        assert indicator.version == round_number + 2


def test_undone_once_by_two(assessment, cast):
    item = outline_of(assessment.criteria_set).items["7.2"]
    for round_number in range(ROUNDS):
        rows = [TableRow(new_fields(item.areas[0], name=f"ใหม่ {round_number}"))]
        table = apply_table(assessment=assessment, item=item, rows=rows, actor=cast.lead)
        results = at_once(*[partial(undo_table, table=table, item=item, actor=cast.lead)] * 2)
        assert results.count(None) == 1, results
        assert not assessment.indicators.exists()


def test_of_two_grids_over_the_same_indicators_one_is_stored_whole(assessment, cast):
    """One saves with 302, the other reads 409 with what she typed; no indicator holds figures of both."""
    indicators = [make_indicator(assessment, number) for number in (1, 2, 3)]
    place = url("grid", assessment.pk, "7.2")
    for round_number in range(ROUNDS):
        people = [(cast.lead, f"{round_number + 1}.1"), (cast.contributor, f"{round_number + 1}.2")]
        results = at_once(*[_grid(place, user, indicators, figure) for user, figure in people])
        assert sorted(response.status_code for response in results) == [302, 409], results
        won, lost = sorted(range(2), key=lambda index: results[index].status_code)
        found = {row["values"][str(YEAR)] for row in indicator_rows(assessment)}
        assert found == {people[won][1]}
        form = results[lost].context["form"]
        assert {form[f"value_{YEAR}_{each.pk}"].value() for each in indicators} == {people[lost][1]}
    assert set(assessment.indicators.values_list("version", flat=True)) == {ROUNDS + 1}


def _grid(place: str, user, indicators, figure: str):
    """The POST of a grid that this person has open, with this figure in each indicator."""
    client = Client()
    client.force_login(user)
    page = client.get(place)
    seen = {each.field: each.sealed for each in page.context["form"].seen}
    typed = {f"value_{YEAR}_{indicator.pk}": figure for indicator in indicators}
    return partial(client.post, place, seen | typed | {"last": YEAR})
