"""The scores of a document that is taken into a draft: of items, and of checkpoints."""

from dataclasses import replace

from django.utils.translation import gettext as _

from assessments.models import CheckpointScore, Score
from assessments.scorecard import FACTOR_COLUMNS, Judging, ScoreEntry, inputs_from_rows, scorecard
from assessments.scoring.confirmation import Refusal, refusal
from assessments.statuses import Stage
from thai.text import graphemes

SAID_COLUMNS = ("percent", "reason", "confirmed", "confirmed_band")
SCORE_COLUMNS = (*FACTOR_COLUMNS.values(), *SAID_COLUMNS)


class ImportRefused(Exception):
    """The document does not fit what stands in the system; a line for each reason."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


def replace_checkpoints(assessment, document, now) -> None:
    """Each checkpoint has the value of its row, and none where the row has none or is not there."""
    pks = {code: question.pk for code, question in document.outline.questions.items()}
    wanted = {pks[row.checkpoint]: row.value for row in document.checkpoints if row.value is not None}
    own = assessment.checkpoint_scores.filter(stage=Stage.SELF)
    own.exclude(question__in=list(wanted)).delete()
    held = {score.question_id: score for score in own}
    changed = [score for key, score in held.items() if score.value != wanted[key]]
    for score in changed:
        score.value, score.version = wanted[score.question_id], score.version + 1
        score.updated_at, score.author = now, None
    new = {key: value for key, value in wanted.items() if key not in held}
    CheckpointScore.objects.bulk_create(
        CheckpointScore(assessment=assessment, question_id=key, stage=Stage.SELF, value=value)
        for key, value in new.items()
    )
    CheckpointScore.objects.bulk_update(changed, ["value", "version", "updated_at", "author"], batch_size=50)


def replace_scores(assessment, document, now) -> None:
    """A score that says the same stays as it is; a confirmed one holds for the band suggested now."""
    wanted = _wanted_scores(assessment, document)
    own = assessment.scores.filter(stage=Stage.SELF)
    own.exclude(item__in=list(wanted)).delete()
    held = {score.item_id: score for score in own}
    new, changed = [], []
    for item, values in wanted.items():
        score = held.get(item)
        if score is None:
            new.append(Score(assessment=assessment, item_id=item, stage=Stage.SELF, **values))
        elif any(getattr(score, column) != value for column, value in values.items()):
            for column, value in values.items():
                setattr(score, column, value)
            score.version += 1
            score.updated_at, score.author = now, None
            changed.append(score)
    Score.objects.bulk_create(new)
    Score.objects.bulk_update(changed, [*SCORE_COLUMNS, "version", "updated_at", "author"], batch_size=50)


def _wanted_scores(assessment, document) -> dict[int, dict]:
    """The columns of each score by key of its item. Raises ImportRefused for confirmations that break a rule."""
    entries = {row.item: ScoreEntry(row.factors, row.percent, row.reason) for row in document.item_scores}
    card = scorecard(document.outline, replace(inputs_from_rows(assessment), entries=entries))
    wanted, problems = {}, []
    for row in document.item_scores:
        result, band = card.items[row.item], None
        if row.confirmed and card.scheme.judged_by(result.item) != Judging.WHOLE:
            length = graphemes(row.reason.strip())
            refused = refusal(row.percent, result.suggestion, card.scheme.scale, reason_graphemes=length)
            if refused:
                problems.append(f"item_scores ({row.item}): {refusal_message(refused)}")
            else:
                band = result.suggestion.band
        values = {column: row.factors.get(name) for name, column in FACTOR_COLUMNS.items()}
        said = (row.percent, row.reason, row.confirmed, band)
        wanted[document.outline.items[row.item].pk] = values | dict(zip(SAID_COLUMNS, said, strict=True))
    if problems:
        raise ImportRefused(problems)
    return wanted


def refusal_message(refused: Refusal) -> str:
    """Why a confirmation is refused, and how to mend it, in words."""
    return {
        Refusal.FACTORS_MISSING: _("ให้ระดับของ A D L และ I ให้ครบทั้งสี่ปัจจัยก่อนยืนยัน"),
        Refusal.PERCENT_NOT_ALLOWED: _("เลือกร้อยละจาก 0, 5, 10, … 100"),
        Refusal.REASON_TOO_SHORT: _("ร้อยละอยู่นอกช่วงที่ระบบเสนอ ให้เขียนเหตุผลอย่างน้อย 20 ตัวอักษร"),
    }[refused]
