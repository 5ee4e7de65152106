from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import ANSWERED, Assessment
from assessments.statuses import RevisionKind
from criteria.models import Characteristic, Question, SuccessFactor

NOT_OF_A_NAME = ("password", "last_login", "is_superuser", "email", "is_staff", "is_active", "date_joined")


class AnswerQuerySet(models.QuerySet):
    def answered(self):
        """With a text, or not applicable with its reason; a copy of another year counts when it is up to date."""
        return self.filter(ANSWERED)

    def with_counts(self):
        """`open_comments`: how many are not resolved; `cited`: how much evidence it cites."""
        is_open = Q(comments__isnull=False, comments__resolved_at__isnull=True)
        open_comments = models.Count("comments", filter=is_open, distinct=True)
        return self.annotate(open_comments=open_comments, cited=models.Count("citations", distinct=True))

    def with_writer(self):
        """The last writer joined, of whom a page shows no more than the name."""
        return self.select_related("updated_by").defer(*(f"updated_by__{name}" for name in NOT_OF_A_NAME))

    def for_document(self):
        """Everything that a document prints, in three queries."""
        return self.select_related("question").prefetch_related("characteristics", "success_factors")


class Answer(models.Model):
    """คำตอบ to one question. Made empty (version 0) with the assessment, so that every save is an update by version."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("คำตอบ"), blank=True, default="")
    not_applicable = models.TextField(_("ไม่เกี่ยวข้อง เพราะ"), blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    # The fiscal year it was copied from, until a person has brought it up to date (Buddhist era).
    carried_from = models.PositiveSmallIntegerField(_("คัดลอกจากปี"), null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    characteristics = models.ManyToManyField(Characteristic, related_name="answers", blank=True)
    success_factors = models.ManyToManyField(SuccessFactor, related_name="answers", blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("คำตอบ")
        # What has changed since a summary was made, without a look at any text (decision 14).
        indexes = [models.Index(fields=["assessment", "updated_at"], name="answer_changes")]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="answer_one_per_question"),
            models.CheckConstraint(
                condition=Q(version__gt=0) | Q(text="", not_applicable=""), name="answer_version_zero_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.code} v{self.version}"

    @property
    def is_answered(self) -> bool:
        return bool(self.text or self.not_applicable) and self.carried_from is None


class AnswerRevision(models.Model):
    """ฉบับแก้ไข: a text as it once stood. `version` is the version it became, or (conflict) the one it was based on.

    Saves of one person within five minutes of `began` fold into two rows: the first, and the last (quality.md 2.2).
    `key` is the idempotency key of the request that wrote it.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="revisions")
    kind = models.CharField(_("ชนิด"), max_length=10, choices=RevisionKind, default=RevisionKind.SAVED)
    version = models.PositiveIntegerField()
    text = models.TextField(_("คำตอบ"), blank=True)
    not_applicable = models.TextField(_("ไม่เกี่ยวข้อง เพราะ"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    began = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("ฉบับแก้ไข")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "version"], condition=Q(kind=RevisionKind.SAVED.value), name="revision_version_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=RevisionKind.values), name="revision_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.version}"
