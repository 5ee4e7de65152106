"""Whole clipboards in `clipboard/`, with all that is read of them.

`calc-*` were written by LibreOffice 7.4 (Thai locale) from sheets made for this: `--convert-to html` uses the writer
of its clipboard, `--convert-to csv` with tabs and cells as shown is its text. `excel-thai-digits.html` has the shape in
which Excel puts a range on the clipboard: number formats in styles, `x:num`, `x:err`, `mso-spacerun`, a last row that
only keeps widths.
"""

from pathlib import Path

from tests.assessments.interchange.tables.sample import (
    ALL_ZERO,
    DASH_OF_ZERO,
    LOWER_TOLD,
    ONE_ZERO,
    PERCENT_UNIT,
    block,
    error,
    faulty,
    row,
    warning,
)

FOLDER = Path(__file__).parent / "clipboard"
FAILED = "“#DIV/0!” เป็นสูตรที่คำนวณไม่ได้ ให้แก้สูตรในตาราง ถ้าไม่มีข้อมูลให้เว้นว่าง"
NARROW = "คอลัมน์แคบจนเห็นแต่ ### ให้ขยายคอลัมน์ในตาราง แล้วคัดลอกใหม่"


MERGED = [
    row(
        3,
        "ร้อยละความพึงพอใจของผู้รับบริการ งานตรวจสอบดิน",
        {2567: "84.1", 2568: "86.6", 2569: ("88", "85", None)},
        code="1",
        unit_of_measure="ร้อยละ",
    ),
    row(
        4,
        "ร้อยละของการเบิกจ่ายงบลงทุน",
        {2567: "93.51", 2568: "95", 2569: ("96.88", "95", None)},
        code="2",
        unit_of_measure="ร้อยละ",
    ),
    row(
        5,
        "จำนวนหมอดินอาสา",
        {2567: "77690", 2568: "77700", 2569: ("77777", "77700", None)},
        code="3",
        unit_of_measure="ราย",
    ),
    row(
        6,
        "ต้นทุนต่อหน่วยที่ลดลง",
        {2567: "-1234.5", 2568: "-980.25", 2569: ("0", "-500", None)},
        code="4",
        unit_of_measure="บาท",
    ),
    faulty(
        7,
        "อัตราส่วนข้อร้องเรียน",
        {2567: "12", 2569: ("0", "3", None)},
        code="5",
        unit_of_measure="เรื่อง",
    ),
]


MERGED_PROBLEMS = [
    warning(6, "ผลการดำเนินงาน 2569", ONE_ZERO),
    error(7, "ผลการดำเนินงาน 2568", FAILED),
]

THAI_DIGITS = block(
    [
        row(
            2,
            "พื้นที่ดินที่ได้รับการพัฒนา",
            {2567: "1250000", 2568: "1310500.5", 2569: ("1400000", "1350000", None)},
            unit_of_measure="ไร่",
        ),
        row(
            3,
            "ระยะเวลาตอบผลวิเคราะห์ดิน",
            {2567: "28", 2568: "21", 2569: ("14.25", "15", None)},
            unit_of_measure="วันทำการ",
        ),
        row(
            4,
            "ร้อยละความสำเร็จของโครงการ",
            {2567: "80", 2568: "85.5", 2569: ("90", "85", "90")},
            unit_of_measure="ร้อยละ",
        ),
        row(
            5,
            "อุบัติเหตุในห้องปฏิบัติการ",
            {2567: "2", 2568: "0", 2569: ("0", "0", None)},
            unit_of_measure="ครั้ง",
        ),
    ]
)

EXCEL_HEAD = "ผลการดำเนินงาน (ปีงบประมาณ พ.ศ.)"
EXCEL = block(
    [
        row(
            3,
            "พื้นที่ดินที่ได้รับการพัฒนา",
            {2567: "1250000.5", 2568: "1310500", 2569: ("1400000", "1350000", None)},
            unit_of_measure="ไร่",
        ),
        row(
            4,
            "ร้อยละการเบิกจ่ายงบลงทุน",
            {2567: "93.51", 2568: "95", 2569: ("96.88", "95", None)},
            unit_of_measure="ร้อยละ",
        ),
        row(
            5,
            "กำไรสุทธิของร้านค้าสวัสดิการ",
            {2567: "-1234.5", 2568: "0", 2569: ("980.25", "0", None)},
            unit_of_measure="บาท",
        ),
        faulty(6, "อัตราส่วนข้อร้องเรียนต่อบริการ", {2567: "12", 2569: ("7", "9", None)}, unit_of_measure="เรื่อง"),
        faulty(
            7,
            "ระยะเวลาตอบผลวิเคราะห์ดิน",
            {2567: "28", 2568: "21", 2569: (None, "15", None)},
            unit_of_measure="วันทำการ",
            direction="lower",
        ),
    ],
    [
        error(6, f"{EXCEL_HEAD} 2568", FAILED),
        error(7, f"{EXCEL_HEAD} 2569", NARROW),
    ],
    ["ไม่ได้อ่านคอลัมน์: ผู้รับผิดชอบ", f"แถว 7: {LOWER_TOLD}"],
)


def accounts(first: dict, second: dict) -> list:
    return [
        row(2, "ข้อร้องเรียนด้านทุจริต", first, unit_of_measure="เรื่อง"),
        row(3, "รายได้จากบริการ", second, unit_of_measure="บาท"),
    ]


# In HTML the zero that a format for accounts shows as a dash stands beside it; in text it does not, and is asked for.
WITH_ZEROS = accounts({2567: "2", 2568: "0", 2569: "0"}, {2567: "1234567.5", 2568: "0", 2569: "-1234.5"})
WITHOUT = accounts({2567: "2"}, {2567: "1234567.5", 2569: "-1234.5"})
ASKED = [warning(line, year, DASH_OF_ZERO) for line, year in ((2, "2568"), (2, "2569"), (3, "2568"))]

READ = {
    "calc-merged.html": block(MERGED, MERGED_PROBLEMS),
    "calc-merged.tsv": block(MERGED, MERGED_PROBLEMS, [f"แถว 4: {PERCENT_UNIT}"]),
    "calc-thai-digits.html": THAI_DIGITS,
    "calc-thai-digits.tsv": THAI_DIGITS,
    "calc-accounts.html": block(WITH_ZEROS, [warning(1, "2568", ALL_ZERO)]),
    "calc-accounts.tsv": block(WITHOUT, ASKED),
    "excel-thai-digits.html": EXCEL,
}
