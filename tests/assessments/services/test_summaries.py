"""Summaries: equal to the pages, made after every transition, caught up by the sweep."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.document import FrozenDocument
from assessments.models import Answer, Assessment, AssessmentEvent, Indicator, Score, Summary, ToldEvent
from assessments.scorecard import inputs_from_rows, scorecard
from assessments.scoring.totals import rounded_percent, rounded_points
from assessments.services.assessments import start_assessment
from assessments.services.indicators import delete_indicator
from assessments.services.summaries import (
    LONGEST_TRANSACTION,
    SummariesFailed,
    changed_assessments,
    refresh_summaries,
    refresh_summary,
)
from assessments.services.workflow import perform
from assessments.stages import stages_of
from assessments.statuses import Action, Stage, Status
from assessments.tasks import ensure_sweep, refresh, sweep
from criteria.outline import outline_of
from tests.assessments.views.stage import make_indicator
from tests.cast import bring_to, make_assessment, make_unit, submit
from tests.levels import bring_levels_to

STATUSES = [Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED, Status.APPROVED]
COUNTS = ("questions", "answered", "items", "confirmed")


def read(assessment) -> Assessment:
    return Assessment.objects.with_place().get(pk=assessment.pk)


def shares(card) -> str:
    """The shares of the whole and of each category, as the overview reads them."""
    each = [card.total.points * 100 / card.total.maximum, *(category.share for category in card.categories)]
    return ",".join(f"{rounded_percent(share) * 100:.0f}" for share in each)


def numbers(card) -> dict:
    """Points and share of the whole and of each category, as they are shown."""
    shown = {each.code: (rounded_points(each.total.points), rounded_percent(each.share)) for each in card.categories}
    return shown | {"total": rounded_points(card.total.points), "provisional": card.provisional}


def kept(summary: Summary, side: str) -> dict | None:
    if side == "result" and summary.result_points is None:
        return None
    rows = summary.categories.select_related("category")
    found = {row.category.code: (getattr(row, f"{side}_points"), getattr(row, f"{side}_share")) for row in rows}
    return found | {
        "total": getattr(summary, f"{side}_points"),
        "provisional": getattr(summary, f"{side}_provisional"),
    }


def summary_of(assessment) -> Summary:
    refresh_summary(assessment.pk)
    return Summary.objects.get(assessment=assessment)


@pytest.mark.parametrize("status", STATUSES)
def test_a_summary_says_what_the_score_page_says(assessment, cast, status):
    bring_to(assessment, status, cast)
    summary, stages = summary_of(assessment), stages_of(read(assessment), outline_of(assessment.criteria_set))
    assert kept(summary, "self") == numbers(stages.own)
    assert kept(summary, "result") == (None if status == Status.DRAFT else numbers(stages.deciding))
    assert summary.result_stage == ("" if status == Status.DRAFT else stages.deciding.stage)
    assert summary.result_shares == ("" if status == Status.DRAFT else shares(stages.deciding))


@pytest.mark.parametrize("status", STATUSES)
def test_so_does_one_of_scheme_levels(levels, cast, status):
    bring_levels_to(levels, status, cast)
    summary, stages = summary_of(levels), stages_of(read(levels), outline_of(levels.criteria_set))
    assert kept(summary, "self") == numbers(stages.own)
    assert kept(summary, "result") == (None if status == Status.DRAFT else numbers(stages.deciding))
    assert summary.maximum == Decimal("500.00")
    assert summary.result_shares == ("" if status == Status.DRAFT else shares(stages.deciding))


def test_it_counts_by_the_one_rule_of_progress(assessment):
    first, second, third, *_rest = assessment.answers.all()
    Answer.objects.filter(pk=first.pk).update(text="มีวิธีการ", version=1)
    Answer.objects.filter(pk=second.pk).update(not_applicable="ไม่มีภารกิจด้านนี้ตามกฎหมายจัดตั้ง", version=1)
    Answer.objects.filter(pk=third.pk).update(text="ของปีก่อน", carried_from=2567, version=1)
    summary, page = summary_of(assessment), Assessment.objects.with_progress().get(pk=assessment.pk)
    assert (summary.questions, summary.answered) == (page.question_count, page.answered) == (8, 2)
    assert (summary.items, summary.confirmed) == (3, 0)


def test_thirds_are_rounded_once(levels):
    """Two sub-topics, points of thirds: the mean of the categories is taken before rounding."""
    for area, value in (("1", "1"), ("2", "2")):
        make_indicator(levels, int(area), "7.1", area, y2568=(value, "3", None))
    card = scorecard(outline_of(levels.criteria_set), inputs_from_rows(read(levels)))
    assert kept(summary_of(levels), "self") == numbers(card)


def test_while_it_is_mended_others_know_what_was_sent(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    before = summary_of(assessment)
    assessment.scores.filter(item__code="1.1").update(percent=50)
    make_indicator(assessment, y2568=("85", "82", None))
    after = summary_of(assessment)
    assert after.self_points != before.self_points
    assert kept(after, "result") == kept(before, "result") == numbers(sent(assessment).card)
    assert (after.result_stage, after.result_provisional) == (Stage.SELF, False)


def sent(assessment) -> FrozenDocument:
    return FrozenDocument(assessment.submissions.first(), outline_of(assessment.criteria_set))


def test_of_two_submissions_the_latest_counts(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    assessment.scores.filter(item__code="1.1").update(percent=50)
    submit(assessment, cast)
    perform(Action.WITHDRAW, assessment_id=assessment.pk, actor=cast.approver)
    assert kept(summary_of(assessment), "result") == numbers(sent(assessment).card)
    assert sent(assessment).submission.number == 2


def test_approved_without_reviewers_the_self_total_stands(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    assessment.assignments.all().delete()
    perform(Action.APPROVE, assessment_id=assessment.pk, actor=cast.coordinator)
    summary = summary_of(assessment)
    assert (summary.result_points, summary.result_stage) == (summary.self_points, Stage.SELF)


@pytest.mark.django_db(transaction=True)
def test_every_transition_is_followed_by_a_summary(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    assert Summary.objects.get().result_stage == Stage.SELF
    submit(assessment, cast)
    perform(Action.WITHDRAW, assessment_id=assessment.pk, actor=cast.approver)
    submit(assessment, cast)
    for action in (Action.START_REVIEW, Action.APPROVE, Action.REOPEN):
        Summary.objects.all().delete()
        if action == Action.APPROVE:
            assessment.assignments.all().delete()
        perform(action, assessment_id=assessment.pk, actor=cast.coordinator, reason="มีข้อมูลใหม่ที่ต้องพิจารณาเพิ่มเติม")
        assert Summary.objects.get().computed_at >= AssessmentEvent.objects.latest("pk").at


@pytest.mark.parametrize("action", [Action.SUBMIT, Action.WITHDRAW, Action.START_REVIEW, Action.RETURN])
def test_a_transition_asks_for_one_summary_and_is_told(assessment, cast, action, django_capture_on_commit_callbacks):
    needed = {Action.WITHDRAW: Status.SUBMITTED, Action.START_REVIEW: Status.SUBMITTED, Action.RETURN: Status.IN_REVIEW}
    if action == Action.RETURN:
        bring_to(assessment, Status.RETURNED, cast)
        submit(assessment, cast)
        perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
        assessment.remarks.update(submission=assessment.submissions.first())
    elif action in needed:
        bring_to(assessment, needed[action], cast)
    else:
        bring_to(assessment, Status.RETURNED, cast)
    actor = cast.approver if action in (Action.SUBMIT, Action.WITHDRAW) else cast.coordinator
    with django_capture_on_commit_callbacks(execute=True) as jobs:
        if action == Action.SUBMIT:
            submit(assessment, cast)
        else:
            perform(action, assessment_id=assessment.pk, actor=actor)
    # The summary, who is told, and reports that are asked for anew; a submission is compared with others too.
    assert len(jobs) == (4 if action == Action.SUBMIT else 3)
    assert ToldEvent.objects.get().event.kind == action
    assert Summary.objects.get().assessment_id == assessment.pk


def age_changes(by: timedelta) -> None:
    """Everything that was done lies so long ago."""
    at = timezone.now() - by
    for model in (Answer, Indicator, Score):
        model.objects.exclude(updated_at=None).update(updated_at=at)
    AssessmentEvent.objects.update(at=at)


@pytest.fixture
def quiet(assessment, cast):
    """Summarised, and nothing has changed for long."""
    make_indicator(assessment, y2568=("85", "82", None))
    age_changes(LONGEST_TRANSACTION * 2)
    refresh_summary(assessment.pk)
    return assessment


def test_the_sweep_leaves_alone_what_has_not_changed(quiet):
    assert changed_assessments() == []


def test_it_finds_what_was_never_summarised(quiet, cast, cycle):
    other = start_assessment(unit=cast.other_unit, cycle=cycle, actor=cast.stranger)
    assert changed_assessments() == [other.pk]


@pytest.mark.parametrize("late", [timedelta(0), LONGEST_TRANSACTION - timedelta(seconds=5)])
def test_it_finds_a_saved_answer_even_one_that_was_committed_late(quiet, late):
    Answer.objects.filter(pk=quiet.answers.first().pk).update(text="ใหม่", version=1, updated_at=timezone.now() - late)
    assert changed_assessments() == [quiet.pk]


def test_it_finds_a_score_that_was_saved(quiet, as_user, cast):
    data = {"factor_A": "3", "factor_D": "3", "factor_L": "3", "factor_I": "3", "version": "0", "save": "1"}
    assert as_user(cast.lead).post(f"/assessments/{quiet.pk}/items/1.1/score/", data).status_code == 302
    assert changed_assessments() == [quiet.pk]


def test_it_finds_an_indicator_that_is_gone(quiet, cast):
    indicator = quiet.indicators.get()
    delete_indicator(indicator=indicator, version=indicator.version, actor=cast.lead)
    assert changed_assessments() == [quiet.pk]


def test_after_the_sweep_the_numbers_are_those_of_the_page(quiet):
    quiet.answers.update(text="ใหม่", version=1, updated_at=timezone.now())
    sweep.call()
    assert Summary.objects.get().answered == 8


def crowd(cycle, count: int) -> list[int]:
    """The keys of so many assessments in different statuses, with indicators and a submission each."""
    found = []
    for number in range(count):
        assessment = make_assessment(make_unit(f"X{count:02}{number:03}", f"หน่วยงาน {number}"), cycle)
        make_indicator(assessment, y2568=("85", "82", None))
        found.append(assessment.pk)
    return found


def test_a_batch_asks_as_often_for_one_as_for_twenty(cast, cycle):
    asked = []
    refresh_summaries(crowd(cycle, 2))
    for count in (1, 3, 20):
        pks = crowd(cycle, count)
        with CaptureQueriesContext(connection) as captured:
            refresh_summaries(pks)
        asked.append(len(captured))
    assert asked[0] == asked[1] == asked[2] <= 18


def test_one_that_cannot_be_computed_does_not_stop_the_others(assessment, cast, cycle):
    bring_to(assessment, Status.RETURNED, cast)
    other = make_assessment(cast.other_unit, cycle)
    assessment.submissions.update(document="{}")
    with pytest.raises(SummariesFailed) as failed:
        refresh_summaries([assessment.pk, other.pk])
    assert failed.value.reasons == {assessment.pk: "KeyError: 'item_scores'"}
    assert Summary.objects.get().assessment_id == other.pk


def test_an_older_reading_changes_nothing(assessment):
    refresh_summary(assessment.pk)
    later = timezone.now() + timedelta(hours=1)
    Summary.objects.update(computed_at=later, answered=5)
    refresh_summary(assessment.pk)
    assert Summary.objects.values_list("computed_at", "answered").get() == (later, 5)


def test_one_sweep_waits_and_the_next_takes_its_place(assessment, settings):
    settings.TASKS = {"default": settings.TASKS["default"] | {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    ensure_sweep()
    ensure_sweep()
    refresh.call(assessment.pk)
    waiting = DBTaskResult.objects.get(task_path=sweep.module_path)
    assert waiting.run_after > timezone.now() + timedelta(minutes=4)
    waiting.set_successful(None)
    sweep.call()
    assert DBTaskResult.objects.get(task_path=sweep.module_path).pk != waiting.pk
