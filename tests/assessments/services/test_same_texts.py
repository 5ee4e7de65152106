"""Answers of different units that say the same: found after a submission, once, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.document import canonical, fingerprint
from assessments.models import Comparison, SameText, SampleKey, TextSample
from assessments.services.same_texts import KEYS, MOST_PAIRS, compare_latest, packed, uncompared, unpacked
from assessments.tasks import compare, sweep
from tests.cast import make_assessment, make_cycle, make_unit
from tests.thai.test_shingles import OTHER, TEXT

NEAR = TEXT.replace("กรมจัดทำ", "สำนักจัดทำ").replace("14 วันเหลือ 6 วัน", "20 วันเหลือ 9 วัน")
SELECTS = 13
FRAME = {"checkpoints": [], "indicators": [], "item_scores": [], "evidence": [], "key_factors": []}


def send(assessment, cast, **texts: str):
    """A submission that holds these answers, by code of the question with _ for - and q before it."""
    codes = {name.replace("q", "").replace("_", "-").replace("1-", "1.1-", 1): text for name, text in texts.items()}
    answers = [{"question": code, "text": text, "not_applicable": ""} for code, text in codes.items()]
    text = canonical(FRAME | {"fiscal_year": assessment.fiscal_year, "answers": answers})
    number = assessment.submissions.count() + 1
    given = {"number": number, "idempotency_key": f"k{number}", "submitted_at": timezone.now()}
    return assessment.submissions.create(document=text, sha256=fingerprint(text), submitted_by=cast.approver, **given)


def sent(cast, cycle, number: int, text: str, *, unit=None):
    """An assessment of a unit of its own that was sent with this text and compared."""
    assessment = make_assessment(unit or make_unit(f"S{number:03}", f"กรมที่ {number}"), cycle)
    send(assessment, cast, q1_1=text)
    compare_latest(assessment.pk)
    return assessment


def pairs() -> list[tuple[str, str, str]]:
    found = SameText.objects.with_places().order_by("first", "second")
    sides = ((row.first.question.code, row.first.submission, row.second.submission) for row in found)
    return [(code, one.assessment.unit.code, other.assessment.unit.code) for code, one, other in sides]


def test_hashes_are_packed_and_unpacked():
    hashes = (-(2**63), -1, 0, 1, 2**63 - 1)
    assert unpacked(packed(hashes)) == hashes
    assert packed((1,)) == b"\0" * 7 + b"\1"


def test_near_copies_of_two_units_are_found_once(cast, cycle):
    first, second = sent(cast, cycle, 1, TEXT), sent(cast, cycle, 2, NEAR)
    compare_latest(first.pk)
    compare_latest(second.pk)
    assert pairs() == [("1.1-1", "S001", "S002")]
    assert 60 <= SameText.objects.get().similarity < 100


def test_other_texts_and_short_ones_raise_no_alarm(cast, cycle):
    sent(cast, cycle, 1, TEXT)
    sent(cast, cycle, 2, OTHER)
    sent(cast, cycle, 3, TEXT[:150])
    sent(cast, cycle, 4, TEXT[:150])
    assert pairs() == []
    assert TextSample.objects.count() == 2
    assert uncompared() == []


def test_another_question_is_another_matter(cast, cycle):
    sent(cast, cycle, 1, TEXT)
    other = make_assessment(make_unit("S002", "กรมที่ 2"), cycle)
    send(other, cast, q1_2=TEXT)
    compare_latest(other.pk)
    assert pairs() == []


def test_a_unit_may_say_what_it_said_last_year_and_others_may_not(cast, cycle):
    past = make_cycle(cycle.criteria_set, cycle.fiscal_year - 1)
    old = sent(cast, past, 1, TEXT)
    sent(cast, cycle, 1, TEXT, unit=old.unit)
    assert pairs() == []
    sent(cast, cycle, 2, TEXT)
    assert pairs() == [("1.1-1", "S001", "S002")] * 2


def test_the_latest_submission_replaces_the_earlier_one(cast, cycle):
    sent(cast, cycle, 1, TEXT)
    second = sent(cast, cycle, 2, NEAR)
    send(second, cast, q1_1=OTHER)
    assert uncompared() == [second.pk]
    compare_latest(second.pk)
    assert (pairs(), TextSample.objects.count(), SampleKey.objects.count()) == ([], 2, 2 * KEYS)


def test_a_reason_why_a_question_does_not_apply_is_no_answer(cast, cycle, assessment):
    submission = send(assessment, cast, q1_1="")
    assert '"text": ""' in submission.document
    compare_latest(assessment.pk)
    assert (TextSample.objects.count(), Comparison.objects.count()) == (0, 1)


def test_nothing_sent_is_nothing_compared(assessment):
    compare_latest(assessment.pk)
    assert (Comparison.objects.count(), uncompared()) == (0, [])


def test_the_sweep_finds_what_a_lost_job_left(cast, cycle, assessment):
    sent(cast, cycle, 1, TEXT)
    send(assessment, cast, q1_1=TEXT)
    sweep.call()
    assert pairs() == [("1.1-1", "S001", "A0008")]
    compare.call(assessment.pk)
    assert len(pairs()) == 1


def test_a_template_in_every_unit_stays_a_bounded_number_of_pairs(cast, cycle):
    for number in range(12):
        sent(cast, cycle, number, TEXT)
    assert SameText.objects.count() == sum(min(number, MOST_PAIRS) for number in range(12))


@pytest.mark.parametrize("count", [1, 3, 20])
def test_one_submission_is_compared_through_the_index_whatever_the_number(cast, cycle, assessment, count):
    for number in range(count):
        sent(cast, cycle, number, NEAR if number == 0 else f"{number} {OTHER[number:]} {number * 977} {OTHER[::-1]}")
    send(assessment, cast, q1_1=TEXT)
    with CaptureQueriesContext(connection) as captured:
        compare_latest(assessment.pk)
    asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    assert len(asked) == SELECTS
    assert [pair for pair in pairs() if "A0008" in pair] == [("1.1-1", "S000", "A0008")]
