"""One figure of a table as people write it: read exactly, absent, or refused with what to write instead.

Rules of numbers: docs/interchange.md, "Numbers". Here spreadsheets are added: percent, signs, marks and words.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.interchange.reading import shown
from assessments.interchange.tables.words import (
    BEYOND,
    DATE,
    LEAST,
    MARKED,
    MOST,
    PERCENT,
    RANGE,
    SAYS_NONE,
    SAYS_NOTHING,
    folded,
)
from assessments.statuses import Direction
from thai.digits import UnreadableNumber, parse_number, to_arabic

PLAIN = re.compile(r"-?[0-9,]+(?:\.[0-9]+)?")  # most cells: nothing to take off
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
HARD_SPACES = "\u00a0\u2007\u2009\u202f"
GROUPED_BY_SPACES = re.compile(rf"([-+]?[0-9]{{1,3}}(?:[{HARD_SPACES}][0-9]{{3}})+)(\.[0-9]+)?")
MINUS_BEFORE = re.compile(r"\A[-‐‑‒–—―−﹣－]\s*(?=[0-9.])")
IN_BRACKETS = re.compile(r"\(\s*([0-9][0-9.,\s]*)\s*\)")
PERCENT_IN_BRACKETS = re.compile(r"\(\s*([0-9][0-9.,\s]*)\s*[%％]\s*\)")
LONGEST = 200


class FigureRefused(ValueError):
    """The text is no figure; the message is Thai and says what to write."""


@dataclass(frozen=True)
class Figure:
    """A number, whether a percent sign stood by it, and the direction that its operator tells ("" without one).

    `is_written_zero`: zero with decimals, which registers print for years without data. `row` and `text` are where and
    how it stands in its table.
    """

    number: Decimal
    is_percent: bool = False
    direction: str = ""
    is_written_zero: bool = False
    row: int = 0
    text: str = ""


def read_figure(text: str, *, may_bound: bool) -> Figure | None:
    """The figure that a cell holds; None where it says that there is none, which is never zero.

    `may_bound`: an operator ("≥ 80", "ไม่เกิน 5") may stand there, as in targets. Raises FigureRefused.
    """
    if len(text) > LONGEST:
        raise FigureRefused(_("“%s” ไม่ใช่ตัวเลข ให้เขียนเฉพาะตัวเลขในช่องนี้") % shown(text))
    bare = _bare(text)
    if PLAIN.fullmatch(bare):
        return _number(bare, text)
    word = folded(bare)
    if not word or SAYS_NOTHING.fullmatch(word):
        return None
    if SAYS_NONE.fullmatch(word):
        raise FigureRefused(_("“%s” อาจหมายถึง 0 หรือไม่มีข้อมูล ถ้าเป็นศูนย์ให้เขียน 0 ถ้าไม่มีข้อมูลให้เว้นว่าง") % shown(text))
    _refuse_other_kinds(bare, text)
    direction, rest = _operator(bare)
    if direction and not may_bound:
        raise FigureRefused(_("“%s” ไม่ใช่ค่าเดียว ให้เขียนตัวเลขที่ได้จริง") % shown(text))
    figure = _number(rest, text)
    return replace(figure, direction=direction) if direction else figure


def _bare(text: str) -> str:
    """Arabic digits, nothing invisible, no space at the ends, no apostrophe that made a number text."""
    text = INVISIBLE.sub("", to_arabic(text)).strip()
    return text[1:].lstrip() if text[:1] in {"'", "’"} else text


def _refuse_other_kinds(bare: str, text: str) -> None:
    if DATE.fullmatch(bare):
        words = _("“%s” เป็นวันที่หรือเวลา ให้กำหนดรูปแบบเซลล์เป็นตัวเลข แล้วพิมพ์ใหม่")
        raise FigureRefused(words % shown(text))
    if RANGE.fullmatch(bare):
        raise FigureRefused(_("“%s” เป็นช่วง ให้เขียนตัวเลขเดียว") % shown(text))
    if BEYOND.fullmatch(bare):
        words = _("“%s” ไม่รวมค่านั้นเอง ให้เขียนตัวเลขที่ถือว่าบรรลุ เช่น ≥ 80 หรือ ≤ 5")
        raise FigureRefused(words % shown(text))


def _operator(bare: str) -> tuple[str, str]:
    """The direction that the operator of a target tells, and the text without it."""
    for direction, pattern in ((Direction.HIGHER, LEAST), (Direction.LOWER, MOST)):
        found = pattern.fullmatch(bare)
        if found:
            return direction.value, (found["after"] or found["before"]).strip()
    return "", bare


def _number(rest: str, text: str) -> Figure:
    """The number without percent sign, brackets for minus, and spaces between thousands."""
    marked = MARKED.fullmatch(rest)
    if marked:
        words = _("“%(value)s” มีเครื่องหมายหรือข้อความต่อท้าย ให้เขียนเพียง %(number)s")
        raise FigureRefused(words % {"value": shown(text), "number": marked[1].strip()})
    rest = PERCENT_IN_BRACKETS.sub(r"(\1)%", rest)
    percent = PERCENT.fullmatch(rest)
    if percent:
        rest = (percent["after"] or percent["before"]).strip()
    brackets = IN_BRACKETS.fullmatch(rest)
    rest = f"-{brackets[1].strip()}" if brackets else MINUS_BEFORE.sub("-", rest)
    if GROUPED_BY_SPACES.fullmatch(rest):
        rest = re.sub(rf"[{HARD_SPACES}]", "", rest)
    try:
        number = parse_number(rest)
    except UnreadableNumber as refused:
        raise FigureRefused(str(refused)) from None
    return Figure(number, is_percent=percent is not None, is_written_zero=not number and "." in rest)
