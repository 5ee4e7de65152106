from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import Submission
from criteria.models import Question

SIDES = ("first", "second")


class TextSample(models.Model):
    """What one answer of the latest submission of an assessment is recognised by (decision 17): never its text.

    `hashes` holds the sample of thai.shingles, eight bytes a hash.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="samples")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    hashes = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = _("ตัวอย่างข้อความ")
        constraints = [models.UniqueConstraint(fields=["submission", "question"], name="text_sample_once")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.question_id}"


class SampleKey(models.Model):
    """One of the least hashes of a sample: texts that share one are worth comparing."""

    sample = models.ForeignKey(TextSample, on_delete=models.CASCADE, related_name="keys")
    hash = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hash", "sample"], name="sample_key_once")]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.hash}"


class SameTextQuerySet(models.QuerySet):
    def between(self, assessments):
        """Pairs of which both texts belong to these assessments.

        Asked of each pair along the order of the list: as two sets SQLite would multiply one with the other.
        """
        owners = [OuterRef(f"{side}__submission__assessment") for side in SIDES]
        return self.filter(*(Exists(assessments.filter(pk=owner)) for owner in owners))

    def of_cycle(self, cycle):
        """Pairs of which at least one text belongs to this cycle."""
        return self.filter(
            Q(first__submission__assessment__cycle=cycle) | Q(second__submission__assessment__cycle=cycle)
        )

    def with_places(self):
        """Question, units and years joined, without the documents."""
        sides = [
            f"{side}__submission__assessment__{name}" for side in SIDES for name in ("unit", "cycle__criteria_set")
        ]
        heavy = [f"{side}__{name}" for side in SIDES for name in ("hashes", "submission__document")]
        return self.select_related("first__question", *sides).defer(*heavy)


class SameText(models.Model):
    """ข้อความคล้ายกัน: answers of two units to one question that share most of their words."""

    first = models.ForeignKey(TextSample, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(TextSample, on_delete=models.CASCADE, related_name="+")
    similarity = models.PositiveSmallIntegerField(
        _("ความคล้าย (ร้อยละ)"), validators=[MinValueValidator(0), MaxValueValidator(100)]
    )

    objects = SameTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ข้อความคล้ายกัน")
        ordering = ["-similarity", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="same_text_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="same_text_in_order"),
            models.CheckConstraint(condition=Q(similarity__lte=100), name="same_text_percent"),
        ]
        indexes = [models.Index(fields=["-similarity", "id"], name="same_text_order")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} {self.similarity}"


class Comparison(models.Model):
    """This submission has been compared: one without such a row is taken up by the sweep."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="comparison")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("การเทียบข้อความ")

    def __str__(self) -> str:
        return f"{self.submission_id} {self.at}"
