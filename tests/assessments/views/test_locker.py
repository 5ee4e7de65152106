"""The locker of a unit: its list, and what comes into it."""

import pytest

from assessments.models import Evidence, EvidenceVersion
from assessments.statuses import Secrecy
from tests.assessments.files.corpus import office, pdf
from tests.assessments.files.kept import cited_by, keep
from tests.assessments.views.stage import upload, url

UNITS = [1, 3, 20]
TOO_OFTEN = "ส่งไฟล์ถี่เกินไป รอสักครู่แล้วส่งอีกครั้ง"


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


def test_a_role_that_may_not_add_gets_back_what_was_typed(as_user, cast):
    response = add(as_user(cast.manager), cast, keeper="กองแผนงาน", dated="1/10/2568", file="")
    typed = [("ชื่อหลักฐาน", "แผนปฏิบัติราชการ"), ("ชั้นความลับ", "ปกติ")]
    typed += [("ผู้เก็บรักษา", "กองแผนงาน"), ("ลงวันที่", "1/10/2568")]
    assert (response.status_code, response.context["typed"]) == (403, typed)


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
    assert response.context["form"].errors == {"file": [TOO_OFTEN]}


def test_a_file_too_many_is_not_even_looked_at(as_user, cast, assessment, settings, own_counters):
    settings.ACCOUNT_RATE_LIMITS = {"upload": "1/m/user"}
    client, evidence = as_user(cast.lead), keep(cast.unit, cast.lead)
    assert add(client, cast).status_code == 302
    fields = {"title": "แผน", "secrecy": "normal"}
    for address, name in (
        (url("evidence_add", cast.unit.code), "form"),
        (url("evidence_file_add", cast.unit.code, evidence.pk), "file_form"),
        (url("citations", assessment.pk, "1.1-1"), "new_form"),
    ):
        response = client.post(address, fields | {"file": upload(b"<html>", "แผน.pdf")})
        assert (response.status_code, response.context[name].errors) == (422, {"file": [TOO_OFTEN]})
    assert EvidenceVersion.objects.count() == 2


def test_files_that_were_cut_off_count(as_user, cast, settings, own_counters):
    settings.ACCOUNT_RATE_LIMITS, settings.PMQA_FILE_LIMIT = {"upload": "1/m/user"}, 100
    client = as_user(cast.lead)
    told = [add(client, cast, file=upload()).context["form"].errors["file"] for _time in range(2)]
    assert told == [["ไฟล์นี้ใหญ่เกิน 100 ไบต์ ย่อไฟล์หรือแบ่งเป็นหลายไฟล์"], [TOO_OFTEN]]


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


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("E๑๒", ["E12"]),
        ("e12", ["E12"]),
        ("  แผน   ๒๕๖๘ ", ["E12"]),
        ("2569", ["E13"]),
        ("๒๕๖๙", ["E13"]),
        ("กษ ๐๘๐๑", ["E14"]),
        ("\x00", ["E12", "E13", "E14"]),
        ("\x00แผน", ["E12", "E13", "E14"]),
        (" ", ["E12", "E13", "E14"]),
        ("ไม่มี", []),
    ],
)
def test_search_reads_digits_in_either_writing_and_nonsense_as_nothing(as_user, cast, words, codes):
    keep(cast.unit, cast.lead, code="E12", title="แผน 2568")
    keep(cast.unit, cast.lead, code="E13", title="แผน ๒๕๖๙")
    keep(cast.unit, cast.lead, code="E14", title="คำสั่ง", document_number="กษ 0801/12")
    response = as_user(cast.manager).get(url("locker", cast.unit.code), {"q": words})
    assert (response.status_code, [row.code for row in response.context["rows"]]) == (200, codes)


@pytest.mark.parametrize("count", UNITS)
def test_the_list_takes_the_same_queries_at_any_length(as_user, cast, assessment, django_assert_max_num_queries, count):
    for number in range(count):
        record = keep(cast.unit, cast.lead, code=f"E{number:02d}", owner=cast.lead)
        cited_by(assessment.answers.get(question__code="1.1-1"), record)
    client = as_user(cast.lead)
    with django_assert_max_num_queries(8):
        client.get(url("locker", cast.unit.code))


def test_people_text_is_escaped(as_user, cast):
    keep(cast.unit, cast.lead, title="<script>alert(1)</script>")
    page = as_user(cast.lead).get(url("locker", cast.unit.code)).content.decode()
    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)
