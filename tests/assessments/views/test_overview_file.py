"""The overview as xlsx, read again: every unit of the filter, figures as figures, no text as a formula."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from accounts.models import Unit
from assessments.models import Assessment
from assessments.services.summaries import refresh_summary
from assessments.statuses import Status
from tests.assessments.views.stage import url
from tests.assessments.views.test_overview import fill
from tests.cast import bring_to

HEADS = ("รหัส", "หน่วยงาน", "กระทรวง", "ประเภท", "สถานะ", "คะแนน", "คะแนนเต็ม", "ร้อยละ")
HEADS += ("1 หมวด 1", "7 หมวด 7", "ที่มาของผล", "ชั่วคราว", "ข้อมูล ณ")
QUERIES = 6


def book(client, **data):
    response = client.get(url("overview_file"), data)
    assert response.status_code == 200
    return load_workbook(BytesIO(b"".join(response.streaming_content)))


def rows(client, **data) -> list[tuple]:
    return list(book(client, **data).worksheets[0].iter_rows(values_only=True))


def test_the_file_holds_what_the_page_shows(assessment, cast, cycle, as_user):
    bring_to(assessment, Status.APPROVED, cast)
    refresh_summary(assessment.pk)
    client = as_user(cast.coordinator)
    head, row = rows(client)
    assert head == HEADS
    assert row[:5] == ("A0008", "กรมพัฒนาที่ดิน", "กระทรวงเกษตรและสหกรณ์", "กรมหรือเทียบเท่า", "รับรองผลแล้ว")
    assert row[5:12] == (125, 250, 50, 50, 50, "ฉันทามติ", None)
    assert row[12].endswith("น.")
    response = client.get(url("overview_file"))
    assert response.headers["Content-Disposition"] == f'attachment; filename="overview-small-{cycle.fiscal_year}.xlsx"'
    assert response.headers["Cache-Control"] == "no-store"
    response.close()


def test_of_a_draft_there_is_no_figure(assessment, cast, as_user):
    bring_to(assessment, Status.DRAFT, cast)
    refresh_summary(assessment.pk)
    assert rows(as_user(cast.coordinator))[1][5:12] == (None,) * 7


def test_the_filter_of_the_page_is_that_of_the_file_which_has_no_pages(cast, cycle, as_user):
    fill(cycle, 60)
    fill(cycle, 2, status=Status.DRAFT)
    client = as_user(cast.coordinator)
    assert [len(rows(client, **data)) - 1 for data in ({}, {"status": "submitted"}, {"after": "/D010/"})] == [
        62,
        60,
        62,
    ]
    facts = dict(book(client, status="submitted").worksheets[1].iter_rows(values_only=True))
    assert (facts["ปีงบประมาณ"], facts["สถานะ"], facts["กระทรวง"]) == (str(cycle.fiscal_year), "ส่งแล้ว", "ทั้งหมด")


@pytest.mark.parametrize("name", ["=1+1", "+66", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_a_name_is_never_a_formula(assessment, cast, as_user, name):
    Unit.objects.filter(pk=cast.unit.pk).update(name_th=name)
    cell = book(as_user(cast.coordinator)).worksheets[0]["B2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value.strip() == name.strip()


def test_a_letter_that_xml_cannot_hold_is_left_out(assessment, cast, as_user):
    Unit.objects.filter(pk=cast.unit.pk).update(name_th="กรม\x08ที่ดิน")
    assert rows(as_user(cast.coordinator))[1][1] == "กรมที่ดิน"


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_file_takes_as_many_queries_for_any_number(cast, cycle, as_user, count, django_assert_num_queries):
    fill(cycle, count)
    client = as_user(cast.coordinator)
    rows(client)
    with django_assert_num_queries(QUERIES):
        assert len(rows(client)) == count + 1
    assert Assessment.objects.count() == count
