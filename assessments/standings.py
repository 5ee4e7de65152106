"""Where many assessments stand at once: the numbers of their pages, read in a bounded number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from assessments.document import FrozenDocument
from assessments.models import Answer, Assessment, Submission
from assessments.models.assessment import ANSWERED
from assessments.scorecard import Said, Scorecard, ScoreInputs, consensus_of_many, inputs_of_many, scorecard
from assessments.statuses import EDITABLE, Stage, Status
from criteria.outline import Outline, outline_of

DOCUMENTS = 4  # submissions in memory at one time: each holds every text of an assessment


@dataclass(frozen=True)
class Standing:
    """What was read of one assessment; the numbers are computed when they are asked for.

    `latest`: its latest submission where that may say something else than the live rows; `said`: the consensus on it.
    """

    assessment: Assessment
    outline: Outline
    inputs: ScoreInputs
    questions: int
    answered: int
    latest: Submission | None = None
    said: Said | None = None

    @cached_property
    def own(self) -> Scorecard:
        """The live self scores."""
        return scorecard(self.outline, self.inputs)

    @cached_property
    def result(self) -> Scorecard | None:
        """What others may know, None before the first submission: the consensus once approved, else what was sent."""
        if self.latest is None:
            return None if self.assessment.status in EDITABLE else self.own
        frozen = FrozenDocument(self.latest, self.outline)
        if self.said:
            return frozen.card_with(self.said, stage=Stage.CONSENSUS)
        return frozen.card


def standings_of(assessments: Sequence[Assessment]) -> Iterator[Standing]:
    """Each of them (with place) in at most ten queries for all; those that need their submission come last."""
    inputs, counts = inputs_of_many(assessments), _counts(assessments)
    latest = _latest_submissions(assessments)
    read = {
        each.pk: Standing(each, outline_of(each.criteria_set), inputs[each.pk], *counts.get(each.pk, (0, 0)))
        for each in assessments
    }
    for pk, standing in read.items():
        if pk not in latest:
            yield standing
    approved = [latest[each.pk] for each in assessments if each.status == Status.APPROVED and each.pk in latest]
    said = consensus_of_many(approved) if approved else {}
    documents = Submission.objects.filter(pk__in=latest.values()).order_by("pk")
    for submission in documents.iterator(chunk_size=DOCUMENTS) if latest else ():
        standing = read[submission.assessment_id]
        known = (standing.assessment, standing.outline, standing.inputs, standing.questions, standing.answered)
        yield Standing(*known, submission, said.get(submission.pk))


def _counts(assessments: Sequence[Assessment]) -> dict[int, tuple[int, int]]:
    """Questions and answered ones by the one rule of progress (`ANSWERED`), by key of the assessment."""
    answers = Answer.objects.filter(assessment__in=[each.pk for each in assessments])
    rows = answers.order_by().values("assessment").annotate(n=Count("pk"), done=Count("pk", filter=ANSWERED))
    return {row["assessment"]: (row["n"], row["done"]) for row in rows}


def _latest_submissions(assessments: Sequence[Assessment]) -> dict[int, int]:
    """The key of the latest submission by key of the assessment, where it differs from the live rows.

    Sent and in review the live rows are what was sent: nobody can change them.
    """
    apart = [each.pk for each in assessments if each.status in EDITABLE or each.status == Status.APPROVED]
    found = Submission.objects.filter(assessment__in=apart).order_by("assessment", "number")
    return dict(found.values_list("assessment_id", "pk"))
