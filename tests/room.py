"""Reviews that are handed in, and the consensus on them, put on stage beside the cast."""

from collections.abc import Mapping

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.models import Assignment, ConsensusMeeting, HandIn, Score
from assessments.services.consensus import open_consensus
from assessments.statuses import Stage
from criteria.models import Item
from tests.cast import make_user

FACTORS = ("approach", "deployment", "learning", "integration")


def assign(assessment, assessor: User) -> Assignment:
    """She may review it: no interest of hers is touched."""
    given = {"declared_at": timezone.now()}
    return Assignment.objects.update_or_create(assessment=assessment, assessor=assessor, defaults=given)[0]


def colleague_of(assessment, name: str = "colleague") -> User:
    """Another assessor of the same assessment, who has handed in nothing."""
    user = make_user(name, (Role.ASSESSOR, None))
    assign(assessment, user)
    return user


def give(assessment, assessor: User, percents: Mapping[str, int], level: int = 3) -> None:
    """Her confirmed scores of these items of the latest submission; of process items with all factors at one level."""
    for code, percent in percents.items():
        item = Item.objects.get(code=code, category__criteria_set=assessment.criteria_set)
        factors = dict.fromkeys(FACTORS, level) if item.category.kind == "process" else {}
        Score.objects.create(
            assessment=assessment,
            submission=assessment.submissions.first(),
            item=item,
            stage=Stage.REVIEW,
            author=assessor,
            percent=percent,
            reason=f"เหตุผลของ {assessor} เรื่อง {code} ที่ยาวพอ",
            confirmed=True,
            confirmed_band=level if factors else 0,
            **factors,
        )


def hand_in(assessment, assessor: User, percents: Mapping[str, int] | None = None) -> HandIn:
    """She has handed in her review of the latest submission, with these scores."""
    assign(assessment, assessor)
    give(assessment, assessor, percents or {})
    return HandIn.objects.create(submission=assessment.submissions.first(), assessor=assessor, at=timezone.now())


def open_room(assessment, coordinator: User) -> ConsensusMeeting:
    """The consensus on the latest submission is open."""
    return open_consensus(submission=assessment.submissions.first(), actor=coordinator)
