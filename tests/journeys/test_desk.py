"""A coordinator filters, keeps the filters as a view, and assigns in bulk; with scripts and without."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from assessments.models import Assignment, DeskView
from assessments.statuses import Status
from tests.cast import bring_to, make_assessment, make_user
from tests.journeys.watching import ALL_WIDTHS, listed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queue(cast, assessment, cycle):
    """One sent assessment and one draft; two assessors, the first of them assigned to what was sent."""
    bring_to(assessment, Status.SUBMITTED, cast)
    make_assessment(cast.other_unit, cycle)
    make_user("second", (Role.ASSESSOR, None), (Role.LEAD, cast.other_unit))


@pytest.mark.parametrize("scripts", [True, False])
def test_filter_keep_and_assign(new_page, queue, cast, scripts):
    page = new_page("coordinator", java_script_enabled=scripts)
    page.goto("/desk/")
    page.get_by_text("ตัวกรองเพิ่มเติม").click()
    page.get_by_label("ผู้ตรวจ", exact=True).select_option("none")
    page.get_by_role("button", name="กรอง", exact=True).click()
    expect(page.locator("tbody th")).to_contain_text(["กรมวิชาการเกษตร"])
    page.get_by_text("มุมมองของฉัน").click()
    page.get_by_label("บันทึกตัวกรองและการเรียงนี้เป็นชื่อ").fill("ยังไม่มีผู้ตรวจ")
    page.get_by_role("button", name="บันทึกมุมมอง").click()
    page.goto("/desk/")
    page.get_by_role("link", name="ยังไม่มีผู้ตรวจ").click()
    assert DeskView.objects.get().query == "assessor=none"
    page.goto("/desk/")
    if scripts:
        page.get_by_role("button", name="เลือกทั้งหน้า").click()
        assert page.inner_text("#picked") == "เลือกแล้ว 2 รายการ"
    else:
        for box in page.locator("tbody input[type=checkbox]").all():
            box.check()
    page.get_by_role("button", name="มอบหมายผู้ตรวจให้รายการที่เลือก").click()
    for person in (cast.assessor, User.objects.get(username="second")):
        page.locator(f"input[name=assessor][value='{person.pk}']").check()
    page.get_by_role("button", name="ดูตัวอย่างก่อนมอบหมาย").click()
    assert page.inner_text("#plan-h") == "จะเพิ่ม 2 รายการ ไม่เพิ่ม 2 รายการ"
    page.get_by_role("button", name="มอบหมาย 2 รายการ").click()
    page.wait_for_url("**/desk/**")
    found = Assignment.objects.values_list("assessment__unit__code", "assessor__username")
    assert sorted(found) == [("A0008", "assessor"), ("A0008", "second"), ("A0009", "assessor")]


def test_every_state_at_every_width(watch, queue, cast, assessment):
    DeskView.objects.create(owner=cast.coordinator, name="ยังไม่มีผู้ตรวจ", query="assessor=none")
    watched, found = watch(cast.coordinator), []
    for path in (
        *("/desk/", "/desk/?q=ไม่มีหน่วยงานนี้", "/desk/?late=soon&sort=-unit", "/desk/workload/", "/desk/assign/list/"),
        *("/desk/assign/", f"/desk/assign/?assessment={assessment.pk}", f"/assessments/{assessment.pk}/assessors/"),
    ):
        found += watched.visit(path, ALL_WIDTHS)
    found += watch(cast.assessor).visit("/desk/mine/", ALL_WIDTHS)
    assert not found, listed(found)
