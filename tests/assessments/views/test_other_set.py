"""Answers to another criteria set, carried along a mapping with their origin, never a score."""

import pytest

from assessments.models import AnswerRevision
from assessments.statuses import EventKind, Status
from criteria.models import Mapping, MappingPair, Question
from tests.assessments.views.stage import url
from tests.cast import answer_all, make_assessment
from tests.levels import bring_levels_to, of
from tests.rows import digest

PAIRS = [("P-1", "P-1"), ("1.1-2", "1.1-B1"), ("1.1-1", "1.1-B1"), ("1.1-3", "1.1-A1")]


@pytest.fixture
def source(levels, cast, cycle):
    """The same unit's assessment of the other set in the same year, mapped, with two answers."""
    other = make_assessment(cast.unit, cycle, cast.lead)
    mapping = Mapping.objects.create(source=cycle.criteria_set, target=of(levels))
    for source, target in PAIRS:
        MappingPair.objects.create(mapping=mapping, source=question(other, source), target=question(levels, target))
    for code in ("1.1-1", "1.1-2"):
        other.answers.filter(question__code=code).update(text=f"คำตอบของ {code}", version=1)
    return other


def question(assessment, code: str) -> Question:
    return Question.objects.get(code=code, area__item__category__criteria_set=of(assessment))


def answer(assessment, code: str):
    return assessment.answers.get(question__code=code)


def test_texts_come_with_their_origin_in_the_order_of_their_set(levels, source, cast, as_user):
    client = as_user(cast.lead)
    assert client.get(url("carry_mapped", levels.pk)).context["count"] == 1

    assert client.post(url("carry_mapped", levels.pk)).status_code == 302

    title = of(source).title_th
    assert answer(levels, "1.1-B1").text == (
        f"(จากข้อ 1.1-1 เรื่อง 1.1-1 ของ{title} ปี 2568)\nคำตอบของ 1.1-1\n\n"
        f"(จากข้อ 1.1-2 เรื่อง 1.1-2 ของ{title} ปี 2568)\nคำตอบของ 1.1-2"
    )
    assert (answer(levels, "1.1-B1").carried_from, answer(levels, "1.1-B1").version) == (2568, 1)
    assert (answer(levels, "P-1").text, answer(levels, "1.1-A1").text) == ("", "")
    revision = AnswerRevision.objects.get(answer=answer(levels, "1.1-B1"))
    assert (revision.author, revision.version) == (cast.lead, 1)
    event = levels.events.first()
    assert (event.kind, event.note) == (EventKind.ANSWERS_MAPPED, "small 2568: 1")
    assert client.get(url("carry_mapped", levels.pk)).context["count"] == 0


def test_no_score_is_carried_and_no_text_replaced(levels, source, cast, as_user):
    answer_all(source)
    levels.answers.filter(question__code="1.1-B1").update(text="เขียนแล้ว", version=1)

    as_user(cast.lead).post(url("carry_mapped", levels.pk))

    assert answer(levels, "1.1-B1").text == "เขียนแล้ว"
    assert answer(levels, "1.1-A1").text.endswith("หน่วยงานมีวิธีการอย่างเป็นระบบ")
    assert (levels.scores.count(), levels.checkpoint_scores.count()) == (0, 0)


def test_what_is_not_applicable_there_is_not_carried(levels, source, cast, as_user):
    source.answers.update(not_applicable="ภารกิจนี้โอนไปหน่วยงานอื่นแล้ว", version=1)

    assert as_user(cast.lead).get(url("carry_mapped", levels.pk)).context["count"] == 0


def test_what_would_be_too_long_is_left_out(levels, source, cast, as_user, settings):
    settings.PMQA_TEXT_LIMIT = 100

    as_user(cast.lead).post(url("carry_mapped", levels.pk))

    assert answer(levels, "1.1-B1").text.count("คำตอบของ") == 1


@pytest.mark.parametrize("role", ["contributor", "approver", "manager"])
def test_only_the_lead_carries(levels, source, cast, as_user, role):
    client = as_user(getattr(cast, role))
    assert client.get(url("carry_mapped", levels.pk)).status_code == 200
    before = digest()

    assert client.post(url("carry_mapped", levels.pk)).status_code == 403

    assert digest() == before


@pytest.mark.parametrize(("person", "status"), [("stranger", 404), ("coordinator", 403), ("assessor", 404)])
def test_others_carry_nothing(levels, source, cast, as_user, person, status):
    assert as_user(getattr(cast, person)).post(url("carry_mapped", levels.pk)).status_code == status


def test_another_unit_is_no_source(levels, cast, cycle, as_user):
    other = make_assessment(cast.other_unit, cycle, cast.stranger)
    answer_all(other)
    Mapping.objects.create(source=cycle.criteria_set, target=of(levels))

    assert as_user(cast.lead).get(url("carry_mapped", levels.pk)).context["source"] is None


def test_what_was_sent_takes_nothing_more(levels, source, cast, as_user):
    bring_levels_to(levels, Status.SUBMITTED, cast)

    assert as_user(cast.lead).post(url("carry_mapped", levels.pk)).status_code == 403
