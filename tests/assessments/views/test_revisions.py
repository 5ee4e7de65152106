"""The history of an answer: read by the unit, compared, restored as a new version."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.services.answers import save_answer
from assessments.statuses import Status
from tests.assessments.services.stage import answer_of
from tests.cast import bring_to, make_user

QUERIES = 7


def path(assessment, rest: str = "") -> str:
    return f"/assessments/{assessment.pk}/questions/1.1-1/history/{rest}"


def save(assessment, text: str, actor) -> None:
    answer = answer_of(assessment, "1.1-1")
    save_answer(answer=answer, text=text, version=answer.version, actor=actor)


@pytest.fixture
def written(assessment, cast):
    """Two versions, by two people."""
    save(assessment, "กำหนด 5 ขั้นตอน", cast.contributor)
    save(assessment, "กำหนด 7 ขั้นตอน", cast.lead)
    return assessment


def test_a_restored_text_keeps_what_it_replaces(as_user, cast, assessment):
    for text in ("แรก", "สอง", "สาม"):
        save(assessment, text, cast.contributor)
    first = answer_of(assessment, "1.1-1").revisions.get(text="แรก")
    as_user(cast.contributor).post(path(assessment, f"{first.pk}/restore/"), {"version": 3})
    assert answer_of(assessment, "1.1-1").text == "แรก"
    assert set(answer_of(assessment, "1.1-1").revisions.values_list("text", flat=True)) == {"แรก", "สาม"}


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_the_unit_reads_every_version_newest_first(as_user, cast, written, role):
    page = as_user(getattr(cast, role)).get(path(written)).context["page"]
    assert [(row.version, row.author.username) for row in page] == [(2, "lead"), (1, "contributor")]


def test_two_versions_stand_beside_each_other(as_user, cast, written):
    later, earlier = answer_of(written, "1.1-1").revisions.all()
    pair = as_user(cast.lead).get(path(written), {"from": earlier.pk, "to": later.pk}).context["pair"]
    marked = [[piece for piece, alone in side if alone] for row in pair["rows"] for side in (row.theirs, row.mine)]
    assert marked == [["5"], ["7"]]


def test_a_comparison_says_who_when_and_how_many_places(as_user, cast, written):
    later, earlier = answer_of(written, "1.1-1").revisions.all()
    response = as_user(cast.lead).get(path(written), {"from": earlier.pk, "to": later.pk})
    head = re.search("<thead>.*</thead>", response.content.decode(), re.DOTALL)[0]
    assert [str(row.author) in head for row in (earlier, later)] == [True, True]
    assert head.count("<time ") == 2
    assert response.context["pair"]["differences"] == 1
    assert "ต่างกัน 1 จุด" in response.content.decode()


def test_the_earlier_version_stands_first_however_they_were_chosen(as_user, cast, written):
    later, earlier = answer_of(written, "1.1-1").revisions.all()
    context = as_user(cast.lead).get(path(written), {"from": later.pk, "to": earlier.pk}).context
    assert (context["pair"]["earlier"], context["pair"]["later"]) == (earlier, later)
    assert context["chosen"] == (earlier.pk, later.pk)


def test_one_version_twice_is_no_comparison(as_user, cast, written):
    only = answer_of(written, "1.1-1").revisions.first()
    page = as_user(cast.lead).get(path(written), {"from": only.pk, "to": only.pk}).content.decode()
    assert ("สองช่องเป็นฉบับเดียวกัน" in page, "<table" in page) == (True, False)


def test_the_reasons_are_compared_too(as_user, cast, assessment):
    for version, reason in enumerate(("ไม่มีภารกิจด้านนี้ตามกฎหมาย", "")):
        answer = answer_of(assessment, "1.1-1")
        save_answer(answer=answer, text="คงเดิม", not_applicable=reason, version=version, actor=cast.lead)
    later, earlier = answer_of(assessment, "1.1-1").revisions.all()
    response = as_user(cast.lead).get(path(assessment), {"from": earlier.pk, "to": later.pk})
    assert response.context["pair"]["differences"] == 1
    assert ": </span>ไม่มีภารกิจด้านนี้ตามกฎหมาย</del>" in response.content.decode()


@pytest.mark.parametrize(("count", "offered"), [(0, False), (1, False), (2, True)])
def test_comparing_is_offered_from_two_versions_on(as_user, cast, assessment, count, offered):
    for number in range(count):
        save(assessment, f"ฉบับ {number}", make_user(f"writer{number}"))
    page = as_user(cast.lead).get(path(assessment)).content.decode()
    assert ('id="compare"' in page, 'type="radio"' in page) == (offered, offered)


@pytest.mark.parametrize("given", [{"from": "1"}, {"from": "x", "to": "1"}, {"from": "9" * 30, "to": "1"}])
def test_what_names_no_two_versions_compares_nothing(as_user, cast, written, given):
    response = as_user(cast.lead).get(path(written), given)
    assert (response.status_code, response.context["pair"]) == (200, None)


def test_a_version_of_another_answer_is_not_shown(as_user, cast, written):
    other = written.answers.select_related("question").get(question__code="1.1-2")
    save_answer(answer=other, text="อีกข้อ", version=0, actor=cast.lead)
    keys = {"from": other.revisions.get().pk, "to": answer_of(written, "1.1-1").revisions.first().pk}
    assert as_user(cast.lead).get(path(written), keys).status_code == 404


def restore(client, assessment, revision, version):
    return client.post(path(assessment, f"{revision.pk}/restore/"), {"version": version})


def test_an_old_text_becomes_the_newest_version(as_user, cast, written):
    old = answer_of(written, "1.1-1").revisions.last()
    response = restore(as_user(cast.contributor), written, old, 2)
    assert (response.status_code, response.url) == (302, path(written))
    answer = answer_of(written, "1.1-1")
    assert (answer.text, answer.version, answer.updated_by) == ("กำหนด 5 ขั้นตอน", 3, cast.contributor)
    assert answer.revisions.count() == 3


def test_a_page_that_is_no_longer_true_restores_nothing(as_user, cast, written):
    old = answer_of(written, "1.1-1").revisions.last()
    response = restore(as_user(cast.contributor), written, old, 1)
    assert (response.status_code, answer_of(written, "1.1-1").text) == (302, "กำหนด 7 ขั้นตอน")


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_no_version_no_restoring(as_user, cast, written, version):
    assert (
        restore(as_user(cast.lead), written, answer_of(written, "1.1-1").revisions.last(), version).status_code == 404
    )


def test_a_submitted_answer_is_not_restored(as_user, cast, written):
    old = answer_of(written, "1.1-1").revisions.last()
    bring_to(written, Status.SUBMITTED, cast)
    assert restore(as_user(cast.lead), written, old, 2).status_code == 403


def test_in_a_drawer_only_the_part_is_sent(as_user, cast, written):
    page = as_user(cast.lead).get(path(written), headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in page, "กำหนด 7 ขั้นตอน" in page) == (False, True)


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_asks_the_same_for_any_number(as_user, cast, assessment, count, django_assert_num_queries):
    for number in range(count):
        save(assessment, f"ฉบับ {number}", make_user(f"writer{number}"))
    client = as_user(cast.lead)
    client.get(path(assessment))
    with django_assert_num_queries(QUERIES):
        client.get(path(assessment))


def test_a_clock_that_jumped_back_does_not_turn_the_history_round(as_user, cast, assessment):
    """F19: the order is that of the versions."""
    answer = assessment.answers.select_related("question").get(question__code="1.1-1")
    now = timezone.now()
    for version, minutes in ((1, 60), (2, -60), (3, 0)):
        at = now + timedelta(minutes=minutes)
        answer.revisions.create(version=version, text=f"ฉบับ {version}", author=cast.lead, at=at, began=at)
    answer.revisions.create(version=2, kind="conflict", text="แพ้", author=cast.lead, at=now, began=now)
    client = as_user(cast.lead)
    page = client.get(path(assessment)).context["page"]
    assert [row.text for row in page] == ["ฉบับ 3", "แพ้", "ฉบับ 2", "ฉบับ 1"]
    first, second = answer.revisions.get(text="ฉบับ 1").pk, answer.revisions.get(text="ฉบับ 2").pk
    pair = client.get(path(assessment), {"from": second, "to": first}).context["pair"]
    assert (pair["earlier"].text, pair["later"].text) == ("ฉบับ 1", "ฉบับ 2")
