"""Two coordinators take the consensus of the earlier submission over at the same moment."""

from functools import partial

import pytest

from accounts.roles import Role
from assessments.services.taking_over import TakenOver, take_over_consensus
from assessments.services.workflow import perform
from assessments.statuses import Action, EventKind, Stage, Status
from tests.assessments.views.stage import add_finding
from tests.cast import add_remark, bring_to, decide_all, make_user, submit
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_taken_over_twice_at_once_there_is_one_copy(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    decide_all(assessment, cast)
    factors = dict.fromkeys(("approach", "deployment", "learning", "integration"), 3)
    assessment.scores.filter(stage=Stage.CONSENSUS, item__code="1.1").update(**factors)
    add_finding(assessment, cast.coordinator, stage=Stage.CONSENSUS)
    add_remark(assessment, cast)
    perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator)
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    again = assessment.submissions.first()
    coordinators = cast.coordinator, make_user("coordinator2", (Role.COORDINATOR, None))
    for _round in range(ROUNDS):
        again.scores.all().delete()
        again.findings.all().delete()
        assessment.events.filter(kind=EventKind.CONSENSUS_TAKEN).delete()
        results = at_once(*(partial(take_over_consensus, submission=again, actor=each) for each in coordinators))
        assert sorted(results, key=str) == [None, TakenOver(1, 3, 1, ())], results
        assert (again.scores.count(), again.findings.count()) == (3, 1)
        event = assessment.events.get(kind=EventKind.CONSENSUS_TAKEN)
        assert {score.author for score in again.scores.all()} == {event.actor}
