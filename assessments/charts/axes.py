"""The spokes of a radar from codes and titles: what all titles begin with left out, the rest in short lines."""

import re
from collections.abc import Sequence
from unicodedata import category as kind_of

import regex

from assessments.charts.radar_chart import Axis

LEADING_VOWELS = "เแโใไ"
MORE = "…"
AXIS_LETTERS = 13  # more would shrink the type of a radar below 7.5 pt
AXIS_LINES = 5
JOINTS = "และ|ด้าน|ของ|เชิง|กับ|ผู้|ระบบ|บุคลากร|พันธกิจ|ความรู้|ห่วงโซ่|ต้นแบบ|เศรษฐกิจ|สาธารณสุข|นวัตกรรม|กระบวนการ"
BEFORE_JOINT = re.compile(rf" |(?={JOINTS})|(?<=ผลลัพธ์)")
ENDS_OF_SHARED = ("ด้าน", "ตัวชี้วัด")
GRAPHEME = regex.compile(r"\X")


def axes_of(named: Sequence[tuple[str, str]], here: str = "") -> list[Axis]:
    """A spoke for each code and title; the one of the code `here` is where the reader is."""
    start = shared([name for _code, name in named])
    return [Axis(_lines(name.removeprefix(start)), code, name, code == here) for code, name in named]


def shared(names: Sequence[str]) -> str:
    """What all names begin with, up to a joining word."""
    for end in ENDS_OF_SHARED:
        before, joint, _after = names[0].partition(end)
        if joint and all(name.startswith(before + joint) for name in names):
            return before + joint
    return ""


def fit(text: str, letters: int) -> str:
    """The text within so much room, whole letters, cut with …"""
    if _letters(text) <= letters:
        return text
    kept = ""
    for letter in GRAPHEME.findall(text):
        if _letters(kept + letter) > letters - 1:
            break
        kept += letter
    return kept.rstrip(LEADING_VOWELS + " ") + MORE


def _lines(name: str) -> tuple[str, ...]:
    """Lines of at most AXIS_LETTERS, parted before a joining word; a piece that is longer by itself is cut."""
    lines: list[str] = []
    for piece in filter(None, BEFORE_JOINT.split(name)):
        if lines and _letters(lines[-1] + piece) <= AXIS_LETTERS:
            lines[-1] += piece
        else:
            lines.append(piece)
    shown = [fit(line, AXIS_LETTERS) for line in lines[:AXIS_LINES]]
    if len(lines) > AXIS_LINES and not shown[-1].endswith(MORE):
        shown[-1] += MORE
    return tuple(shown)


def _letters(text: str) -> int:
    """How many signs take room on the line: marks above and below take none."""
    return sum(kind_of(sign) != "Mn" for sign in text)
