"""Manager and lead who set targets at the same moment."""

from functools import partial

import pytest

from assessments.services.targets import StaleTargets, set_targets, targets_of
from assessments.statuses import EventKind
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def setting(assessment, wanted, actor, seen=None):
    return partial(set_targets, assessment=assessment, seen=seen or {}, wanted=wanted, actor=actor)


def test_of_two_who_set_one_item_one_is_told_and_other_items_are_kept(assessment, cast):
    for _round in range(ROUNDS):
        assessment.targets.all().delete()
        assessment.events.all().delete()
        results = at_once(
            setting(assessment, {"1.1": 50}, cast.manager),
            setting(assessment, {"1.1": 70}, cast.lead),
            setting(assessment, {"7.1": 30}, cast.manager),
            setting(assessment, {"7.2": 40}, cast.lead),
        )
        assert [result for result in results if isinstance(result, StaleTargets)] in ([results[0]], [results[1]])
        stood = 70 if isinstance(results[0], StaleTargets) else 50
        assert results[2:] == [["7.1"], ["7.2"]]
        assert targets_of(assessment) == {"1.1": stood, "7.1": 30, "7.2": 40}
        assert assessment.events.filter(kind=EventKind.TARGETS_SET).count() == 3
