"""Forty demonstration answers, marked by hand before the lamps read them: of ten lamps eight are right, lit or dark."""

import csv
import json
from pathlib import Path

from django.conf import settings

from assessments.lamps import NONE, lamps_of

MARKED = Path(__file__).with_name("lamps_marked.csv")
DEMO = Path(settings.BASE_DIR, "fixtures", "demo")
RIGHT = 0.8


def text_of(document: str, question: str) -> str:
    answers = json.loads((DEMO / f"{document}.json").read_text())["answers"]
    return next(answer["text"] for answer in answers if answer["question"] == question)


def is_lit(lamp) -> bool:
    """Half a lamp is lit: it says that something was found."""
    return lamp.state != NONE


def test_eight_of_ten_lamps_are_right_in_each_direction(capsys):
    with MARKED.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 40
    table = {letter: {"1": [], "0": []} for letter in "ADLI"}
    wrong = []
    for row in rows:
        for lamp in lamps_of(text_of(row["document"], row["question"])):
            mark = row[lamp.letter]
            table[lamp.letter][mark].append(is_lit(lamp) == (mark == "1"))
            if is_lit(lamp) != (mark == "1"):
                wrong.append((row["document"][:5], row["question"], lamp.letter, mark, lamp.state, lamp.found))
    with capsys.disabled():
        for letter, sides in table.items():
            print(letter, *(f"{sum(found)}/{len(found)}" for found in sides.values()))  # noqa: T201
    for side in "10":
        found = [right for sides in table.values() for right in sides[side]]
        assert sum(found) / len(found) >= RIGHT, wrong
