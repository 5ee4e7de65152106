"""Extending the deadline of one unit: by whom, when, and with which words in the history."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.services.deadlines import DeadlineMoved, ExtensionRefused, extend_due
from assessments.statuses import EventKind, Status
from tests.assessments.services.stage import kinds, pass_the_deadline
from tests.cast import bring_to, make_unit, make_user
from tests.rows import digest
from thai.dates import long_date

pytestmark = pytest.mark.django_db
REASON = "น้ำท่วมสำนักงานทั้งสัปดาห์"
ROLES = ["contributor", "lead", "approver", "manager", "stranger", "assessor", "administrator"]


@pytest.fixture
def extend(assessment, cast):
    """Extends by forty days as the coordinator, who saw the deadline that stands."""

    def act(actor=cast.coordinator, days=40, reason=REASON, seen=None):
        assessment.refresh_from_db()
        due = timezone.now() + timedelta(days=days)
        seen = seen or assessment.deadline
        return extend_due(assessment_id=assessment.pk, due=due, reason=reason, seen=seen, actor=actor)

    return act


def refuse(extend, **given) -> str:
    before = digest()
    with pytest.raises(ExtensionRefused) as refused:
        extend(**given)
    assert digest() == before
    return str(refused.value)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED])
def test_the_date_and_the_reason_stand_in_the_history(assessment, cast, extend, status):
    bring_to(assessment, status, cast)
    event = extend()
    assessment.refresh_from_db()
    assert (assessment.status, assessment.due > event.at + timedelta(days=39)) == (status, True)
    assert kinds(assessment)[-1] == (EventKind.DUE_EXTENDED, f"ถึง {long_date(assessment.due)}: {REASON}")
    assert (event.actor, event.to_status) == (cast.coordinator, "")


def test_what_is_past_its_deadline_is_open_again(assessment, extend):
    pass_the_deadline(assessment)
    event = extend(days=1)
    assessment.refresh_from_db()
    assert assessment.deadline > event.at


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED])
def test_what_the_unit_has_sent_has_no_deadline_to_extend(assessment, cast, extend, status):
    bring_to(assessment, status, cast)
    assert "ฉบับร่าง" in refuse(extend)


@pytest.mark.parametrize("role", ROLES)
def test_only_a_coordinator_extends(assessment, cast, extend, role):
    bring_to(assessment, Status.DRAFT, cast)
    assert "บทบาท" in refuse(extend, actor=getattr(cast, role))


def test_only_within_his_scope(assessment, cast, extend):
    elsewhere = make_user("elsewhere", (Role.COORDINATOR, make_unit("M07", "กระทรวงการคลัง")))
    assert "บทบาท" in refuse(extend, actor=elsewhere)
    assert extend(actor=make_user("here", (Role.COORDINATOR, cast.unit.parent)))


@pytest.mark.parametrize("reason", ["", "   ", "ที่" * 9, "ที่" * 9 + "   "])
def test_nine_characters_are_too_short_a_reason(assessment, extend, reason):
    assert "10" in refuse(extend, reason=reason)


def test_ten_characters_are_enough(assessment, extend):
    assert extend(reason="ที่" * 10)


def test_a_date_that_is_past_is_refused(assessment, extend):
    assert "หลังจากวันนี้" in refuse(extend, days=-1)


def test_of_two_coordinators_the_second_is_told(assessment, cast, extend):
    seen = assessment.deadline
    extend(days=50)
    before = digest()
    with pytest.raises(DeadlineMoved) as moved:
        extend(days=60, seen=seen)
    assessment.refresh_from_db()
    assert (moved.value.current, digest()) == (assessment.due, before)
