"""Thai text: what may be stored, how long it is, how it is sorted, found and kept together on paper.

Rules: docs/architecture.md section 3 (the path of one datum), docs/interchange.md (text passes `clean`).
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

import regex
from django.utils.translation import gettext as _

from thai.digits import to_arabic

TONES = "\u0e48-\u0e4b"
LEADING_VOWELS = "\u0e40-\u0e44"
CONSONANTS = "\u0e01-\u0e2e"
SARA_AM = "\u0e33"

# Everything below U+0020 but tab and line feed, and halves of surrogate pairs.
UNACCEPTABLE = regex.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]")
BIDI_CONTROLS = regex.compile(r"[\u202a-\u202e\u2066-\u2069]")
SPLIT_SARA_AM = regex.compile(rf"\u0e4d([{TONES}]?)\u0e32")
GRAPHEME = regex.compile(r"\X")
WIDEST_GRAPHEME = 10
OVERLOADED = regex.compile(r"\p{M}{33}")
LONG_MARK_RUN = regex.compile(r"[^\p{ccc=0}]{64,}")


class UnacceptableText(ValueError):
    """The text holds a character that is refused; the message is Thai and says which one and where.

    `code_point` is its number in Unicode, `line` counts from 1, `position` is the grapheme in that line, from 1.
    """

    def __init__(self, *, code_point: int, line: int, position: int) -> None:
        self.code_point = code_point
        self.line = line
        self.position = position
        super().__init__(
            _("มี%(what)s (U+%(code)s) ที่บรรทัด %(line)d ตัวอักษรที่ %(position)d ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่")
            % {"what": _name(code_point), "code": f"{code_point:04X}", "line": line, "position": position}
        )


def clean(text: str) -> str:
    """Text as it may be stored: NFC, LF, whole SARA AM, no bidi control, no space at the end of a line.

    Cleaning twice changes nothing more. Every other character stays as its owner typed it. Raises `UnacceptableText`
    for NUL, lone surrogates and C0 controls other than tab and line feed (a CR that is not part of CRLF among them).
    Source: docs/architecture.md section 3.
    """
    text = text.replace("\r\n", "\n")
    refuse_unacceptable(text)
    text = _compose(BIDI_CONTROLS.sub("", text))
    return "\n".join(line.rstrip(" \t") for line in text.split("\n"))


def refuse_unacceptable(text: str) -> None:
    """Raises `UnacceptableText` for the first character that may not be stored, with its place in this text."""
    found = UNACCEPTABLE.search(text)
    if found is None:
        return
    before = text[: found.start()]
    line_start = before.rfind("\n") + 1
    raise UnacceptableText(
        code_point=ord(found[0]),
        line=before.count("\n") + 1,
        position=graphemes(before[line_start:]) + 1,
    )


def graphemes(text: str) -> int:
    """Length of the text as a reader counts it: น้ำ is 1, CRLF is 1. Unit: extended grapheme clusters (UAX 29).

    Source: docs/interchange.md, limits of the assessment document.
    """
    return len(GRAPHEME.findall(text))


def graphemes_up_to(text: str, limit: int) -> int:
    """The same, but no more than `limit` are counted: what is longer costs no more."""
    return sum(1 for _grapheme in islice(GRAPHEME.finditer(text), limit))


def has_more_graphemes(text: str, limit: int) -> bool:
    """More than `limit` graphemes; never where there are no more code points."""
    return len(text) > limit and graphemes_up_to(text, limit + 1) > limit


def is_longer(text: str, limit: int) -> bool:
    """More than `limit` graphemes, or more code points than any writing needs for so many (ten each)."""
    return len(text) > limit * WIDEST_GRAPHEME or has_more_graphemes(text, limit)


def is_overloaded(text: str) -> bool:
    """More marks on one letter than any writing has: no text, and slow to draw."""
    return OVERLOADED.search(text) is not None


def _name(code_point: int) -> str:
    if code_point == 0:
        return _("อักขระว่าง NUL")
    if code_point >= 0xD800:
        return _("อักขระที่ไม่สมบูรณ์")
    return _("อักขระควบคุมที่มองไม่เห็น")


def _compose(text: str) -> str:
    """NFC with SARA AM in one piece. Moving a tone can disturb NFC, hence the second pass."""
    text = SPLIT_SARA_AM.sub(rf"\1{SARA_AM}", _nfc(text))
    return _nfc(text)


def _nfc(text: str) -> str:
    """NFC in linear time. CPython orders a run of n combining marks in n² steps, 6 s for 80,000 of them."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", LONG_MARK_RUN.sub(_ordered_marks, text))
    return text


def _ordered_marks(run: "regex.Match[str]") -> str:
    marks = "".join(unicodedata.normalize("NFD", mark) for mark in run[0])
    return "".join(sorted(marks, key=unicodedata.combining))


# --- Sorting -----------------------------------------------------------------------------------------------------

LEADING_VOWEL = regex.compile(rf"([{LEADING_VOWELS}])([{CONSONANTS}])")
AM_BEFORE_TONE = regex.compile(rf"{SARA_AM}[{SARA_AM}{TONES}]*[{TONES}]")
# Marks that only decide between words of equal letters, lightest first: ๎ ์ ็ ่ ้ ๊ ๋
SECONDARY = {mark: chr(0x21 + weight) for weight, mark in enumerate("\u0e4e\u0e4c\u0e47\u0e48\u0e49\u0e4a\u0e4b")}
NO_MARK = " "
# Signs that a Thai dictionary passes over: PAIYANNOI, MAIYAMOK, FONGMAN, ANGKHANKHU, KHOMUT
PASSED_OVER = frozenset("\u0e2f\u0e46\u0e4f\u0e5a\u0e5b")


def sort_key(text: str) -> tuple[str, str, str]:
    """Key that puts texts in the order of a Thai dictionary; compare keys, never show them.

    First letters, a leading vowel (เ แ โ ใ ไ) after its consonant; then tone marks and the like from the left; then
    the text itself. Spaces and punctuation are passed over, Thai digits count as Arabic ones, case is ignored.
    The database has no Thai collation, so lists are ordered by this in Python.
    """
    swapped = LEADING_VOWEL.sub(r"\2\1", _folded(text))
    primary: list[str] = []
    secondary: list[str] = []
    for char in swapped:
        if char in SECONDARY:
            secondary.append(SECONDARY[char])
        elif char not in PASSED_OVER and (char.isalnum() or unicodedata.category(char).startswith("M")):
            primary.append(char)
            secondary.append(NO_MARK)
    return "".join(primary), "".join(secondary), text


def _folded(text: str) -> str:
    """Arabic digits, no case, SARA AM in one piece and behind its tone, NFC."""
    text = _compose(_nfc(to_arabic(text)).casefold())
    return _nfc(AM_BEFORE_TONE.sub(lambda run: "".join(sorted(run[0], key=SARA_AM.__eq__)), text))


# --- Searching ---------------------------------------------------------------------------------------------------

UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")  # bidi controls among them


def search_fold(text: str) -> str:
    """Form in which a text is searched for and compared; folding twice changes nothing more.

    องค์การ reads องค์กร (agencies write both), digits are Arabic, case is gone, ำ is one letter behind its tone
    however it was typed, เเ is แ, white space is one space, invisible characters and spaces at the ends are gone.
    Fold both sides before comparing.
    """
    text = _folded(UNSEEN.sub("", text))
    text = text.replace("เเ", "แ").replace("องค์การ", "องค์กร")
    return " ".join(text.split())


# --- Kept together on paper --------------------------------------------------------------------------------------

MONTHS = (
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|"
    r"ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\."
)
BEFORE_NUMBER = (
    "ร้อยละ|หมวดที่|หมวด|หัวข้อที่|หัวข้อ|ข้อที่|ข้อ|ปีงบประมาณ|ปี|ตารางที่|แผนภาพที่|ภาพที่|ส่วนที่|บทที่|ฉบับที่|"
    r"ครั้งที่|หน้าที่|หน้า|ระดับ|ช่วง|เขต|เกณฑ์|มาตรา|จาก|ลำดับที่|ลำดับ|พ\.ศ\.|ค\.ศ\.|โทร\."
)
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
KEPT = regex.compile(
    rf"(?<![{DIGIT}.,])(?:{DATE}|{NUMBER}{SPACE}(?:%|{AFTER_NUMBER}))"
    rf"|(?:{BEFORE_NUMBER}){SPACE}{NUMBER}(?:{SPACE}(?:%|{AFTER_NUMBER}))?"
    rf"|(?<![A-Za-z{DIGIT}.,\-/@])(?![{DIGIT}.]++(?![A-Za-z\-])){LATIN}(?![/@])|{JOINED}"
)
LONGEST_KEPT = 32


def unbroken(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, in order, none left out: (piece, True) must stand on one line of paper.

    Kept: number and unit, ร้อยละ 68, หมวด 7, dates, Latin words with an inner hyphen or dot (e-Service, 2-3)
    and those that a no-break space joins. Pieces
    above 32 characters and addresses of the web may break, so that no line runs over its margin.
    Spans are needed because U+00A0 alone does not hold a digit and a Thai word together in WeasyPrint.
    """
    end = 0
    for found in KEPT.finditer(text):
        if len(found[0]) <= LONGEST_KEPT:
            if found.start() > end:
                yield text[end : found.start()], False
            yield found[0], True
            end = found.end()
    if end < len(text):
        yield text[end:], False
