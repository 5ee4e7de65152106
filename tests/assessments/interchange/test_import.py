"""What an import writes: the sections that the document holds, whole, into the draft; or nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import (
    Answer,
    AnswerRevision,
    Assessment,
    Citation,
    Cycle,
    Evidence,
    Indicator,
    KeyFactor,
    Score,
)
from assessments.services.imports import DAYS_OF_A_NEW_CYCLE, ImportRefused
from assessments.statuses import EventKind, Status
from tests.assessments.interchange.sample import (
    REASON,
    answer,
    export,
    head,
    indicator,
    key_factor,
    linked,
    make_tags,
    record,
    score,
    take,
    whole,
)
from tests.cast import bring_to, make_assessment
from tests.rows import digest

pytestmark = pytest.mark.django_db


def kinds(assessment) -> list[str]:
    """The events of the assessment, first to last."""
    return list(assessment.events.order_by("pk").values_list("kind", flat=True))


def answer_to(assessment, code: str) -> Answer:
    return assessment.answers.get(question__code=code)


def score_of(assessment, code: str) -> Score:
    return assessment.scores.get(item__code=code)


def test_an_import_makes_the_draft(cast, cycle):
    make_tags()
    assessment, changes = take(whole(), operator="somsri")

    assert changes == [
        "answers 1.1-1: เพิ่ม",
        "answers 7.2-2: เพิ่ม",
        "answers P-1: เพิ่ม",
        "indicators 7.1-01: เพิ่ม",
        "indicators 7.2-01: เพิ่ม",
        "item_scores 1.1: เพิ่ม",
        "item_scores 7.1: เพิ่ม",
        "evidence E01: เพิ่ม",
        "evidence E02: เพิ่ม",
        "key_factors K01: เพิ่ม",
        "key_factors K02: เพิ่ม",
    ]
    assert (assessment.unit, assessment.cycle, assessment.status) == (cast.unit, cycle, Status.DRAFT)
    assert assessment.is_demo is False
    assert kinds(assessment) == [EventKind.CREATED, EventKind.IMPORTED]
    assert assessment.events.first().note == "โดย somsri"
    assert assessment.answers.count() == 8
    first = answer_to(assessment, "1.1-1")
    assert (first.text, first.version, first.updated_by) == ("หน่วยงานทบทวนวิสัยทัศน์ทุกปี", 1, None)
    assert sorted(tag.code for tag in first.characteristics.all()) == ["DIGITAL", "OPEN"]
    assert [tag.code for tag in first.success_factors.all()] == ["INNOVATION"]
    assert answer_to(assessment, "7.2-2").not_applicable == REASON
    years = assessment.indicators.get(code="7.1-01").years
    assert list(years.values_list("fiscal_year", "value", "target", "comparator")) == [
        (2566, Decimal(80), None, None),
        (2567, Decimal(84), None, None),
        (2568, Decimal(88), Decimal(85), Decimal(86)),
    ]
    process, results = score_of(assessment, "1.1"), score_of(assessment, "7.1")
    assert (process.percent, process.confirmed, process.confirmed_band) == (60, True, 3)
    assert (process.approach, process.deployment, process.learning, process.integration) == (3, 3, 3, 3)
    assert (results.percent, results.confirmed, results.confirmed_band, results.factors) == (85, True, 4, None)


def test_a_cycle_that_is_not_there_is_made(cast, cycle):
    assessment, _changes = take(head(fiscal_year=2570))

    made = Cycle.objects.get(fiscal_year=2570)
    assert assessment.cycle == made
    assert made.closes - made.opens == timedelta(days=DAYS_OF_A_NEW_CYCLE)
    assert made.opens <= timezone.now() <= made.closes
    assert kinds(assessment) == [EventKind.CREATED]


def test_the_draft_that_is_there_is_taken(cast, assessment):
    taken, _changes = take(head(answers=[answer()]))
    assert taken == assessment
    assert Assessment.objects.count() == 1
    assert kinds(assessment) == [EventKind.CREATED, EventKind.IMPORTED]


def test_a_section_is_replaced_whole_and_an_absent_one_left_alone(cast, cycle):
    make_tags()
    assessment, _changes = take(whole())
    before = {section: list(getattr(assessment, section).values()) for section in ("answers", "scores")}

    _same, changes = take(head(indicators=[indicator("7.1-02"), indicator("7.1-01")]))

    assert linked() == {"K01": (["1.1-1"], []), "K02": (["1.1-1"], ["7.1-01"])}
    assert changes == ["indicators 7.1-02: เพิ่ม", "indicators 7.2-01: ลบ"]
    assert list(assessment.indicators.values_list("code", flat=True)) == ["7.1-01", "7.1-02"]
    assert {section: list(getattr(assessment, section).values()) for section in before} == before
    assert Citation.objects.count() == 2

    _same, changes = take(head(answers=[], indicators=[], item_scores=[], evidence=[], key_factors=[]))

    assert len(changes) == 3 + 2 + 2 + 2 + 2
    assert not KeyFactor.objects.exists()
    assert not assessment.indicators.exists()
    assert not assessment.scores.exists()
    assert not Citation.objects.exists()
    assert not assessment.answers.answered().exists()
    assert not Answer.characteristics.through.objects.exists()
    assert sorted(Evidence.objects.values_list("code", flat=True)) == ["E01", "E02"]


def test_a_replaced_answer_keeps_its_history(cast, assessment):
    take(head(answers=[answer(text="ฉบับแรก")]))
    take(head(answers=[answer(text="ฉบับสอง")]))
    take(head(answers=[]))

    stored = answer_to(assessment, "1.1-1")
    assert (stored.text, stored.version) == ("", 3)
    assert list(stored.revisions.order_by("version").values_list("version", "text", "author")) == [
        (1, "ฉบับแรก", None),
        (2, "ฉบับสอง", None),
        (3, "", None),
    ]
    assert AnswerRevision.objects.count() == 3


def test_the_same_document_twice_changes_nothing(cast, cycle):
    make_tags()
    take(whole())
    before = digest()

    assessment, changes = take(whole())

    assert changes == []
    assert digest() == before
    assert assessment.events.filter(kind=EventKind.IMPORTED).count() == 1


def test_what_changes_gets_a_new_version_and_the_rest_keeps_its_own(cast, cycle):
    assessment, _changes = take(
        head(indicators=[indicator("7.1-01"), indicator("7.1-02")], item_scores=[score("1.1"), score("7.1", 85)])
    )
    keys = dict(assessment.indicators.values_list("code", "pk"))

    take(
        head(
            indicators=[indicator("7.1-01", values={"2566": "82", "2567": "84", "2568": "90"}), indicator("7.1-02")],
            item_scores=[score("1.1", 65), score("7.1", 80)],
        )
    )

    versions = dict(assessment.indicators.values_list("code", "version"))
    assert versions == {"7.1-01": 2, "7.1-02": 1}
    assert dict(assessment.indicators.values_list("code", "pk")) == keys
    assert list(assessment.indicators.get(code="7.1-01").years.values_list("value", flat=True)) == [82, 84, 90]
    assert dict(assessment.scores.values_list("item__code", "version")) == {"1.1": 2, "7.1": 2}


def test_a_dry_run_tells_the_differences_and_writes_nothing(cast, cycle):
    take(head(answers=[answer("1.1-1"), answer("1.1-2")], indicators=[indicator()]))
    before = digest()
    trial = head(
        answers=[answer("1.1-1", "ใหม่"), answer("1.1-3")], indicators=[], item_scores=[score()], evidence=[record()]
    )

    nothing, changes = take(trial, dry_run=True)

    assert nothing is None
    assert changes == [
        "answers 1.1-1: เปลี่ยน",
        "answers 1.1-2: ลบ",
        "answers 1.1-3: เพิ่ม",
        "indicators 7.1-01: ลบ",
        "item_scores 1.1: เพิ่ม",
        "evidence E01: เพิ่ม",
    ]
    assert digest() == before
    take(head(fiscal_year=2570, answers=[answer()]), dry_run=True)
    assert digest() == before


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED])
def test_what_has_been_sent_is_not_touched(assessment, cast, status):
    bring_to(assessment, status, cast)
    before = digest()

    with pytest.raises(ImportRefused) as refused:
        take(head(answers=[answer()]))

    label = Status(status).label
    assert refused.value.problems == [f"$: แบบประเมินของหน่วยงานนี้อยู่ในสถานะ “{label}” นำเข้าได้เฉพาะฉบับร่างหรือที่ถูกส่งคืน"]
    assert digest() == before


def test_a_returned_assessment_takes_an_import(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    taken, _changes = take(head(answers=[answer()]))
    assert (taken, taken.status) == (assessment, Status.RETURNED)


def test_a_deadline_that_is_past_does_not_stop_an_operator(assessment, cast):
    assessment.due = timezone.now() - timedelta(days=1)
    assessment.save()
    assert len(take(head(answers=[answer()]))[1]) == 1


def test_another_unit_is_left_alone(assessment, cast, cycle):
    other = make_assessment(cast.other_unit, cycle)
    take(head(answers=[answer()], indicators=[indicator()], item_scores=[score()], evidence=[record()]))
    assert not other.answers.answered().exists()
    assert not other.indicators.exists()
    assert not other.scores.exists()
    assert not Evidence.objects.filter(unit=cast.other_unit).exists()


def test_a_confirmation_lapses_when_imported_indicators_move_the_band(cast, cycle):
    assessment, _changes = take(head(indicators=[indicator()], item_scores=[score("7.1", 85), score("1.1")]))
    assert score_of(assessment, "7.1").confirmed_band == 4

    _same, changes = take(head(indicators=[indicator(values={"2568": "10"})]))

    lapsed = score_of(assessment, "7.1")
    assert (lapsed.percent, lapsed.confirmed) == (85, False)
    assert score_of(assessment, "1.1").confirmed is True
    assert changes == ["indicators 7.1-01: เปลี่ยน", "item_scores 7.1: เปลี่ยน"]
    assert sorted(kinds(assessment)) == [
        EventKind.CREATED,
        EventKind.IMPORTED,
        EventKind.IMPORTED,
        EventKind.SCORE_LAPSED,
    ]
    assert assessment.events.get(kind=EventKind.SCORE_LAPSED).note == "7.1"


def test_a_confirmation_of_the_document_holds_for_its_own_indicators(cast, cycle):
    take(head(indicators=[indicator()], item_scores=[score("7.1", 85)]))
    reason = "ผลลัพธ์ปีนี้ต่ำผิดปกติเพราะน้ำท่วมใหญ่"
    moved = head(indicators=[indicator(values={"2568": "10"})], item_scores=[score("7.1", 85, reason=reason)])

    assessment, _changes = take(moved)

    kept = score_of(assessment, "7.1")
    assert (kept.confirmed, kept.confirmed_band, kept.reason) == (True, 0, reason)


def test_what_a_person_wrote_stays_hers_where_the_document_says_the_same(assessment, cast):
    take(head(answers=[answer()], item_scores=[score()]))
    Score.objects.update(author=cast.lead)
    assessment.answers.update(updated_by=cast.contributor)
    take(head(answers=[answer(), answer("1.1-2")], item_scores=[score(), score("7.1", None)]))
    assert score_of(assessment, "1.1").author == cast.lead
    assert answer_to(assessment, "1.1-1").updated_by == cast.contributor


def test_what_was_carried_over_and_is_told_no_more_is_up_to_date(assessment, cast):
    take(head(answers=[answer(carried_from=2567)]))
    carried = answer_to(assessment, "1.1-1")
    assert (carried.carried_from, carried.is_answered, carried.version) == (2567, False, 1)

    _same, changes = take(head(answers=[answer()]))

    told = answer_to(assessment, "1.1-1")
    assert (told.carried_from, told.is_answered, told.version) == (None, True, 1)
    assert changes == ["answers 1.1-1: เปลี่ยน"]
    assert told.revisions.count() == 1


def test_the_queries_of_an_export_do_not_grow(cast, cycle, django_assert_num_queries):
    make_tags()
    assessment, _changes = take(whole())
    assessment = Assessment.objects.with_place().get(pk=assessment.pk)
    with django_assert_num_queries(15):
        export(assessment)
    codes = [f"7.1-{number:02}" for number in range(1, 21)]
    questions = ["P-1", "1.1-1", "1.1-2", "1.1-3", "7.1-1"]
    take(
        head(
            answers=[answer(question, characteristics=["OPEN"]) for question in questions],
            indicators=[indicator(code) for code in codes],
            evidence=[record(f"F{n:02}", citations=[{"question": q} for q in questions]) for n in range(20)],
            key_factors=[key_factor(f"K{n:02}", answers=questions, indicators=codes) for n in range(1, 21)],
        )
    )
    with django_assert_num_queries(15):
        export(assessment)
    assert Indicator.objects.count() == len(codes)
