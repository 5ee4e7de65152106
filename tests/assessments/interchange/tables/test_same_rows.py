"""One table, written as pasted text, as HTML of Excel and as a file, reads to the same rows: those it was made of."""

from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from assessments.interchange.tables.blocks import ReadRow
from assessments.interchange.tables.reading import read_file, read_pasted
from assessments.services.indicators import YearFigures
from tests.assessments.interchange.tables.files import xlsx
from thai.digits import grouped, plain, to_thai

TEXT_HEADS = ["รหัส", "ตัวชี้วัด", "หน่วยวัด", "ประเด็น", "ทิศทาง", "ความสำคัญ", "ชื่อคู่เทียบ"]
KINDS = {"value": "ผลการดำเนินงาน", "target": "เป้าหมาย", "comparator": "คู่เทียบ"}
WORDS = {"higher": "ยิ่งมากยิ่งดี", "lower": "ต่ำดี", "key": "หลัก", "supporting": "รอง", "": ""}


@dataclass(frozen=True)
class Made:
    """A table to be written: its years, its rows, and how each figure is written ("" is plain)."""

    years: list[int]
    rows: list[ReadRow]
    writing: str

    @property
    def columns(self) -> list[tuple[str, int]]:
        return [(kind, year) for kind in KINDS for year in self.years]

    def texts(self, row: ReadRow) -> list[str]:
        return [
            row.code,
            row.name,
            row.unit_of_measure,
            row.area,
            WORDS[row.direction],
            WORDS[row.importance],
            row.comparator_name,
        ]

    def figures(self, row: ReadRow) -> list[Decimal | None]:
        return [getattr(row.years.get(year, YearFigures()), kind) for kind, year in self.columns]

    def written(self, number: Decimal | None) -> str:
        """The figure as this table writes it; all ways of writing stand for the same number."""
        if number is None:
            return "-" if self.writing == "dashes" else ""
        if self.writing == "thai":
            return to_thai(grouped(number))
        if self.writing == "percent":
            return plain(number) + "%"
        if self.writing == "accounting":
            return f"({grouped(-number)})" if number < 0 else f" {grouped(number)} "
        return grouped(number)


LINE = st.text(st.sampled_from("กขคงจ 0๑\"'(.<&"), min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
NUMBER = st.none() | st.decimals(-(10**7), 10**7, places=3).map(lambda number: Decimal(plain(number)))


@st.composite
def tables(draw) -> Made:
    first = draw(st.integers(2560, 2575))
    years = list(range(first, first + draw(st.integers(1, 4))))
    writing = draw(st.sampled_from(["", "dashes", "thai", "percent", "accounting"]))
    rows = []
    for index in range(draw(st.integers(1, 6))):
        figures = {year: YearFigures(*(draw(NUMBER) for _kind in KINDS)) for year in years}
        rows.append(
            ReadRow(
                number=index + 3,
                code=f"7.2-{index + 1:02d}",
                name=f"ตัวชี้วัดที่ {index + 1} {draw(LINE)}".strip(),
                unit_of_measure="ร้อยละ" if writing == "percent" else draw(st.sampled_from(["คน", "ล้านบาท"])),
                area=draw(st.sampled_from(["", "ก", "ข", "5"])),
                direction=draw(st.sampled_from(["", "higher", "lower"])),
                importance=draw(st.sampled_from(["", "key", "supporting"])),
                comparator_name=draw(st.sampled_from(["", "กรมวิชาการเกษตร"])),
                years={year: figures[year] for year in years if figures[year]},
            )
        )
    return Made(years, rows, writing)


def as_text(made: Made) -> str:
    span = [""] * (len(made.years) - 1)
    lines = [[*TEXT_HEADS, *(word for kind in KINDS.values() for word in (kind, *span))]]
    lines.append([*[""] * len(TEXT_HEADS), *(str(year) for _kind, year in made.columns)])
    lines += [[*made.texts(row), *map(made.written, made.figures(row))] for row in made.rows]
    return "\r\n".join("\t".join('"' + text.replace('"', '""') + '"' for text in line) for line in lines)


def units(made: Made) -> list[int]:
    """For each row over how many rows its cell of the unit is merged: none where the cell above reaches down."""
    runs = [len(list(run)) for _unit, run in groupby(row.unit_of_measure for row in made.rows)]
    return [each for run in runs for each in (run, *[0] * (run - 1))]


def as_html(made: Made) -> str:
    heads = "".join(f"<td rowspan=2 class=xl65>{head}</td>\r\n" for head in TEXT_HEADS)
    kinds = "".join(f"<td colspan={len(made.years)}>{kind}</td>" for kind in KINDS.values())
    years = "".join(f"<td align=right>{year}</td>" for _kind, year in made.columns)
    lines = [f"<tr>{heads}{kinds}</tr>", f"<tr height=20>{years}</tr>"]
    for row, span in zip(made.rows, units(made), strict=True):
        texts = [f"<td>{escape(text) or '&nbsp;'}</td>" for text in made.texts(row)]
        texts[2] = f"<td rowspan={span}>{row.unit_of_measure}</td>" if span else ""
        figures = [f"<td>{made.written(number) or '<br>'}</td>" for number in made.figures(row)]
        lines.append(f"<tr>{''.join([*texts, *figures])}</tr>")
    return f"<html><body><!--StartFragment--><table>{''.join(lines)}</table><!--EndFragment--></body></html>"


def as_file(made: Made) -> bytes:
    cells, formats, merged = {}, {}, []
    for column, head in enumerate(TEXT_HEADS, 1):
        cells[f"{get_column_letter(column)}1"] = head
        merged.append(f"{get_column_letter(column)}1:{get_column_letter(column)}2")
    for index, (kind, year) in enumerate(made.columns):
        place = get_column_letter(len(TEXT_HEADS) + 1 + index)
        cells[f"{place}2"] = year
        if year == made.years[0]:
            cells[f"{place}1"] = KINDS[kind]
            merged.append(f"{place}1:{get_column_letter(len(TEXT_HEADS) + index + len(made.years))}1")
    for row, span in zip(made.rows, units(made), strict=True):
        for column, text in enumerate(made.texts(row), 1):
            cells[f"{get_column_letter(column)}{row.number}"] = text or None
        if span > 1:
            merged.append(f"C{row.number}:C{row.number + span - 1}")
        for index, number in enumerate(made.figures(row)):
            place = f"{get_column_letter(len(TEXT_HEADS) + 1 + index)}{row.number}"
            if number is None or made.writing == "thai":
                cells[place] = made.written(number) or None
            else:
                is_percent = made.writing == "percent"
                cells[place] = float(number / 100) if is_percent else float(number)
                formats[place] = "0.00%" if is_percent else "#,##0.00;(#,##0.00)"
    return xlsx(
        {"cells": cells, "formats": formats, "merged": [area for area in merged if len(set(area.split(":"))) > 1]}
    )


@given(tables())
@settings(max_examples=60, deadline=None)
def test_a_table_reads_the_same_however_it_comes(made):
    for block in (read_pasted(text=as_text(made)), read_pasted(html=as_html(made)), read_file(as_file(made))):
        assert not block.has_errors
        assert block.rows == made.rows
