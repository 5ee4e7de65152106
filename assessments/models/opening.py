"""Which rows of a review a reviewer may see: the one rule for scores, checkpoints and findings (workflow.md 6.2).

An assessor sees her own; once she has handed in, what is open in the room. A coordinator sees the latter from the
start: what others wrote who are no assessors of this review, the consensus, and of an assessor all she has handed in.
After the approval reviewers see everything. What the unit sees is no question of these rows (VIEW_FEEDBACK).
"""

from django.db import models
from django.db.models import Exists, Q

from accounts.models import Membership
from accounts.roles import Role
from assessments.models.assignment import Assignment, HandIn
from assessments.statuses import Stage, Status


class ReviewQuerySet(models.QuerySet):
    """Rows with `submission`, `stage` and `author`."""

    def open_to(self, user, submission, standing):
        """Those of this submission that the person may see; `standing` is hers towards the assessment. No query."""
        rows = self.filter(submission=submission)
        if not standing.roles & {Role.ASSESSOR, Role.COORDINATOR}:
            return rows.none()
        if submission.assessment.status == Status.APPROVED:
            return rows
        handed_in = HandIn.objects.active().filter(submission=submission)
        room = Q(author__in=handed_in.values("assessor")) | ~of_assessors(submission) | Q(stage=Stage.CONSENSUS)
        if Role.ASSESSOR in standing.roles:
            room &= Q(Exists(handed_in.filter(assessor=user)))
        return rows.filter(Q(author=user) | room)

    def of_assessors(self, submission):
        """What assessors wrote of this submission, whoever asks: to be counted, never to be shown."""
        return self.filter(of_assessors(submission), submission=submission, stage=Stage.REVIEW)


def of_assessors(submission) -> Q:
    """Rows of people who hand in: those who are assigned, and assessors who no longer are."""
    coordinators = Membership.objects.filter(role=Role.COORDINATOR).values("user")
    assessors = Membership.objects.filter(role=Role.ASSESSOR).exclude(user__in=coordinators).values("user")
    assigned = Assignment.objects.filter(assessment=submission.assessment_id).values("assessor")
    return Q(author__in=assigned) | Q(author__in=assessors)
