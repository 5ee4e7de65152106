"""A trial of other factors: read from an address, computed, stored nowhere. Every figure computed by hand."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from assessments.scorecard import ScoreEntry, ScoreInputs, scorecard
from assessments.statuses import Stage
from assessments.what_if import query_of_step, read_trial, try_out
from criteria.outline import outline_of
from tests.cast import YEAR, small_set

pytestmark = pytest.mark.django_db
THREES = {"A": 3, "D": 3, "L": 3, "I": 3}


@pytest.fixture
def card():
    """1.1 with the factors 3 3 3 3 confirmed at 65 % of 120 = 78; 7.1 and 7.2 without indicators: 0."""
    entries = {"1.1": ScoreEntry(THREES, 65, "", True, 3)}
    return scorecard(outline_of(small_set()), ScoreInputs(YEAR, Stage.SELF, {}, entries, frozenset()))


def trial_of(card, code, **factors):
    trial = try_out(card, {code: factors})
    return trial, next(found for found in trial.trials if found.result.code == code)


def test_without_a_change_everything_counts_as_it_stands(card):
    """The confirmed 65 % stays, though 3 3 3 3 suggests 60."""
    trial, found = trial_of(card, "1.1", A=3)
    assert (found.percent, found.band, found.points, found.is_changed) == (65, 3, Decimal(78), False)
    assert (trial.total.points, trial.gain, trial.changed, trial.query) == (Decimal(78), 0, [], "")


def test_changed_factors_count_with_their_suggestion(card):
    """4 4 4 3: second smallest 4, smallest + 1 = 4: band 4; one below: index round(3 x 0.25) = 1: 75 % of 120 = 90."""
    trial, found = trial_of(card, "1.1", A=4, D=4, L=4)
    assert (found.percent, found.band, found.points, found.gain) == (75, 4, Decimal(90), Decimal(12))
    assert (trial.total.points, trial.gain) == (Decimal(90), Decimal(12))
    assert trial.query == "1.1-A=4&1.1-D=4&1.1-L=4"


def test_a_lower_factor_lowers_the_total(card):
    """1 3 3 3: second 3, smallest + 1 = 2: band 2, three above, one below: index 3: 45 % of 120 = 54, 24 less."""
    trial, _found = trial_of(card, "1.1", L=1)
    assert (trial.total.points, trial.gain) == (Decimal(54), Decimal(-24))


def test_results_factors_can_be_tried(card):
    """5 5 5 5: band 5, 95 % of 60 = 57."""
    trial, found = trial_of(card, "7.1", Le=5, T=5, C=5, I=5)
    assert (found.percent, found.points, trial.total.points) == (95, Decimal(57), Decimal(135))
    assert [factor.further for factor in found.factors] == [None, None, None, 2]  # two areas, no indicator to count


def test_an_address_brings_the_same_trial(card):
    trial, _found = trial_of(card, "1.1", A=4, L=0)
    wanted, refused = read_trial(QueryDict(trial.query), card)
    assert (wanted, refused) == ({"1.1": {"A": 4, "L": 0}}, [])
    assert try_out(card, wanted) == trial


@pytest.mark.parametrize("value", ["6", "-1", "3.0", "x", "๓", " 3", "1e1", "9" * 5000])
def test_a_value_that_is_not_of_the_scale_is_named_and_left_out(card, value):
    query = QueryDict(mutable=True)
    query.update({"1.1-A": value, "1.1-D": "4"})
    assert read_trial(query, card) == ({"1.1": {"D": 4}}, ["1.1 A"])


def test_what_the_scorecard_does_not_know_is_not_read(card):
    query = QueryDict("P.1-A=3&9.9-A=3&1.1-Le=3&1.1=3&7.1-A=3&page=<script>")
    assert read_trial(query, card) == ({}, [])


def test_an_empty_value_keeps_what_is_chosen(card):
    assert read_trial(QueryDict("1.1-A="), card) == ({}, [])


def test_a_missing_factor_counts_nothing_until_it_is_chosen():
    entries = {"1.1": ScoreEntry({"A": 3, "D": 3, "L": 3})}
    card = scorecard(outline_of(small_set()), ScoreInputs(YEAR, Stage.SELF, {}, entries, frozenset()))
    _trial, without = trial_of(card, "1.1", A=5)
    _trial, whole = trial_of(card, "1.1", I=3)
    assert (without.percent, without.suggestion, without.points) == (None, None, 0)
    assert (whole.percent, whole.points) == (60, Decimal(72))


def test_a_step_of_the_price_list_can_be_tried(card):
    """3 3 3 3 at 65 %: three steps to 4 4 4 3, 75 %."""
    (step,) = (found for found in card.steps if found.code == "1.1")
    wanted, _refused = read_trial(QueryDict(query_of_step(step)), card)
    assert wanted == {"1.1": {"A": 4, "D": 4, "L": 4}}
    assert try_out(card, wanted).gain == step.gain == Decimal(12)
