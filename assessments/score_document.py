"""Writes `pmqa-score/1` (interchange.md): every number of scoring.md with its reasons."""

import json
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.document import inputs_from_document
from assessments.models import Assessment, Score, Submission
from assessments.scorecard import (
    CategoryResult,
    FactorResult,
    ItemResult,
    Scorecard,
    entry_of,
    inputs_from_rows,
    scorecard,
)
from assessments.scoring.results import IndicatorJudgement
from assessments.scoring.totals import rounded_percent, rounded_points, rounded_share
from assessments.statuses import Stage
from criteria.outline import outline_of
from thai.digits import plain

FORMAT = "pmqa-score/1"


class ScoreMissing(Exception):
    """The stage holds no score; the message says so and what to do."""


def score_document(assessment: Assessment, *, stage: str = Stage.SELF, assessor: str = "") -> dict:
    """The score of one stage. Review and consensus are of the latest submission; raises ScoreMissing without any."""
    card = stage_card(assessment, stage=stage, assessor=assessor)
    return {
        "format": FORMAT,
        "criteria_set": assessment.criteria_set.code,
        "stage": str(stage),
        "total": _points(card.total.points),
        "maximum": _points(card.total.maximum),
        "provisional": card.provisional,
        "categories": [_category(category) for category in card.categories],
    }


def stage_card(assessment: Assessment, *, stage: str, assessor: str = "") -> Scorecard:
    """The scorecard of a stage: self from the live rows, the others from the latest submission."""
    outline = outline_of(assessment.criteria_set)
    if stage == Stage.SELF:
        return scorecard(outline, inputs_from_rows(assessment))
    submission = assessment.submissions.order_by("-number").first()
    scores = _scores(submission, stage, assessor) if submission else []
    if not scores:
        raise ScoreMissing(_("ยังไม่มีคะแนนขั้น “%s” ของแบบประเมินนี้") % Stage(stage).label)
    entries = {score.item.code: entry_of(score) for score in scores}
    return scorecard(outline, inputs_from_document(json.loads(submission.document), entries=entries, stage=stage))


def _scores(submission: Submission, stage: str, assessor: str) -> list[Score]:
    """The scores of one stage; of a review those of one assessor, never of two mixed."""
    scores = list(submission.scores.filter(stage=stage).select_related("item", "author"))
    if stage == Stage.REVIEW and assessor:
        return [score for score in scores if score.author.username == assessor]
    names = sorted({score.author.username for score in scores})
    if stage == Stage.REVIEW and len(names) > 1:
        raise ScoreMissing(_("มีคะแนนของผู้ตรวจมากกว่าหนึ่งคน ให้ระบุ --assessor เป็น %s") % ", ".join(names))
    return scores


def _category(category: CategoryResult) -> dict:
    return {
        "code": category.code,
        "points": _points(category.total.points),
        "maximum": _points(category.total.maximum),
        "items": [_item(item) for item in category.items],
    }


def _item(result: ItemResult) -> dict:
    suggestion = result.suggestion
    return {
        "code": result.code,
        "percent": result.percent,
        "confirmed": result.confirmed,
        "points": _points(result.total.points),
        "maximum": _points(result.total.maximum),
        "suggested": {"band": suggestion.band, "percent": suggestion.percent} if suggestion else None,
        "factors": {name: _factor(factor) for name, factor in result.factors.items()},
        "indicators": [_indicator(judged) for judged in result.indicators],
    }


def _factor(factor: FactorResult) -> dict:
    share = None if factor.share is None else format(rounded_share(factor.share), "f")
    return {"value": factor.value, "share": share, "reason": factor.reason}


def _indicator(judged: IndicatorJudgement) -> dict:
    achievement = None if judged.achievement is None else format(rounded_percent(judged.achievement), "f")
    return {
        "code": judged.code,
        "current": judged.current,
        "value": _number(judged.value),
        "target": _number(judged.target),
        "attained": judged.attained,
        "achievement": achievement,
        "trend": judged.trend,
        "ahead": judged.ahead,
    }


def _number(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _points(points: Decimal) -> str:
    return format(rounded_points(points), "f")
