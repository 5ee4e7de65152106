"""The locker: codes, files, limits, and what is left of a deleted record."""

from functools import partial
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from assessments.models import Evidence, EvidenceEvent, EvidenceVersion
from assessments.services import locker
from assessments.services.locker import EvidenceDetails, EvidenceTags
from assessments.statuses import Secrecy
from criteria.models import Characteristic
from tests.assessments.files.kept import accepted_file, cited_by, keep, stored_files
from tests.assessments.services.stage import answer_of

pytestmark = pytest.mark.usefixtures("own_storage")
DETAILS = EvidenceDetails("แผนปฏิบัติราชการ")


def add(cast, *, unit=None, details=DETAILS, file=None, tags=None) -> Evidence:
    return locker.add_evidence(
        unit_id=(unit or cast.unit).pk, details=details, file=file, tags=tags, actor=cast.contributor
    )


def test_codes_go_up_in_each_locker_and_are_never_given_twice(cast):
    first, second = add(cast), add(cast)
    locker.delete_evidence(evidence=second, actor=cast.lead)
    assert [first.code, add(cast).code, add(cast, unit=cast.other_unit).code] == ["E01", "E03", "E01"]


def test_a_file_is_stored_under_a_name_of_ours_with_its_hash(cast):
    file = accepted_file(b"%PDF-1.7 x", name="แผน ๒๕๖๘.pdf")
    evidence = add(cast, file=file)
    version = evidence.versions.get()
    assert (version.number, version.name, version.size, version.sha256) == (1, "แผน ๒๕๖๘.pdf", 10, file.sha256)
    assert (stored_files(), "แผน" in version.stored_name) == ({version.stored_name}, False)
    assert locker.opened(version).read() == b"%PDF-1.7 x"
    assert Evidence.objects.get().sha256 == file.sha256


def test_a_newer_file_leaves_the_older_ones_and_what_cites_them(cast, assessment):
    evidence = keep(cast.unit, cast.lead)
    citation = cited_by(answer_of(assessment, "1.1-1"), evidence)
    newer = locker.add_file(evidence=evidence, file=accepted_file(), actor=cast.lead)
    citation.refresh_from_db()
    assert (newer.number, citation.version.number, evidence.versions.count()) == (2, 1, 2)


def test_the_same_file_is_kept_once_in_a_locker(cast):
    first = add(cast, file=accepted_file(b"same"))
    before = stored_files()
    with pytest.raises(locker.SameFile) as refused:
        add(cast, file=accepted_file(b"same"))
    assert (refused.value.version.evidence, Evidence.objects.count(), stored_files()) == (first, 1, before)
    assert add(cast, unit=cast.other_unit, file=accepted_file(b"same")).code == "E01"


def test_a_full_locker_says_how_much_is_left_and_keeps_nothing(cast, settings):
    settings.PMQA_LOCKER_LIMIT = 10
    add(cast, file=accepted_file(b"123456"))
    before = stored_files()
    with pytest.raises(locker.LockerFull) as refused:
        add(cast, file=accepted_file(b"12345"))
    assert (refused.value.left, Evidence.objects.count(), stored_files()) == (4, 1, before)
    assert add(cast, file=accepted_file(b"1234")).versions.count() == 1


@pytest.mark.parametrize("secrecy", [Secrecy.CONFIDENTIAL, Secrecy.SECRET, Secrecy.TOP_SECRET])
def test_a_classified_document_never_has_a_file(cast, secrecy):
    details = EvidenceDetails("คำสั่งลับ", secrecy=secrecy)
    with pytest.raises(locker.ClassifiedFile):
        add(cast, details=details, file=accepted_file())
    evidence = add(cast, details=details)
    with pytest.raises(locker.ClassifiedFile):
        locker.add_file(evidence=evidence, file=accepted_file(), actor=cast.lead)
    other = keep(cast.unit, cast.lead, code="E9")
    with pytest.raises(locker.ClassifiedFile):
        locker.change_evidence(evidence=other, details=details, tags=EvidenceTags(), actor=cast.lead)
    assert stored_files() == set(EvidenceVersion.objects.values_list("stored_name", flat=True))


def test_two_who_change_a_record_do_not_overwrite_each_other(cast):
    evidence = add(cast)
    tag = Characteristic.objects.create(code="OPEN", title_th="เปิดกว้าง", title_en="Open", order=1, family="open")
    change = partial(locker.change_evidence, evidence=evidence, actor=cast.lead)
    change(details=EvidenceDetails("ฉบับแรก"), tags=EvidenceTags([tag.pk]))
    with pytest.raises(locker.StaleEvidence) as refused:
        change(details=EvidenceDetails("ฉบับหลัง"), tags=EvidenceTags())
    assert (refused.value.current.title, [*evidence.characteristics.all()]) == ("ฉบับแรก", [tag])


def test_a_record_that_nothing_names_loses_its_files_with_it(cast, django_capture_on_commit_callbacks):
    evidence = add(cast, file=accepted_file())
    with django_capture_on_commit_callbacks(execute=True):
        locker.delete_evidence(evidence=evidence, actor=cast.lead)
    evidence.refresh_from_db()
    assert (evidence.deleted_by, evidence.versions.count(), stored_files()) == (cast.lead, 0, set())


def test_a_cited_record_is_a_tombstone_that_can_come_back(cast, assessment, django_capture_on_commit_callbacks):
    evidence = add(cast, file=accepted_file())
    cited_by(answer_of(assessment, "1.1-1"), evidence)
    with django_capture_on_commit_callbacks(execute=True):
        locker.delete_evidence(evidence=evidence, actor=cast.lead)
    evidence.refresh_from_db()
    assert (evidence.deleted_by, evidence.versions.count(), len(stored_files())) == (cast.lead, 1, 1)
    locker.restore_evidence(evidence=evidence, actor=cast.contributor)
    assert Evidence.objects.kept().get() == evidence


def test_no_file_comes_to_a_deleted_record(cast):
    evidence = add(cast)
    locker.delete_evidence(evidence=evidence, actor=cast.lead)
    with pytest.raises(locker.StaleEvidence):
        locker.add_file(evidence=evidence, file=accepted_file(), actor=cast.lead)
    assert stored_files() == set()


def test_the_history_of_a_record_tells_who_did_what(cast):
    evidence = add(cast)
    locker.restore_evidence(evidence=evidence, actor=cast.lead)  # nothing to restore
    locker.change_evidence(evidence=evidence, details=DETAILS, tags=EvidenceTags(), actor=cast.contributor)
    for _again in range(2):
        locker.delete_evidence(evidence=evidence, actor=cast.lead)
    evidence.refresh_from_db()
    deleted_at = evidence.deleted_at
    for _again in range(2):
        locker.restore_evidence(evidence=evidence, actor=cast.contributor)
    events = list(evidence.events.order_by("pk"))
    assert [(event.kind, event.actor) for event in events] == [
        ("changed", cast.contributor),
        ("deleted", cast.lead),
        ("restored", cast.contributor),
    ]
    assert events[1].at == deleted_at


def test_deletions_before_there_was_a_history_are_in_it(cast):
    deleted, _kept, at = keep(cast.unit, cast.lead), keep(cast.unit, cast.lead, code="E02"), timezone.now()
    Evidence.objects.filter(pk=deleted.pk).update(deleted_at=at, deleted_by=cast.lead)
    import_module("assessments.migrations.0004_evidence_event").tell_of_deletions(apps, None)
    assert list(EvidenceEvent.objects.values_list("evidence", "kind", "actor", "at")) == [
        (deleted.pk, "deleted", cast.lead.pk, at)
    ]
