"""A pasted table or a sheet becomes rows of indicators, with every wrong cell named; nothing is written.

What the table does not say (area, direction, importance) is left empty for the page to ask.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from assessments.interchange.reading import shown
from assessments.interchange.tables.blocks import ERROR, Block, Findings, Problem, ReadRow
from assessments.interchange.tables.cells import Grid, GridRefused, NothingThere, TooMuch, grid_of_text
from assessments.interchange.tables.figures import Figure
from assessments.interchange.tables.headings import Column, Heading, find_heading
from assessments.interchange.tables.markup import grid_of_html, has_table
from assessments.interchange.tables.rows import RowReader
from assessments.interchange.tables.skipping import sorted_rows
from assessments.interchange.tables.words import NAME, UNIT_ABOVE
from assessments.interchange.tables.workbook import TableFile
from thai.text import search_fold

MANY = 2
NOTHING, WORDS, TABLE, ROWS = range(4)  # what a sheet holds


def read_pasted(*, text: str = "", html: str = "") -> Block:
    """What a clipboard holds, read from its HTML where that has a table, since only that tells merged cells.

    HTML that is too much is left for the text beside it, with a note.
    """
    try:
        if not has_table(html):
            return read_grid(grid_of_text(text))
        try:
            return read_grid(grid_of_html(html))
        except TooMuch:
            if not text.strip():
                raise
            block = read_grid(grid_of_text(text))
            note = _("ตารางมีรูปแบบซับซ้อน จึงอ่านเฉพาะข้อความ ตรวจแถวที่ใช้เซลล์ผสาน")
            return replace(block, notes=[note, *block.notes])
    except GridRefused as refused:
        return _refused(refused)


def read_file(content: bytes, sheet: str = "", *, item: str = "") -> Block:
    """The named sheet of an xlsx file; without a name that of the item, else the first with a table of indicators.

    Only sheets that can be seen are read. The sheet of an item ends with its code: 7.1, ตัวชี้วัด 7.1.
    """
    try:
        file = TableFile(content)
    except GridRefused as refused:
        return _refused(refused)
    if sheet and sheet not in file.sheets:
        return _refused(_("ไฟล์นี้ไม่มีแผ่นงาน “%s” ให้เลือกแผ่นงานใหม่") % shown(sheet))
    if not file.sheets:
        return _refused(_("ไฟล์นี้ไม่มีแผ่นงานที่มองเห็น ให้เลิกซ่อนแผ่นงานแล้วส่งอีกครั้ง"))
    wanted = sheet or _sheet_of(file, item)
    _rank, chosen = _read_sheet(file, wanted) if wanted else _first_table(file)
    if not sheet and len(file.sheets) > 1:
        words = _("อ่านแผ่นงาน “%(sheet)s” จาก %(count)d แผ่นงาน")
        note = words % {"sheet": shown(chosen.sheet), "count": len(file.sheets)}
        chosen = replace(chosen, notes=[note, *chosen.notes])
    return chosen


def _sheet_of(file: TableFile, item: str) -> str:
    """The only sheet whose name ends with the code of the item, "" where there is none."""
    named = [name for name in file.sheets if item and name.split()[-1:] == [item]]
    return named[0] if len(named) == 1 else ""


def _first_table(file: TableFile) -> tuple[int, Block]:
    """The first sheet with rows; else the first whose table has something wrong, else the first."""
    read = []
    for name in file.sheets:
        read.append(_read_sheet(file, name))
        if read[-1][0] == ROWS:
            break
    return max(read, key=lambda ranked: ranked[0])


def _read_sheet(file: TableFile, sheet: str) -> tuple[int, Block]:
    """The block of a sheet, and how much of a table of indicators it is."""
    try:
        grid = file.grid(sheet)
    except GridRefused as refused:
        return NOTHING if isinstance(refused, NothingThere) else TABLE, replace(_refused(refused), sheet=sheet)
    block = replace(read_grid(grid), sheet=sheet)
    return ROWS if block.rows else TABLE if find_heading(grid) else WORDS, block


def _refused(reason: object) -> Block:
    return Block(problems=[Problem(0, "", str(reason), ERROR)])


def read_grid(grid: Grid) -> Block:
    """The indicators of the table. A row with an error is there too, marked, with all that could be read."""
    heading = find_heading(grid)
    if heading is None or not heading.figures:
        return _refused(_what_the_head_lacks(heading))
    found = Findings()
    _tell_of_head(grid, heading, found)
    reader = RowReader(heading, found, _unit_above(grid, heading, found))
    rows = []
    for lines, why in sorted_rows(grid, heading):
        if why:
            found.note(why, row=lines[0][0].row)
        else:
            rows.append(reader.read(lines))
    _refuse_same_names(rows, heading, found)
    _ask_about_zeros(reader, grid, found)
    if not rows:
        found.error(0, "", _("ใต้หัวตารางไม่มีแถวตัวชี้วัด ให้คัดลอกแถวตัวชี้วัดมาด้วย"))
    rows = [replace(row, is_faulty=row.is_faulty or row.number in found.faulty_rows) for row in rows]
    return Block(rows, found.problems, found.notes, unread=_unread(heading, found.problems))


def _unread(heading: Heading, problems: list[Problem]) -> frozenset[tuple[int, int]]:
    years = {column.label: column.year for column in heading.figures}
    return frozenset((each.row, years[each.column]) for each in problems if each.kind == ERROR and each.column in years)


# --- The head ----------------------------------------------------------------------------------------------------


def _what_the_head_lacks(heading: Heading | None) -> str:
    if heading is None:
        return _("ไม่พบหัวตารางใน 10 แถวแรก ต้องมีหัวคอลัมน์ “ตัวชี้วัด” และปี เช่น “2567” หรือ “เป้าหมาย 2567” ให้คัดลอกหัวตารางมาด้วย")
    words = _("หัวตารางในแถว %(row)d ไม่มีปี ให้เขียนปีที่หัวคอลัมน์ของตัวเลข เช่น “2567” หรือ “เป้าหมาย 2567”")
    text = words % {"row": heading.last + 1}
    labels = [column.label for column in heading.yearless] + heading.unknown
    if labels:
        text = f"{text} {_('คอลัมน์ที่ยังอ่านไม่ได้: %s') % ', '.join(labels)}"
    return text


def _tell_of_head(grid: Grid, heading: Heading, found: Findings) -> None:
    """Problems and notes of the columns."""
    row = grid[heading.last][0].row
    for column in heading.columns:
        if column.is_era_wrong:
            words = _("ศักราชกับปีไม่ตรงกัน อ่านเป็น พ.ศ. %d ให้แก้หัวคอลัมน์")
            found.error(row, column.label, words % column.year)
        elif column.written_year and column.written_year != column.year:
            words = _("อ่านปี %(written)d เป็น พ.ศ. %(year)d")
            found.note(words % {"written": column.written_year, "year": column.year})
        if column.is_year_assumed:
            words = _("ไม่ได้บอกปี อ่านเป็นปี %(year)d ซึ่งเป็นปีสุดท้ายในตาราง ถ้าเป็นปีอื่นให้เขียนปีที่หัวคอลัมน์")
            found.warn(row, column.label, words % {"year": column.year})
    for first, second in heading.doubled:
        words = _("ซ้ำกับคอลัมน์ %(first)s (ปี %(year)d) ให้เหลือคอลัมน์เดียว")
        found.error(row, second.label, words % {"first": first.label, "year": first.year})
    for column in heading.yearless:
        found.warn(row, column.label, _("ไม่ได้บอกปี จึงไม่ได้อ่าน ให้เขียนปีที่หัวคอลัมน์ เช่น “%s 2567”") % column.label)
    if heading.unknown:
        found.note(_("ไม่ได้อ่านคอลัมน์: %s") % ", ".join(heading.unknown))


def _unit_above(grid: Grid, heading: Heading, found: Findings) -> str:
    """The unit that stands over the table ("หน่วย: ล้านบาท")."""
    for row in grid[: heading.first]:
        for cell in row:
            unit = UNIT_ABOVE.fullmatch(cell.line[:100])
            if unit and not cell.is_repeated:
                found.note(_("ใช้หน่วยวัด “%(unit)s” จากเหนือตารางกับแถวที่ไม่ได้เขียนหน่วยวัด") % {"unit": unit[1]})
                return unit[1]
    return ""


# --- The whole table ---------------------------------------------------------------------------------------------


def _refuse_same_names(rows: list[ReadRow], heading: Heading, found: Findings) -> None:
    """The same indicator twice in one area is an error of the later row, which names the earlier."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        earlier = first.setdefault((row.area, search_fold(row.name)), row.number)
        if row.name and earlier != row.number:
            words = _("ชื่อซ้ำกับแถว %d ให้ลบแถวหนึ่ง หรือแก้ชื่อให้ต่างกัน")
            found.error(row.number, heading.text(NAME).label, words % earlier)


def _ask_about_zeros(reader: RowReader, grid: Grid, found: Findings) -> None:
    """A column of nothing but zeros, and a lone 0.00 among other years, may stand for years without data."""
    head = grid[reader.heading.last][0].row
    asked = set()
    by_column: dict[Column, list[Figure]] = {}
    for figures in reader.figures.values():
        for column, figure in figures.items():
            by_column.setdefault(column, []).append(figure)
    for column, below in sorted(by_column.items(), key=lambda item: item[0].index):
        if not any(figure.number for figure in below) and (len(below) >= MANY or below[0].is_written_zero):
            asked.add(column)
            words = _("เป็น 0 ทุกแถว หมายถึงไม่มีข้อมูลหรือไม่ ถ้าใช่ให้เว้นว่าง ถ้าเป็นศูนย์จริงไม่ต้องแก้")
            found.warn(head, column.label, words)
    for figures in reader.figures.values():
        for column in [column for column, figure in figures.items() if figure.is_written_zero and column not in asked]:
            others = [each for other, each in figures.items() if other.holds == column.holds and each.number]
            if len(others) >= MANY:
                words = _("เป็น 0.00 แต่ปีอื่นไม่เป็น หมายถึงไม่มีข้อมูลหรือไม่ ถ้าใช่ให้เว้นว่าง")
                found.warn(figures[column].row, column.label, words)
