"""Saving an answer: versions, revisions, what is refused, and what a change takes with it."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from assessments.models import Answer, AnswerRevision
from assessments.services.answers import AreaHoldsIndicators, StaleAnswer, confirm_carried, save_answer
from assessments.services.indicators import add_indicator
from assessments.services.locks import AssessmentLocked
from assessments.services.scores import save_self_score
from assessments.statuses import EventKind, RevisionKind, Status
from tests.assessments.interchange.sample import REASON
from tests.assessments.services.stage import answer_of, area_of, fields_of, item_of, kinds, pass_the_deadline
from tests.cast import bring_to
from tests.rows import digest

pytestmark = pytest.mark.django_db


def revisions(answer) -> list[tuple]:
    return list(answer.revisions.order_by("pk").values_list("kind", "version", "text", "not_applicable", "author"))


def test_a_save_is_a_new_version_with_its_revision(assessment, cast):
    answer = answer_of(assessment, "1.1-1")
    first = save_answer(answer=answer, text="แรก", version=0, actor=cast.contributor)
    second = save_answer(answer=answer_of(assessment, "1.1-1"), text="สอง", version=1, actor=cast.lead)

    stored = answer_of(assessment, "1.1-1")
    assert (first.version, second.version) == (1, 2)
    assert (stored.text, stored.version, stored.updated_by, stored.updated_at) == ("สอง", 2, cast.lead, second.at)
    assert revisions(stored) == [
        (RevisionKind.SAVED, 1, "แรก", "", cast.contributor.pk),
        (RevisionKind.SAVED, 2, "สอง", "", cast.lead.pk),
    ]
    assert kinds(assessment) == []
    assert Answer.objects.exclude(pk=stored.pk).answered().count() == 0


def test_the_same_text_again_changes_nothing(assessment, cast):
    save_answer(answer=answer_of(assessment, "1.1-1"), text="แรก", version=0, actor=cast.contributor)
    before, answer = digest(), answer_of(assessment, "1.1-1")

    saved = save_answer(answer=answer, text="แรก", version=1, actor=cast.lead)

    assert (saved.version, saved.at) == (1, answer.updated_at)
    assert digest() == before


def test_who_comes_second_is_told_and_her_text_is_kept(assessment, cast):
    seen_by_both = answer_of(assessment, "1.1-1")
    save_answer(answer=seen_by_both, text="ของคนแรก", version=0, actor=cast.contributor)

    with pytest.raises(StaleAnswer) as stale:
        save_answer(answer=seen_by_both, text="ของคนที่สอง", version=0, actor=cast.lead)

    assert (stale.value.current.text, stale.value.current.version) == ("ของคนแรก", 1)
    assert stale.value.current.updated_by == cast.contributor
    stored = answer_of(assessment, "1.1-1")
    assert (stored.text, stored.version) == ("ของคนแรก", 1)
    assert revisions(stored) == [
        (RevisionKind.SAVED, 1, "ของคนแรก", "", cast.contributor.pk),
        (RevisionKind.CONFLICT, 0, "ของคนที่สอง", "", cast.lead.pk),
    ]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED])
def test_what_has_been_sent_is_locked(assessment, cast, status):
    bring_to(assessment, status, cast)
    before, answer = digest(), answer_of(assessment, "1.1-1")
    with pytest.raises(AssessmentLocked) as locked:
        save_answer(answer=answer, text="ใหม่", version=answer.version, actor=cast.contributor)
    assert locked.value.state.status == status
    assert digest() == before


def test_after_the_deadline_by_the_clock_of_the_database_it_is_locked(assessment, cast):
    pass_the_deadline(assessment)
    with pytest.raises(AssessmentLocked) as locked:
        save_answer(answer=answer_of(assessment, "1.1-1"), text="ใหม่", version=0, actor=cast.contributor)
    assert locked.value.state.status == Status.DRAFT
    assert locked.value.state.deadline < locked.value.state.now


def test_a_returned_assessment_is_open_again(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    assert save_answer(answer=answer_of(assessment, "1.1-1"), text="แก้แล้ว", version=1, actor=cast.lead).version == 2


def test_not_applicable_is_refused_while_the_area_holds_an_indicator(assessment, cast):
    item = item_of(assessment, "7.1")
    add_indicator(assessment=assessment, item=item, fields=fields_of(item.areas[0]), actor=cast.lead)
    before = digest()
    with pytest.raises(AreaHoldsIndicators):
        save_answer(
            answer=answer_of(assessment, "7.1-1"), text="", not_applicable=REASON, version=0, actor=cast.contributor
        )
    assert digest() == before

    other = answer_of(assessment, "7.1-2")
    save_answer(answer=other, text="", not_applicable=REASON, version=0, actor=cast.contributor)
    assert answer_of(assessment, "7.1-2").not_applicable == REASON


def test_not_applicable_lapses_the_confirmation_whose_band_it_moves(assessment, cast):
    item = item_of(assessment, "7.1")
    area = area_of(assessment, "7.1", "ก")
    add_indicator(assessment=assessment, item=item, fields=fields_of(area), actor=cast.lead)
    confirm(assessment, cast, item, 85)

    answer = answer_of(assessment, "7.1-2")
    save_answer(answer=answer, text="", not_applicable=REASON, version=0, actor=cast.contributor)

    lapsed = assessment.scores.get()
    assert (lapsed.confirmed, lapsed.percent) == (False, 85)
    assert kinds(assessment)[-1] == (EventKind.SCORE_LAPSED, "7.1")
    assert assessment.events.first().actor == cast.contributor


def test_a_change_of_text_alone_lapses_nothing(assessment, cast):
    item = item_of(assessment, "7.1")
    confirm(assessment, cast, item, 0)
    save_answer(answer=answer_of(assessment, "7.1-1"), text="ใหม่", version=0, actor=cast.contributor)
    assert assessment.scores.get().confirmed is True
    assert kinds(assessment) == [(EventKind.SCORE_CONFIRMED, "7.1")]


def confirm(assessment, cast, item, percent) -> None:
    save_self_score(
        assessment=assessment,
        item=item,
        factors={},
        percent=percent,
        reason="",
        confirm=True,
        version=0,
        actor=cast.lead,
    )


# --- history -----------------------------------------------------------------------------------------------------


def later(assessment, **ago) -> None:
    """The history so far happened earlier by this much."""
    AnswerRevision.objects.filter(answer__assessment=assessment).update(
        began=F("began") - timedelta(**ago), at=F("at") - timedelta(**ago)
    )


def save_as(assessment, *people) -> list[tuple]:
    """Each in turn saves a text; version and text of every revision, oldest first."""
    for person in people:
        answer = answer_of(assessment, "1.1-1")
        save_answer(answer=answer, text=f"ฉบับ {answer.version + 1}", version=answer.version, actor=person)
    return list(answer_of(assessment, "1.1-1").revisions.order_by("pk").values_list("version", "text"))


def test_saves_of_one_sitting_fold_into_the_first_and_the_last(assessment, cast):
    lead = cast.lead
    assert save_as(assessment, lead, lead, lead, lead) == [(1, "ฉบับ 1"), (4, "ฉบับ 4")]


def test_another_writer_begins_a_sitting_of_her_own(assessment, cast):
    lead, contributor = cast.lead, cast.contributor
    found = save_as(assessment, lead, lead, lead, contributor, lead, lead, lead)
    assert [version for version, _text in found] == [1, 3, 4, 5, 7]


def test_after_five_minutes_a_sitting_is_over(assessment, cast):
    save_as(assessment, cast.lead, cast.lead, cast.lead)
    later(assessment, minutes=5, seconds=1)
    assert [version for version, _text in save_as(assessment, cast.lead, cast.lead, cast.lead)] == [1, 3, 4, 6]


def test_what_was_submitted_is_never_folded_over(assessment, cast):
    save_as(assessment, cast.lead, cast.lead)
    sent_version = answer_of(assessment, "1.1-1").version
    assessment.submissions.create(
        number=1, document="{}", sha256="0" * 64, submitted_by=cast.approver, submitted_at=timezone.now()
    )
    found = save_as(assessment, cast.lead)
    assert [version for version, _text in found] == [1, sent_version, sent_version + 1]


def test_a_copy_of_last_year_is_marked_until_its_text_is_changed(assessment, cast):
    save_answer(answer=answer_of(assessment, "1.1-1"), text="เดิม", version=0, actor=cast.lead, carried_from=2567)
    assert (answer_of(assessment, "1.1-1").carried_from, answer_of(assessment, "1.1-1").is_answered) == (2567, False)
    save_answer(answer=answer_of(assessment, "1.1-1"), text="เดิม", version=1, actor=cast.lead)
    assert answer_of(assessment, "1.1-1").carried_from == 2567
    save_answer(answer=answer_of(assessment, "1.1-1"), text="ใหม่", version=1, actor=cast.lead)
    assert (answer_of(assessment, "1.1-1").carried_from, answer_of(assessment, "1.1-1").is_answered) == (None, True)


def test_a_copy_that_is_still_true_counts_when_somebody_says_so(assessment, cast):
    save_answer(answer=answer_of(assessment, "1.1-1"), text="เดิม", version=0, actor=cast.lead, carried_from=2567)
    confirm_carried(answer=answer_of(assessment, "1.1-1"), version=1, actor=cast.contributor)
    answer = answer_of(assessment, "1.1-1")
    assert (answer.text, answer.version, answer.carried_from) == ("เดิม", 2, None)
    assert confirm_carried(answer=answer, version=1, actor=cast.lead).version == 2


def test_the_same_text_by_two_people_is_no_conflict(assessment, cast):
    answer = answer_of(assessment, "1.1-1")
    save_answer(answer=answer, text="เหมือนกัน", version=0, actor=cast.contributor)
    assert save_answer(answer=answer, text="เหมือนกัน", version=0, actor=cast.lead).version == 1
    assert [kind for kind, *_rest in revisions(answer_of(assessment, "1.1-1"))] == [RevisionKind.SAVED]


def test_what_lost_a_conflict_by_choice_is_not_folded_over(assessment, cast):
    """The same person in two tabs: the second is shown the first's text and decides against it; it stays."""
    save_as(assessment, cast.lead, cast.lead)
    with pytest.raises(StaleAnswer):
        save_answer(answer=answer_of(assessment, "1.1-1"), text="แท็บที่สอง", version=1, actor=cast.lead)
    save_answer(answer=answer_of(assessment, "1.1-1"), text="แท็บที่สอง", version=2, actor=cast.lead)
    kept = answer_of(assessment, "1.1-1").revisions.filter(kind=RevisionKind.SAVED).order_by("version")
    assert list(kept.values_list("version", "text")) == [(1, "ฉบับ 1"), (2, "ฉบับ 2"), (3, "แท็บที่สอง")]


def test_what_a_restored_text_replaces_is_not_folded_over(assessment, cast):
    save_as(assessment, cast.lead, cast.lead)
    save_answer(answer=answer_of(assessment, "1.1-1"), text="ฉบับ 1", version=2, actor=cast.lead, folds=False)
    kept = answer_of(assessment, "1.1-1").revisions.order_by("pk").values_list("version", "text")
    assert list(kept) == [(1, "ฉบับ 1"), (2, "ฉบับ 2"), (3, "ฉบับ 1")]


@pytest.mark.parametrize("given", [{"folds": False}, {"carried_from": 2567}], ids=["restored", "carried"])
def test_a_text_that_stands_elsewhere_is_no_revision_when_it_comes_late(assessment, cast, given):
    seen = answer_of(assessment, "1.1-1")
    save_as(assessment, cast.lead)
    with pytest.raises(StaleAnswer):
        save_answer(answer=seen, text="ของเดิม", version=0, actor=cast.contributor, **given)
    assert [text for _kind, _version, text, *_rest in revisions(answer_of(assessment, "1.1-1"))] == ["ฉบับ 1"]
