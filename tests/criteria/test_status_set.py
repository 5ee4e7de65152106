"""The shipped set pmqa40-status: counts and required sub-topics of domain.md 2.1 and 2.4, wording of our own."""

import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from criteria.loader import Outcome, load_file
from criteria.models import CriteriaSet
from criteria.outline import outline_of
from criteria.reader import read_set
from criteria.validation import problems

FILE = Path(__file__).parents[2] / "fixtures" / "criteria" / "pmqa40-status.json"
OTHER = FILE.with_name("pmqa-2562.json")
# Basic/Advance/Significance of the items x.1 to x.4, domain.md 2.1
CHECKPOINTS = {
    "1": ["311", "333", "321", "422"],
    "2": ["421", "212", "323", "133"],
    "3": ["111", "111", "312", "322"],
    "4": ["322", "222", "222", "231"],
    "5": ["233", "442", "233", "322"],
    "6": ["222", "342", "222", "232"],
}
REQUIRED = {"7.1": "14", "7.2": "12", "7.3": "12", "7.4": "12", "7.5": "1", "7.6": "13"}  # domain.md 2.4


@pytest.fixture(scope="module")
def parsed():
    return read_set(FILE)


@pytest.fixture(scope="module")
def checkpoints(parsed) -> list[dict]:
    return [record.values for record in parsed.of("question") if record.spelling == "checkpoint"]


def test_it_is_sound(parsed):
    assert [str(problem) for problem in problems(parsed)] == []


@pytest.mark.django_db
def test_it_loads_published_beside_the_other_set():
    assert [load_file(path) for path in (OTHER, FILE, FILE)] == [Outcome.CREATED, Outcome.CREATED, Outcome.UNCHANGED]
    criteria_set = CriteriaSet.objects.get(code="pmqa40-status")
    assert (criteria_set.status, criteria_set.scheme, criteria_set.points) == ("published", "levels", Decimal(500))
    assert criteria_set.shortfall == "proportional"
    assert len(outline_of(criteria_set).questions) == 13 + 160


def test_levels_hold_as_many_checkpoints_as_the_status_assessment_has(checkpoints):
    given = Counter(each["code"].rstrip("0123456789") for each in checkpoints)
    wanted = {
        f"{category}.{number}-{level}": int(count)
        for category, items in CHECKPOINTS.items()
        for number, counts in enumerate(items, 1)
        for level, count in zip("BAS", counts, strict=True)
    }
    assert given == wanted


def test_required_sub_topics(parsed):
    required: dict[str, str] = {}
    topics = Counter()
    for record in parsed.of("area"):
        item, code = record.parent_key[1], record.values["code"]
        if item.startswith("7."):
            topics[item] += 1
            required[item] = required.get(item, "") + (code if record.values["required"] else "")
    assert required == REQUIRED
    assert set(topics.values()) == {5}


def test_the_profile_is_that_of_the_other_set(parsed):
    """So that its answers can be carried from one set to the other."""
    texts = {record.values["code"]: record.values["text_th"] for record in parsed.of("question")}
    other = {record.values["code"]: record.values["text_th"] for record in read_set(OTHER).of("question")}
    profile = {code: text for code, text in other.items() if code.startswith("P-")}
    assert len(profile) == 13
    assert {code: texts[code] for code in profile} == profile


def test_checkpoints_are_open_questions_with_guidance(checkpoints):
    wrong = [
        each["code"]
        for each in checkpoints
        if "หรือไม่" in each["text_th"]
        or not 90 <= len(each["text_th"]) <= 300
        or not 150 <= len(each["guidance_th"]) <= 450
        or not each["text_en"].endswith("?")
        or not 1 <= len(each["characteristics"]) <= 3
    ]
    assert wrong == []


def test_no_two_checkpoints_say_the_same(checkpoints):
    for name in ("title_th", "text_th", "guidance_th", "text_en", "guidance_en"):
        counted = Counter(each[name] for each in checkpoints)
        assert [text for text, count in counted.items() if count > 1] == []


def test_thai_is_written_in_one_way(parsed):
    texts = [
        (record.label, value)
        for record in parsed.records
        for name, value in record.values.items()
        if name.endswith(("_th", "note"))
    ]
    wrong = [
        label
        for label, text in texts
        if "องค์กร" in text or "  " in text or "\u200b" in text or not unicodedata.is_normalized("NFC", text)
    ]
    assert wrong == []
