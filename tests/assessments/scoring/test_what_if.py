"""The price of the next step (scoring.md 5), every row computed by hand."""

from decimal import Decimal

import pytest

from assessments.scoring.process import Suggestion
from assessments.scoring.what_if import Candidate, Raise, Tally, cheapest_vector, next_step, price_list


def process(code="1.1", factors=(3, 3, 3, 3), percent=60, maximum=60):
    return Candidate(code, dict(zip("ADLI", factors, strict=True)), percent, Decimal(maximum))


@pytest.mark.parametrize(
    ("factors", "wanted", "steps", "now", "then"),
    [
        pytest.param((3, 3, 1, 2), (3, 3, 3, 2), 2, 40, 55, id="example: L by 2, earlier than L and I by 1 each"),
        pytest.param((3, 3, 3, 3), (4, 4, 4, 3), 3, 60, 75, id="example: three of four, the earlier ones"),
        pytest.param((1, 3, 3, 3), (2, 3, 3, 3), 1, 45, 55, id="example: the gate alone held it"),
        pytest.param((0, 0, 0, 0), (1, 1, 1, 0), 3, 0, 15, id="2nd smallest must be 1: three factors"),
        pytest.param((4, 4, 4, 4), (5, 5, 5, 4), 3, 80, 95, id="into the highest band"),
        pytest.param((0, 5, 5, 5), (1, 5, 5, 5), 1, 25, 45, id="min+1 from 1 to 2"),
        pytest.param((2, 2, 5, 5), (3, 2, 5, 5), 1, 45, 60, id="2nd 3, min+1 3: the earlier of two equals"),
        pytest.param((5, 5, 2, 2), (5, 5, 3, 2), 1, 45, 60, id="the same, L before I"),
        pytest.param((5, 5, 5, 0), (5, 5, 5, 1), 1, 25, 45, id="only the last factor helps"),
    ],
)
def test_the_cheapest_step(scale, factors, wanted, steps, now, then):
    step = next_step(process(factors=factors, percent=now), scale)
    assert cheapest_vector(factors, scale) == wanted
    assert (step.steps, step.percent, step.suggestion.percent) == (steps, now, then)
    assert step.gain == Decimal(then - now) * 60 / 100


@pytest.mark.parametrize("factors", [(5, 5, 5, 5), (5, 5, 5, 4), (4, 5, 5, 5)], ids=str)
def test_the_highest_band_has_no_next_step(scale, factors):
    assert cheapest_vector(factors, scale) is None
    assert next_step(process(factors=factors, percent=95), scale) is None


@pytest.mark.parametrize("percent", [75, 80])
def test_a_step_that_gains_nothing_is_left_out(scale, percent):
    """3 3 3 3 leads to 75; a person has already confirmed as much, with a reason."""
    assert next_step(process(percent=percent), scale) is None


def test_an_item_that_counts_nothing_yet_gains_the_whole(scale):
    """Unscored at review: 75 x 60 / 100 = 45."""
    assert next_step(process(percent=None), scale).gain == Decimal(45)


def test_a_results_item_says_how_many_further_indicators(scale):
    """The item 7.2 of section 6: 3 3 3 3 to 4 4 4 3; 0.75 x 2 = 1.5, so 2 are needed and 1 is there; 15 x 70 / 100."""
    tallies = dict.fromkeys(("Le", "T", "C", "I"), Tally(1, 2))
    step = next_step(Candidate("7.2", {"Le": 3, "T": 3, "C": 3, "I": 3}, 60, Decimal(70), tallies), scale)
    assert step.raises == (Raise("Le", 3, 4, 1), Raise("T", 3, 4, 1), Raise("C", 3, 4, 1))
    assert step.suggestion == Suggestion(band=4, percent=75)
    assert step.gain == Decimal("10.5")


def test_areas_are_counted_for_integration_and_indicators_for_the_rest(scale):
    """Le 5 of 8 (0.625: 3), T 6 of 8 (4), C 1 of 8 (1), I 1 of 4 (2): band 2, from C 1 and I 2.

    Band 3 needs the second smallest at 3 and the smallest at 2: C to 3 and I kept (2 steps), or C to 2 and I to 3
    (2 steps), the same factors in another order; C is earlier. 0.50 x 8 = 4, 1 is there: 3 further.
    """
    tallies = {"Le": Tally(5, 8), "T": Tally(6, 8), "C": Tally(1, 8), "I": Tally(1, 4)}
    step = next_step(Candidate("7.1", {"Le": 3, "T": 4, "C": 1, "I": 2}, 40, Decimal(60), tallies), scale)
    assert step.raises == (Raise("C", 1, 3, 3),)
    assert (step.steps, step.suggestion) == (2, Suggestion(band=3, percent=60))


def test_without_any_indicator_no_number_can_be_said(scale):
    """N = 0 counts nothing, but the one area can still be reached: the I of 0 0 0 0 is not among the raised."""
    tallies = {"Le": Tally(0, 0), "T": Tally(0, 0), "C": Tally(0, 0), "I": Tally(0, 1)}
    step = next_step(Candidate("7.5", {"Le": 0, "T": 0, "C": 0, "I": 0}, 0, Decimal(60), tallies), scale)
    assert step.raises == (Raise("Le", 0, 1, None), Raise("T", 0, 1, None), Raise("C", 0, 1, None))


def test_a_process_item_has_no_further_count(scale):
    assert {each.further for each in next_step(process(), scale).raises} == {None}


def test_the_price_list_sorts_by_gain_per_step_then_gain_then_code(scale):
    """Gains: 1.1 = 10 x 60 / 100 = 6 in 1 step; 2.1 = 15 x 40 / 100 = 6 in 3; 7.1 = 15 x 120 / 100 = 18 in 3;
    6.2 and 6.1 = 15 x 50 / 100 = 7.5 in 3. Per step: 6, 2, 6, 2.5, 2.5; of the two with 6 the one that gains 18 leads.
    """
    candidates = [
        process("1.1", (1, 3, 3, 3), 45, 60),
        process("2.1", (3, 3, 3, 3), 60, 40),
        process("6.2", (3, 3, 3, 3), 60, 50),
        process("6.1", (3, 3, 3, 3), 60, 50),
        process("7.1", (3, 3, 3, 3), 60, 120),
        process("5.1", (5, 5, 5, 5), 95, 45),
    ]
    assert [step.code for step in price_list(candidates, scale)] == ["7.1", "1.1", "6.1", "6.2", "2.1"]
    assert price_list(reversed(candidates), scale) == price_list(candidates, scale)


@pytest.mark.parametrize("factors", [(3, 3, 3, 6), (3, 3, 3, -1)], ids=str)
def test_factors_out_of_range_are_refused(scale, factors):
    with pytest.raises(ValueError, match="factor"):
        next_step(process(factors=factors), scale)
