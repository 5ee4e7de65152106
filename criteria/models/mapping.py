from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from criteria.models.criteria_set import CriteriaSet
from criteria.models.question import Question


class Mapping(models.Model):
    """Which questions of one set ask for what those of another ask for; it carries texts, never a score."""

    source = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="mappings_from")
    target = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="mappings_to")

    class Meta:
        verbose_name = verbose_name_plural = _("การจับคู่เกณฑ์")
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="mapping_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="mapping_of_two_sets"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class MappingPair(models.Model):
    """A question and one that its answer serves; many to many."""

    mapping = models.ForeignKey(Mapping, on_delete=models.CASCADE, related_name="pairs")
    source = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("คู่ของคำถาม")
        constraints = [models.UniqueConstraint(fields=["mapping", "source", "target"], name="mapping_pair_once")]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
