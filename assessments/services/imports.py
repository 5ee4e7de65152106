"""Takes a document that has been read into the draft of its unit, year and set: all of it or nothing."""

from contextlib import suppress
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit
from assessments.document import document_of
from assessments.live import LiveRows
from assessments.models import Answer, AnswerRevision, Assessment, Cycle, Indicator, IndicatorYear
from assessments.models.kpi_dictionary import DICTIONARY
from assessments.scorecard import checkpoint_codes
from assessments.services.assessments import create_assessment
from assessments.services.events import record
from assessments.services.evidence import EvidenceDiffers, replace_citations
from assessments.services.imported_scores import ImportRefused, replace_checkpoints, replace_scores
from assessments.services.indicators import YearFigures, year_rows
from assessments.services.key_factors import replace_key_factors
from assessments.services.locks import lock_assessment
from assessments.services.scores import lapse_moved_confirmations
from assessments.statuses import EDITABLE, EventKind
from assessments.tasks import refresh_later
from criteria.models import Characteristic, SuccessFactor

__all__ = ["ImportRefused", "differences", "import_document"]

DAYS_OF_A_NEW_CYCLE = 90
SECTION_KEYS = (
    ("answers", "question"),
    ("indicators", "code"),
    ("item_scores", "item"),
    ("checkpoints", "checkpoint"),
    ("evidence", "code"),
    ("key_factors", "code"),
)
ANSWER_COLUMNS = ("text", "not_applicable", "carried_from", "version", "updated_at", "updated_by")
INDICATOR_COLUMNS = ("name", "unit_of_measure", "direction", "importance", "comparator_name", *DICTIONARY)


class DryRun(Exception):
    """Undoes a trial import."""


def import_document(document, *, dry_run: bool = False, operator: str = "", is_demo: bool = False):
    """The draft holds the sections of the document; the assessment and the lines that tell what changed.

    A section that is absent is left alone. Replaced answers get a new version, their old text stays in the history.
    `operator` names who runs the import, for the history. Raises ImportRefused; nothing is written then, nor by a
    dry run. A cycle that is not there is made, open for 90 days.
    """
    try:
        with transaction.atomic(durable=True):
            assessment, now = _draft(document, is_demo)
            before = document_of(LiveRows(assessment))
            _write(assessment, document, now)
            after = document_of(LiveRows(assessment))
            changes = differences(before, after)
            if changes:
                note = _("โดย %s") % operator if operator else ""
                record(assessment_id=assessment.pk, kind=EventKind.IMPORTED, actor=None, at=now, note=note)
                refresh_later(assessment.pk)
            if dry_run:
                raise DryRun
    except DryRun:
        return None, changes
    return assessment, changes


def differences(before: dict, after: dict) -> list[str]:
    """A line for each answer, indicator, score, record of evidence and key factor that is new, changed or gone."""
    lines = []
    for section, key in SECTION_KEYS:
        old = {row[key]: row for row in before[section]}
        new = {row[key]: row for row in after[section]}
        for code in sorted({*old, *new}):
            if old.get(code) != new.get(code):
                change = _("เพิ่ม") if code not in old else _("ลบ") if code not in new else _("เปลี่ยน")
                lines.append(f"{section} {code}: {change}")
    return lines


def _draft(document, is_demo: bool):
    unit = Unit.objects.filter(code=document.unit_code).first()
    if unit is None:
        message = _("unit.code: ไม่มีหน่วยงาน “%s” ในระบบ ตรวจรหัส หรือโหลดหน่วยงานก่อนด้วย load_units")
        raise ImportRefused([message % document.unit_code])
    now = timezone.now()
    cycle, _made = Cycle.objects.get_or_create(
        criteria_set=document.outline.criteria_set,
        fiscal_year=document.fiscal_year,
        defaults={"opens": now, "closes": now + timedelta(days=DAYS_OF_A_NEW_CYCLE)},
    )
    found = Assessment.objects.filter(unit=unit, cycle=cycle)
    if not found.exists():
        # Another import may make the same draft at this moment; then that one is taken.
        with suppress(IntegrityError), transaction.atomic():
            create_assessment(unit=unit, cycle=cycle, actor=None, now=now, is_demo=is_demo)
    assessment, now = lock_assessment(found.get().pk)
    if assessment.status not in EDITABLE:
        message = _("แบบประเมินของหน่วยงานนี้อยู่ในสถานะ “%s” นำเข้าได้เฉพาะฉบับร่างหรือที่ถูกส่งคืน")
        raise ImportRefused(["$: " + message % assessment.get_status_display()])
    return assessment, now


def _write(assessment: Assessment, document, now) -> None:
    judged = checkpoint_codes(document.outline)
    if document.answers is not None:
        rest = document.outline.questions.keys() - judged
        _replace_answers(assessment, document.answers, rest, now)
    if document.checkpoints is not None:
        _replace_answers(assessment, [row.answer for row in document.checkpoints], judged, now)
        replace_checkpoints(assessment, document, now)
    if document.indicators is not None:
        _replace_indicators(assessment, document, now)
    _refuse_not_applicable_with_indicators(assessment)
    if document.item_scores is not None:
        replace_scores(assessment, document, now)
    if document.evidence is not None:
        _replace_citations(assessment, document)
    if document.key_factors is not None:
        _refuse_unknown_indicators(assessment, document)
        replace_key_factors(assessment, document.key_factors)
    lapse_moved_confirmations(assessment.pk, actor=None, now=now)


def _replace_answers(assessment, rows, questions, now) -> None:
    """The answers to these questions are those of the rows."""
    given = {row.question: row for row in rows}
    characteristics = {tag.code: tag for tag in Characteristic.objects.all()}
    factors = {tag.code: tag for tag in SuccessFactor.objects.all()}
    tagged = assessment.answers.select_related("question").prefetch_related("characteristics", "success_factors")
    answers = [answer for answer in tagged if answer.question.code in questions]
    revisions, changed = [], []
    for answer in answers:
        row = given.get(answer.question.code)
        text, reason, year = (row.text, row.not_applicable, row.carried_from) if row else ("", "", None)
        if (answer.text, answer.not_applicable, answer.carried_from) != (text, reason, year):
            changed.append(answer)
        answer.carried_from = year
        if (answer.text, answer.not_applicable) != (text, reason):
            answer.text, answer.not_applicable = text, reason
            answer.version += 1
            answer.updated_at, answer.updated_by = now, None
            revisions.append(
                AnswerRevision(answer=answer, version=answer.version, text=text, not_applicable=reason, at=now)
            )
        _set_tags(answer.characteristics, [characteristics[code] for code in row.characteristics] if row else [])
        _set_tags(answer.success_factors, [factors[code] for code in row.success_factors] if row else [])
    Answer.objects.bulk_update(changed, ANSWER_COLUMNS, batch_size=50)
    AnswerRevision.objects.bulk_create(revisions)


def _set_tags(relation, wanted: list) -> None:
    """The relation (prefetched) holds exactly these tags."""
    if {tag.pk for tag in relation.all()} != {tag.pk for tag in wanted}:
        relation.set(wanted)


def _replace_indicators(assessment, document, now) -> None:
    """Indicators of the same code are the same: changed ones get a new version, so that open pages see it."""
    assessment.indicators.exclude(code__in=[row.code for row in document.indicators]).delete()
    held = {indicator.code: indicator for indicator in assessment.indicators.prefetch_related("years")}
    new, changed = [], []
    for row in document.indicators:
        indicator = held.get(row.code)
        if indicator is None:
            new.append(Indicator(assessment=assessment, code=row.code, **row.fields.columns))
        elif not _same(indicator, row.fields):
            for column, value in row.fields.columns.items():
                setattr(indicator, column, value)
            indicator.version += 1
            indicator.updated_at, indicator.updated_by = now, None
            changed.append(indicator)
    Indicator.objects.bulk_create(new)
    columns = ["area", *INDICATOR_COLUMNS, "version", "updated_at", "updated_by"]
    Indicator.objects.bulk_update(changed, columns, batch_size=50)
    IndicatorYear.objects.filter(indicator__in=[indicator.pk for indicator in changed]).delete()
    years = {row.code: row.fields.years for row in document.indicators}
    IndicatorYear.objects.bulk_create(
        row for indicator in new + changed for row in year_rows(indicator, years[indicator.code])
    )


def _same(indicator: Indicator, fields) -> bool:
    years = {year.fiscal_year: YearFigures(year.value, year.target, year.comparator) for year in indicator.years.all()}
    return years == fields.years and all(
        getattr(indicator, column) == value for column, value in fields.columns.items()
    )


def _refuse_not_applicable_with_indicators(assessment) -> None:
    held = set(assessment.indicators.values_list("area_id", flat=True))
    marked = assessment.answers.exclude(not_applicable="").select_related("question")
    codes = [answer.question.code for answer in marked if answer.question.area_id in held]
    if codes:
        message = _("มีตัวชี้วัดในประเด็นนี้แล้ว จึงระบุว่าไม่เกี่ยวข้องไม่ได้ ให้ลบตัวชี้วัดหรือเหตุผลที่ไม่เกี่ยวข้อง")
        raise ImportRefused([f"answers ({code}): {message}" for code in sorted(codes)])


def _replace_citations(assessment, document) -> None:
    try:
        replace_citations(assessment, document.evidence)
    except EvidenceDiffers as differs:
        raise ImportRefused(differs.problems) from None


def _refuse_unknown_indicators(assessment, document) -> None:
    held = set(assessment.indicators.values_list("code", flat=True))
    message = _("ไม่มีตัวชี้วัด “%s” ในแบบประเมินนี้ ตรวจรหัส หรือเพิ่มตัวชี้วัดก่อน")
    problems = [
        f"key_factors ({row.code}).indicators: {message % code}"
        for row in document.key_factors
        for code in row.indicators
        if code not in held
    ]
    if problems:
        raise ImportRefused(problems)
