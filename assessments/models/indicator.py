from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.models.kpi_dictionary import DICTIONARY, DICTIONARY_LABELS, KpiDictionary
from assessments.models.table_import import TableImport
from assessments.statuses import Direction, Frequency, Importance
from criteria.models import Area

VALUE_YEARS = (2500, 2699)  # Buddhist era, interchange.md


def number_field(label):
    """Fifteen significant digits, of them at most six after the point; absent is not zero."""
    return models.DecimalField(label, max_digits=21, decimal_places=6, null=True, blank=True)


class IndicatorQuerySet(models.QuerySet):
    def for_document(self):
        """With place and years, in two queries, by code."""
        return self.select_related("area__item").prefetch_related("years").order_by("code")

    def with_last_table(self):
        """`last_table`: the key of the last table that the item has taken in and nobody has undone."""
        tables = TableImport.objects.filter(assessment=OuterRef("assessment"), item=OuterRef("area__item"))
        return self.annotate(last_table=Subquery(tables.filter(undone_at=None).order_by("-pk").values("pk")[:1]))


class Indicator(models.Model):
    """ตัวชี้วัด of one area of a results item."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="indicators")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("ประเด็น"))
    code = models.CharField(_("รหัส"), max_length=200)
    # What people type is measured in graphemes (forms, reader), which no column can count.
    name = models.TextField(_("ชื่อตัวชี้วัด"))
    unit_of_measure = models.TextField(_("หน่วยวัด"))
    direction = models.CharField(_("ทิศทางที่ดี"), max_length=10, choices=Direction, default=Direction.HIGHER)
    importance = models.CharField(_("ความสำคัญ"), max_length=10, choices=Importance, default=Importance.KEY)
    comparator_name = models.TextField(_("คู่เทียบ"), blank=True)
    definition = models.TextField(DICTIONARY_LABELS["definition"], blank=True)
    formula = models.TextField(DICTIONARY_LABELS["formula"], blank=True)
    source = models.TextField(DICTIONARY_LABELS["source"], blank=True)
    owner = models.TextField(DICTIONARY_LABELS["owner"], blank=True)
    frequency = models.CharField(DICTIONARY_LABELS["frequency"], max_length=20, choices=Frequency, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ตัวชี้วัด")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="indicator_code_once"),
            models.CheckConstraint(condition=~Q(name=""), name="indicator_has_name"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="indicator_direction_known"),
            models.CheckConstraint(condition=Q(importance__in=Importance.values), name="indicator_importance_known"),
            models.CheckConstraint(
                condition=Q(frequency__in=["", *Frequency.values]), name="indicator_frequency_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def dictionary(self) -> KpiDictionary:
        return KpiDictionary(**{name: getattr(self, name) for name in DICTIONARY})


class IndicatorYear(models.Model):
    """Value, target and comparator of one fiscal year (Buddhist era); at least one of the three is there."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="years")
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ พ.ศ."))
    value = number_field(_("ค่า"))
    target = number_field(_("เป้าหมาย"))
    comparator = number_field(_("คู่เทียบ"))

    class Meta:
        verbose_name = verbose_name_plural = _("ค่ารายปี")
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "fiscal_year"], name="indicator_year_once"),
            models.CheckConstraint(condition=Q(fiscal_year__range=VALUE_YEARS), name="indicator_year_buddhist"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(target__isnull=False) | Q(comparator__isnull=False),
                name="indicator_year_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.fiscal_year}"
