"""The locker: for people of the unit, files only through the rights check, nothing shown in the product's own name."""

import html
import re
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments.models import Evidence, EvidenceVersion
from assessments.services import locker
from assessments.statuses import Secrecy
from criteria.models import Characteristic
from tests.assessments.files.corpus import office, pdf
from tests.assessments.files.kept import accepted_file, cited_by, keep
from tests.assessments.views.stage import url

UNITS = [1, 3, 20]


def upload(content: bytes = b"", name: str = "แผน.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf(), content_type="text/html")


def new(cast, **fields) -> dict:
    return {"title": "แผนปฏิบัติราชการ", "secrecy": "normal", "owner": cast.lead.pk, "file": upload()} | fields


def add(client, cast, **fields):
    return client.post(url("evidence_add", cast.unit.code), new(cast, **fields))


def test_a_record_with_its_file_stands_in_the_locker(as_user, cast):
    client = as_user(cast.contributor)
    given = {"dated": "๑/๑๐/๒๕๖๗", "expires": "30/9/2570", "characteristics": [], "success_factors": []}
    response = add(client, cast, **given)
    evidence = Evidence.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, url("evidence", cast.unit.code, evidence.pk))
    assert (evidence.code, evidence.owner, str(evidence.dated), str(evidence.expires)) == (
        *("E01", cast.lead),
        *("2024-10-01", "2027-09-30"),
    )
    page = client.get(response.headers["Location"]).content.decode()
    assert ("แผน.pdf" in page, evidence.sha256 in page) == (True, True)


def test_every_line_of_a_record_is_one_line_with_single_blanks(as_user, cast):
    names = ("title", "document_number", "keeper", "place")
    typed = dict.fromkeys(names, "  แผน  ปฏิบัติ\r\nราชการ ") | {"checked_on": "1/10/2568"}
    assert add(as_user(cast.lead), cast, secrecy="secret", file="", **typed).status_code == 302
    assert Evidence.objects.values(*names).get() == dict.fromkeys(names, "แผน ปฏิบัติ ราชการ")


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"title": " "}, "title", "เขียนชื่อหลักฐาน"),
        ({"file": upload(b"<html>", "แผน.pdf")}, "file", "ไม่ใช่ PDF"),
        ({"secrecy": "secret"}, "file", "ไม่ส่งไฟล์เข้าระบบ"),
        ({"secrecy": "secret", "file": ""}, "keeper", "เขียนผู้เก็บรักษา"),
        ({"dated": "1/10/2568", "expires": "1/10/2567"}, "expires", "ต้องไม่ก่อน"),
        ({"dated": "31/2/2568"}, "dated", "เขียนวันที่เป็น"),
        ({"secrecy": "cosmic"}, "secrecy", ""),
    ],
)
def test_what_cannot_be_is_refused_in_words_beside_its_field(as_user, cast, fields, field, words):
    response = add(as_user(cast.lead), cast, **fields)
    assert (response.status_code, Evidence.objects.count(), EvidenceVersion.objects.count()) == (422, 0, 0)
    assert words in " ".join(response.context["form"].errors[field])
    assert "แผนปฏิบัติราชการ" in response.content.decode() or field == "title"


def test_a_classified_document_is_referenced(as_user, cast):
    reference = {"document_number": "กษ 0801/ล 12", "keeper": "กองแผนงาน", "place": "ตู้ 3", "checked_on": "1/10/2568"}
    response = add(as_user(cast.lead), cast, secrecy="top_secret", file="", **reference)
    evidence = Evidence.objects.get()
    assert (response.status_code, evidence.secrecy, evidence.place) == (302, Secrecy.TOP_SECRET, "ตู้ 3")


def test_a_file_over_the_limit_is_cut_off_and_told(as_user, cast, settings):
    settings.PMQA_FILE_LIMIT = 100
    response = add(as_user(cast.lead), cast)
    assert (response.status_code, Evidence.objects.count()) == (422, 0)
    assert response.context["form"].errors["file"] == ["ไฟล์นี้ใหญ่เกิน 100 ไบต์ ย่อไฟล์หรือแบ่งเป็นหลายไฟล์"]


def test_the_same_file_twice_points_to_the_record_that_has_it(as_user, cast):
    client, content = as_user(cast.lead), pdf()
    add(client, cast, file=upload(content))
    response = add(client, cast, file=upload(content, "อีกชื่อ.pdf"))
    words = "ไฟล์นี้อยู่ในคลังแล้ว เป็นฉบับที่ 1 ของ E01 แผนปฏิบัติราชการ ใช้หลักฐานนั้นได้เลย"
    assert (response.status_code, response.context["form"].errors["file"]) == (422, [words])


def test_a_full_locker_tells_the_space_that_is_left(as_user, cast, settings):
    settings.PMQA_LOCKER_LIMIT = 10
    response = add(as_user(cast.lead), cast)
    assert (response.status_code, Evidence.objects.count()) == (422, 0)
    assert "เหลือ 10 ไบต์" in response.context["form"].errors["file"][0]


def test_somebody_who_sends_too_often_is_asked_to_wait(as_user, cast, settings, own_counters):
    settings.ACCOUNT_RATE_LIMITS = {"upload": "1/m/user"}
    client = as_user(cast.lead)
    assert add(client, cast).status_code == 302
    response = add(client, cast, file=upload(office("docx"), "แผน.docx"))
    assert (response.status_code, Evidence.objects.count()) == (422, 1)
    assert "ถี่เกินไป" in response.context["form"].errors["file"][0]


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
    mine, evidence = as_user(cast.lead), keep(cast.unit, cast.lead)
    address = url("evidence", cast.unit.code, evidence.pk)
    theirs = typed_over(evidence, title="ชื่อของเขา", place="ตู้ 3", owner=cast.contributor.pk)
    typed = typed_over(evidence, title='ชื่อ "ของฉัน"', expires="30/9/2570", characteristics=[tag.pk])
    assert as_user(cast.contributor).post(address, theirs).status_code == 302

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
    client, evidence = as_user(cast.lead), keep(cast.unit, cast.lead)
    address = url("evidence", cast.unit.code, evidence.pk)
    as_user(cast.contributor).post(address, typed_over(evidence, place="ตู้ 3"))
    shown = versus(client.post(address, typed_over(evidence, title="", dated="ไม่ใช่วันที่")))
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


@pytest.mark.parametrize(
    ("show", "codes"), [("", ["E01", "E02", "E03"]), ("unused", ["E02", "E03"]), ("no_file", ["E03"])]
)
def test_filters(as_user, cast, assessment, show, codes):
    cited_by(assessment.answers.get(question__code="1.1-1"), keep(cast.unit, cast.lead))
    keep(cast.unit, cast.lead, code="E02", title="คู่มือบริการ")
    keep(cast.unit, cast.lead, code="E03", files=0)
    client = as_user(cast.manager)
    rows = client.get(url("locker", cast.unit.code), {"show": show}).context["rows"]
    assert [row.code for row in rows] == codes
    found = client.get(url("locker", cast.unit.code), {"q": "คู่มือ"}).context["rows"]
    assert [row.code for row in found] == ["E02"]


@pytest.mark.parametrize("count", UNITS)
def test_the_list_takes_the_same_queries_at_any_length(as_user, cast, assessment, django_assert_max_num_queries, count):
    for number in range(count):
        record = keep(cast.unit, cast.lead, code=f"E{number:02d}", owner=cast.lead)
        cited_by(assessment.answers.get(question__code="1.1-1"), record)
    client = as_user(cast.lead)
    with django_assert_max_num_queries(8):
        client.get(url("locker", cast.unit.code))


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


def test_people_text_is_escaped(as_user, cast):
    keep(cast.unit, cast.lead, title="<script>alert(1)</script>")
    page = as_user(cast.lead).get(url("locker", cast.unit.code)).content.decode()
    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


def test_a_deleted_record_takes_no_file(as_user, cast):
    client, evidence = as_user(cast.lead), keep(cast.unit, cast.lead)
    cleared = locker.add_evidence(
        unit_id=cast.unit.pk, details=locker.EvidenceDetails("ก"), file=accepted_file(), actor=cast.lead
    )
    locker.delete_evidence(evidence=evidence, actor=cast.lead)
    response = client.post(url("evidence_file_add", cast.unit.code, evidence.pk), {"file": upload()})
    assert (response.status_code, cleared.versions.count()) == (422, 1)
