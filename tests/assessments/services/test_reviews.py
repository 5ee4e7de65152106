"""Findings and remarks of a submission, written in review only."""

import pytest

from assessments.models import Finding, Remark
from assessments.services.findings import add_finding, delete_finding
from assessments.services.locks import AssessmentLocked
from assessments.services.reviews import add_remark, delete_remark
from assessments.services.workflow import perform
from assessments.statuses import Action, FindingKind, Status
from tests.assessments.services.stage import item_of
from tests.cast import bring_to, make_assessment, submit
from tests.rows import digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    return assessment.submissions.get()


@pytest.fixture
def remark(submission, cast):
    """Writes a remark of the coordinator on the whole."""

    def write(text="โปรดเพิ่มตัวอย่าง", item=None):
        return add_remark(submission=submission, item=item, text=text, actor=cast.coordinator)

    return write


def found(submission, cast, **changes) -> Finding:
    given = {"kind": FindingKind.STRENGTH, "is_double": True, "nugget": "ทบทวนวิสัยทัศน์ทุกปี"}
    item = item_of(submission.assessment, "1.1")
    return add_finding(submission=submission, item=item, actor=cast.assessor, **given | changes)


def test_a_finding_stands_under_its_item(submission, cast):
    finding = found(submission, cast, evidence="คำตอบข้อ 1.1-1", relevance="ทิศทางขององค์การ")
    assert list(submission.findings.values_list("item__code", "author", "kind", "is_double", "nugget")) == [
        ("1.1", cast.assessor.pk, FindingKind.STRENGTH, True, "ทบทวนวิสัยทัศน์ทุกปี")
    ]
    delete_finding(finding=finding, actor=finding.author)
    assert not Finding.objects.exists()


def test_remarks_are_numbered_within_the_assessment(submission, remark):
    item = item_of(submission.assessment, "7.1")
    assert [remark().number, remark(item=item).number, remark().number] == [1, 2, 3]
    assert list(Remark.objects.values_list("number", "item__code")) == [(1, None), (2, "7.1"), (3, None)]


def test_a_number_is_not_given_again_while_later_ones_stand(remark):
    first, _second = remark(), remark()
    delete_remark(remark=first)
    assert remark().number == 3


def test_numbers_run_on_over_submissions(assessment, cast, remark):
    remark()
    perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator)
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    second = assessment.submissions.get(number=2)
    written = add_remark(submission=second, item=None, text="ยังไม่ครบ", actor=cast.coordinator)
    assert (written.number, written.submission) == (2, second)


def test_another_assessment_has_numbers_of_its_own(cast, cycle, remark):
    remark()
    other = make_assessment(cast.other_unit, cycle)
    assert not other.remarks.exists()


@pytest.mark.parametrize("status", [Status.RETURNED, Status.APPROVED, Status.DRAFT])
def test_outside_a_review_nothing_is_written(submission, cast, remark, status):
    finding, kept = found(submission, cast), remark()
    type(submission.assessment).objects.filter(pk=submission.assessment_id).update(status=status)
    before = digest()
    for write in (
        lambda: found(submission, cast),
        lambda: delete_finding(finding=finding, actor=finding.author),
        remark,
        lambda: delete_remark(remark=kept),
    ):
        with pytest.raises(AssessmentLocked) as locked:
            write()
        assert locked.value.state.status == status
    assert digest() == before
