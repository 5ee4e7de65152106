"""One pass over a document: where it is, what was found wrong, and the plain values that every row is made of."""

import json
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter

from django.conf import settings
from django.utils.translation import gettext as _

from criteria.outline import Outline
from thai.digits import UnreadableNumber, parse_number
from thai.text import UnacceptableText, clean, is_longer

SHOWN = 40  # characters of a wrong value that a message repeats
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY_YEARS = (1800, 2399)  # of our era: official papers are younger, Buddhist years are later
MOST_PROBLEMS = 1_000  # then a person has enough to mend, and the reader stops


class DocumentRefused(Exception):
    """The document cannot be taken; `problems` holds a line for each reason."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


class WrittenNumber(Decimal):
    """A JSON number with point or exponent, and how it was written."""

    text: str

    def __new__(cls, text: str):
        # An exponent can be beyond what a Decimal holds; such a number is refused by its text.
        number = super().__new__(cls, text if len(text) <= SHOWN and "e" not in text.lower() else "NaN")
        number.text = text
        return number


def shown(value) -> str:
    """A value of the document as a message repeats it: short, on one line, nothing invisible."""
    if isinstance(value, dict | list):
        return "{ … }" if isinstance(value, dict) else "[ … ]"
    text = value if isinstance(value, str) else json.dumps(value, default=attrgetter("text"))
    text = "".join(char if char.isprintable() else "·" for char in text[: SHOWN + 1])
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


@dataclass
class Reading:
    """The problems found so far; every reader goes on after one, so that a person sees them all at once."""

    outline: Outline | None = None
    problems: list[str] = field(default_factory=list)

    def refuse(self, where: str, message: str) -> None:
        self.problems.append(f"{where}: {message}")
        if len(self.problems) == MOST_PROBLEMS:
            raise DocumentRefused([*self.problems, _("$: พบปัญหามากเกินไป หยุดอ่านที่นี่ ให้แก้ตามรายการแล้วนำเข้าใหม่")])

    def keys(self, where: str, row, known: set[str], required: set[str]) -> bool:
        """Whether the row is an object with known keys and all the required ones."""
        if not isinstance(row, dict):
            self.refuse(where, _("ต้องเป็นวัตถุ JSON { … }"))
            return False
        for key in sorted(set(row) - known):
            self.refuse(f"{where}.{shown(key)}", _("ไม่รู้จักคีย์นี้ ตรวจตัวสะกดหรือลบออก"))
        for key in sorted(required - set(row)):
            self.refuse(where, _("ไม่มีคีย์ “%s” ให้เพิ่ม") % key)
        return not (set(row) - known or required - set(row))

    def rows(self, where: str, value) -> list:
        """The list, or an empty one with a problem."""
        if isinstance(value, list):
            return value
        self.refuse(where, _("ต้องเป็นรายการ JSON [ … ]"))
        return []

    def text(self, where: str, value, *, most: int | None = None) -> str:
        """The clean text, "" when it holds nothing but white space; "" with a problem when it cannot be taken."""
        text = self._clean(where, value)
        if not text.strip():
            return ""
        most = most or settings.PMQA_TEXT_LIMIT
        if is_longer(text, most):
            self.refuse(where, _("ยาวเกิน %(most)d ตัวอักษร ให้ตัดให้สั้นลง") % {"most": most})
            return ""
        return text

    def line(self, where: str, value, *, most: int, required: bool = False) -> str:
        """A clean text on one line of at most `most` graphemes."""
        before = len(self.problems)
        text = " ".join(self._clean(where, value).split())
        if is_longer(text, most):
            self.refuse(where, _("ยาวเกิน %(most)d อักขระ ให้ตัดให้สั้นลง") % {"most": most})
            return ""
        if required and not text and len(self.problems) == before:
            self.refuse(where, _("ต้องไม่ว่าง ให้เขียนข้อความ"))
        return text

    def choice(self, where: str, value, allowed) -> str:
        if value not in allowed:
            words = {"value": shown(value), "allowed": ", ".join(allowed)}
            self.refuse(where, _("“%(value)s” ใช้ไม่ได้ ให้ใช้ %(allowed)s") % words)
            return ""
        return value

    def day(self, where: str, value) -> date | None:
        """A day of the Gregorian calendar, None for null; a Buddhist year is refused."""
        if value is None:
            return None
        try:
            found = date.fromisoformat(value) if DAY.fullmatch(value) else None
        except (TypeError, ValueError):
            found = None
        if found is None or not DAY_YEARS[0] <= found.year <= DAY_YEARS[1]:
            self.refuse(where, _("“%s” ใช้ไม่ได้ ให้เขียนวันที่แบบ ค.ศ. เช่น 2026-01-31 หรือ null") % shown(value))
            return None
        return found

    def number(self, where: str, value) -> Decimal | None:
        try:
            return parse_number(value.text if isinstance(value, WrittenNumber) else value)
        except UnreadableNumber as problem:
            self.refuse(where, str(problem))
            return None

    def _clean(self, where: str, value) -> str:
        if not isinstance(value, str):
            self.refuse(where, _("ต้องเป็นข้อความในเครื่องหมายคำพูด"))
            return ""
        try:
            return clean(value)
        except UnacceptableText as problem:
            self.refuse(where, str(problem))
            return ""
