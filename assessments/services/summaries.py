"""Summaries of assessments: computed from the rows, written to rows of their own (decision 14)."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from assessments.models import (
    Answer,
    Assessment,
    AssessmentEvent,
    CategorySummary,
    CheckpointScore,
    Indicator,
    Score,
    Summary,
)
from assessments.scorecard import CategoryResult, Scorecard
from assessments.scoring.card import share_of
from assessments.scoring.totals import rounded_percent, rounded_points
from assessments.standings import Standing, standings_of
from criteria.models import Category

logger = logging.getLogger(__name__)

BATCH = 50  # assessments read at once: bounds memory and the time of one write
# A change bears the time at which it was written and is seen when its transaction ends, so that a summary made between
# the two lacks it; no transaction of the product takes longer than this.
LONGEST_TRANSACTION = timedelta(minutes=10)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

KEPT = (
    "questions",
    "answered",
    "items",
    "confirmed",
    "maximum",
    "self_points",
    "self_provisional",
    "result_points",
    "result_provisional",
    "result_stage",
    "result_shares",
    "computed_at",
    "complete_until",
)
KEPT_OF_CATEGORY = ("maximum", "self_points", "self_share", "result_points", "result_share")


class SummariesFailed(Exception):
    """These assessments could not be summarised, with the reason of each; all others are."""

    def __init__(self, reasons: dict[int, str]):
        super().__init__(reasons)
        self.reasons = reasons


def refresh_summary(assessment_id: int) -> None:
    """The summary holds at least everything that was committed before the call. Raises SummariesFailed."""
    refresh_summaries([assessment_id])


def refresh_summaries(pks: Iterable[int], *, told: Callable[[int], None] = lambda count: None) -> None:
    """So do the summaries of all of these; memory and the queries of a batch do not grow with their number.

    `told` is called with the number of assessments done since the last call. One that cannot be computed does not
    stop the others: SummariesFailed names them at the end.
    """
    reasons: dict[int, str] = {}
    keys = list(pks)
    for first in range(0, len(keys), BATCH):
        batch = keys[first : first + BATCH]
        reasons |= _refresh_batch(batch)
        told(len(batch))
    if reasons:
        raise SummariesFailed(reasons)


def changed_assessments() -> list[int]:
    """Keys of those that have no summary, or that may have changed since theirs was made."""
    since = OuterRef("summary__complete_until")
    changed = Q(summary__isnull=True)
    for model in (Answer, Indicator, Score, CheckpointScore):
        changed |= Q(Exists(model.objects.filter(assessment=OuterRef("pk"), updated_at__gt=since)))
    changed |= Q(Exists(AssessmentEvent.objects.filter(assessment=OuterRef("pk"), at__gt=since).order_by()))
    return list(Assessment.objects.filter(changed).order_by("pk").values_list("pk", flat=True))


def _refresh_batch(pks: Sequence[int]) -> dict[int, str]:
    """Reads, computes, then writes in one short transaction; the reasons of those that could not be computed."""
    assessments = list(Assessment.objects.with_place().filter(pk__in=pks).order_by("pk"))
    sets = {each.cycle.criteria_set_id for each in assessments}
    columns = ("criteria_set_id", "code", "pk")
    keys = {
        (owner, code): pk for owner, code, pk in Category.objects.filter(criteria_set__in=sets).values_list(*columns)
    }
    made, failed = [], {}
    for standing in standings_of(assessments):
        try:
            made.append(_rows_of(standing, keys))
        except Exception as problem:
            logger.exception("summary of assessment %s", standing.assessment.pk)
            failed[standing.assessment.pk] = f"{type(problem).__name__}: {problem}"
    _write(sorted(made, key=lambda rows: rows[0].assessment_id))
    return failed


def _rows_of(standing: Standing, keys: dict[tuple[int, str], int]) -> tuple[Summary, list[CategorySummary]]:
    """The rows, not stored yet; `read_at` was read before anything else, so they hold all that came before it."""
    assessment, own, result = standing.assessment, standing.own, standing.result
    summary = Summary(
        assessment_id=assessment.pk,
        questions=standing.questions,
        answered=standing.answered,
        items=len(own.items),
        confirmed=len(own.items) - len(own.unconfirmed),
        maximum=rounded_points(own.total.maximum),
        self_points=rounded_points(own.total.points),
        self_provisional=own.provisional,
        result_points=rounded_points(result.total.points) if result else None,
        result_provisional=result.provisional if result else True,
        result_stage=result.stage if result else "",
        result_shares=_shares(result) if result else "",
        computed_at=assessment.read_at,
        complete_until=assessment.read_at - LONGEST_TRANSACTION,
    )
    results = {category.code: category for category in result.categories} if result else {}
    set_id = assessment.cycle.criteria_set_id
    return summary, [_category(keys[set_id, each.code], each, results.get(each.code)) for each in own.categories]


def _shares(result: Scorecard) -> str:
    """As the overview reads them (models.Summary)."""
    shares = [share_of(result.total), *(category.share for category in result.categories)]
    return ",".join(str(int(rounded_percent(share) * 100)) for share in shares)


def _category(key: int, own: CategoryResult, result: CategoryResult | None) -> CategorySummary:
    return CategorySummary(
        category_id=key,
        maximum=rounded_points(own.total.maximum),
        self_points=rounded_points(own.total.points),
        self_share=rounded_percent(own.share),
        result_points=rounded_points(result.total.points) if result else None,
        result_share=rounded_percent(result.share) if result else None,
    )


def _write(made: list[tuple[Summary, list[CategorySummary]]]) -> None:
    """The rows stand, unless newer ones do: of two that refresh at once the later reading wins.

    Always in the order of the assessments, so that two writers wait for one another and never in a circle.
    """
    if not made:
        return
    with transaction.atomic(durable=True):
        held = _locked(made)
        newer = [rows for rows in made if held[rows[0].assessment_id][1] <= rows[0].computed_at]
        Summary.objects.bulk_create(
            [summary for summary, _categories in newer],
            update_conflicts=True,
            unique_fields=["assessment"],
            update_fields=KEPT,
        )
        categories = []
        for summary, of_summary in newer:
            for category in of_summary:
                category.summary_id = held[summary.assessment_id][0]
                categories.append(category)
        CategorySummary.objects.bulk_create(
            categories,
            update_conflicts=True,
            unique_fields=["summary", "category"],
            update_fields=KEPT_OF_CATEGORY,
        )


def _locked(made: list[tuple[Summary, list[CategorySummary]]]) -> dict[int, tuple[int, datetime]]:
    """Key and time of each summary by key of its assessment, held until the transaction ends; missing ones are made.

    A row that another makes at this moment is waited for, and then seen as that one left it.
    """
    pks = [summary.assessment_id for summary, _categories in made]
    there = set(Summary.objects.filter(assessment__in=pks).values_list("assessment_id", flat=True))
    missing = [Summary(assessment_id=pk, computed_at=NEVER, complete_until=NEVER) for pk in pks if pk not in there]
    Summary.objects.bulk_create(missing, ignore_conflicts=True)
    rows = Summary.objects.select_for_update().filter(assessment__in=pks).order_by("assessment_id")
    return {owner: (pk, at) for owner, pk, at in rows.values_list("assessment_id", "pk", "computed_at")}
