"""The KPI dictionary stays with its indicator: over tables and their undoing, into the next year, out and in again."""

import json
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from assessments.document import canonical, dictionary_of, indicator_row, indicator_rows
from assessments.interchange.reader import read_document
from assessments.interchange.tables.plan import CHANGED, SAME, Defaults, Place, plan_table
from assessments.interchange.tables.reading import read_pasted
from assessments.models import Assessment, TableImport
from assessments.models.kpi_dictionary import NO_DICTIONARY, KpiDictionary
from assessments.services.carrying_indicators import carry_indicators
from assessments.services.imports import import_document
from assessments.services.indicator_tables import TableRow, apply_table, undo_table
from assessments.services.indicators import fields_of, save_indicator
from tests.assessments.interchange.sample import export, head, indicator, take
from tests.assessments.services.stage import area_of, item_of
from tests.assessments.views.stage import make_indicator
from tests.cast import YEAR, make_assessment, make_cycle

pytestmark = pytest.mark.django_db
DICTIONARY = {
    "definition": "นับคำขอที่แจ้งผลแล้ว\n\nไม่นับคำขอที่เอกสารไม่ครบ",
    "formula": "จำนวนที่ทันกำหนด × 100 ÷ จำนวนทั้งหมด",
    "source": "ระบบ e-Service",
    "owner": "กองวิเคราะห์ดิน",
    "frequency": "quarterly",
}
TABLE = "รหัส\tตัวชี้วัด\tผลจริง 2568\n7.2-01\tตัวชี้วัด 1\t{}\n"


@pytest.fixture
def described(assessment):
    """An indicator of 7.2 with a whole dictionary."""
    found = make_indicator(assessment, y2568=("80", "81", None))
    for name, words in DICTIONARY.items():
        setattr(found, name, words)
    found.save()
    return found


def planned(assessment, figure: str):
    """The plan of a table that gives one figure of the indicator and knows no dictionary."""
    item = item_of(assessment, "7.2")
    place = Place(item, list(assessment.indicators.for_document()), room=10)
    return plan_table(read_pasted(text=TABLE.format(figure)), place, Defaults())


def test_a_frequency_that_is_none_of_ours_is_refused_by_the_database(described):
    for word in ("weekly", "รายเดือน"):
        described.frequency = word
        with pytest.raises(IntegrityError), transaction.atomic():
            described.save()


def test_the_row_of_a_document_holds_it_whole_or_not_at_all(assessment, described):
    plain = make_indicator(assessment, 2)
    described.formula = described.owner = ""
    described.save()

    rows = {row["code"]: row for row in indicator_rows(assessment)}

    assert rows["7.2-01"]["dictionary"] == DICTIONARY | {"formula": "", "owner": ""}
    assert "dictionary" not in rows[plain.code]
    assert (dictionary_of(rows["7.2-01"]).source, dictionary_of(rows[plain.code])) == ("ระบบ e-Service", NO_DICTIONARY)


def test_it_is_saved_and_emptied_with_the_other_fields(assessment, cast, described):
    fields = fields_of(described, area_of(assessment, "7.2", "ก"))
    assert fields.dictionary == KpiDictionary(**DICTIONARY)

    save_indicator(indicator=described, fields=replace(fields, dictionary=NO_DICTIONARY), version=1, actor=cast.lead)

    described.refresh_from_db()
    assert (described.dictionary, bool(described.dictionary), described.version) == (NO_DICTIONARY, False, 2)


def test_a_table_that_says_the_same_leaves_the_indicator_alone(assessment, described):
    assert [row.state for row in planned(assessment, "80").rows] == [SAME]


def test_a_table_keeps_it_and_its_undoing_restores_exactly(assessment, cast, described):
    before = indicator_rows(assessment)
    plan = planned(assessment, "91")
    assert [row.state for row in plan.rows] == [CHANGED]

    given = {"assessment": assessment, "item": item_of(assessment, "7.2"), "actor": cast.contributor}
    table = apply_table(rows=plan.changes, **given)

    row = indicator_rows(assessment)[0]
    assert (row["dictionary"], row["values"]) == (DICTIONARY, {"2568": "91"})
    undo_table(table=table, item=given["item"], actor=cast.lead)
    assert indicator_rows(assessment) == before


def test_undoing_restores_a_dictionary_that_the_rows_have_changed(assessment, cast, described):
    before = indicator_rows(assessment)
    fields = replace(fields_of(described, area_of(assessment, "7.2", "ก")), dictionary=NO_DICTIONARY)
    given = {"assessment": assessment, "item": item_of(assessment, "7.2"), "actor": cast.contributor}

    table = apply_table(rows=[TableRow(fields, described.code, 1)], **given)

    assert "dictionary" not in indicator_rows(assessment)[0]
    undo_table(table=table, item=given["item"], actor=cast.lead)
    assert indicator_rows(assessment) == before


def test_a_table_of_earlier_days_is_undone_too(assessment, cast):
    old = make_indicator(assessment, y2568=("80", None, None))
    given = {"assessment": assessment, "item": item_of(assessment, "7.2"), "actor": cast.contributor}
    before = indicator_rows(assessment)
    table = apply_table(rows=planned(assessment, "91").changes, **given)
    assert "dictionary" not in TableImport.objects.get(pk=table.pk).before

    undo_table(table=table, item=given["item"], actor=cast.lead)

    assert indicator_rows(assessment) == before
    old.refresh_from_db()
    assert old.dictionary == NO_DICTIONARY


def test_last_years_is_carried_into_this_year(assessment, cast, described):
    later = make_assessment(cast.unit, make_cycle(assessment.criteria_set, YEAR + 1), cast.lead)

    carry_indicators(assessment=later, earlier=assessment, item=item_of(later, "7.2"), actor=cast.lead)

    assert later.indicators.get().dictionary == described.dictionary
    assert indicator_rows(later) == indicator_rows(assessment)


# --- documents ------------------------------------------------------------------------------------------------------


def test_an_export_comes_back_to_the_byte(cast, cycle):
    parts = {"owner": "กองแผนงาน", "frequency": "monthly"}
    assessment, _changes = take(
        head(indicators=[indicator(dictionary=DICTIONARY), indicator("7.1-02", dictionary=parts), indicator("7.1-03")])
    )
    text = export(assessment)
    assert [row.get("dictionary") for row in json.loads(text)["indicators"]] == [
        DICTIONARY,
        dict.fromkeys(DICTIONARY, "") | parts,
        None,
    ]

    Assessment.objects.all().delete()
    again, _changes = import_document(read_document(text.encode()))
    assert export(again) == text
    assert import_document(read_document(text.encode()))[1] == []


@pytest.mark.parametrize("empty", [None, {}, {"definition": " \n", "frequency": ""}, dict.fromkeys(DICTIONARY, "")])
def test_an_empty_dictionary_is_none(cast, cycle, empty):
    assessment, _changes = take(head(indicators=[indicator()]))
    text = export(assessment)
    assert "dictionary" not in text

    assert take(head(indicators=[indicator(dictionary=empty)]))[1] == []
    assert export(assessment) == text


def test_texts_are_cleaned_and_lines_of_names_are_one(cast, cycle):
    given = {"definition": "บรรทัดแรก  \r\nน\u0e4d\u0e32", "source": " ระบบ\n e-Service ", "formula": "น้ำ" * 1000}
    assessment, _changes = take(head(indicators=[indicator(dictionary=given)]))

    found = assessment.indicators.get()

    assert (found.definition, found.source, found.formula) == ("บรรทัดแรก\nนำ", "ระบบ e-Service", "น้ำ" * 1000)


def test_a_section_without_it_empties_it_in_a_new_version(cast, cycle):
    assessment, _changes = take(head(indicators=[indicator(dictionary=DICTIONARY)]))

    _assessment, changes = take(head(indicators=[indicator()]))

    found = assessment.indicators.get()
    assert (changes, found.version, found.dictionary) == (["indicators 7.1-01: เปลี่ยน"], 2, NO_DICTIONARY)


def test_a_document_without_any_is_as_it_always_was(assessment):
    found = make_indicator(assessment, y2568=("80", None, None))
    assert list(indicator_row(found)) == [
        *("code", "item", "area", "name", "unit_of_measure", "direction", "importance", "values", "targets"),
        "comparator",
    ]
    assert "dictionary" not in canonical({"indicators": indicator_rows(assessment)})
