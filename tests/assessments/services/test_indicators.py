"""Indicators: codes, versions, years, and what an area takes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.models import Indicator
from assessments.services import indicators as service
from assessments.services.answers import save_answer
from assessments.services.indicators import (
    AreaNotApplicable,
    StaleIndicator,
    TooManyIndicators,
    YearFigures,
    add_indicator,
    delete_indicator,
    save_indicator,
)
from assessments.services.locks import AssessmentLocked
from assessments.statuses import EventKind, Status
from tests.assessments.interchange.sample import REASON
from tests.assessments.services.stage import answer_of, area_of, fields_of, item_of, kinds, pass_the_deadline
from tests.cast import YEAR, bring_to
from tests.rows import digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(assessment, cast):
    def add_one(item="7.1", area="ก", **changes):
        fields = fields_of(area_of(assessment, item, area), **changes)
        return add_indicator(
            assessment=assessment, item=item_of(assessment, item), fields=fields, actor=cast.contributor
        )

    return add_one


def test_codes_run_within_the_item_and_none_is_given_twice(assessment, cast, add):
    assert [add().code, add(area="ข").code, add(item="7.2").code] == ["7.1-01", "7.1-02", "7.2-01"]
    delete_indicator(indicator=Indicator.objects.get(code="7.1-01"), version=1, actor=cast.lead)
    assert add().code == "7.1-03"
    Indicator.objects.filter(code="7.1-03").update(code="7.1-ก")
    assert add().code == "7.1-03"


def test_an_indicator_holds_its_fields_and_the_years_with_a_figure(assessment, cast, add):
    zero = YearFigures(Decimal(0))
    indicator = add(years={YEAR: zero, YEAR - 1: YearFigures(), YEAR + 1: YearFigures(None, Decimal("-1.5"))})
    assert (indicator.area.code, indicator.version, indicator.updated_by) == ("ก", 1, cast.contributor)
    assert list(indicator.years.values_list("fiscal_year", "value", "target", "comparator")) == [
        (YEAR, Decimal(0), None, None),
        (YEAR + 1, None, Decimal("-1.5"), None),
    ]
    assert kinds(assessment) == [(EventKind.INDICATOR_SAVED, "7.1-01")]
    assert assessment.events.first().actor == cast.contributor


def test_a_save_replaces_fields_and_years_in_a_new_version(assessment, cast, add):
    indicator = add()
    fields = fields_of(area_of(assessment, "7.1", "ข"), name="ความผูกพัน", years={YEAR: YearFigures(Decimal(1))})
    saved = save_indicator(indicator=indicator, fields=fields, version=1, actor=cast.lead)
    assert (saved.version, saved.name, saved.area.code, saved.updated_by) == (2, "ความผูกพัน", "ข", cast.lead)
    assert list(saved.years.values_list("fiscal_year", "value")) == [(YEAR, Decimal(1))]
    assert kinds(assessment) == [(EventKind.INDICATOR_SAVED, "7.1-01")] * 2


def test_who_comes_second_changes_nothing(assessment, cast, add):
    indicator = add()
    fields = fields_of(area_of(assessment, "7.1", "ก"), value=1)
    save_indicator(indicator=indicator, fields=fields, version=1, actor=cast.lead)
    before = digest()
    with pytest.raises(StaleIndicator):
        save_indicator(indicator=indicator, fields=fields, version=1, actor=cast.contributor)
    with pytest.raises(StaleIndicator):
        delete_indicator(indicator=indicator, version=1, actor=cast.contributor)
    assert digest() == before

    delete_indicator(indicator=indicator, version=2, actor=cast.lead)
    with pytest.raises(StaleIndicator):
        save_indicator(indicator=indicator, fields=fields, version=2, actor=cast.lead)
    assert not Indicator.objects.exists()
    assert kinds(assessment)[-1] == (EventKind.INDICATOR_DELETED, "7.1-01 ความพึงพอใจ")


def test_an_area_that_is_not_applicable_takes_no_indicator(assessment, cast, add):
    save_answer(answer=answer_of(assessment, "7.1-1"), text="", not_applicable=REASON, version=0, actor=cast.lead)
    with pytest.raises(AreaNotApplicable):
        add(area="ก")
    moved = add(area="ข")
    with pytest.raises(AreaNotApplicable):
        save_indicator(
            indicator=moved, fields=fields_of(area_of(assessment, "7.1", "ก")), version=1, actor=cast.contributor
        )
    assert list(Indicator.objects.values_list("area__code", "version")) == [("ข", 1)]


def test_no_more_than_the_limit(assessment, add, monkeypatch):
    assert service.MOST_INDICATORS == 500
    monkeypatch.setattr(service, "MOST_INDICATORS", 2)
    add()
    add()
    with pytest.raises(TooManyIndicators):
        add()
    assert Indicator.objects.count() == 2


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED])
def test_what_has_been_sent_is_locked(assessment, cast, add, status):
    indicator = add()
    assessment.indicators.update(importance="supporting")
    bring_with_indicator(assessment, cast, status)
    before = digest()
    with pytest.raises(AssessmentLocked):
        add()
    with pytest.raises(AssessmentLocked):
        save_indicator(
            indicator=indicator, fields=fields_of(area_of(assessment, "7.1", "ก")), version=1, actor=cast.lead
        )
    with pytest.raises(AssessmentLocked):
        delete_indicator(indicator=indicator, version=1, actor=cast.lead)
    assert digest() == before


def bring_with_indicator(assessment, cast, status) -> None:
    """`bring_to` confirms results items at band 0, so the indicator comes to stand without any year first."""
    assessment.indicators.get().years.all().delete()
    bring_to(assessment, status, cast)


def test_after_the_deadline_it_is_locked(assessment, add):
    pass_the_deadline(assessment)
    with pytest.raises(AssessmentLocked):
        add()
    assert not Indicator.objects.exists()


def test_a_name_of_300_stacked_letters_is_stored_whole(assessment, cast):
    item, area = item_of(assessment, "7.1"), area_of(assessment, "7.1", "ก")
    fields = replace(fields_of(area), name="น้ำ" * 300)
    stored = add_indicator(assessment=assessment, item=item, fields=fields, actor=cast.contributor)
    assert Indicator.objects.get(pk=stored.pk).name == "น้ำ" * 300
