"""The calibration set of the demonstration: open, without a word that tells, two handed in and one writes."""

import json
import re
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.models import Calibration
from thai.text import clean

TOLD = json.loads(
    Path(settings.BASE_DIR, "fixtures", "demo", "calibration", "A0008-2567.json").read_text(encoding="utf-8")
)
TELLING = re.compile(r"(?<!เ)ดิน|เกษตร|A0008")  # เดิน is no soil


def test_it_is_as_the_product_would_store_it():
    words = [TOLD["title"], *TOLD["telling"].values()]
    words += [score["reason"] for row in TOLD["assessors"] for score in row["scores"]]
    assert [text for text in words if clean(text) != text] == []


def test_it_is_open_two_are_compared_and_the_third_sees_nothing_yet(demo, as_user):
    """One test, because the demonstration is long in loading."""
    made = Calibration.objects.get()
    assert (made.is_open, made.assessment.unit, made.assessment.fiscal_year) == (True, demo.unit, 2567)
    assert made.made_at <= made.opened_at < timezone.now()
    assert made.due > timezone.localdate()
    texts = list(made.items.values_list("texts__text", flat=True))
    assert len(texts) == 19
    assert all(texts)
    assert [text for text in texts if TELLING.search(text)] == []
    assert TELLING.search(made.title) is None

    address = reverse("assessments:calibration", args=[made.pk])
    person = {user.username: user for user in User.objects.all()}
    response = as_user(person["coordinator"]).get(address)
    outcome = response.context["outcome"]
    percents = {row.item.code: sorted(mark.percent for mark in row.given) for row in outcome.items}
    assert percents == {"1.1": [40, 65], "4.1": [40, 45], "5.1": [35, 40]}
    assert [row.reference for row in outcome.items] == [55, 45, 40]
    assert [row.item.code for row in outcome.wide] == ["1.1"]
    assert [(each.username, each.scored) for each in response.context["writing"]] == [("assessor2", 1)]
    times = [each.at for each in outcome.hand_ins]
    assert made.opened_at < times[0] < times[1] < timezone.now()
    seen = {name: as_user(person[name]).get(address).templates[0].name for name in ("assessor1", "assessor2")}
    assert seen == {
        "assessor1": "assessments/calibration_place.html",
        "assessor2": "assessments/calibration.html",
    }
