"""The cast of every test, and the plain functions that set a stage for it.

One unit with its contributor, lead, approver and manager; a coordinator of all units, an assessor, an administrator;
and a stranger, lead of another unit, who must see nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from unittest.mock import patch

from django.db.models import F
from django.utils import timezone

from accounts.models import Membership, Unit, User
from accounts.roles import Role, UnitKind
from assessments.models import Assessment, Assignment, Cycle, Score
from assessments.services import preparation, workflow
from assessments.services.assessments import create_assessment
from assessments.services.preparation import prepare
from assessments.services.workflow import perform
from assessments.statuses import Action, RemarkState, Stage, Status
from criteria.kinds import CategoryKind, Scheme, SetStatus
from criteria.models import Area, Category, CriteriaSet, Item, Question

PASSWORD = "a long password of the cast"
BANDS = [[0, 5], [10, 15, 20, 25], [30, 35, 40, 45], [50, 55, 60, 65], [70, 75, 80, 85], [90, 95, 100]]
THRESHOLDS = ["0.25", "0.50", "0.75", "0.95"]
YEAR = 2568
# category: kind, points, items: points, areas: questions
SMALL_SET = {
    "P": (CategoryKind.PROFILE, 0, {"P.1": (0, {"1ก": ["P-1"]})}),
    "1": (CategoryKind.PROCESS, 120, {"1.1": (120, {"ก": ["1.1-1", "1.1-2"], "ข": ["1.1-3"]})}),
    "7": (
        CategoryKind.RESULTS,
        130,
        {"7.1": (60, {"ก": ["7.1-1"], "ข": ["7.1-2"]}), "7.2": (70, {"ก": ["7.2-1"], "ข": ["7.2-2"]})},
    ),
}


def small_set(code: str = "small") -> CriteriaSet:
    """A published set of 8 questions in the items P.1, 1.1, 7.1 and 7.2, 250 points."""
    criteria_set = CriteriaSet.objects.create(
        code=code,
        edition="2562",
        title_th="ชุดเกณฑ์ย่อสำหรับทดสอบ",
        title_en="Small set for tests",
        scheme=Scheme.ADLI_LETCI,
        status=SetStatus.PUBLISHED,
        points=Decimal(250),
        bands=BANDS,
        gate=1,
        thresholds=THRESHOLDS,
        maturity=[["0", "เริ่มต้น", "Starting"], ["100", "กำลังพัฒนา", "Developing"]],
    )
    _fill(criteria_set)
    return criteria_set


def _fill(criteria_set: CriteriaSet) -> None:
    """Its categories, items, areas and questions as SMALL_SET has them, each kind of row written at once."""
    categories, items, areas, questions = [], [], [], []
    for order, (code, (kind, points, in_category)) in enumerate(SMALL_SET.items()):
        titles = {"title_th": f"หมวด {code}", "title_en": f"Category {code}"}
        place = {"criteria_set": criteria_set, "code": code, "order": order, "kind": kind, "points": points}
        categories.append(Category(**place, **titles))
        for item_order, (item_code, (item_points, in_item)) in enumerate(in_category.items(), 1):
            titles = {"title_th": f"หัวข้อ {item_code}", "title_en": f"Item {item_code}"}
            place = {"category": categories[-1], "code": item_code, "order": item_order, "points": item_points}
            items.append(Item(**place, **titles))
            for area_order, (area_code, in_area) in enumerate(in_item.items(), 1):
                titles = {"title_th": f"ประเด็น {area_code}", "title_en": f"Area {area_code}"}
                areas.append(Area(item=items[-1], code=area_code, order=area_order, **titles))
                questions += [
                    question_of(areas[-1], question, f"({number})", int(question.rpartition("-")[2]))
                    for number, question in enumerate(in_area, 1)
                ]
    Category.objects.bulk_create(categories)
    Item.objects.bulk_create(items)
    Area.objects.bulk_create(areas)
    Question.objects.bulk_create(questions)


def question_of(area: Area, code: str, official_number: str, order: int) -> Question:
    """A question of this area, with all its texts, not yet stored."""
    return Question(
        area=area,
        code=code,
        official_number=official_number,
        order=order,
        title_th=f"เรื่อง {code}",
        title_en=f"Topic {code}",
        text_th=f"ส่วนราชการมีวิธีการอย่างไร ({code})",
        text_en=f"How do you do it ({code})",
        guidance_th="บอกขั้นตอน บอกผู้รับผิดชอบ",
        guidance_en="Tell the steps. Tell who.",
    )


@dataclass
class Cast:
    """People by role, their unit and the other unit."""

    unit: Unit
    other_unit: Unit
    contributor: User
    lead: User
    approver: User
    manager: User
    stranger: User
    coordinator: User
    assessor: User
    administrator: User


def make_unit(code: str, name: str, kind: str = UnitKind.DEPARTMENT, parent: Unit | None = None) -> Unit:
    path = f"{parent.path if parent else '/'}{code}/"
    return Unit.objects.create(code=code, name_th=name, name_en=name, kind=kind, parent=parent, path=path)


def make_user(name: str, *roles: tuple[str, Unit | None]) -> User:
    return make_users({name: roles})[name]


def make_users(roles_of: dict[str, tuple[tuple[str, Unit | None], ...]]) -> dict[str, User]:
    """People by name, with their roles, written at once."""
    users = {name: User(username=name, first_name=name, email=f"{name}@example.test") for name in roles_of}
    for user in users.values():
        user.set_password(PASSWORD)
    User.objects.bulk_create(users.values())
    Membership.objects.bulk_create(
        Membership(user=users[name], role=role, unit=unit) for name, roles in roles_of.items() for role, unit in roles
    )
    return users


def make_cast() -> Cast:
    ministry = make_unit("M08", "กระทรวงเกษตรและสหกรณ์", UnitKind.MINISTRY)
    unit = make_unit("A0008", "กรมพัฒนาที่ดิน", parent=ministry)
    other = make_unit("A0009", "กรมวิชาการเกษตร", parent=ministry)
    people = make_users(
        {
            "contributor": ((Role.CONTRIBUTOR, unit),),
            "lead": ((Role.LEAD, unit),),
            "approver": ((Role.APPROVER, unit),),
            "manager": ((Role.MANAGER, unit),),
            "stranger": ((Role.LEAD, other),),
            "coordinator": ((Role.COORDINATOR, None),),
            "assessor": ((Role.ASSESSOR, None),),
            "administrator": ((Role.ADMINISTRATOR, None),),
        }
    )
    return Cast(unit=unit, other_unit=other, **people)


def make_cycle(criteria_set: CriteriaSet, year: int = YEAR) -> Cycle:
    now = timezone.now()
    return Cycle.objects.create(
        criteria_set=criteria_set, fiscal_year=year, opens=now - timedelta(days=30), closes=now + timedelta(days=30)
    )


def make_assessment(unit: Unit, cycle: Cycle, actor: User | None = None) -> Assessment:
    """A draft with an empty answer for each question."""
    return create_assessment(unit=unit, cycle=cycle, actor=actor, now=timezone.now())


def answer_all(assessment: Assessment, text: str = "หน่วยงานมีวิธีการอย่างเป็นระบบ") -> None:
    """Every question answered (version 1) and every item confirmed."""
    assessment.answers.update(text=text, version=1, updated_at=timezone.now())
    items = Item.objects.filter(category__criteria_set=assessment.criteria_set).select_related("category")
    scored = items.exclude(category__kind=CategoryKind.PROFILE)
    Score.objects.bulk_create(_self_score(assessment, item) for item in scored)


def _self_score(assessment: Assessment, item: Item) -> Score:
    """A confirmed one, not yet stored."""
    process = item.category.kind == CategoryKind.PROCESS
    factors = dict.fromkeys(("approach", "deployment", "learning", "integration"), 3 if process else None)
    band, percent = (3, 60) if process else (0, 0)
    given = {"assessment": assessment, "item": item, "stage": Stage.SELF, "confirmed": True}
    return Score(percent=percent, confirmed_band=band, **given, **factors)


def bring_to(assessment: Assessment, status: str, cast: Cast, **written) -> Assessment:
    """The assessment in this status, by way of `perform`, from a draft without answers; the assessor may review.

    `written` is what `answer_all` takes.
    """
    assign(assessment, cast.assessor)
    if status == Status.DRAFT:
        return assessment
    answer_all(assessment, **written)
    return send_to(assessment, status, cast, decide=decide_all)


def assign(assessment: Assessment, assessor: User, **changes) -> Assignment:
    """The assessor is bound to the assessment and has declared that no interest of hers is touched."""
    given = {"declared_at": timezone.now()} | changes
    return Assignment.objects.get_or_create(assessment=assessment, assessor=assessor, defaults=given)[0]


def send_to(
    assessment: Assessment, status: str, cast: Cast, *, decide: Callable[[Assessment, Cast], None]
) -> Assessment:
    """What is written and judged, brought from a draft to this later status; `decide` gives every consensus score."""
    submit(assessment, cast)
    if status != Status.SUBMITTED:
        perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    if status == Status.RETURNED:
        add_remark(assessment, cast)
        perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator)
    if status == Status.APPROVED:
        decide(assessment, cast)
        perform(Action.APPROVE, assessment_id=assessment.pk, actor=cast.coordinator)
    assessment.refresh_from_db()
    return assessment


def submit(assessment: Assessment, cast: Cast, **given):
    """What was returned is answered, the lead has signed and the approver has submitted; the event."""
    answer_remarks(assessment)
    with looked_at_once():
        prepare(assessment_id=assessment.pk, actor=cast.lead)
        return perform(Action.SUBMIT, assessment_id=assessment.pk, actor=cast.approver, **given)


@contextmanager
def looked_at_once() -> Iterator[None]:
    """What is signed is sent a moment later: its document is built and its problems are looked for once for both.

    That is half of the way to a submission, and no row changes between.
    """
    text, problems = cache(preparation.live_text), cache(preparation.problems_of)  # models are equal by their key
    with ExitStack() as stack:
        for module in (preparation, workflow):
            stack.enter_context(patch.object(module, "live_text", text))
            stack.enter_context(patch.object(module, "problems_of", problems))
        yield


def answer_remarks(assessment: Assessment, reply: str = "เพิ่มตัวอย่างแล้ว") -> None:
    """The unit has answered every remark that is open."""
    assessment.remarks.open().update(state=RemarkState.ANSWERED, reply=reply, version=F("version") + 1)


def add_remark(assessment: Assessment, cast: Cast, text: str = "โปรดเพิ่มตัวอย่างผลการทบทวน"):
    return assessment.remarks.create(
        submission=assessment.submissions.first(),
        author=cast.coordinator,
        number=assessment.remarks.count() + 1,
        text=text,
    )


def decide_all(assessment: Assessment, cast: Cast, percent: int = 50) -> None:
    """A consensus score for every item of the latest submission."""
    given = {"assessment": assessment, "submission": assessment.submissions.first(), "stage": Stage.CONSENSUS}
    said = {"author": cast.coordinator, "percent": percent, "reason": "ผู้ตรวจเห็นพ้องกันในที่ประชุมฉันทามติ", "confirmed": True}
    scored = Item.objects.filter(category__criteria_set=assessment.criteria_set, points__gt=0)
    Score.objects.bulk_create(Score(item=item, **given, **said) for item in scored)


def make_everybody(cast: Cast) -> dict[str, User | None]:
    """The roles of the access matrix by the names of its columns: the cast, and those who stand just outside.

    The coordinator in scope is of the ministry of the unit, the other one of another ministry; None is anonymous.
    """
    other_ministry = make_unit("M07", "กระทรวงการคลัง", UnitKind.MINISTRY)
    return {
        "contributor": cast.contributor,
        "lead": cast.lead,
        "approver": cast.approver,
        "manager": cast.manager,
        "stranger": cast.stranger,
        "coordinator": make_user("coordinator-of-ministry", (Role.COORDINATOR, cast.unit.parent)),
        "other_coordinator": make_user("coordinator-of-other-ministry", (Role.COORDINATOR, other_ministry)),
        "assessor": cast.assessor,
        "other_assessor": make_user("other-assessor", (Role.ASSESSOR, None)),
        "administrator": cast.administrator,
        "anonymous": None,
    }
