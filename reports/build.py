"""From an assessment to what its report says: rows and frozen copies in, `ReportContent` out."""

import json
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assessments.document import (
    document_of,
    factors_by_question,
    inputs_from_document,
    rows_of_answers,
)
from assessments.ledger import ledger_rows
from assessments.live import LiveRows
from assessments.models import Assessment, Finding, Remark, Submission
from assessments.scorecard import ItemResult, Scheme, Scorecard, basis_of, said_in_review, scorecard
from assessments.scoring.totals import as_decimal
from assessments.statuses import EDITABLE, FindingKind, Stage, Status
from criteria.kinds import CategoryKind
from criteria.models import Characteristic, Rubric, SuccessFactor
from criteria.outline import CategoryOutline, ItemOutline, Outline, outline_of
from reports import content as paper
from reports.appendix import evidence_rows, key_factors_of
from reports.dictionary import dictionary_rows
from reports.indicators import IndicatorRow, IndicatorTable
from reports.last_year import LastYear, last_year_of
from reports.parts import judgement_of, parts_of, points_of_indicators, score_of

RESULTS_PREFIXES = ("ผลลัพธ์ด้าน", "การบรรลุผลลัพธ์ของตัวชี้วัดด้าน", "การบรรลุผลลัพธ์ของตัวชี้วัด")


@dataclass(frozen=True)
class Source:
    """What a report is made of: the outline, one document, its scorecards, and what reviewers said."""

    assessment: Assessment
    outline: Outline
    document: dict
    submission: Submission | None
    own: Scorecard
    decided: Scorecard | None
    findings: tuple[Finding, ...]
    remarks: tuple
    rubric: dict[tuple[str, str, int], str]
    characteristics: dict[str, str]
    success_factors: dict[str, str]
    past: LastYear
    as_sent: bool = False

    @property
    def is_draft(self) -> bool:
        return self.submission is None

    @property
    def is_approved(self) -> bool:
        """Whether findings and decided scores are open."""
        return self.submission is not None and self.assessment.status == Status.APPROVED


def source_of(assessment: Assessment, *, live: bool) -> Source:
    """The live rows (watermarked) or the latest submission; findings and decided scores once approved."""
    outline = outline_of(assessment.criteria_set)
    submission = None if live else assessment.submissions.order_by("-number").first()
    document = document_of(LiveRows(assessment)) if submission is None else json.loads(submission.document)
    approved = submission is not None and assessment.status == Status.APPROVED
    return _source(
        assessment,
        document,
        submission=submission,
        decided=_decided(submission, outline, document) if approved else None,
        remarks=_remarks(assessment, live=submission is None),
        findings=tuple(Finding.objects.for_unit(submission).select_related("item")) if approved else (),
        past=last_year_of(assessment, outline),
    )


def source_as_sent(submission: Submission) -> Source:
    """What was sent, and nothing that came after it: the same for every reader and at any later time."""
    told = {"decided": None, "remarks": (), "findings": (), "past": LastYear(), "as_sent": True}
    return _source(submission.assessment, json.loads(submission.document), submission=submission, **told)


def _source(assessment: Assessment, document: dict, **told) -> Source:
    outline = outline_of(assessment.criteria_set)
    return Source(
        assessment=assessment,
        outline=outline,
        document=document,
        own=scorecard(outline, inputs_from_document(document)),
        rubric=_rubric(assessment),
        characteristics=dict(Characteristic.objects.values_list("code", "title_th")),
        success_factors=dict(SuccessFactor.objects.values_list("code", "title_th")),
        **told,
    )


def is_live(assessment: Assessment) -> bool:
    """Whether the report of the unit's own people is of the live rows: in draft and returned."""
    return assessment.status in EDITABLE


def build_report(source: Source, *, thai_digits: bool = False) -> paper.ReportContent:
    """Everything that the reports say, whatever the kind."""
    categories = tuple(_category(source, category) for category in source.outline.categories if not category.is_profile)
    return paper.ReportContent(
        cover=_cover(source),
        total=_total(source),
        profile=tuple(
            _item(source, item)
            for category in source.outline.categories
            if category.is_profile
            for item in category.items
        ),
        categories=categories,
        remarks=source.remarks,
        evidence=evidence_rows(source.document),
        dictionary=dictionary_rows(source.document),
        key_factors=key_factors_of(source.document),
        next_steps=_next_steps(source),
        words=_words(source.own.scheme),
        bands=source.own.scheme.bands,
        receipt=_receipt(source),
        draft=source.is_draft,
        demo=source.assessment.is_demo,
        thai_digits=thai_digits,
    )


def _words(scheme: Scheme) -> paper.Words:
    measure, detail = scheme.columns
    return paper.Words(measure=measure.title, detail=detail.title, part=scheme.part_word, step=scheme.step_words[0])


def _decided(submission: Submission, outline: Outline, document: dict) -> Scorecard | None:
    said = said_in_review(submission, outline, stage=Stage.CONSENSUS)
    return scorecard(outline, inputs_from_document(document, said=said, stage=Stage.CONSENSUS)) if said else None


def _remarks(assessment: Assessment, *, live: bool) -> tuple[paper.Remark, ...]:
    """Remarks that have reached the unit, with its replies as far as they were sent; all of them on a live report."""
    found = Remark.objects.out_of(assessment).select_related("item", "submission")
    rows = ledger_rows(assessment, found, of_unit=live)
    return tuple(
        paper.Remark(
            number=row.remark.number,
            submission=row.remark.submission.number,
            about=row.remark.item.code if row.remark.item else _("ทั้งฉบับ"),
            text=row.remark.text,
            state=str(row.state.label) if assessment.status == Status.APPROVED else "",
            reply=row.remark.reply if row.shows_reply else "",
            place=row.remark.place if row.shows_reply else "",
        )
        for row in rows
    )


def _rubric(assessment: Assessment) -> dict[tuple[str, str, int], str]:
    rows = Rubric.objects.filter(criteria_set=assessment.criteria_set, kind=CategoryKind.PROCESS)
    return {(row.kind, row.factor, row.band): row.text_th for row in rows}


def _cover(source: Source) -> paper.Cover:
    assessment, submission = source.assessment, source.submission
    unit, criteria_set = assessment.unit, assessment.criteria_set
    return paper.Cover(
        unit_code=unit.code,
        unit_name=unit.name_th,
        parent_name=unit.parent.name_th if unit.parent else "",
        criteria_code=criteria_set.code,
        criteria_name=criteria_set.title_th,
        fiscal_year=assessment.fiscal_year,
        status=str(Status.SUBMITTED.label) if source.as_sent else assessment.get_status_display(),
        as_of=_as_of(assessment, submission),
        status_on=localdate(submission.submitted_at) if source.as_sent else _status_on(assessment),
    )


def _as_of(assessment: Assessment, submission: Submission | None):
    """The day of the data: of the submission, else of the last change of an answer or indicator."""
    if submission:
        return localdate(submission.submitted_at)
    answers = assessment.answers.aggregate(latest=Max("updated_at"))["latest"]
    indicators = assessment.indicators.aggregate(latest=Max("updated_at"))["latest"]
    latest = max(filter(None, (answers, indicators)), default=None)
    return localdate(latest) if latest else None


def _status_on(assessment: Assessment):
    """The day of the event that brought the present status, None for a draft from the start."""
    event = assessment.events.filter(to_status=assessment.status).first()
    return localdate(event.at) if event else None


def _receipt(source: Source) -> paper.Receipt | None:
    submission = source.submission
    if submission is None:
        return None
    return paper.Receipt(number=submission.number, submitted_at=submission.submitted_at, sha256=submission.sha256)


def _total(source: Source) -> paper.Total:
    deciding = source.decided or source.own
    note = _("เกณฑ์อ้างอิง แก้ไขได้ ยังไม่ยืนยันกับสำนักงาน ก.พ.ร.")
    return paper.Total(
        maximum=as_decimal(source.own.total.maximum),
        self_points=as_decimal(source.own.total.points),
        review_points=as_decimal(source.decided.total.points) if source.decided else None,
        previous=source.past.points,
        previous_year=source.past.year,
        provisional=deciding.provisional,
        basis=basis_of(deciding.stage),
        maturity=deciding.maturity or "",
        maturity_note=note if deciding.maturity else "",
        system=deciding.system,
    )


def _category(source: Source, category: CategoryOutline) -> paper.CategoryPart:
    own = next(found for found in source.own.categories if found.code == category.code)
    decided = None
    if source.decided:
        decided = next(found for found in source.decided.categories if found.code == category.code)
    return paper.CategoryPart(
        code=category.code,
        title=category.title,
        maximum=as_decimal(own.total.maximum),
        self_points=as_decimal(own.total.points),
        review_points=as_decimal(decided.total.points) if decided else None,
        previous=source.past.points_of(category.code),
        outcomes=category.kind == CategoryKind.RESULTS,
        items=tuple(_item(source, item) for item in category.items),
    )


def _item(source: Source, item: ItemOutline) -> paper.ItemPart:
    own = source.own.items.get(item.code)
    decided = source.decided.items.get(item.code) if source.decided else None
    return paper.ItemPart(
        code=item.code,
        title=item.title,
        short_title=_short(item),
        maximum=item.points,
        self_score=score_of(source.own.scheme, own) if own else None,
        review_score=score_of(source.own.scheme, decided) if decided else None,
        previous_percent=source.past.percent_of(item.code),
        factors=parts_of(own, decided, source.rubric) if own else (),
        areas=_areas(source, item),
        indicators=_indicators(source, own, item) if item.is_results else None,
        findings=tuple(_finding(finding) for finding in source.findings if finding.item.code == item.code),
    )


def _short(item: ItemOutline) -> str:
    """The title for narrow places: what the six outcome areas all begin with is left out."""
    prefix = next((prefix for prefix in RESULTS_PREFIXES if item.title.startswith(prefix)), "")
    return item.title.removeprefix(prefix)


def _areas(source: Source, item: ItemOutline) -> tuple[paper.AreaPart, ...]:
    answers = rows_of_answers(source.document)
    factors = factors_by_question(source.document)
    return tuple(
        paper.AreaPart(
            letter=area.code,
            title=area.title,
            answers=tuple(
                _answer(source, question, answers.get(question.code), factors.get(question.code, []))
                for question in area.questions
            ),
        )
        for area in item.areas
    )


def _answer(source: Source, question, row: dict | None, factors: list[dict]) -> paper.AnswerPart:
    row = row or {"text": "", "not_applicable": "", "characteristics": [], "success_factors": []}
    return paper.AnswerPart(
        code=question.code,
        official_number=question.official_number,
        title=question.title_th,
        text=row["text"],
        not_applicable=row["not_applicable"],
        evidence=tuple(
            piece["code"]
            for piece in source.document["evidence"]
            if any(citation["question"] == question.code for citation in piece["citations"])
        ),
        characteristics=tuple(source.characteristics[code] for code in row["characteristics"]),
        success_factors=tuple(source.success_factors[code] for code in row["success_factors"]),
        key_factors=tuple(factor["code"] for factor in factors),
        judgement=_judgement(source, question.code),
    )


def _judgement(source: Source, code: str) -> str:
    item = source.outline.item_of_question[code].code
    return judgement_of(code, source.own.items.get(item), source.decided.items.get(item) if source.decided else None)


def _indicators(source: Source, result: ItemResult, item: ItemOutline) -> IndicatorTable:
    rows = [row for row in source.document["indicators"] if row["item"] == item.code]
    judged = {each.code: each for each in result.indicators}
    points = points_of_indicators(result)
    areas = {area.code: f"{area.code}. {area.title}" for area in item.areas}
    found = {int(year) for row in rows for year in row["values"]}
    years = tuple(range(min(found), max(found) + 1)) if found else ()
    return IndicatorTable(
        years=years,
        rows=tuple(
            replace(_indicator(row, judged[row["code"]], years, areas), points=points.get(row["code"]))
            for row in sorted(rows, key=lambda r: (r["area"], r["code"]))
        ),
        compares=source.own.scheme.compares,
    )


def _indicator(row: dict, judged, years: tuple[int, ...], areas: dict[str, str]) -> IndicatorRow:
    values = {int(year): Decimal(value) for year, value in row["values"].items()}
    return IndicatorRow(
        code=row["code"],
        name=row["name"],
        unit_of_measure=row["unit_of_measure"],
        area=areas[row["area"]],
        higher_is_better=row["direction"] == "higher",
        key=row["importance"] == "key",
        values=tuple(values.get(year) for year in years),
        current=judged.current,
        target=judged.target,
        comparator=judged.comparator_value,
        comparator_name=row["comparator"]["name"],
        achievement=judged.achievement,
        attained=judged.attained,
        trend=judged.trend,
        ahead=judged.ahead if judged.comparator_value is not None else None,
        integrates=judged.integrates,
    )


def _finding(finding: Finding) -> paper.Finding:
    return paper.Finding(
        kind=paper.STRENGTH if finding.kind == FindingKind.STRENGTH else paper.OFI,
        nugget=finding.nugget,
        evidence=finding.evidence,
        relevance=finding.relevance,
        weight=2 if finding.is_double else 1,
    )


def _next_steps(source: Source) -> tuple[paper.NextStep, ...]:
    """The price of the next step of every item from the score that decides, best first (scoring.md 5)."""
    return tuple(
        paper.NextStep(
            code=step.code,
            title=_short(source.own.items[step.code].item),
            changes=tuple(f"{change.name} {change.present}→{change.wanted}" for change in step.changes),
            steps=step.steps,
            gain=as_decimal(step.gain),
        )
        for step in (source.decided or source.own).steps
    )
