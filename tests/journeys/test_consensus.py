"""The consensus room in a browser: opened, findings merged, items decided, approved, and explained to the unit."""

import pytest

from assessments.models import Finding
from assessments.statuses import FindingKind, Stage, Status
from tests.assessments.views.stage import add_finding, url
from tests.cast import bring_to
from tests.journeys.watching import ALL_WIDTHS, PHONE, WIDE, Watched, listed
from tests.room import colleague_of, hand_in, open_room

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "กรมจัดทำแผนที่ดินของทุกอำเภอที่มีน้ำท่วมซ้ำซากเพื่อให้ผู้ใหญ่บ้านและกำนันใช้ตัดสินใจร่วมกันทั้งปี" * 6
REASON = "ที่ประชุมพบหลักฐานเพิ่มเติมในเล่มรายงาน"


@pytest.fixture
def reviewed(assessment, cast):
    """Two reviews that are handed in, apart on 1.1, with findings on the same strength."""
    bring_to(assessment, Status.IN_REVIEW, cast)
    colleague = colleague_of(assessment)
    add_finding(assessment, cast.assessor, nugget="มีขั้นตอนวางแผนห้าขั้น", evidence="1.1-1", factor="A")
    add_finding(assessment, colleague, nugget="ขั้นตอนวางแผนทำซ้ำได้", is_double=True)
    add_finding(assessment, colleague, kind=FindingKind.OFI, nugget="ไม่พบการขยายผลไปทุกเขต", factor="D")
    hand_in(assessment, cast.assessor, {"1.1": 50, "7.1": 0, "7.2": 5})
    hand_in(assessment, colleague, {"1.1": 75, "7.1": 0, "7.2": 0})
    return assessment


def decide(page, percent: str, *, factors: bool = False, reason: str = "") -> None:
    if factors:
        for name in "ADLI":
            page.check(f"[name=factor_{name}][value='3']")
    page.select_option("#consensus [name=percent]", percent)
    page.fill("#consensus [name=reason]", reason)
    with page.expect_navigation():
        page.click("#consensus button[value=chosen]")


def open_the_room(coordinator, reviewed) -> None:
    coordinator.goto(url("consensus_room", reviewed.pk))
    coordinator.get_by_role("button", name="เปิดการประชุมฉันทามติ").click()
    coordinator.get_by_text("ตัดสินแล้ว 0 จาก 3 หัวข้อ").wait_for()
    coordinator.fill("[name=held_on]", "30/1/2569")
    coordinator.fill("[name=present]", "นางสาวหนึ่ง ประธาน\nนายสอง")
    coordinator.get_by_role("button", name="บันทึกการประชุม").click()
    coordinator.get_by_text("บันทึกการประชุมแล้ว").wait_for()


def merge_two(coordinator) -> None:
    coordinator.get_by_role("link", name="1.1 หัวข้อ 1.1").click()
    for box in coordinator.locator("#sources [name=source]").all()[:2]:
        box.check()
    coordinator.get_by_role("button", name="รวมข้อที่เลือก").click()
    assert "ขั้นตอน" in coordinator.input_value("#merge [name=nugget]")
    coordinator.fill("#merge [name=nugget]", "มีขั้นตอนวางแผนห้าขั้นที่ทำซ้ำได้")
    coordinator.get_by_role("button", name="บันทึกข้อค้นพบฉันทามติ").click()
    coordinator.get_by_text("บันทึกข้อค้นพบฉันทามติแล้ว").wait_for()
    # The page jumps to what was saved and does not glide: a click in the same moment would fall beside.
    assert coordinator.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_from_the_opening_to_the_explained_score(reviewed, cast, new_page):
    coordinator = new_page("coordinator")
    open_the_room(coordinator, reviewed)
    merge_two(coordinator)
    decide(coordinator, "60", factors=True)
    for key, code in (("j", "7.1"), ("k", "1.1"), ("J", "7.1")):
        coordinator.keyboard.press(key)
        coordinator.wait_for_url(f"**/consensus/{code}/")
    coordinator.keyboard.press("5")  # a digit chooses nothing
    assert coordinator.input_value("#consensus [name=percent]") == ""
    decide(coordinator, "5")
    coordinator.get_by_text("นอกช่วงที่ผู้ตรวจแต่ละคนให้ไว้").first.wait_for()
    decide(coordinator, "5", reason=REASON)
    coordinator.goto(url("consensus_item", reviewed.pk, "7.2"))
    decide(coordinator, "0")

    coordinator.goto(url("review", reviewed.pk))
    coordinator.locator("details:has(form[action$='/actions/approve/']) summary").click()
    coordinator.locator("form[action$='/actions/approve/'] button").click()
    coordinator.wait_for_load_state()

    lead = new_page("lead")
    lead.goto(url("task_list", reviewed.pk))
    lead.get_by_role("link", name="อ่านคำอธิบายคะแนน").click()
    said = lead.locator("main").inner_text()
    assert "มีขั้นตอนวางแผนห้าขั้นที่ทำซ้ำได้" in said
    assert "ไม่พบการขยายผลไปทุกเขต" not in said  # nobody merged it
    assert REASON in said
    reviewed.refresh_from_db()
    assert reviewed.status == Status.APPROVED


def test_the_pages_of_the_room(reviewed, cast, watch):
    """Waiting, open, one item while findings are ticked, a merged finding, and the explained score, with long words."""
    looked: Watched = watch(cast.coordinator)
    found = looked.visit(url("consensus_room", reviewed.pk), ALL_WIDTHS)
    open_room(reviewed, cast.coordinator)
    add_finding(reviewed, cast.assessor, nugget=LONG, evidence="https://www.example.go.th/" + "ก" * 90)
    merged = add_finding(reviewed, cast.coordinator, stage=Stage.CONSENSUS, nugget=LONG)
    source = Finding.objects.filter(stage=Stage.REVIEW).first()
    Finding.objects.filter(pk=source.pk).update(merged_into=merged)
    free = Finding.objects.filter(stage=Stage.REVIEW, merged_into=None).first()
    found += looked.visit(url("consensus_room", reviewed.pk), ALL_WIDTHS)
    found += looked.visit(f"{url('consensus_item', reviewed.pk, '1.1')}?source={free.pk}", ALL_WIDTHS)
    found += looked.visit(url("consensus_item", reviewed.pk, "7.1"), (WIDE, PHONE))
    found += looked.visit(url("consensus_finding", reviewed.pk, merged.pk), ALL_WIDTHS)
    type(reviewed).objects.update(status=Status.APPROVED)
    found += watch(cast.lead).visit(url("explained", reviewed.pk), ALL_WIDTHS)
    found += watch(cast.assessor).visit(url("consensus_item", reviewed.pk, "1.1"), (WIDE, PHONE))
    assert not found, listed(found)
