"""Who is told of what: event -> people, words and the page. One table, no text of an answer.

Told are those who may open the page, never the person who did it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership, Notice, NoticeKind, User
from accounts.roles import UNIT_ROLES, Role
from accounts.services.notices import in_short
from assessments.models import (
    AssessmentEvent,
    Assignment,
    Calibration,
    CalibrationHandIn,
    Comment,
    HandIn,
    WorkAssignment,
)
from assessments.permissions import (
    COMMENT,
    REVIEW_PAGE,
    SCORE_CALIBRATION,
    VIEW,
    VIEW_CALIBRATION,
    VIEW_SUBMISSION,
    calibration_standing,
    can,
    permit,
    standing_of,
)
from assessments.statuses import EventKind
from thai.dates import long_date

AROUND = timedelta(minutes=1)  # what an event did bears its time, or that of the clock a moment before
NEWLY = timedelta(hours=1)  # assessors assigned before that are not told of a later change
SHORTENED = 180  # characters of the name of a unit or a set in a title


@dataclass(frozen=True)
class Rule:
    """`people` gives each person with the stem of the key under which she is told once."""

    kind: NoticeKind
    people: Callable[[AssessmentEvent], Iterable[tuple[User, str]]]
    action: str
    page: str
    body: Callable[[AssessmentEvent], str]


def notices_of(event: AssessmentEvent) -> list[Notice]:
    """What people are told of this event, not stored."""
    assessment = event.assessment
    return [
        Notice(
            recipient=person,
            kind=rule.kind,
            title=title(rule.kind, assessment),
            body=rule.body(event),
            url=reverse(rule.page, args=[assessment.pk]),
            key=f"{stem}-{person.pk}",
            created_at=event.at,
        )
        for rule in TOLD.get(event.kind, ())
        for person, stem in rule.people(event)
        if person.is_active and person.pk != event.actor_id and can(person, assessment, rule.action)
    ]


def notices_of_comment(comment: Comment) -> list[Notice]:
    """What the people are told whom the comment mentions: where, not what it says."""
    answer = comment.answer
    assessment, question = answer.assessment, answer.question
    body = _("%(name)s เรียกถึงคุณในความเห็นของหัวข้อ %(item)s %(number)s")
    words = {"name": comment.author, "item": question.area.item.code, "number": question.official_number}
    return [
        Notice(
            recipient=person,
            kind=NoticeKind.MENTIONED,
            title=title(NoticeKind.MENTIONED, assessment),
            body=(body % words)[:500],
            url=reverse("assessments:comments", args=[assessment.pk, question.code]),
            key=key_of_mention(comment.pk, person.pk),
            created_at=comment.at,
        )
        for person in comment.mentions.filter(is_active=True).exclude(pk=comment.author_id).order_by("pk")
        if can(person, assessment, COMMENT)
    ]


def key_of_mention(comment_id: int, person_id: int) -> str:
    return f"comment-{comment_id}-{person_id}"


def notices_of_opening(opened: Collection[Calibration]) -> list[Notice]:
    """What assessors are told of these sets. Opened again, a set is no news; nothing tells whose answers they are."""
    return [
        Notice(
            recipient=person,
            kind=NoticeKind.CALIBRATION_OPENED,
            title=_title_of_set(NoticeKind.CALIBRATION_OPENED, each),
            body=_asked(each),
            url=reverse("assessments:calibration", args=[each.pk]),
            key=key_of_opening(each.pk, person.pk),
            created_at=each.opened_at,
        )
        for each, person in scored_by_whom(opened)
    ]


def key_of_opening(calibration_id: int, person_id: int) -> str:
    return f"calibration-{calibration_id}-{person_id}"


def notices_of_back(given: CalibrationHandIn) -> list[Notice]:
    """What the assessor is told whose scores of a calibration set were handed back: by which reason, in short."""
    person, kept = given.assessor, given.calibration
    if not (person.is_active and permit(calibration_standing(person, kept), kept, VIEW_CALIBRATION)):
        return []
    told = Notice(
        recipient=person,
        kind=NoticeKind.CALIBRATION_BACK,
        title=_title_of_set(NoticeKind.CALIBRATION_BACK, kept),
        body=in_short(given.reason),
        url=reverse("assessments:calibration", args=[kept.pk]),
        key=key_of_back(given.pk, person.pk),
        created_at=given.handed_back_at,
    )
    return [told]


def key_of_back(hand_in_id: int, person_id: int) -> str:
    return f"calibration-back-{hand_in_id}-{person_id}"


def scored_by_whom(sets: Collection[Calibration]) -> list[tuple[Calibration, User]]:
    """Each set with everybody who may score it now and has never handed it in. Two queries."""
    done = set(CalibrationHandIn.objects.filter(calibration__in=sets).values_list("calibration", "assessor"))
    people = _assessors_with_roles()
    return [
        (each, person)
        for each in sets
        for person in people
        if (each.pk, person.pk) not in done and permit(calibration_standing(person, each), each, SCORE_CALIBRATION)
    ]


def _assessors_with_roles() -> list[User]:
    """Every active assessor; the roles that she holds are read. One query."""
    assessors = Membership.objects.filter(role=Role.ASSESSOR, user__is_active=True).values("user")
    held: dict[User, list[Membership]] = {}
    for membership in Membership.objects.filter(user__in=assessors).select_related("user", "unit").order_by("pk"):
        held.setdefault(membership.user, []).append(membership)
    for person, memberships in held.items():
        person.roles_held = memberships
    return list(held)


def _title_of_set(kind: NoticeKind, calibration: Calibration) -> str:
    return _("%(what)s: %(set)s") % {"what": kind.label, "set": calibration.title[:SHORTENED]}


def _asked(calibration: Calibration) -> str:
    """Until when she is asked to hand in, where a day was said."""
    if calibration.due is None:
        return ""
    return _("ขอให้ส่งภายใน %(date)s") % {"date": long_date(calibration.due)}


def title(kind: NoticeKind, assessment) -> str:
    """What happened, to whose assessment of which year."""
    words = {"what": kind.label, "unit": assessment.unit.name_th[:SHORTENED], "year": assessment.fiscal_year}
    return _("%(what)s: %(unit)s ปีงบประมาณ %(year)d") % words


def _stem(event: AssessmentEvent) -> str:
    return f"event-{event.pk}"


def _unit_people(event: AssessmentEvent) -> Iterator[tuple[User, str]]:
    """The lead, the approver and the contributors of the unit; its manager reads results, not steps."""
    return _members(event, Role.LEAD, Role.APPROVER, Role.CONTRIBUTOR)


def _everybody_of_unit(event: AssessmentEvent) -> Iterator[tuple[User, str]]:
    return _members(event, *UNIT_ROLES)


def _members(event: AssessmentEvent, *roles: Role) -> Iterator[tuple[User, str]]:
    held = Membership.objects.filter(unit=event.assessment.unit_id, role__in=roles).values("user")
    return ((person, _stem(event)) for person in User.objects.filter(pk__in=held).order_by("pk"))


def _coordinators(event: AssessmentEvent) -> Iterator[tuple[User, str]]:
    """Those of the nearest scope: of the unit's own branch before its ministry, and that before all units."""
    unit = event.assessment.unit
    above = Q(unit__isnull=True) | Q(unit__code__in=unit.path.strip("/").split("/"))
    held = Membership.objects.filter(above, role=Role.COORDINATOR, user__is_active=True).select_related("user", "unit")
    scopes: dict[int, list[User]] = {}
    for membership in held.order_by("user"):
        if Role.COORDINATOR in standing_of(membership.user, event.assessment).roles:
            scopes.setdefault(len(membership.unit.path) if membership.unit else 0, []).append(membership.user)
    return ((person, _stem(event)) for person in (scopes[max(scopes)] if scopes else ()))


def _assessors(event: AssessmentEvent) -> Iterator[tuple[User, str]]:
    """Everybody who is assigned and has declared no conflict."""
    found = Assignment.objects.filter(assessment=event.assessment_id, conflict="").select_related("assessor")
    return ((each.assessor, _stem(event)) for each in found.order_by("pk"))


def _reviewers(event: AssessmentEvent) -> Iterator[tuple[User, str]]:
    yield from _coordinators(event)
    yield from _assessors(event)


def _newly_assigned(event: AssessmentEvent) -> Iterator[tuple[User, str]]:
    """Each assignment is told of once, however often the assessors of the assessment change."""
    since = event.at - NEWLY
    found = Assignment.objects.filter(assessment=event.assessment_id, assigned_at__gte=since).select_related("assessor")
    return ((each.assessor, f"assignment-{each.pk}") for each in found.order_by("pk"))


def _handed_back_to(event: AssessmentEvent) -> Iterator[tuple[User, str]]:
    then = (event.at - AROUND, event.at + AROUND)
    found = HandIn.objects.filter(submission__assessment=event.assessment_id, handed_back_at__range=then)
    return ((each.assessor, f"handed-back-{each.pk}") for each in found.select_related("assessor").order_by("pk"))


def _given_work(event: AssessmentEvent) -> Iterator[tuple[User, str]]:
    """Whoever was given questions in this very step and still has them."""
    given = WorkAssignment.objects.filter(answer__assessment=event.assessment_id, assigned_at=event.at).values("person")
    return ((person, _stem(event)) for person in User.objects.filter(pk__in=given).order_by("pk"))


def _nothing_more(event: AssessmentEvent) -> str:
    return ""


def _due(event: AssessmentEvent) -> str:
    return _("กำหนดส่ง %(date)s") % {"date": long_date(event.assessment.deadline)}


def _remarks(event: AssessmentEvent) -> str:
    count = event.assessment.remarks.filter(submission=event.submission_id).count()
    words = {"count": count, "date": long_date(event.assessment.deadline)}
    return _("มีข้อสังเกตที่ต้องตอบ %(count)d ข้อ กำหนดส่ง %(date)s") % words


TOLD: dict[str, tuple[Rule, ...]] = {
    EventKind.SUBMIT: (
        Rule(NoticeKind.SUBMITTED, _reviewers, REVIEW_PAGE, "assessments:review", _nothing_more),
        Rule(NoticeKind.SUBMITTED, _unit_people, VIEW_SUBMISSION, "assessments:submission", _nothing_more),
    ),
    EventKind.WITHDRAW: (
        Rule(NoticeKind.WITHDRAWN, _reviewers, REVIEW_PAGE, "assessments:review", _nothing_more),
        Rule(NoticeKind.WITHDRAWN, _unit_people, VIEW, "assessments:task_list", _nothing_more),
    ),
    EventKind.START_REVIEW: (
        Rule(NoticeKind.REVIEW_STARTED, _unit_people, VIEW_SUBMISSION, "assessments:submission", _nothing_more),
    ),
    EventKind.RETURN: (Rule(NoticeKind.RETURNED, _unit_people, VIEW_SUBMISSION, "assessments:feedback", _remarks),),
    EventKind.APPROVE: (
        Rule(NoticeKind.APPROVED, _everybody_of_unit, VIEW_SUBMISSION, "assessments:feedback", _nothing_more),
    ),
    EventKind.REOPEN: (
        Rule(NoticeKind.REOPENED, _unit_people, VIEW_SUBMISSION, "assessments:submission", _nothing_more),
    ),
    EventKind.DUE_EXTENDED: (Rule(NoticeKind.DUE_EXTENDED, _unit_people, VIEW, "assessments:task_list", _due),),
    EventKind.ASSESSORS_CHANGED: (
        Rule(NoticeKind.ASSIGNED, _newly_assigned, REVIEW_PAGE, "assessments:review", _nothing_more),
    ),
    EventKind.HANDED_IN: (Rule(NoticeKind.HANDED_IN, _coordinators, REVIEW_PAGE, "assessments:review", _nothing_more),),
    EventKind.HANDED_BACK: (
        Rule(NoticeKind.HANDED_BACK, _handed_back_to, REVIEW_PAGE, "assessments:review", _nothing_more),
    ),
    EventKind.WORK_ASSIGNED: (Rule(NoticeKind.WORK_ASSIGNED, _given_work, VIEW, "assessments:mine", _nothing_more),),
}
