"""One record of the locker: two who change it at once, its files, nothing shown in the product's own name."""

import html
import re
from urllib.parse import quote

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from assessments.models import Evidence
from assessments.services import locker
from criteria.models import Characteristic
from tests.assessments.files.kept import accepted_file, cited_by, keep
from tests.assessments.views.stage import upload, url

UNITS = [1, 3, 20]


def test_a_file_is_saved_by_the_browser_never_shown(as_user, cast):
    name = 'แผน "ปี" 2568.pdf'
    evidence = keep(cast.unit, cast.lead)
    evidence.versions.update(name=name)
    response = as_user(cast.manager).get(url("evidence_file", cast.unit.code, evidence.pk, 1))
    shown = {key: response.headers[key] for key in ("Content-Type", "X-Content-Type-Options", "Cache-Control")}
    assert shown == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    assert response.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name, safe='')}"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


@pytest.mark.parametrize("is_debug", [False, True])
def test_a_file_that_the_storage_has_lost_is_told(as_user, cast, settings, own_storage, caplog, is_debug):
    evidence = keep(cast.unit, cast.lead)
    storages["evidence"].delete(evidence.versions.get().stored_name)
    settings.DEBUG = is_debug
    response = as_user(cast.manager).get(url("evidence_file", cast.unit.code, evidence.pk, 1))
    page = response.content.decode()
    assert (response.status_code, "sandbox" in response.headers.get("Content-Security-Policy", "")) == (404, False)
    assert ("ไฟล์นี้หายไปจากที่เก็บ" in page, "แจ้งผู้ดูแลระบบให้กู้คืนไฟล์" in page) == (True, True)
    assert f"<dd>{evidence.versions.get().sha256}</dd>" in page
    told = f"file of evidence {evidence.versions.get().pk} is not in the storage"
    assert [row.getMessage() for row in caplog.records if row.levelname == "ERROR"] == [told]


def test_a_file_that_is_not_there_is_no_lost_file(as_user, cast, settings):
    evidence = keep(cast.unit, cast.lead)
    settings.DEBUG = True
    response = as_user(cast.manager).get(url("evidence_file", cast.unit.code, evidence.pk, 2))
    assert (response.status_code, "ไม่พบหน้านี้ หรือคุณไม่มีสิทธิ์ดู" in response.content.decode()) == (404, True)


def test_details_are_changed_by_one_at_a_time(as_user, cast):
    client, evidence = as_user(cast.lead), keep(cast.unit, cast.lead)
    address = url("evidence", cast.unit.code, evidence.pk)
    fields = {"title": "ชื่อใหม่", "secrecy": "normal", "revision": 0}
    assert client.post(address, fields).status_code == 302
    response = client.post(address, fields | {"title": "ชื่อของอีกคน"})
    evidence.refresh_from_db()
    assert (response.status_code, evidence.title, evidence.revision) == (409, "ชื่อใหม่", 1)


def typed_over(evidence, **fields) -> dict:
    """What somebody types who opened the record as it stands here."""
    return {"title": evidence.title, "secrecy": "normal", "revision": evidence.revision} | fields


def versus(response) -> dict[str, tuple[str, str]]:
    """The two versions on a page of a conflict, by label: theirs and mine."""
    assert response.status_code == 409
    return {label: (theirs, mine) for label, theirs, mine in response.context["rows"]}


def hidden_fields(response) -> dict[str, list[str]]:
    """What the form of a page carries unseen."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', main):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def test_two_versions_stand_side_by_side_and_neither_is_lost(as_user, cast):
    tag = Characteristic.objects.create(code="OPEN", title_th="เปิดกว้าง", title_en="Open", order=1, family="open")
    evidence = keep(cast.unit, cast.lead)
    address = url("evidence", cast.unit.code, evidence.pk)
    theirs = typed_over(evidence, title="ชื่อของเขา", place="ตู้ 3", owner=cast.contributor.pk)
    typed = typed_over(evidence, title='ชื่อ "ของฉัน"', expires="30/9/2570", characteristics=[tag.pk])
    assert as_user(cast.contributor).post(address, theirs).status_code == 302

    mine = as_user(cast.lead)
    response = mine.post(address, typed)
    assert versus(response) == {
        "ชื่อหลักฐาน": ("ชื่อของเขา", 'ชื่อ "ของฉัน"'),
        "ชั้นความลับ": ("ปกติ", "ปกติ"),
        "ผู้ดูแล": ("contributor", ""),
        "สถานที่เก็บ": ("ตู้ 3", ""),
        "ใช้ได้ถึง": ("", "30/9/2570"),
        "คุณลักษณะระบบราชการ 4.0": ("", "เปิดกว้าง"),
    }
    shown = html.unescape(response.content.decode())
    assert ("contributor บันทึกเมื่อ" in shown, "ชื่อของเขา" in shown, 'ชื่อ "ของฉัน"' in shown) == (True, True, True)

    assert mine.post(address, hidden_fields(response)).status_code == 302
    evidence.refresh_from_db()
    assert (evidence.title, evidence.place, str(evidence.expires)) == ('ชื่อ "ของฉัน"', "", "2027-09-30")
    assert list(evidence.characteristics.all()) == [tag]


def test_a_faulty_form_over_an_older_version_erases_nothing(as_user, cast):
    """The page that asks to mend it would carry the version that stands now, and the next save erase it unseen."""
    evidence = keep(cast.unit, cast.lead)
    address = url("evidence", cast.unit.code, evidence.pk)
    as_user(cast.contributor).post(address, typed_over(evidence, place="ตู้ 3"))
    shown = versus(as_user(cast.lead).post(address, typed_over(evidence, title="", dated="ไม่ใช่วันที่")))
    assert (shown["สถานที่เก็บ"], shown["ลงวันที่"]) == (("ตู้ 3", ""), ("", "ไม่ใช่วันที่"))


@pytest.mark.parametrize("dated", ["1/10/2568", "ไม่ใช่วันที่"])
def test_what_was_typed_over_a_deleted_record_can_be_copied(as_user, cast, dated):
    client, evidence = as_user(cast.lead), keep(cast.unit, cast.lead)
    locker.delete_evidence(evidence=evidence, actor=cast.contributor)
    typed = typed_over(evidence, title="ชื่อของฉัน", keeper="กองแผนงาน", dated=dated)
    response = client.post(url("evidence", cast.unit.code, evidence.pk), typed)
    shown = versus(response)
    assert (shown["ชื่อหลักฐาน"][1], shown["ผู้เก็บรักษา"][1], shown["ลงวันที่"][1]) == ("ชื่อของฉัน", "กองแผนงาน", dated)
    page = response.content.decode()
    assert ("contributor ลบออกจากคลังเมื่อ" in page, "กองแผนงาน" in page, hidden_fields(response)) == (True, True, {})


def test_an_owner_who_has_left_stays_until_another_is_chosen(as_user, cast):
    client, evidence = as_user(cast.lead), keep(cast.unit, cast.lead, owner=cast.contributor)
    cast.contributor.memberships.all().delete()
    address = url("evidence", cast.unit.code, evidence.pk)
    form = client.get(address).context["form"]
    assert (form["owner"].value(), cast.contributor.pk in dict(form.fields["owner"].choices)) == (
        evidence.owner_id,
        True,
    )
    fields = {"title": "ชื่อใหม่", "secrecy": "normal", "revision": 0, "owner": form["owner"].value()}
    assert client.post(address, fields).status_code == 302
    evidence.refresh_from_db()
    assert (evidence.title, evidence.owner) == ("ชื่อใหม่", cast.contributor)
    fields |= {"revision": 1, "owner": cast.stranger.pk}
    assert client.post(address, fields).status_code == 422


def test_a_newer_file_is_a_version(as_user, cast):
    client, evidence = as_user(cast.contributor), keep(cast.unit, cast.lead)
    address = url("evidence_file_add", cast.unit.code, evidence.pk)
    assert client.post(address, {"file": upload()}).status_code == 302
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"file": upload(b"")}).status_code == 422
    assert [version.number for version in evidence.versions.all()] == [2, 1]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"secrecy": "secret"}, "เอกสารที่มีชั้นความลับไม่เก็บไฟล์ในระบบ"),
        ({"deleted_at": timezone.now()}, "หลักฐานนี้ถูกลบออกจากคลังแล้ว จึงไม่ได้รับไฟล์"),
    ],
)
def test_a_file_for_a_record_that_takes_none_any_more_is_refused_in_words(as_user, cast, columns, words):
    evidence = keep(cast.unit, cast.lead, files=0)
    if "deleted_at" in columns:
        columns = columns | {"deleted_by": cast.contributor}
    Evidence.objects.filter(pk=evidence.pk).update(**columns)
    response = as_user(cast.lead).post(url("evidence_file_add", cast.unit.code, evidence.pk), {"file": upload()})
    told = re.search(r'<div class="alert alert-danger" role="alert".*?</div>', response.content.decode(), re.DOTALL)
    assert (response.status_code, words in told[0], 'href="#' in told[0]) == (422, True, False)


def test_a_file_that_is_refused_is_told_above_the_form(as_user, cast):
    evidence = keep(cast.unit, cast.lead)
    response = as_user(cast.lead).post(url("evidence_file_add", cast.unit.code, evidence.pk), {})
    assert (response.status_code, '<a href="#id_file">เลือกไฟล์</a>' in response.content.decode()) == (422, True)


def test_deleting_tells_what_becomes_of_the_files(as_user, cast, assessment):
    client, evidence = as_user(cast.lead), keep(cast.unit, cast.lead)
    address = url("evidence_delete", cast.unit.code, evidence.pk)
    assert "กู้คืนไม่ได้" in client.get(address).content.decode()
    cited_by(assessment.answers.get(question__code="1.1-1"), evidence)
    assert "กู้คืนหลักฐานได้" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert list(client.get(url("locker", cast.unit.code)).context["rows"]) == []
    assert list(client.get(url("locker", cast.unit.code), {"show": "deleted"}).context["rows"]) == [evidence]
    restorer = as_user(cast.contributor)
    assert restorer.post(url("evidence_restore", cast.unit.code, evidence.pk)).status_code == 302
    assert list(restorer.get(url("locker", cast.unit.code)).context["rows"]) == [evidence]
    page = restorer.get(url("evidence", cast.unit.code, evidence.pk)).content.decode()
    told = re.findall(r'<li>([^<]+) <span class="muted">โดย (\w+) ', page)
    assert told == [("กู้คืน", "contributor"), ("ลบออกจากคลัง", "lead")]


@pytest.mark.parametrize("count", UNITS)
def test_a_record_takes_the_same_queries_with_any_files(as_user, cast, django_assert_max_num_queries, count):
    record = keep(cast.unit, cast.lead, files=count)
    for _event in range(count):
        record.events.create(kind="changed", actor=cast.lead, at=timezone.now())
    client = as_user(cast.lead)
    with django_assert_max_num_queries(14):
        client.get(url("evidence", cast.unit.code, record.pk))


def test_another_unit_finds_nothing_under_any_number(as_user, cast):
    """A foreign record and one that does not exist answer alike, under the own unit and under the other."""
    own, foreign = keep(cast.unit, cast.lead), keep(cast.other_unit, cast.stranger)
    client = as_user(cast.lead)
    answers = set()
    for unit in (cast.unit.code, cast.other_unit.code, "NOUNIT"):
        for pk in (foreign.pk, 10**9):
            for name, more in (("evidence", []), ("evidence_file", [1]), ("evidence_delete", [])):
                address = reverse(f"assessments:{name}", args=[unit, pk, *more])
                response = client.get(address)
                answers.add((name, response.status_code, len(response.content.decode().replace(address, ""))))
    assert sorted((name, status) for name, status, _length in answers) == [
        *(("evidence", 404), ("evidence_delete", 404), ("evidence_file", 404))
    ]
    assert client.get(url("evidence_file", cast.unit.code, own.pk, 2)).status_code == 404


def test_a_deleted_record_takes_no_file(as_user, cast):
    client, evidence = as_user(cast.lead), keep(cast.unit, cast.lead)
    cleared = locker.add_evidence(
        unit_id=cast.unit.pk, details=locker.EvidenceDetails("ก"), file=accepted_file(), actor=cast.lead
    )
    locker.delete_evidence(evidence=evidence, actor=cast.lead)
    response = client.post(url("evidence_file_add", cast.unit.code, evidence.pk), {"file": upload()})
    assert (response.status_code, cleared.versions.count()) == (422, 1)
