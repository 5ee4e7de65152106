import pytest

from assessments.services.workflow import perform
from assessments.statuses import Action, FindingKind, Status
from tests.assessments.views.stage import add_finding, url
from tests.cast import add_remark, bring_to, decide_all, submit

QUERIES = 8
UNIT = ["contributor", "lead", "approver", "manager"]


def page(client, assessment):
    return client.get(url("feedback", assessment.pk))


@pytest.mark.parametrize("role", [*UNIT, "coordinator", "assessor"])
@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW])
def test_there_is_no_feedback_before_the_return(assessment, cast, as_user, role, status):
    bring_to(assessment, status, cast)
    add_remark(assessment, cast)

    assert page(as_user(getattr(cast, role)), assessment).status_code == 403


@pytest.mark.parametrize("role", UNIT)
def test_remarks_reach_the_unit_with_the_return_and_findings_do_not(assessment, cast, as_user, role):
    bring_to(assessment, Status.RETURNED, cast)
    add_finding(assessment, cast.assessor, nugget="ยังไม่ถึงเวลา")

    response = page(as_user(getattr(cast, role)), assessment)

    assert (response.status_code, len(response.context["remarks"])) == (200, 1)
    assert "ยังไม่ถึงเวลา" not in response.content.decode()


def test_remarks_of_a_second_review_wait_for_the_second_return(assessment, cast, as_user):
    bring_to(assessment, Status.RETURNED, cast)
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    add_remark(assessment, cast, "เขียนรอบสอง")
    client = as_user(cast.lead)

    seen = [row.remark.text for row in page(client, assessment).context["remarks"]]
    perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator)

    assert seen == ["โปรดเพิ่มตัวอย่างผลการทบทวน"]
    assert [row.remark.number for row in page(client, assessment).context["remarks"]] == [1, 2]


@pytest.mark.parametrize("role", [*UNIT, "coordinator", "assessor"])
def test_findings_and_scores_open_with_the_approval(assessment, cast, as_user, role):
    bring_to(assessment, Status.IN_REVIEW, cast)
    add_finding(assessment, cast.assessor, nugget="มีขั้นตอนชัดเจน")
    add_finding(assessment, cast.coordinator, kind=FindingKind.OFI, nugget="ไม่พบการขยายผล")
    decide_all(assessment, cast)
    perform(Action.APPROVE, assessment_id=assessment.pk, actor=cast.coordinator)

    context = page(as_user(getattr(cast, role)), assessment).context

    first = context["items"][0]
    assert ([f.nugget for f in first["strengths"]], [f.nugget for f in first["opportunities"]]) == (
        ["มีขั้นตอนชัดเจน"],
        ["ไม่พบการขยายผล"],
    )
    assert (context["card"].total.points, context["consensus"].total.points) == (72, 125)


def test_while_the_review_is_open_again_everything_is_closed_to_the_unit(assessment, cast, as_user):
    bring_to(assessment, Status.APPROVED, cast)
    reason = "พบข้อมูลใหม่ที่ต้องพิจารณาร่วมกันอีกครั้ง"
    perform(Action.REOPEN, assessment_id=assessment.pk, actor=cast.coordinator, reason=reason)

    assert page(as_user(cast.lead), assessment).status_code == 403


def test_strangers_find_nothing_and_drafts_have_none(assessment, cast, as_user):
    assert page(as_user(cast.lead), assessment).status_code == 403
    bring_to(assessment, Status.APPROVED, cast)
    assert page(as_user(cast.stranger), assessment).status_code == 404
    assert as_user(cast.lead).get(url("feedback", 999_999)).status_code == 404


def test_feedback_is_read(assessment, cast, as_user):
    bring_to(assessment, Status.APPROVED, cast)

    assert as_user(cast.lead).post(url("feedback", assessment.pk)).status_code == 405


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_takes_as_many_queries_for_any_number(assessment, cast, as_user, count, django_assert_num_queries):
    bring_to(assessment, Status.APPROVED, cast)
    for _number in range(count):
        add_finding(assessment, cast.assessor)
        add_remark(assessment, cast)
    client = as_user(cast.lead)

    with django_assert_num_queries(QUERIES):
        page(client, assessment)
