"""The target profile: the percent that the manager wants for each item. It moves no score and locks with no status."""

from collections.abc import Mapping

from django.db import transaction

from assessments.models import Assessment, Target
from assessments.scorecard import scale_of
from assessments.services.events import record
from assessments.services.locks import lock_assessment
from assessments.statuses import EventKind
from criteria.outline import outline_of

Percents = Mapping[str, int | None]


class StaleTargets(Exception):
    """Somebody else changed targets that this person changed too; `current` are those that stand."""

    def __init__(self, current: dict[str, int]):
        super().__init__(current)
        self.current = current


def targets_of(assessment: Assessment) -> dict[str, int]:
    """The percent of each item that has a target, by code. One query."""
    return dict(assessment.targets.values_list("item__code", "percent"))


def set_targets(*, assessment: Assessment, seen: Percents, wanted: Percents, actor) -> list[str]:
    """The items whose wanted percent differs from the seen one have it, None: no target; returns their codes.

    What was not changed stays as others have set it. Raises StaleTargets when an item that was changed is no longer as
    it was seen and not as it is wanted, ValueError for an item without points or a percent that is not of the scale.
    """
    changed = [code for code in wanted if wanted[code] != seen.get(code)]
    _refuse_unknown(assessment, {code: wanted[code] for code in changed})
    with transaction.atomic(durable=True):
        _locked, now = lock_assessment(assessment.pk)
        current = targets_of(assessment)
        if any(current.get(code) not in (seen.get(code), wanted[code]) for code in changed):
            raise StaleTargets(current)
        written = [code for code in changed if current.get(code) != wanted[code]]
        for code in written:
            _write(assessment, code, wanted[code], actor, now)
        if written:
            note = ", ".join(f"{code} {_words(wanted[code])}" for code in written)
            record(assessment_id=assessment.pk, kind=EventKind.TARGETS_SET, actor=actor, at=now, note=note)
    return written


def _write(assessment: Assessment, code: str, percent: int | None, actor, now) -> None:
    item = outline_of(assessment.criteria_set).items[code].pk
    if percent is None:
        assessment.targets.filter(item=item).delete()
        return
    values = {"percent": percent, "set_by": actor, "set_at": now}
    Target.objects.update_or_create(assessment=assessment, item_id=item, defaults=values)


def _refuse_unknown(assessment: Assessment, wanted: Percents) -> None:
    scored = {item.code for item in outline_of(assessment.criteria_set).scored_items}
    allowed = {None, *scale_of(assessment.criteria_set).allowed_percents}
    if not scored.issuperset(wanted) or not allowed.issuperset(wanted.values()):
        raise ValueError(f"No target can be set: {dict(wanted)}")


def _words(percent: int | None) -> str:
    return "–" if percent is None else f"{percent} %"
