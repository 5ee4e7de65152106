"""Thai text that broke on its way through the clipboard, mended as far as that is certain; every change is told.

Text copied out of PDF and old documents loses or moves marks. What is mended, in this order: letters that were read in
the wrong code page; leftovers of Word and PDF; ำ in two pieces; ำ parted by a space; marks in the wrong order,
doubled, or in the wrong place; ้า for ำ; bullets; lines broken at the edge of a page. Changes that could also spoil
a right word are made only where a dictionary knows the mended word and not the given one. What cannot be mended (a
letter or a mark that is gone) is told as a share of broken words. Right text comes out unchanged.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import regex

from thai.spelling import (
    ABOVE_BELOW,
    CONSONANTS,
    LETTER_COST,
    THAI_RUN,
    WITHOUT_WORD,
    WORD_COST,
    broken_share,
    cost,
    faulty_am,
    read,
)
from thai.text import clean, refuse_unacceptable

AM, AA, NIKHAHIT, THO = "\u0e33", "\u0e32", "\u0e4d", "\u0e49"
TONES = "\u0e48-\u0e4b"
VOWEL_MARKS = "\u0e31\u0e34-\u0e3a\u0e47"
THAI = "\u0e00-\u0e7f"
AROUND = 12  # letters on each side that the dictionary is asked about
SHOWN = 40  # characters of a change that are told

LATIN_HIGH = regex.compile("[\u00a1-\u00fb]")
HIGH_NEIGHBOURS = regex.compile("[\u00a1-\u00fb]{2,}")
LEAST_HIGH, HIGH_SHARE = 4, 0.3
INVISIBLE = regex.compile(
    rf"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|(?<=[{THAI}])[\u200c\u200d]|[\u200c\u200d](?=[{THAI}])"
)
HARD_SPACE = regex.compile("[\u00a0\u2007\u202f]")
HARD_BREAK = regex.compile("[\x0b\x0c\u2028\u2029]")
# Glyphs that Thai fonts kept outside of Unicode: marks moved left or down.
FONT_GLYPHS = dict(
    zip(
        map(chr, range(0xF700, 0xF71B)),
        "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e0d\u0e31\u0e4d\u0e47"
        "\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        strict=True,
    )
)
FONT_GLYPH = regex.compile("[\uf700-\uf71a]")
DOTS = "\u2022\u25aa\u25cf\u25e6\u2023\u25a0\u25fc\u27a2\uf0a7\uf0b7\uf0d8\uf0fc\uf076"
BULLET = regex.compile(rf"^([ \t]*)(?:[{DOTS}][ \t]*|[\u00b7\u2013\u2014o\-]\t+)(?=\S)", regex.MULTILINE)
AM_IN_PIECES = regex.compile(rf"([{CONSONANTS}])([{TONES}]?){NIKHAHIT} ?([{TONES}]?){AA}")
AM_APART = regex.compile(rf"(?<=[{CONSONANTS}][{TONES}]?)[ \t]+{AA}")
MARKS_TOGETHER = regex.compile(rf"[{CONSONANTS}]?[{ABOVE_BELOW}]{{2,}}")
TONE_BEHIND_AM = regex.compile(rf"([{CONSONANTS}]?){AM}([{TONES}])")
MARK_APART = regex.compile(rf"(?<=[{CONSONANTS}][{ABOVE_BELOW}]*)[ \t]+(?=[{ABOVE_BELOW}{AM}])")
VOWEL_APART = regex.compile(rf"(?<=[\u0e40-\u0e44]|[{CONSONANTS}][\u0e31\u0e37][{TONES}]?)[ \t]+(?=[{CONSONANTS}])")
MARK_BEHIND = regex.compile(rf"([{CONSONANTS}])([{CONSONANTS}])([{VOWEL_MARKS}][{TONES}]?|[{TONES}])( ?)")
LEAST_MOVED_WORD = 4
ROUNDS = 3  # a word can be parted in several places
DOUBLED = regex.compile(rf"([{CONSONANTS}]?)([{ABOVE_BELOW}])\2+(?!{AA})")
DOUBLED_BEFORE_AA = regex.compile(rf"([{CONSONANTS}])([{TONES}])\2+{AA}")
FAULT_CERTAIN, FAULT_LIKELY = 21, 12  # two words are likelier than one fault, until the text is known to have it
MARK = regex.compile(r"\p{M}")
LEAST_LINES, LEAST_LINE, LONGEST_LINE, EVEN = 4, 40, 140, 0.85
STARTS_ANEW = regex.compile(r"\s|[-*+\u2022\u2013|(\[]|[0-9\u0e50-\u0e59]+[.)]|[\u0e01-\u0e2e][.)]")


@dataclass(frozen=True)
class Mending:
    """One change and how often it was made. `before` and `after` show at most 40 characters."""

    before: str
    after: str
    kind: str
    count: int


@dataclass(frozen=True)
class Repair:
    """The mended text, what was changed in it, and the share of its words that are broken still."""

    text: str
    mended: tuple[Mending, ...]
    broken_share: float


class _Log(Counter[tuple[str, str, str]]):
    """Every change by its kind, in the order of the first of each."""

    def note(self, before: str, after: str, kind: str) -> None:
        self[_shown(before), _shown(after), kind] += 1


def repaired(text: str) -> Repair:
    """The text mended, with every change; unchanged with no change where nothing is broken.

    Raises `thai.text.UnacceptableText` for what may not be stored. Source: text layers of published reports.
    """
    log = _Log()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for step in (
        _from_latin,
        _without_leftovers,
        _composed,
        _am_joined,
        _marks_in_order,
        _single_marks,
        _marks_in_place,
        _am_for_tho,
        _bullets,
        _lines_joined,
    ):
        text = step(text, log)
    mended = tuple(Mending(*what, count) for what, count in log.items())
    return Repair(text=text, mended=mended, broken_share=broken_share(text))


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "\u2026"


def _mend(pattern: "regex.Pattern[str]", mended: Callable, text: str, log: _Log, kind: str) -> str:
    """Every match as `mended(match)` has it, noted where that differs."""

    def one(found: "regex.Match[str]") -> str:
        after = mended(found)
        if after != found[0]:
            log.note(found[0], after, kind)
        return after

    return pattern.sub(one, text)


# --- Letters of another code page --------------------------------------------------------------------------------


def _from_latin(text: str, log: _Log) -> str:
    """TIS-620 that was read as Latin-1: most of its letters are U+00A1 to U+00FB side by side, and make Thai words."""
    high = len(LATIN_HIGH.findall(text))
    letters = sum(1 for char in text if char.isalpha() or "\u00a1" <= char <= "\u00fb")
    together = sum(map(len, HIGH_NEIGHBOURS.findall(text)))
    if high < LEAST_HIGH or high <= letters * HIGH_SHARE or together * 2 < high:
        return text
    if broken_share(LATIN_HIGH.sub(_tis, text)) > 0.5:
        return text
    return _mend(
        regex.compile(r"\S*[\u00a1-\u00fb]\S*"), lambda found: LATIN_HIGH.sub(_tis, found[0]), text, log, "code"
    )


def _tis(found: "regex.Match[str]") -> str:
    code = ord(found[0]) - 0xA0 + 0x0E00
    return found[0] if 0x0E3A < code < 0x0E3F else chr(code)


# --- Leftovers of Word and PDF -----------------------------------------------------------------------------------


def _without_leftovers(text: str, log: _Log) -> str:
    changes: tuple[tuple[regex.Pattern[str], Callable[[str], str], str], ...] = (
        (INVISIBLE, lambda char: "", "invisible"),
        (HARD_SPACE, lambda char: " ", "space"),
        (HARD_BREAK, lambda char: "\n", "break"),
        (FONT_GLYPH, FONT_GLYPHS.__getitem__, "font"),
    )
    for pattern, change, kind in changes:
        for char, count in Counter(pattern.findall(text)).items():
            shown = "\u21b5" if kind == "break" else change(char)
            log[f"U+{ord(char):04X}", shown, kind] += count
        text = pattern.sub(lambda found, change=change: change(found[0]), text)
    return text


def _bullets(text: str, log: _Log) -> str:
    def dash(found: "regex.Match[str]") -> str:
        sign = found[0].strip(" \t")
        log.note(sign if sign.isprintable() else f"U+{ord(sign):04X}", "-", "bullet")
        return f"{found[1]}- "

    return BULLET.sub(dash, text)


# --- SARA AM -----------------------------------------------------------------------------------------------------


def _composed(text: str, log: _Log) -> str:
    """ํ and า as one letter, then what `clean` does to every stored text; it keeps white space between words.

    A refusal tells the place in the whole text, not in the word.
    """
    refuse_unacceptable(text)
    text = _mend(AM_IN_PIECES, lambda found: f"{found[1]}{found[2] or found[3]}{AM}", text, log, "am")

    def token(found: "regex.Match[str]") -> str:
        after = clean(found[0])
        if after != found[0]:
            log.note(*_differing(found[0], after), "order")
        return after

    return regex.sub(r"\S+", token, text)


def _differing(before: str, after: str) -> tuple[str, str]:
    """Both without what they begin and end with alike, but for a letter on the left."""
    start = max(0, _alike(before, after) - 1)
    end = _alike(before[start:][::-1], after[start:][::-1])
    return before[start : len(before) - end], after[start : len(after) - end]


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _around(found: "regex.Match[str]") -> tuple[str, str]:
    """The Thai letters that stand next to the match."""
    left = found.string[max(0, found.start() - AROUND) : found.start()]
    right = THAI_RUN.match(found.string, found.end(), found.end() + AROUND)
    runs = THAI_RUN.findall(left)
    return runs[-1] if runs and left.endswith(runs[-1]) else "", right[0] if right else ""


def _word_at(run: str, place: int) -> tuple[int, int]:
    """First place of the word that holds this place of the run, and the place behind it."""
    start = 0
    for piece in read(run):
        if start + len(piece.text) > place:
            break
        start += len(piece.text)
    return start, start + len(piece.text)


def _am_joined(text: str, log: _Log) -> str:
    """`ด าเนินงาน` is ดำเนินงาน; where า makes the better words (`ก าร`), the space alone was wrong."""

    def joined(found: "regex.Match[str]") -> str:
        left, right = _around(found)
        options = [(cost(f"{left}{letter}{right}"), letter) for letter in (AM, AA)]
        least, letter = min(options, key=lambda option: option[0])
        if least >= cost(f"{left} ") + cost(f"{AA}{right}"):
            return found[0]
        start, end = _word_at(f"{left}{letter}{right}", len(left))
        before, behind = left[start:], right[: end - len(left) - 1]
        kind = "am" if letter == AM else "place"
        log.note(f"{before}{found[0]}{behind}", f"{before}{letter}{behind}", kind)
        return letter

    return AM_APART.sub(joined, text)


def _am_for_tho(text: str, log: _Log) -> str:
    """`ส้ารวจ` is สำรวจ. `ล้าดับ` could be two words: it is mended where the text has shown that it bears this fault."""
    if f"{THO}{AA}" not in text:
        return text
    faults = faulty_am(f"{THO}{AA}")
    runs = [run for run in THAI_RUN.findall(text) if f"{THO}{AA}" in run]
    if not any(piece.text in faults for run in runs for piece in read(run, faults, FAULT_CERTAIN)):
        return text

    def mended(found: "regex.Match[str]") -> str:
        if f"{THO}{AA}" not in found[0]:
            return found[0]
        pieces = read(found[0], faults, FAULT_LIKELY)
        for piece in pieces:
            if piece.text in faults:
                log.note(piece.text, piece.word, "tho")
        return "".join(piece.word if piece.text in faults else piece.text for piece in pieces)

    return THAI_RUN.sub(mended, text)


# --- Marks -------------------------------------------------------------------------------------------------------


def _marks_in_order(text: str, log: _Log) -> str:
    """Vowels above and below stand before tones and ์ (`ท่ี`), a tone before ำ."""

    def in_order(found: "regex.Match[str]") -> str:
        return "".join(sorted(found[0], key=lambda mark: mark in "\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e" and 1))

    text = _mend(MARKS_TOGETHER, in_order, text, log, "order")
    return _mend(TONE_BEHIND_AM, lambda found: f"{found[1]}{found[2]}{AM}", text, log, "order")


def _marks_in_place(text: str, log: _Log) -> str:
    """Marks and letters that a space has parted from their word, and marks that slid behind the next letter."""
    for pattern in (MARK_APART, VOWEL_APART) * ROUNDS:
        text = pattern.sub(partial(_joined, log), text)
    return _slid_back(text, log)


def _joined(log: _Log, found: "regex.Match[str]") -> str:
    left, right = _around(found)
    if cost(left + right) >= cost(left) + cost(right):
        return found[0]
    start, end = _word_at(left + right, len(left))
    log.note(f"{left[start:]} {right[: end - len(left)]}", (left + right)[start:end], "place")
    return ""


def _slid_back(text: str, log: _Log) -> str:
    """`พฒั นา` is พัฒนา, `ปรับปรงุ` is ปรับปรุง: only where the dictionary has no word for the letters as they are."""
    unread = _unread(text)

    def slid(found: "regex.Match[str]") -> str:
        if not any(place in unread for place in range(*found.span())):
            return found[0]
        left, right = _around(found)
        after = f"{found[1]}{found[3]}{found[2]}"
        is_word = any(
            after in piece.text and (found[4] or len(piece.text) >= LEAST_MOVED_WORD)
            for piece in read(left + after + right)
            if piece.word != WITHOUT_WORD
        )
        before = cost(left + found[0].rstrip()) + cost(right) if found[4] else cost(left + found[0] + right)
        if not is_word or cost(left + after + right) + LETTER_COST - WORD_COST >= before:
            return found[0]
        log.note(found[0] + right[:3], after + right[:3], "place")
        return after

    return MARK_BEHIND.sub(slid, text)


def _unread(text: str) -> set[int]:
    """The places of the letters that belong to no word."""
    places = set()
    for found in THAI_RUN.finditer(text):
        at = found.start()
        for piece in read(found[0]):
            if piece.word == WITHOUT_WORD:
                places.add(at)
            at += len(piece.text)
    return places


def _single_marks(text: str, log: _Log) -> str:
    """`สััญลัักษณ์์` is สัญลักษณ์. Two tones before า can be the trace of ำ: `น้้า` is น้ำ, unless marks are doubled elsewhere."""
    is_usual = DOUBLED.search(text) is not None
    text = _mend(DOUBLED, lambda found: found[1] + found[2], text, log, "double")

    def before_aa(found: "regex.Match[str]") -> str:
        left, right = _around(found)
        vowels = (AA, AM) if is_usual else (AM, AA)
        return min(
            (f"{found[1]}{found[2]}{vowel}" for vowel in vowels), key=lambda letters: cost(left + letters + right)
        )

    return _mend(DOUBLED_BEFORE_AA, before_aa, text, log, "double")


# --- Lines -------------------------------------------------------------------------------------------------------


def _lines_joined(text: str, log: _Log) -> str:
    """Lines that end at the edge of a page go on: four or more of them, as long as one another but for the last."""
    blocks = regex.split(r"(\n[ \t]*\n\s*)", text)
    return "".join(_block_joined(block, log) if not place % 2 else block for place, block in enumerate(blocks))


def _block_joined(block: str, log: _Log) -> str:
    lines = block.strip("\n").split("\n")
    lengths = [len(MARK.sub("", line.rstrip())) for line in lines]
    longest = max(lengths)
    is_even = all(length >= longest * EVEN for length in lengths[:-1])
    if len(lines) < LEAST_LINES or not LEAST_LINE <= longest <= LONGEST_LINE or not is_even:
        return block
    if any(STARTS_ANEW.match(line) for line in lines[1:]) or "|" in block:
        return block
    joined = lines[0]
    for line in lines[1:]:
        is_thai = bool(regex.search(f"[{THAI}]$", joined)) and bool(regex.match(f"[{THAI}]", line))
        between = "" if is_thai or joined.endswith(" ") else " "
        log.note(f"{joined[-6:]}\u21b5{line[:6]}", f"{joined[-6:]}{between}{line[:6]}", "line")
        joined += between + line
    return joined + block[len(block.rstrip("\n")) :]
