"""Two remarks in a real browser: returned, both answered, sent again, one accepted, one followed into the next year."""

import pytest
from playwright.sync_api import Page

from assessments.models import Remark
from assessments.services.remarks import add_remark
from assessments.services.workflow import perform
from assessments.statuses import Action, RemarkState, Status
from criteria.outline import outline_of
from tests import cast as stage
from tests.cast import YEAR, answer_all, make_assessment, make_cycle, submit
from tests.journeys.watching import ALL_WIDTHS, listed, submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASKED = ["โปรดเพิ่มตัวอย่างการทบทวน", "โปรดบอกกลุ่มผู้ใช้บริการที่ทดลอง"]
DONE = ["เพิ่มตัวอย่างของปี 2567 แล้ว", "เพิ่มกลุ่มเกษตรกรรายใหม่แล้ว"]
LONG = "หน่วยงานทบทวนวิธีการร่วมกับเกษตรกรทุกอำเภอ" * 30 + " https://www.example.go.th/" + "abcdefghij" * 12


@pytest.fixture
def returned(assessment, cast):
    """Sent, and returned with a remark on an item and one on the whole."""
    answer_all(assessment)
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    item = outline_of(assessment.criteria_set).items["1.1"]
    for text, about in zip(ASKED, (item, None), strict=True):
        add_remark(submission=assessment.submissions.get(), item=about, text=text, actor=cast.coordinator)
    perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator)
    return assessment


def reply(page: Page, number: int, text: str) -> None:
    page.fill(f"#id_{number}_reply", text)
    page.fill(f"#id_{number}_place", "1.1-1")
    page.locator(f"#remark-{number} form button").click()
    page.get_by_text(f"บันทึกคำตอบของข้อสังเกตข้อ {number} แล้ว").wait_for()


def settle(page: Page, number: int, word: str) -> None:
    page.locator(f"#remark-{number} form.settle").get_by_role("button", name=word).click()
    page.wait_for_url("**/review/#remark-*")


def test_from_two_remarks_to_the_year_after(returned, cast, new_page):
    path = f"/assessments/{returned.pk}/"
    writer = new_page("contributor")
    writer.goto(f"{path}check/")
    assert writer.get_by_text("ยังไม่ได้ตอบ").count() == 2
    writer.goto(path)
    writer.get_by_role("link", name="ตอบข้อสังเกต", exact=True).click()
    for number, text in enumerate(DONE, 1):
        reply(writer, number, text)
    assert writer.get_by_text("ตอบแล้ว 2 จาก 2 ข้อ").count() == 1

    lead, approver, coordinator = new_page("lead"), new_page("approver"), new_page("coordinator")
    lead.goto(f"{path}check/")
    lead.get_by_role("button", name="ลงนามผู้จัดทำ").click()
    lead.get_by_text("ลงนามผู้จัดทำแล้ว").wait_for()
    approver.goto(f"{path}check/")
    approver.locator("main form[action$='/actions/submit/'] button").click()
    approver.wait_for_url("**/submission/")

    coordinator.goto(f"{path}review/")
    coordinator.get_by_role("button", name="เริ่มตรวจประเมิน").click()
    coordinator.locator("form.settle").first.wait_for()
    for asked, done in zip(ASKED, DONE, strict=True):
        assert (coordinator.get_by_text(asked).count(), coordinator.get_by_text(done).count()) == (1, 1)
    settle(coordinator, 1, "ติดตามต่อปีหน้า")
    settle(coordinator, 2, "รับทราบ")
    coordinator.locator("details:has(form[action$='/actions/approve/']) summary").click()
    coordinator.locator("form[action$='/actions/approve/'] button").click()
    coordinator.get_by_text("เปิดตรวจใหม่").first.wait_for()

    returned.refresh_from_db()
    assert returned.status == Status.APPROVED
    assert list(Remark.objects.values_list("state", flat=True)) == [RemarkState.CARRIED, RemarkState.ACCEPTED]
    following = make_assessment(cast.unit, make_cycle(returned.criteria_set, YEAR + 1), cast.lead)
    for place in ("remarks/", "items/1.1/", "questions/1.1-1/last-year/"):
        writer.goto(f"/assessments/{following.pk}/{place}")
        assert writer.get_by_text(ASKED[0]).count() == 1, place


def test_every_state_of_the_ledger(returned, cast, watch):
    """Open, refused, with what a colleague wrote first, settled; of the coordinator too, and the deadline."""
    path = f"/assessments/{returned.pk}/"
    writer, coordinator = watch(cast.contributor), watch(cast.coordinator)
    found = writer.visit(f"{path}remarks/", ALL_WIDTHS)
    writer.page.fill("#id_1_place", "1.1-1")
    found += submitted(writer, "reply 422", 422, "#remark-1 form button")
    writer.page.fill("#id_1_reply", LONG)
    Remark.objects.filter(number=1).update(reply=LONG[::-1], state="answered", version=5, replied_by=cast.lead)
    found += submitted(writer, "reply 409", 409, "#remark-1 form button")
    Remark.objects.filter(number=2).update(reply=LONG, place=LONG[-290:], state="accepted", replied_by=cast.lead)
    stage.add_remark(returned, cast, LONG)
    found += writer.visit(f"{path}remarks/", ALL_WIDTHS)
    found += writer.visit(f"{path}feedback/", ALL_WIDTHS)
    found += coordinator.visit(f"{path}deadline/", ALL_WIDTHS)
    found += submitted(coordinator, "deadline 422", 422, "main form button")
    submit(returned, cast)
    perform(Action.START_REVIEW, assessment_id=returned.pk, actor=cast.coordinator)
    found += coordinator.visit(f"{path}review/", ALL_WIDTHS)
    Remark.objects.filter(number=1).update(version=9)
    found += submitted(coordinator, "settle 409", 409, "#remark-1 form.settle button")
    assert not found, listed(found)
