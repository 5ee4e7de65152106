from assessments.models.answer import Answer, AnswerRevision
from assessments.models.assessment import Assessment
from assessments.models.assignment import Assignment, HandIn
from assessments.models.calibration import (
    Calibration,
    CalibrationHandIn,
    CalibrationItem,
    CalibrationScore,
    CalibrationText,
)
from assessments.models.checkpoint_score import CheckpointScore
from assessments.models.comment import Comment
from assessments.models.consensus import ConsensusMeeting
from assessments.models.cycle import Cycle
from assessments.models.desk_view import DeskView
from assessments.models.event import AssessmentEvent, ToldEvent
from assessments.models.evidence import Citation, Evidence, EvidenceEvent, EvidenceVersion, PinnedEvidence
from assessments.models.indicator import Indicator, IndicatorYear
from assessments.models.key_factor import KeyFactor
from assessments.models.mass_mail import Audience, MassMail
from assessments.models.preparation import Preparation
from assessments.models.review import Finding, Remark
from assessments.models.same_text import Comparison, SameText, SampleKey, TextSample
from assessments.models.score import Score
from assessments.models.submission import Submission
from assessments.models.summary import CategorySummary, Summary
from assessments.models.table_import import TableImport
from assessments.models.target import Target
from assessments.models.work import HandOver, WorkAssignment

__all__ = [
    "Answer",
    "AnswerRevision",
    "Assessment",
    "AssessmentEvent",
    "Assignment",
    "Audience",
    "Calibration",
    "CalibrationHandIn",
    "CalibrationItem",
    "CalibrationScore",
    "CalibrationText",
    "CategorySummary",
    "CheckpointScore",
    "Citation",
    "Comment",
    "Comparison",
    "ConsensusMeeting",
    "Cycle",
    "DeskView",
    "Evidence",
    "EvidenceEvent",
    "EvidenceVersion",
    "Finding",
    "HandIn",
    "HandOver",
    "Indicator",
    "IndicatorYear",
    "KeyFactor",
    "MassMail",
    "PinnedEvidence",
    "Preparation",
    "Remark",
    "SameText",
    "SampleKey",
    "Score",
    "Submission",
    "Summary",
    "TableImport",
    "Target",
    "TextSample",
    "ToldEvent",
    "WorkAssignment",
]
