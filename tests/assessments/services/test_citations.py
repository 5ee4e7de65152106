"""Citing evidence: the newest file, once an answer, in open assessments; what a submission keeps."""

import pytest

from assessments.models import Evidence, PinnedEvidence
from assessments.services import citations, locker
from assessments.services.citations import EvidenceGone, TooManyCitations, cite, cite_new, uncite
from assessments.services.locker import EvidenceDetails, SameFile
from assessments.services.locks import AssessmentLocked
from assessments.statuses import Status
from tests.assessments.files.kept import accepted_file, cited_by, keep, stored_files
from tests.assessments.services.stage import answer_of, kinds, pass_the_deadline
from tests.cast import answer_all, bring_to, submit

pytestmark = pytest.mark.usefixtures("own_storage")


def test_an_answer_cites_the_newest_file_with_its_pages(cast, assessment):
    answer, evidence = answer_of(assessment, "1.1-1"), keep(cast.unit, cast.lead, files=2)
    cite(answer=answer, evidence_id=evidence.pk, pages="4", actor=cast.contributor)
    locker.add_file(evidence=evidence, file=accepted_file(), actor=cast.lead)
    again = cite(answer=answer, evidence_id=evidence.pk, pages="5-6", actor=cast.contributor)
    assert [(row.version.number, row.pages) for row in answer.citations.all()] == [(3, "5-6")]
    assert kinds(assessment) == [("evidence_cited", "1.1-1 E01 4"), ("evidence_cited", "1.1-1 E01 5-6")]
    uncite(answer=answer, evidence_id=again.evidence_id, actor=cast.contributor)
    uncite(answer=answer, evidence_id=again.evidence_id, actor=cast.contributor)
    assert (answer.citations.count(), kinds(assessment)[2:]) == (0, [("evidence_removed", "1.1-1 E01")])


def test_citing_again_puts_the_file_in_the_place_of_a_missing_one(cast, assessment):
    answer, evidence = answer_of(assessment, "1.1-1"), keep(cast.unit, cast.lead, files=0)
    answer.citations.create(evidence=evidence, sha256="a" * 64)
    file = locker.add_file(evidence=evidence, file=accepted_file(), actor=cast.lead)
    cite(answer=answer, evidence_id=evidence.pk, pages="", actor=cast.contributor)
    assert [(row.version, row.sha256, row.cited_sha256) for row in answer.citations.all()] == [(file, "", file.sha256)]


def test_nothing_of_another_unit_and_nothing_deleted_is_cited(cast, assessment):
    answer = answer_of(assessment, "1.1-1")
    foreign, gone = keep(cast.other_unit, cast.stranger), keep(cast.unit, cast.lead)
    locker.delete_evidence(evidence=gone, actor=cast.lead)
    for evidence in (foreign, gone):
        with pytest.raises(EvidenceGone):
            cite(answer=answer, evidence_id=evidence.pk, pages="", actor=cast.contributor)
    assert answer.citations.count() == 0


def test_an_answer_cites_no_more_than_the_limit(cast, assessment, monkeypatch):
    monkeypatch.setattr(citations, "MOST_CITATIONS", 1)
    answer, one, two = (
        answer_of(assessment, "1.1-1"),
        keep(cast.unit, cast.lead),
        keep(cast.unit, cast.lead, code="E02"),
    )
    cite(answer=answer, evidence_id=one.pk, pages="", actor=cast.lead)
    cite(answer=answer, evidence_id=one.pk, pages="2", actor=cast.lead)
    with pytest.raises(TooManyCitations):
        cite(answer=answer, evidence_id=two.pk, pages="", actor=cast.lead)


@pytest.mark.parametrize("refused", [TooManyCitations, AssessmentLocked, SameFile])
def test_a_new_file_that_cannot_be_cited_is_not_kept(cast, assessment, monkeypatch, refused):
    answer, kept = answer_of(assessment, "1.1-1"), keep(cast.unit, cast.lead, files=0)
    cited_by(answer, kept)
    file = accepted_file()
    if refused is TooManyCitations:
        monkeypatch.setattr(citations, "MOST_CITATIONS", 1)
    elif refused is AssessmentLocked:
        pass_the_deadline(assessment)
    else:
        locker.add_file(evidence=kept, file=accepted_file(file.file.getvalue()), actor=cast.lead)
    before, history = stored_files(), kinds(assessment)
    with pytest.raises(refused):
        cite_new(answer=answer, details=EvidenceDetails("แผน"), file=file, pages="4", actor=cast.lead)
    assert list(Evidence.objects.all()) == [kept]
    assert (stored_files(), kinds(assessment), answer.citations.count()) == (before, history, 1)


def test_a_new_file_is_kept_and_cited(cast, assessment):
    answer, details = answer_of(assessment, "1.1-1"), EvidenceDetails("แผน")
    citation = cite_new(answer=answer, details=details, file=accepted_file(), pages="4", actor=cast.lead)
    assert (citation.evidence.title, citation.evidence.code, citation.version.number) == ("แผน", "E01", 1)
    assert (stored_files(), kinds(assessment)) == ({citation.version.stored_name}, [("evidence_cited", "1.1-1 E01 4")])


def test_a_closed_assessment_cites_no_more(cast, assessment):
    evidence = keep(cast.unit, cast.lead)
    pass_the_deadline(assessment)
    for act in (cite, uncite):
        extra = {"pages": ""} if act is cite else {}
        with pytest.raises(AssessmentLocked):
            act(answer=answer_of(assessment, "1.1-1"), evidence_id=evidence.pk, actor=cast.lead, **extra)


def test_a_submission_pins_what_its_answers_cite_and_nothing_else(cast, assessment):
    cited, other = keep(cast.unit, cast.lead, files=2), keep(cast.unit, cast.lead, code="E02")
    for question in ("1.1-1", "1.1-2"):
        cited_by(answer_of(assessment, question), cited)
    answer_all(assessment)
    submit(assessment, cast)
    locker.add_file(evidence=cited, file=accepted_file(), actor=cast.lead)
    pins = PinnedEvidence.objects.values_list("submission__number", "version__evidence__code", "version__number")
    assert (list(pins), locker.is_named(other)) == ([(1, "E01", 2)], False)


def test_a_submitted_file_outlives_its_record(cast, assessment, django_capture_on_commit_callbacks):
    evidence = keep(cast.unit, cast.lead)
    citation = cited_by(answer_of(assessment, "1.1-1"), evidence)
    bring_to(assessment, Status.RETURNED, cast)
    uncite(answer=citation.answer, evidence_id=evidence.pk, actor=cast.lead)
    with django_capture_on_commit_callbacks(execute=True):
        locker.delete_evidence(evidence=evidence, actor=cast.lead)
    pinned = PinnedEvidence.objects.get().version
    assert locker.opened(pinned).read().startswith(b"%PDF-")
