"""Two at once in one locker, and citing against sending and deleting."""

from functools import partial

import pytest
from django.core.files.storage import storages

from assessments.models import Evidence, EvidenceVersion, PinnedEvidence
from assessments.services import locker
from assessments.services.citations import EvidenceGone, cite
from assessments.services.locker import EvidenceDetails, SameFile
from assessments.services.locks import AssessmentLocked
from assessments.services.preparation import prepare
from assessments.services.workflow import TransitionRefused, perform
from assessments.statuses import Action
from tests.assessments.files.kept import accepted_file, keep
from tests.assessments.services.stage import answer_of
from tests.cast import answer_all, make_assessment, make_cycle, small_set
from tests.races.runner import ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_records_at_once_get_two_codes(cast):
    for _round in range(ROUNDS):
        before = Evidence.objects.count()

        def add(actor=cast.lead):
            details = EvidenceDetails("แผน")
            return locker.add_evidence(unit_id=cast.unit.pk, details=details, file=accepted_file(), actor=actor)

        results = at_once(add, add, add)
        assert len({row.code for row in results}) == 3
        assert Evidence.objects.count() == before + 3


def test_the_same_file_at_once_is_kept_once(cast):
    for number in range(ROUNDS):
        content, details = f"file {number}".encode(), EvidenceDetails("แผน")
        add = partial(locker.add_evidence, unit_id=cast.unit.pk, details=details, actor=cast.lead)
        results = at_once(partial(add, file=accepted_file(content)), partial(add, file=accepted_file(content)))
        assert sorted(type(row).__name__ for row in results) == ["Evidence", SameFile.__name__]
        assert EvidenceVersion.objects.count() == number + 1
    assert all(storages["evidence"].exists(row.stored_name) for row in EvidenceVersion.objects.all())


def test_a_file_cited_against_a_submission_is_in_it_or_refused(cast):
    criteria_set = small_set()
    for number in range(ROUNDS):
        assessment = make_assessment(cast.unit, make_cycle(criteria_set, 2560 + number), cast.lead)
        evidence = keep(cast.unit, cast.lead, code=f"E{number:02d}")
        answer_all(assessment)
        prepare(assessment_id=assessment.pk, actor=cast.lead)
        answer = answer_of(assessment, "1.1-1")
        cited, sent = at_once(
            partial(cite, answer=answer, evidence_id=evidence.pk, pages="", actor=cast.contributor),
            partial(perform, Action.SUBMIT, assessment_id=assessment.pk, actor=cast.approver),
        )
        pins = PinnedEvidence.objects.filter(submission__assessment=assessment).count()
        if isinstance(cited, AssessmentLocked):
            assert (pins, assessment.submissions.count()) == (0, 1)
        else:  # cited first: signed as prepared no more, so that nothing was sent
            assert (isinstance(sent, TransitionRefused), assessment.submissions.count()) == (True, 0)


def test_a_record_deleted_while_it_is_cited_keeps_its_file(cast):
    cycle = make_cycle(small_set())
    assessment = make_assessment(cast.unit, cycle, cast.lead)
    answer = answer_of(assessment, "1.1-1")
    for number in range(ROUNDS):
        evidence = keep(cast.unit, cast.lead, code=f"E{number:02d}")
        cited, _deleted = at_once(
            partial(cite, answer=answer, evidence_id=evidence.pk, pages="", actor=cast.contributor),
            partial(locker.delete_evidence, evidence=evidence, actor=cast.lead),
        )
        if isinstance(cited, EvidenceGone):
            assert evidence.versions.count() == 0
        else:
            assert storages["evidence"].exists(evidence.versions.get().stored_name)
