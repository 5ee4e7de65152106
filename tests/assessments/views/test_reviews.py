import pytest

from accounts.roles import Role
from assessments.models import Finding, Remark, Score
from assessments.statuses import FindingKind, Stage, Status
from tests.assessments.views.stage import add_finding, hand_in, make_indicator, submit_with_indicators, url
from tests.cast import add_remark, assign, bring_to, make_user

QUERIES = {"review": 13, "review_item": 12}
FINDING = {
    "kind": "strength",
    "nugget": "มีขั้นตอนออกแบบห้าขั้นที่ทำซ้ำได้",
    "evidence": "1.1-1",
    "relevance": "",
    "is_double": "on",
}
CONSENSUS = {
    "factor_A": "3",
    "factor_D": "3",
    "factor_L": "3",
    "factor_I": "3",
    "percent": "60",
    "reason": "",
    "version": "0",
    "confirm": "chosen",
}
TO_READ = [("review",), ("review_item", "1.1")]


@pytest.fixture
def in_review(assessment, cast):
    return bring_to(assessment, Status.IN_REVIEW, cast)


@pytest.fixture
def colleague(assessment, cast):
    """Another assessor of the same assessment."""
    user = make_user("colleague", (Role.ASSESSOR, None))
    assign(assessment, user)
    return user


def to_post(assessment) -> list[tuple[str, dict]]:
    """Every POST of the review, on things that are there."""
    finding, remark = assessment.findings_made, assessment.remark_made
    return [
        (url("finding_add", assessment.pk, "1.1"), FINDING),
        (url("finding_delete", assessment.pk, finding.pk), {}),
        (url("consensus", assessment.pk, "1.1"), CONSENSUS),
        (url("remark_add", assessment.pk), {"item": "1.1", "text": "โปรดเพิ่มตัวอย่าง"}),
        (url("remark_delete", assessment.pk, remark.pk), {}),
    ]


@pytest.fixture
def furnished(in_review, cast):
    """In review, with one finding of the assessor and one remark."""
    in_review.findings_made = add_finding(in_review, cast.assessor)
    in_review.remark_made = add_remark(in_review, cast)
    return in_review


@pytest.mark.parametrize("page", TO_READ)
@pytest.mark.parametrize("role", ["coordinator", "assessor"])
@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED, Status.APPROVED])
def test_reviewers_read_the_review_from_the_submission_on(assessment, cast, as_user, status, role, page):
    bring_to(assessment, status, cast)

    assert as_user(getattr(cast, role)).get(url(page[0], assessment.pk, *page[1:])).status_code == 200


@pytest.mark.parametrize("page", TO_READ)
@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_the_unit_does_not_see_the_review(in_review, cast, as_user, role, page):
    assert as_user(getattr(cast, role)).get(url(page[0], in_review.pk, *page[1:])).status_code == 403


@pytest.mark.parametrize("page", TO_READ)
def test_strangers_and_assessors_without_assignment_find_nothing(in_review, cast, as_user, page):
    outsider = make_user("outsider", (Role.ASSESSOR, None))

    place = url(page[0], in_review.pk, *page[1:])
    assert (as_user(cast.stranger).get(place).status_code, as_user(outsider).get(place).status_code) == (404, 404)


@pytest.mark.parametrize("page", TO_READ)
def test_a_draft_has_no_review(assessment, cast, as_user, page):
    bring_to(assessment, Status.DRAFT, cast)
    place = url(page[0], assessment.pk, *page[1:])

    assert (as_user(cast.coordinator).get(place).status_code, as_user(cast.assessor).get(place).status_code) == (
        403,
        404,
    )


def test_methods(furnished, cast, as_user):
    client = as_user(cast.coordinator)

    assert [client.get(place).status_code for place, _data in to_post(furnished)] == [405] * 5
    assert client.post(url("review", furnished.pk)).status_code == 405


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_the_unit_writes_nothing_into_the_review(furnished, cast, as_user, role, number):
    place, data = to_post(furnished)[number]

    assert as_user(getattr(cast, role)).post(place, data).status_code == 403


@pytest.mark.parametrize("number", range(5))
def test_a_stranger_finds_nothing_to_write(furnished, cast, as_user, number):
    place, data = to_post(furnished)[number]

    assert as_user(cast.stranger).post(place, data).status_code == 404


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.APPROVED])
def test_outside_the_review_nothing_changes(furnished, cast, as_user, status, number):
    type(furnished).objects.update(status=status)
    place, data = to_post(furnished)[number]

    assert as_user(cast.coordinator).post(place, data).status_code == 403
    assert (Finding.objects.count(), Remark.objects.count(), Score.objects.filter(stage=Stage.CONSENSUS).count()) == (
        1,
        1,
        0,
    )


@pytest.mark.parametrize("number", [2, 3, 4])
def test_an_assessor_decides_nothing(furnished, cast, as_user, number):
    place, data = to_post(furnished)[number]

    assert as_user(cast.assessor).post(place, data).status_code == 403


@pytest.mark.parametrize("role", ["coordinator", "assessor"])
def test_a_finding_is_written(in_review, cast, as_user, role):
    user = getattr(cast, role)

    response = as_user(user).post(url("finding_add", in_review.pk, "1.1"), FINDING)

    assert response.status_code == 302
    finding = Finding.objects.get()
    assert (finding.author, finding.item.code, finding.kind, finding.is_double) == (
        user,
        "1.1",
        FindingKind.STRENGTH,
        True,
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [({"kind": ""}, "kind"), ({"kind": "other"}, "kind"), ({"nugget": " "}, "nugget"), ({"nugget": "ก\x07"}, "nugget")],
)
def test_a_finding_that_is_not_in_order_stays_on_the_page(in_review, cast, as_user, change, field):
    response = as_user(cast.assessor).post(url("finding_add", in_review.pk, "1.1"), FINDING | change)

    assert (response.status_code, list(response.context["finding_form"].errors)) == (422, [field])
    assert response.context["finding_form"]["evidence"].value() == "1.1-1"


@pytest.mark.parametrize(
    ("kind", "nugget", "hinted"),
    [
        ("ofi", "หน่วยงานควรทบทวนแผนทุกไตรมาส", True),
        ("ofi", "ไม่พบว่าผลการทบทวนขยายไปยังบริการอื่น", False),
        ("strength", "ทำได้ตามสมควรและควรค่าแก่การเรียนรู้", False),
    ],
)
def test_an_opportunity_that_prescribes_gets_a_hint_and_is_saved(in_review, cast, as_user, kind, nugget, hinted):
    client = as_user(cast.assessor)
    client.post(url("finding_add", in_review.pk, "1.1"), FINDING | {"kind": kind, "nugget": nugget})

    rows = client.get(url("review_item", in_review.pk, "1.1")).context["findings"]

    assert ["prescribes" in row.hints for row in rows] == [hinted]


def test_an_assessor_sees_and_deletes_only_her_own_findings(furnished, cast, colleague, as_user):
    client, place = as_user(colleague), url("finding_delete", furnished.pk, furnished.findings_made.pk)

    assert client.get(url("review_item", furnished.pk, "1.1")).context["findings"] == []
    assert (client.post(place).status_code, Finding.objects.count()) == (404, 1)
    assert (as_user(cast.assessor).post(place).status_code, Finding.objects.count()) == (302, 0)


def test_a_coordinator_deletes_what_coordinators_found_and_nothing_of_an_assessor(furnished, cast, as_user):
    colleague = make_user("colleague-coordinator", (Role.COORDINATOR, None))
    of_a_colleague = add_finding(furnished, colleague)
    client, place = as_user(cast.coordinator), url("finding_delete", furnished.pk, furnished.findings_made.pk)

    assert client.post(place).status_code == 404
    hand_in(furnished, cast.assessor)
    assert (client.post(place).status_code, Finding.objects.count()) == (403, 2)
    assert client.post(url("finding_delete", furnished.pk, of_a_colleague.pk)).status_code == 302
    assert list(Finding.objects.all()) == [furnished.findings_made]


def test_a_finding_of_another_assessment_is_not_found_here(furnished, cast, as_user):
    assert as_user(cast.coordinator).post(url("finding_delete", furnished.pk, 999_999)).status_code == 404
    assert as_user(cast.coordinator).post(url("remark_delete", furnished.pk, 999_999)).status_code == 404
    assert as_user(cast.coordinator).get(url("review_item", furnished.pk, "P.1")).status_code == 404


def test_the_consensus_is_confirmed_and_seen_by_assessors_after_the_approval(in_review, cast, as_user):
    in_review.assignments.update(conflict="เคยทำงานที่หน่วยงานนี้")  # she is not awaited
    client = as_user(cast.coordinator)

    assert client.post(url("consensus", in_review.pk, "1.1"), CONSENSUS).status_code == 302

    score = Score.objects.get(stage=Stage.CONSENSUS)
    assert (score.percent, score.confirmed, score.author) == (60, True, cast.coordinator)
    assert client.get(url("review", in_review.pk)).context["decided"].items["1.1"].percent == 60
    place = url("review_item", in_review.pk, "1.1")
    before = as_user(cast.assessor).get(place).context["consensus"]
    type(in_review).objects.update(status=Status.APPROVED)
    assert (before, as_user(cast.assessor).get(place).context["consensus"]) == (None, score)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"percent": "90"}, "reason"),
        ({"percent": ""}, "percent"),
        ({"factor_A": ""}, "__all__"),
        ({"version": "x"}, "version"),
    ],
)
def test_a_consensus_that_breaks_a_rule_is_refused(in_review, cast, as_user, change, field):
    hand_in(in_review, cast.assessor)
    response = as_user(cast.coordinator).post(url("consensus", in_review.pk, "1.1"), CONSENSUS | change)

    assert (response.status_code, list(response.context["score_form"].errors)) == (422, [field])


def test_a_second_consensus_sees_the_first(in_review, cast, as_user):
    hand_in(in_review, cast.assessor)
    client = as_user(cast.coordinator)
    client.post(url("consensus", in_review.pk, "1.1"), CONSENSUS)

    late = client.post(url("consensus", in_review.pk, "1.1"), CONSENSUS | {"percent": "55"})

    assert (late.status_code, late.context["stale"].percent) == (409, 60)
    assert "<h2>คุณบันทึกคะแนนหัวข้อนี้จากอีกหน้าต่างหนึ่งไปก่อนแล้ว</h2>" in late.content.decode()
    assert late.context["score_form"]["percent"].value() == "55"


def test_the_consensus_of_results_follows_the_frozen_indicators(assessment, cast, as_user):
    make_indicator(assessment, y2566=("80", None, None), y2567=("82", None, None), y2568=("85", "82", None))
    submit_with_indicators(assessment, cast)
    type(assessment).objects.update(status=Status.IN_REVIEW)
    assessment.indicators.all().delete()
    client, place = as_user(cast.coordinator), url("consensus", assessment.pk, "7.2")

    suggested = client.get(url("review_item", assessment.pk, "7.2")).context["explanation"].percent

    assert suggested == 25
    assert client.post(place, {"percent": "25", "version": "0", "confirm": "chosen"}).status_code == 302
    assert client.post(place, {"percent": "60", "version": "1", "confirm": "chosen"}).status_code == 422


@pytest.mark.parametrize(
    ("status", "actions"),
    [
        (Status.SUBMITTED, ["start_review"]),
        (Status.IN_REVIEW, ["return", "approve"]),
        (Status.RETURNED, []),
        (Status.APPROVED, ["reopen"]),
    ],
)
def test_the_coordinator_finds_what_can_be_decided(assessment, cast, as_user, status, actions):
    bring_to(assessment, status, cast)

    assert as_user(cast.coordinator).get(url("review", assessment.pk)).context["actions"] == actions
    assert as_user(cast.assessor).get(url("review", assessment.pk)).context["actions"] == []


@pytest.mark.parametrize("count", [1, 3, 20])
@pytest.mark.parametrize("page", TO_READ)
def test_the_review_takes_as_many_queries_for_any_number(
    in_review, cast, as_user, page, count, django_assert_num_queries
):
    for _number in range(count):
        add_finding(in_review, cast.assessor)
        add_remark(in_review, cast)
    client = as_user(cast.coordinator)

    with django_assert_num_queries(QUERIES[page[0]]):
        client.get(url(page[0], in_review.pk, *page[1:]))


def test_the_suggestion_for_chosen_factors_is_shown_without_saving(in_review, cast, as_user):
    hand_in(in_review, cast.assessor)
    data = CONSENSUS | {"factor_I": "1", "percent": "", "preview": "1"}

    response = as_user(cast.coordinator).post(url("consensus", in_review.pk, "1.1"), data)

    assert (response.status_code, response.context["explanation"].percent) == (200, 45)
    assert not Score.objects.filter(stage=Stage.CONSENSUS).exists()


def test_nothing_is_decided_while_an_assessor_is_awaited(in_review, cast, as_user):
    client = as_user(cast.coordinator)
    shown = client.get(url("review_item", in_review.pk, "1.1")).content.decode()
    reason = "ยังให้คะแนนฉันทามติไม่ได้ รอผลตรวจของ assessor โปรดรอให้ส่งผลตรวจ หรือเปลี่ยนผู้ตรวจประเมิน"
    assert (reason in shown, url("consensus", in_review.pk, "1.1") in shown) == (True, False)

    refused = client.post(url("consensus", in_review.pk, "1.1"), CONSENSUS | {"reason": "เห็นพ้องกัน"})

    assert (refused.status_code, refused.context["reason"]) == (403, reason)
    assert ("เหตุผล", "เห็นพ้องกัน") in refused.context["typed"]
    assert not Score.objects.filter(stage=Stage.CONSENSUS).exists()
    hand_in(in_review, cast.assessor)
    shown = client.get(url("review_item", in_review.pk, "1.1")).content.decode()
    assert (reason in shown, url("consensus", in_review.pk, "1.1") in shown) == (False, True)
    assert client.post(url("consensus", in_review.pk, "1.1"), CONSENSUS).status_code == 302
