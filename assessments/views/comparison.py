"""Two texts beside each other, paragraph by paragraph, with what stands only in one of them marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

# Numbers and Latin words are compared whole, everything else grapheme by grapheme.
PART = regex.compile(r"[0-9๐-๙]+(?!\p{M})|[A-Za-z]+(?!\p{M})|\X")
LONGEST_MARKED = 1_500  # parts of a paragraph; longer ones are marked whole
SHORTEST_SAME = 4  # a shorter run of equal parts between two differences is read as part of them

Piece = tuple[str, bool]  # the text, and whether it stands on this side alone


@dataclass(frozen=True)
class Row:
    """One paragraph of both sides; `same` when they are equal."""

    theirs: tuple[Piece, ...]
    mine: tuple[Piece, ...]
    same: bool = False

    @property
    def text(self) -> str:
        return "".join(piece for piece, _alone in self.mine)


def compared(theirs: str, mine: str) -> list[Row]:
    """Rows of paragraphs: nothing of either text is left out but line ends."""
    left, right = _paragraphs(theirs), _paragraphs(mine)
    rows = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row(((text, False),), ((text, False),), same=True) for text in left[i:i_end]]
        else:
            rows += _differing(left[i:i_end], right[j:j_end])
    return rows


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _differing(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    for index in range(max(len(left), len(right))):
        theirs = left[index] if index < len(left) else ""
        mine = right[index] if index < len(right) else ""
        yield Row(*_marked(theirs, mine))


def _marked(theirs: str, mine: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both paragraphs in pieces; no mark leaves its letter."""
    left, right = PART.findall(theirs), PART.findall(mine)
    if max(len(left), len(right)) > LONGEST_MARKED:
        return _whole(theirs), _whole(mine)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for place, (tag, i, i_end, j, j_end) in enumerate(codes):
        inside = 0 < place < len(codes) - 1
        alone = tag != "equal" or (inside and i_end - i < SHORTEST_SAME)
        _add(pieces[0], "".join(left[i:i_end]), alone)
        _add(pieces[1], "".join(right[j:j_end]), alone)
    return tuple(pieces[0]), tuple(pieces[1])


def _whole(text: str) -> tuple[Piece, ...]:
    return ((text, True),) if text else ()


def _add(pieces: list[Piece], text: str, alone: bool) -> None:
    if not text:
        return
    if pieces and pieces[-1][1] == alone:
        pieces[-1] = (pieces[-1][0] + text, alone)
    else:
        pieces.append((text, alone))
