"""Sheets of xlsx files: numbers as typed, percent, dates, formulas, merged cells, several sheets."""

from datetime import date, datetime, time

import pytest

from assessments.interchange.tables.reading import read_file
from assessments.interchange.tables.workbook import TableFile
from tests.assessments.interchange.tables.files import (
    SHEET,
    cells,
    changed,
    table,
    with_sheet,
    with_strings,
    xlsx,
)
from tests.assessments.interchange.tables.sample import (
    ALL_ZERO,
    HIGHER_TOLD,
    NO_HEAD,
    PERCENT_UNIT,
    block,
    error,
    faulty,
    marked,
    refused,
    row,
    warning,
)

SHOWN = "อ่านตัวเลขตามที่แสดงในตาราง เพราะเก็บทศนิยมไว้เกิน 6 ตำแหน่ง"
MOMENT = "เป็นวันที่หรือเวลา ให้กำหนดรูปแบบเซลล์เป็นตัวเลขหรือข้อความ แล้วพิมพ์ใหม่"
UNCALCULATED = "เป็นสูตรที่ยังไม่มีผลลัพธ์ ให้เปิดไฟล์ในโปรแกรมตารางคำนวณ บันทึก แล้วส่งใหม่"
FAILED = "เป็นสูตรที่คำนวณไม่ได้ ให้แก้สูตรในตาราง ถ้าไม่มีข้อมูลให้เว้นว่าง"
BROKEN = "อ่านไฟล์นี้ไม่ได้ ให้เปิดในโปรแกรมตารางคำนวณ บันทึกใหม่เป็น .xlsx แล้วส่งอีกครั้ง"
ROUND_IT = "มีทศนิยมเกิน 6 ตำแหน่ง ให้ปัดเศษเหลือไม่เกิน 6 ตำแหน่ง"
SIMPLE = (("ตัวชี้วัด", 2567), ("ก", 1))


def texts(content: bytes, sheet: str = "แผ่น 1") -> list[list[str]]:
    return [[cell.text for cell in row] for row in TableFile(content).grid(sheet)]


def test_a_sheet_with_all_that_a_table_may_have():
    content = xlsx(
        {"title": "ปก", "cells": {"A1": "รายงานผลการดำเนินงาน"}},
        {
            "title": "หมวด 7",
            "cells": {"B2": "ตารางที่ 7.2-1"}
            | cells(
                (None, "ที่", "ตัวชี้วัด", "หน่วยวัด", "ผล", None, "เป้าหมาย"),
                (None, None, None, None, 2567, 2568, 2568),
                (None, 1, "เบิกจ่าย\nงบลงทุน", None, 0.855, 1 / 3, 0.9),
                (None, 2, "งบประมาณ", "บาท", 1234567.5, -1000, "≥ 1,000"),
                (None, 3, "รางวัล", None, 3, "-", None),
                top=4,
            ),
            "formats": {"E6": "0.0%", "F6": "0.00%", "G6": "0%", "E7": "#,##0.00", "F7": "#,##0;(#,##0)"},
            "merged": ["B2:G2", "B4:B5", "C4:C5", "D4:D5", "E4:F4", "D7:D8"],
        },
    )
    assert read_file(content) == block(
        [
            row(6, "เบิกจ่าย งบลงทุน", {2567: "85.5", 2568: ("33.33", "90", None)}, code="1", unit_of_measure="ร้อยละ"),
            row(
                7,
                "งบประมาณ",
                {2567: "1234567.5", 2568: ("-1000", "1000", None)},
                code="2",
                unit_of_measure="บาท",
                direction="higher",
            ),
            row(8, "รางวัล", {2567: "3"}, code="3", unit_of_measure="บาท"),
        ],
        notes=["อ่านแผ่นงาน “หมวด 7” จาก 2 แผ่นงาน", f"แถว 6: {SHOWN}", f"แถว 6: {PERCENT_UNIT}", f"แถว 7: {HIGHER_TOLD}"],
        sheet="หมวด 7",
    )


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (85, "General", "85"),
        (85.2, "General", "85.2"),
        (85.2, "0", "85.2"),
        (0.1 + 0.2, "General", "0.3"),
        (0.855, "0%", "85.5%"),
        (1, "0.00%", "100%"),
        (0.07, "0%", "7%"),
        (-0.5, '0.0%;[Red]"-"0.0%', "-50%"),
        (1234567.891, "#,##0.00", "1234567.891"),
        (1234.123456789, "#,##0.00", "1234.12"),
        (1 / 3, "0", "0"),
        (2 / 3, '#,##0.000"%"', "0.667"),
        (2 / 3, "0.0000000", "0.666666666666667"),
        (1e15, "General", "1000000000000000"),
        (1e-7, "0.00E+00", "0"),
        (0, "0.00", "0.00"),
        (0, "0.00%", "0.00%"),
        (0, "0", "0"),
        (True, "General", "TRUE"),
        ("1,234", "General", "1,234"),
        ("'5", "General", "'5"),
        ("ก\r\nข", "General", "ก\nข"),
        (10**20, "General", "100000000000000000000"),
    ],
)
def test_a_number_is_as_it_was_typed(value, shown_as, text):
    assert texts(table((value,), formats={"A1": shown_as})) == [[text]]


def test_what_is_no_number_is_named():
    content = table(
        ("ตัวชี้วัด", 2564, 2565, 2566, 2567, 2568),
        ("ก", date(2024, 1, 2), time(1, 30), "#DIV/0!", "=SUM(B2:C2)", 1 / 3),
        ("ข", datetime.fromisoformat("2024-01-02T03:00"), 45000, "#N/A", True, 1e-9),
        (date(2024, 1, 2), 1, 2, 3, 4, 5),
        formats={"C3": "d mmm yy", "B2": "[$-107041E]d/mm/yyyy;@"},
    )
    assert read_file(content) == block(
        [
            faulty(2, "ก", {}),
            faulty(3, "ข", {}),
            faulty(4, "", {2564: "1", 2565: "2", 2566: "3", 2567: "4", 2568: "5"}),
        ],
        [
            error(2, "2564", MOMENT),
            error(2, "2565", MOMENT),
            error(2, "2566", f"“#DIV/0!” {FAILED}"),
            error(2, "2567", UNCALCULATED),
            error(2, "2568", f'"0.333333333333333" {ROUND_IT}'),
            error(3, "2564", MOMENT),
            error(3, "2565", MOMENT),
            error(3, "2566", f"“#N/A” {FAILED}"),
            error(3, "2567", '"TRUE" ไม่ใช่ตัวเลข ให้เขียนเฉพาะตัวเลข ไม่ต้องใส่หน่วยหรือเครื่องหมายอื่น เช่น 96.2'),
            error(3, "2568", f'"0.000000001" {ROUND_IT}'),
            error(4, "ตัวชี้วัด", MOMENT),
        ],
        sheet="แผ่น 1",
    )


def test_a_formula_counts_by_the_result_that_is_kept():
    inner = (
        b"<sheetData>"
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>KPI</t></is></c><c r="B1"><f>2500+67</f><v>2567</v></c>'
        b'<c r="C1"><v>2568</v></c><c r="D1"><v>2569</v></c></row>'
        b'<row r="2"><c r="A2" t="str"><f>"a"</f><v>a</v></c><c r="B2"><f>1+1</f><v>2</v></c>'
        b'<c r="C2" t="str"><f>""</f><v></v></c><c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        b'<row r="3"><c r="A3" t="inlineStr"><is><t>b</t></is></c><c r="B3"><f>1+1</f></c></row>'
        b"</sheetData>"
    )
    assert read_file(with_sheet(inner)) == block(
        [faulty(2, "a", {2567: "2"}), faulty(3, "b", {})],
        [error(2, "2569", f"“#DIV/0!” {FAILED}"), error(3, "2567", UNCALCULATED)],
        sheet="แผ่น 1",
    )


RAISED = "<r><t>85.2</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r>"


def test_a_raised_figure_is_no_digit():
    """In a text of its own, and in one of the table that sheets share."""
    inline = f"<c r='B2' t='inlineStr'><is>{RAISED}</is></c>"
    shared = "<c r='C2' t='s'><v>0</v></c>"
    inner = (
        "<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>KPI</t></is></c><c r='B1'><v>2567</v></c>"
        "<c r='C1'><v>2568</v></c></row>"
        f"<row r='2'><c r='A2' t='inlineStr'><is><t>ก</t></is></c>{inline}{shared}</row></sheetData>"
    )
    assert read_file(with_strings(with_sheet(inner.encode()), f"<si>{RAISED}</si>")) == block(
        [faulty(2, "ก", {})],
        [error(2, "2567", marked("85.2¹", "85.2")), error(2, "2568", marked("85.2¹", "85.2"))],
        sheet="แผ่น 1",
    )


def test_zeros_in_a_column_are_asked_about():
    content = table(("ตัวชี้วัด", 2567, 2568), ("ก", 0, 1), formats={"B2": "0.00"})
    assert read_file(content) == block(
        [row(2, "ก", {2567: "0", 2568: "1"})], [warning(1, "2567", ALL_ZERO)], sheet="แผ่น 1"
    )


@pytest.mark.parametrize(
    ("sheets", "sheet", "expected"),
    [
        (
            [{"cells": cells(*SIMPLE)}, {"cells": cells(("ตัวชี้วัด", 2567), ("ข", 2))}],
            "",
            block([row(2, "ก", {2567: "1"})], notes=["อ่านแผ่นงาน “แผ่น 1” จาก 2 แผ่นงาน"], sheet="แผ่น 1"),
        ),
        (
            [{"cells": cells(*SIMPLE)}, {"cells": cells(("ตัวชี้วัด", 2567), ("ข", 2))}],
            "แผ่น 2",
            block([row(2, "ข", {2567: "2"})], sheet="แผ่น 2"),
        ),
        (
            [{"cells": cells(*SIMPLE), "state": "hidden"}, {"cells": cells(("ตัวชี้วัด", 2567), ("ข", 2))}],
            "",
            block([row(2, "ข", {2567: "2"})], sheet="แผ่น 2"),
        ),
        (
            [{"cells": cells(*SIMPLE), "state": "hidden"}, {"cells": {}}],
            "แผ่น 1",
            refused("ไฟล์นี้ไม่มีแผ่นงาน “แผ่น 1” ให้เลือกแผ่นงานใหม่"),
        ),
        (
            [{"cells": {"A1": "ปก"}}, {"cells": cells(("ตัวชี้วัด", "ผล"), ("ข", 2))}, {"cells": {}}],
            "",
            refused(
                "หัวตารางในแถว 1 ไม่มีปี ให้เขียนปีที่หัวคอลัมน์ของตัวเลข เช่น “2567” หรือ “เป้าหมาย 2567” คอลัมน์ที่ยังอ่านไม่ได้: ผล",
                notes=["อ่านแผ่นงาน “แผ่น 2” จาก 3 แผ่นงาน"],
                sheet="แผ่น 2",
            ),
        ),
        (
            [{"cells": {}}, {"cells": {"A1": "ปก"}}],
            "",
            refused(NO_HEAD, notes=["อ่านแผ่นงาน “แผ่น 2” จาก 2 แผ่นงาน"], sheet="แผ่น 2"),
        ),
        (
            [{"cells": {"A601": "ก"}}],
            "",
            refused("ตารางมีเกิน 600 แถว ให้แบ่งเป็นครั้งละไม่เกิน 600 แถว", sheet="แผ่น 1"),
        ),
        (
            [{"cells": {"BI1": "ก"}}],
            "",
            refused("ตารางมีเกิน 60 คอลัมน์ ให้เลือกเฉพาะคอลัมน์ที่ใช้", sheet="แผ่น 1"),
        ),
    ],
)
def test_the_sheet_that_is_read(sheets, sheet, expected):
    assert read_file(xlsx(*sheets), sheet) == expected


def test_the_names_of_the_sheets_that_can_be_seen():
    content = xlsx({"cells": {}}, {"cells": {}, "state": "veryHidden"}, {"cells": {}, "title": "ค"})
    assert TableFile(content).sheets == ("แผ่น 1", "ค")


def test_the_size_that_a_sheet_claims_does_not_count():
    def claim(sheet: bytes) -> bytes:
        assert b'<dimension ref="A1:B2"' in sheet
        return sheet.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:A1"')

    assert read_file(changed(table(*SIMPLE), SHEET, claim)).rows == [row(2, "ก", {2567: "1"})]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", BROKEN),
        (b"code,name\n1,2", BROKEN),
        (b"PK\x03\x04" + b"\0" * 100, BROKEN),
        (table(*SIMPLE)[:-100], BROKEN),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "ไฟล์มีรหัสผ่านหรือเป็น .xls แบบเก่า ให้เอารหัสผ่านออก บันทึกเป็น .xlsx แล้วส่งอีกครั้ง",
        ),
    ],
)
def test_what_is_no_such_file_is_refused(content, message):
    assert read_file(content) == refused(message)
