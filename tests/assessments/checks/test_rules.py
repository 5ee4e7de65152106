"""Every rule of the check-up: what triggers it, and a near miss that does not."""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.utils import timezone

from assessments import checks
from assessments.apps import RULES
from assessments.checks import subject_of
from assessments.checks.broken_thai import broken_thai
from assessments.checks.copied_paragraph import copied_paragraph
from assessments.checks.repeated_paragraph import repeated_paragraph
from assessments.live import LiveRows
from assessments.models import Assessment, Citation, Comment, Evidence, Indicator, IndicatorYear, KeyFactor
from assessments.statuses import Direction, KeyFactorKind, RemarkState, Secrecy, Status
from criteria.models import Area
from tests.cast import YEAR, answer_all, bring_to

pytestmark = pytest.mark.django_db

LONG = "หน่วยงานกำหนดขั้นตอนการรับฟังความเห็นของผู้รับบริการทุกกลุ่มและนำผลมาปรับปรุงแผนปฏิบัติราชการทุกปีโดยคณะทำงานของทุกกองที่เกี่ยวข้อง"


def found_by(rule: str, assessment) -> list[tuple[str, bool]]:
    """Where the rule finds something, and whether that is an error."""
    module = import_module(f"assessments.checks.{rule}")
    function = dict(RULES)[rule] or rule
    subject = subject_of(LiveRows(assessment))
    return [(problem.where, problem.is_error) for problem in getattr(module, function)(subject)]


def write(assessment, text: str, question: str = "1.1-1", **columns) -> None:
    assessment.answers.filter(question__code=question).update(text=text, version=1, **columns)


# rule, text that triggers it, near miss, whether it is an error
TEXTS = [
    ("leftover", "วิธีการคือ xxx ทุกปี", "ใช้ระบบ xXx3 และ Max", True),
    ("leftover", "ผู้รับผิดชอบคือ [ใส่ชื่อกอง]", "ตามเอกสาร [E12 น.4]", True),
    ("leftover", "ผลคือ .....", "ก. ข. ค. ...", True),
    ("leftover", "TODO เพิ่มตัวเลข", "TODOS", True),
    ("leftover", "ดู Lorem ipsum", "ดู Lorem", True),
    ("leftover", "ลงชื่อ ____", "แบบ A_3 และ ___", True),
    ("leftover", "รอผล ……", "รอผล…", True),
    ("mixed_years", "ตั้งแต่ปี 2021 ถึงปี 2568", "งาน Agri-Map 2021 จัดในปี 2568", False),
    ("mixed_years", "ปี ๒๐๒๑ และ พ.ศ. ๒๕๖๘", "ปี 2564 และ พ.ศ. 2568 ใช้งบ 2,021 บาท", False),
    ("impossible_year", "ตามแผนถึงปี 2658", "ตามยุทธศาสตร์ชาติถึงปี 2580", False),
    ("broken_thai", "ก็็ตาม", "ก็ตาม ปี่ ที่ญี่ปุ่น น้ำ", False),
    ("broken_thai", "การด\u0e4d\u0e32เนินการ", "การดำเนินการ", False),
    ("broken_thai", "ประจ าปี", "ประจำปี", False),
    ("broken_thai", "ข้อความ ่ลอย", "ข้อความ เต็ม", False),
    ("broken_thai", "่ลอยที่ต้น", "ลอยที่ต้น", False),
    ("broken_thai", "บรรทัดแรก\n ่ลอย", "บรรทัดแรก\nลอย", False),
    ("broken_thai", "ตัวอักษรหาย\ufffd", "ตัวอักษรครบ", False),
    ("short_answer", "มีแผน", LONG, False),
    ("long_answer", "ก" * 5_401, "ก" * 5_400, False),
    ("unknown_citation", "ตามหลักฐาน [E12 น.4]", "ตามหลักฐาน E12 หน้า 4", False),
    ("unknown_citation", "ตามหลักฐาน [E๑๒ น.๔]", "ตามข้อ [12]", False),
    ("repeated_paragraph", f"{LONG}\n\n{LONG}", f"{LONG}\n\n{LONG[:-20]}", False),
]


def test_of_several_faults_the_first_in_the_text_is_told(assessment):
    write(assessment, "แผนประจ าปี ของทุกกองในสังกัด แล้วก็็ตาม")

    (problem,) = broken_thai(subject_of(LiveRows(assessment)))

    assert "ใกล้ “แผนประจ าปี ของทุ”" in problem.message


@pytest.mark.parametrize(("rule", "text", "near_miss", "is_error"), TEXTS)
def test_a_rule_about_a_text(assessment, rule, text, near_miss, is_error):
    write(assessment, near_miss)
    assert found_by(rule, assessment) == []
    write(assessment, text)
    assert found_by(rule, assessment) == [("1.1-1", is_error)]


def test_a_paragraph_of_another_answer(assessment):
    write(assessment, LONG)
    write(assessment, LONG[:-20], "1.1-2")
    assert found_by("copied_paragraph", assessment) == []
    write(assessment, LONG.replace("ทุกปี", "ทุกปี  "), "1.1-2")
    assert len(found_by("copied_paragraph", assessment)) == 0
    write(assessment, f"อื่น\n{LONG}", "1.1-2")
    assert found_by("copied_paragraph", assessment) == [("1.1-2", False)]


def test_copied_paragraphs_are_told_in_the_order_of_the_text(assessment):
    """Each with where it stood first, the same in every process."""
    lines = [f"{LONG} เรื่องที่ {number}" for number in range(1, 9)]
    write(assessment, "\n".join(lines[::2]), "1.1-1")
    write(assessment, "\n".join(lines[1::2]), "1.1-2")
    write(assessment, "\n".join(lines), "1.1-3")
    told = [problem.message for problem in copied_paragraph(subject_of(LiveRows(assessment)))]
    assert [re.search("เดียวกับข้อ ([0-9.-]+)", message)[1] for message in told] == ["1.1-1", "1.1-2"] * 4


def test_paragraphs_are_folded_once(assessment):
    """Both rules read what the subject has folded: with other paragraphs there, they tell of those."""
    write(assessment, "ก")
    subject = subject_of(LiveRows(assessment))
    subject.folded_paragraphs["1.1-1"] = subject.folded_paragraphs["1.1-2"] = [LONG, LONG]
    assert [problem.where for problem in copied_paragraph(subject)] == ["1.1-2"]
    assert [problem.where for problem in repeated_paragraph(subject)] == ["1.1-1", "1.1-2"]


def test_a_reason_that_is_too_short(assessment):
    write(assessment, "", not_applicable="หน่วยงานไม่มีภารกิจด้านนี้ตามกฎหมาย")
    assert found_by("short_reason", assessment) == []
    write(assessment, "", not_applicable="ไม่มี")
    assert found_by("short_reason", assessment) == [("1.1-1", True)]


def test_a_copy_of_last_year(assessment):
    write(assessment, "ก")
    assert found_by("carried_answer", assessment) == []
    write(assessment, "ก", carried_from=2567)
    assert found_by("carried_answer", assessment) == [("1.1-1", True)]
    assert ("1.1-1", True) not in found_by("unanswered", assessment)


# --- evidence ------------------------------------------------------------------------------------------------------


def cite(assessment, **fields) -> Evidence:
    record = Evidence.objects.create(unit=assessment.unit, code="E01", title="รายงาน", **fields)
    Citation.objects.create(answer=assessment.answers.get(question__code="1.1-1"), evidence=record)
    return record


@pytest.mark.parametrize(
    ("rule", "triggers", "passes", "is_error"),
    [("expired_evidence", -1, 0, True), ("expiring_evidence", 0, 31, False), ("expiring_evidence", 29, -1, False)],
)
def test_evidence_that_expires(assessment, rule, triggers, passes, is_error):
    record = cite(assessment)
    assert found_by(rule, assessment) == []
    for days, expected in ((passes, []), (triggers, [("1.1-1", is_error)])):
        Evidence.objects.filter(pk=record.pk).update(expires=timezone.localdate() + timedelta(days=days))
        assert found_by(rule, assessment) == expected


@pytest.mark.parametrize(("expires", "expected"), [(9, [("1.1-1", False)]), (10, [])])
def test_the_day_of_the_deadline_is_a_day_in_thailand(assessment, expires, expected):
    """Two in the morning of the tenth is the ninth in UTC."""
    day = timezone.localdate()
    due = timezone.make_aware(datetime.combine(day + timedelta(days=10), time(2)))
    type(assessment).objects.update(due=due)
    assessment.refresh_from_db()
    cite(assessment, expires=day + timedelta(days=expires))
    assert found_by("expiring_evidence", assessment) == expected


def test_deleted_evidence_that_is_still_cited(cast, assessment):
    record = cite(assessment)
    assert found_by("deleted_evidence", assessment) == []
    Evidence.objects.filter(pk=record.pk).update(deleted_at=timezone.now(), deleted_by=cast.lead)
    assert found_by("deleted_evidence", assessment) == [("1.1-1", True)]


def test_a_classified_document_tells_where_it_is(assessment):
    record = cite(assessment, secrecy=Secrecy.SECRET, document_number="กษ 0801/12", keeper="กองแผนงาน")
    assert found_by("incomplete_reference", assessment) == [("1.1-1", False)]
    Evidence.objects.filter(pk=record.pk).update(place="ตู้ 3")
    assert found_by("incomplete_reference", assessment) == []


def test_a_mark_of_evidence_that_is_cited(assessment):
    cite(assessment)
    write(assessment, "ตาม [E01 น.3] และ [E1]")
    assert found_by("unknown_citation", assessment) == []
    write(assessment, "ตาม [E01 น.3] [E2] และ [E2 น.4]")
    assert found_by("unknown_citation", assessment) == [("1.1-1", False)]


def test_comments_that_are_open(assessment, cast):
    comment = Comment.objects.create(
        answer=assessment.answers.get(question__code="1.1-1"), author=cast.lead, text="ขอตัวอย่าง", at=timezone.now()
    )
    assert found_by("open_comments", assessment) == [("1.1-1", False)]
    Comment.objects.filter(pk=comment.pk).update(resolved_at=timezone.now(), resolved_by=cast.lead)
    assert found_by("open_comments", assessment) == []


# --- indicators ----------------------------------------------------------------------------------------------------


def measure(assessment, rows: dict[int, tuple], **fields) -> Indicator:
    """An indicator of 7.1 with value, target and comparator by year; None leaves one out."""
    given = {"code": "7.1-01", "name": "ความพึงพอใจของเกษตรกร", "unit_of_measure": "ร้อยละ"} | fields
    area = Area.objects.get(item__code="7.1", code="ก")
    indicator = Indicator.objects.create(assessment=assessment, area=area, **given)
    for year, figures in rows.items():
        value, target, comparator = (None if figure is None else Decimal(str(figure)) for figure in figures)
        IndicatorYear.objects.create(
            indicator=indicator, fiscal_year=year, value=value, target=target, comparator=comparator
        )
    return indicator


GOOD = {2566: (80, 79, 78), 2567: (82, 80, 79), 2568: (85, 81, 80)}
LOWER = {"direction": Direction.LOWER}
# rule, rows that trigger it, near miss, further fields
FIGURES = [
    ("no_values", {2568: (None, 80, None)}, GOOD, {}),
    ("few_years", {2567: (80, 80, None), 2568: (82, 81, None)}, GOOD, {}),
    ("gap_in_years", {2565: (80, 80, None), 2567: (82, 81, None)}, GOOD, {}),
    ("no_target", {2567: (80, 79, None), 2568: (82, None, None)}, {2568: (82, 0, None)}, {}),
    ("old_comparator", {2567: (80, 79, 80), 2568: (82, 80, None)}, {2567: (80, 79, None), 2568: (82, 80, 81)}, {}),
    ("tenfold_jump", {2567: (80, 79, None), 2568: (820, 80, None)}, {2567: (8, 8, None), 2568: (79, 80, None)}, {}),
    ("tenfold_jump", {2567: (80, 79, None), 2568: (8, 80, None)}, {2567: (80, 8, None), 2568: (0, 80, None)}, {}),
    ("year_as_value", {2568: (2568, 80, None)}, {2568: (2567, 80, None)}, {}),
    ("year_as_value", {2568: (2025, 80, None)}, {2568: (2026, 80, None)}, {}),
    ("over_hundred_percent", {2568: (100.01, 80, None)}, {2568: (100, 80, None)}, {}),
    ("target_against_direction", {2567: (80, 90, None), 2568: (82, 80, None)}, GOOD, {}),
    ("target_against_direction", GOOD, {2567: (80, 90, None), 2568: (82, 80, None)}, LOWER),
]


@pytest.mark.parametrize(("rule", "rows", "near_miss", "fields"), FIGURES)
def test_a_rule_about_figures(assessment, rule, rows, near_miss, fields):
    indicator = measure(assessment, near_miss, **fields)
    assert found_by(rule, assessment) == []
    indicator.delete()
    measure(assessment, rows, **fields)
    assert found_by(rule, assessment) == [("7.1-01", False)]


def test_a_value_above_hundred_of_another_unit(assessment):
    measure(assessment, {2568: (250, 200, None)}, unit_of_measure="แห่ง")
    assert found_by("over_hundred_percent", assessment) == []


@pytest.mark.parametrize(
    ("text", "contradicts"),
    [
        ("ความพึงพอใจของเกษตรกรในปี 2568 อยู่ที่ร้อยละ 91", True),
        ("ความพึงพอใจของเกษตรกรในปี ๒๕๖๘ อยู่ที่ร้อยละ ๙๑", True),
        ("ความพึงพอใจของเกษตรกรในปี 2568 เท่ากับ 91 %", True),
        ("ความพึงพอใจของเกษตรกรในปี 2568 อยู่ที่ร้อยละ 85", False),
        ("ความพึงพอใจของเกษตรกรในปี 2568 อยู่ที่ร้อยละ 85.00", False),
        ("ความพึงพอใจของเกษตรกรในปี 2568 สำรวจ 91 คน", False),
        ("ความพึงพอใจของเกษตรกรเพิ่มจากร้อยละ 82 ในปี 2567 เป็นร้อยละ 85 ในปี 2568", False),
        ("ความพึงพอใจของเกษตรกรอยู่ที่ร้อยละ 91", False),
        ("ความพึงพอใจของเกษตรกร\nปี 2568 ร้อยละ 91", False),
    ],
)
def test_a_number_that_contradicts_category_7(assessment, text, contradicts):
    measure(assessment, GOOD)
    write(assessment, text)
    assert found_by("contradicts_results", assessment) == ([("1.1-1", False)] if contradicts else [])


def test_no_number_carries_a_unit_that_is_not_there(assessment):
    measure(assessment, GOOD, unit_of_measure="")
    write(assessment, "ความพึงพอใจของเกษตรกรในปี 2568 จาก 91 คน")
    assert found_by("contradicts_results", assessment) == []


def test_a_number_with_thousands_and_a_unit_of_its_own(assessment):
    measure(assessment, {2568: (12500, 12000, None)}, name="พื้นที่ปรับปรุงดิน", unit_of_measure="ไร่")
    write(assessment, "พื้นที่ปรับปรุงดินปี 2568 จำนวน 12,500 ไร่")
    assert found_by("contradicts_results", assessment) == []
    write(assessment, "พื้นที่ปรับปรุงดินปี 2568 จำนวน 12,050 ไร่")
    assert found_by("contradicts_results", assessment) == [("1.1-1", False)]


# --- scores and the golden thread ------------------------------------------------------------------------------------


def test_points_without_a_text(assessment):
    answer_all(assessment)
    assert found_by("score_without_text", assessment) == []
    assessment.answers.filter(question__code__startswith="1.1").update(text="", not_applicable="ก" * 20)
    assert found_by("score_without_text", assessment) == [("1.1", False)]


def test_upper_bands_with_few_words(assessment):
    answer_all(assessment)
    assert found_by("high_score_short_text", assessment) == []
    assessment.scores.filter(item__code="1.1").update(percent=70)
    assert found_by("high_score_short_text", assessment) == [("1.1", False)]
    write(assessment, LONG * 5)
    assert found_by("high_score_short_text", assessment) == []


def factor(assessment, kind: str, code: str = "K01") -> KeyFactor:
    return KeyFactor.objects.create(assessment=assessment, code=code, kind=kind, text="ลดดินเสื่อมโทรม")


@pytest.mark.parametrize(
    ("rule", "kind"),
    [("objective_without_result", KeyFactorKind.OBJECTIVE), ("process_without_result", KeyFactorKind.PROCESS)],
)
def test_what_no_indicator_measures(assessment, rule, kind):
    measured = factor(assessment, kind)
    measured.answers.add(assessment.answers.get(question__code="1.1-1"))
    assert found_by(rule, assessment) == [("K01", False)]
    measured.indicators.add(measure(assessment, GOOD))
    assert found_by(rule, assessment) == []


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("unanswered_challenge", KeyFactorKind.CHALLENGE),
        ("unused_advantage", KeyFactorKind.ADVANTAGE),
        ("unserved_group", KeyFactorKind.GROUP),
    ],
)
def test_what_no_answer_of_the_process_categories_takes_up(assessment, rule, kind):
    """The profile is where it comes from: an answer there does not count."""
    taken_up = factor(assessment, kind)
    taken_up.answers.add(assessment.answers.get(question__code="P-1"))
    assert found_by(rule, assessment) == [("K01", False)]
    taken_up.answers.add(assessment.answers.get(question__code="1.1-1"))
    assert found_by(rule, assessment) == []


def test_an_indicator_that_belongs_to_nothing(assessment):
    indicator = measure(assessment, GOOD)
    assert found_by("unlinked_indicator", assessment) == []
    factor(assessment, KeyFactorKind.CHALLENGE, "K02").indicators.add(indicator)
    process = factor(assessment, KeyFactorKind.PROCESS)
    assert found_by("unlinked_indicator", assessment) == [("7.1-01", False)]
    process.indicators.add(indicator)
    assert found_by("unlinked_indicator", assessment) == []


@pytest.mark.parametrize(
    ("status", "state", "found"),
    [
        (Status.RETURNED, RemarkState.OPEN, [("1", True)]),
        (Status.RETURNED, RemarkState.ANSWERED, []),
        (Status.RETURNED, RemarkState.ACCEPTED, []),
        (Status.RETURNED, RemarkState.CARRIED, []),
        (Status.DRAFT, RemarkState.OPEN, []),
    ],
)
def test_a_remark_without_an_answer(cast, assessment, status, state, found):
    bring_to(assessment, Status.RETURNED, cast)
    assessment.remarks.update(state=state, reply="" if state == RemarkState.OPEN else "แก้แล้ว")
    Assessment.objects.update(status=status)
    assessment.refresh_from_db()
    assert found_by("unanswered_remark", assessment) == found


def test_no_rule_is_forgotten():
    """Twenty-five or more, each a module of its own, each registered once."""
    assert len(checks.REGISTRY) == len(set(checks.REGISTRY)) == len(RULES) >= 25
    assert max(GOOD) == YEAR
