"""Evidence named inside a text: `[E12]`, `[E12 น.4]`, `[E12 น.4-6]`, in Arabic or Thai digits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thai.digits import to_arabic

MARK = re.compile(r"\[(E[0-9๐-๙]{1,6})(?:[ \u00a0]*น\.?[ \u00a0]*([0-9๐-๙][0-9๐-๙,\- –]{0,30}))?\]")


@dataclass(frozen=True)
class CitedMark:
    """One mark in a text: code and pages in Arabic digits, and where it stands."""

    code: str
    pages: str
    start: int
    end: int


def mark_of(code: str, pages: str = "") -> str:
    """The mark that names this evidence in a text."""
    return f"[{code} น.{pages}]" if pages else f"[{code}]"


def cited_marks(text: str) -> Iterator[CitedMark]:
    """The marks of a text in their order."""
    for found in MARK.finditer(text):
        yield CitedMark(to_arabic(found[1]), to_arabic(found[2] or "").strip(), *found.span())


def cited_codes(text: str) -> list[str]:
    """The codes that a text names, each once, in their order."""
    return list(dict.fromkeys(mark.code for mark in cited_marks(text)))
