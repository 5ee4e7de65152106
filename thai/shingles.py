"""Which texts say the same in the same words: samples of overlapping runs of letters, and the passages two texts share.

Only letters, marks above and below, and digits count, in one case and in Arabic digits: neither spaces nor punctuation
nor the way a list is typed makes a copy another text. Thai is written without spaces between words, hence letters.
"""

from hashlib import blake2b

import regex

from thai.digits import to_arabic

LENGTH = 12  # letters of a run
SIZE = 64  # runs of a sample
COUNTED = regex.compile(r"[\p{L}\p{M}\p{N}]")
MARK = regex.compile(r"\p{M}")


def sample_of(text: str) -> tuple[int, ...]:
    """The least hashes of the runs of the text, rising, at most SIZE: the same for the same text on every machine.

    Two texts that share a part of their runs share about that part of the least ones (bottom-k sketch), whatever their
    length. A hash is a signed number of 64 bits, as databases hold them.
    """
    letters = "".join(_letters(text)[0])
    hashes = {_hash(letters[at : at + LENGTH]) for at in range(len(letters) - LENGTH + 1)}
    return tuple(sorted(hashes)[:SIZE])


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """About which part of the runs of both texts stands in both, 0 to 1; 0 for a text without runs."""
    least = sorted({*one, *other})[:SIZE]
    shared = set(one) & set(other)
    return sum(each in shared for each in least) / len(least) if least else 0.0


def shared_passages(text: str, other: str) -> list[tuple[str, bool]]:
    """The text in pieces, in order, none left out: (piece, True) stands in the other text too."""
    letters, places = _letters(text)
    whole, known = "".join(letters), _runs("".join(_letters(other)[0]))
    pieces: list[tuple[str, bool]] = []
    done = 0
    for first, last in _covered(whole, known):
        start, end = _whole_letters(text, places[first], places[last] + 1)
        if start > done:
            pieces.append((text[done:start], False))
        pieces.append((text[max(start, done) : end], True))
        done = end
    if done < len(text):
        pieces.append((text[done:], False))
    return pieces


def _letters(text: str) -> tuple[list[str], list[int]]:
    """What counts of the text, letter by letter, and where each of them stands in it."""
    places = [found.start() for found in COUNTED.finditer(text)]
    return [to_arabic(text[at]).lower()[:1] for at in places], places


def _runs(letters: str) -> set[str]:
    return {letters[at : at + LENGTH] for at in range(len(letters) - LENGTH + 1)}


def _covered(letters: str, known: set[str]) -> list[tuple[int, int]]:
    """First and last letter of each stretch that runs of the other text cover without a gap."""
    found: list[tuple[int, int]] = []
    for at in range(len(letters) - LENGTH + 1):
        if letters[at : at + LENGTH] in known:
            last = at + LENGTH - 1
            if found and at <= found[-1][1] + 1:
                found[-1] = (found[-1][0], last)
            else:
                found.append((at, last))
    return found


def _whole_letters(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch widened so that no mark is parted from the letter that carries it."""
    while start > 0 and MARK.match(text[start]):
        start -= 1
    while end < len(text) and MARK.match(text[end]):
        end += 1
    return start, end


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big", signed=True)
