"""Two coordinators in the consensus room at the same moment."""

from functools import partial

import pytest

from accounts.roles import Role
from assessments.models import ConsensusMeeting, Finding, Score
from assessments.scoring.process import Suggestion
from assessments.services.consensus import StaleMeeting, merge_findings, open_consensus, save_meeting
from assessments.services.findings import StaleFinding
from assessments.services.scores import StaleScore, save_consensus_score
from assessments.statuses import EventKind, FindingKind, Stage, Status
from criteria.outline import outline_of
from tests.assessments.views.stage import add_finding
from tests.cast import bring_to, make_user
from tests.races.runner import ROUNDS, at_once
from tests.room import hand_in, open_room

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WORDS = {"kind": FindingKind.STRENGTH, "is_double": False, "factor": "", "evidence": "", "relevance": ""}


@pytest.fixture
def in_review(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    hand_in(assessment, cast.assessor, {"1.1": 50})
    return assessment


@pytest.fixture
def coordinators(cast):
    return cast.coordinator, make_user("coordinator2", (Role.COORDINATOR, None))


def exactly_one(results, problem) -> None:
    """One was told that the other came first, and the other was not."""
    assert sum(isinstance(result, problem) for result in results) == 1, results
    assert sum(isinstance(result, Exception) for result in results) == 1, results


def test_opened_twice_there_is_one_meeting(in_review, coordinators):
    submission = in_review.submissions.get()
    for _round in range(ROUNDS):
        ConsensusMeeting.objects.all().delete()
        in_review.events.filter(kind=EventKind.CONSENSUS_OPENED).delete()
        results = at_once(*(partial(open_consensus, submission=submission, actor=each) for each in coordinators))
        assert len({meeting.pk for meeting in results}) == 1, results
        assert in_review.events.filter(kind=EventKind.CONSENSUS_OPENED).count() == 1


def test_of_two_decisions_on_one_item_one_stands(in_review, cast, coordinators):
    open_room(in_review, cast.coordinator)
    submission, item = in_review.submissions.get(), outline_of(in_review.criteria_set).items["1.1"]
    reason = "ที่ประชุมเห็นพ้องกันตามหลักฐาน"
    version = 0
    for _round in range(ROUNDS):
        results = at_once(
            *(
                partial(
                    save_consensus_score,
                    submission=submission,
                    item=item,
                    suggestion=Suggestion(3, 60),
                    factors=dict.fromkeys("ADLI", 3),
                    percent=percent,
                    reason=reason,
                    version=version,
                    actor=actor,
                )
                for actor, percent in zip(coordinators, (50, 65), strict=True)
            )
        )
        exactly_one(results, StaleScore)
        stands = Score.objects.get(submission=submission, stage=Stage.CONSENSUS)
        version = stands.version
        loser = next(result for result in results if isinstance(result, StaleScore))
        assert (loser.current.percent, loser.current.author) == (stands.percent, stands.author)


def test_a_finding_is_merged_once_whatever_the_order_of_the_ticks(in_review, cast, coordinators):
    open_room(in_review, cast.coordinator)
    submission, item = in_review.submissions.get(), outline_of(in_review.criteria_set).items["1.1"]
    for round_number in range(ROUNDS):
        Finding.objects.all().delete()
        sources = [add_finding(in_review, cast.assessor).pk for _each in range(3)]
        merging = partial(merge_findings, submission=submission, item=item)
        results = at_once(
            *(
                partial(merging, sources=order, words=WORDS | {"nugget": f"รอบ {round_number} {actor}"}, actor=actor)
                for actor, order in zip(coordinators, (sources, sources[::-1]), strict=True)
            )
        )
        exactly_one(results, StaleFinding)
        merged = Finding.objects.get(stage=Stage.CONSENSUS)
        assert merged.sources.count() == 3


def test_of_two_who_tell_of_the_meeting_one_is_told_what_stands(in_review, cast, coordinators):
    meeting = open_room(in_review, cast.coordinator)
    for version in range(1, ROUNDS + 1):
        results = at_once(
            *(
                partial(save_meeting, meeting=meeting, held_on=None, present=str(each), version=version, actor=each)
                for each in coordinators
            )
        )
        exactly_one(results, StaleMeeting)
        meeting.refresh_from_db()
        assert meeting.version == version + 1
