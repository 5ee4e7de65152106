import pytest

from assessments.models import Answer
from assessments.statuses import Status
from tests.assessments.views.stage import add_indicators, submit_with_indicators, url
from tests.cast import answer_all, bring_to, submit

QUERIES = 6


def page(client, assessment):
    return client.get(url("submission", assessment.pk))


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager", "coordinator", "assessor"])
@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED, Status.APPROVED])
def test_everyone_involved_reads_what_was_sent(assessment, cast, as_user, role, status):
    bring_to(assessment, status, cast)

    response = page(as_user(getattr(cast, role)), assessment)

    assert response.status_code == 200
    assert assessment.submissions.get().receipt in response.content.decode()


def test_the_copy_stays_as_it_was_sent(assessment, cast, as_user):
    bring_to(assessment, Status.RETURNED, cast)
    Answer.objects.update(text="เขียนใหม่หลังส่งคืน")

    body = page(as_user(cast.coordinator), assessment).content.decode()

    assert ("หน่วยงานมีวิธีการอย่างเป็นระบบ" in body, "เขียนใหม่หลังส่งคืน" in body) == (True, False)


def test_a_draft_has_nothing_to_read(assessment, cast, as_user):
    assert page(as_user(cast.lead), assessment).status_code == 403
    assert page(as_user(cast.coordinator), assessment).status_code == 403


def test_an_assessor_without_a_submission_knows_nothing(assessment, cast, as_user):
    bring_to(assessment, Status.DRAFT, cast)

    assert page(as_user(cast.assessor), assessment).status_code == 404


def test_a_stranger_finds_nothing(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)

    assert page(as_user(cast.stranger), assessment).status_code == 404
    assert as_user(cast.stranger).get(url("submission", 999_999)).status_code == 404


def test_it_is_read_only(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)

    assert as_user(cast.lead).post(url("submission", assessment.pk)).status_code == 405


def test_a_comparator_that_counts_is_shown(assessment, cast, as_user):
    add_indicators(assessment, 1)
    submit_with_indicators(assessment, cast)

    body = page(as_user(cast.lead), assessment).content.decode()

    table = body[body.index('<table class="table kpi') : body.index('<ul class="key')]
    assert (table.count(">คู่เทียบ<"), table.count("ตัวชี้วัดหลัก"), table.count(">84<")) == (1, 1, 1)


def test_what_people_typed_is_escaped(assessment, cast, as_user):
    answer_all(assessment, "<script>alert(1)</script>")
    submit(assessment, cast)

    assert "<script>alert(1)" not in page(as_user(cast.coordinator), assessment).content.decode()


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_takes_as_many_queries_for_any_number(assessment, cast, as_user, count, django_assert_num_queries):
    add_indicators(assessment, count)
    submit_with_indicators(assessment, cast)
    client = as_user(cast.coordinator)

    with django_assert_num_queries(QUERIES):
        response = page(client, assessment)

    tables = [each["table"] for _category, items in response.context["categories"] for each in items if each["table"]]
    assert sum(len(table.rows) for table in tables) == count
