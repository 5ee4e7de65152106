"""The year before in the demonstration: a document of its own, approved long ago, shown beside this year's answer."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment, Remark
from assessments.statuses import Action, Stage, Status
from thai.text import clean

FOLDER = Path(settings.BASE_DIR, "fixtures", "demo")
SHORTEST, LONGEST = 150, 400


def read(*names: str) -> dict:
    return json.loads(FOLDER.joinpath(*names).read_text(encoding="utf-8"))


EARLIER, FULL, REVIEW = read("A0008-2567.json"), read("A0008-2568.json"), read("review", "A0008-2567.json")


def until(figures: dict, year: int) -> dict:
    return {of: Decimal(value) for of, value in figures.items() if int(of) <= year}


def test_every_question_was_answered_briefly():
    lengths = {row["question"]: len(row["text"]) for row in EARLIER["answers"]}
    assert sorted(lengths) == sorted(row["question"] for row in FULL["answers"])
    assert {code: length for code, length in lengths.items() if not SHORTEST <= length <= LONGEST} == {}


def test_indicators_are_those_of_this_year_without_its_figures():
    fixed = ("code", "item", "area", "name", "unit_of_measure", "direction", "importance")
    for then, now in zip(EARLIER["indicators"], FULL["indicators"], strict=True):
        assert [then[key] for key in fixed] == [now[key] for key in fixed]
        assert until(then["values"], 2600) == until(now["values"], 2567)
        assert until(then.get("targets", {}), 2600) == until(now.get("targets", {}), 2567)
        compared, compares = ((row.get("comparator") or {}).get("values", {}) for row in (then, now))
        assert until(compared, 2600) == until(compares, 2567)


def test_the_unit_judged_itself_lower_than_this_year():
    then, now = ({row["item"]: row for row in document["item_scores"]} for document in (EARLIER, FULL))
    assert sorted(then) == sorted(now)
    assert {item: row["percent"] for item, row in then.items() if row["percent"] > now[item]["percent"]} == {}
    lower = [item for item, row in then.items() if sum_of(row) < sum_of(now[item])]
    assert len(lower) >= 6


def sum_of(row: dict) -> int:
    return sum(row.get("factors", {}).values())


def test_texts_of_the_review_are_as_the_product_would_store_them():
    texts = [value for part in REVIEW.values() for row in part for value in row.values() if isinstance(value, str)]
    assert [text for text in texts if clean(text) != text] == []


@pytest.fixture
def earlier(demo) -> Assessment:
    return Assessment.objects.with_place().get(unit=demo.unit, cycle__fiscal_year=2567)


def test_the_year_went_its_whole_way_and_lies_in_the_past(earlier):
    steps = earlier.events.filter(kind__in=Action.values).order_by("pk")
    assert list(steps.values_list("kind", "actor__username", "to_status")) == [
        ("submit", "approver", Status.SUBMITTED),
        ("start_review", "coordinator", Status.IN_REVIEW),
        ("return", "coordinator", Status.RETURNED),
        ("submit", "approver", Status.SUBMITTED),
        ("start_review", "coordinator", Status.IN_REVIEW),
        ("approve", "coordinator", Status.APPROVED),
    ]
    times = list(steps.values_list("at", flat=True))
    assert times == sorted(set(times))
    assert earlier.cycle.opens < times[0] < earlier.cycle.closes
    assert times[-1] < timezone.now() - timedelta(days=200)
    assert earlier.deadline < timezone.now()
    signed = earlier.events.filter(kind="prepared").values_list("actor__username", flat=True)
    assert list(signed) == ["lead", "lead"]


def test_the_review_is_whole(earlier):
    latest = earlier.submissions.get(number=2)
    decided = earlier.scores.filter(stage=Stage.CONSENSUS, submission=latest, confirmed=True)
    assert decided.count() == 18
    assert earlier.remarks.count() == 2
    findings: dict[str, int] = {}
    for code in latest.findings.values_list("item__code", flat=True):
        findings[code] = findings.get(code, 0) + 1
    assert len(findings) >= 6
    assert set(findings.values()) == {2, 3}


def test_every_remark_was_answered_before_the_unit_sent_again(earlier):
    first, second = (json.loads(earlier.submissions.get(number=number).document) for number in (1, 2))
    before, after = ({row["question"]: row["text"] for row in document["answers"]} for document in (first, second))
    assert before == {row["question"]: row["text"] for row in EARLIER["answers"]}
    changed = {code: after[code].removeprefix(before[code]).strip() for code in after if after[code] != before[code]}
    assert changed == {row["question"]: row["added"] for row in REVIEW["remarks"]}


def test_every_remark_has_its_reply_and_one_is_followed(demo, earlier):
    assert list(earlier.remarks.values_list("reply", "place", "state", "replied_by__username")) == [
        (row["reply"], row["question"], "carried" if row["followed"] else "accepted", "contributor")
        for row in REVIEW["remarks"]
    ]
    followed = Remark.objects.followed_into(demo).values_list("item__code", flat=True)
    assert list(followed) == ["6.1"]


def test_last_year_stands_beside_the_question_for_the_contributor(demo, as_user):
    page = as_user(User.objects.get(username="contributor")).get(
        reverse("assessments:last_year", args=[demo.pk, "6.1-2"])
    )
    text = page.content.decode()
    told = {row["question"]: row["text"] for row in EARLIER["answers"]}
    remark = next(row for row in REVIEW["remarks"] if row["question"] == "6.1-2")
    own = next(row["percent"] for row in EARLIER["item_scores"] if row["item"] == "6.1")
    agreed = next(row["percent"] for row in REVIEW["scores"] if row["item"] == "6.1")
    assert page.status_code == 200
    for words in (told["6.1-2"], remark["added"], remark["text"], f"ตนเอง {own} %", f"ฉันทามติ {agreed} %"):
        assert words in text
    for finding in (row for row in REVIEW["findings"] if row["item"] == "6.1"):
        assert finding["nugget"] in text
