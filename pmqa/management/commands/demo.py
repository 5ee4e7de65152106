from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Unit, User
from accounts.roles import Role
from assessments.interchange.reader import read_document
from assessments.models import Assessment, Assignment, Cycle
from assessments.services.assignments import declare_interests
from assessments.services.comments import add_comment
from assessments.services.imports import import_document
from assessments.services.preparation import prepare
from assessments.services.work import assign_work
from assessments.services.workflow import perform
from assessments.statuses import Action
from criteria.models import CriteriaSet
from criteria.outline import outline_of
from pmqa.demonstration.calibration import calibrate
from pmqa.demonstration.evidence import fill_locker
from pmqa.demonstration.last_year import tell_last_year

PASSWORD = "pmqa-demo-2569"  # noqa: S105  printed on the sign-in page of a demonstration, and nowhere else
FOLDER = Path(settings.BASE_DIR, "fixtures", "demo")
SET, YEAR, LAST_YEAR = "pmqa-2562", 2568, 2567
FULL, HALF, SUBMITTED = "A0008", "A0016", "P55"
# user name: role, unit code (None: across units), first name, last name
PEOPLE = {
    "contributor": (Role.CONTRIBUTOR, FULL, "ผู้จัดทำข้อมูล", "กรมพัฒนาที่ดิน"),
    "lead": (Role.LEAD, FULL, "หัวหน้าทีม PMQA", "กรมพัฒนาที่ดิน"),
    "approver": (Role.APPROVER, FULL, "ผู้รับรอง", "กรมพัฒนาที่ดิน"),
    "manager": (Role.MANAGER, FULL, "ผู้บริหาร", "กรมพัฒนาที่ดิน"),
    "contributor2": (Role.CONTRIBUTOR, HALF, "ผู้จัดทำข้อมูล", "กรมการข้าว"),
    "coordinator": (Role.COORDINATOR, None, "ผู้ประสานงาน", "สำนักงาน ก.พ.ร."),
    "assessor1": (Role.ASSESSOR, None, "ผู้ตรวจประเมิน", "คนที่หนึ่ง"),
    "assessor2": (Role.ASSESSOR, None, "ผู้ตรวจประเมิน", "คนที่สอง"),
    "admin": (Role.ADMINISTRATOR, None, "ผู้ดูแลระบบ", ""),
}


class Command(BaseCommand):
    help = "โหลดหน่วยงาน บุคคล และแบบประเมินตัวอย่างลงในฐานข้อมูลที่ว่าง"

    def handle(self, **options):
        if User.objects.exists() or Assessment.objects.exists():
            raise CommandError("ฐานข้อมูลมีผู้ใช้หรือแบบประเมินอยู่แล้ว โหลดข้อมูลตัวอย่างได้เฉพาะฐานข้อมูลที่ว่าง")
        criteria_set = CriteriaSet.objects.filter(code=SET).first()
        if criteria_set is None or not Unit.objects.filter(code=FULL).exists():
            raise CommandError("ยังไม่มีชุดเกณฑ์หรือหน่วยงาน ให้รัน load_criteria และ load_units ก่อน")
        documents = [read_document(path.read_bytes()) for path in sorted(FOLDER.glob("*.json"))]
        with transaction.atomic():
            people = make_people()
            for year in (LAST_YEAR, YEAR):
                make_cycle(criteria_set, year)
        for document in sorted(documents, key=lambda each: -each.fiscal_year):
            assessment, _changes = import_document(document, operator="demo", is_demo=True)
            if document.fiscal_year == LAST_YEAR:
                tell_last_year(assessment, people)
                calibrate(assessment, people | {"assessor3": third_assessor()})
            elif document.unit_code == SUBMITTED:
                submit(assessment)
            elif document.unit_code == FULL:
                share_work(assessment, people)
                fill_locker(assessment, people)
        self.stdout.write(f"โหลดข้อมูลตัวอย่างแล้ว รหัสผ่านของทุกบัญชีคือ {PASSWORD}")


def make_people() -> dict[str, User]:
    """One account per role, all with the password of the demonstration; by user name."""
    people = {}
    for username, (role, code, first_name, last_name) in PEOPLE.items():
        user = User(username=username, first_name=first_name, last_name=last_name, is_staff=role == Role.ADMINISTRATOR)
        user.set_password(PASSWORD)
        user.save()
        Membership.objects.create(user=user, role=role, unit=Unit.objects.get(code=code) if code else None)
        people[username] = user
    return people


def make_cycle(criteria_set: CriteriaSet, year: int) -> None:
    """The cycle is open today, whatever the day; that of last year is moved back with what is told of it."""
    now = timezone.now()
    opens, closes = now - timedelta(days=45), now + timedelta(days=30)
    Cycle.objects.create(criteria_set=criteria_set, fiscal_year=year, opens=opens, closes=closes)


def submit(assessment: Assessment) -> None:
    """The unit has submitted, by the hand of an approver of its own; two assessors are assigned and have declared."""
    unit = assessment.unit
    approver = User(username="approver3", first_name="ผู้รับรอง", last_name=unit.name_th)
    approver.set_unusable_password()
    approver.save()
    Membership.objects.create(user=approver, role=Role.APPROVER, unit=unit)
    lead = User(username="lead3", first_name="หัวหน้าทีม PMQA", last_name=unit.name_th)
    lead.set_unusable_password()
    lead.save()
    Membership.objects.create(user=lead, role=Role.LEAD, unit=unit)
    prepare(assessment_id=assessment.pk, actor=lead)
    perform(Action.SUBMIT, assessment_id=assessment.pk, actor=approver)
    assessors = User.objects.filter(memberships__role=Role.ASSESSOR)
    Assignment.objects.bulk_create(Assignment(assessment=assessment, assessor=assessor) for assessor in assessors)
    for assessor in assessors:
        declare_interests(assessment=assessment, conflict="", actor=assessor)


def third_assessor() -> User:
    """An assessor of calibration sets alone; nobody signs in as this one."""
    assessor = User(username="assessor3", first_name="ผู้ตรวจประเมิน", last_name="คนที่สาม")
    assessor.set_unusable_password()
    assessor.save()
    Membership.objects.create(user=assessor, role=Role.ASSESSOR)
    return assessor


def share_work(assessment: Assessment, people: dict[str, User]) -> None:
    """Two items are given out until a day, and two people talk about a question."""
    items, due = outline_of(assessment.criteria_set).items, timezone.localdate() + timedelta(days=10)
    for code, username in (("1.1", "contributor"), ("2.1", "lead")):
        codes = [question.code for question in items[code].questions]
        assign_work(assessment=assessment, questions=codes, person=people[username], due=due, actor=people["lead"])
    answer = assessment.answers.get(question__code=items["1.1"].questions[0].code)
    add_comment(answer=answer, text="@contributor ขอแหล่งที่มาของตัวเลขในย่อหน้าแรก", actor=people["lead"])
    add_comment(answer=answer, text="@lead จากรายงานประจำปี หน้า 12 กำลังเพิ่มลงในคำตอบ", actor=people["contributor"])
