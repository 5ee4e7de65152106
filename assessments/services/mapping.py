"""Answers of the unit to another criteria set, carried along a mapping into empty answers; never a score."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Answer, AnswerRevision, Assessment
from assessments.services.carrying import BATCH, empty_answers, revision_of
from assessments.services.events import record
from assessments.services.locks import lock_open_assessment
from assessments.statuses import EventKind
from criteria.models import MappingPair, Question
from thai.text import graphemes

PLACE = ("source__area__item__category__order", "source__area__item__order", "source__order")


@dataclass(frozen=True)
class Origin:
    """Where a text comes from."""

    question: Question
    text: str


def mapped_source(assessment: Assessment) -> Assessment | None:
    """The unit's assessment of another set that is mapped to this one, the latest not after its year. One query."""
    own = Assessment.objects.with_place().filter(
        unit=assessment.unit_id,
        cycle__criteria_set__mappings_from__target=assessment.criteria_set,
        cycle__fiscal_year__lte=assessment.fiscal_year,
    )
    return own.order_by("-cycle__fiscal_year").first()


def mapped_texts(assessment: Assessment, source: Assessment) -> dict[int, str]:
    """What each empty answer would hold, by key of its question: every text that is mapped to it, under its origin."""
    empty = set(empty_answers(assessment).values_list("question_id", flat=True))
    pairs = MappingPair.objects.filter(
        mapping__source=source.criteria_set, mapping__target=assessment.criteria_set, target__in=empty
    )
    texts = dict(source.answers.exclude(text="").filter(not_applicable="").values_list("question_id", "text"))
    origins: dict[int, list[Origin]] = {}
    for pair in pairs.select_related("source").order_by(*PLACE):
        if pair.source_id in texts:
            origins.setdefault(pair.target_id, []).append(Origin(pair.source, texts[pair.source_id]))
    return {key: _joined(found, source) for key, found in origins.items()}


def carry_mapped(*, assessment: Assessment, source: Assessment, actor) -> int:
    """Every empty answer holds what is mapped to it, with its origin, marked as not yet brought up to date; how many.

    The whole row is locked: saves wait, and what they write first is seen. Raises AssessmentLocked.
    """
    with transaction.atomic(durable=True):
        state = lock_open_assessment(assessment.pk)
        texts = mapped_texts(assessment, source)
        filled = list(empty_answers(assessment).filter(question__in=texts))
        for answer in filled:
            answer.text, answer.version = texts[answer.question_id], answer.version + 1
            answer.carried_from, answer.updated_by, answer.updated_at = source.fiscal_year, actor, state.now
        columns = ["text", "version", "carried_from", "updated_by", "updated_at"]
        Answer.objects.bulk_update(filled, columns, batch_size=BATCH)
        AnswerRevision.objects.bulk_create(revision_of(answer) for answer in filled)
        if filled:
            note = f"{source.criteria_set.code} {source.fiscal_year}: {len(filled)}"
            record(assessment_id=assessment.pk, kind=EventKind.ANSWERS_MAPPED, actor=actor, at=state.now, note=note)
    return len(filled)


def _joined(origins: list[Origin], source: Assessment) -> str:
    """The texts one after another, each under a line that names its origin; what would be too long is left out."""
    parts: list[str] = []
    for origin in origins:
        place = {"code": origin.question.code, "title": origin.question.title_th}
        place |= {"criteria": source.criteria_set.title_th, "year": source.fiscal_year}
        head = _("(จากข้อ %(code)s %(title)s ของ%(criteria)s ปี %(year)d)") % place
        joined = "\n\n".join([*parts, f"{head}\n{origin.text}"])
        if graphemes(joined) <= settings.PMQA_TEXT_LIMIT:
            parts = [joined]
    return "".join(parts)
