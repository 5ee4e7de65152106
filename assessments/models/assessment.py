from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.roles import UNIT_ROLES, Role
from assessments.models.cycle import Cycle
from assessments.statuses import Status

# The one rule of progress, used on every screen (docs/workflow.md): written and, if copied from another year, updated.
ANSWERED = ~Q(text="", not_applicable="") & Q(carried_from__isnull=True)


class AssessmentQuerySet(models.QuerySet):
    def with_place(self):
        """Unit, cycle and criteria set joined, as every page needs them, and the database's clock as `read_at`."""
        return self.select_related("unit", "cycle__criteria_set").annotate(read_at=Now())

    def visible_to(self, user):
        """What this person may know of: own units, a coordinator's scope, submitted ones that are assigned to her."""
        held = user.roles_held
        scopes = [m.unit.path if m.unit else "/" for m in held if m.role == Role.COORDINATOR]
        condition = Q(unit__in=[m.unit_id for m in held if m.role in UNIT_ROLES])
        for path in scopes:
            condition |= Q(unit__path__startswith=path)
        if any(m.role == Role.ASSESSOR for m in held):
            assigned = user.assignments.filter(assessment__submissions__isnull=False)
            condition |= Q(pk__in=assigned.values("assessment"))
        return self.filter(condition)

    def overseen_by(self, user):
        """What lies in this person's scope as a coordinator; nobody oversees a unit in which he holds a role."""
        held = user.roles_held
        condition = Q(pk__in=[])
        for membership in held:
            if membership.role == Role.COORDINATOR:
                condition |= Q(unit__path__startswith=membership.unit.path) if membership.unit else Q(pk__isnull=False)
        own = [m.unit_id for m in held if m.role in UNIT_ROLES]
        return self.filter(condition).exclude(unit__in=own) if own else self.filter(condition)

    def of_units(self, units):
        return self.filter(unit__in=units)

    def awaiting_review(self):
        return self.filter(status__in=[Status.SUBMITTED, Status.IN_REVIEW])

    def with_progress(self):
        """`answered`, `question_count`: the one rule of progress (`ANSWERED`)."""
        return self.annotate(
            question_count=_count_of_answers(Q()),
            answered=_count_of_answers(ANSWERED),
        )

    def with_last_submission(self):
        """`submitted_at`, `submission_number` of the latest submission, None before the first."""
        submissions = apps.get_model("assessments", "Submission").objects
        latest = submissions.filter(assessment=OuterRef("pk")).order_by("-number")
        return self.annotate(
            submitted_at=Subquery(latest.values("submitted_at")[:1]),
            submission_number=Subquery(latest.values("number")[:1]),
        )


def _count_of_answers(condition: Q):
    """A count in a subquery of its own, so that several counts in one query do not multiply."""
    answers = apps.get_model("assessments", "Answer").objects
    rows = answers.filter(condition, assessment=OuterRef("pk")).order_by().values("assessment")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=models.IntegerField()), 0)


class Assessment(models.Model):
    """แบบประเมินตนเอง of one unit in one cycle. `status` has one writer: services.workflow.perform."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("หน่วยงาน"))
    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("รอบการประเมิน")
    )
    status = models.CharField(_("สถานะ"), max_length=10, choices=Status, default=Status.DRAFT)
    due = models.DateTimeField(_("กำหนดส่งของหน่วยงานนี้"), null=True, blank=True)
    is_demo = models.BooleanField(_("ข้อมูลตัวอย่าง"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("แบบประเมินตนเอง")
        ordering = ["-cycle__fiscal_year", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "cycle"], name="assessment_once_a_cycle"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="assessment_status_known"),
        ]
        indexes = [
            models.Index(fields=["status"], name="assessment_status"),
            models.Index(fields=["cycle", "status"], name="assessment_of_cycle"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.fiscal_year}"

    @property
    def fiscal_year(self) -> int:
        return self.cycle.fiscal_year

    @property
    def criteria_set(self):
        return self.cycle.criteria_set

    @property
    def deadline(self):
        """The assessment's own date if set, else the cycle's end."""
        return self.due or self.cycle.closes
