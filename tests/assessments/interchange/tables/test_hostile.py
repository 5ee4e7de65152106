"""Tables made to hurt: each ends soon, with rows or with words, and nothing outside of the table is read."""

import re
import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.interchange.tables.blocks import MOST_PROBLEMS
from assessments.interchange.tables.reading import read_file, read_pasted
from tests.assessments.interchange.tables.files import (
    SHEET,
    STYLES,
    TYPES,
    changed,
    table,
    with_sheet,
    with_strings,
)
from tests.assessments.interchange.tables.sample import NO_HEAD, error, refused, row

SECONDS = 10  # the slowest takes 3 on one free core
MANY = 1_000_000
HEAD = "ตัวชี้วัด\t2567\n"
PAGE = "<table><tr><td>ตัวชี้วัด<td>2567<tr><td>ก<td>1"


def soon(read, *args, **kwargs):
    begun = time.perf_counter()
    block = read(*args, **kwargs)
    assert time.perf_counter() - begun < SECONDS
    assert block.rows or block.problems
    assert len(block.problems) <= MOST_PROBLEMS + 1
    return block


TEXTS = {
    "quotes": '"' * MANY,
    "tabs": "\t" * MANY,
    "tabs between letters": "ก" + "\t" * 100_000 + "ข",
    "line ends": "\r\n" * MANY,
    "quoted tabs": '"\t' * (MANY // 2),
    "three quotes": '"""\t' * (MANY // 4),
    "an open quote before closed ones": '"\t' + '""\t' * (MANY // 3),
    "open quotes in open quotes": '"\t""a' * (MANY // 5),
    "rows": "ก\t1\n" * 100_000,
    "control letters": "\0" * MANY,
    "marks on one letter": f"{HEAD}ก{chr(0x0E38) + chr(0x0E48)}{chr(0x0E49) * 300_000}\t1",
    "a long name": HEAD + "ก" * 600_000 + "\t1",
    "a long figure": HEAD + "ก\t" + "1" * MANY,
    "commas": HEAD + "".join(f"ก{index}\t" + "1," * 95 + "\n" for index in range(599)),
    "brackets": HEAD + "".join(f"ก{index}\t" + "(" * 190 + "\n" for index in range(599)),
    "spaces in a figure": HEAD + "ก\t1" + " " * MANY + "2",
    "a long head": "ตัวชี้วัด" + "ปี" * 300_000 + "\t2567\nก\t1",
    "years in a head": "ตัวชี้วัด\t" + "2567 " * 200_000 + "\nก\t1",
    "wrong cells": "ตัวชี้วัด" + "\t2567" * 59 + "\n" + ("ก" + "\tx" * 59 + "\n") * 599,
    "heads only": ("ตัวชี้วัด\t" + "ปี\t" * 58 + "\n") * 600,
    "kinds only": ("ตัวชี้วัด\t" + "ผล\t" * 58 + "\nก\t" + "เป้าหมาย\t" * 58 + "\n") * 300,
}
PAGES = {
    "comments": PAGE + "<!--" * (MANY // 8),
    "angles": PAGE + "<" * 149_000,
    "angles beyond the limit": PAGE + "<" * MANY,
    "open tags": PAGE + "<a " * 149_000,
    "open ends": PAGE + "</" * 149_000,
    "declarations": PAGE + "<![" * 149_000,
    "sections": PAGE + "<![CDATA[" * 100_000,
    "instructions": PAGE + "<?" * 149_000,
    "ampersands": PAGE + "&" * MANY,
    "a number without end": PAGE + "&#" + "9" * MANY,
    "a hexadecimal number without end": PAGE + "&#x" + "f" * MANY,
    "blocks": PAGE + "<div>" * 149_000,
    "tables in tables": PAGE + "<table>" * 140_000,
    "raised": PAGE + "<sup>" * 149_000,
    "a wide cell": "<table><tr><td colspan=1000000>ตัวชี้วัด<td>2567<tr><td>ก<td>1",
    "a wide empty cell": "<table><tr><td>ตัวชี้วัด<td>2567<td colspan=1000000><tr><td>ก<td>1",
    "a number of columns without end": f"<table><tr><td colspan={'9' * 5000}>ตัวชี้วัด<td>2567<tr><td>ก<td>1",
    "high cells": PAGE + "<tr><td rowspan=1000000>ก<td rowspan=1000000>1" + "<tr>" * 140_000,
    "high and wide cells": "<table>" + ("<tr>" + "<td rowspan=600 colspan=60>ก" * 3) * 18_000,
    "high and wide empty cells": "<table>" + ("<tr>" + "<td rowspan=600 colspan=60>") * 60_000,
    "rows": "<table>" + "<tr><td>ก<td>1" * 49_000,
    "cells": "<table><tr>" + "<td>" * 149_000 + "ก",
    "attributes": PAGE + ("<td " + 'a="b" ' * 300 + ">") * 550,
    "an attribute without end": PAGE + "<td a=" + "'" * MANY + ">",
    "open attributes": PAGE + ("<td " + "= '" * 600 + ">") * 550,
    "many tables": "<table><tr><td>ก<td>ข<tr><td>ก<td>ข</table>" * 20_000,
    "styles": PAGE + "<style>" * 140_000,
    "closed styles": PAGE + "<style></style>" * 70_000,
    "islands": PAGE + "<xml></xm" * 70_000,
    "line breaks": PAGE + "<br>" * 149_000 + "x",
    "parted spaces": PAGE + "<b> </b>" * 74_000,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_ends_soon(name):
    soon(read_pasted, text=TEXTS[name])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_ends_soon(name):
    soon(read_pasted, html=PAGES[name])


def test_what_hides_behind_an_open_comment_or_style_is_not_read():
    for hidden in ("<!--", "<style>", "<script>", "<xml>"):
        assert soon(read_pasted, html=f"{PAGE}{hidden}<tr><td>ข<td>2").rows == [row(2, "ก", {2567: "1"})]


def test_problems_beyond_the_limit_are_counted():
    block = soon(read_pasted, text="ตัวชี้วัด\t2566\t2567\t2568\n" + "".join(f"ก{n}\tx\ty\tz\n" for n in range(590)))
    assert block.problems[0] == error(0, "", "พบปัญหา 1770 รายการ แสดง 1000 รายการแรก ให้แก้ตามรายการแล้ววางใหม่")
    assert len(block.problems) == MOST_PROBLEMS + 1
    assert all(row.is_faulty for row in block.rows)


# --- Files -------------------------------------------------------------------------------------------------------

SIMPLE = table(("ตัวชี้วัด", 2567), ("ก", 1))
TOO_LARGE = "ไฟล์ใหญ่เกินไป ให้คัดลอกเฉพาะตารางตัวชี้วัดไปไว้ในไฟล์ใหม่ แล้วส่งอีกครั้ง"
BROKEN = "อ่านไฟล์นี้ไม่ได้ ให้เปิดในโปรแกรมตารางคำนวณ บันทึกใหม่เป็น .xlsx แล้วส่งอีกครั้ง"
SHEETS = {
    "a bomb": (b"<a>" + b" " * (100 * 1024 * 1024), TOO_LARGE),
    "tags": (b"<sheetData>" + b"<c/>" * 300_000 + b"</sheetData>", TOO_LARGE),
    "empty cells": (b"<sheetData><row r='1'>" + b"<c/>" * 120_000 + b"</row></sheetData>", TOO_LARGE),
    "merged areas": (b"<sheetData/>" + b'<mergeCell ref="A1:XFD1048576"/>' * 100_000, TOO_LARGE),
    "a row far down": (
        b"<sheetData><row r='1048576'><c r='A1048576'><v>1</v></c></row></sheetData>",
        "ตารางมีเกิน 600 แถว ให้แบ่งเป็นครั้งละไม่เกิน 600 แถว",
    ),
    "a cell far right": (
        b"<sheetData><row r='1'><c r='XFD1'><v>1</v></c></row></sheetData>",
        "ตารางมีเกิน 60 คอลัมน์ ให้เลือกเฉพาะคอลัมน์ที่ใช้",
    ),
    "deep tags": (b"<sheetData>" + b"<row>" * 100_000 + b"</row>" * 100_000 + b"</sheetData>", None),
    "a number without end": (
        b"<sheetData><row r='1'><c r='A1'><v>" + b"9" * 100_000 + b"</v></c></row></sheetData>",
        BROKEN,
    ),
    "a number beyond all": (b"<sheetData><row r='1'><c r='A1'><v>1e999</v></c></row></sheetData>", NO_HEAD),
    "a place that is none": (b"<sheetData><row r='1'><c r='ZZZZ1'><v>1</v></c></row></sheetData>", BROKEN),
    "a text that is not there": (b"<sheetData><row r='1'><c r='A1' t='s'><v>7</v></c></row></sheetData>", BROKEN),
    "a cut sheet": (b"<sheetData><row r='1'><c", BROKEN),
    "areas over one another": (
        b"<sheetData>"
        + b"".join(
            b"<row r='%d'>%s</row>" % (at, b"".join(b"<c r='%c%d'><v>1</v></c>" % (65 + n, at) for n in range(20)))
            for at in range(1, 600)
        )
        + b"</sheetData><mergeCells>"
        + b'<mergeCell ref="A1:T599"/>' * 30_000
        + b"</mergeCells>",
        "ตารางมีเซลล์ผสานซ้อนกันผิดปกติ ให้ยกเลิกการผสานเซลล์แล้วคัดลอกใหม่",
    ),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_ends_soon(name):
    inner, message = SHEETS[name]
    block = soon(read_file, with_sheet(inner))
    if message:
        assert [problem.text for problem in block.problems] == [message]


@pytest.mark.parametrize(
    "inner", ["<si/>" * 240_000, "<si><r><t/></r></si>" * 60_000, "<si>" + "<r>" * 100_000 + "</r>" * 100_000 + "</si>"]
)
def test_shared_texts_end_soon(inner):
    soon(read_file, with_strings(SIMPLE, inner))


def test_styles_end_soon():
    for count, rows in ((59_000, [row(2, "ก", {2567: "1"})]), (240_000, [])):
        many = b"<xf numFmtId='0'/>" * count
        content = changed(SIMPLE, STYLES, lambda part: re.sub(rb"(<cellXfs[^>]*>)", rb"\1" + many, part))  # noqa: B023
        assert soon(read_file, content).rows == rows


@pytest.mark.parametrize("part", [SHEET, STYLES, TYPES, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">',
        '<!ENTITY % x SYSTEM "http://127.0.0.1:9/">',
    ],
)
def test_entities_are_refused(part, entity):
    def declare(xml: bytes) -> bytes:
        return f"<!DOCTYPE x [{entity}]>".encode() + re.sub(rb"<\?xml.*?\?>", b"", xml)

    assert [problem.text for problem in soon(read_file, changed(SIMPLE, part, declare)).problems] == [BROKEN]


def test_an_entity_in_shared_texts_is_refused():
    content = with_strings(SIMPLE, "<si><t>&x;</t></si>")
    declared = b'<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    assert soon(read_file, changed(content, "xl/sharedStrings.xml", lambda xml: declared + xml)) == refused(BROKEN)


def test_a_file_of_many_parts_is_refused():
    assert soon(read_file, _with_parts(SIMPLE, 2_500)) == refused(TOO_LARGE)
    assert soon(read_file, b"PK\x03\x04" + b"\0" * (10 * 1024 * 1024)) == refused(TOO_LARGE)


def test_parts_packed_in_a_way_office_does_not_use_are_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(SHEET, b"a" * 1000)
    assert soon(read_file, file.getvalue()) == refused(BROKEN)


def _with_parts(content: bytes, count: int) -> bytes:
    file = BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        for index in range(count):
            archive.writestr(f"part{index}", b"")
    return file.getvalue()


TAGS = [
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<td rowspan=3>",
    "<td colspan=2>",
    "<sup>",
    "<br/>",
    "<p>",
]
SCRAPS = [
    "<",
    ">",
    "<!--",
    "-->",
    "<!",
    "</",
    "'",
    '"',
    "&",
    "&#",
    "&lt;",
    "<style>",
    "</style>",
    "\0",
    "\ud800",
    "\t",
    "\n",
]
WORDS = [
    "ตัวชี้วัด",
    "หน่วยวัด",
    "2567",
    "2024",
    "ผล",
    "เป้าหมาย",
    "ก",
    "ข",
    "80",
    "-",
    "0.00",
    "%",
    "(",
    ")",
    "≥",
    "รวม",
    "*",
]


@given(st.lists(st.sampled_from(TAGS + SCRAPS + WORDS), max_size=60).map("".join))
@settings(max_examples=300, deadline=2000)
def test_any_scraps_of_a_page_are_read_or_refused(html):
    block = read_pasted(html=f"<table>{html}")
    assert block.rows or block.problems


@given(st.lists(st.sampled_from(["\t"] * 12 + ["\n"] * 6 + ['"', *WORDS]), max_size=80).map("".join))
@settings(max_examples=300, deadline=2000)
def test_any_scraps_of_a_text_are_read_or_refused(text):
    block = read_pasted(text=f"ตัวชี้วัด\t2567\t2568\n{text}")
    assert block.rows or block.problems
