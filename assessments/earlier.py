"""What the same unit wrote and was told in an earlier year, as far as this person may see it there."""

from dataclasses import dataclass

from assessments.ledger import LedgerRow, ledger_rows
from assessments.models import Answer, Assessment, Finding, Remark, Score
from assessments.permissions import VIEW, VIEW_FEEDBACK, VIEW_REMARKS, permit, standing_of
from assessments.statuses import Stage
from criteria.models import Question
from criteria.outline import ItemOutline


@dataclass(frozen=True)
class EarlierAnswer:
    """An answer of an earlier year with what became of its item; percents None where there are none to be seen."""

    assessment: Assessment
    answer: Answer
    self_percent: int | None
    consensus_percent: int | None
    findings: list[Finding]
    remarks: list[LedgerRow]  # those that are followed this year first

    @property
    def year(self) -> int:
        return self.assessment.fiscal_year


def earlier_assessment(assessment: Assessment) -> Assessment | None:
    """What every page calls last year: the latest of the same unit and criteria set in a year before. One query."""
    same = Assessment.objects.filter(unit=assessment.unit_id, cycle__criteria_set=assessment.criteria_set)
    years = same.filter(cycle__fiscal_year__lt=assessment.fiscal_year)
    return years.with_place().order_by("-cycle__fiscal_year").first()


def earlier_answer(assessment: Assessment, question: Question, item: ItemOutline, user) -> EarlierAnswer | None:
    """The answer to this question in that year, or None. At most seven queries."""
    earlier = earlier_assessment(assessment)
    if earlier is None:
        return None
    standing = standing_of(user, earlier)
    if not permit(standing, earlier, VIEW):
        return None
    is_out = permit(standing, earlier, VIEW_FEEDBACK)
    latest = earlier.submissions.order_by("-number").first() if is_out else None
    remarks = Remark.objects.out_of(earlier).filter(item=item.pk) if permit(standing, earlier, VIEW_REMARKS) else []
    scores = {score.stage: score for score in _scores(earlier, latest, item)}
    return EarlierAnswer(
        assessment=earlier,
        answer=Answer.objects.get(assessment=earlier, question=question.pk),
        self_percent=_percent(scores.get(Stage.SELF)),
        consensus_percent=_percent(scores.get(Stage.CONSENSUS)),
        findings=list(Finding.objects.for_unit(latest).filter(item=item.pk)) if latest else [],
        remarks=sorted(ledger_rows(earlier, remarks, of_unit=True), key=lambda row: not row.is_carried),
    )


def _scores(earlier: Assessment, latest, item: ItemOutline):
    """The confirmed self score, and the consensus where it is out."""
    confirmed = Score.objects.filter(assessment=earlier, item=item.pk, confirmed=True)
    own = confirmed.filter(stage=Stage.SELF)
    return own | confirmed.filter(stage=Stage.CONSENSUS, submission=latest) if latest else own


def _percent(score: Score | None) -> int | None:
    return score.percent if score else None
