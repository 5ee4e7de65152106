"""Evidence named inside a text: `[E12]`, `[E12 น.4]`, `[E12 น.4 และ 7]`, `[E12 น 4-6]`, in Arabic or Thai digits."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from thai.digits import to_arabic

# Behind "น." stands whatever people say of pages; without the dot a number, or words such as "นโยบาย" were pages.
MARK = re.compile(
    r"\[(E[0-9๐-๙]{1,9})"
    r"(?:[ \u00a0]*น(?:\.[ \u00a0]*([^\[\]\n]{1,1000})|[ \u00a0]*([0-9๐-๙][0-9๐-๙,\- –]{0,30})))?\]"
)
NUMBERED = re.compile(r"E([0-9๐-๙]{1,9})")
# What ends a mark, or is a sign of an answer's text (thai/markup.py) and would part it.
READABLE = str.maketrans({"[": "(", "]": ")", "*": " ", "|": " "})
Place = TypeVar("Place")


@dataclass(frozen=True)
class CitedMark:
    """One mark in a text: code and pages in Arabic digits, and where it stands."""

    code: str
    pages: str
    start: int
    end: int


def mark_of(code: str, pages: str = "") -> str:
    """The mark of this evidence for a text, one that `cited_marks` reads; none for a code that no mark can name."""
    if not NUMBERED.fullmatch(code):
        return ""
    pages = " ".join(pages.translate(READABLE).split())
    return f"[{code} น.{pages}]" if pages else f"[{code}]"


def cited_marks(text: str) -> Iterator[CitedMark]:
    """The marks of a text in their order."""
    for found in MARK.finditer(text):
        yield CitedMark(to_arabic(found[1]), to_arabic(found[2] or found[3] or "").strip(), *found.span())


def marks_among(text: str, codes: Iterable[str]) -> Iterator[tuple[CitedMark, str]]:
    """The marks of a text, each with the one of these codes that it means: the same, else the only one of its number.

    "[E1]" means E01 where no other of the codes is of number 1; "" for none and for several.
    """
    by_number: dict[int | str, list[str]] = {}
    for code in codes:
        by_number.setdefault(_number(code), []).append(code)
    for mark in cited_marks(text):
        same = by_number.get(_number(mark.code), [])
        yield mark, mark.code if mark.code in same else same[0] if len(same) == 1 else ""


def _number(code: str) -> int | str:
    """The number of a code; one without is its own."""
    found = NUMBERED.fullmatch(code)
    return int(found[1]) if found else code


def links_of(text: str, places: dict[str, Place]) -> dict[str, Place]:
    """The places, given by code of the record, by code as the marks of the text write it. Empty ones are left out."""
    return {mark.code: places[code] for mark, code in marks_among(text, places) if code and places[code]}
