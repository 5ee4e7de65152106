"""Writes `pmqa-score/1` (interchange.md): every number of scoring.md with its reasons."""

import json
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from assessments.document import inputs_from_document
from assessments.models import Assessment, Submission
from assessments.scorecard import (
    CategoryResult,
    FactorResult,
    ItemResult,
    Said,
    Scorecard,
    inputs_from_rows,
    said_in_review,
    scorecard,
)
from assessments.scoring.level_results import IndicatorScore, SubtopicJudgement
from assessments.scoring.results import IndicatorJudgement
from assessments.scoring.totals import rounded_percent, rounded_points, rounded_share
from assessments.statuses import Stage
from criteria.outline import Outline, outline_of
from thai.digits import plain

FORMAT = "pmqa-score/1"


class ScoreMissing(Exception):
    """The stage holds no score; the message says so and what to do."""


def score_document(assessment: Assessment, *, stage: str = Stage.SELF, assessor: str = "") -> dict:
    """The score of one stage. Review and consensus are of the latest submission; raises ScoreMissing without any."""
    card = stage_card(assessment, stage=stage, assessor=assessor)
    return card_document(card, assessment.criteria_set.code, stage)


def card_document(card: Scorecard, criteria_set: str, stage: str) -> dict:
    """The numbers of one scorecard, wherever it comes from."""
    system = card.scheme.system(card.total)
    return {
        "format": FORMAT,
        "criteria_set": criteria_set,
        "stage": str(stage),
        "total": _points(card.total.points),
        "maximum": _points(card.total.maximum),
        "provisional": card.provisional,
        **({} if system is None else {"system": format(system, "f")}),
        "categories": [_category(category) for category in card.categories],
    }


def stage_card(assessment: Assessment, *, stage: str, assessor: str = "") -> Scorecard:
    """The scorecard of a stage: self from the live rows, the others from the latest submission."""
    outline = outline_of(assessment.criteria_set)
    if stage == Stage.SELF:
        return scorecard(outline, inputs_from_rows(assessment))
    submission = assessment.submissions.order_by("-number").first()
    said = _said(submission, outline, stage, assessor) if submission else Said()
    if not said:
        raise ScoreMissing(_("ยังไม่มีคะแนนขั้น “%s” ของแบบประเมินนี้") % Stage(stage).label)
    return scorecard(outline, inputs_from_document(json.loads(submission.document), said=said, stage=stage))


def _said(submission: Submission, outline: Outline, stage: str, assessor: str) -> Said:
    """What was said at one stage; in a review by one assessor, never by two mixed."""
    if stage == Stage.REVIEW and not assessor:
        scores, checkpoints = submission.scores.filter(stage=stage), submission.checkpoint_scores.filter(stage=stage)
        names = {row["author__username"] for rows in (scores, checkpoints) for row in rows.values("author__username")}
        if len(names) > 1:
            raise ScoreMissing(_("มีคะแนนของผู้ตรวจมากกว่าหนึ่งคน ให้ระบุ --assessor เป็น %s") % ", ".join(sorted(names)))
    return said_in_review(submission, outline, stage=stage, author=assessor if stage == Stage.REVIEW else "")


def _category(category: CategoryResult) -> dict:
    return {
        "code": category.code,
        "points": _points(category.total.points),
        "maximum": _points(category.total.maximum),
        "items": [_item(item) for item in category.items],
    }


def _item(result: ItemResult) -> dict:
    """What every scheme tells of an item, then what there is of this one."""
    own = _of_levels if result.levels else _of_subtopics if result.subtopics else _of_factors
    return {
        "code": result.code,
        "confirmed": result.confirmed,
        "points": _points(result.total.points),
        "maximum": _points(result.total.maximum),
    } | own(result)


def _of_factors(result: ItemResult) -> dict:
    suggestion = result.suggestion
    return {
        "percent": result.percent,
        "suggested": {"band": suggestion.band, "percent": suggestion.percent} if suggestion else None,
        "factors": {name: _factor(factor) for name, factor in result.factors.items()},
        "indicators": [_indicator(judged) for judged in result.indicators],
    }


def _of_levels(result: ItemResult) -> dict:
    fractions = {level.code: format(rounded_share(level.fraction), "f") for level in result.levels}
    return {"label": result.label, "fractions": fractions, "reason": result.reason}


def _of_subtopics(result: ItemResult) -> dict:
    return {"reason": result.reason, "subtopics": [_subtopic(subtopic) for subtopic in result.subtopics]}


def _subtopic(subtopic: SubtopicJudgement) -> dict:
    return {
        "code": subtopic.code,
        "points": None if subtopic.points is None else _points(subtopic.points),
        "required": subtopic.required,
        "indicators": [_scored(score) for score in subtopic.indicators],
    }


def _scored(score: IndicatorScore) -> dict:
    return _indicator(score.facts) | {"points": _points(score.points), "reason": score.reason}


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


def _points(points: Decimal | Fraction) -> str:
    return format(rounded_points(points), "f")
