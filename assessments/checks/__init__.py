"""What must be in order before a submission: one small function per rule, listed in REGISTRY by `register`.

A rule takes a Subject and yields problems: an error stops the submission, a warning does not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import plausibility
from assessments.golden_thread import Gap, Orphan, orphans
from assessments.live import LiveRows
from assessments.models import Answer, Assessment, Citation, Comment, Indicator, IndicatorYear, KeyFactor, Remark
from assessments.scorecard import Scorecard
from assessments.statuses import Status
from criteria.outline import Outline
from thai.text import search_fold


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where (code of the question, item or indicator), what, and how, in words."""

    where: str
    message: str
    is_error: bool = True
    target: str = ""  # question, item, indicator, indicator_links, key_factor or remark, for the link
    rule: str = ""  # the name of the rule that found it


@dataclass(frozen=True)
class Subject:
    """What a rule looks at: the live assessment, read once; answers hold their TEXTS, in the order of the set."""

    assessment: Assessment
    outline: Outline
    card: Scorecard
    answers: dict[str, Answer]
    indicators: list[Indicator]
    citations: list[Citation]
    key_factors: list[KeyFactor]
    open_comments: dict[str, int]
    open_remarks: list[Remark]
    today: date

    def years_of(self, indicator: Indicator) -> list[IndicatorYear]:
        """Its figures, the oldest first."""
        return sorted(indicator.years.all(), key=lambda row: row.fiscal_year)

    @cached_property
    def orphans(self) -> list[Orphan]:
        """Where the golden thread breaks, as its page tells it."""
        return orphans(self.outline, self.key_factors, self.indicators)

    def unlinked(self, gap: Gap) -> list:
        """The key factors or the indicators that this gap is about."""
        return [orphan.factor or orphan.indicator for orphan in self.orphans if orphan.gap == gap]

    @cached_property
    def folded_paragraphs(self) -> dict[str, list[str]]:
        """The paragraphs of every answer by code of its question, folded for comparison."""
        return {
            code: [search_fold(line) for line in answer.text.split("\n") if line.strip()]
            for code, answer in self.answers.items()
        }


TEXTS = ("text", "not_applicable", "carried_from")
Rule = Callable[[Subject], Iterator[Problem]]
REGISTRY: list[Rule] = []


def subject_of(live: LiveRows) -> Subject:
    """Everything that the rules read, in a fixed number of queries."""
    assessment, outline = live.assessment, live.outline
    answers = {answer.question_id: answer for answer in assessment.answers.only("assessment", "question", *TEXTS)}
    return Subject(
        assessment=assessment,
        outline=outline,
        card=live.card,
        answers={code: answers[each.pk] for code, each in outline.questions.items() if each.pk in answers},
        indicators=live.indicators,
        citations=live.citations,
        key_factors=live.key_factors,
        open_comments=_open_comments(assessment),
        open_remarks=_open_remarks(assessment),
        today=timezone.localdate(),
    )


def _open_comments(assessment: Assessment) -> dict[str, int]:
    """How many are not resolved, by code of the question, in the order of the set."""
    rows = Comment.objects.filter(answer__assessment=assessment, resolved_at=None).order_by()
    return dict(rows.values_list("answer__question__code").annotate(count=Count("pk")).order_by("answer__question"))


def _open_remarks(assessment: Assessment) -> list[Remark]:
    """Those that the unit has to answer before it sends again; none, without a query, where nothing was returned."""
    if assessment.status != Status.RETURNED:
        return []
    return list(Remark.objects.out_of(assessment).open().select_related("item"))


def problems_of(live: LiveRows) -> list[Problem]:
    """Every problem, errors first, each rule in the order of the registry."""
    subject = subject_of(live)
    found = [replace(problem, rule=rule.__name__) for rule in REGISTRY for problem in rule(subject)]
    return sorted(found, key=lambda problem: not problem.is_error)


def doubts_by_year(subject: Subject, rule: plausibility.Rule) -> Iterator[Problem]:
    """The doubts of this rule as warnings that name the indicator and the year."""
    return _doubts(subject, rule, _("ตัวชี้วัด %(code)s ปี %(year)d %(text)s"))


def doubts_by_indicator(subject: Subject, rule: plausibility.Rule) -> Iterator[Problem]:
    """The doubts of this rule as warnings that name the indicator; the words tell the years themselves."""
    return _doubts(subject, rule, _("ตัวชี้วัด %(code)s %(text)s"))


def _doubts(subject: Subject, rule: plausibility.Rule, words: str) -> Iterator[Problem]:
    for indicator in subject.indicators:
        years = {row.fiscal_year: row for row in subject.years_of(indicator)}
        for doubt in rule(plausibility.Series(indicator.unit_of_measure, indicator.direction, years)):
            message = words % {"code": indicator.code, "year": doubt.year, "text": doubt.text}
            yield Problem(indicator.code, message, is_error=False, target="indicator")
