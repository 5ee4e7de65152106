"""The KPI dictionary on pages: written in a drawer of the form, kept when refused, read by the unit and reviewers."""

import json

import pytest

from assessments.models import Assignment, Submission
from assessments.models.kpi_dictionary import NO_DICTIONARY
from assessments.statuses import Status
from tests.assessments.views.stage import make_indicator, submit_with_indicators, url
from tests.assessments.views.test_indicators import FIELDS
from tests.cast import bring_to

TYPED = {
    "definition": "นับคำขอที่แจ้งผลแล้ว\r\n\r\nไม่นับที่เอกสารไม่ครบ",
    "formula": "จำนวนที่ทันกำหนด × 100 ÷ ทั้งหมด",
    "source": " ระบบ  e-Service ",
    "owner": "กองวิเคราะห์ดิน",
    "frequency": "quarterly",
}
STORED = TYPED | {"definition": "นับคำขอที่แจ้งผลแล้ว\n\nไม่นับที่เอกสารไม่ครบ", "source": "ระบบ e-Service"}
READ = [
    ("คำอธิบายหรือนิยาม", STORED["definition"]),
    ("สูตรหรือวิธีคำนวณ", STORED["formula"]),
    ("แหล่งข้อมูล", STORED["source"]),
    ("ผู้รับผิดชอบข้อมูล", STORED["owner"]),
    ("ความถี่ของการเก็บข้อมูล", "รายไตรมาส"),
]


def describe(indicator, **words):
    for name, text in words.items():
        setattr(indicator, name, text)
    indicator.save()
    return indicator


def drawer(response) -> str:
    """The opening tag of the drawer."""
    before = response.content.decode().partition("<h2>พจนานุกรมตัวชี้วัด</h2>")[0]
    return before[before.rindex("<details") :].partition(">")[0]


def test_it_is_written_with_the_indicator_and_comes_back_in_the_form(assessment, cast, as_user):
    client = as_user(cast.contributor)

    assert client.post(url("indicator_add", assessment.pk, "7.2"), FIELDS | TYPED).status_code == 302

    found = assessment.indicators.get()
    assert vars(found.dictionary) == STORED
    form = client.get(url("indicator_edit", assessment.pk, found.pk)).context["form"]
    assert {name: form[name].value() for name in STORED} == STORED


def test_it_may_be_left_out_and_emptied(assessment, cast, as_user):
    client = as_user(cast.lead)
    client.post(url("indicator_add", assessment.pk, "7.2"), FIELDS)
    found = assessment.indicators.get()
    assert found.dictionary == NO_DICTIONARY

    describe(found, **STORED)
    client.post(url("indicator_edit", assessment.pk, found.pk), FIELDS | {"version": "1", "owner": "กองแผนงาน"})

    found.refresh_from_db()
    assert found.dictionary.rows == [("ผู้รับผิดชอบข้อมูล", "กองแผนงาน")]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"definition": "น้ำ" * 1001}, "definition", "คำอธิบายหรือนิยามยาว 1,001 ตัวอักษร รับได้ไม่เกิน 1,000"),
        ({"formula": "ก" * 1001}, "formula", "สูตรหรือวิธีคำนวณยาว 1,001 ตัวอักษร รับได้ไม่เกิน 1,000"),
        ({"source": "ก" * 301}, "source", "แหล่งข้อมูลยาว 301 ตัวอักษร รับได้ไม่เกิน 300"),
        ({"owner": "ก" * 301}, "owner", "ผู้รับผิดชอบข้อมูลยาว 301 ตัวอักษร รับได้ไม่เกิน 300"),
        ({"frequency": "weekly"}, "frequency", ""),
    ],
)
def test_what_is_too_long_or_unknown_is_refused_in_the_open_drawer(assessment, cast, as_user, change, field, words):
    response = as_user(cast.lead).post(url("indicator_add", assessment.pk, "7.2"), FIELDS | change)

    errors = response.context["form"].errors
    assert (response.status_code, list(errors)) == (422, [field])
    assert errors[field][0].startswith(words)
    assert drawer(response).endswith(" open")
    assert not assessment.indicators.exists()


def test_a_thousand_letters_as_a_reader_counts_them_are_taken(assessment, cast, as_user):
    as_user(cast.lead).post(url("indicator_add", assessment.pk, "7.2"), FIELDS | {"definition": "น้ำ" * 1000})

    assert assessment.indicators.get().definition == "น้ำ" * 1000


def test_the_drawer_is_open_only_when_it_holds_something(assessment, cast, as_user):
    client = as_user(cast.lead)
    found = make_indicator(assessment)
    place = url("indicator_edit", assessment.pk, found.pk)
    assert not drawer(client.get(place)).endswith(" open")
    assert not drawer(client.post(place, FIELDS | {"name": ""})).endswith(" open")
    assert drawer(client.post(place, FIELDS | {"earlier": "1", "frequency": "monthly"})).endswith(" open")

    describe(found, formula="ผลรวม ÷ จำนวน")

    assert drawer(client.get(place)).endswith(" open")


def test_earlier_years_are_shown_with_what_was_typed(assessment, cast, as_user):
    response = as_user(cast.lead).post(url("indicator_add", assessment.pk, "7.2"), FIELDS | TYPED | {"earlier": "1"})

    form = response.context["form"]
    assert {name: form[name].value() for name in TYPED} == TYPED


def test_who_comes_second_sees_both_and_may_save_hers(assessment, cast, as_user):
    found = describe(make_indicator(assessment), definition="หนึ่ง\nสอง", source="เดิม")
    client, place = as_user(cast.lead), url("indicator_edit", assessment.pk, found.pk)
    client.post(place, FIELDS | {"version": "1", "definition": "หนึ่ง\r\nสอง", "source": "ของเพื่อน"})

    late = client.post(place, FIELDS | TYPED | {"version": "1", "definition": "หนึ่ง\r\nสอง"})

    assert late.status_code == 409
    rows = {label: (theirs, mine) for label, theirs, mine in late.context["rows"]}
    assert rows["คำอธิบายหรือนิยาม"] == ("หนึ่ง\nสอง", "หนึ่ง\nสอง")
    assert rows["แหล่งข้อมูล"] == ("ของเพื่อน", TYPED["source"])
    assert rows["ความถี่ของการเก็บข้อมูล"] == ("", "รายไตรมาส")
    assert "หนึ่ง<br>สอง" in late.content.decode()
    mine = dict(late.context["typed"]) | {"version": str(late.context["indicator"].version)}
    assert client.post(place, mine).status_code == 302
    found.refresh_from_db()
    assert vars(found.dictionary) == STORED | {"definition": "หนึ่ง\nสอง"}


def test_the_conflict_says_nothing_of_an_empty_dictionary(assessment, cast, as_user):
    found = make_indicator(assessment)
    client, place = as_user(cast.lead), url("indicator_edit", assessment.pk, found.pk)

    late = client.post(place, FIELDS | {"version": "7"})

    assert late.status_code == 409
    assert not {label for label, _theirs, _mine in late.context["rows"]} & {label for label, _words in READ}


def test_a_closed_assessment_gives_the_words_back(assessment, cast, as_user):
    found = make_indicator(assessment)
    bring_to(assessment, Status.SUBMITTED, cast)

    response = as_user(cast.lead).post(url("indicator_edit", assessment.pk, found.pk), TYPED)

    assert response.status_code == 403
    labels = [label for label, _words in READ]
    assert [label for label, _words in response.context["typed"]] == labels
    assert dict(response.context["typed"])["ความถี่ของการเก็บข้อมูล"] == "รายไตรมาส"


# --- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_the_unit_reads_it_beside_the_chart(assessment, cast, as_user, role):
    found = describe(make_indicator(assessment), **STORED)

    body = as_user(getattr(cast, role)).get(url("indicator_chart", assessment.pk, found.pk)).content.decode()

    assert found.dictionary.rows == READ
    assert "<dt>คำอธิบายหรือนิยาม</dt><dd>นับคำขอที่แจ้งผลแล้ว<br><br>ไม่นับที่เอกสารไม่ครบ</dd>" in body
    assert body.count("<dt>") == len(READ)


def test_only_parts_that_hold_something_stand_there(assessment, cast, as_user):
    found = describe(make_indicator(assessment), frequency="half_yearly", formula="<b>ก</b>")

    body = as_user(cast.manager).get(url("indicator_chart", assessment.pk, found.pk)).content.decode()

    assert body.count("<dt>") == 2
    assert "<dd>รายครึ่งปี</dd>" in body
    assert "<dd>&lt;b&gt;ก&lt;/b&gt;</dd>" in body


def test_without_one_the_page_says_nothing_but_how_to_write_it(assessment, cast, as_user):
    place = url("indicator_chart", assessment.pk, make_indicator(assessment).pk)
    pages = [as_user(getattr(cast, role)).get(place).content.decode() for role in ("lead", "manager")]

    assert ["<dl" in page for page in pages] == [False, False]
    assert ["เขียนนิยามและวิธีคำนวณ" in page for page in pages] == [True, False]


def sent_with_dictionary(assessment, cast) -> None:
    """Two indicators are sent, one with a dictionary that has changed since."""
    found = describe(make_indicator(assessment, y2568=("80", "81", None)), **STORED)
    make_indicator(assessment, 2)
    submit_with_indicators(assessment, cast)
    Assignment.objects.create(assessment=assessment, assessor=cast.assessor)
    describe(found, owner="เขียนใหม่หลังส่ง")


@pytest.mark.parametrize("role", ["coordinator", "assessor"])
@pytest.mark.parametrize("page", [("submission",), ("review_item", "7.2")])
def test_reviewers_read_it_from_the_frozen_copy(assessment, cast, as_user, role, page):
    sent_with_dictionary(assessment, cast)

    response = as_user(getattr(cast, role)).get(url(page[0], assessment.pk, *page[1:]))

    body = response.content.decode()
    assert body.count("พจนานุกรมตัวชี้วัด 1 ตัว") == 1
    assert (body.count("<dd>กองวิเคราะห์ดิน</dd>"), "เขียนใหม่หลังส่ง" in body) == (1, False)


@pytest.mark.parametrize("page", [("submission",), ("review_item", "7.2")])
def test_a_copy_of_earlier_days_reads_as_before(assessment, cast, as_user, page):
    make_indicator(assessment, y2568=("80", "81", None))
    submit_with_indicators(assessment, cast)
    sent = Submission.objects.get()
    assert "dictionary" not in json.loads(sent.document)["indicators"][0]

    body = as_user(cast.coordinator).get(url(page[0], assessment.pk, *page[1:])).content.decode()

    assert ("7.2-01" in body, "พจนานุกรม" in body) == (True, False)
