"""Several people judge the checkpoints of one item, or confirm one dimension, at the same moment."""

from decimal import Decimal
from functools import partial

import pytest

from assessments.models import CheckpointScore
from assessments.services.checkpoints import (
    Judged,
    StaleCheckpoints,
    keep_review_checkpoints,
    save_checkpoints,
    version_of_item,
)
from assessments.services.scores import StaleScore, confirm_whole
from assessments.statuses import Stage, Status
from criteria.outline import outline_of
from tests.cast import assign
from tests.levels import CHECKPOINTS, bring_levels_to, write_all
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
VALUES = (Decimal(0), Decimal("0.5"), Decimal(1))


def test_one_of_several_judges_wins_with_all_of_her_values(levels, cast):
    write_all(levels)
    item = outline_of(levels.criteria_set).items["1.1"]
    for number in range(ROUNDS):
        levels.checkpoint_scores.all().delete()
        if number % 2:  # every second round over rows that are there
            everything = {code: Judged(Decimal("0.5"), 0) for code in CHECKPOINTS}
            save_checkpoints(assessment=levels, item=item, judged=everything, actor=cast.lead)
        version = number % 2
        orders = (CHECKPOINTS, CHECKPOINTS[::-1])
        savers = [
            partial(
                save_checkpoints,
                assessment=levels,
                item=item,
                judged={code: Judged(value, version) for code in orders[at % 2]},
                actor=cast.lead,
            )
            for at, value in enumerate((VALUES[0], VALUES[2]) * 2)
        ]
        results = at_once(*savers)
        assert {type(result) for result in results} <= {int, StaleCheckpoints}, results
        assert sum(result == len(CHECKPOINTS) for result in results) == 1, results
        stored = {(row.value, row.version) for row in levels.checkpoint_scores.all()}
        assert len(stored) == 1
        assert levels.checkpoint_scores.count() == len(CHECKPOINTS)


def test_one_of_several_confirms_a_dimension(levels, cast):
    item = outline_of(levels.criteria_set).items["7.1"]
    for number in range(ROUNDS):
        confirm = partial(confirm_whole, assessment=levels, item=item, version=number, actor=cast.lead)
        results = at_once(*[confirm] * 4)
        assert sum(isinstance(result, StaleScore) for result in results) == 3, results
        assert levels.scores.get().version == number + 1


def test_of_several_windows_of_an_assessor_one_wins_whatever_each_has_chosen(levels, cast):
    assign(levels, cast.assessor)
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    submission, item = levels.submissions.get(), outline_of(levels.criteria_set).items["1.1"]
    given = {"submission": submission, "item": item, "actor": cast.assessor}
    for number in range(ROUNDS):
        CheckpointScore.objects.filter(stage=Stage.REVIEW).delete()
        version = number % 2  # every second round over one that is there
        if version:
            keep_review_checkpoints(values={CHECKPOINTS[0]: Decimal("0.5")}, version=0, **given)
        savers = [
            partial(keep_review_checkpoints, values={code: Decimal(1)}, version=version, **given)
            for code in CHECKPOINTS  # each another checkpoint: no row of the one is a row of the other
        ]
        results = at_once(*savers)
        assert {type(result) for result in results} == {dict, StaleCheckpoints}, results
        assert sum(isinstance(result, dict) for result in results) == 1, results
        stored = CheckpointScore.objects.filter(stage=Stage.REVIEW)
        assert version_of_item({row.pk: row for row in stored}) == version + 1
