"""The demonstration is worth reading: whole, honest, of many shapes; and what it submits is what it holds."""

import json
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Membership, User
from accounts.roles import Role
from assessments.document import canonical, document_of, fingerprint
from assessments.live import LiveRows
from assessments.models import Assessment
from assessments.models.kpi_dictionary import DICTIONARY
from assessments.scorecard import inputs_from_rows, scorecard
from assessments.statuses import EventKind, Status
from criteria.outline import outline_of
from pmqa.management.commands.demo import PASSWORD, PEOPLE
from thai.text import clean, graphemes

FOLDER = Path(settings.BASE_DIR, "fixtures")
DOCUMENTS = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(FOLDER, "demo").glob("*.json"))
}
FULL = DOCUMENTS["A0008-2568"]
YEAR = FULL["fiscal_year"]
RUN = 40
# 60 to 200 Thai words. No library that divides Thai into words is installed; a word has four to five characters on
# average, so the length stands for the count.
SHORTEST, LONGEST = 300, 1000


def questions() -> set[str]:
    """The codes of every question of the shipped set."""
    entries = json.loads(Path(FOLDER, "criteria", "pmqa-2562.json").read_text(encoding="utf-8"))
    return {entry["fields"]["code"] for entry in entries if entry["model"] == "criteria.question"}


def figures(row: dict, key: str) -> dict[int, Decimal]:
    return {int(year): Decimal(value) for year, value in row.get(key, {}).items()}


def current(row: dict) -> int:
    return max(year for year in figures(row, "values") if year <= YEAR)


def misses_its_target(row: dict) -> bool:
    value, target = figures(row, "values")[current(row)], figures(row, "targets").get(current(row))
    if target is None:
        return False
    return value < target if row["direction"] == "higher" else value > target


def has_comparator(row: dict) -> bool:
    return bool((row.get("comparator") or {}).get("values"))


def falls(row: dict) -> bool:
    """The last value is worse than the first."""
    values = figures(row, "values")
    change = values[max(values)] - values[min(values)]
    return change < 0 if row["direction"] == "higher" else change > 0


def has_gap(row: dict) -> bool:
    return any(later - earlier > 1 for earlier, later in pairwise(sorted(figures(row, "values"))))


def test_the_full_document_answers_every_question():
    assert {row["question"] for row in FULL["answers"] if row["text"]} == questions()
    assert len(FULL["answers"]) == 104


def test_every_answer_of_the_full_document_is_a_substantial_one():
    lengths = {row["question"]: graphemes(row["text"]) for row in FULL["answers"]}
    characters = {row["question"]: len(row["text"]) for row in FULL["answers"]}
    assert {code: length for code, length in characters.items() if not SHORTEST <= length <= LONGEST} == {}
    assert min(lengths.values()) > SHORTEST * 3 / 4


def test_no_two_answers_share_a_long_run_of_letters():
    seen: dict[str, str] = {}
    shared = []
    for unit, document in DOCUMENTS.items():
        for row in document["answers"]:
            where, text = f"{unit} {row['question']}", "".join(row["text"].split())
            for start in range(len(text) - RUN + 1):
                other = seen.setdefault(text[start : start + RUN], where)
                if other != where:
                    shared.append((other, where, text[start : start + RUN]))
    assert shared == []


def test_texts_are_as_the_product_would_store_them():
    for document in DOCUMENTS.values():
        texts = [row["text"] for row in document["answers"]] + [row["name"] for row in document["indicators"]]
        assert [text for text in texts if clean(text) != text] == []


def test_indicators_stand_in_all_six_items_over_three_to_five_years():
    assert {row["item"] for row in FULL["indicators"]} == {f"7.{number}" for number in range(1, 7)}
    years = Counter(len(row["values"]) for row in FULL["indicators"])
    assert years[3] + years[4] + years[5] >= 30
    assert max(years) <= 5


@pytest.mark.parametrize(
    ("shape", "least"),
    [
        (misses_its_target, 8),
        (lambda row: not has_comparator(row), 6),
        (falls, 4),
        (has_gap, 3),
        (lambda row: row["direction"] == "lower", 3),
        (lambda row: Decimal(0) in figures(row, "values").values(), 2),
    ],
    ids=["misses its target", "no comparator", "falls", "gap in the years", "lower is better", "0 is a value"],
)
def test_indicators_are_of_many_shapes(shape, least):
    assert len([row["code"] for row in FULL["indicators"] if shape(row)]) >= least


def assessment_of(unit: str) -> Assessment:
    return Assessment.objects.with_place().get(unit__code=unit, cycle__fiscal_year=YEAR)


def test_the_demonstration_loads_whole(demo):
    loaded = Assessment.objects.values_list("cycle__fiscal_year", "unit__code", "status")
    assert {(year, unit): status for year, unit, status in loaded} == {
        (2567, "A0008"): Status.APPROVED,
        (2568, "A0008"): Status.DRAFT,
        (2568, "A0016"): Status.DRAFT,
        (2568, "P55"): Status.SUBMITTED,
    }
    assert set(Assessment.objects.values_list("is_demo", flat=True)) == {True}
    assert set(User.objects.values_list("username", flat=True)) == {*PEOPLE, "lead3", "approver3", "assessor3"}
    assert all(User.objects.get(username=name).check_password(PASSWORD) for name in PEOPLE)
    held = dict(Membership.objects.values_list("user__username", "role"))
    assert held == {name: role for name, (role, *_rest) in PEOPLE.items()} | {
        "lead3": Role.LEAD,
        "approver3": Role.APPROVER,
        "assessor3": Role.ASSESSOR,
    }

    full = assessment_of("A0008")
    card = scorecard(outline_of(full.criteria_set), inputs_from_rows(full))
    bands = {code: result.suggestion.band for code, result in card.items.items() if result.item.is_results}
    assert len(bands) == 6
    assert len(set(bands.values())) > 1, bands
    assert card.unconfirmed == []

    sent = assessment_of("P55")
    event = sent.events.get(kind=EventKind.SUBMIT)
    assert (event.actor.username, event.from_status, event.to_status) == ("approver3", "draft", "submitted")
    submission = sent.submissions.get()
    assert event.submission == submission
    assert submission.document == canonical(document_of(LiveRows(sent)))
    assert submission.sha256 == fingerprint(submission.document)
    texts = {row["question"]: row["text"] for row in json.loads(submission.document)["answers"]}
    assert texts == {row["question"]: row["text"] for row in DOCUMENTS["P55-2568"]["answers"]}
    assert set(sent.assignments.values_list("assessor__username", flat=True)) == {"assessor1", "assessor2"}


def test_some_indicators_have_a_dictionary_that_the_product_would_store():
    described = {
        unit: [row for row in document["indicators"] if row.get("dictionary")] for unit, document in DOCUMENTS.items()
    }
    assert len(described["A0008-2568"]) >= 3
    assert described["P55-2568"]  # the one that reviewers read
    dictionaries = [row["dictionary"] for rows in described.values() for row in rows]
    assert {row["frequency"] for row in dictionaries} >= {"monthly", "quarterly", "yearly"}
    assert all(all(words.values()) and list(words) == list(DICTIONARY) for words in dictionaries)
    assert [text for row in dictionaries for text in row.values() if clean(text) != text] == []
