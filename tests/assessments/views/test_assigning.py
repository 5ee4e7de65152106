"""Assessors for what was ticked on the desk, from a list, and for one assessment."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from assessments.models import Assignment, HandIn
from assessments.statuses import Status
from tests.assessments.views.stage import url
from tests.assessments.views.test_desk import fill
from tests.cast import bring_to, make_assessment, make_cycle, make_user
from tests.levels import levels_set
from tests.rows import digest

HEAD = "unit_code,fiscal_year,username"
OTHERS = ["contributor", "lead", "approver", "manager", "stranger", "assessor", "administrator"]
pytestmark = pytest.mark.usefixtures("own_counters")


@pytest.fixture
def second(cast):
    return make_user("second", (Role.ASSESSOR, None))


def ask(client, step, assessments, people, **more):
    data = {"assessment": [each.pk for each in assessments], "assessor": [each.pk for each in people], "step": step}
    return client.post(url("assign"), data | more)


def given() -> list[tuple[str, str]]:
    return sorted(Assignment.objects.values_list("assessment__unit__code", "assessor__username"))


def send_list(client, text, step="preview", file=None):
    data = {"text": text, "step": step}
    return client.post(
        url("assign_list"), data | ({"file": SimpleUploadedFile("a.csv", file)} if file is not None else {})
    )


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("page", ["assign", "assign_list"])
def test_who_does_not_coordinate_finds_none(assessment, cast, as_user, role, page):
    client = as_user(getattr(cast, role))
    assert (client.get(url(page)).status_code, client.post(url(page)).status_code) == (404, 404)


def test_what_was_ticked_is_previewed_then_accepted(assessment, cast, cycle, as_user, second):
    places = [assessment, *fill(cycle, 2)]
    Membership.objects.create(user=second, unit=cast.unit, role=Role.MANAGER)
    client = as_user(cast.coordinator)
    page = client.get(url("assign"), {"assessment": [each.pk for each in places], "back": "sort=unit"})
    assert [each.unit.code for each, _assigned in page.context["rows"]] == ["A0008", "D000", "D001"]

    before = digest()
    preview = ask(client, "preview", places, [cast.assessor, second], back="sort=unit")
    assert (preview.status_code, len(preview.context["plan"].added), digest()) == (200, 5, before)
    assert "มีบทบาทในหน่วยงานนี้ จึงตรวจหน่วยงานของตนเองไม่ได้" in preview.content.decode()

    accepted = ask(client, "accept", places, [cast.assessor, second], back="sort=unit&x=//evil.test")
    assert accepted.headers["Location"] == f"{url('desk')}?sort=unit&x=%2F%2Fevil.test"
    assert given() == [
        ("A0008", "assessor"),
        *((code, name) for code in ("D000", "D001") for name in ("assessor", "second")),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "ยังไม่ได้เลือกแบบประเมิน"),
        ({"assessor": ["1"]}, "เลือกแบบประเมินอย่างน้อย 1 รายการ"),
        ({"assessment": ["99999999999999999999"], "assessor": ["x"]}, "ผู้ที่ไม่ได้เป็นผู้ตรวจประเมินแล้ว"),
    ],
)
def test_what_is_missing_is_told(assessment, cast, as_user, data, words):
    client, before = as_user(cast.coordinator), digest()
    response = client.post(url("assign"), data | {"step": "accept"})
    assert (response.status_code, digest()) == (422, before)
    assert words in response.content.decode()


def test_without_assessors_nothing_is_accepted_and_the_ticks_stay(assessment, cast, as_user):
    response = ask(as_user(cast.coordinator), "accept", [assessment], [])
    assert response.status_code == 422
    assert [each for each, _assigned in response.context["rows"]] == [assessment]


def test_what_lies_out_of_scope_is_no_choice_and_is_not_named(assessment, cast, cycle, as_user):
    outside = fill(cycle, 1)[0]
    narrow = as_user(make_user("narrow", (Role.COORDINATOR, cast.unit.parent)))
    assert narrow.get(url("assign"), {"assessment": outside.pk}).context["rows"] == []
    response = ask(narrow, "accept", [assessment, outside], [cast.assessor])
    assert (response.status_code, given()) == (422, [])
    assert "กรมที่ 0" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_preview_takes_as_many_queries_for_any_number(
    cast, cycle, as_user, count, django_assert_num_queries, second
):
    places, client = fill(cycle, count), as_user(cast.coordinator)
    with django_assert_num_queries(11):
        response = ask(client, "preview", places, [cast.assessor, second])
    assert len(response.context["plan"].added) == 2 * count


def test_a_list_is_previewed_then_accepted_whole(assessment, cast, cycle, as_user, second):
    make_assessment(cast.other_unit, cycle)
    client, year = as_user(cast.coordinator), cycle.fiscal_year
    text = f"{HEAD}\nA0008,{year},assessor\n\na0009,๒๕๖๘,second\nA0009,{year},assessor\n"
    before = digest()

    preview = send_list(client, text)
    assert (preview.status_code, len(preview.context["found"].plan.added), digest()) == (200, 3, before)

    assert send_list(client, preview.context["content"], "accept").status_code == 302
    assert given() == [("A0008", "assessor"), ("A0009", "assessor"), ("A0009", "second")]
    again = send_list(client, text)
    assert (again.status_code, again.context["found"].plan.added) == (200, [])


def test_a_file_of_excel_is_read(assessment, cast, cycle, as_user):
    file = f"\ufeffusername;note;fiscal_year;unit_code\r\nassessor;;{cycle.fiscal_year};A0008\r\n".encode()
    response = send_list(as_user(cast.coordinator), "", file=file)
    assert (response.status_code, len(response.context["found"].plan.added)) == (200, 1)
    assert "A0008" in response.context["content"]


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        (["X1,2568,assessor"], ["บรรทัด 2: ไม่พบหน่วยงานรหัส X1"]),
        (["A0008,2568,nobody"], ["บรรทัด 2: ไม่พบผู้ตรวจประเมินชื่อผู้ใช้ nobody"]),
        (["A0008,2568,lead"], ["บรรทัด 2: ไม่พบผู้ตรวจประเมินชื่อผู้ใช้ lead"]),
        (
            ["A0008,2568,assessor", "A0008,2567,assessor"],
            ["บรรทัด 3: ไม่พบแบบประเมินของ A0008 ปี 2567 ในความรับผิดชอบของท่าน"],
        ),
        (["A0008,๒๕,assessor"], ["บรรทัด 2: ไม่พบแบบประเมินของ A0008 ปี 25 ในความรับผิดชอบของท่าน"]),
        (["A0008,,"], ["บรรทัด 2: ไม่มีค่าในคอลัมน์ fiscal_year, username"]),
        (["A0008,2568,assessor"] * 2, ["บรรทัด 3: ซ้ำกับบรรทัด 2"]),
        (['=HYPERLINK("//evil"),2568,assessor'], ['บรรทัด 2: ไม่พบหน่วยงานรหัส =HYPERLINK("//EVIL")']),
        (["A0008,2568,=1+1"], ["บรรทัด 2: ไม่พบผู้ตรวจประเมินชื่อผู้ใช้ =1+1"]),
        (["A0008,2568,member"], ["บรรทัด 2: กรมพัฒนาที่ดิน · member: มีบทบาทในหน่วยงานนี้ จึงตรวจหน่วยงานของตนเองไม่ได้"]),
        (["A0008,2568,assessor", "A0008,2568,member", "B,2568,x"], None),
    ],
)
def test_a_fault_names_its_line_and_nothing_is_stored(assessment, cast, as_user, lines, problems):
    make_user("member", (Role.ASSESSOR, None), (Role.LEAD, cast.unit))
    client, before = as_user(cast.coordinator), digest()
    text = "\n".join([HEAD, *lines])

    for step in ("preview", "accept"):
        response = send_list(client, text, step)
        assert (response.status_code, digest()) == (422, before)
        if problems is not None:
            assert response.context["found"].problems == problems
        assert response.context["content"] == text
        assert 'value="accept"' not in response.content.decode()


@pytest.mark.parametrize(
    ("text", "file", "words"),
    [
        ("", None, "วางรายการ หรือเลือกไฟล์ .csv"),
        ("a,b\n1,2", None, "บรรทัด 1: หัวตารางไม่มีคอลัมน์ unit_code, fiscal_year, username"),
        (HEAD, None, "ไม่มีรายการ"),
        ("", b"\xa1\xa2", "ไม่ใช่ข้อความ UTF-8"),
        ("", b"a" * 1_100_000, "ใหญ่เกิน"),
        (f'{HEAD}\n"A0008,2568', None, "ไม่มีค่าในคอลัมน์"),
        (f"{HEAD}\nA\x008,2568,a\x00b", None, "บรรทัด 2"),
        (HEAD + "\nX,2568,y" * 5_001, None, "ไม่เกิน 5000 บรรทัด"),
    ],
)
def test_what_is_no_list_is_refused_in_thai(assessment, cast, as_user, text, file, words):
    client, before = as_user(cast.coordinator), digest()
    response = send_list(client, text, file=file)
    assert (response.status_code, digest()) == (422, before)
    assert words in response.content.decode()


def test_of_two_sets_in_a_year_one_is_named(assessment, cast, cycle, as_user):
    make_assessment(cast.unit, make_cycle(levels_set(), cycle.fiscal_year))
    client, line = as_user(cast.coordinator), f"A0008,{cycle.fiscal_year},assessor"
    assert "เพิ่มคอลัมน์ criteria_set" in send_list(client, f"{HEAD}\n{line}").content.decode()
    named = send_list(client, f"{HEAD},criteria_set\n{line},small")
    assert [pair.assessment for pair in named.context["found"].plan.added] == [assessment]
    assert send_list(client, f"{HEAD},criteria_set\n{line},other").status_code == 422


def test_of_a_unit_out_of_scope_a_list_tells_nothing(assessment, cast, cycle, as_user):
    fill(cycle, 1)
    narrow = as_user(make_user("narrow", (Role.COORDINATOR, cast.unit.parent)))
    found = [send_list(narrow, f"{HEAD}\nD000,{year},assessor").context["found"].problems for year in (2568, 2569)]
    words = "บรรทัด 2: ไม่พบแบบประเมินของ D000 ปี {} ในความรับผิดชอบของท่าน"
    assert found == [[words.format(2568)], [words.format(2569)]]


def take_away(client, assessment, reason="ย้ายงาน"):
    key = [assessment.pk, assessment.assignments.get().pk]
    return client.post(url("assessor_remove", *key), {"reason": reason})


def test_one_is_taken_away_with_a_reason(assessment, cast, as_user):
    bring_to(assessment, Status.IN_REVIEW, cast)
    client = as_user(cast.coordinator)
    for page in ("assessors", "review"):
        text = client.get(url(page, assessment.pk)).content.decode()
        assert url("assessor_remove", assessment.pk, assessment.assignments.get().pk) in text

    refused = take_away(client, assessment, " ")
    assert (refused.status_code, assessment.assignments.count()) == (422, 1)
    assert "เขียนเหตุผลที่ถอน" in refused.content.decode()

    assert take_away(client, assessment).headers["Location"] == url("assessors", assessment.pk)
    assert assessment.assignments.count() == 0


def test_one_who_has_handed_in_is_not_taken_away_and_the_reason_stays(assessment, cast, as_user):
    bring_to(assessment, Status.IN_REVIEW, cast)
    HandIn.objects.create(submission=assessment.submissions.get(), assessor=cast.assessor, at=timezone.now())

    response = take_away(as_user(cast.coordinator), assessment)

    assert response.status_code == 409
    assert "ถอนไม่ได้ เพราะผู้ตรวจท่านนี้ส่งผลตรวจแล้ว" in response.content.decode()


def test_after_the_approval_the_reason_is_kept_in_the_refusal(assessment, cast, as_user):
    bring_to(assessment, Status.APPROVED, cast)
    response = take_away(as_user(cast.coordinator), assessment, "ย้ายงานไปกรมอื่น")
    assert response.status_code == 403
    assert "ย้ายงานไปกรมอื่น" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "code"), [("lead", 403), ("stranger", 404), ("assessor", 403), ("administrator", 404)]
)
def test_others_take_nobody_away(assessment, cast, as_user, role, code):
    bring_to(assessment, Status.IN_REVIEW, cast)
    client = as_user(getattr(cast, role))
    assert (client.get(url("assessors", assessment.pk)).status_code, take_away(client, assessment).status_code) == (
        code,
        code,
    )
    assert (
        as_user(cast.coordinator).post(url("assessor_remove", assessment.pk, 999_999), {"reason": "ก"}).status_code
        == 404
    )
