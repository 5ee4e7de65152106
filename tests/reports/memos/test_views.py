"""The memos of an assessment: who makes which when, what each proposes and says, and the file that is taken away."""

import io

import pypdf
import pytest
from django.utils import timezone
from docx import Document

from assessments.models import Finding
from assessments.permissions import NOT_MET, NOT_SENT, NOT_WITH_REMARKS, NOT_YOUR_ROLE
from assessments.services.remarks import reply_to_remark
from assessments.services.workflow import perform
from assessments.statuses import FindingKind, RemarkState, Stage, Status
from criteria.models import Item
from reports.build import build_report, source_of
from reports.fingerprints import fingerprint
from reports.memos import views
from reports.pdf import PdfUnavailable
from tests.cast import add_remark, answer_remarks, bring_to, decide_all, submit
from tests.levels import bring_levels_to
from tests.room import colleague_of, hand_in, open_room

HEAD = {
    "agency": "กลุ่มพัฒนาระบบบริหาร โทร. 1335",
    "number": "กษ 0800.05/412",
    "dated": "16/10/2569",
    "subject": "ส่งแบบประเมิน PMQA 4.0",
    "to": "อธิบดีกรมพัฒนาที่ดิน",
    "name": "",
    "position": "ผู้อำนวยการกลุ่ม",
}


def address(assessment, memo="") -> str:
    return f"/assessments/{assessment.pk}/reports/memos/{memo}{'/' if memo else ''}"


def words_of(content: bytes) -> list[str]:
    """The paragraphs of a Word file."""
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def taken(client, assessment, memo, **typed) -> str:
    """The whole text of the memo as a Word file, no-break spaces as spaces."""
    response = client.post(address(assessment, memo), {**HEAD, "format": "docx", **typed})
    assert response.status_code == 200
    return "\n".join(words_of(response.content)).replace("\u00a0", " ")


def reasons(client, assessment) -> dict[str, str]:
    return {offer.kind.slug: offer.reason for offer in client.get(address(assessment)).context["offers"]}


@pytest.fixture
def decided(assessment, cast):
    """The consensus of two assessors is open and every item decided."""
    bring_to(assessment, Status.IN_REVIEW, cast)
    hand_in(assessment, cast.assessor, {"1.1": 50, "7.1": 0})
    hand_in(assessment, colleague_of(assessment), {"1.1": 70})
    meeting = open_room(assessment, cast.coordinator)
    meeting.present, meeting.held_on = "นางสาวหนึ่ง ประธาน\n\nนายสอง กรรมการ", timezone.localdate()
    meeting.save()
    decide_all(assessment, cast)
    return assessment


@pytest.mark.parametrize(
    ("status", "unit", "coordinator"),
    [
        (Status.DRAFT, NOT_SENT, NOT_WITH_REMARKS),
        (Status.SUBMITTED, "", NOT_WITH_REMARKS),
        (Status.IN_REVIEW, "", NOT_WITH_REMARKS),
        (Status.RETURNED, NOT_SENT, ""),
        (Status.APPROVED, "", NOT_WITH_REMARKS),
    ],
)
def test_each_role_sees_its_memos_and_why_one_must_wait(assessment, cast, as_user, status, unit, coordinator):
    bring_to(assessment, status, cast)
    assert reasons(as_user(cast.manager), assessment) == {"submission": unit, "cover": unit}
    assert reasons(as_user(cast.coordinator), assessment) == {"return": coordinator, "minutes": NOT_MET}


def test_others_do_not_get_it(assessment, cast, as_user):
    bring_to(assessment, Status.RETURNED, cast)
    assert as_user(cast.stranger).get(address(assessment, "return")).status_code == 404
    assert as_user(cast.administrator).get(address(assessment)).status_code == 404
    for user in (cast.lead, cast.assessor):
        response = as_user(user).post(address(assessment, "return"), HEAD)
        assert (response.status_code, response.context["reason"]) == (403, NOT_YOUR_ROLE)
    client = as_user(cast.coordinator)
    assert client.get(address(assessment, "letter")).status_code == 404
    assert client.put(address(assessment, "return")).status_code == 405
    assert client.post(address(assessment)).status_code == 405


def test_a_refused_post_gives_back_what_was_typed(assessment, cast, as_user):
    response = as_user(cast.lead).post(address(assessment, "submission"), HEAD)
    assert (response.status_code, response.context["reason"]) == (403, NOT_SENT)
    assert ("เรื่อง", HEAD["subject"]) in response.context["typed"]


def test_the_head_is_proposed(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    form = as_user(cast.lead).get(address(assessment, "submission")).context["form"]
    today = timezone.localdate()
    assert form.initial == {
        "agency": "กรมพัฒนาที่ดิน",
        "number": "",
        "dated": f"{today.day}/{today.month}/{today.year + 543}",
        "subject": "ส่งแบบประเมินตนเองตามชุดเกณฑ์ย่อสำหรับทดสอบ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
        "to": "เลขาธิการ ก.พ.ร.",
        "name": "",
        "position": "อธิบดีกรมพัฒนาที่ดิน",
    }


def test_the_file_holds_what_was_typed(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    response = as_user(cast.lead).post(address(assessment, "submission"), HEAD | {"format": "pdf"})
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="memo-submission-A0008-2568.pdf"'
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    text = "".join(reader.pages[0].extract_text().split())
    for words in ("โทร.๑๓๓๕", "กษ๐๘๐๐.๐๕/๔๑๒", "๑๖ตุลาคม๒๕๖๙", "PMQA4.0", "เรียนอธิบดีกรมพัฒนาที่ดิน", "ผู้อำนวยการกลุ่ม"):
        assert words in text
    assert len(reader.pages) == 1


def test_number_and_day_may_be_left_to_the_pen(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    text = taken(as_user(cast.lead), assessment, "submission", number="", dated="")
    assert "\nที่  \t วันที่  \t\n" in text


@pytest.mark.parametrize(
    ("typed", "field"), [({"dated": "31/2/2569"}, "dated"), ({"to": " "}, "to"), ({"subject": "ก" * 401}, "subject")]
)
def test_a_wrong_head_comes_back_with_what_to_mend(assessment, cast, as_user, typed, field):
    bring_to(assessment, Status.SUBMITTED, cast)
    response = as_user(cast.lead).post(address(assessment, "submission"), HEAD | typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert HEAD["number"] in response.content.decode()


def test_the_submission_is_told_with_its_receipt_and_counts(assessment, cast, as_user):
    area = assessment.cycle.criteria_set.categories.get(code="7").items.get(code="7.1").areas.first()
    indicator = assessment.indicators.create(area=area, code="7.1-01", name="ก", unit_of_measure="ร้อยละ")
    for year in (2566, 2567, 2568):
        indicator.years.create(fiscal_year=year, value=0)
    bring_to(assessment, Status.SUBMITTED, cast)
    submission = assessment.submissions.get()
    text = taken(as_user(cast.manager), assessment, "submission")
    assert f"เป็นฉบับที่ ๑ ใบรับเลขที่ {submission.receipt} สรุปได้ดังนี้" in text
    assert "๑. ตอบคำถาม ๘ ข้อ จาก ๘ ข้อ\n๒. ตัวชี้วัด ๑ ตัว มีผลตั้งแต่ ๓ ปีขึ้นไป ๑ ตัว\n" in text
    assert "๓. คะแนนประเมินตนเอง ๗๒.๐๐ คะแนน จาก ๒๕๐ คะแนน\n๔. หลักฐาน ๐ รายการ\n" in text


def test_the_cover_quotes_the_report_and_the_reviewers_only_once_they_are_approved(assessment, cast, as_user):
    bring_to(assessment, Status.IN_REVIEW, cast)
    decide_all(assessment, cast)
    client = as_user(cast.manager)
    assert "ฉันทามติ" not in taken(client, assessment, "cover")
    perform("approve", assessment_id=assessment.pk, actor=cast.coordinator)
    assessment.refresh_from_db()
    text = taken(client, assessment, "cover")
    assert "คะแนนฉันทามติของผู้ตรวจ ๑๒๕.๐๐ คะแนน จาก ๒๕๐ คะแนน" in text
    mark = fingerprint(build_report(source_of(assessment, live=False)))
    assert f"เอกสารเลขที่ A0008-2568-F-01 ลายพิมพ์ {mark} จำนวน ๑ ฉบับ" in text


def test_the_return_holds_every_remark_and_the_new_deadline(assessment, cast, as_user):
    bring_to(assessment, Status.IN_REVIEW, cast)
    add_remark(assessment, cast, "ขอหลักฐานปี 2568\nและแผนปี 2569")
    item = Item.objects.get(code="1.1")
    second = add_remark(assessment, cast, "ตัวชี้วัดไม่มีคู่เทียบ")
    second.item = item
    second.save()
    due = timezone.make_aware(timezone.datetime(2026, 12, 31, 23, 59))
    perform("return", assessment_id=assessment.pk, actor=cast.coordinator, due=due)
    text = taken(as_user(cast.coordinator), assessment, "return")
    assert "โดยมีข้อสังเกตที่ต้องตอบ ๒ ข้อ ดังนี้" in text
    assert "\nข้อ ๑ (ทั้งฉบับ) ขอหลักฐานปี 2568\nและแผนปี 2569\n" in text
    assert f"\nข้อ ๒ (หัวข้อ 1.1 {item.title_th}) ตัวชี้วัดไม่มีคู่เทียบ\n" in text
    assert "อีกครั้งภายในวันที่ ๓๑ ธันวาคม ๒๕๖๙" in text


def test_the_return_stays_the_same_while_the_unit_answers(assessment, cast, as_user):
    bring_to(assessment, Status.RETURNED, cast)
    client = as_user(cast.coordinator)
    before = taken(client, assessment, "return")
    remark = assessment.remarks.get()
    reply_to_remark(remark=remark, reply="แก้แล้วแต่ยังไม่ส่ง", place="", version=remark.version, actor=cast.lead)
    assert taken(client, assessment, "return") == before


def test_a_second_return_leaves_out_what_is_settled_or_was_answered(assessment, cast, as_user):
    bring_to(assessment, Status.RETURNED, cast)
    add_remark(assessment, cast, "ข้อที่รับทราบแล้ว")
    add_remark(assessment, cast, "ข้อที่ตอบแล้ว")
    answer_remarks(assessment)
    submit(assessment, cast)
    perform("start_review", assessment_id=assessment.pk, actor=cast.coordinator)
    assessment.remarks.filter(number=2).update(state=RemarkState.ACCEPTED)
    assessment.remarks.filter(number=1).update(state=RemarkState.OPEN)
    add_remark(assessment, cast, "ข้อใหม่")
    perform("return", assessment_id=assessment.pk, actor=cast.coordinator)
    text = taken(as_user(cast.coordinator), assessment, "return")
    assert [number for number in "๑๒๓๔" if f"\nข้อ {number} " in text] == ["๑", "๔"]


def test_minutes_wait_until_every_item_is_decided(decided, cast, as_user):
    client = as_user(cast.coordinator)
    decided.scores.filter(stage=Stage.CONSENSUS, item__code="7.2").update(confirmed=False)
    response = client.get(address(decided, "minutes"))
    assert (response.status_code, response.context["exception"]) == (403, str(NOT_MET))
    assert reasons(client, decided)["minutes"] == NOT_MET
    decided.scores.filter(stage=Stage.CONSENSUS).update(confirmed=True)
    assert client.get(address(decided, "minutes")).status_code == 200
    assert reasons(client, decided)["minutes"] == ""


def test_minutes_tell_who_met_the_ranges_the_decisions_and_the_reasons(decided, cast, as_user):
    submission = decided.submissions.get()
    given = {"author": cast.coordinator, "stage": Stage.CONSENSUS, "item": Item.objects.get(code="1.1")}
    for kind in (FindingKind.STRENGTH, FindingKind.OFI, FindingKind.OFI):
        Finding.objects.create(submission=submission, kind=kind, nugget="ข้อค้นพบ", **given)
    text = taken(as_user(cast.coordinator), decided, "minutes")
    assert "\nผู้เข้าประชุม\n๑. นางสาวหนึ่ง ประธาน\n๒. นายสอง กรรมการ\nผลการพิจารณารายหัวข้อ\n" in text
    assert "\n๑. 1.1 หัวข้อ 1.1\nผู้ตรวจให้ร้อยละ ๕๐ ถึง ๗๐ ที่ประชุมให้ร้อยละ ๕๐ ได้ ๖๐.๐๐ คะแนน จาก ๑๒๐ คะแนน\n" in text
    assert "\nเหตุผล ผู้ตรวจเห็นพ้องกันในที่ประชุมฉันทามติ\n๒. 7.1" in text
    assert "๒. 7.1 หัวข้อ 7.1\nผู้ตรวจให้ร้อยละ ๐ ที่ประชุมให้ร้อยละ ๕๐" in text
    assert "๓. 7.2 หัวข้อ 7.2\nไม่มีคะแนนรายบุคคล" in text
    assert "\nรวม ๓ หัวข้อ ได้ ๑๒๕.๐๐ คะแนน จาก ๒๕๐ คะแนน\nข้อค้นพบฉันทามติ จุดแข็ง ๑ ข้อ โอกาสในการปรับปรุง ๒ ข้อ\n" in text
    assert cast.assessor.first_name not in text


def test_minutes_without_day_and_people_leave_room_for_them(decided, cast, as_user):
    decided.submissions.get().consensus_meeting.__class__.objects.update(held_on=None, present="")
    text = taken(as_user(cast.coordinator), decided, "minutes")
    assert "ประชุมฉันทามติเมื่อวันที่ ....." in text
    assert "\nผู้เข้าประชุม\nไม่ได้บันทึกรายชื่อ\n" in text


def test_nobody_else_reads_the_minutes(decided, cast, as_user):
    for user in (cast.manager, cast.assessor):
        assert as_user(user).get(address(decided, "minutes")).status_code == 403


def test_memos_of_the_second_scheme(levels, cast, as_user):
    bring_levels_to(levels, Status.SUBMITTED, cast)
    client = as_user(cast.manager)
    for memo in ("submission", "cover"):
        assert "คะแนน จาก ๕๐๐ คะแนน" in taken(client, levels, memo)


def test_without_pango_the_page_says_why_and_keeps_what_was_typed(assessment, cast, as_user, monkeypatch):
    def unavailable(_memo):
        raise PdfUnavailable

    bring_to(assessment, Status.SUBMITTED, cast)
    monkeypatch.setitem(views.FORMATS, "pdf", (unavailable, views.PDF))
    response = as_user(cast.lead).post(address(assessment, "submission"), HEAD)
    assert response.status_code == 503
    assert "Pango" in response.content.decode()
    assert HEAD["number"] in response.content.decode()


def test_a_memo_that_is_too_long_for_the_page_is_offered_as_word(assessment, cast, as_user):
    bring_to(assessment, Status.RETURNED, cast)
    assessment.remarks.update(text="ก" * 60_001)
    client = as_user(cast.coordinator)
    response = client.post(address(assessment, "return"), HEAD)
    assert response.status_code == 422
    assert "ดาวน์โหลดเป็น Word" in response.content.decode()
    assert "ก" * 60_001 in taken(client, assessment, "return")


@pytest.mark.parametrize("remarks", [1, 3, 20])
def test_a_page_asks_the_database_the_same_however_many_remarks(
    assessment, cast, as_user, remarks, django_assert_num_queries
):
    bring_to(assessment, Status.RETURNED, cast)
    for number in range(1, remarks):
        add_remark(assessment, cast, f"ข้อที่ {number}")
    client = as_user(cast.coordinator)
    with django_assert_num_queries(7):
        client.get(address(assessment, "return"))
