"""Answers come back from a file: what differs is found, what is chosen is saved, nothing else is touched."""

import pytest

from assessments.models import Answer
from assessments.services.answers import save_answer
from assessments.services.taking_back import Choice, Returned, Taken, differences_of, digest_of, take_back
from assessments.statuses import RevisionKind
from tests.assessments.services.stage import pass_the_deadline

OLD, NEW = "ทบทวนทุกปี", "ทบทวนทุกไตรมาส"
CODES = ("1.1-1", "1.1-2", "1.1-3")
REASON = "หน่วยงานไม่มีภารกิจด้านนี้ตามกฎหมาย"


def answer_of(assessment, code: str = "1.1-1") -> Answer:
    return assessment.answers.select_related("question").get(question__code=code)


def write(assessment, actor, text: str, code: str = "1.1-1", **given) -> None:
    answer = answer_of(assessment, code)
    save_answer(answer=answer, text=text, version=answer.version, actor=actor, **given)


@pytest.fixture
def written(cast, assessment):
    """Three answers of version 1."""
    for code in CODES:
        write(assessment, cast.lead, OLD, code)
    return assessment


def test_only_what_was_changed_in_the_file_differs(written, django_assert_num_queries):
    digest = digest_of(OLD)
    returned = {
        "1.1-3": Returned("", 1, digest),
        "1.1-1": Returned(NEW, 1, digest),
        "1.1-2": Returned(OLD, 1, digest),
        "9.9-9": Returned(NEW, 1, digest),
    }
    list(differences_of(written, {}))
    with django_assert_num_queries(1):
        rows = differences_of(written, returned)
    assert [(each.code, each.text, each.is_outdated, each.empties) for each in rows] == [
        ("1.1-1", NEW, False, False),
        ("1.1-3", "", False, True),
    ]


def test_an_answer_that_moved_on_is_shown_only_where_the_file_was_changed(cast, written):
    for code in CODES:
        write(written, cast.contributor, "ทบทวนทุกเดือน", code)
    digest = digest_of(OLD)
    returned = {"1.1-1": Returned(NEW, 1, digest), "1.1-2": Returned(OLD, 1, digest), "1.1-3": Returned(OLD, 1)}
    rows = differences_of(written, returned)
    assert [(each.code, each.is_outdated) for each in rows] == [("1.1-1", True), ("1.1-3", True)]


def test_empty_lines_at_the_end_are_no_difference(written):
    assert differences_of(written, {"1.1-1": Returned(f"{OLD}\n\n", 1), "1.1-2": Returned(f"\n{OLD}", 1)})[0].code == (
        "1.1-2"
    )


def test_what_is_taken_is_a_version_of_its_own_with_its_history(cast, written):
    choices = {"1.1-2": Choice(NEW, 1), "1.1-1": Choice("", 1)}
    assert take_back(assessment=written, choices=choices, actor=cast.lead) == Taken(("1.1-1", "1.1-2"), ())
    texts = dict(written.answers.filter(question__code__in=CODES).values_list("question__code", "text"))
    assert texts == {"1.1-1": "", "1.1-2": NEW, "1.1-3": OLD}
    answer = answer_of(written, "1.1-2")
    assert (answer.version, answer.updated_by) == (2, cast.lead)
    assert list(answer.revisions.values_list("kind", "version", "text", "author__username")) == [
        (RevisionKind.SAVED, 2, NEW, "lead"),
        (RevisionKind.SAVED, 1, OLD, "lead"),
    ]


def test_the_reason_why_it_does_not_apply_stays(cast, written):
    write(written, cast.lead, OLD, "1.1-1", not_applicable=REASON)
    take_back(assessment=written, choices={"1.1-1": Choice(NEW, 2)}, actor=cast.lead)
    answer = answer_of(written)
    assert (answer.text, answer.not_applicable, answer.version) == (NEW, REASON, 3)


def test_what_somebody_saved_since_is_left_and_named(cast, written):
    write(written, cast.contributor, "ทบทวนทุกเดือน", "1.1-1")
    choices = {"1.1-1": Choice(NEW, 1), "1.1-2": Choice(NEW, 1)}
    assert take_back(assessment=written, choices=choices, actor=cast.lead) == Taken(("1.1-2",), ("1.1-1",))
    assert answer_of(written).text == "ทบทวนทุกเดือน"


def test_the_same_request_again_changes_nothing(cast, written):
    choices = {"1.1-1": Choice(NEW, 1)}
    for _time in range(2):
        assert take_back(assessment=written, choices=choices, actor=cast.lead) == Taken(("1.1-1",), ())
    assert (answer_of(written).version, answer_of(written).revisions.count()) == (2, 2)


def test_nothing_is_taken_into_a_closed_assessment(cast, written):
    pass_the_deadline(written)
    taken = take_back(assessment=written, choices={"1.1-1": Choice(NEW, 1)}, actor=cast.lead)
    assert (taken, answer_of(written).text) == (Taken((), (), is_closed=True), OLD)
