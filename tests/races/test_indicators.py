"""Two people save one indicator; a score is confirmed while its indicators change."""

from decimal import Decimal
from functools import partial

import pytest

from assessments.models import Indicator
from assessments.models.kpi_dictionary import KpiDictionary
from assessments.scorecard import inputs_from_rows, scorecard
from assessments.services.indicators import IndicatorFields, StaleIndicator, YearFigures, add_indicator, save_indicator
from criteria.outline import outline_of
from tests.cast import YEAR
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SAVERS = 4


def fields_of(area, value: int) -> IndicatorFields:
    return IndicatorFields(
        area=area,
        name=f"ตัวชี้วัด {value}",
        unit_of_measure="ร้อยละ",
        direction="higher",
        importance="key",
        comparator_name="",
        dictionary=KpiDictionary(definition=f"นิยาม {value}", frequency="monthly"),
        years={YEAR: YearFigures(Decimal(value), Decimal(50), None)},
    )


def test_one_of_four_savers_of_an_indicator_wins_with_its_own_years(assessment, cast):
    item = outline_of(assessment.criteria_set).items["7.1"]
    indicator = add_indicator(assessment=assessment, item=item, fields=fields_of(item.areas[0], 1), actor=cast.lead)
    for round_number in range(ROUNDS):
        indicator = Indicator.objects.get(pk=indicator.pk)
        values = [10 * round_number + number for number in range(SAVERS)]
        results = at_once(
            *(
                partial(
                    save_indicator,
                    indicator=indicator,
                    fields=fields_of(item.areas[0], value),
                    version=indicator.version,
                    actor=cast.lead,
                )
                for value in values
            )
        )
        assert sum(isinstance(result, StaleIndicator) for result in results) == SAVERS - 1, results
        stored = Indicator.objects.get(pk=indicator.pk)
        value = f"{stored.years.get().value:.0f}"
        assert (stored.name, stored.definition) == (f"ตัวชี้วัด {value}", f"นิยาม {value}")


def test_indicators_added_at_once_get_codes_of_their_own(assessment, cast):
    item = outline_of(assessment.criteria_set).items["7.2"]
    for round_number in range(ROUNDS):
        results = at_once(
            *(
                partial(
                    add_indicator,
                    assessment=assessment,
                    item=item,
                    fields=fields_of(item.areas[0], number),
                    actor=cast.contributor,
                )
                for number in range(SAVERS)
            )
        )
        added = [result for result in results if isinstance(result, Indicator)]
        assert len(added) == SAVERS, results
        assert assessment.indicators.count() == (round_number + 1) * SAVERS
        codes = list(assessment.indicators.values_list("code", flat=True))
        assert len(set(codes)) == len(codes)
        card = scorecard(outline_of(assessment.criteria_set), inputs_from_rows(assessment))
        assert len(card.items["7.2"].indicators) == len(codes)
