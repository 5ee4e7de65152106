"""Takes a document that has been read into the draft of its unit, year and set: all of it or nothing."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit
from assessments.document import document_of
from assessments.models import Answer, AnswerRevision, Assessment, Cycle, Indicator, Score
from assessments.scorecard import inputs_from_rows, scorecard
from assessments.scoring.confirmation import Refusal, refusal
from assessments.services.assessments import create_assessment
from assessments.services.events import record
from assessments.services.indicators import write_years
from assessments.services.locks import lock_assessment
from assessments.services.scores import FIELDS, lapse_moved_confirmations
from assessments.statuses import EDITABLE, EventKind, Stage
from criteria.models import Characteristic, SuccessFactor
from thai.text import graphemes

DAYS_OF_A_NEW_CYCLE = 90


class ImportRefused(Exception):
    """The document does not fit what stands in the system; a line for each reason."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


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
            before = document_of(assessment, document.outline)
            _write(assessment, document, now)
            after = document_of(assessment, document.outline)
            changes = differences(before, after)
            if changes:
                note = _("โดย %s") % operator if operator else ""
                record(assessment_id=assessment.pk, kind=EventKind.IMPORTED, actor=None, at=now, note=note)
            if dry_run:
                raise DryRun
    except DryRun:
        return None, changes
    return assessment, changes


def differences(before: dict, after: dict) -> list[str]:
    """A line for each answer, indicator and score that is new, changed or gone."""
    lines = []
    for section, key in (("answers", "question"), ("indicators", "code"), ("item_scores", "item")):
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
        raise ImportRefused([_("unit.code: ไม่มีหน่วยงาน “%s” ในระบบ ให้โหลดหน่วยงานก่อนด้วย load_units") % document.unit_code])
    now = timezone.now()
    cycle, _made = Cycle.objects.get_or_create(
        criteria_set=document.outline.criteria_set,
        fiscal_year=document.fiscal_year,
        defaults={"opens": now, "closes": now + timedelta(days=DAYS_OF_A_NEW_CYCLE)},
    )
    found = Assessment.objects.filter(unit=unit, cycle=cycle).first()
    if found is None:
        found = create_assessment(unit=unit, cycle=cycle, actor=None, now=now, is_demo=is_demo)
    assessment, now = lock_assessment(found.pk)
    if assessment.status not in EDITABLE:
        message = _("แบบประเมินของหน่วยงานนี้อยู่ในสถานะ “%s” นำเข้าได้เฉพาะฉบับร่างหรือที่ถูกส่งคืน")
        raise ImportRefused(["$: " + message % assessment.get_status_display()])
    return assessment, now


def _write(assessment: Assessment, document, now) -> None:
    if document.answers is not None:
        _replace_answers(assessment, document, now)
    if document.indicators is not None:
        _replace_indicators(assessment, document)
    _refuse_not_applicable_with_indicators(assessment, document)
    if document.item_scores is not None:
        _replace_scores(assessment, document)
    lapse_moved_confirmations(assessment.pk, actor=None, now=now)


def _replace_answers(assessment, document, now) -> None:
    given = {row.question: row for row in document.answers}
    characteristics = {tag.code: tag for tag in Characteristic.objects.all()}
    factors = {tag.code: tag for tag in SuccessFactor.objects.all()}
    answers = assessment.answers.select_related("question").prefetch_related("characteristics", "success_factors")
    revisions, changed = [], []
    for answer in answers:
        row = given.get(answer.question.code)
        text, reason = (row.text, row.not_applicable) if row else ("", "")
        if (answer.text, answer.not_applicable) != (text, reason):
            answer.text, answer.not_applicable = text, reason
            answer.version += 1
            answer.updated_at, answer.updated_by = now, None
            changed.append(answer)
            revisions.append(
                AnswerRevision(answer=answer, version=answer.version, text=text, not_applicable=reason, at=now)
            )
        _set_tags(answer.characteristics, [characteristics[code] for code in row.characteristics] if row else [])
        _set_tags(answer.success_factors, [factors[code] for code in row.success_factors] if row else [])
    Answer.objects.bulk_update(changed, ["text", "not_applicable", "version", "updated_at", "updated_by"], batch_size=50)
    AnswerRevision.objects.bulk_create(revisions)


def _set_tags(relation, wanted: list) -> None:
    """The relation (prefetched) holds exactly these tags."""
    if {tag.pk for tag in relation.all()} != {tag.pk for tag in wanted}:
        relation.set(wanted)


def _replace_indicators(assessment, document) -> None:
    assessment.indicators.all().delete()
    for row in document.indicators:
        indicator = Indicator.objects.create(assessment=assessment, code=row.code, **row.fields.columns)
        write_years(indicator, row.fields.years)


def _refuse_not_applicable_with_indicators(assessment, document) -> None:
    held = set(assessment.indicators.values_list("area_id", flat=True))
    marked = assessment.answers.exclude(not_applicable="").select_related("question")
    codes = [answer.question.code for answer in marked if answer.question.area_id in held]
    if codes:
        message = _("มีตัวชี้วัดในประเด็นนี้แล้ว จึงระบุว่าไม่เกี่ยวข้องไม่ได้ ลบอย่างใดอย่างหนึ่ง")
        raise ImportRefused([f"answers ({code}): {message}" for code in sorted(codes)])


def _replace_scores(assessment, document) -> None:
    assessment.scores.filter(stage=Stage.SELF).delete()
    for row in document.item_scores:
        Score.objects.create(
            assessment=assessment,
            item_id=document.outline.items[row.item].pk,
            stage=Stage.SELF,
            percent=row.percent,
            reason=row.reason,
            confirmed=row.confirmed,
            **{column: row.factors.get(name) for name, column in FIELDS.items()},
        )
    card = scorecard(document.outline, inputs_from_rows(assessment))
    problems = []
    for row in document.item_scores:
        if row.confirmed:
            problems += _settle(assessment, card, row)
    if problems:
        raise ImportRefused(problems)


def _settle(assessment, card, row) -> list[str]:
    """The confirmation holds for the band suggested now; or the reason why it cannot be taken."""
    suggestion = card.items[row.item].suggestion
    refused = refusal(row.percent, suggestion, card.scale, reason_graphemes=graphemes(row.reason.strip()))
    if refused:
        return [f"item_scores ({row.item}): {refusal_message(refused)}"]
    scores = assessment.scores.filter(stage=Stage.SELF, item__code=row.item)
    scores.update(confirmed_band=suggestion.band)
    return []


def refusal_message(refused: Refusal) -> str:
    """Why a confirmation is refused, and how to mend it, in words."""
    return {
        Refusal.FACTORS_MISSING: _("ให้ปัจจัย A D L I ให้ครบทั้งสี่ก่อนยืนยัน"),
        Refusal.PERCENT_NOT_ALLOWED: _("เลือกร้อยละจาก 0, 5, 10, … 100"),
        Refusal.REASON_TOO_SHORT: _("ร้อยละอยู่นอกช่วงที่ระบบเสนอ ให้เขียนเหตุผลอย่างน้อย 20 ตัวอักษร"),
    }[refused]
