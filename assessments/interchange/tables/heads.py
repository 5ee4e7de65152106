"""What the words of one head of a column say: a text of the indicator, a kind of figure, a year, a comparator."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.interchange.tables.words import (
    AROUND,
    COMPARED_WITH_NAME,
    FIGURE_HEADS,
    SAYS_BUDDHIST,
    SAYS_CHRISTIAN,
    SAYS_YEAR,
    SEVERAL_KINDS,
    SPAN_OF_YEARS,
    TEXT_HEADS,
    YEAR_AND_ITS_WORDS,
    YEAR_OF_FOUR,
    YEAR_OF_TWO,
    folded,
)
from assessments.models.indicator import VALUE_YEARS
from thai.digits import to_arabic

LONGEST_HEAD = 150
TO_BUDDHIST = 543
SHORT_YEARS = (40, 99)  # of two digits: 2540 to 2599
CENTURY = 2500
SEVERAL = "several"  # a head over columns of several kinds
UNKNOWN = "?"


@dataclass(frozen=True)
class Head:
    """`kind` is "" where the head tells none, SEVERAL or UNKNOWN. `written_year` has four digits, `short_year` two.

    `says_year`: it speaks of years, so that two digits below it may be one.
    """

    kind: str = ""
    written_year: int | None = None
    short_year: int | None = None
    says_year: bool = False
    era: str = ""
    comparator_name: str = ""

    @property
    def is_known(self) -> bool:
        return self.kind != UNKNOWN and bool(self.kind or self.written_year or self.short_year or self.says_year)

    @property
    def year(self) -> int | None:
        """The fiscal year in the Buddhist era."""
        if self.written_year is None:
            return CENTURY + self.short_year if self.short_year and self.says_year else None
        return self.written_year + (0 if _is_buddhist(self.written_year) else TO_BUDDHIST)

    @property
    def is_era_wrong(self) -> bool:
        """Whether the head names one era and a year of the other."""
        return bool(self.era and self.written_year) and (self.era == "buddhist") != _is_buddhist(self.written_year)

    @classmethod
    def of(cls, heads: Sequence["Head"]) -> "Head | None":
        """What heads above one another say together; the lowest kind counts. None for what is not known for sure."""
        years = {head.written_year for head in heads if head.written_year}
        short = {head.short_year for head in heads if head.short_year}
        if any(head.kind == UNKNOWN for head in heads) or len(years) > 1 or len(short) > 1 or (years and short):
            return None
        whole = cls(
            next((head.kind for head in reversed(heads) if head.kind), ""),
            next(iter(years), None),
            next(iter(short), None),
            any(head.says_year for head in heads),
            next((head.era for head in heads if head.era), ""),
            next((head.comparator_name for head in heads if head.comparator_name), ""),
        )
        return None if short and not whole.year else whole


def text_head(text: str) -> str:
    """Which text of an indicator stands below this head; "" for another head."""
    word = _word(text)
    return next((holds for holds, pattern in TEXT_HEADS.items() if pattern.fullmatch(word)), "")


def read_head(text: str) -> Head:
    """What the head says of the figures below it."""
    word = _word(text)
    era = "buddhist" if SAYS_BUDDHIST.search(word) else "christian" if SAYS_CHRISTIAN.search(word) else ""
    alone = SPAN_OF_YEARS.sub("", word)
    says_year = alone != word or bool(SAYS_YEAR.search(word))
    word = alone
    written = [int(year.replace(",", "")) for year in YEAR_OF_FOUR.findall(word)]
    if len(written) > 1 or not all(map(_is_year, written)):
        return Head(UNKNOWN)
    rest = AROUND.sub("", YEAR_OF_FOUR.sub("", word))
    short = YEAR_OF_TWO.search(rest)
    short_year = int(short[1]) if short and not written and SHORT_YEARS[0] <= int(short[1]) <= SHORT_YEARS[1] else None
    if short_year:
        rest = YEAR_OF_TWO.sub("", rest, count=1)
    kind, name = _kind(rest), ""
    if kind == UNKNOWN:
        name = _comparator_name(text)
        kind = "comparator" if name else UNKNOWN
    return Head(kind, next(iter(written), None), short_year, says_year, era, name)


def _word(text: str) -> str:
    """The head as it is compared; a text too long for a head is compared with nothing."""
    return folded(text) if len(text) <= LONGEST_HEAD else UNKNOWN


def _kind(rest: str) -> str:
    if not rest:
        return ""
    if SEVERAL_KINDS.fullmatch(rest):
        return SEVERAL
    return next((kind for kind, pattern in FIGURE_HEADS.items() if pattern.fullmatch(rest)), UNKNOWN)


def _comparator_name(text: str) -> str:
    """The comparator that is named in the head ("คู่เทียบ: กรมวิชาการเกษตร 2567"), "" without one."""
    line = " ".join(YEAR_AND_ITS_WORDS.sub(" ", to_arabic(text[:LONGEST_HEAD])).split())
    found = COMPARED_WITH_NAME.fullmatch(line)
    return found[1].strip() if found and any(char.isalpha() for char in found[1]) else ""


def _is_buddhist(year: int) -> bool:
    return VALUE_YEARS[0] <= year <= VALUE_YEARS[1]


def _is_year(year: int) -> bool:
    return _is_buddhist(year) or _is_buddhist(year + TO_BUDDHIST)
