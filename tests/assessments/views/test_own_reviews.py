"""Pages of an assessor's own review: declaration, scores and findings, hand-in, and what others see of it."""

import pytest

from accounts.roles import Role
from assessments.models import Finding, HandIn, Score
from assessments.permissions import HAS_HANDED_IN, NOT_DECLARED
from assessments.statuses import Stage, Status
from tests.assessments.views.stage import add_finding, hand_in, url
from tests.cast import add_remark, assign, bring_to, make_user, submit

QUERIES = {
    ("review", "coordinator"): 13,
    ("review", "assessor"): 13,
    ("review_item", "coordinator"): 13,
    ("review_item", "assessor"): 12,
}
SCORE = {
    **{f"factor_{name}": "3" for name in "ADLI"},
    **{"percent": "60", "reason": "", "version": "0", "submission": "1"},
}
FINDING = {"kind": "ofi", "nugget": "ไม่พบการทบทวน", "evidence": "1.1-1", "relevance": "", "factor": "L"}
BACK = "โปรดตรวจหลักฐานของหัวข้อ 1.1 อีกครั้ง"


@pytest.fixture
def sent(assessment, cast):
    return bring_to(assessment, Status.SUBMITTED, cast)


@pytest.fixture
def colleague(assessment, sent):
    """Another assessor of the same assessment."""
    user = make_user("colleague", (Role.ASSESSOR, None))
    assign(assessment, user)
    return user


def scored(assessment, author, percent=55) -> Score:
    submission = assessment.submissions.order_by("-number").first()
    item = assessment.criteria_set.categories.get(code="1").items.get()
    given = {"submission": submission, "item": item, "stage": Stage.REVIEW, "author": author}
    return Score.objects.create(
        assessment=assessment, percent=percent, confirmed=True, confirmed_band=3, reason="เหตุผล", **given
    )


def test_before_she_declares_she_reads_and_is_told_why_she_writes_nothing(sent, cast, as_user):
    sent.assignments.update(declared_at=None)
    client = as_user(cast.assessor)

    refused = client.post(url("review_score", sent.pk, "1.1"), SCORE)

    assert client.get(url("review_item", sent.pk, "1.1")).status_code == 200
    assert (refused.status_code, refused.context["reason"]) == (403, NOT_DECLARED)
    assert client.post(url("declare", sent.pk), {"interest": "none"}).status_code == 302
    assert client.post(url("review_score", sent.pk, "1.1"), SCORE).status_code == 302


@pytest.mark.parametrize(
    ("posted", "field"), [({}, "interest"), ({"interest": "some"}, "conflict"), ({"interest": "x"}, "interest")]
)
def test_a_declaration_that_says_nothing_is_refused(sent, cast, as_user, posted, field):
    sent.assignments.update(declared_at=None)

    response = as_user(cast.assessor).post(url("declare", sent.pk), posted)

    assert (response.status_code, list(response.context["declaration_form"].errors)) == (422, [field])


def test_one_with_a_conflict_is_told_that_another_will_be_assigned(sent, cast, as_user):
    words = "มีญาติใกล้ชิดทำงานอยู่ในหน่วยงานนี้"
    client = as_user(cast.assessor)

    client.post(url("declare", sent.pk), {"interest": "some", "conflict": words})

    assert words in client.get(url("review", sent.pk)).content.decode()
    assert client.post(url("finding_add", sent.pk, "1.1"), FINDING).status_code == 403
    assert words in as_user(cast.coordinator).get(url("review", sent.pk)).content.decode()


def test_her_first_score_starts_the_review_and_leads_on(sent, cast, as_user):
    client = as_user(cast.assessor)

    saved = client.post(url("review_score", sent.pk, "1.1"), SCORE | {"next": "1"})

    assert (saved.status_code, saved.url) == (302, url("review_item", sent.pk, "7.1"))
    sent.refresh_from_db()
    assert sent.status == Status.IN_REVIEW
    last = client.post(url("review_score", sent.pk, "7.2"), {"percent": "0", "version": "0", "next": "1"})
    assert last.url == url("review", sent.pk) + "#hand-in"


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [({"percent": "90"}, 422, "reason"), ({"percent": "61"}, 422, "percent"), ({"factor_A": ""}, 422, "__all__")],
)
def test_a_score_that_breaks_a_rule_stays_on_the_page(sent, cast, as_user, change, status, field):
    response = as_user(cast.assessor).post(url("review_score", sent.pk, "1.1"), SCORE | change)

    assert (response.status_code, list(response.context["score_form"].errors)) == (status, [field])


def test_of_two_windows_the_second_sees_what_stands(sent, cast, as_user):
    client = as_user(cast.assessor)
    client.post(url("review_score", sent.pk, "1.1"), SCORE)

    late = client.post(url("review_score", sent.pk, "1.1"), SCORE | {"percent": "55"})

    assert (late.status_code, late.context["stale"].percent) == (409, 60)
    assert late.context["score_form"]["percent"].value() == "55"


def test_a_coordinator_has_no_score_of_her_own(sent, cast, as_user):
    assert as_user(cast.coordinator).post(url("review_score", sent.pk, "1.1"), SCORE).status_code == 403


def test_a_form_of_an_earlier_submission_is_refused_with_what_was_typed(sent, cast, as_user):
    client = as_user(cast.assessor)
    posted = FINDING | {"submission": "2"}

    response = client.post(url("finding_add", sent.pk, "1.1"), posted)

    assert (response.status_code, response.context["typed"][1]) == (409, ("ข้อค้นพบ", "ไม่พบการทบทวน"))
    assert client.post(url("review_score", sent.pk, "1.1"), SCORE | {"submission": "2"}).status_code == 409
    assert not Finding.objects.exists()


def test_a_finding_has_a_factor_of_its_item_and_is_changed_by_its_author(sent, cast, as_user):
    client = as_user(cast.assessor)
    client.post(url("finding_add", sent.pk, "1.1"), FINDING)
    found = Finding.objects.get()
    place = url("finding_edit", sent.pk, found.pk)

    assert (found.factor, client.get(place).status_code) == ("L", 200)
    assert client.post(place, FINDING | {"version": "1", "nugget": "ใหม่"}).status_code == 302
    late = client.post(place, FINDING | {"version": "1", "nugget": "ช้าไป"})
    assert (late.status_code, late.context["form"]["nugget"].value()) == (409, "ช้าไป")
    assert Finding.objects.get().nugget == "ใหม่"
    refused = client.post(url("finding_add", sent.pk, "7.1"), FINDING)  # L is no factor of results
    assert (refused.status_code, list(refused.context["finding_form"].errors)) == (422, ["factor"])


def test_hints_stand_at_the_finding_and_before_the_hand_in(sent, cast, as_user):
    add_finding(sent, cast.assessor, kind="ofi", nugget="หน่วยงานควรทบทวน", evidence="")
    add_finding(sent, cast.assessor, kind="ofi", nugget="ไม่พบการทบทวน", evidence="1.1-1", factor="L")
    client = as_user(cast.assessor)

    rows = client.get(url("review_item", sent.pk, "1.1")).context["findings"]

    assert [list(row.hints) for row in rows] == [["prescribes", "no_factor", "no_evidence"], []]
    hints = client.get(url("review", sent.pk)).context["hints"]
    assert dict(hints) == {"prescribes": 1, "no_factor": 1, "no_evidence": 1}


def test_until_she_hands_in_nobody_sees_hers_by_page_or_by_key(sent, cast, colleague, as_user):
    type(sent).objects.update(status=Status.IN_REVIEW)
    found = add_finding(sent, cast.assessor, nugget="ข้อค้นพบของผู้ตรวจคนแรก")
    scored(sent, cast.assessor)
    for user in (colleague, cast.coordinator):
        client = as_user(user)
        page = client.get(url("review_item", sent.pk, "1.1"))
        assert (page.context["findings"], page.context["assessors"]) == ([], [])
        assert "ข้อค้นพบของผู้ตรวจคนแรก" not in page.content.decode()
        overview = client.get(url("review", sent.pk))
        assert {row.findings for _category, rows in overview.context["categories"] for row in rows} == {0}
        places = [url(name, sent.pk, found.pk) for name in ("finding_edit", "finding_delete")]
        assert [client.post(place, FINDING).status_code for place in places] == [404, 404]
        assert client.get(places[0]).status_code == 404
    counts = as_user(cast.coordinator).get(url("review", sent.pk)).context["assessors"]
    assert sorted((str(row.assignment.assessor), row.scored, row.findings) for row in counts) == [
        ("assessor", 1, 1),
        ("colleague", 0, 0),
    ]


def test_after_her_hand_in_she_sees_all_that_is_handed_in(sent, cast, colleague, as_user):
    type(sent).objects.update(status=Status.IN_REVIEW)
    for person in (cast.assessor, colleague):
        add_finding(sent, person, nugget=f"พบโดย {person}")
        scored(sent, person)
    hand_in(sent, cast.assessor)
    place = url("review_item", sent.pk, "1.1")

    def names(user):
        context = as_user(user).get(place).context
        return [str(row.author) for row in context["assessors"]], [
            str(row.finding.author) for row in context["findings"]
        ]

    assert names(cast.assessor) == names(cast.coordinator) == (["assessor"], ["assessor"])
    assert names(colleague) == ([], ["colleague"])  # while she writes, her own stands in the form
    hand_in(sent, colleague)
    assert names(cast.assessor) == names(colleague) == (["assessor", "colleague"], ["assessor", "colleague"])


def test_handed_in_is_frozen_until_it_is_handed_back(sent, cast, as_user):
    client = as_user(cast.assessor)
    for code, data in (("1.1", SCORE), ("7.1", {"percent": "0"}), ("7.2", {"percent": "0"})):
        client.post(url("review_score", sent.pk, code), {"version": "0"} | data)
    assert client.post(url("hand_in", sent.pk)).status_code == 422  # a score without a word
    for code in ("1.1", "7.1", "7.2"):
        add_finding(sent, cast.assessor, code)
    assert client.get(url("review", sent.pk)).context["checklist"].is_whole

    assert client.post(url("hand_in", sent.pk), {"submission": "1"}).status_code == 302

    refused = client.post(url("review_score", sent.pk, "1.1"), SCORE | {"version": "1", "reason": "คิดใหม่"})
    assert (refused.status_code, refused.context["reason"]) == (403, HAS_HANDED_IN)
    assert ("เหตุผล", "คิดใหม่") in refused.context["typed"]
    given, coordinator = HandIn.objects.get(), as_user(cast.coordinator)
    short = coordinator.post(url("hand_back", sent.pk, given.pk), {"reason": "สั้น"})
    assert (short.status_code, short.context["hand_back"][0]) == (422, given.pk)
    assert coordinator.post(url("hand_back", sent.pk, given.pk), {"reason": BACK}).status_code == 302
    assert BACK in as_user(cast.assessor).get(url("review", sent.pk)).content.decode()
    assert as_user(cast.assessor).post(url("review_score", sent.pk, "1.1"), SCORE | {"version": "1"}).status_code == 302


def test_what_changed_since_the_submission_before_stands_at_its_question(sent, cast, as_user):
    type(sent).objects.update(status=Status.IN_REVIEW)
    add_remark(sent, cast)
    type(sent).objects.update(status=Status.RETURNED)
    sent.answers.filter(question__code="1.1-1").update(text="หน่วยงานทบทวนทุกไตรมาส", version=2)
    submit(sent, cast)

    areas = as_user(cast.assessor).get(url("review_item", sent.pk, "1.1")).context["areas"]

    changes = {row.question.code: row.change for _area, rows in areas for row in rows}
    assert [code for code, change in changes.items() if change] == ["1.1-1"]
    assert (changes["1.1-1"].former.number, changes["1.1-1"].differences > 0) == (1, True)


@pytest.mark.parametrize("count", [1, 3, 20])
@pytest.mark.parametrize("page", [("review",), ("review_item", "1.1")])
def test_any_number_of_assessors_and_findings_takes_as_many_queries(
    sent, cast, as_user, page, count, django_assert_num_queries
):
    type(sent).objects.update(status=Status.IN_REVIEW)
    for number in range(count):
        person = make_user(f"assessor-{number}", (Role.ASSESSOR, None))
        assign(sent, person)
        add_finding(sent, person)
        scored(sent, person)
        hand_in(sent, person)
    hand_in(sent, cast.assessor)
    for role in ("coordinator", "assessor"):
        client = as_user(getattr(cast, role))
        with django_assert_num_queries(QUERIES[page[0], role]):
            client.get(url(page[0], sent.pk, *page[1:]))


def test_the_history_tells_the_unit_nothing_of_the_review(sent, cast, as_user):
    as_user(cast.assessor).post(url("declare", sent.pk), {"interest": "some", "conflict": "เคยเป็นที่ปรึกษาของหน่วยงานนี้"})
    kinds = {
        role: [event.kind for event in as_user(getattr(cast, role)).get(url("history", sent.pk)).context["page"]]
        for role in ("lead", "coordinator")
    }
    assert ("interests_declared" in kinds["lead"], "interests_declared" in kinds["coordinator"]) == (False, True)


def test_each_assessor_stands_once_and_is_taken_away_while_nothing_is_written(sent, cast, colleague, as_user):
    add_finding(sent, colleague)

    page = as_user(cast.coordinator).get(url("review", sent.pk)).content.decode()

    assert [page.count(f"<b>{each}</b>") for each in (cast.assessor, colleague)] == [1, 1]
    removals = {each: url("assessor_remove", sent.pk, each.assignments.get().pk) for each in (cast.assessor, colleague)}
    assert [each for each, address in removals.items() if address in page] == [cast.assessor]
    approved = as_user(cast.coordinator).get(url("review", _approved(sent).pk)).content.decode()
    assert removals[cast.assessor] not in approved


def _approved(assessment):
    type(assessment).objects.filter(pk=assessment.pk).update(status=Status.APPROVED)
    return assessment
