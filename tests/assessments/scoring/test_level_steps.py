"""The price of the next label in the scheme `levels` (scoring.md 5), every row computed by hand."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from assessments.scoring.level_steps import CheckpointRaise, LevelCandidate, level_price_list, next_level
from assessments.scoring.levels import judge_sub_criterion
from tests.assessments.scoring.checkpoints import checkpoints


def candidate(basic, advance, significance, code="1.1"):
    return LevelCandidate(code, checkpoints(basic, advance, significance))


@pytest.mark.parametrize(
    ("given", "raises", "steps", "gain", "label"),
    [
        pytest.param(("1 1 0.5", "0", "0"), "B3", 1, "50", "Basic", id="B 5/6 to 1: 250 to 300"),
        pytest.param(("0 0 0", "0", "0"), "B1 B2 B3", 6, "300", "Basic", id="all of Basic: 0 to 300"),
        pytest.param(("- 0.5 1", "-", "-"), "B1 B2", 3, "150", "Basic", id="unanswered costs 2: 150 to 300"),
        pytest.param(("1", "0", "1"), "A1", 2, "200", "Significance", id="S was whole: 300 to 500"),
        pytest.param(("1", "0 0.5", "0.5"), "A1 A2", 3, "125", "Advance", id="325 to 400 + 50 that waited: 450"),
        pytest.param(("1", "1 1 1 0", "0"), "A4", 2, "25", "Advance", id="375 to 400"),
        pytest.param(("1 1 0", "1", "1"), "B3", 2, "300", "Significance", id="A and S waited: 200 to 500"),
        pytest.param(("1 0.5", "1", "0"), "B2", 1, "175", "Advance", id="A waited: 225 to 400"),
        pytest.param(("0.5 1", "0.5", "1"), "B1", 1, "125", "Basic", id="225 to 350; S still waits"),
        pytest.param(("1", "1", "0.5 1 0"), "S1 S3", 3, "50", "Significance", id="450 to 500"),
        pytest.param(("1", "1", "-"), "S1", 2, "100", "Significance", id="400 to 500"),
        pytest.param(("1 1 1", "1", "1 1 0.5"), "S3", 1, "50/3", "Significance", id="483.333 to 500"),
        pytest.param(("0.5 1 1", "0", "0"), "B1", 1, "50", "Basic", id="the first checkpoint of three"),
    ],
)
def test_the_cheapest_way_to_a_higher_label(given, raises, steps, gain, label):
    step = next_level(candidate(*given))
    assert " ".join(f"{each.level}{each.place}" for each in step.raises) == raises
    assert (step.steps, step.gain, step.wanted.label) == (steps, Fraction(gain), label)


def test_each_raise_tells_where_the_checkpoint_stands_and_what_it_costs():
    step = next_level(candidate("- 0 0.5 1", "1", "1"))
    assert step.raises == (
        CheckpointRaise("B", 1, None, 2),
        CheckpointRaise("B", 2, Decimal(0), 2),
        CheckpointRaise("B", 3, Decimal("0.5"), 1),
    )


def test_the_judgements_now_and_then_are_told():
    """2.5/3 = 5/6: 250; all of Basic: 300, and A was 1/2: 350."""
    step = next_level(candidate("1 1 0.5", "0.5", "0"))
    assert step.present == judge_sub_criterion(checkpoints("1 1 0.5", "0.5", "0"))
    assert step.wanted == judge_sub_criterion(checkpoints("1 1 1", "0.5", "0"))
    assert (step.present.points, step.wanted.points, step.gain_per_step) == (250, 350, 100)


def test_the_highest_label_has_no_next_step():
    assert next_level(candidate("1 1", "1", "1 1 1")) is None


def test_no_other_way_to_a_higher_label_is_as_cheap():
    """Every vector of 2 + 2 + 1 checkpoints against every one above it: 3^5 = 243, so no tie needs a rule."""
    values = (Decimal(0), Decimal("0.5"), Decimal(1))

    def split(vector):
        return {"B": vector[:2], "A": vector[2:4], "S": vector[4:]}

    points = {vector: judge_sub_criterion(split(vector)) for vector in product(values, repeat=5)}
    for vector, present in points.items():
        ways = sorted(
            (sum(wanted) - sum(vector), wanted)
            for wanted, judged in points.items()
            if all(after >= before for before, after in zip(vector, wanted, strict=True))
            and judged.points // 100 > max(present.points // 100, 2)
        )
        step = next_level(LevelCandidate("1.1", split(vector)))
        if step is None:
            assert not ways
            continue
        assert (Fraction(step.steps, 2), step.gain) == (ways[0][0], points[ways[0][1]].points - present.points)
        assert len(ways) == 1 or ways[1][0] > ways[0][0]


def test_the_price_list_sorts_by_gain_per_half_step_then_gain_then_code():
    """1.1: 200 to 300 in 2, 50 each; 1.2: 250 to 300 in 1, 50 each; 2.1: 0 to 300 in 2, 150 each; 3.1 and 2.2:
    450 to 500 in 1, 50 each; 4.1: 375 to 400 in 2, 12.5 each; 5.1 is at the top. Of those with 50 each, 1.1 gains most.
    """
    candidates = [
        candidate("1 1 0", "0", "0", "1.1"),
        candidate("1 1 0.5", "0", "0", "1.2"),
        candidate("0", "0", "0", "2.1"),
        candidate("1", "1", "0.5", "3.1"),
        candidate("1", "1", "0.5", "2.2"),
        candidate("1", "1 1 1 0", "0", "4.1"),
        candidate("1", "1", "1", "5.1"),
    ]
    assert [step.code for step in level_price_list(candidates)] == ["2.1", "1.1", "1.2", "2.2", "3.1", "4.1"]
    assert level_price_list(reversed(candidates)) == level_price_list(candidates)
    assert level_price_list([]) == []


@pytest.mark.parametrize("basic", ["0.25", ""])
def test_what_cannot_be_judged_has_no_price(basic):
    with pytest.raises(ValueError, match=r"[Ll]evel"):
        next_level(candidate(basic, "1", "1"))
