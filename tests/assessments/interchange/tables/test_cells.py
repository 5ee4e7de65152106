"""Text of a clipboard becomes a grid: quotes, line ends, empty cells, limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.interchange.tables.cells import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, GridRefused, grid_of_text


def texts(text: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid_of_text(text)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\nc\td", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\rc\td\r", [["a", "b"], ["c", "d"]]),
        ("a\n\n\tb\t\t\n\n", [["a", ""], ["", ""], ["", "b"]]),
        ("\n\na", [[""], [""], ["a"]]),
        ("\ufeffa", [["a"]]),
        ('"a\nb"\t"c\td"', [["a\nb", "c\td"]]),
        ('"a\r\nb"\r\n"c"', [["a\nb"], ["c"]]),
        ('"ว่า ""ดี"""\tx', [['ว่า "ดี"', "x"]]),
        ('""\ta', [["", "a"]]),
        ('"a" b\tc', [['"a" b', "c"]]),
        ('"a\tb', [['"a', "b"]]),
        ('a "b"\t5"', [['a "b"', '5"']]),
        ('"a\t"b"\tc', [['"a', "b", "c"]]),
        ('"""\tb', [['"""', "b"]]),
        ("  a \u00a0\tb\x0bc", [["a", "b\nc"]]),
        ("น\u0e4d\u0e49า\u202e", [["น้ำ"]]),
    ],
)
def test_rows_and_cells(text, cells):
    assert texts(text) == cells


def test_a_cell_knows_its_place():
    grid = grid_of_text("\n\ta\n")
    assert [(cell.row, cell.column, cell.text) for row in grid for cell in row] == [
        (1, 1, ""),
        (1, 2, ""),
        (2, 1, ""),
        (2, 2, "a"),
    ]


@pytest.mark.parametrize(
    "text", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "Err:508", "####"]
)
def test_a_failure_of_the_spreadsheet_is_a_fault(text):
    assert grid_of_text(text)[0][0].fault


@pytest.mark.parametrize("text", ["#", "# 5", "#1", "N/A"])
def test_a_hash_alone_is_none(text):
    assert not grid_of_text(text)[0][0].fault


ROWS = f"ตารางมีเกิน {MOST_ROWS} แถว ให้แบ่งเป็นครั้งละไม่เกิน {MOST_ROWS} แถว"
COLUMNS = f"ตารางมีเกิน {MOST_COLUMNS} คอลัมน์ ให้เลือกเฉพาะคอลัมน์ที่ใช้"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n" * (MOST_ROWS + 1), ROWS),
        ("\n" * MOST_ROWS + "a", ROWS),
        ("\t" * MOST_COLUMNS + "a", COLUMNS),
        ("a" * (MOST_BYTES + 1), "ข้อความใหญ่เกิน 2 MB ให้คัดลอกเฉพาะตารางตัวชี้วัด"),
        ("ก" * (MOST_BYTES // 3 + 1), "ข้อความใหญ่เกิน 2 MB ให้คัดลอกเฉพาะตารางตัวชี้วัด"),
        ("", "ไม่มีข้อมูลในตาราง ให้คัดลอกตารางพร้อมหัวตารางแล้ววางใหม่"),
        (" \t\u00a0\n\t\n", "ไม่มีข้อมูลในตาราง ให้คัดลอกตารางพร้อมหัวตารางแล้ววางใหม่"),
    ],
)
def test_what_is_too_much_or_nothing_is_refused(text, message):
    with pytest.raises(GridRefused) as refusal:
        grid_of_text(text)
    assert str(refusal.value) == message


def test_the_limits_themselves_are_allowed():
    row = "\t".join("a" * MOST_COLUMNS) + "\t\t\t\n"
    grid = grid_of_text(row * MOST_ROWS + "\n\n")
    assert (len(grid), {len(row) for row in grid}) == (MOST_ROWS, {MOST_COLUMNS})


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


CELL = st.text(st.sampled_from('ก5". \t\n'), max_size=6).map(str.strip)


@given(st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=4))
def test_what_is_written_in_quotes_is_read(rows):
    text = "\r\n".join("\t".join(map(quoted, row)) for row in rows)
    cleaned = [["\n".join(line.rstrip(" \t") for line in cell.split("\n")) for cell in row] for row in rows]
    if not any(map(any, cleaned)):
        with pytest.raises(GridRefused):
            grid_of_text(text)
        return
    width = max(index + 1 for row in cleaned for index, cell in enumerate(row) if cell)
    height = max(index + 1 for index, row in enumerate(cleaned) if any(row))
    assert texts(text) == [[*row, *[""] * width][:width] for row in cleaned[:height]]


@given(st.text(st.sampled_from('ก"\t\r\n'), max_size=20))
def test_any_text_is_read_or_refused(text):
    try:
        grid = grid_of_text(text)
    except GridRefused:
        assert not text.replace('"', "").strip()
    else:
        assert {len(row) for row in grid} == {len(grid[0])}
