"""What was typed when a POST is refused: all of it, under the labels of its own form, and nothing else."""

import pytest

from assessments.models import Assessment, KeyFactor
from assessments.statuses import KeyFactorKind, Status
from tests.assessments.files.kept import keep
from tests.assessments.services.stage import pass_the_deadline
from tests.assessments.views.stage import make_indicator, url
from tests.cast import bring_to

REASON = "เพราะหน่วยงานไม่มีภารกิจด้านนี้"
ANSWER = {"text": "คำตอบยาว", "not_applicable": REASON, "version": "1"}
ANSWER_TYPED = [("คำตอบ", "คำตอบยาว"), ("เหตุผลที่ไม่เกี่ยวข้อง", REASON)]
INDICATOR = {"area": "ก", "name": "ชื่อ", "direction": "lower", "comparator_name": "กรมอื่น", "value_2568": "๘๕.๕"}
INDICATOR_TYPED = [
    ("ประเด็น", "ก"),
    ("ชื่อตัวชี้วัด", "ชื่อ"),
    ("ทิศทางที่ดี", "ยิ่งน้อยยิ่งดี"),
    ("คู่เทียบ", "กรมอื่น"),
    ("ผลจริงปี 2568", "๘๕.๕"),
]
EVIDENCE = {
    "title": "แผนปฏิบัติราชการ",
    "secrecy": "secret",
    "owner": "7",
    "dated": "1/10/2567",
    "expires": "",
    "document_number": "กษ 0801/12",
    "keeper": "กองแผนงาน",
    "place": "ตู้ 3",
    "checked_on": "2/10/2567",
    "characteristics": ["1", "2"],
    "revision": "3",
}
EVIDENCE_TYPED = [
    ("ชื่อหลักฐาน", "แผนปฏิบัติราชการ"),
    ("ชั้นความลับ", "ลับมาก"),
    ("ลงวันที่", "1/10/2567"),
    ("เลขที่หนังสือ", "กษ 0801/12"),
    ("ผู้เก็บรักษา", "กองแผนงาน"),
    ("สถานที่เก็บ", "ตู้ 3"),
    ("ตรวจดูเมื่อ", "2/10/2567"),
]
SCORE = {"factor_A": "3", "factor_L": "2", "percent": "60", "reason": REASON, "version": "1", "confirm": "chosen"}
SCORE_TYPED = [("ปัจจัย A", "3"), ("ปัจจัย L", "2"), ("ร้อยละ", "60"), ("เหตุผล", REASON)]
FINDING = {"kind": "ofi", "nugget": "ไม่พบการขยายผล", "evidence": "ข้อ 1.1-1", "relevance": "P-7", "is_double": "on"}
FINDING_TYPED = [
    ("ชนิด", "โอกาสในการปรับปรุง"),
    ("ข้อค้นพบ", "ไม่พบการขยายผล"),
    ("หลักฐานหรือตัวอย่าง", "ข้อ 1.1-1"),
    ("สำคัญต่อองค์การอย่างไร", "P-7"),
    ("มีน้ำหนักมาก (++ หรือ −−)", "ใช่"),
]
WORK = {"do": "assign", "questions": ["1.1-1", "1.1-2"], "items": ["7.1"], "person": "3", "due": "30/1/2569"}
WORK_TYPED = [("คำถาม", "1.1-1, 1.1-2"), ("หัวข้อ", "7.1"), ("ภายในวันที่", "30/1/2569")]
HAND_OVER = {"giver": "1", "receiver": "2", "effective": "1/10/2569", "note": "เกษียณ"}
HAND_OVER_TYPED = [("มีผลตั้งแต่วันที่", "1/10/2569"), ("หมายเหตุ", "เกษียณ")]
FACTOR = {"kind": "process", "key_factor": "พัฒนาที่ดิน", "seen_text": "เดิม", "answers": ["1"]}
FACTOR_TYPED = [("ชนิด", "กระบวนการหลัก"), ("ปัจจัยสำคัญ", "พัฒนาที่ดิน")]

REPLY_TYPED = [("สิ่งที่ดำเนินการ", "เพิ่มแล้ว"), ("แก้ไขไว้ที่", "1.1-1")]

# page, its place behind the assessment, who is refused, what she posts, what she reads
OF_THE_UNIT = [
    ("preview", ["1.1-1"], "manager", ANSWER, ANSWER_TYPED),
    ("carried_checked", ["1.1-1"], "manager", ANSWER, ANSWER_TYPED),
    ("indicator_add", ["7.2"], "manager", INDICATOR, INDICATOR_TYPED),
    ("score", ["1.1"], "contributor", SCORE, SCORE_TYPED),
    ("work", [], "contributor", WORK, WORK_TYPED),
    ("hand_over", [], "contributor", HAND_OVER, HAND_OVER_TYPED),
    ("key_factors", [], "manager", FACTOR, FACTOR_TYPED),
    ("comments", ["1.1-1"], "coordinator", {"comment": "ขอตัวอย่าง", "mentions": ["1"]}, [("ความเห็น", "ขอตัวอย่าง")]),
    ("citations", ["1.1-1"], "manager", {"evidence": "1", "pages": "4-5"}, [("หน้า", "4-5")]),
    ("citations", ["1.1-1"], "manager", {"title": "แผน", "pages": "4"}, [("ชื่อหลักฐาน", "แผน"), ("หน้า", "4")]),
    ("remark_reply", [1], "manager", {"reply": "เพิ่มแล้ว", "place": "1.1-1", "version": "1"}, REPLY_TYPED),
    ("links", ["1.1-1"], "manager", {"key_factors": ["1"], "characteristics": ["2"]}, []),
]
EXTENSION = {"due": "30/1/2600", "reason": "น้ำท่วมสำนักงาน"}
OF_THE_REVIEW = [
    ("deadline", [], "coordinator", EXTENSION, [("กำหนดส่งใหม่", "30/1/2600"), ("เหตุผล", "น้ำท่วมสำนักงาน")]),
    ("finding_add", ["1.1"], "assessor", FINDING, FINDING_TYPED),
    ("consensus", ["1.1"], "coordinator", SCORE, SCORE_TYPED),
    ("remark_add", [], "coordinator", {"item": "1.1", "text": "แก้ข้อนี้"}, [("เรื่อง", "1.1"), ("ข้อสังเกต", "แก้ข้อนี้")]),
]


@pytest.mark.parametrize(("name", "place", "role", "posted", "typed"), OF_THE_UNIT)
def test_of_the_unit(as_user, cast, assessment, name, place, role, posted, typed):
    bring_to(assessment, Status.SUBMITTED, cast)
    response = as_user(getattr(cast, role)).post(url(name, assessment.pk, *place), posted)
    assert (response.status_code, response.context["typed"]) == (403, typed)


@pytest.mark.parametrize(("name", "place", "role", "posted", "typed"), OF_THE_REVIEW)
def test_of_the_review(as_user, cast, assessment, name, place, role, posted, typed):
    bring_to(assessment, Status.APPROVED, cast)
    response = as_user(getattr(cast, role)).post(url(name, assessment.pk, *place), posted)
    assert (response.status_code, response.context["typed"]) == (403, typed)


def test_of_the_locker(as_user, cast, assessment):
    record = keep(cast.unit, cast.lead)
    client = as_user(cast.manager)
    for place in (url("evidence_add", cast.unit.code), url("evidence", cast.unit.code, record.pk)):
        response = client.post(place, EVIDENCE)
        assert (response.status_code, response.context["typed"]) == (403, EVIDENCE_TYPED)


def test_after_the_deadline_too(as_user, cast, assessment):
    indicator = make_indicator(assessment)
    pass_the_deadline(assessment)
    response = as_user(cast.lead).post(url("indicator_edit", assessment.pk, indicator.pk), INDICATOR)
    assert (response.status_code, response.context["typed"]) == (403, INDICATOR_TYPED)


def test_the_words_are_on_the_page(as_user, cast, assessment):
    shown = as_user(cast.manager).post(url("preview", assessment.pk, "1.1-1"), ANSWER).content.decode()
    assert ("<dt>คำตอบ</dt>" in shown, REASON in shown, "ข้อสังเกต" in shown) == (True, True, False)


def test_what_a_colleague_has_deleted_gives_the_words_back(as_user, cast, assessment):
    gone = make_indicator(assessment)
    place = url("indicator_edit", assessment.pk, gone.pk)
    gone.delete()
    response = as_user(cast.lead).post(place, INDICATOR)
    assert (response.status_code, response.context["typed"]) == (404, INDICATOR_TYPED)
    assert as_user(cast.lead).get(place).status_code == 404


def test_a_stranger_reads_her_own_words_of_what_is_and_is_not_there(as_user, cast, assessment):
    client = as_user(cast.stranger)
    missing = Assessment.objects.latest("pk").pk + 1
    pages = [client.post(url("preview", pk, "1.1-1"), ANSWER) for pk in (assessment.pk, missing)]
    assert [(page.status_code, page.context["typed"]) for page in pages] == [(404, ANSWER_TYPED)] * 2


# --- a key factor that a colleague has deleted ------------------------------------------------------------------------


@pytest.fixture
def deleted(assessment) -> int:
    factor = KeyFactor.objects.create(assessment=assessment, code="K01", kind=KeyFactorKind.GROUP, text="เกษตรกร")
    pk = factor.pk
    factor.delete()
    return pk


def test_a_deleted_key_factor_stands_in_the_box_to_be_added_anew(as_user, cast, assessment, deleted):
    client = as_user(cast.contributor)
    response = client.post(url("key_factor", assessment.pk, deleted), FACTOR)
    form = response.context["form"]
    assert (response.status_code, form["key_factor"].value(), form["kind"].value()) == (409, "พัฒนาที่ดิน", "process")
    assert "มีผู้ลบปัจจัยสำคัญนี้แล้ว" in response.content.decode()
    client.post(
        url("key_factors", assessment.pk), {"kind": form["kind"].value(), "key_factor": form["key_factor"].value()}
    )
    assert list(assessment.key_factors.values_list("kind", "text")) == [("process", "พัฒนาที่ดิน")]


def test_and_so_do_words_that_are_refused(as_user, cast, assessment, deleted):
    response = as_user(cast.lead).post(url("key_factor", assessment.pk, deleted), FACTOR | {"key_factor": "ก" * 501})
    assert (response.status_code, response.context["form"]["key_factor"].value()) == (409, "ก" * 501)


def test_a_deleted_key_factor_is_not_found_by_its_link(as_user, cast, assessment, deleted):
    assert as_user(cast.lead).get(url("key_factor", assessment.pk, deleted)).status_code == 404
