"""Scores of items: what may be confirmed, what lapses, who was first (scoring.md 1.1)."""

import pytest

from assessments.scoring.confirmation import Refusal
from assessments.scoring.process import Suggestion
from assessments.services.indicators import add_indicator, delete_indicator, save_indicator
from assessments.services.locks import AssessmentLocked
from assessments.services.scores import ScoreRefused, StaleScore, save_consensus_score, save_self_score
from assessments.statuses import EventKind, Stage, Status
from tests.assessments.services.stage import area_of, fields_of, item_of, kinds, pass_the_deadline
from tests.cast import bring_to
from tests.rows import digest

pytestmark = pytest.mark.django_db
THREES = {"A": 3, "D": 3, "L": 3, "I": 3}
LONG = "มีผลลัพธ์รองรับครบทุกพื้นที่แล้ว"
NINETEEN = "น้ำ" * 19


@pytest.fixture
def say(assessment, cast):
    """Saves the self score of an item as the lead."""

    def save(item="1.1", factors=THREES, percent=60, reason="", confirm=True, version=0):
        return save_self_score(
            assessment=assessment,
            item=item_of(assessment, item),
            factors=factors,
            percent=percent,
            reason=reason,
            confirm=confirm,
            version=version,
            actor=cast.lead,
        )

    return save


def test_a_confirmed_score_holds_for_its_band_and_is_told_in_the_history(assessment, cast, say):
    score = say()
    assert (score.stage, score.percent, score.confirmed, score.confirmed_band) == (Stage.SELF, 60, True, 3)
    assert (score.factors, score.author, score.version, score.submission) == (THREES, cast.lead, 1, None)
    assert kinds(assessment) == [(EventKind.SCORE_CONFIRMED, "1.1")]
    assert assessment.events.first().actor == cast.lead


def test_a_proposal_is_kept_without_an_event(assessment, say):
    score = say(factors={"A": 3}, percent=None, confirm=False)
    assert (score.approach, score.deployment, score.confirmed, score.confirmed_band) == (3, None, False, None)
    assert kinds(assessment) == []


@pytest.mark.parametrize("percent", [50, 55, 60, 65])
def test_within_the_band_no_reason_is_needed(say, percent):
    assert say(percent=percent).percent == percent


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"percent": 70}, Refusal.REASON_TOO_SHORT),
        ({"percent": 45, "reason": NINETEEN}, Refusal.REASON_TOO_SHORT),
        ({"percent": 45, "reason": "น้ำ" + " " * 30}, Refusal.REASON_TOO_SHORT),
        ({"percent": 42, "reason": LONG}, Refusal.PERCENT_NOT_ALLOWED),
        ({"percent": None, "reason": LONG}, Refusal.PERCENT_NOT_ALLOWED),
        ({"factors": {"A": 3, "D": 3, "L": 3}}, Refusal.FACTORS_MISSING),
    ],
)
def test_a_confirmation_that_breaks_a_rule_is_refused(assessment, say, changes, refusal):
    before = digest()
    with pytest.raises(ScoreRefused) as refused:
        say(**changes)
    assert refused.value.refusal == refusal
    assert digest() == before


def test_outside_the_band_a_reason_of_twenty_letters_is_enough(say):
    assert say(percent=75, reason="น้ำ" * 20).confirmed is True


def test_factors_of_a_results_item_are_never_stored(assessment, say):
    score = say(item="7.1", factors=THREES, percent=0)
    assert (score.factors, score.confirmed, score.confirmed_band) == (None, True, 0)


def test_who_comes_second_is_told(say, assessment):
    say()
    for version in (0, 2):
        with pytest.raises(StaleScore) as stale:
            say(percent=65, version=version)
        assert (stale.value.current.percent, stale.value.current.version) == (60, 1)
    assert say(percent=65, version=1).version == 2
    assert kinds(assessment) == [(EventKind.SCORE_CONFIRMED, "1.1")] * 2


def test_factors_of_another_band_lapse_the_confirmation(assessment, say):
    say()
    score = say(factors={"A": 2, "D": 2, "L": 2, "I": 2}, confirm=False, version=1)
    assert (score.confirmed, score.percent, score.confirmed_band) == (False, 60, None)
    assert kinds(assessment) == [(EventKind.SCORE_CONFIRMED, "1.1"), (EventKind.SCORE_LAPSED, "1.1")]


def test_factors_of_the_same_band_leave_it(assessment, say):
    say()
    score = say(factors={"A": 4, "D": 3, "L": 3, "I": 3}, confirm=False, version=1)
    assert (score.confirmed, score.confirmed_band, score.approach) == (True, 3, 4)
    assert kinds(assessment) == [(EventKind.SCORE_CONFIRMED, "1.1")]


def test_another_percent_without_confirming_is_a_proposal(assessment, say):
    say()
    score = say(percent=65, confirm=False, version=1)
    assert (score.confirmed, score.percent) == (False, 65)
    assert kinds(assessment)[-1] == (EventKind.SCORE_LAPSED, "1.1")


def test_a_reason_that_was_needed_cannot_be_taken_away(say):
    say(percent=75, reason=LONG)
    assert say(percent=75, reason="", confirm=False, version=1).confirmed is False


def test_a_confirmation_lapses_when_an_indicator_moves_the_band(assessment, cast, say):
    item, area = item_of(assessment, "7.1"), area_of(assessment, "7.1", "ก")
    say(item="7.1", factors={}, percent=5)
    indicator = add_indicator(assessment=assessment, item=item, fields=fields_of(area), actor=cast.contributor)
    assert assessment.scores.get().confirmed is False
    assert kinds(assessment)[1:] == [(EventKind.INDICATOR_SAVED, "7.1-01"), (EventKind.SCORE_LAPSED, "7.1")]

    say(item="7.1", factors={}, percent=85, version=1)
    save_indicator(indicator=indicator, fields=fields_of(area, value=90), version=1, actor=cast.contributor)
    assert assessment.scores.get().confirmed is True

    indicator.refresh_from_db()
    delete_indicator(indicator=indicator, version=2, actor=cast.contributor)
    lapsed = assessment.scores.get()
    assert (lapsed.confirmed, lapsed.percent) == (False, 85)
    assert kinds(assessment)[-2:] == [
        (EventKind.INDICATOR_DELETED, "7.1-01 ความพึงพอใจ"),
        (EventKind.SCORE_LAPSED, "7.1"),
    ]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED])
def test_what_has_been_sent_is_locked(assessment, cast, say, status):
    bring_to(assessment, status, cast)
    before = digest()
    with pytest.raises(AssessmentLocked):
        say(version=1)
    assert digest() == before


def test_after_the_deadline_it_is_locked(assessment, say):
    pass_the_deadline(assessment)
    with pytest.raises(AssessmentLocked):
        say()
    assert not assessment.scores.exists()


@pytest.fixture
def decide(assessment, cast):
    """Saves the consensus score of 1.1 as the coordinator; nobody is awaited."""
    bring_to(assessment, Status.IN_REVIEW, cast)
    assessment.assignments.all().delete()
    submission = assessment.submissions.get()

    def save(percent=60, reason="", version=0, suggestion=Suggestion(3, 60)):  # noqa: B008  frozen
        return save_consensus_score(
            submission=submission,
            item=item_of(assessment, "1.1"),
            suggestion=suggestion,
            factors=THREES,
            percent=percent,
            reason=reason,
            version=version,
            actor=cast.coordinator,
        )

    return save


def test_consensus_stands_beside_the_self_score(assessment, cast, decide):
    score = decide(percent=50)
    assert (score.stage, score.percent, score.confirmed, score.author) == (
        Stage.CONSENSUS,
        50,
        True,
        cast.coordinator,
    )
    assert score.submission == assessment.submissions.get()
    own = assessment.scores.get(stage=Stage.SELF, item__code="1.1")
    assert (own.percent, own.confirmed) == (60, True)
    assert kinds(assessment)[-1] == (EventKind.CONSENSUS_SAVED, "1.1")


def test_consensus_keeps_the_rules_of_a_confirmation(decide):
    with pytest.raises(ScoreRefused) as refused:
        decide(percent=90)
    assert refused.value.refusal == Refusal.REASON_TOO_SHORT
    with pytest.raises(ScoreRefused) as refused:
        decide(suggestion=None)
    assert refused.value.refusal == Refusal.FACTORS_MISSING
    assert decide(percent=90, reason=LONG).version == 1
    with pytest.raises(StaleScore):
        decide(percent=60)
    assert decide(percent=60, version=1).version == 2


def test_consensus_is_of_a_review_only(assessment, cast, decide):
    type(assessment).objects.filter(pk=assessment.pk).update(status=Status.SUBMITTED)
    with pytest.raises(AssessmentLocked):
        decide()
