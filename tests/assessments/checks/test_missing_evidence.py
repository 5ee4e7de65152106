"""A cited record of the lowest class without its file stops the submission; a secret one is cited without a file."""

import pytest

from assessments.checks import problems_of, subject_of
from assessments.checks.missing_evidence import missing_evidence
from assessments.live import LiveRows
from assessments.models import Evidence
from assessments.services.workflow import TransitionRefused, perform
from assessments.statuses import Action
from tests.assessments.interchange.sample import head, indicator, record, take
from tests.cast import answer_all, submit

pytestmark = pytest.mark.django_db
MESSAGE = "หลักฐาน E01 รายงานประจำปี ที่ข้อ 1.1-1 อ้างถึงไม่มีไฟล์ในระบบ ส่งไฟล์เข้าคลังหลักฐาน แล้วอ้างอีกครั้ง"


def test_each_record_is_named_once_with_its_first_question(assessment):
    citations = [{"question": "P-1"}, {"question": "1.1-1"}]
    take(head(evidence=[record(citations=citations), record("E02", **{"class": "ลับ", "sha256": ""})]))
    found = list(missing_evidence(subject_of(LiveRows(assessment))))
    assert [(problem.where, problem.target, problem.is_error, problem.message) for problem in found] == [
        ("1.1-1", "question", True, MESSAGE)
    ]


def test_a_record_that_is_not_cited_stops_nothing(assessment):
    take(head(evidence=[record(citations=[])]))
    assert Evidence.objects.count() == 1
    assert list(missing_evidence(subject_of(LiveRows(assessment)))) == []


def test_it_stops_the_submission_until_the_citation_is_gone(assessment, cast):
    take(head(evidence=[record()]))
    answer_all(assessment)
    assert [problem.message for problem in problems_of(LiveRows(assessment)) if problem.is_error] == [MESSAGE]
    with pytest.raises(TransitionRefused) as refused:
        perform(Action.SUBMIT, assessment_id=assessment.pk, actor=cast.approver)
    assert MESSAGE in str(refused.value)

    take(head(evidence=[]))
    assert submit(assessment, cast).submission.number == 1


def test_the_queries_do_not_grow(assessment, django_assert_num_queries):
    take(head(indicators=[indicator()], evidence=[record()]))
    with django_assert_num_queries(10):
        problems_of(LiveRows(assessment))
    records = [record(f"F{number:02}", citations=[{"question": "1.1-1"}, {"question": "P-1"}]) for number in range(20)]
    take(head(indicators=[indicator(f"7.1-{number:02}") for number in range(20)], evidence=records))
    with django_assert_num_queries(10):
        problems_of(LiveRows(assessment))
