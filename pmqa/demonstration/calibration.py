"""A calibration set in the demonstration: of what the year before sent, open, two assessors handed in, one writes.

Which items, which words told of the unit and what the assessors gave is in fixtures/demo/calibration/. Everything goes
through the services, in the order of life; then its dates are moved back, because a service writes the time at which
it runs.
"""

import json
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from assessments.anonymising import names_of
from assessments.document import FrozenDocument
from assessments.models import Assessment, Calibration, CalibrationItem
from assessments.scorecard import scale_of
from assessments.scoring.process import suggest
from assessments.scoring.scale import PROCESS_FACTORS
from assessments.services.calibrating import hand_in_calibration, save_calibration_score
from assessments.services.calibrations import make_calibration, open_calibration, save_texts
from criteria.outline import outline_of

FOLDER = Path(settings.BASE_DIR, "fixtures", "demo", "calibration")
OPENED = timedelta(days=6)  # ago
DUE = timedelta(days=14)


def calibrate(assessment: Assessment, people: dict) -> None:
    """A set of the latest submission is open; `people` by user name."""
    told = json.loads((FOLDER / f"{assessment.unit.code}-{assessment.fiscal_year}.json").read_text(encoding="utf-8"))
    made = _draft(assessment, told, people["coordinator"])
    due = timezone.localdate() + DUE
    open_calibration(calibration=made, due=due, version=made.version, actor=people["coordinator"])
    Calibration.objects.filter(pk=made.pk).update(made_at=F("made_at") - OPENED, opened_at=F("opened_at") - OPENED)
    for row in told["assessors"]:
        _score(made, row["scores"], people[row["username"]])
        if "handed_in_days_ago" in row:
            given = hand_in_calibration(calibration=made, actor=people[row["username"]])
            ago = timedelta(days=row["handed_in_days_ago"])
            made.hand_ins.filter(pk=given.pk).update(at=F("at") - ago)


def _draft(assessment: Assessment, told: dict, coordinator) -> Calibration:
    """Copied without names and read through: words that tell are replaced, each item has its reference."""
    frozen = FrozenDocument(assessment.submissions.order_by("-number").first(), outline_of(assessment.criteria_set))
    items = [frozen.outline.items[row["item"]] for row in told["items"]]
    names = told["telling"] | names_of(assessment.unit)
    made = make_calibration(frozen=frozen, items=items, title=told["title"], names=names, actor=coordinator)
    for row in told["items"]:
        item = made.items.get(item__code=row["item"])
        save_texts(item=item, texts={}, reference=row["reference"], version=item.version)
    return made


def _score(made: Calibration, scores: list[dict], assessor) -> None:
    scale = scale_of(made.assessment.criteria_set)
    for row in scores:
        item = CalibrationItem.objects.get(calibration=made, item__code=row["item"])
        given = {key: row[key] for key in ("factors", "percent", "reason")}
        suggestion = suggest([row["factors"][name] for name in PROCESS_FACTORS], scale)
        save_calibration_score(item=item, scale=scale, suggestion=suggestion, version=0, actor=assessor, **given)
