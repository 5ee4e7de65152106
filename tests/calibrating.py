"""Calibration sets put on stage: a submission with two process items, a set of it, scores of assessors."""

from collections.abc import Mapping

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.anonymising import names_of
from assessments.document import FrozenDocument
from assessments.models import Calibration, CalibrationHandIn, CalibrationScore
from assessments.services.calibrations import calibrated_items, make_calibration, open_calibration
from assessments.statuses import Status
from criteria.models import Area, Category, Item, Question
from criteria.outline import forget_outlines, outline_of
from tests.cast import Cast, bring_to, make_assessment, make_user, question_of

TEXT = "กรมพัฒนาที่ดินทบทวนแผนกับกระทรวงเกษตรและสหกรณ์ทุกปี"
HIDDEN = "หน่วยงานทบทวนแผนกับต้นสังกัดทุกปี"


def add_process_item(criteria_set, code: str = "1.2") -> Item:
    """One more process item with one question."""
    category = Category.objects.get(criteria_set=criteria_set, code="1")
    item = Item.objects.create(category=category, code=code, order=9, points=10, title_th="ธรรมาภิบาล", title_en="Rule")
    area = Area.objects.create(item=item, code="ก", order=1, title_th="ประเด็น ก", title_en="Area")
    Question.objects.bulk_create([question_of(area, f"{code}-1", "(1)", 1)])
    forget_outlines()
    return item


def submitted(cast: Cast, cycle, status: str = Status.SUBMITTED):
    """An assessment with two process items, sent, its answers naming the unit."""
    add_process_item(cycle.criteria_set)
    assessment = make_assessment(cast.unit, cycle, cast.lead)
    return bring_to(assessment, status, cast, text=TEXT)


def make_set(assessment, coordinator: User, title: str = "ปรับเทียบ 2569") -> Calibration:
    """A draft of a set of every process item of the latest submission."""
    frozen = FrozenDocument(assessment.submissions.first(), outline_of(assessment.criteria_set))
    names = names_of(assessment.unit)
    items = calibrated_items(frozen)
    return make_calibration(frozen=frozen, items=items, title=title, names=names, actor=coordinator)


def open_set(assessment, coordinator: User, **fields) -> Calibration:
    """A set that is open."""
    made = make_set(assessment, coordinator, **fields)
    open_calibration(calibration=made, due=None, version=made.version, actor=coordinator)
    made.refresh_from_db()
    return made


def give(calibration: Calibration, assessor: User, percents: Mapping[str, int | None], reason: str = "") -> None:
    """Her scores of these items, all factors at 3."""
    for place in calibration.items.select_related("item"):
        if place.item.code in percents:
            factors = dict.fromkeys(("approach", "deployment", "learning", "integration"), 3)
            given = {"percent": percents[place.item.code], "reason": reason}
            CalibrationScore.objects.create(item=place, assessor=assessor, **given, **factors)


def hand_in(calibration: Calibration, assessor: User, percents: Mapping[str, int], reason: str = "") -> None:
    """She has handed in these scores."""
    give(calibration, assessor, percents, reason)
    CalibrationHandIn.objects.create(calibration=calibration, assessor=assessor, at=timezone.now())


def another_assessor(name: str) -> User:
    return make_user(name, (Role.ASSESSOR, None))
