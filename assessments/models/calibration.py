from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import UNIT_ROLES
from assessments.models.assessment import Assessment
from assessments.models.score import factor_field
from assessments.models.submission import Submission
from criteria.models import Item, Question

LONGEST_TITLE = 120  # letters as a reader counts them


class CalibrationQuerySet(models.QuerySet):
    def with_place(self):
        """Unit, cycle and set of the source joined, without its document."""
        place = ("unit__parent", "cycle__criteria_set")
        joined = (f"submission__assessment__{name}" for name in place)
        return self.select_related(*joined).defer("submission__document")

    def open(self):
        """Those that assessors may score now."""
        return self.filter(opened_at__isnull=False, closed_at__isnull=True)

    def overseen_by(self, user):
        """Those whose source lies in this coordinator's scope."""
        return self.filter(submission__assessment__in=Assessment.objects.overseen_by(user).order_by())

    def scored_by(self, user):
        """Those that were opened and that this assessor may judge: of no unit of hers, none that she oversees."""
        own = [m.unit_id for m in user.roles_held if m.role in UNIT_ROLES]
        overseen = Assessment.objects.overseen_by(user).order_by()
        opened = self.filter(opened_at__isnull=False)
        return opened.exclude(submission__assessment__unit__in=own).exclude(submission__assessment__in=overseen)

    def with_own(self, user):
        """`handed_in_at` of this assessor, None while she writes, and `scored`, how many items she has scored."""
        mine = CalibrationHandIn.objects.active().filter(calibration=OuterRef("pk"), assessor=user)
        scores = CalibrationScore.objects.filter(item__calibration=OuterRef("pk"), assessor=user)
        return self.annotate(handed_in_at=Subquery(mine.values("at")[:1]), scored=_number(scores.counting()))

    def with_counts(self):
        """`items`, and `handed_in`, the number of assessors."""
        items = CalibrationItem.objects.filter(calibration=OuterRef("pk"))
        done = CalibrationHandIn.objects.active().filter(calibration=OuterRef("pk"))
        return self.annotate(item_count=_number(items), handed_in=_number(done))

    def awaiting(self, user):
        """Open ones that this assessor has not handed in."""
        mine = CalibrationHandIn.objects.active().filter(calibration=OuterRef("pk"), assessor=user)
        return self.scored_by(user).filter(~Exists(mine), closed_at__isnull=True)


def _number(rows):
    """How many rows there are of the outer one, whose key they hold under `calibration` or `item__calibration`."""
    key = "item__calibration" if rows.model is CalibrationScore else "calibration"
    return Coalesce(Subquery(rows.order_by().values(key).annotate(number=Count("pk")).values("number")), 0)


class Calibration(models.Model):
    """ชุดปรับเทียบ: the same anonymised answers for all assessors before the season (decision 18).

    A copy: what is edited here changes nothing of the submission that it was made from. A draft while `opened_at` is
    empty; its texts never change afterwards.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="calibrations")
    title = models.TextField(_("ชื่อชุดปรับเทียบ"))
    due = models.DateField(_("ขอให้ส่งภายใน"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("ทำเมื่อ"), default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("เปิดเมื่อ"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("ปิดเมื่อ"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CalibrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ชุดปรับเทียบ")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="calibration_has_title"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, opened_by__isnull=True)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="calibration_opened_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_by__isnull=False, opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="calibration_closed_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def assessment(self) -> Assessment:
        """Whose answers were copied: known to coordinators alone."""
        return self.submission.assessment

    @property
    def is_draft(self) -> bool:
        return self.opened_at is None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class CalibrationItem(models.Model):
    """One item to be scored; `reference` is the percent that the coordinator would give, where she says one."""

    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    reference = models.PositiveSmallIntegerField(_("คะแนนอ้างอิง (ร้อยละ)"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("หัวข้อของชุดปรับเทียบ")
        ordering = ["item__category__order", "item__order"]
        constraints = [
            models.UniqueConstraint(fields=["calibration", "item"], name="calibration_item_once"),
            models.CheckConstraint(
                condition=Q(reference__isnull=True) | Q(reference__in=range(0, 101, 5)),
                name="calibration_item_reference_allowed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calibration_id} {self.item_id}"


class CalibrationText(models.Model):
    """The anonymised answer to one question of the item."""

    item = models.ForeignKey(CalibrationItem, on_delete=models.CASCADE, related_name="texts")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("ข้อความ"), blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("คำตอบของชุดปรับเทียบ")
        ordering = ["question__area__order", "question__order"]
        constraints = [models.UniqueConstraint(fields=["item", "question"], name="calibration_text_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.question_id}"


class CalibrationScoreQuerySet(models.QuerySet):
    def counting(self):
        """Those with a percent; 0 is one."""
        return self.filter(percent__isnull=False)

    def handed_in(self):
        """Those of assessors whose hand-in stands: nobody but the author reads any other."""
        of_set = {"calibration": OuterRef("item__calibration"), "assessor": OuterRef("assessor")}
        return self.filter(Exists(CalibrationHandIn.objects.active().filter(**of_set)))


class CalibrationScore(models.Model):
    """What one assessor gives of one item; without a percent it is kept and does not count."""

    item = models.ForeignKey(CalibrationItem, on_delete=models.CASCADE, related_name="scores")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approach = factor_field(_("A แนวทาง"))
    deployment = factor_field(_("D การถ่ายทอด"))
    learning = factor_field(_("L การเรียนรู้"))
    integration = factor_field(_("I การบูรณาการ"))
    percent = models.PositiveSmallIntegerField(_("ร้อยละ"), null=True, blank=True)
    reason = models.TextField(_("เหตุผล"), blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = CalibrationScoreQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("คะแนนปรับเทียบ")
        constraints = [
            models.UniqueConstraint(fields=["item", "assessor"], name="calibration_score_once"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__in=range(0, 101, 5)),
                name="calibration_score_percent_allowed",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lte": 5}),
                    name=f"calibration_score_{name}_to_five",
                )
                for name in ("approach", "deployment", "learning", "integration")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.assessor_id} {self.percent}"


class CalibrationHandInQuerySet(models.QuerySet):
    def active(self):
        """Those that stand: not handed back."""
        return self.filter(handed_back_at__isnull=True)


class CalibrationHandIn(models.Model):
    """An assessor's scores of the set stand, until they are handed back; she sees her place among the others."""

    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="hand_ins")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("ส่งเมื่อ"))
    handed_back_at = models.DateTimeField(_("คืนให้แก้ไขเมื่อ"), null=True, blank=True)
    handed_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("เหตุผลที่คืน"), blank=True, default="")

    objects = CalibrationHandInQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("การส่งคะแนนปรับเทียบ")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["calibration", "assessor"],
                condition=Q(handed_back_at__isnull=True),
                name="calibration_hand_in_once",
            ),
            models.CheckConstraint(
                condition=Q(handed_back_at__isnull=True) | (Q(handed_back_by__isnull=False) & ~Q(reason="")),
                name="calibration_back_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calibration_id} {self.assessor_id}"
