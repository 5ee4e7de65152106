"""A small set of scheme levels: the profile, a sub-criterion of four checkpoints, a dimension of two sub-topics."""

from decimal import Decimal

from django.utils import timezone

from assessments.models import CheckpointScore, Score
from assessments.statuses import Stage, Status
from criteria.kinds import CategoryKind, Scheme, SetStatus
from criteria.models import Area, Category, CriteriaSet, Item, Question
from tests.cast import question_of, send_to

CHECKPOINTS = ("1.1-B1", "1.1-B2", "1.1-A1", "1.1-S1")
STRUCTURE = {
    "P": (CategoryKind.PROFILE, 0, {"P.1": {"1ก": ["P-1"]}}),
    "1": (CategoryKind.PROCESS, 500, {"1.1": {"B": ["1.1-B1", "1.1-B2"], "A": ["1.1-A1"], "S": ["1.1-S1"]}}),
    "7": (CategoryKind.RESULTS, 500, {"7.1": {"1": [], "2": []}}),
}


def levels_set(code: str = "small-levels") -> CriteriaSet:
    """A published set of 5 questions, 4 of them checkpoints; sub-topic 1 of 7.1 is required. 500 points."""
    criteria_set = CriteriaSet.objects.create(
        code=code,
        edition="4.0",
        title_th="ชุดเกณฑ์ระดับสำหรับทดสอบ",
        title_en="Small set of levels",
        scheme=Scheme.LEVELS,
        status=SetStatus.PUBLISHED,
        points=Decimal(500),
        shortfall="proportional",
        maturity=[["0", "ยังไม่ผ่านระดับพื้นฐาน", "Below"], ["300", "พื้นฐาน", "Basic"], ["400", "ก้าวหน้า", "Advanced"]],
    )
    for order, (category_code, (kind, points, items)) in enumerate(STRUCTURE.items()):
        titles = {"title_th": f"หมวด {category_code}", "title_en": f"Category {category_code}"}
        category = Category.objects.create(
            criteria_set=criteria_set, code=category_code, order=order, kind=kind, points=points, **titles
        )
        for item_code, areas in items.items():
            titles = {"title_th": f"หัวข้อ {item_code}", "title_en": f"Item {item_code}"}
            item = Item.objects.create(category=category, code=item_code, order=1, points=points, **titles)
            _areas(item, areas)
    return criteria_set


def _areas(item: Item, areas: dict[str, list[str]]) -> None:
    number = 0
    for order, (code, questions) in enumerate(areas.items(), 1):
        titles = {"title_th": f"ประเด็น {code}", "title_en": f"Area {code}"}
        area = Area.objects.create(item=item, code=code, order=order, required=code == "1", **titles)
        for question in questions:
            number += 1
            question_of(area, question, question.rpartition("-")[2], number).save()


def write_all(assessment, text: str = "หน่วยงานมีวิธีการอย่างเป็นระบบ") -> None:
    """Every question answered in version 1."""
    assessment.answers.update(text=text, version=1, updated_at=timezone.now())


def value_all(assessment, value: str = "1", *, stage: str = Stage.SELF, submission=None, author=None) -> None:
    """Every checkpoint judged with this value, every dimension confirmed."""
    given = {"assessment": assessment, "stage": stage, "submission": submission, "author": author}
    for question in Question.objects.filter(code__in=CHECKPOINTS, area__item__category__criteria_set=of(assessment)):
        CheckpointScore.objects.create(question=question, value=Decimal(value), **given)
    for item in Item.objects.filter(category__kind=CategoryKind.RESULTS, category__criteria_set=of(assessment)):
        Score.objects.create(item=item, confirmed=True, **given)


def of(assessment) -> CriteriaSet:
    return assessment.cycle.criteria_set


def bring_levels_to(assessment, status: str, cast):
    """The assessment in this status by way of `perform`, judged 1/2 throughout, in consensus 1."""
    write_all(assessment)
    value_all(assessment, "0.5")
    if status == Status.DRAFT:
        return assessment
    return send_to(assessment, status, cast, decide=_decide)


def _decide(assessment, cast) -> None:
    submission = assessment.submissions.get()
    value_all(assessment, "1", stage=Stage.CONSENSUS, submission=submission, author=cast.coordinator)
