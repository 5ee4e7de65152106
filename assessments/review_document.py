"""The review side of a document, for `export_assessment --with-review`; an import refuses it."""

from assessments.models import Assessment
from assessments.statuses import Stage
from thai.digits import plain


def review_of(assessment: Assessment) -> dict:
    """Scores of reviewers and consensus that count, findings and remarks of every submission, in a fixed order."""
    counting = assessment.scores.exclude(stage=Stage.SELF).filter(confirmed=True)
    scores = counting.select_related("item", "author", "submission")
    remarks = assessment.remarks.select_related("item", "author", "submission", "replied_by")
    return {
        "scores": [
            {
                "submission": score.submission.number,
                "stage": score.stage,
                "item": score.item.code,
                "author": score.author.username,
                "factors": score.factors or {},
                "percent": score.percent,
                "reason": score.reason,
            }
            for score in scores.order_by("submission__number", "stage", "item__code", "author__username")
        ],
        "checkpoints": _checkpoints(assessment),
        "findings": [row for submission in assessment.submissions.order_by("number") for row in _findings(submission)],
        "remarks": [
            {
                "submission": remark.submission.number,
                "number": remark.number,
                "item": remark.item.code if remark.item else "",
                "author": remark.author.username,
                "text": remark.text,
                "state": remark.state,
                "reply": remark.reply,
                "place": remark.place,
                "replied_by": remark.replied_by.username if remark.replied_by else "",
            }
            for remark in remarks
        ],
    }


def _checkpoints(assessment: Assessment) -> list[dict]:
    judged = assessment.checkpoint_scores.exclude(stage=Stage.SELF).select_related("question", "author", "submission")
    return [
        {
            "submission": each.submission.number,
            "stage": each.stage,
            "checkpoint": each.question.code,
            "author": each.author.username,
            "value": plain(each.value),
        }
        for each in judged.order_by("submission__number", "stage", "question__code", "author__username")
    ]


def _findings(submission) -> list[dict]:
    return [
        {
            "submission": submission.number,
            "stage": finding.stage,
            "item": finding.item.code,
            "author": finding.author.username,
            "kind": finding.kind,
            "factor": finding.factor,
            "double": finding.is_double,
            "nugget": finding.nugget,
            "evidence": finding.evidence,
            "relevance": finding.relevance,
        }
        for finding in submission.findings.select_related("item", "author")
    ]
