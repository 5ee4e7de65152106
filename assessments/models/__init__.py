from assessments.models.answer import Answer, AnswerRevision
from assessments.models.assessment import Assessment
from assessments.models.cycle import Cycle
from assessments.models.event import AssessmentEvent
from assessments.models.evidence import Citation, Evidence
from assessments.models.indicator import Indicator, IndicatorYear
from assessments.models.review import Assignment, Finding, Remark
from assessments.models.score import Score
from assessments.models.submission import Submission

__all__ = [
    "Answer",
    "AnswerRevision",
    "Assessment",
    "AssessmentEvent",
    "Assignment",
    "Citation",
    "Cycle",
    "Evidence",
    "Finding",
    "Indicator",
    "IndicatorYear",
    "Remark",
    "Score",
    "Submission",
]
