"""Findings of a submission, written in review only."""

import pytest

from assessments.models import Finding
from assessments.services.findings import add_finding, delete_finding
from assessments.services.locks import AssessmentLocked
from assessments.statuses import FindingKind, Status
from tests.assessments.services.stage import item_of
from tests.cast import bring_to
from tests.rows import digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    return assessment.submissions.get()


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


@pytest.mark.parametrize("status", [Status.RETURNED, Status.APPROVED, Status.DRAFT])
def test_outside_a_review_nothing_is_written(submission, cast, status):
    finding = found(submission, cast)
    type(submission.assessment).objects.filter(pk=submission.assessment_id).update(status=status)
    before = digest()
    for write in (
        lambda: found(submission, cast),
        lambda: delete_finding(finding=finding, actor=finding.author),
    ):
        with pytest.raises(AssessmentLocked) as locked:
            write()
        assert locked.value.state.status == status
    assert digest() == before
