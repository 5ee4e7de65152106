from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.roles import Role
from assessments.models.assessment import Assessment
from assessments.models.assignment import Assignment
from assessments.models.event import AssessmentEvent
from assessments.models.opening import ReviewQuerySet, of_assessors
from assessments.models.submission import Submission
from assessments.statuses import EventKind, FindingKind, RemarkState, Stage, Status
from criteria.kinds import Factor
from criteria.models import Item

# In these statuses the remarks on the latest submission are out; in every other one it is still to be reviewed.
REMARKS_OUT = frozenset({Status.RETURNED, Status.APPROVED})


class FindingQuerySet(ReviewQuerySet):
    def for_unit(self, submission):
        """What the unit reads of a submission: the findings of its consensus where one was opened, else all.

        Where the consensus was taken over, also what coordinators found since; not what assessors have begun again.
        """
        taken = AssessmentEvent.objects.filter(submission=submission, kind=EventKind.CONSENSUS_TAKEN)
        alone = Q(submission__consensus_meeting__isnull=True) & ~(Exists(taken) & of_assessors(submission))
        return self.filter(Q(stage=Stage.CONSENSUS) | alone, submission=submission)

    def in_room(self, submission):
        """What the consensus may merge: findings of assessors who have handed in, and of coordinators who wrote one."""
        done = submission.hand_ins.filter(handed_back_at=None).values("assessor")
        assigned = Assignment.objects.filter(assessment=submission.assessment_id).values("assessor")
        coordinators = Membership.objects.filter(role=Role.COORDINATOR).values("user")
        opened = Q(author__in=done) | (Q(author__in=coordinators) & ~Q(author__in=assigned))
        return self.filter(opened, submission=submission, stage=Stage.REVIEW)


class Finding(models.Model):
    """A strength or an opportunity for improvement (OFI): one thought, its evidence, why it matters (domain.md 4.1)."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="findings")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="findings")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("ชนิด"), max_length=10, choices=FindingKind)
    stage = models.CharField(_("ขั้น"), max_length=10, choices=Stage, default=Stage.REVIEW)
    factor = models.CharField(_("ปัจจัย"), max_length=2, choices=Factor, blank=True, default="")
    is_double = models.BooleanField(_("มีน้ำหนักมาก (++ หรือ −−)"), default=False)
    nugget = models.TextField(_("ข้อค้นพบ"))
    evidence = models.TextField(_("หลักฐานหรือตัวอย่าง"), blank=True, default="")
    relevance = models.TextField(_("ความสำคัญต่อองค์การ"), blank=True, default="")
    # The finding of the consensus that took this one up; one of the consensus is never merged itself.
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="sources")
    # Names the form that it was written in, which may be sent many times; no key: the form was sent once and whole.
    key = models.UUIDField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ข้อค้นพบ")
        ordering = ["item__category__order", "item__order", "-kind", "-is_double", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FindingKind.values), name="finding_kind_known"),
            models.CheckConstraint(condition=~Q(nugget=""), name="finding_has_nugget"),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.REVIEW.value, Stage.CONSENSUS.value]), name="finding_stage_known"
            ),
            models.CheckConstraint(condition=Q(factor="") | Q(factor__in=Factor.values), name="finding_factor_known"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(stage=Stage.REVIEW.value), name="finding_merged_once"
            ),
            models.UniqueConstraint(fields=["submission", "author", "key"], name="finding_key_once"),
        ]

    def __str__(self) -> str:
        return self.nugget


# The coordinator has settled these: the unit answers them no more.
SETTLED = frozenset({RemarkState.ACCEPTED, RemarkState.CARRIED})


class RemarkQuerySet(models.QuerySet):
    def out_of(self, assessment):
        """What has reached the unit: remarks of earlier submissions, of the latest once it is returned or approved."""
        remarks = self.filter(assessment=assessment)
        if assessment.status in REMARKS_OUT:
            return remarks
        return remarks.exclude(submission__in=assessment.submissions.order_by("-number")[:1])

    def for_ledger(self):
        """What a row of the ledger shows, joined."""
        return self.select_related("submission", "item", "replied_by")

    def open(self):
        """Not answered, or to be answered once more."""
        return self.filter(state=RemarkState.OPEN)

    def counted(self) -> dict[str, int]:
        """`total` and `answered`: settled ones count as answered."""
        return self.aggregate(total=Count("pk"), answered=Count("pk", filter=~Q(state=RemarkState.OPEN)))

    def followed_into(self, assessment):
        """What the reviewers follow into this year: carried by the approved assessment of the unit's year before."""
        same = Assessment.objects.filter(unit=assessment.unit_id, cycle__criteria_set=assessment.criteria_set)
        before = same.filter(cycle__fiscal_year__lt=assessment.fiscal_year).order_by("-cycle__fiscal_year")
        carried = self.filter(state=RemarkState.CARRIED, assessment__status=Status.APPROVED)
        return carried.filter(assessment=Subquery(before.values("pk")[:1]))


class Remark(models.Model):
    """ข้อสังเกตที่ต้องตอบ: what the unit must mend before it submits again; numbered within the assessment."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="remarks")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("ข้อ"))
    text = models.TextField(_("ข้อสังเกต"))
    state = models.CharField(_("สถานะ"), max_length=10, choices=RemarkState, default=RemarkState.OPEN)
    # What the unit did about it, and where: told while it may write, frozen with the next submission.
    reply = models.TextField(_("สิ่งที่ดำเนินการ"), blank=True, default="")
    place = models.TextField(_("แก้ไขไว้ที่"), blank=True, default="")
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ข้อสังเกตที่ต้องตอบ")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="remark_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="remark_has_text"),
            models.CheckConstraint(condition=Q(state__in=RemarkState.values), name="remark_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RemarkState.ANSWERED.value) | ~Q(reply=""),
                name="remark_answered_has_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED
