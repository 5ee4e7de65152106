"""Answers of different units that share most of their words, found when one is submitted (decision 17)."""

from collections.abc import Iterable, Sequence
from struct import pack, unpack

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from assessments.document import FrozenDocument
from assessments.models import Comparison, SameText, SampleKey, Submission, TextSample
from assessments.services.locks import lock_assessment
from criteria.outline import outline_of
from thai.shingles import sample_of, similarity
from thai.text import graphemes

LEAST_GRAPHEMES = 200  # shorter answers are alike by nature
LEAST_SIMILARITY = 0.6
KEYS = 8  # of each sample: texts as alike as that share none of them once in 1,500 times
CANDIDATES = 50
MOST_PAIRS = 5  # of one text, when it is compared: a template in every unit stays a bounded number of rows


def compare_latest(assessment_id: int) -> None:
    """The answers of the latest submission are compared with those of all other units, the pairs are stored.

    Idempotent. First the samples are written and committed, then others are looked for: of two units that submit at
    once, the later one to look sees the other.
    """
    place = Submission.objects.select_related("assessment__cycle__criteria_set")
    latest = place.filter(assessment=assessment_id).order_by("-number").first()
    if latest is None or Comparison.objects.filter(submission=latest).exists():
        return
    if _write_samples(latest):
        _write_pairs(latest)


def uncompared() -> list[int]:
    """Keys of the assessments whose latest submission has not been compared."""
    later = Submission.objects.filter(assessment=OuterRef("assessment"), number__gt=OuterRef("number"))
    rows = Submission.objects.filter(~Exists(later), comparison__isnull=True).order_by("pk")
    return list(rows.values_list("assessment_id", flat=True))


def _write_samples(latest: Submission) -> bool:
    """The samples of this submission stand, those of earlier ones are gone; False if it is the latest no more."""
    samples = _samples(latest)
    with transaction.atomic(durable=True):
        lock_assessment(latest.assessment_id)
        if Submission.objects.filter(assessment=latest.assessment_id, number__gt=latest.number).exists():
            return False
        held = _held(submission__in=Submission.objects.filter(assessment=latest.assessment_id))
        if latest.pk in held.values():
            return True
        if held:
            TextSample.objects.filter(pk__in=held).delete()
        rows = TextSample.objects.bulk_create(samples)
        keys = (SampleKey(sample=row, hash=key) for row in rows for key in unpacked(row.hashes)[:KEYS])
        SampleKey.objects.bulk_create(keys, batch_size=500)
    return True


def _samples(submission: Submission) -> list[TextSample]:
    """Of the answers that are long enough; texts alone, a reason why a question does not apply is often the same."""
    outline = outline_of(submission.assessment.criteria_set)
    found = []
    for code, row in FrozenDocument(submission, outline).answers.items():
        if code in outline.questions and graphemes(row["text"]) >= LEAST_GRAPHEMES:
            hashes = packed(sample_of(row["text"]))
            found.append(TextSample(submission=submission, question_id=outline.questions[code].pk, hashes=hashes))
    return found


def _write_pairs(latest: Submission) -> None:
    """Every text of the submission beside the most similar ones; a submission that was replaced meanwhile has none."""
    samples = list(TextSample.objects.filter(submission=latest).order_by("pk"))
    pairs = [pair for sample in samples for pair in _pairs_of(sample, latest.assessment.unit_id)]
    with transaction.atomic(durable=True):
        _assessment, now = lock_assessment(latest.assessment_id)
        named = {pk for pair in pairs for pk in pair[:2]}
        there = _held(pk__in=named).keys()
        rows = (SameText(first_id=a, second_id=b, similarity=part) for a, b, part in pairs if {a, b} <= there)
        SameText.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        Comparison.objects.get_or_create(submission=latest, defaults={"at": now})


def _held(**which) -> dict[int, int]:
    """Samples that stand until the transaction ends, and their submissions; locked in one order, never in a circle."""
    rows = TextSample.objects.select_for_update().filter(**which).order_by("pk")
    return dict(rows.values_list("pk", "submission_id"))


def _pairs_of(sample: TextSample, unit_id: int) -> Iterable[tuple[int, int, int]]:
    """Keys of two samples in order, and their similarity in percent: at most MOST_PAIRS, the most similar ones.

    Found through the index of the hashes, whatever the number of texts; the unit's own years are left out.
    """
    own = unpacked(sample.hashes)
    found = (
        SampleKey.objects.filter(hash__in=own[:KEYS], sample__question=sample.question_id)
        .exclude(sample__submission__assessment__unit=unit_id)
        .values("sample")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "-sample")[:CANDIDATES]
    )
    keys = [row["sample"] for row in found]
    others = TextSample.objects.filter(pk__in=keys).values_list("pk", "hashes") if keys else ()
    alike = [(similarity(own, unpacked(hashes)), pk) for pk, hashes in others]
    for part, pk in sorted(alike, reverse=True)[:MOST_PAIRS]:
        if part >= LEAST_SIMILARITY:
            yield min(pk, sample.pk), max(pk, sample.pk), round(part * 100)


def packed(hashes: Sequence[int]) -> bytes:
    """Eight bytes a hash, the same on every machine."""
    return pack(f">{len(hashes)}q", *hashes)


def unpacked(content: bytes) -> tuple[int, ...]:
    """The hashes that were packed."""
    return unpack(f">{len(content) // 8}q", content)
