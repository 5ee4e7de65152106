"""The shipped criteria: complete, counted, written with care."""

import json
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import regex

from criteria.loader import Outcome, load_file
from criteria.models import CriteriaSet
from criteria.outline import outline_of
from criteria.reader import read_set
from criteria.validation import problems

FILE = Path(__file__).parents[2] / "fixtures" / "criteria" / "pmqa-2562.json"
CHARACTERISTICS = ["OPEN", "PROACTIVE", "SHARED", "DIGITAL", "AGILE"]
CHARACTERISTICS += ["PREPARED", "PARTICIPATION", "INNOVATION", "PEOPLE", "ADAPTIVE"]
# scoring.md 1
CATEGORY_POINTS = {"P": 0, "1": 120, "2": 80, "3": 110, "4": 100, "5": 90, "6": 100, "7": 400}
ITEM_POINTS = {"1": [60, 60], "2": [40, 40], "3": [55, 55], "4": [50, 50], "5": [45, 45], "6": [50, 50]} | {
    "P": [0, 0],
    "7": [60, 70, 70, 70, 60, 70],
}
QUESTIONS = {"P": 13, "1": 11, "2": 13, "3": 10, "4": 15, "5": 14, "6": 10, "7": 18}
SENTENCE_END = regex.compile(r"[.?!][\"”’)]?(?= [A-Z\"“‘(]|$)")


@pytest.fixture(scope="module")
def parsed():
    return read_set(FILE)


@pytest.fixture(scope="module")
def questions(parsed) -> dict[str, dict]:
    return {record.values["code"]: record.values for record in parsed.of("question")}


def category_of(question: dict) -> str:
    return question["code"][0]


def test_it_is_sound(parsed):
    assert [str(problem) for problem in problems(parsed)] == []


@pytest.mark.django_db
def test_it_loads_published_and_again_without_a_change():
    assert load_file(FILE) == Outcome.CREATED
    assert load_file(FILE) == Outcome.UNCHANGED

    criteria_set = CriteriaSet.objects.get(code="pmqa-2562")
    assert (criteria_set.status, criteria_set.scheme, criteria_set.points) == ("published", "adli-letci", Decimal(1000))
    assert list(outline_of(criteria_set).questions)[:2] == ["P-1", "P-2"]


def test_points_are_those_of_the_scoring_paper(parsed):
    items: dict[str, list] = {}
    for record in parsed.of("item"):
        items.setdefault(record.parent_key[1], []).append(record.values["points"])

    assert {record.values["code"]: record.values["points"] for record in parsed.of("category")} == CATEGORY_POINTS
    assert items == ITEM_POINTS


def test_scale_and_maturity_are_those_of_the_scoring_paper(parsed):
    values = parsed.criteria_set.values

    assert [len(band) for band in values["bands"]] == [2, 4, 4, 4, 4, 3]
    assert [percent for band in values["bands"] for percent in band] == list(range(0, 101, 5))
    assert (values["gate"], values["thresholds"]) == (1, ["0.25", "0.50", "0.75", "0.95"])
    assert [row[:2] for row in values["maturity"]] == [
        ["0", "เริ่มต้น"],
        ["275", "กำลังพัฒนา"],
        ["350", "เป็นระบบ"],
        ["450", "เป็นระบบและได้ผล"],
        ["650", "ดีเด่น"],
        ["750", "ต้นแบบ"],
    ]


def test_questions_are_counted(questions):
    counts = Counter(category_of(question) for question in questions.values())

    assert counts == QUESTIONS
    assert sum(count for code, count in counts.items() if code in "123456") >= 66


def test_every_results_area_is_asked(parsed):
    areas = [record.key for record in parsed.of("area") if record.key[1].startswith("7.")]
    asked = Counter(record.parent_key for record in parsed.of("question"))

    assert len(areas) == 18
    assert all(asked[key] >= 1 for key in areas)


def test_rubric_is_whole_and_no_text_stands_twice(parsed):
    rows = parsed.of("rubric")

    assert len(rows) == 48
    for language in ("text_th", "text_en"):
        assert [text for text, count in Counter(row.values[language] for row in rows).items() if count > 1] == []


def test_tags_are_the_ten_and_the_three(parsed, questions):
    assert [record.values["code"] for record in parsed.of("characteristic")] == CHARACTERISTICS
    assert [record.values["code"] for record in parsed.of("successfactor")] == [
        "COLLABORATION",
        "INNOVATION",
        "DIGITALIZATION",
    ]
    assert {code for question in questions.values() for (code,) in question["characteristics"]} == set(CHARACTERISTICS)
    assert [code for code, question in questions.items() if not 1 <= len(question["characteristics"]) <= 3] == []


def test_guidance_has_two_to_five_sentences(questions):
    """Counted in English: Thai marks no end of a sentence."""
    counts = {code: len(SENTENCE_END.findall(question["guidance_en"])) for code, question in questions.items()}

    assert {code: count for code, count in counts.items() if not 2 <= count <= 5} == {}
    assert [code for code, question in questions.items() if question["guidance_th"].count(" ") < counts[code] - 1] == []


@pytest.mark.parametrize("field", ["guidance_th", "guidance_en", "text_th", "text_en"])
def test_no_two_questions_share_a_text(questions, field):
    texts = Counter(question[field] for question in questions.values())

    assert [text for text, count in texts.items() if count > 1] == []


def test_no_two_guidances_share_a_sentence(questions):
    sentences = Counter(
        sentence for question in questions.values() for sentence in regex.split(r"(?<=[.?!]) ", question["guidance_en"])
    )

    assert [sentence for sentence, count in sentences.items() if count > 1 and len(sentence) > 8] == []


def test_texts_are_written_as_they_are_stored(parsed):
    """NFC, SARA AM in one piece, clean, no double space, nothing invisible; องค์การ as the criteria write it."""
    fields = [(entry["fields"].get("code"), entry["fields"]) for entry in json.loads(FILE.read_text(encoding="utf-8"))]
    texts = [(code, name, text) for code, values in fields for name, text in values.items() if isinstance(text, str)]
    faulty = [
        (code, name)
        for code, name, text in texts
        if not unicodedata.is_normalized("NFC", text)
        or regex.search(r"\u0e4d\u0e32|[\u200b-\u200f\u2028-\u202e\u2060\ufeff]|  |\n|เเ", text)
        or text != text.strip()
        or "องค์กร" in text
    ]

    assert faulty == []
