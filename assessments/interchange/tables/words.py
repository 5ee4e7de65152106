"""The words that tables of Thai agencies are written with: heads of columns, marks in cells, rows to pass over.

Heads and words of cells are compared in the form that `folded` gives; figures keep their case and spaces.
"""

import re

from assessments.statuses import Direction, Importance
from thai.text import search_fold

WHITE = re.compile(r"\s+")


def folded(text: str) -> str:
    """The text as it is compared: search form without any space, since heads of narrow columns break inside words."""
    return WHITE.sub("", search_fold(text))


# --- Heads of columns --------------------------------------------------------------------------------------------

NAME = "name"
TEXT_HEADS = {
    NAME: re.compile(
        r"(?:ชื่อ|รายการ)?ตัวชี้วัด(?:ผลลัพธ์|ผลการดำเนินงาน|ผลการดำเนินการ|ผลงาน|ความสำเร็จ|ที่สำคัญ|สำคัญ)?"
        r"(?:[/(](?:kpis?|indicators?|หน่วย(?:วัด|นับ)?)\)?)?|kpis?(?:name)?|indicators?(?:name)?"
    ),
    "code": re.compile(r"รหัส(?:ตัวชี้วัด|kpi)?|ที่|ลำดับ(?:ที่)?|ข้อ(?:ที่)?|ตัวชี้วัดที่|เลขที่|no\.?|#|code|kpi(?:no\.?|code)"),
    "unit_of_measure": re.compile(r"หน่วย(?:วัด|นับ)?(?:\(units?\))?|units?(?:ofmeasure(?:ment)?)?"),
    "area": re.compile(r"(?:รหัส)?ประเด็น(?:ที่)?|area"),
    "direction": re.compile(r"ทิศทาง(?:ที่ดี|ที่ต้องการ|(?:ของ)?(?:ตัวชี้วัด|เป้าหมาย))?|แนวโน้มที่ดี|direction|polarity|betterwhen"),
    "importance": re.compile(r"(?:ระดับ)?ความสำคัญ(?:ของตัวชี้วัด)?|หลัก/รอง|importance"),
    "comparator_name": re.compile(r"(?:ชื่อ|หน่วยงาน)(?:ที่)?(?:เป็น)?คู่(?:เปรียบ)?เทียบ(?:เคียง)?|comparatorname"),
}
# What a head without a year may be: the name of the comparator or its value, as the cells below tell.
NAME_OR_VALUE = re.compile(r"คู่(?:เปรียบ)?เทียบ(?:เคียง)?|comparators?|benchmarks?")

RESULT = (
    r"ผล|ผลงาน|ผล(?:การ)?(?:ดำเนิน|ปฏิบัติ)(?:งาน|การ|ราชการ)(?:จริง)?|ผลลัพธ์(?:จริง|ที่ได้)?|ผลจริง|ผลที่ได้|ผลสำเร็จ|ผลสัมฤทธิ์"
    r"|ค่า|ค่าจริง|ค่าที่ได้|ค่าผลลัพธ์|ค่าผลงาน|ค่าตัวชี้วัด|ทำได้(?:จริง)?|actuals?|results?|values?|performance"
)
AIM = r"(?:ค่า)?เป้า(?:หมาย)?|แผน|targets?|goals?|plans?"
COMPARED = (
    r"(?:ค่า|ผล|ผลงาน|ผลลัพธ์|ผลการดำเนินงาน)?(?:ของ)?คู่(?:เปรียบ)?เทียบ(?:เคียง)?|(?:ค่า)?(?:เปรียบ)?เทียบ(?:เคียง)?"
    r"|comparators?|benchmarks?"
)
FIGURE_HEADS = {"value": re.compile(RESULT), "target": re.compile(AIM), "comparator": re.compile(COMPARED)}
# A head over columns of several kinds: says nothing by itself, and what stands below must say it.
SEVERAL_KINDS = re.compile(
    rf"(?:{RESULT}|{AIM}|{COMPARED})(?:(?:/|,|และ|กับ|เทียบกับ|เปรียบเทียบกับ|and|vs\.?)(?:{RESULT}|{AIM}|{COMPARED}))+"
)
# "คู่เทียบ: กรมวิชาการเกษตร" over years names the comparator of every row.
COMPARED_WITH_NAME = re.compile(r"(?:ค่า|ผล)?คู่(?:เปรียบ)?เทียบ(?:เคียง)?(?:\s*[:(]\s*|\s)(?:คือ\s+)?(\S.*?)\)?")
YEAR_AND_ITS_WORDS = re.compile(r"[(]?(?:ปีงบประมาณ|ปี)?\s*(?:พ\.ศ\.|ค\.ศ\.)?\s*[0-9]{4}[)]?")

YEAR_OF_FOUR = re.compile(r"(?<![0-9])(?<![0-9][.,/])([0-9],?[0-9]{3})(?![0-9,/]|\.[0-9])")
# "ปี 2565-2567" over columns of years.
SPAN_OF_YEARS = re.compile(r"(?<![0-9])[0-9]{4}(?:-|–|—|ถึง)(?:ปี)?(?:พ\.?ศ\.?)?[0-9]{4}(?![0-9])")
YEAR_OF_TWO = re.compile(r"(?<![0-9])(?<![0-9][.,/])([0-9]{2})(?![0-9,/%]|\.[0-9])")
SAYS_YEAR = re.compile(r"ปี")
SAYS_BUDDHIST = re.compile(r"พ\.?ศ\.?|(?<![a-z])b\.?e\.?(?![a-z])")
SAYS_CHRISTIAN = re.compile(r"ค\.?ศ\.?|(?<![a-z])(?:a\.?d|c\.?e)\.?(?![a-z])")
# Around a year or a kind these change nothing. What is not among them makes a column unknown: "(6 เดือน)", "(คาดการณ์)".
AROUND = re.compile(
    r"(?:ย้อนหลัง|ข้อมูล)?[0-9]ปี(?:ย้อนหลัง)?|(?:รอบ)?12เดือน|ย้อนหลัง|ข้อมูล|ประจำ|ปีงบประมาณ|ปีงบ|ปี|พ\.?ศ\.?|ค\.?ศ\.?"
    r"|fiscalyear|fy|year|(?<![a-z])(?:b\.?e|a\.?d|c\.?e)\.?(?![a-z])"
    r"|\((?:ร้อยละ|%|บาท|พันบาท|ล้านบาท|คน|ราย|ครั้ง|วัน|วันทำการ|นาที|คะแนน|ระดับ|แห่ง|เรื่อง|ไร่|ตัน|kpis?|targets?|actuals?|results?)\)"
    r"|[():.\-–—_'’]"
)

# --- Cells -------------------------------------------------------------------------------------------------------

DIRECTIONS = {
    Direction.HIGHER: re.compile(
        r"(?:ยิ่ง)?(?:สูง|มาก|เพิ่ม)(?:ขึ้น)?(?:ยิ่ง)?ดี|เพิ่มขึ้น|ขึ้น|higher(?:(?:is)?better)?|increas(?:e|ing)|up|[↑▲⬆↗]\ufe0f?"
    ),
    Direction.LOWER: re.compile(
        r"(?:ยิ่ง)?(?:ต่ำ|น้อย|ลด)(?:ลง)?(?:ยิ่ง)?ดี|ลดลง|ลง|lower(?:(?:is)?better)?|decreas(?:e|ing)|down|[↓▼⬇↘]\ufe0f?"
    ),
}
IMPORTANCES = {
    Importance.KEY: re.compile(r"(?:ตัวชี้วัด)?หลัก|สำคัญ|key(?:indicator)?|main"),
    Importance.SUPPORTING: re.compile(r"(?:ตัวชี้วัด)?(?:รอง|สนับสนุน)|support(?:ing)?|secondary"),
}
AREA = re.compile(r"\s*(?:ประเด็น(?:ที่)?\s*)?\(?\s*([1-9]?[ก-ฮ]|[1-5])\s*(?:[.):]\s*.*|\s+.*)?", re.DOTALL)
SAYS_NOTHING = re.compile(r"[-‐‑‒–—―−﹣－]+|n\.?/?a\.?|\.{2,}|…+|(?:ยัง)?ไม่มีข้อมูล|ไม่ปรากฏข้อมูล|nodata|notavailable")
SAYS_NONE = re.compile(r"ไม่มี|ไม่พบ|none|nil")  # nothing was there, or nothing is known

LEAST = re.compile(
    r"(?:>=|=>|≥|⩾|≧|ไม่น้อยกว่า|ไม่ต่ำกว่า|อย่างน้อย|มากกว่าหรือเท่ากับ|ตั้งแต่)\s*(?P<after>.+?)(?:\s*ขึ้นไป)?|(?P<before>.+?)\s*ขึ้นไป",
    re.DOTALL,
)
MOST = re.compile(
    r"(?:<=|=<|≤|⩽|≦|ไม่เกิน(?:กว่า)?|ไม่มากกว่า|ไม่สูงกว่า|น้อยกว่าหรือเท่ากับ)\s*(?P<after>.+?)(?:\s*ลงมา)?|(?P<before>.+?)\s*ลงมา",
    re.DOTALL,
)
BEYOND = re.compile(r"(>|<|มากกว่า|สูงกว่า|เกินกว่า|เกิน|น้อยกว่า|ต่ำกว่า)\s*[0-9ร].*", re.DOTALL)
PERCENT = re.compile(r"(?:ร้อยละ\s*(?P<after>[^%％]+?)(?:\s*[%％])?|(?P<before>.+?)\s*[%％])", re.DOTALL)
PERCENT_UNIT = "ร้อยละ"
SAYS_PERCENT = re.compile(r"ร้อยละ|%|เปอร์เซ็น|percent")

NUMBER = r"[-+−]?[0-9][0-9,]*(?:\.[0-9]+)?"
RANGE = re.compile(rf"{NUMBER}\s*(?:[-–—~]|ถึง)\s*{NUMBER}\s*[%％]?")
MARKED = re.compile(rf"({NUMBER}\s*[%％]?)\s*(?:[*†‡§#⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻]+[0-9]*|[(\[].*[)\]])", re.DOTALL)

MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:ม\.ค|ก\.พ|มี\.ค|เม\.ย|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค)\.?"
    r"|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
)
DATE = re.compile(
    rf"[0-9]{{1,2}}[/.\-][0-9]{{1,2}}[/.\-][0-9]{{2,4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}.*|[0-9]+:[0-9]{{2}}(?::[0-9]{{2}})?"
    rf"|[0-9]{{1,2}}[ \-]?(?:{MONTH})(?:[ \-]?[0-9]{{2,4}})?|(?:{MONTH})[ \-]?[0-9]{{2,4}}",
    re.IGNORECASE,
)

# --- Rows --------------------------------------------------------------------------------------------------------

SCORE_LEVEL = re.compile(r"[1-9]")  # of criteria from 1 to 5, beside years in a head
COLUMN_NUMBER = re.compile(r"\(?([0-9]{1,2})\)?(?:=.*)?")
TOTAL = re.compile(
    r"(?:รวม|ยอดรวม|ผลรวม|รวมยอด|คะแนนรวม)(?:ทั้งสิ้น|ทั้งหมด|ทุกตัวชี้วัด|ทุกด้าน|[0-9]+ตัวชี้วัด)*|ค่าเฉลี่ย(?:รวม)?|เฉลี่ย(?:รวม)?|(?:grand|sub)?total|sum|average"
)
FOOTNOTE = re.compile(r"(?:หมายเหตุ|ที่มา|แหล่งที่มา|แหล่งข้อมูล|ข้อมูลณวันที่|ข้อมูลจาก|note|source|remark)(?![a-z])|\*")
UNIT_ABOVE = re.compile(r"\(?\s*หน่วย(?:วัด|นับ)?\s*:\s*([^)\n]{1,60}?)\s*\)?")
