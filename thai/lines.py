"""What must stand on one line of paper, wherever the line ends: number and unit, dates, words with a hyphen, ปีงบประมาณ.

Without Django: the printer of PDFs (reports.engine) asks for every line that it breaks.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

MONTHS = (
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|"
    r"ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\."
)
BEFORE_NUMBER = (  # what its number names: the word behind that begins something new
    "ร้อยละ|หมวดที่|หมวด|หัวข้อที่|หัวข้อ|ข้อที่|ข้อ|ปีงบประมาณ|ปี|ตารางที่|แผนภาพที่|ภาพที่|ส่วนที่|บทที่|ฉบับที่|"
    r"ครั้งที่|หน้าที่|หน้า|เขต|มาตรา|ลำดับที่|ลำดับ|พ\.ศ\.|ค\.ศ\.|โทร\."
)
BEFORE_AMOUNT = "จาก|ช่วง|เกณฑ์|ระดับ"  # a unit may stand behind its number
AFTER_NUMBER = (
    "ร้อยละ|เปอร์เซ็นต์|คะแนน|(?:พัน|หมื่น|แสน|ร้อย|สิบ)?ล้าน(?:บาท|ไร่|คน|ตัน)?|แสนบาท|หมื่นบาท|พันบาท|บาท|"
    r"วินาที|นาที|ชั่วโมง|วันทำการ|วัน|สัปดาห์|เดือน|ไตรมาส|ปี|น\.|"
    "คน|ราย|ท่าน|ครั้ง|ตัวชี้วัด|ตัวอย่าง|ตัว|แห่ง|เขต|ระบบ|ข้อ|ช่องทาง|หน่วยงาน|หน่วย|โครงการ|กิจกรรม|หลักสูตร|ชุด|ฉบับ|เรื่อง|"
    "จังหวัด|อำเภอ|ตำบล|หมู่บ้าน|ครัวเรือน|กลุ่ม|รุ่น|แปลง|จุด|เท่า|หน้า|แผ่น|รายการ|ประเด็น|ด้าน|หมวด|หัวข้อ|ขั้นตอน|ขั้น|"
    "ระดับ|กระบวนการ|ผลงาน|สาขา|ศูนย์|สถานี|"
    r"ไร่|งาน|ตารางวา|ตารางเมตร|ตารางกิโลเมตร|ลูกบาศก์เมตร|กิโลเมตร|กม\.|เมตร|กิโลกรัม|กก\.|กรัม|ตัน|ลิตร"
)
DIGIT = "0-9\u0e50-\u0e59"
SPACE = "[ \u00a0]?"
NUMBER = rf"[+\-\u2212]?[{DIGIT}]++(?:[.,:\u2013\-][{DIGIT}]++)*+"
DATE = (
    rf"[{DIGIT}]{{1,2}}(?:[\u2013\-][{DIGIT}]{{1,2}})?{SPACE}(?:{MONTHS})(?:{SPACE}(?:พ\.ศ\.{SPACE})?[{DIGIT}]{{4}})?"
)
LATIN = rf"[A-Za-z{DIGIT}]++(?:[.\-][A-Za-z{DIGIT}]++)++"
JOINED = rf"(?<![A-Za-z{DIGIT}])[A-Za-z{DIGIT}]++(?:\u00a0[A-Za-z{DIGIT}]++)++"  # the fours of a receipt or fingerprint
WORDS = "ปีงบประมาณ|ส่วนได้ส่วนเสีย|ห่วงโซ่อุปทาน"  # which libthai takes for several
KEPT = re.compile(
    rf"(?<![{DIGIT}.,])(?:{DATE}|{NUMBER}{SPACE}(?:%|{AFTER_NUMBER}))"
    rf"|(?:{BEFORE_NUMBER}){SPACE}{NUMBER}(?:{SPACE}%)?|(?:{BEFORE_AMOUNT}){SPACE}{NUMBER}(?:{SPACE}(?:%|{AFTER_NUMBER}))?"
    rf"|(?<![A-Za-z{DIGIT}.,\-/@])(?![{DIGIT}.]++(?![A-Za-z\-])){LATIN}(?![/@])|{JOINED}|{WORDS}"
)
LONGEST_KEPT = 32
BEGINNING = re.compile(rf"[A-Za-z{DIGIT}]|{WORDS}")  # nothing is kept that has none of these


@lru_cache(maxsize=512)
def kept_together(text: str) -> tuple[tuple[int, int], ...]:
    """Where the pieces begin and end, in code points, in order: none of them may be parted by a line end.

    Number and unit, ร้อยละ 68, หมวด 7, dates, Latin words with an inner hyphen or dot (e-Service, 2-3) and those that
    a no-break space joins. Pieces above 32 characters and addresses of the web may break, as no line holds them for
    certain. No-break spaces would not do: none holds a digit and a Thai word together.
    """
    if not BEGINNING.search(text):
        return ()
    return tuple(found.span() for found in KEPT.finditer(text) if len(found[0]) <= LONGEST_KEPT)


def unbroken(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, in order, none left out: (piece, True) must stand on one line."""
    end = 0
    for start, stop in kept_together(text):
        if start > end:
            yield text[end:start], False
        yield text[start:stop], True
        end = stop
    if end < len(text):
        yield text[end:], False
