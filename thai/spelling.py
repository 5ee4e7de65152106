"""Thai read by a dictionary: which words stand in a run of letters, and what in it is no word.

A run is read into known words and single letters that belong to none, at the least cost: a word costs 10, a letter
without a word 15. So few long words win over many short ones, of which a dictionary has something for any letters.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import regex

LONGEST = 24  # letters of a word that is looked for
CONSONANTS = "\u0e01-\u0e2e"
ABOVE_BELOW = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
THAI_RUN = regex.compile("[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]+")
NEVER_FIRST = regex.compile(f"[\u0e30\u0e32\u0e33{ABOVE_BELOW}]")
WORD_COST, LETTER_COST = 10, 15
LOST_AM_COST = 12
SHORTEST_FAULT = 4
WITHOUT_WORD = "unknown"


class Piece(NamedTuple):
    """A word, a fault with the word that it stands for, or a letter of no word: `word` is then WITHOUT_WORD."""

    text: str
    word: str


@cache
def dictionary() -> frozenset[str]:
    """The words of two letters and more. Loaded by the first question: 20 ms and 8 MB."""
    from pythainlp.corpus import thai_words

    return frozenset(word for word in thai_words() if len(word) > 1)


@cache
def faulty_am(instead: str) -> Mapping[str, str]:
    """Words with ำ, of four letters and more, by how they look with `instead` for it; no form that is itself a word."""
    words = dictionary()
    return {
        form: word
        for word in words
        if "\u0e33" in word
        and len(form := word.replace("\u0e33", instead)) >= SHORTEST_FAULT
        and form not in words
        and NEVER_FIRST.match(form) is None
    }


def read(run: str, faults: Mapping[str, str] | None = None, fault_cost: int = 0) -> list[Piece]:
    """The run in pieces, none left out; a word never ends before a mark or a vowel that leans on its letter."""
    words, faults = dictionary(), faults or {}
    length = len(run)
    whole = [NEVER_FIRST.match(letter) is None for letter in run] + [True]
    costs, steps = [0] * (length + 1), [1] * (length + 1)
    for end in range(1, length + 1):
        least, step = costs[end - 1] + LETTER_COST, 1
        if whole[end]:
            for size in range(2, min(LONGEST, end) + 1):
                before = costs[end - size]
                if before + WORD_COST > least or not whole[end - size]:
                    continue
                piece = run[end - size : end]
                price = WORD_COST if piece in words else fault_cost if piece in faults else 0
                if price and before + price <= least:
                    least, step = before + price, size
        costs[end], steps[end] = least, step
    pieces, end = [], length
    while end:
        piece = run[end - steps[end] : end]
        word = piece if piece in words else faults.get(piece, WITHOUT_WORD)
        pieces.append(Piece(piece, word if len(piece) > 1 else WITHOUT_WORD))
        end -= steps[end]
    return pieces[::-1]


@lru_cache(maxsize=4096)
def cost(text: str) -> int:
    """What reading costs: the runs of the text, and 15 for every mark that stands behind no letter."""
    pieces = (piece for run in THAI_RUN.findall(text) for piece in read(run))
    return sum(LETTER_COST if piece.word == WITHOUT_WORD else WORD_COST for piece in pieces)


def broken_share(text: str) -> float:
    """The share of Thai words that are broken, 0 to 1: what is in no dictionary, and words whose ำ has become า.

    Abbreviations (letters before a full stop) count as right. Names count as broken: right prose has up to 0.04.
    """
    words = broken = 0
    for found in THAI_RUN.finditer(text):
        is_short = text[found.end() : found.end() + 1] == "." and len(found[0]) <= 4
        stands_alone = False
        for piece in read(found[0], faulty_am("\u0e32"), LOST_AM_COST):
            if piece.word != WITHOUT_WORD:
                words += 1
                broken += piece.word != piece.text
                stands_alone = False
            elif not stands_alone:
                words += 1
                broken += not is_short
                stands_alone = True
    return broken / words if words else 0.0
