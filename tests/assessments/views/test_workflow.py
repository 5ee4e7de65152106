"""Checking before sending, and the actions of the workflow."""

import pytest

from assessments.models import Answer, Indicator, Preparation
from assessments.services.preparation import prepare
from assessments.statuses import Action, Status
from criteria.models import Area
from tests.cast import add_remark, answer_all, bring_to


def act(client, assessment, action: str, **data):
    return client.post(f"/assessments/{assessment.pk}/actions/{action}/", data)


def add_indicator(assessment, code: str) -> None:
    """Without any figure: a warning for each."""
    area = Area.objects.get(item__code="7.1", code="ก")
    Indicator.objects.create(assessment=assessment, area=area, code=code, name=f"ตัวชี้วัด {code}")


def check(client, assessment):
    return client.get(f"/assessments/{assessment.pk}/check/")


def test_the_check_lists_what_is_to_mend_with_links(as_user, cast, assessment):
    response = check(as_user(cast.contributor), assessment)
    assert response.context["error_count"] == 11
    questions, items = response.context["errors"]
    assert (len(questions.first), len(items.first)) == (8, 3)
    assert questions.first[1].url == f"/assessments/{assessment.pk}/questions/1.1-1/"
    assert items.first[0].url == f"/assessments/{assessment.pk}/items/1.1/"


@pytest.mark.parametrize(("count", "shown", "rest"), [(3, 3, 0), (4, 4, 0), (5, 3, 2)])
def test_warnings_of_one_rule_show_three_examples_and_fold_the_others(as_user, cast, assessment, count, shown, rest):
    for number in range(1, count + 1):
        add_indicator(assessment, f"7.1-{number:02}")
    response = check(as_user(cast.lead), assessment)
    rules = {each.first[0].problem.rule: each for each in response.context["warnings"]}
    assert (len(rules["no_values"].first), len(rules["no_values"].rest)) == (shown, rest)
    assert response.context["warning_count"] == sum(len(each.first + each.rest) for each in rules.values())


def test_the_approver_finds_the_button_only_when_all_is_in_order(as_user, cast, assessment):
    client = as_user(cast.approver)
    button = f'action="/assessments/{assessment.pk}/actions/submit/"'
    assert button not in check(client, assessment).content.decode()
    answer_all(assessment)
    assert button not in check(client, assessment).content.decode()
    prepare(assessment_id=assessment.pk, actor=cast.lead)
    assert button in check(client, assessment).content.decode()


@pytest.mark.parametrize("role", ["contributor", "lead", "manager"])
def test_other_roles_read_who_sends(as_user, cast, assessment, role):
    answer_all(assessment)
    page = check(as_user(getattr(cast, role)), assessment).content.decode()
    assert "actions/submit" not in page
    assert str(cast.approver) in page


@pytest.mark.parametrize(("role", "status"), [("coordinator", 403), ("assessor", 404), ("stranger", 404)])
def test_others_do_not_see_the_check(as_user, cast, assessment, role, status):
    assert check(as_user(getattr(cast, role)), assessment).status_code == status


@pytest.mark.parametrize("answered", [0, 3, 8])
def test_the_check_costs_the_same_for_any_number_of_answers(
    as_user, cast, assessment, answered, django_assert_num_queries
):
    for answer in assessment.answers.all()[:answered]:
        Answer.objects.filter(pk=answer.pk).update(text="ก", version=1)
    client = as_user(cast.approver)
    with django_assert_num_queries(15):
        check(client, assessment)


def test_the_approver_submits_and_sees_the_receipt_page(as_user, cast, assessment):
    answer_all(assessment)
    prepare(assessment_id=assessment.pk, actor=cast.lead)
    response = act(as_user(cast.approver), assessment, "submit", key="k1")
    assert (response.status_code, response.url) == (302, f"/assessments/{assessment.pk}/submission/")
    assessment.refresh_from_db()
    assert assessment.status == Status.SUBMITTED


def test_the_same_key_twice_is_one_submission(as_user, cast, assessment):
    answer_all(assessment)
    prepare(assessment_id=assessment.pk, actor=cast.lead)
    client = as_user(cast.approver)
    assert [act(client, assessment, "submit", key="k1").status_code for _time in range(2)] == [302, 302]
    assert assessment.submissions.count() == 1


def test_an_unfinished_one_is_refused_with_the_reason(as_user, cast, assessment):
    response = act(as_user(cast.approver), assessment, "submit", key="k1")
    assert response.status_code == 409
    assert "ยังส่งไม่ได้ มี 11 เรื่องที่ต้องแก้" in response.content.decode()
    assert not assessment.submissions.exists()


@pytest.mark.parametrize(
    ("role", "status"), [("contributor", 403), ("lead", 403), ("manager", 403), ("coordinator", 403), ("stranger", 404)]
)
def test_only_the_approver_submits(as_user, cast, assessment, role, status):
    answer_all(assessment)
    assert act(as_user(getattr(cast, role)), assessment, "submit", key="k").status_code == status
    assert not assessment.submissions.exists()


def test_the_approver_withdraws_until_the_review_starts(as_user, cast, assessment):
    bring_to(assessment, Status.SUBMITTED, cast)
    client = as_user(cast.approver)
    response = act(client, assessment, "withdraw")
    assert (response.status_code, response.url) == (302, f"/assessments/{assessment.pk}/")
    assert act(client, assessment, "withdraw").status_code == 409


@pytest.mark.parametrize("action", ["start_review", "return", "approve", "reopen"])
@pytest.mark.parametrize(("role", "status"), [("approver", 403), ("lead", 403), ("assessor", 403), ("stranger", 404)])
def test_only_a_coordinator_decides(as_user, cast, assessment, action, role, status):
    bring_to(assessment, Status.SUBMITTED, cast)
    assert act(as_user(getattr(cast, role)), assessment, action).status_code == status


def test_a_return_takes_a_thai_date(as_user, cast, assessment):
    bring_to(assessment, Status.IN_REVIEW, cast)
    add_remark(assessment, cast)
    response = act(as_user(cast.coordinator), assessment, "return", due="๓๐/๑/๒๖๐๐")
    assert (response.status_code, response.url) == (302, f"/assessments/{assessment.pk}/review/")
    assessment.refresh_from_db()
    assert assessment.due.isoformat() == "2057-01-30T16:59:59+00:00"


@pytest.mark.parametrize(
    "data", [{"due": "31/2/2600"}, {"due": "เมื่อไรก็ได้"}, {"reason": "ก\x00ข"}, {"reason": "ก" * 2001}, {"key": "k" * 65}]
)
def test_bad_input_changes_nothing(as_user, cast, assessment, data):
    bring_to(assessment, Status.IN_REVIEW, cast)
    add_remark(assessment, cast)
    assert act(as_user(cast.coordinator), assessment, "return", **data).status_code == 422
    assessment.refresh_from_db()
    assert assessment.status == Status.IN_REVIEW


def test_unknown_action_missing_id_and_wrong_method(as_user, cast, assessment):
    client = as_user(cast.approver)
    assert act(client, assessment, "destroy").status_code == 404
    assert client.post("/assessments/999/actions/submit/").status_code == 404
    assert client.get(f"/assessments/{assessment.pk}/actions/submit/").status_code == 405
    assert client.post(f"/assessments/{assessment.pk}/check/").status_code == 405


def test_a_submitted_one_shows_the_way_back(as_user, cast, assessment):
    bring_to(assessment, Status.SUBMITTED, cast)
    assert "actions/withdraw" in check(as_user(cast.approver), assessment).content.decode()
    assert "actions/withdraw" not in check(as_user(cast.lead), assessment).content.decode()


def test_a_coordinator_starts_the_review(as_user, cast, assessment):
    bring_to(assessment, Status.SUBMITTED, cast)
    response = act(as_user(cast.coordinator), assessment, Action.START_REVIEW)
    assert (response.status_code, response.url) == (302, f"/assessments/{assessment.pk}/review/")


# --- the signature of who prepared ---------------------------------------------------------------------------------


def sign(client, assessment):
    return client.post(f"/assessments/{assessment.pk}/prepare/")


def test_the_lead_signs_and_the_approver_reads_who_and_when(as_user, cast, assessment):
    answer_all(assessment)
    assert "ลงนามผู้จัดทำ" in check(as_user(cast.lead), assessment).content.decode()
    response = sign(as_user(cast.lead), assessment)
    assert (response.status_code, response.url) == (302, f"/assessments/{assessment.pk}/check/")
    signature = check(as_user(cast.approver), assessment).context["signature"]
    assert (signature.by, signature.is_void) == (cast.lead, False)


def test_a_change_is_shown_to_void_the_signature(as_user, cast, assessment):
    answer_all(assessment)
    sign(as_user(cast.lead), assessment)
    Answer.objects.filter(assessment=assessment, question__code="1.1-1").update(text="แก้แล้ว")
    page = check(as_user(cast.approver), assessment)
    assert page.context["signature"].is_void
    assert "actions/submit" not in page.content.decode()


def test_an_unfinished_assessment_is_not_signed(as_user, cast, assessment):
    response = as_user(cast.lead).post(f"/assessments/{assessment.pk}/prepare/", follow=True)
    assert "ยังลงนามไม่ได้" in response.content.decode()
    assert not Preparation.objects.exists()
