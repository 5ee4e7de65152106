"""Two texts beside each other, paragraph by paragraph, with what stands only in one of them marked word by word."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from thai.text import graphemes
from thai.words import words

SHORTEST_SAME = 4  # graphemes; shorter equal words between two differences are read as part of them
ALIKE = 0.4  # of the words of the shorter paragraph; with less in common both are marked whole
MOST_PAIRED = 400  # left times right; of more changed paragraphs in a row, those of the same place are paired
# left times right; a larger part is cut at the words that stand once on each side, so that 20,000 characters that
# repeat themselves do not take minutes. SequenceMatcher alone needs n² steps and more.
MOST_MATCHED = 10_000
DEEPEST = 20

Piece = tuple[str, bool]  # the text, and whether it stands on this side alone
Block = tuple[int, int, int]  # place on the left, place on the right, how many are the same


@dataclass(frozen=True)
class Row:
    """One paragraph of both sides; `same` when they are equal; `places` is how many runs of words differ."""

    theirs: tuple[Piece, ...]
    mine: tuple[Piece, ...]
    same: bool = False
    places: int = 0

    @property
    def text(self) -> str:
        return "".join(piece for piece, _alone in self.mine)


class Paragraph:
    """A changed paragraph in words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words(text)
        self.telling = {word for word in self.words if not word.isspace()}

    def shared(self, other: "Paragraph") -> int:
        """How many different words both hold; 0 when that is too little to call them versions of each other."""
        found = len(self.telling & other.telling)
        return found if found >= ALIKE * min(len(self.telling), len(other.telling)) else 0


def compared(theirs: str, mine: str) -> list[Row]:
    """Rows of paragraphs: nothing of either text is left out but line ends and empty lines."""
    left, right = _paragraphs(theirs), _paragraphs(mine)
    rows: list[Row] = []
    i = j = 0
    for left_place, right_place, size in _blocks(left, right):
        rows += _differing(left[i:left_place], right[j:right_place])
        i, j = left_place + size, right_place + size
        rows += [Row(((text, False),), ((text, False),), same=True) for text in left[left_place:i]]
    return rows


def differences(rows: Sequence[Row]) -> int:
    """In how many places the two texts differ: runs of words, whole paragraphs where they have little in common."""
    return sum(row.places for row in rows)


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


# --- What is the same on both sides ------------------------------------------------------------------------------


def _blocks(left: Sequence[str], right: Sequence[str]) -> list[Block]:
    """Runs of both sides that are the same, in order; the last one is empty and stands at both ends."""
    found: list[Block] = []
    parts = [(0, len(left), 0, len(right), DEEPEST)]
    while parts:
        i, i_end, j, j_end, depth = parts.pop()
        size = _same_at_the_start(left[i:i_end], right[j:j_end])
        found.append((i, j, size))
        i, j = i + size, j + size
        size = _same_at_the_start(left[i:i_end][::-1], right[j:j_end][::-1])
        i_end, j_end = i_end - size, j_end - size
        found.append((i_end, j_end, size))
        if (i_end - i) * (j_end - j) <= MOST_MATCHED:
            matcher = SequenceMatcher(None, left[i:i_end], right[j:j_end], autojunk=False)
            found += [(i + a, j + b, size) for a, b, size in matcher.get_matching_blocks()]
        elif depth:
            cuts = [(i + a, j + b) for a, b in _once_on_each_side(left[i:i_end], right[j:j_end])]
            starts, ends = [(i, j), *cuts], [*cuts, (i_end, j_end)]
            if cuts:
                parts += [(a, c, b, d, depth - 1) for (a, b), (c, d) in zip(starts, ends, strict=True)]
    return [*sorted(block for block in found if block[2]), (len(left), len(right), 0)]


def _same_at_the_start(left: Sequence[str], right: Sequence[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def _once_on_each_side(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Places of what stands once on the left and once on the right, as many as keep their order on both."""
    in_left, in_right = Counter(left), Counter(right)
    right_places = {text: place for place, text in enumerate(right) if in_right[text] == 1}
    both = [(i, right_places[text]) for i, text in enumerate(left) if in_left[text] == 1 and text in right_places]
    lowest: list[int] = []  # the lowest end on the right of a chain of each length
    chains: list[tuple[int, int, int]] = []  # of each pair: its places and the chain's length up to it
    for i, j in both:
        length = bisect_left(lowest, j)
        lowest[length : length + 1] = [j]
        chains.append((i, j, length))
    kept: list[tuple[int, int]] = []
    wanted = len(lowest) - 1
    for i, j, length in reversed(chains):
        if length == wanted and (not kept or j < kept[-1][1]):
            kept.append((i, j))
            wanted -= 1
    return kept[::-1]


# --- Changed paragraphs ------------------------------------------------------------------------------------------


def _differing(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    """Changed paragraphs: versions of one another beside each other, the rest by their place between those."""
    theirs, mine = [Paragraph(text) for text in left], [Paragraph(text) for text in right]
    i = j = 0
    for a, b in [*_versions(theirs, mine), (len(theirs), len(mine))]:
        yield from (_row(*both) for both in zip_longest(theirs[i:a], mine[j:b]))
        if a < len(theirs):
            yield _row(theirs[a], mine[b])
        i, j = a + 1, b + 1


def _versions(theirs: Sequence[Paragraph], mine: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Pairs of paragraphs that keep their order and share the most words; none where there are too many to look at."""
    if len(theirs) * len(mine) > MOST_PAIRED:
        return []
    # best[i][j]: most words shared by what stands from i on the left and from j on the right
    best = [[0] * (len(mine) + 1) for _place in range(len(theirs) + 1)]
    shared = [[paragraph.shared(other) for other in mine] for paragraph in theirs]
    for i in reversed(range(len(theirs))):
        for j in reversed(range(len(mine))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], shared[i][j] + best[i + 1][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(theirs) and j < len(mine):
        if shared[i][j] and best[i][j] == shared[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _row(theirs: Paragraph | None, mine: Paragraph | None) -> Row:
    if theirs is None or mine is None or not theirs.shared(mine):
        return Row(_whole(theirs), _whole(mine), places=1)
    return _marked(theirs.words, mine.words)


def _whole(paragraph: Paragraph | None) -> tuple[Piece, ...]:
    return ((paragraph.text, True),) if paragraph else ()


def _marked(left: Sequence[str], right: Sequence[str]) -> Row:
    """Both paragraphs in pieces of whole words."""
    theirs: list[Piece] = []
    mine: list[Piece] = []
    places, after_same = 0, True
    for on_left, on_right, same in _segments(left, right):
        _add(theirs, on_left, not same)
        _add(mine, on_right, not same)
        places += after_same and not same
        after_same = same
    return Row(tuple(theirs), tuple(mine), places=places)


def _segments(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """What stands on the left, what on the right, and whether it counts as the same."""
    i = j = 0
    for a, b, size in _blocks(left, right):
        if i < a or j < b:
            yield "".join(left[i:a]), "".join(right[j:b]), False
        i, j = a + size, b + size
        text = "".join(left[a:i])
        inside = (a or b) and (i < len(left) or j < len(right))
        if size:
            yield text, text, not inside or graphemes(text.strip()) >= SHORTEST_SAME


def _add(pieces: list[Piece], text: str, alone: bool) -> None:
    if not text:
        return
    if pieces and pieces[-1][1] == alone:
        pieces[-1] = (pieces[-1][0] + text, alone)
    else:
        pieces.append((text, alone))
