"""Words that the tests of tables share: expected rows, problems and blocks, and the page around a clipboard table."""

from decimal import Decimal

from assessments.interchange.tables.blocks import ERROR, WARNING, Block, Problem, ReadRow
from assessments.services.indicators import YearFigures


def row(number: int, name: str, years: dict, **texts) -> ReadRow:
    """A row with its years: {2567: "80"} is a value, {2567: ("80", "85", None)} value, target and comparator."""
    figures = {
        year: YearFigures(*(None if one is None else Decimal(one) for one in ((of,) if isinstance(of, str) else of)))
        for year, of in years.items()
    }
    return ReadRow(number=number, name=name, years=figures, **texts)


def faulty(number: int, name: str, years: dict, **texts) -> ReadRow:
    return row(number, name, years, is_faulty=True, **texts)


def error(number: int, column: str, text: str) -> Problem:
    return _problem(number, column, text, ERROR)


def warning(number: int, column: str, text: str) -> Problem:
    return _problem(number, column, text, WARNING)


def _problem(number: int, column: str, text: str, kind: str) -> Problem:
    place = f"แถว {number} คอลัมน์ {column}: " if column else f"แถว {number}: " if number else ""
    return Problem(number, column, place + text, kind)


def block(rows=(), problems=(), notes=(), sheet="") -> Block:
    return Block(list(rows), list(problems), list(notes), sheet)


def refused(text: str, **more) -> Block:
    """A table of which nothing is read."""
    return block(problems=[error(0, "", text)], **more)


NO_HEAD = "ไม่พบหัวตารางใน 10 แถวแรก ต้องมีหัวคอลัมน์ “ตัวชี้วัด” และปี เช่น “2567” หรือ “เป้าหมาย 2567” ให้คัดลอกหัวตารางมาด้วย"
NO_NAME = "ไม่มีชื่อตัวชี้วัด ให้เขียนชื่อ หรือลบแถวนี้ออก"
NO_FIGURES = "ไม่มีตัวเลขของปีใด ถ้าแถวนี้เป็นหัวข้อย่อยให้ลบออก"
ONLY_NUMBER = "ไม่ใช่ตัวเลข ให้เขียนเฉพาะตัวเลข ไม่ต้องใส่หน่วยหรือเครื่องหมายอื่น เช่น 96.2"
ALL_ZERO = "เป็น 0 ทุกแถว หมายถึงไม่มีข้อมูลหรือไม่ ถ้าใช่ให้เว้นว่าง ถ้าเป็นศูนย์จริงไม่ต้องแก้"
ONE_ZERO = "เป็น 0.00 แต่ปีอื่นไม่เป็น หมายถึงไม่มีข้อมูลหรือไม่ ถ้าใช่ให้เว้นว่าง"
DASH_OF_ZERO = "“-” ในรูปแบบบัญชีอาจหมายถึง 0 อ่านว่าไม่มีข้อมูล ถ้าเป็นศูนย์ให้เขียน 0"
BLANK_ROW = "ข้ามแถวว่าง"
PERCENT_UNIT = "ไม่ได้เขียนหน่วยวัด ใช้ “ร้อยละ” ตามเครื่องหมาย %"
HIGHER_TOLD = "อ่านทิศทาง “ยิ่งมากยิ่งดี” จากเครื่องหมายหรือคำในเป้าหมาย"
LOWER_TOLD = "อ่านทิศทาง “ยิ่งน้อยยิ่งดี” จากเครื่องหมายหรือคำในเป้าหมาย"


def year_assumed(year: int) -> str:
    return f"ไม่ได้บอกปี อ่านเป็นปี {year} ซึ่งเป็นปีสุดท้ายในตาราง ถ้าเป็นปีอื่นให้เขียนปีที่หัวคอลัมน์"


def marked(value: str, number: str) -> str:
    return f"“{value}” มีเครื่องหมายหรือข้อความต่อท้าย ให้เขียนเพียง {number}"
