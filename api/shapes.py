"""The shapes of answers, as the OpenAPI description tells them. Documents have theirs in docs/interchange.md."""

from datetime import datetime
from typing import Literal

from ninja import Schema

from assessments.statuses import Status


class Problem(Schema):
    error: str
    message: str


class UnitShape(Schema):
    code: str
    name_th: str
    kind: str
    parent: str | None


class UnitPage(Schema):
    units: list[UnitShape]
    next: str | None


class ProgressShape(Schema):
    """Questions of the assessment and how many are answered, as of `computed_at`."""

    questions: int
    answered: int
    computed_at: datetime


class AssessmentShape(Schema):
    """`submission` is the number of the latest one; `progress` None for an assessor, and before it was counted."""

    id: int
    unit: UnitShape
    criteria_set: str
    fiscal_year: int
    status: Status
    deadline: datetime
    submission: int | None
    submitted_at: datetime | None
    progress: ProgressShape | None


class AssessmentPage(Schema):
    assessments: list[AssessmentShape]
    next: str | None


class IndicatorPage(Schema):
    """`copy_of`: the live rows or the latest submission; rows as in `pmqa-assessment/1`."""

    copy_of: Literal["live", "submission"]
    indicators: list[dict]


class ShareShape(Schema):
    """A category and its share of the maximum in percent."""

    code: str
    share: str


class ResultShape(Schema):
    """What others may know of the score: the consensus once approved, else the self total of the submission."""

    points: str
    maximum: str
    provisional: bool
    stage: str
    categories: list[ShareShape]


class SummaryShape(Schema):
    """One assessment for lists of many; `result` None before the first submission."""

    assessment: AssessmentShape
    result: ResultShape | None


class SummaryPage(Schema):
    summaries: list[SummaryShape]
    next: str | None
