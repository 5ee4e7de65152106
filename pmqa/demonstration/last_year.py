"""The year before in the demonstration: sent, returned with remarks, mended, sent again, agreed on and approved.

What the reviewers wrote is in fixtures/demo/review/. Everything goes through the services, in the order of life; then
its dates are moved back, because a service writes the time at which it runs.
"""

import json
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F

from assessments.document import FrozenDocument
from assessments.models import AnswerRevision, Assessment, Cycle, Finding, Preparation, Submission
from assessments.scoring.process import Suggestion, suggest
from assessments.scoring.scale import PROCESS_FACTORS
from assessments.services.answers import save_answer
from assessments.services.findings import add_finding
from assessments.services.preparation import prepare
from assessments.services.remarks import add_remark, reply_to_remark, settle_remark
from assessments.services.scores import save_consensus_score
from assessments.services.workflow import perform
from assessments.statuses import Action, RemarkState
from criteria.outline import outline_of

FOLDER = Path(settings.BASE_DIR, "fixtures", "demo", "review")


def tell_last_year(assessment: Assessment, people: dict) -> None:
    """The draft has become an approved assessment of a year ago; `people` by user name."""
    told = json.loads((FOLDER / f"{assessment.unit.code}-{assessment.fiscal_year}.json").read_text(encoding="utf-8"))
    _send(assessment, people)
    let_pass(assessment, days=20)
    _decide(Action.START_REVIEW, assessment, people)
    let_pass(assessment, days=15)
    _return(assessment, told["remarks"], people)
    let_pass(assessment, days=8)
    _mend(assessment, told["remarks"], people)
    _send(assessment, people)
    let_pass(assessment, days=12)
    _decide(Action.START_REVIEW, assessment, people)
    let_pass(assessment, days=18)
    _agree(assessment, told, people)
    _follow(assessment, told["remarks"], people)
    _decide(Action.APPROVE, assessment, people)
    let_pass(assessment, days=292)


def let_pass(assessment: Assessment, *, days: int) -> None:
    """All that has happened to the assessment, and its cycle, lies so many days further back."""
    ago = timedelta(days=days)
    for rows, columns in (
        (Cycle.objects.filter(pk=assessment.cycle_id), ("opens", "closes")),
        (Assessment.objects.filter(pk=assessment.pk), ("due", "created_at")),
        (Preparation.objects.filter(assessment=assessment), ("at",)),
        (AnswerRevision.objects.filter(answer__assessment=assessment), ("at", "began")),
        (Finding.objects.filter(submission__assessment=assessment), ("created_at",)),
        (assessment.answers, ("updated_at",)),
        (assessment.indicators, ("updated_at",)),
        (assessment.scores, ("updated_at",)),
        (assessment.events, ("at",)),
        (assessment.submissions, ("submitted_at",)),
        (assessment.remarks, ("created_at", "replied_at")),
    ):
        rows.update(**{column: F(column) - ago for column in columns})


def _send(assessment: Assessment, people: dict) -> None:
    prepare(assessment_id=assessment.pk, actor=people["lead"])
    perform(Action.SUBMIT, assessment_id=assessment.pk, actor=people["approver"])


def _decide(action: Action, assessment: Assessment, people: dict) -> None:
    perform(action, assessment_id=assessment.pk, actor=people["coordinator"])


def _return(assessment: Assessment, remarks: list[dict], people: dict) -> None:
    items = outline_of(assessment.criteria_set).items
    for row in remarks:
        item = items[row["item"]]
        add_remark(submission=_latest(assessment), item=item, text=row["text"], actor=people["coordinator"])
    _decide(Action.RETURN, assessment, people)


def _mend(assessment: Assessment, remarks: list[dict], people: dict) -> None:
    """Each remark is answered by a sentence more in the answer that it is about, and by a reply that says so."""
    for row, remark in zip(remarks, assessment.remarks.all(), strict=True):
        answer = assessment.answers.select_related("question__area").get(question__code=row["question"])
        text = f"{answer.text} {row['added']}"
        save_answer(answer=answer, text=text, version=answer.version, actor=people["contributor"])
        said = {"reply": row["reply"], "place": row["question"], "version": remark.version}
        reply_to_remark(remark=remark, actor=people["contributor"], **said)


def _follow(assessment: Assessment, remarks: list[dict], people: dict) -> None:
    """What the reviewers follow next year; the approval accepts the rest."""
    for row, remark in zip(remarks, assessment.remarks.all(), strict=True):
        if row["followed"]:
            state = RemarkState.CARRIED
            settle_remark(remark=remark, state=state, version=remark.version, actor=people["coordinator"])


def _agree(assessment: Assessment, told: dict, people: dict) -> None:
    """Findings, and a consensus for every item, on what was sent last."""
    frozen = FrozenDocument(_latest(assessment), outline_of(assessment.criteria_set))
    given = {"submission": frozen.submission, "actor": people["coordinator"]}
    for row in told["findings"]:
        words = {key: row[key] for key in ("kind", "nugget", "evidence", "relevance")}
        add_finding(item=frozen.outline.items[row["item"]], is_double=row["double"], **words, **given)
    for row in told["scores"]:
        said = {key: row[key] for key in ("factors", "percent", "reason")} | {"suggestion": _suggestion(frozen, row)}
        save_consensus_score(item=frozen.outline.items[row["item"]], version=0, **said, **given)


def _suggestion(frozen: FrozenDocument, row: dict) -> Suggestion | None:
    """From the reviewers' factors, or for results from the frozen indicators."""
    if not row["factors"]:
        return frozen.card.items[row["item"]].suggestion
    return suggest([row["factors"][name] for name in PROCESS_FACTORS], frozen.card.scheme.scale)


def _latest(assessment: Assessment) -> Submission:
    return assessment.submissions.order_by("-number").first()
