"""Thai and Arabic digits, numbers as people and documents write them.

Rules: docs/interchange.md, "Numbers".
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.translation import gettext as _

ARABIC = "0123456789"
THAI = "๐๑๒๓๔๕๖๗๘๙"
TO_THAI = str.maketrans(ARABIC, THAI)

MINUS = "\u2212"
MAX_DIGITS = 15
MAX_PLACES = 6
LONGEST_INPUT = 60
SHOWN = 30

PLAIN = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
WITH_COMMAS = re.compile(r"(-?)([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
DECIMAL_COMMA = re.compile(r"(-?[0-9]+),([0-9]{1,6})")
STRAY_COMMA = re.compile(r"-?(?=,*[0-9])[0-9,]+(?:\.[0-9]+)?")
POINT_AT_AN_END = re.compile(r"-?(?:[0-9,]*\.|\.[0-9]+)")
EXPONENT = re.compile(r"[-+]?[0-9.,]+e[-+]?[0-9]+", re.IGNORECASE)
NOT_FINITE = frozenset({"nan", "snan", "inf", "infinity"})
EXACT = Context(prec=60)


class UnreadableNumber(ValueError):
    """The value is not a number by the rules; the message is Thai and says what is wrong and how to write it."""


def to_thai(text: str) -> str:
    """The text with every Arabic digit as a Thai one, nothing else changed. Never for codes or typed text."""
    return text.translate(TO_THAI)


def to_arabic(text: str) -> str:
    """The text with every Thai digit as an Arabic one, nothing else changed.

    Digit by digit: of a long text, which hardly holds any, a hundredth of the time that `translate` takes.
    """
    for thai, arabic in zip(THAI, ARABIC, strict=True):
        text = text.replace(thai, arabic)
    return text


def parse_number(value: object) -> Decimal:
    """The exact number that a JSON number or a written text stands for.

    Thai digits, thousands commas in right places, and the signs - and U+2212 are read; spaces around are ignored.
    Raises `UnreadableNumber` for anything else: bool, no value, exponent, NaN, infinity, more than 15 significant
    digits, more than 6 of them after the point. Zeros at the end of the fraction are not counted and not kept.
    Read JSON with `parse_float=Decimal`, so that no digit is lost before. Source: docs/interchange.md, "Numbers".
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise UnreadableNumber(_("ค่านี้ไม่ใช่ตัวเลข ให้เขียนเป็นตัวเลข เช่น 96.2"))
    text = _as_text(value)
    shown = _shown(text)
    if not text:
        raise UnreadableNumber(_("ยังไม่มีตัวเลข ให้เขียนเป็นตัวเลข เช่น 96.2 ถ้าค่าเป็นศูนย์ให้เขียน 0"))
    if len(text) > LONGEST_INPUT:
        raise UnreadableNumber(_too_many_digits(shown))
    text = to_arabic(text).replace(MINUS, "-")
    found = PLAIN.fullmatch(text) or WITH_COMMAS.fullmatch(text)
    if found is None:
        raise UnreadableNumber(_what_is_wrong(text, shown))
    sign, whole, fraction = found[1], found[2].replace(",", "").lstrip("0"), (found[3] or "").rstrip("0")
    if len(fraction) > MAX_PLACES:
        raise UnreadableNumber(
            _('"%(value)s" มีทศนิยมเกิน %(places)d ตำแหน่ง ให้ปัดเศษเหลือไม่เกิน %(places)d ตำแหน่ง')
            % {"value": shown, "places": MAX_PLACES}
        )
    if len((whole + fraction).lstrip("0")) > MAX_DIGITS:
        raise UnreadableNumber(_too_many_digits(shown))
    number = Decimal(f"{sign}{whole or '0'}.{fraction}" if fraction else f"{sign}{whole or '0'}")
    return number or Decimal(0)


def plain(number: Decimal) -> str:
    """The number as data: Arabic digits, no exponent, no comma, no zero at the end of the fraction ("96.2", "-3").

    `parse_number(plain(n)) == n`. Raises ValueError for NaN and infinity. Source: docs/interchange.md, "Numbers".
    """
    text = format(_finite(number), "f")
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return "0" if text in {"-0", ""} else text


def grouped(number: Decimal, places: int | None = None) -> str:
    """The number for reading: thousands commas, U+2212 for minus, Arabic digits.

    With `places` it is rounded half up to so many decimals and shows them all; without, it is as `plain`. A number
    that rounds to zero has no sign. Raises ValueError for NaN and infinity.
    """
    if places is None:
        text = plain(number)
    else:
        rounded = _finite(number).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=EXACT)
        text = format(rounded if rounded else abs(rounded), "f")
    whole, point, fraction = text.removeprefix("-").partition(".")
    sign = MINUS if text.startswith("-") else ""
    return f"{sign}{int(whole):,}{point}{fraction}"


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(f"{number} has no written form")
    return number


def _as_text(value: int | float | Decimal | str) -> str:
    """The number as it would be written; an exponent stays only where the value cannot be written short without."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int):
        # str() of a very long int is slow, and Python refuses it above 4,300 digits
        return str(value) if abs(value) < 10**LONGEST_INPUT else "9" * (LONGEST_INPUT + 1)
    number = Decimal(repr(value)) if isinstance(value, float) else value
    exponent = number.as_tuple().exponent  # a letter for NaN and infinity
    if isinstance(exponent, int) and -LONGEST_INPUT < exponent <= 0:
        return format(number, "f")
    return str(number)


def _shown(text: str) -> str:
    text = "".join(char if char.isprintable() else " " for char in text[: SHOWN + 1])
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _too_many_digits(shown: str) -> str:
    return _('"%(value)s" ยาวเกินไป ตัวเลขมีได้ไม่เกิน %(digits)d หลัก ให้เปลี่ยนหน่วยวัด เช่น ล้านบาท') % {
        "value": shown,
        "digits": MAX_DIGITS,
    }


def _what_is_wrong(text: str, shown: str) -> str:
    """Why a text that is no number is none, and how to write it; the commonest slips have their own words."""
    bare = text.lstrip("+-")
    if bare.casefold() in NOT_FINITE:
        return _('"%(value)s" ไม่ใช่ตัวเลข ถ้าไม่มีข้อมูลให้เว้นว่าง') % {"value": shown}
    if EXPONENT.fullmatch(text):
        return _('"%(value)s" เขียนแบบเลขยกกำลัง ให้เขียนตัวเลขเต็ม เช่น 1500 แทน 1.5e3') % {"value": shown}
    if text.startswith("+") and PLAIN.fullmatch(bare):
        return _('"%(value)s" มีเครื่องหมาย + ให้เขียน %(number)s') % {"value": shown, "number": bare}
    if POINT_AT_AN_END.fullmatch(text):
        return _('"%(value)s" ขาดตัวเลขหน้าหรือหลังจุดทศนิยม ให้เขียน เช่น 0.5 หรือ 5') % {"value": shown}
    comma = DECIMAL_COMMA.fullmatch(text)
    if comma:
        return _('"%(value)s" มีจุลภาคผิดที่ ถ้าเป็นทศนิยมให้เขียน %(decimal)s ถ้าเป็นจำนวนเต็มให้เขียน %(whole)s') % {
            "value": shown,
            "decimal": f"{comma[1]}.{comma[2]}",
            "whole": int(comma[1] + comma[2]),
        }
    if STRAY_COMMA.fullmatch(text):
        return _('"%(value)s" มีจุลภาคผิดที่ ให้เขียน %(number)s หรือคั่นทุกสามหลัก เช่น 1,230') % {
            "value": shown,
            "number": text.replace(",", ""),
        }
    return _('"%(value)s" ไม่ใช่ตัวเลข ให้เขียนเฉพาะตัวเลข ไม่ต้องใส่หน่วยหรือเครื่องหมายอื่น เช่น 96.2') % {"value": shown}
