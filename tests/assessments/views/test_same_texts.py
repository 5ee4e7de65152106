"""The pages of texts that units have in common: both in scope or nothing, in pages by key, one number of queries."""

import pytest

from accounts.models import Membership
from accounts.roles import Role
from assessments.models import SameText, TextSample
from criteria.models import Question
from tests.assessments.services.test_same_texts import NEAR, send, sent
from tests.assessments.views.stage import url
from tests.cast import make_assessment, make_cycle, make_unit, make_user
from tests.thai.test_shingles import TEXT

QUERIES = 5


def listed(response) -> list[tuple[str, str]]:
    sides = (
        (pair.first.submission.assessment.unit, pair.second.submission.assessment.unit)
        for pair in response.context["pairs"]
    )
    return [(one.code, other.code) for one, other in sides]


def many_pairs(cast, cycle, count: int) -> None:
    """So many pairs of units of their own, each a little less alike than the one before."""
    question = Question.objects.get(code="1.1-1")
    for number in range(count):
        sides = []
        for side in "AB":
            assessment = make_assessment(make_unit(f"{side}{number:03}", f"กรม {side}{number}"), cycle)
            submission = send(assessment, cast, q1_1=TEXT)
            sides.append(TextSample.objects.create(submission=submission, question=question, hashes=b""))
        SameText.objects.create(first=sides[0], second=sides[1], similarity=100 - number // 2)


@pytest.mark.parametrize(
    "role", ["contributor", "lead", "approver", "manager", "stranger", "assessor", "administrator"]
)
def test_only_coordinators_see_pairs(cast, cycle, as_user, role):
    many_pairs(cast, cycle, 1)
    client = as_user(getattr(cast, role))
    assert client.get(url("same_texts")).status_code == 404
    assert client.get(url("same_text", SameText.objects.get().pk)).status_code == 404


def test_pages_are_read(cast, as_user):
    client = as_user(cast.coordinator)
    assert [client.post(url(*name)).status_code for name in (("same_texts",), ("same_text", 1))] == [405, 405]


def test_an_empty_list_says_when_it_fills(assessment, cast, as_user):
    response = as_user(cast.coordinator).get(url("same_texts"))
    assert (response.status_code, listed(response)) == (200, [])
    assert "ไม่พบคำตอบที่คล้ายกัน" in response.content.decode()


def test_both_units_must_be_in_scope(cast, cycle, as_user):
    inside = make_unit("D1", "กรมในสังกัด", parent=cast.unit.parent)
    sent(cast, cycle, 0, TEXT, unit=inside)
    sent(cast, cycle, 1, TEXT)
    one = SameText.objects.get()
    narrow = make_user("narrow", (Role.COORDINATOR, cast.unit.parent))
    assert listed(as_user(narrow).get(url("same_texts"))) == []
    assert as_user(narrow).get(url("same_text", one.pk)).status_code == 404
    sent(cast, cycle, 2, TEXT, unit=cast.unit)
    assert listed(as_user(narrow).get(url("same_texts"))) == [("D1", "A0008")]
    Membership.objects.create(user=narrow, unit=inside, role=Role.MANAGER)
    assert listed(as_user(narrow).get(url("same_texts"))) == []


def test_both_texts_stand_side_by_side_with_what_they_share(cast, cycle, as_user):
    sent(cast, cycle, 1, TEXT)
    sent(cast, cycle, 2, f"{NEAR} <b>ท้ายข้อความ</b>")
    response = as_user(cast.coordinator).get(url("same_text", SameText.objects.get().pk))
    sides = response.context["sides"]
    assert ["".join(piece for piece, _shared in side.pieces) for side in sides] == [TEXT, f"{NEAR} <b>ท้ายข้อความ</b>"]
    assert "&lt;b&gt;" in response.content.decode()
    assert "<b>ท้าย" not in response.content.decode()
    assert "<mark>" in response.content.decode()
    for side in sides:
        assert url("submission", side.assessment.pk) in response.content.decode()


def test_a_pair_that_is_not_there_is_not_found(cast, as_user):
    assert as_user(cast.coordinator).get(url("same_text", 10**9)).status_code == 404


def test_pairs_of_the_cycle_that_is_looked_at(cast, cycle, as_user):
    past = make_cycle(cycle.criteria_set, cycle.fiscal_year - 1)
    sent(cast, past, 1, TEXT)
    sent(cast, past, 2, TEXT)
    sent(cast, cycle, 3, TEXT)
    client = as_user(cast.coordinator)
    assert sorted(listed(client.get(url("same_texts")))) == [("S001", "S003"), ("S002", "S003")]
    assert len(listed(client.get(url("same_texts"), {"cycle": past.pk}))) == 3


def test_fifty_a_page_the_most_alike_first(cast, cycle, as_user):
    many_pairs(cast, cycle, 55)
    client = as_user(cast.coordinator)
    first = client.get(url("same_texts"))
    second = client.get(url("same_texts"), {"place": first.context["next_place"]})
    codes = [(f"A{number:03}", f"B{number:03}") for number in range(55)]
    assert (listed(first), listed(second), second.context["next_place"]) == (codes[:50], codes[50:], "")


@pytest.mark.parametrize("place", ["x", "1", "-", "999-1", f"{'9' * 30}-1"])
def test_a_place_that_is_none_begins_at_the_top(cast, cycle, as_user, place):
    many_pairs(cast, cycle, 1)
    assert len(listed(as_user(cast.coordinator).get(url("same_texts"), {"place": place}))) == 1


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_takes_as_many_queries_for_any_number(cast, cycle, as_user, count, django_assert_num_queries):
    many_pairs(cast, cycle, count)
    client = as_user(cast.coordinator)
    with django_assert_num_queries(QUERIES):
        response = client.get(url("same_texts"))
    assert len(listed(response)) == count
