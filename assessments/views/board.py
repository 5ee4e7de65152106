"""Every question of an assessment as it stands: written or not, whose, until when, what is being discussed.

Read in three queries, at any number of people and hand-overs; the pages of the work and the task list share it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.roles import UNIT_ROLES
from assessments.models import Comment, HandOver
from assessments.models.assessment import ANSWERED
from assessments.responsibility import responsible
from assessments.services.work import WRITERS
from criteria.models import Question
from criteria.outline import ItemOutline, outline_of


@dataclass(frozen=True)
class Work:
    """One question. `person` is responsible now; `given_to` had it before a hand-over (else None)."""

    question: Question
    item: ItemOutline
    is_answered: bool
    carried_from: int | None
    open_comments: int
    person: User | None
    given_to: User | None
    due: date | None
    days_late: int

    @property
    def label(self) -> str:
        return f"{self.item.code} {self.question.official_number}"

    @property
    def late_word(self) -> str:
        return _("เลยกำหนด %(days)d วัน") % {"days": self.days_late} if self.days_late else ""

    @property
    def state(self) -> str:
        return "done" if self.is_answered else "todo"

    @property
    def state_word(self) -> str:
        if self.carried_from and not self.is_answered:
            return _("คัดลอกจากปี %(year)d ยังไม่ปรับปรุง") % {"year": self.carried_from}
        return _("เสร็จแล้ว") if self.is_answered else _("ยังไม่เสร็จ")


@dataclass(frozen=True)
class Share:
    """What one person has: left, late and done."""

    person: User
    left: int
    late: int
    done: int


@dataclass(frozen=True)
class Board:
    """The questions by code in the order of the set, the people of the unit by key, and its hand-overs."""

    works: dict[str, Work]
    people: dict[int, User]
    hand_overs: list[HandOver]

    @property
    def answered(self) -> set[str]:
        return {code for code, work in self.works.items() if work.is_answered}

    @property
    def writers(self) -> list[User]:
        """Those who may be given work."""
        return [person for person in self.people.values() if person.writes]

    def of(self, person) -> list[Work]:
        """This person's questions: what is left first, by date, then in the order of the set."""
        own = [work for work in self.works.values() if work.person and work.person.pk == person.pk]
        return sorted(own, key=lambda work: (work.is_answered, work.due or date.max))

    @property
    def shares(self) -> list[Share]:
        """Of everybody who has work, those with most left first."""
        holders = {work.person.pk: work.person for work in self.works.values() if work.person}
        shares = [_share(person, self.of(person)) for person in holders.values()]
        return sorted(shares, key=lambda share: (-share.left, str(share.person)))

    @property
    def unassigned(self) -> int:
        """How many questions that are left are nobody's."""
        return sum(not work.is_answered and work.person is None for work in self.works.values())


def board_of(assessment) -> Board:
    """Three queries: answers with their work and comments, hand-overs of the unit, people."""
    outline, today = outline_of(assessment.criteria_set), timezone.localdate()
    rows = list(_rows(assessment))
    hand_overs = list(HandOver.objects.filter(unit=assessment.unit_id))
    holders = {
        row["question__code"]: responsible(row["work__person"], row["work__assigned_at"], hand_overs, today)
        for row in rows
    }
    people = people_of(assessment.unit_id, {*holders.values(), *(row["work__person"] for row in rows)} - {None})
    by_code = {row["question__code"]: row for row in rows}
    works = {
        code: _work(outline, question, by_code[code], people, holders[code], today)
        for code, question in outline.questions.items()
    }
    return Board(works, people, hand_overs)


def open_mentions(assessment, person, hand_overs: list[HandOver]) -> QuerySet[Comment]:
    """The open comments that call this person, or somebody whose work she has taken over since. Two queries."""
    today, calls = timezone.localdate(), Comment.mentions.through.objects
    rows = calls.filter(comment__answer__assessment=assessment, comment__resolved_at__isnull=True)
    called = {
        comment
        for comment, user, at in rows.values_list("comment", "user", "comment__at")
        if responsible(user, at, hand_overs, today) == person.pk
    }
    return Comment.objects.filter(pk__in=called).select_related("author", "answer__question").order_by("-pk")


def people_of(unit_id: int, others: Iterable[int] = ()) -> dict[int, User]:
    """Members of the unit and these others, with `is_member` and `writes`, by name. One query."""
    own = Membership.objects.filter(user=OuterRef("pk"), unit=unit_id)
    people = User.objects.annotate(
        is_member=Exists(own.filter(role__in=UNIT_ROLES)), writes=Exists(own.filter(role__in=WRITERS))
    )
    found = people.filter(Q(is_member=True) | Q(pk__in=list(others))).order_by("first_name", "last_name", "pk")
    return {person.pk: person for person in found}


def _rows(assessment):
    answers = assessment.answers.annotate(
        is_done=ExpressionWrapper(ANSWERED, output_field=BooleanField()),
        open_comments=Count("comments", filter=Q(comments__isnull=False, comments__resolved_at__isnull=True)),
    )
    fields = ("question__code", "carried_from", "is_done", "open_comments")
    return answers.values(*fields, "work__person", "work__due", "work__assigned_at")


def _work(outline, question, row, people, holder, today) -> Work:
    due, is_answered, given_to = row["work__due"], row["is_done"], row["work__person"]
    return Work(
        question=question,
        item=outline.item_of_question[question.code],
        is_answered=is_answered,
        carried_from=row["carried_from"],
        open_comments=row["open_comments"],
        person=people.get(holder),
        given_to=people.get(given_to) if given_to != holder else None,
        due=due,
        days_late=(today - due).days if due and due < today and not is_answered else 0,
    )


def _share(person: User, own: list[Work]) -> Share:
    left = [work for work in own if not work.is_answered]
    return Share(person, len(left), sum(bool(work.days_late) for work in left), len(own) - len(left))
