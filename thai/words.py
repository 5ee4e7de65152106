"""Thai text in words, nothing of it lost: what is compared and counted word by word.

Thai puts no space between words, so they are found by dictionary (PyThaiNLP, newmm). Its import and its dictionary
take half a second and 80 MB, hence they are loaded by the first text that holds Thai, never with this module: a page
of an answer and its save must not need them.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

import regex

from thai.text import GRAPHEME

DIGIT = "0-9\u0e50-\u0e59"
THAI_LETTERS = "\u0e01-\u0e3a\u0e40-\u0e4e"
RUN = regex.compile(
    rf"(?P<thai>[{THAI_LETTERS}]+)|\s+|[{DIGIT}]+(?:[.,:][{DIGIT}]+)*|\p{{Latin}}+(?:[-'\u2019]\p{{Latin}}+)*|\X"
)
MARK = regex.compile(r"\p{M}")
# A letter or a digit; PAIYANNOI and MAIYAMOK alone are signs behind a word.
READ_AS_WORD = regex.compile(r"(?V1)[[\p{L}\p{N}]--[\u0e2f\u0e46]]")
WINDOW = 1_000  # characters without a space that the dictionary is asked about at once: it can need n² steps
LONGEST_WORD = 60


def words(text: str) -> list[str]:
    """The text in pieces that joined give it back: Thai words, numbers (1,085 and 96.2 whole), Latin words, spaces.

    Every other character is a piece of its own. No piece ends inside of a grapheme, and none but the first starts
    with a combining mark. Where Thai runs on for more than 1,000 characters, it is read window by window.
    """
    whole = {found.start() for found in GRAPHEME.finditer(text)}
    ends = accumulate(len(piece) for piece in _pieces(text))
    cuts = [end for end in ends if end in whole and not MARK.match(text, end)]
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)]) if end > start]


def count_words(text: str) -> int:
    """How many words a reader counts: numbers are words, spaces and signs are not."""
    return sum(1 for piece in words(text) if READ_AS_WORD.search(piece))


def _pieces(text: str) -> Iterator[str]:
    for found in RUN.finditer(text):
        if found["thai"]:
            yield from _thai(found[0])
        else:
            yield found[0]


def _thai(run: str) -> Iterator[str]:
    """Words of a run of Thai letters. The end of a window is read again, its words may go on behind it."""
    from pythainlp.tokenize.newmm import segment

    while len(run) > WINDOW:
        found = segment(run[:WINDOW])
        found = found[: bisect_right(list(accumulate(map(len, found))), WINDOW - LONGEST_WORD)] or found
        yield from found
        run = run[sum(map(len, found)) :]
    yield from segment(run)
