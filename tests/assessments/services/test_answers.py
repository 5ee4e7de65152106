"""Saving an answer: versions, revisions, what is refused, and what a change takes with it."""

import pytest

from assessments.models import Answer
from assessments.services.answers import AreaHoldsIndicators, StaleAnswer, save_answer
from assessments.services.indicators import add_indicator
from assessments.services.locks import AssessmentLocked
from assessments.services.scores import save_self_score
from assessments.statuses import EventKind, RevisionKind, Status
from tests.assessments.interchange.sample import REASON, make_tags
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


def test_tags_are_those_given_and_left_alone_when_none_are(assessment, cast):
    make_tags()
    answer = answer_of(assessment, "1.1-1")
    tags = list(answer.characteristics.model.objects.all())
    save_answer(answer=answer, text="แรก", version=0, actor=cast.lead, characteristics=tags)
    save_answer(answer=answer_of(assessment, "1.1-1"), text="สอง", version=1, actor=cast.lead)
    assert answer.characteristics.count() == 2
    save_answer(answer=answer_of(assessment, "1.1-1"), text="สอง", version=2, actor=cast.lead, characteristics=[])
    assert answer.characteristics.count() == 0


def test_a_stale_save_does_not_touch_the_tags(assessment, cast):
    make_tags()
    answer = answer_of(assessment, "1.1-1")
    save_answer(answer=answer, text="แรก", version=0, actor=cast.lead)
    with pytest.raises(StaleAnswer):
        save_answer(
            answer=answer,
            text="สอง",
            version=0,
            actor=cast.lead,
            characteristics=answer.characteristics.model.objects.all(),
        )
    assert answer.characteristics.count() == 0


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
