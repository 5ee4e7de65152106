"""The workbook of an assessment read again: typed figures, no formula, what each viewer may see, back as a table."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessments.interchange.tables.plan import CHANGED, NEW, SAME
from assessments.models import Finding
from assessments.statuses import FindingKind, Status
from criteria.models import Area, Item
from tests.cast import add_remark, bring_to, make_assessment
from tests.levels import bring_levels_to

EVIL = '=HYPERLINK("http://127.0.0.1:9","x")'
SHEETS = ["คะแนน", "ตัวชี้วัด 7.1", "ตัวชี้วัด 7.2", "ข้อสังเกต", "เกี่ยวกับไฟล์"]
FILLED = {  # what the seven texts and the figures of three years hold
    "7.1-01": ("ก", "ร้อยละความพึงพอใจ", {2566: (0, None, None), 2567: ("80.25", 85, 79), 2568: (90, 85, "0.000001")}),
    "7.1-02": ("ข", "เวลาเฉลี่ย", {2560: (12, None, None), 2568: ("-3.5", None, None)}),
    "7.2-01": ("ก", EVIL, {2568: (1, 2, 3)}),
}


def address(assessment) -> str:
    return f"/assessments/{assessment.pk}/reports/workbook.xlsx"


def content_of(client, assessment) -> bytes:
    response = client.get(address(assessment))
    assert response.status_code == 200
    return response.content


def book_of(client, assessment):
    return load_workbook(BytesIO(content_of(client, assessment)))


def rows_of(book, name: str) -> list[tuple]:
    return list(book[name].iter_rows(values_only=True))


@pytest.fixture
def filled(assessment):
    """Indicators in both results items, with zeros, an old year and a name that would be a formula."""
    for code, (area, name, years) in FILLED.items():
        place = Area.objects.get(item__code=code.partition("-")[0], code=area)
        row = assessment.indicators.create(
            area=place, code=code, name=name, unit_of_measure="ร้อยละ", comparator_name="กรม ก"
        )
        for year, (value, target, comparator) in years.items():
            row.years.create(fiscal_year=year, value=value, target=target, comparator=comparator)
    return assessment


@pytest.fixture
def plain(assessment):
    """One indicator of three zeros, which moves no band, so that the assessment can be sent."""
    area = Area.objects.get(item__code="7.1", code="ก")
    row = assessment.indicators.create(area=area, code="7.1-01", name="จำนวนข้อร้องเรียน", unit_of_measure="เรื่อง")
    for year in (2566, 2567, 2568):
        row.years.create(fiscal_year=year, value=0)
    return assessment


def previewed(client, assessment, item: str, content: bytes):
    """The plan of the page of tables for this file."""
    file = BytesIO(content)
    file.name = "workbook.xlsx"
    response = client.post(f"/assessments/{assessment.pk}/items/{item}/table/", {"file": file, "step": "preview"})
    assert response.status_code == 200, response.context["errors"]
    return response.context["plan"]


def test_the_file_of_a_draft(filled, cast, as_user):
    response = as_user(cast.manager).get(address(filled))
    assert response["Content-Disposition"] == 'attachment; filename="PMQA-A0008-2568.xlsx"'
    assert response["Cache-Control"] == "no-store"
    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == SHEETS
    facts = dict(rows_of(book, "เกี่ยวกับไฟล์"))
    assert facts["จัดทำจาก"] == "ข้อมูลปัจจุบัน เป็นฉบับร่าง ใช้อ้างอิงไม่ได้"
    assert facts["ปีงบประมาณ"] == "พ.ศ. 2568"
    assert facts["คะแนนผู้ตรวจ"] == "เปิดให้ดูเมื่อรับรองผลแล้ว"


def test_scores_are_figures_and_an_empty_cell_is_no_zero(plain, cast, as_user):
    bring_to(plain, Status.SUBMITTED, cast)
    head, *rows = rows_of(book_of(as_user(cast.manager), plain), "คะแนน")
    assert head == (
        *("รหัส", "หัวข้อ", "คะแนนเต็ม", "ร้อยละ ตนเอง", "คะแนนตนเอง", "ช่วง ตนเอง"),
        *("ยืนยันแล้ว", "เหตุผลของหน่วยงาน"),
    )
    by_code = {row[0]: row for row in rows}
    assert by_code["1"][:5] == ("1", "หมวด 1", 120, None, 72)
    assert by_code["1.1"][:5] == ("1.1", "หัวข้อ 1.1", 120, 60, 72)
    assert by_code["7.1"][3:5] == (0, 0)
    assert rows[-1][:5] == (None, "รวม", 250, None, 72)
    assert all(isinstance(row[4], int | float) for row in rows)


def test_no_text_is_a_formula_and_heads_stay_in_sight(filled, cast, as_user):
    book = book_of(as_user(cast.manager), filled)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    (evil,) = [cell for cell in cells if cell.value == EVIL]
    assert (evil.data_type, evil.quotePrefix) == ("s", True)
    assert [sheet.freeze_panes for sheet in book] == ["B2", "C2", "C2", "B2", "B2"]
    assert book["คะแนน"].column_dimensions["B"].width == 48


def test_what_the_reviewers_found_is_there_once_it_is_approved(plain, cast, as_user):
    bring_to(plain, Status.IN_REVIEW, cast)
    given = {"author": cast.coordinator, "item": Item.objects.get(code="1.1"), "nugget": "-ขยายผลไม่ทั่วถึง"}
    Finding.objects.create(submission=plain.submissions.get(), kind=FindingKind.OFI, is_double=True, **given)
    add_remark(plain, cast)
    for user in (cast.manager, cast.coordinator, cast.assessor):
        book = book_of(as_user(user), plain)
        assert book.sheetnames == SHEETS
        assert len(rows_of(book, "ข้อสังเกต")) == 1


def test_the_file_of_an_approved_result(plain, cast, as_user):
    bring_to(plain, Status.APPROVED, cast)
    given = {"author": cast.coordinator, "item": Item.objects.get(code="1.1"), "nugget": "-ขยายผลไม่ทั่วถึง"}
    Finding.objects.create(submission=plain.submissions.get(), kind=FindingKind.OFI, is_double=True, **given)
    add_remark(plain, cast, "ขอหลักฐาน")
    book = book_of(as_user(cast.manager), plain)
    assert book.sheetnames == [*SHEETS[:3], "ข้อค้นพบ", *SHEETS[3:]]
    (row,) = rows_of(book, "ข้อค้นพบ")[1:]
    assert row == ("1.1", "หัวข้อ 1.1", "โอกาสในการปรับปรุง", "−−", "-ขยายผลไม่ทั่วถึง", None, None)
    (remark,) = rows_of(book, "ข้อสังเกต")[1:]
    assert remark[:4] == (1, 1, "ทั้งฉบับ", "ขอหลักฐาน")
    scores = {row[0]: row for row in rows_of(book, "คะแนน")}
    assert scores["1.1"][-3:] == (50, 60, "ผู้ตรวจเห็นพ้องกันในที่ประชุมฉันทามติ")
    assert scores[None][-2] == 125


def test_it_reads_back_without_a_difference(filled, cast, as_user):
    client = as_user(cast.lead)
    content = content_of(client, filled)
    for item, count in (("7.1", 2), ("7.2", 1)):
        plan = previewed(client, filled, item, content)
        assert (plan.count(SAME), plan.count(CHANGED), plan.count(NEW), plan.problems) == (count, 0, 0, [])


def test_exactly_what_was_edited_is_a_difference(filled, cast, as_user):
    client = as_user(cast.lead)
    book = load_workbook(BytesIO(content_of(client, filled)))
    sheet = book["ตัวชี้วัด 7.1"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["ผลจริง 2567"]).value = 0
    sheet.cell(2, heads["ชื่อคู่เทียบ"]).value = "กรม ข"
    file = BytesIO()
    book.save(file)
    plan = previewed(client, filled, "7.1", file.getvalue())
    (row,) = [row for row in plan.rows if row.state == CHANGED]
    assert (row.code, plan.count(SAME), plan.count(NEW)) == ("7.1-01", 1, 0)
    assert (row.before.columns["comparator_name"], row.fields.columns["comparator_name"]) == ("กรม ก", "กรม ข")
    changed = {year for year in row.fields.years if row.fields.years[year] != row.before.years[year]}
    assert (changed, row.fields.years[2567].value) == ({2567}, 0)
    assert row.fields.years[2567].target == row.before.years[2567].target
    assert previewed(client, filled, "7.2", file.getvalue()).count(SAME) == 1


def test_a_file_without_the_sheet_of_the_item_says_whose_indicators_it_holds(filled, cast, as_user):
    client = as_user(cast.lead)
    book = load_workbook(BytesIO(content_of(client, filled)))
    del book["ตัวชี้วัด 7.2"]
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "workbook.xlsx"
    response = client.post(f"/assessments/{filled.pk}/items/7.2/table/", {"file": file, "step": "preview"})
    assert response.status_code == 422
    assert "ไม่ใช่ของหัวข้อ 7.2" in response.content.decode()


def test_a_frozen_copy_gives_the_sheet_of_its_day(plain, cast, as_user):
    bring_to(plain, Status.RETURNED, cast)
    plain.indicators.filter(code="7.1-01").update(name="ชื่อใหม่หลังส่งคืน")
    names = [row[1] for row in rows_of(book_of(as_user(cast.coordinator), plain), "ตัวชี้วัด 7.1")[1:]]
    assert names == ["จำนวนข้อร้องเรียน"]
    names = [row[1] for row in rows_of(book_of(as_user(cast.manager), plain), "ตัวชี้วัด 7.1")[1:]]
    assert names == ["ชื่อใหม่หลังส่งคืน"]


def test_an_empty_assessment_and_the_second_scheme(levels, cast, as_user):
    client = as_user(cast.lead)
    assert "คะแนน" in book_of(client, levels).sheetnames
    bring_levels_to(levels, Status.APPROVED, cast)
    rows = {row[0]: row for row in rows_of(book_of(client, levels), "คะแนน")}
    assert isinstance(rows["1.1"][3], str)
    assert rows[None][2] == 500


def test_those_who_see_no_report_get_no_workbook(filled, cast, cycle, as_user):
    assert as_user(cast.stranger).get(address(filled)).status_code == 404
    assert as_user(cast.coordinator).get(address(filled)).status_code == 403
    assert as_user(cast.administrator).get(address(filled)).status_code == 404
    assert as_user(cast.stranger).get(address(make_assessment(cast.other_unit, cycle))).status_code == 200
    assert as_user(cast.manager).post(address(filled)).status_code == 405


@pytest.mark.parametrize("indicators", [1, 3, 20])
def test_it_asks_the_database_the_same_however_many_indicators(
    assessment, cast, as_user, indicators, django_assert_num_queries
):
    area = Area.objects.get(item__code="7.1", code="ก")
    for number in range(indicators):
        row = assessment.indicators.create(area=area, code=f"7.1-{number:02}", name="ก", unit_of_measure="ร้อยละ")
        row.years.create(fiscal_year=2568, value=number)
    client = as_user(cast.manager)
    with django_assert_num_queries(25):
        client.get(address(assessment))
