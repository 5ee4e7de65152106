"""The consensus on an earlier submission, taken over onto the newest one: nobody scores again what has not changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from assessments.document import FrozenDocument
from assessments.models import CheckpointScore, ConsensusMeeting, Finding, Score, Submission
from assessments.scorecard import FACTOR_COLUMNS, Judging, Said, entry_of
from assessments.scoring.confirmation import range_refusal, refusal
from assessments.scoring.levels import needs_text
from assessments.services.consensus import ConsensusRefused, is_taken_over
from assessments.services.events import record
from assessments.services.locks import lock_assessment_in_review
from assessments.services.own_reviews import refuse_replaced
from assessments.spread import individual_spread
from assessments.statuses import EventKind, Stage
from criteria.outline import outline_of
from thai.text import graphemes

SCORE_COLUMNS = ("item_id", *FACTOR_COLUMNS.values(), "percent", "reason", "confirmed")
FINDING_COLUMNS = ("item_id", "kind", "factor", "is_double", "nugget", "evidence", "relevance")


@dataclass(frozen=True)
class TakenOver:
    """How much stands on the newest submission now; `left`: items whose score the rules refuse there."""

    number: int
    items: int
    findings: int
    left: tuple[str, ...]

    @property
    def note(self) -> str:
        return _("ฉบับที่ส่งครั้งที่ %(number)s: คะแนน %(items)s หัวข้อ ข้อค้นพบ %(findings)s ข้อ") % vars(self)


@dataclass(frozen=True)
class _Copy:
    """From which submission to which, by whom and when; one stage: the consensus."""

    former: Submission
    frozen: FrozenDocument
    actor: Any
    now: datetime

    @property
    def key(self) -> dict:
        """What every row of the newest submission holds."""
        return {"submission": self.frozen.submission, "stage": Stage.CONSENSUS, "author": self.actor}


def earlier_consensus(submission: Submission) -> Submission | None:
    """The latest submission before this one on which something was decided. At most one query."""
    if submission.number == 1:
        return None
    decided = {"submission": OuterRef("pk"), "stage": Stage.CONSENSUS}
    stands = Exists(Score.objects.filter(confirmed=True, **decided)) | Exists(CheckpointScore.objects.filter(**decided))
    earlier = Submission.objects.filter(stands, assessment=submission.assessment_id, number__lt=submission.number)
    return earlier.order_by("-number").first()


def has_decisions(submission: Submission) -> bool:
    """Whether anything of the consensus stands on this submission."""
    rows = (submission.scores, submission.checkpoint_scores)
    return any(each.filter(stage=Stage.CONSENSUS).exists() for each in rows)


def take_over_consensus(*, submission: Submission, actor) -> TakenOver | None:
    """What was decided and found together on an earlier submission stands on this one, once, with one event.

    What stands here already stays. A score that the rules refuse here is left to be decided: a reason is missing where
    the suggested band has moved, a checkpoint has lost its text. None: it was taken over before. Raises
    ConsensusRefused, SubmissionReplaced, AssessmentLocked when the assessment is not in review.
    """
    with transaction.atomic(durable=True):
        # The whole row: every save of the review holds a share of it, so what stands is all there is.
        state = lock_assessment_in_review(submission.assessment_id)
        refuse_replaced(submission)
        if is_taken_over(submission):
            return None
        former = earlier_consensus(submission)
        if former is None:
            raise ConsensusRefused(_("ไม่มีฉบับก่อนที่มีผลฉันทามติให้ใช้"))
        if ConsensusMeeting.objects.filter(submission=submission).exists():
            raise ConsensusRefused(_("เปิดการประชุมฉันทามติของฉบับนี้แล้ว ให้ตัดสินทีละหัวข้อในห้องประชุม"))
        frozen = FrozenDocument(submission, outline_of(submission.assessment.criteria_set))
        taken = _taken(_Copy(former, frozen, actor, state.now))
        given = {"actor": actor, "at": state.now, "note": taken.note, "submission": submission}
        record(assessment_id=submission.assessment_id, kind=EventKind.CONSENSUS_TAKEN, **given)
    return taken


def _taken(copy: _Copy) -> TakenOver:
    scored, refused = _take_scores(copy)
    judged, unwritten = _take_checkpoints(copy)
    left = refused | unwritten
    codes = tuple(code for code in copy.frozen.outline.items if code in left)
    return TakenOver(copy.former.number, len((scored | judged) - left), _take_findings(copy), codes)


def _take_scores(copy: _Copy) -> tuple[set[str], set[str]]:
    """Codes of the items whose score is taken, and of those whose score is refused here."""
    frozen = copy.frozen
    standing = frozen.submission.scores.filter(stage=Stage.CONSENSUS).values("item")
    found = copy.former.scores.filter(stage=Stage.CONSENSUS, confirmed=True).exclude(item__in=standing)
    rows = {row.item.code: row for row in found.select_related("item")}
    card = frozen.card_with(Said({code: entry_of(row) for code, row in rows.items()}), stage=Stage.CONSENSUS)
    new, refused = {}, set()
    for code, row in rows.items():
        result, band = card.items[code], None
        if card.scheme.judged_by(result.item) != Judging.WHOLE:
            said = {"reason_graphemes": graphemes(row.reason.strip())}
            outside = range_refusal(row.percent, individual_spread(frozen.submission, result.item), **said)
            if refusal(row.percent, result.suggestion, card.scheme.scale, **said) or outside:
                refused.add(code)
                continue
            band = result.suggestion.band
        values = {column: getattr(row, column) for column in SCORE_COLUMNS}
        new[code] = Score(assessment_id=frozen.submission.assessment_id, confirmed_band=band, **copy.key | values)
    Score.objects.bulk_create(new.values())
    return set(new), refused


def _take_checkpoints(copy: _Copy) -> tuple[set[str], set[str]]:
    """Codes of the items whose checkpoints are taken, and of those with one that has no text here."""
    submission, answers = copy.frozen.submission, copy.frozen.answers
    written = {code for code, row in answers.items() if row["text"] and not row["not_applicable"]}
    standing = submission.checkpoint_scores.filter(stage=Stage.CONSENSUS).values("question")
    found = copy.former.checkpoint_scores.filter(stage=Stage.CONSENSUS).exclude(question__in=standing)
    new, taken, refused = [], set(), set()
    for row in found.select_related("question__area__item"):
        code = row.question.area.item.code
        if needs_text(row.value) and row.question.code not in written:
            refused.add(code)
            continue
        taken.add(code)
        values = {"question": row.question, "value": row.value, "assessment_id": submission.assessment_id}
        new.append(CheckpointScore(**copy.key | values))
    CheckpointScore.objects.bulk_create(new)
    return taken, refused


def _take_findings(copy: _Copy) -> int:
    """How many findings of the consensus stand here; their sources stay with the submission they speak of."""
    found = copy.former.findings.filter(stage=Stage.CONSENSUS).order_by("pk").values(*FINDING_COLUMNS)
    return len(Finding.objects.bulk_create(Finding(**copy.key | row) for row in found))
