"""What a memo says, before any paper: frozen dataclasses of plain values, one model for all kinds.

The product's own figures stand in Thai digits, as the form asks; codes and what people typed stay as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thai.dates import long_date
from thai.digits import grouped, to_thai

BLANK = "." * 40  # to be filled in by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One point of a list: its number, what it is about, and its words; line ends that were typed are kept."""

    text: str
    label: str = ""
    about: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The first with number and subject before it; blank lines are left out."""
        words = [line.strip() for line in self.text.splitlines() if line.strip()]
        head = " ".join(filter(None, (self.label, self.about, *words[:1])))
        return (head, *words[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A list with its heading, "" where none is needed."""

    entries: tuple[Entry, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signs; without a name a dotted line stands between the brackets."""

    position: str
    name: str = ""

    @property
    def in_brackets(self) -> str:
        return f"({self.name or BLANK})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """`number` "" and `dated` None: left to be written by hand."""

    agency: str
    subject: str
    to: str
    paragraphs: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    closing: tuple[str, ...]
    signature: Signature
    number: str = ""
    dated: date | None = None
    demo: bool = False  # invented data: said on every page

    @property
    def day(self) -> str:
        return day(self.dated) if self.dated else ""

    @property
    def length(self) -> int:
        """Code points of all that is typeset below the head."""
        lists = (line for part in self.parts for entry in part.entries for line in entry.lines)
        return sum(map(len, (*self.paragraphs, *lists, *self.closing)))


def numbered(texts: Iterable[str | tuple[str, str]]) -> tuple[Entry, ...]:
    """Entries ๑. ๒. ๓.; each is a text, or what it is about and a text."""
    pairs = [("", each) if isinstance(each, str) else each for each in texts]
    return tuple(
        Entry(label=f"{count(number)}.", about=about, text=text) for number, (about, text) in enumerate(pairs, 1)
    )


def count(number: int) -> str:
    return to_thai(f"{number:,}")


def year(number: int) -> str:
    """A year, without a comma."""
    return to_thai(str(number))


def points(number: Decimal) -> str:
    """Two decimals, ๔๕๔.๒๕."""
    return to_thai(grouped(number, 2))


def figure(number: Decimal) -> str:
    """As many decimals as there are, ๑,๐๐๐."""
    return to_thai(grouped(number))


def day(moment: date) -> str:
    """๓๐ มกราคม ๒๕๖๙."""
    return to_thai(long_date(moment))
