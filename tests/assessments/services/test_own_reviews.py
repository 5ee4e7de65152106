"""An assessor's own review: declared, scored on her own, handed in, handed back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Assignment, CheckpointScore, ConsensusMeeting, Finding, HandIn
from assessments.permissions import CONFLICTED, HAS_HANDED_IN, NOT_DECLARED
from assessments.scorecard import scale_of
from assessments.scoring.confirmation import Refusal
from assessments.scoring.process import suggest
from assessments.services.assignments import DeclarationRefused, declare_interests
from assessments.services.checkpoints import Judged, save_review_checkpoints
from assessments.services.findings import StaleFinding, add_finding, change_finding, delete_finding
from assessments.services.hand_ins import HandInRefused, hand_back, hand_in
from assessments.services.locks import AssessmentLocked
from assessments.services.own_reviews import ReviewClosed, SubmissionReplaced
from assessments.services.scores import (
    ScoreRefused,
    StaleScore,
    confirm_whole_in_review,
    keep_review_score,
    save_review_score,
)
from assessments.services.workflow import perform
from assessments.statuses import Action, EventKind, Stage, Status
from tests.assessments.services.stage import item_of
from tests.cast import add_remark, assign, bring_to, make_user, submit
from tests.levels import CHECKPOINTS, bring_levels_to
from tests.rows import digest

pytestmark = pytest.mark.django_db
CONFLICT = "เคยเป็นที่ปรึกษาของหน่วยงานนี้เมื่อปีก่อน"
BACK = "โปรดตรวจหลักฐานของหัวข้อ 1.1 อีกครั้ง"
REASON = "หลักฐานที่แนบแสดงผลดีกว่าปัจจัยที่เลือก"


@pytest.fixture
def submission(assessment, cast):
    bring_to(assessment, Status.SUBMITTED, cast)
    return assessment.submissions.get()


def score(submission, actor, code="1.1", save=save_review_score, **changes):
    """Factors of 3 and 60 % where the item has factors, what is given else; answers what `save` does."""
    item = item_of(submission.assessment, code)
    factors = dict.fromkeys("ADLI", 3) if item.is_process else {}
    scale = scale_of(submission.assessment.criteria_set)
    given = {"factors": factors, "percent": 60 if item.is_process else 0, "reason": "", "version": 0}
    given |= {"suggestion": suggest([3] * 4 if item.is_process else [0] * 4, scale)}
    return save(submission=submission, item=item, actor=actor, **given | changes)


def find(submission, actor, code="1.1", **changes) -> Finding:
    given = {"kind": "strength", "nugget": "ทบทวนวิสัยทัศน์ทุกปี"} | changes
    return add_finding(submission=submission, item=item_of(submission.assessment, code), actor=actor, **given)


def review_all(submission, actor) -> None:
    """Every item of the small set scored, with a word for each."""
    for code in ("1.1", "7.1", "7.2"):
        score(submission, actor, code)
        find(submission, actor, code)


def status_of(submission) -> str:
    submission.assessment.refresh_from_db()
    return submission.assessment.status


# --- Declaring -----------------------------------------------------------------------------------------------------


def undeclared(submission, cast) -> Assignment:
    submission.assessment.assignments.update(declared_at=None)
    return submission.assessment.assignments.get()


def test_before_she_declares_she_writes_nothing(submission, cast):
    undeclared(submission, cast)
    before = digest()
    for write in (score, find):
        with pytest.raises(ReviewClosed) as closed:
            write(submission, cast.assessor)
        assert closed.value.reason == NOT_DECLARED
    assert digest() == before


def test_one_without_interest_may_review_and_the_history_tells_that_she_declared(submission, cast):
    undeclared(submission, cast)

    declared = declare_interests(assessment=submission.assessment, conflict=" ", actor=cast.assessor)

    assert (declared.may_review, declared.conflict) == (True, "")
    event = submission.assessment.events.first()
    assert (event.kind, event.actor, event.note) == (EventKind.INTERESTS_DECLARED, cast.assessor, "")
    assert score(submission, cast.assessor).percent == 60


def test_one_with_an_interest_reviews_nothing_and_cannot_take_it_back(submission, cast):
    undeclared(submission, cast)
    given = {"assessment": submission.assessment, "actor": cast.assessor}

    declare_interests(conflict=CONFLICT, **given)

    assert submission.assessment.events.first().note == ""  # what she describes stands in the assignment alone
    with pytest.raises(ReviewClosed) as closed:
        score(submission, cast.assessor)
    assert closed.value.reason == CONFLICTED
    before = digest()
    with pytest.raises(DeclarationRefused):
        declare_interests(conflict="", **given)
    declare_interests(conflict=CONFLICT, **given)  # the same once more is no second event
    assert digest() == before


def test_a_conflict_that_she_finds_later_closes_her_review(submission, cast):
    score(submission, cast.assessor)
    declare_interests(assessment=submission.assessment, conflict=CONFLICT, actor=cast.assessor)
    with pytest.raises(ReviewClosed):
        score(submission, cast.assessor, version=1)


def test_a_conflict_of_a_few_letters_is_refused(submission, cast):
    undeclared(submission, cast)
    before = digest()
    with pytest.raises(DeclarationRefused):
        declare_interests(assessment=submission.assessment, conflict="เคยทำงาน", actor=cast.assessor)
    assert digest() == before


# --- The first save starts the review ---------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [score, find])
def test_her_first_save_starts_the_review(submission, cast, write):
    write(submission, cast.assessor)

    assert status_of(submission) == Status.IN_REVIEW
    event = submission.assessment.events.get(kind=EventKind.START_REVIEW)
    assert (event.actor, event.from_status, event.to_status) == (cast.assessor, Status.SUBMITTED, Status.IN_REVIEW)
    assert event.submission == submission


def test_a_refused_first_save_starts_nothing(submission, cast):
    before = digest()
    with pytest.raises(ScoreRefused):
        score(submission, cast.assessor, percent=100)
    assert digest() == before


def test_a_coordinator_who_is_not_assigned_writes_in_review_only(submission, cast):
    with pytest.raises(AssessmentLocked):
        find(submission, cast.coordinator)
    perform(Action.START_REVIEW, assessment_id=submission.assessment_id, actor=cast.coordinator)
    assert find(submission, cast.coordinator).stage == Stage.REVIEW


# --- Scores -----------------------------------------------------------------------------------------------------------


def test_her_score_stands_beside_those_of_others_without_an_event(submission, cast):
    colleague = make_user("colleague", ("assessor", None))
    assign(submission.assessment, colleague)

    score(submission, cast.assessor, factors=dict.fromkeys("ADLI", 3), percent=60)
    score(submission, colleague, percent=55)

    rows = submission.scores.filter(stage=Stage.REVIEW).values_list("author__username", "percent", "confirmed")
    assert sorted(rows) == [("assessor", 60, True), ("colleague", 55, True)]
    kinds = submission.assessment.events.values_list("kind", flat=True)
    assert EventKind.SCORE_CONFIRMED not in kinds


def test_factors_without_a_percent_are_kept_and_do_not_count(submission, cast):
    kept = score(submission, cast.assessor, factors={"A": 4}, percent=None)
    assert (kept.approach, kept.deployment, kept.percent, kept.confirmed) == (4, None, None, False)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"percent": 61}, Refusal.PERCENT_NOT_ALLOWED),
        ({"percent": 90}, Refusal.REASON_TOO_SHORT),
        ({"percent": 90, "reason": "สั้นไป"}, Refusal.REASON_TOO_SHORT),
        ({"suggestion": None}, Refusal.FACTORS_MISSING),
    ],
)
def test_a_score_that_breaks_a_rule_is_refused(submission, cast, changes, refusal):
    before = digest()
    with pytest.raises(ScoreRefused) as refused:
        score(submission, cast.assessor, **changes)
    assert (refused.value.refusal, digest()) == (refusal, before)


def test_outside_the_band_a_reason_makes_it_stand(submission, cast):
    assert score(submission, cast.assessor, percent=90, reason=REASON).confirmed


def test_of_two_windows_the_second_is_told_what_stands(submission, cast):
    score(submission, cast.assessor)
    with pytest.raises(StaleScore) as stale:
        score(submission, cast.assessor, percent=55)
    assert stale.value.current.percent == 60
    assert score(submission, cast.assessor, percent=55, version=1).version == 2


def test_the_button_over_her_own_autosave_finds_its_score_standing(submission, cast):
    kept, refused = score(submission, cast.assessor, save=keep_review_score)
    assert (kept.version, refused) == (1, None)

    pressed = score(submission, cast.assessor)

    assert (pressed.pk, pressed.version, pressed.confirmed) == (kept.pk, 1, True)


def test_a_dimension_confirmed_twice_from_one_page_stands_once(levels, cast):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    assign(levels, cast.assessor)
    given = {"submission": levels.submissions.get(), "item": item_of(levels, "7.1"), "actor": cast.assessor}
    versions = [confirm_whole_in_review(version=0, **given).version for _press in range(2)]
    assert versions == [1, 1]


def test_checkpoints_are_judged_by_each_assessor_alone(levels, cast):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    assign(levels, cast.assessor)
    given = {"submission": levels.submissions.get(), "actor": cast.assessor}
    judged = {code: Judged(Decimal(1), 0) for code in CHECKPOINTS}

    assert save_review_checkpoints(item=item_of(levels, "1.1"), judged=judged, **given) == len(CHECKPOINTS)
    assert confirm_whole_in_review(item=item_of(levels, "7.1"), version=0, **given).confirmed

    stored = CheckpointScore.objects.filter(stage=Stage.REVIEW)
    assert set(stored.values_list("author", "value")) == {(cast.assessor.pk, Decimal(1))}
    assert not levels.events.filter(actor=cast.assessor).exists()


def test_checkpoints_that_depart_from_the_units_need_a_finding(levels, cast):
    bring_levels_to(levels, Status.IN_REVIEW, cast)  # the unit judged ½ throughout
    assign(levels, cast.assessor)
    item, given = item_of(levels, "1.1"), {"submission": levels.submissions.get(), "actor": cast.assessor}
    confirm_whole_in_review(item=item_of(levels, "7.1"), version=0, **given)
    save_review_checkpoints(item=item, judged={code: Judged(Decimal("0.5"), 0) for code in CHECKPOINTS}, **given)
    save_review_checkpoints(item=item, judged={"1.1-B1": Judged(Decimal(0), 1)}, **given)
    with pytest.raises(HandInRefused):
        hand_in(**given)
    save_review_checkpoints(item=item, judged={"1.1-B1": Judged(Decimal("0.5"), 2)}, **given)
    assert hand_in(**given).assessor == cast.assessor


# --- Findings ---------------------------------------------------------------------------------------------------------


def test_a_finding_is_changed_over_the_version_that_was_seen(submission, cast):
    found = find(submission, cast.assessor)

    changed = change_finding(
        finding=found, version=1, actor=cast.assessor, kind="ofi", nugget="ไม่พบการทบทวน", factor="L"
    )

    assert (changed.version, changed.kind, changed.nugget, changed.factor) == (2, "ofi", "ไม่พบการทบทวน", "L")
    with pytest.raises(StaleFinding) as stale:
        change_finding(finding=found, version=1, actor=cast.assessor, kind="ofi", nugget="ช้าไป")
    assert (stale.value.current.nugget, Finding.objects.get().nugget) == ("ไม่พบการทบทวน", "ไม่พบการทบทวน")


# --- Handing in -------------------------------------------------------------------------------------------------------


def test_handing_in_needs_a_score_for_every_item(submission, cast):
    score(submission, cast.assessor)
    find(submission, cast.assessor)
    before = digest()
    with pytest.raises(HandInRefused) as refused:
        hand_in(submission=submission, actor=cast.assessor)
    assert "7.1, 7.2" in str(refused.value)
    assert digest() == before


def test_a_score_without_reason_or_finding_is_refused(submission, cast):
    for code in ("1.1", "7.1", "7.2"):
        score(submission, cast.assessor, code)
    find(submission, cast.assessor, "1.1")
    score(submission, cast.assessor, "7.1", reason="ไม่มีตัวชี้วัด", version=1)
    with pytest.raises(HandInRefused) as refused:
        hand_in(submission=submission, actor=cast.assessor)
    assert "7.2" in str(refused.value)
    assert "7.1" not in str(refused.value)


def test_handed_in_she_changes_nothing(submission, cast):
    review_all(submission, cast.assessor)
    found = Finding.objects.first()

    made = hand_in(submission=submission, actor=cast.assessor)

    assert hand_in(submission=submission, actor=cast.assessor) == made
    event = submission.assessment.events.get(kind=EventKind.HANDED_IN)
    assert (event.actor, event.submission, event.note) == (cast.assessor, submission, "")
    before = digest()
    for write in (
        lambda: score(submission, cast.assessor, version=1),
        lambda: find(submission, cast.assessor),
        lambda: change_finding(finding=found, version=1, actor=cast.assessor, kind="ofi", nugget="ใหม่"),
        lambda: delete_finding(finding=found, actor=cast.assessor),
    ):
        with pytest.raises(ReviewClosed) as closed:
            write()
        assert closed.value.reason == HAS_HANDED_IN
    assert digest() == before


def test_handed_back_with_a_reason_she_writes_and_hands_in_again(submission, cast):
    review_all(submission, cast.assessor)
    made = hand_in(submission=submission, actor=cast.assessor)

    hand_back(given=made, reason=BACK, actor=cast.coordinator)

    made.refresh_from_db()
    assert (made.reason, made.handed_back_by) == (BACK, cast.coordinator)
    event = submission.assessment.events.first()
    assert (event.kind, event.note) == (EventKind.HANDED_BACK, str(cast.assessor))  # the reason is not in the history
    assert score(submission, cast.assessor, percent=55, version=1).percent == 55
    assert hand_in(submission=submission, actor=cast.assessor) != made
    assert HandIn.objects.count() == 2


def test_handing_back_needs_a_reason_once_and_before_the_consensus(submission, cast):
    review_all(submission, cast.assessor)
    made = hand_in(submission=submission, actor=cast.assessor)
    before = digest()
    with pytest.raises(HandInRefused):
        hand_back(given=made, reason="สั้นไป", actor=cast.coordinator)
    meeting = ConsensusMeeting.objects.create(
        submission=submission, opened_by=cast.coordinator, opened_at=timezone.now()
    )
    with pytest.raises(HandInRefused):
        hand_back(given=made, reason=BACK, actor=cast.coordinator)
    meeting.delete()
    assert digest() == before
    hand_back(given=made, reason=BACK, actor=cast.coordinator)
    with pytest.raises(HandInRefused):
        hand_back(given=made, reason=BACK, actor=cast.coordinator)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.APPROVED])
def test_outside_the_review_nothing_is_handed_in_or_back(submission, cast, status):
    review_all(submission, cast.assessor)
    made = hand_in(submission=submission, actor=cast.assessor)
    type(submission.assessment).objects.update(status=status)
    before = digest()
    with pytest.raises(AssessmentLocked):
        hand_in(submission=submission, actor=cast.assessor)
    with pytest.raises(AssessmentLocked):
        hand_back(given=made, reason=BACK, actor=cast.coordinator)
    assert digest() == before


# --- Bound to the submission ------------------------------------------------------------------------------------------


def test_what_was_judged_of_an_earlier_submission_is_refused(submission, cast):
    score(submission, cast.assessor)
    add_remark(submission.assessment, cast)
    due = timezone.now() + timedelta(days=9)
    perform(Action.RETURN, assessment_id=submission.assessment_id, actor=cast.coordinator, due=due)
    submit(submission.assessment, cast)
    before = digest()
    for write in (lambda: score(submission, cast.assessor, version=1), lambda: find(submission, cast.assessor)):
        with pytest.raises(SubmissionReplaced):
            write()
    assert digest() == before
    second = submission.assessment.submissions.get(number=2)
    assert score(second, cast.assessor).submission == second
    assert status_of(submission) == Status.IN_REVIEW
