"""What a text says of approach, deployment, learning and integration: lamps that help to read it, never a score.

Signals come in pairs (a phrase and something that gives it substance); weak words and negations put a phrase out.
The phrases are data: fixtures/phrases/, versioned. Why so: docs/decisions/0012-lamps.md.
"""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import regex
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from criteria.kinds import PROCESS_FACTORS
from thai.digits import to_arabic

PHRASES = Path(settings.BASE_DIR, "fixtures", "phrases", "adli-1.json")
BEFORE = 15  # characters before a phrase in which a negation or a weak word puts it out
LONGEST_WORD = 20
SHOWN = 3
LONGEST_READ = 40_000  # characters; more than any answer holds

FULL, HALF, NONE = "full", "half", "none"


# An example for each factor.
HINTS = {
    "A": _("บอกขั้นตอน ผู้รับผิดชอบ และรอบเวลา เช่น ทบทวนปีละ 2 ครั้งโดยคณะทำงาน"),
    "D": _("บอกว่าทำจริงที่ใด กี่แห่ง หรือครบทุกหน่วยหรือไม่ เช่น ใช้ครบ 12 เขต"),
    "L": _("บอกว่าพบอะไรแล้วปรับอะไร เช่น พบว่าใช้เวลานาน จึงลดขั้นตอนจาก 9 เหลือ 5"),
    "I": _("บอกว่าเชื่อมกับยุทธศาสตร์ แผน หรือกระบวนการใด เช่น ตอบวัตถุประสงค์เชิงยุทธศาสตร์ข้อ 2"),
}
WORDS = {FULL: _("พบ"), HALF: _("พบบางส่วน"), NONE: _("ยังไม่พบ")}


@dataclass(frozen=True)
class Lamp:
    """One factor: `state` full (a phrase and its substance), half (one of them), none; `found` as it was typed."""

    letter: str
    label: str
    state: str
    found: tuple[str, ...]

    @property
    def word(self) -> str:
        """The state for those who do not see the shape."""
        return str(WORDS[self.state])

    @property
    def hint(self) -> str:
        """What would light it, for a lamp that is not full."""
        return str(HINTS[self.letter])


@dataclass(frozen=True)
class Signals:
    """The compiled list of one factor."""

    phrases: "regex.Pattern[str]"
    pairs: "regex.Pattern[str]"
    pair_alone: bool


@lru_cache(maxsize=128)
def lamps_of(text: str) -> tuple[Lamp, ...]:
    """The four lamps of a text in the order A, D, L, I. Deterministic; the same text is read once a process."""
    read = to_arabic(text[:LONGEST_READ])
    put_out, factors = _signals()
    return tuple(_lamp(factor, factors[factor.value], put_out, read, text) for factor in PROCESS_FACTORS)


def _lamp(factor, signals: Signals, put_out, read: str, text: str) -> Lamp:
    phrases = _standing(signals.phrases, put_out, read)
    pairs = _standing(signals.pairs, put_out, read) if phrases or signals.pair_alone else []
    state = FULL if phrases and pairs else HALF if phrases or pairs else NONE
    found = dict.fromkeys(text[start:end].strip() for start, end in (*phrases, *pairs))
    return Lamp(factor.value, str(factor.label), state, tuple(found)[:SHOWN])


def _standing(pattern, put_out, read: str) -> list[tuple[int, int]]:
    """Where the signals stand that nothing before them puts out."""
    spans = (match.span() for match in pattern.finditer(read))
    return [(start, end) for start, end in spans if not _is_out(put_out, read, start)]


def _is_out(put_out, read: str, start: int) -> bool:
    before = put_out.finditer(read, max(0, start - BEFORE - LONGEST_WORD), start)
    return any(word.end() >= start - BEFORE for word in before)


@cache
def _signals() -> tuple["regex.Pattern[str]", dict[str, Signals]]:
    data = json.loads(PHRASES.read_text())
    put_out = regex.compile("|".join(regex.escape(word) for word in (*data["negations"], *data["weak"])))
    factors = {
        letter: Signals(
            regex.compile("|".join(_phrase(phrase) for phrase in sorted(given["phrases"], key=len, reverse=True))),
            regex.compile("|".join(given["pairs"])),
            given.get("pair_alone", True),
        )
        for letter, given in data["factors"].items()
    }
    return put_out, factors


def _phrase(phrase: str) -> str:
    """A phrase as a pattern: spaces may be missing, an ellipsis stands for a few words of the same line."""
    return r"[^\n]{1,30}?".join(r"\s*".join(map(regex.escape, part.split())) for part in phrase.split("…"))
