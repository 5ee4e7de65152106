"""A coordinator writes to the people of what she has filtered; with scripts and without."""

import pytest
from django.core import mail

from accounts.models import User
from accounts.roles import Role
from assessments.models import MassMail
from assessments.statuses import Status
from tests.cast import bring_to, make_assessment, make_user
from tests.journeys.watching import ALL_WIDTHS, listed, submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "เรียน {ชื่อผู้รับ}\n\n{หน่วยงาน} อยู่ในสถานะ {สถานะ} โปรดส่งภายใน {กำหนดส่ง}"


@pytest.fixture
def queue(cast, assessment, cycle, settings):
    """One sent assessment and one draft, whose unit has a second lead without an address."""
    settings.EMAIL_CONFIG = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    bring_to(assessment, Status.SUBMITTED, cast)
    make_assessment(cast.other_unit, cycle)
    second = make_user("second", (Role.LEAD, cast.other_unit))
    User.objects.filter(pk=second.pk).update(email="")


def write(page) -> None:
    page.get_by_label("หัวหน้าทีม PMQA ของหน่วยงาน").check()
    page.get_by_label("เรื่อง").fill("เตือนกำหนดส่งของ {หน่วยงาน}")
    page.locator(".mail-form [name=text]").fill(TEXT)


@pytest.mark.parametrize("scripts", [True, False])
def test_filter_write_look_and_send(new_page, queue, cast, scripts):
    page = new_page("coordinator", java_script_enabled=scripts)
    page.goto("/desk/?status=draft")
    page.get_by_role("link", name="ส่งข้อความถึงรายการที่กรองไว้").click()
    write(page)
    page.get_by_role("button", name="ดูตัวอย่างก่อนส่ง").click()
    assert page.inner_text("#preview-h") == "จะส่งถึง 2 คน จากแบบประเมิน 1 รายการ"
    assert "second" in page.locator(".plan [role=note]").inner_text()
    page.get_by_role("button", name="ส่งถึง 2 คน").click()
    page.wait_for_url("**/desk/mails/*/")
    assert MassMail.objects.get().recipients == 2
    assert [message.subject for message in mail.outbox] == ["เตือนกำหนดส่งของ กรมวิชาการเกษตร"]


def test_every_state_at_every_width(watch, queue, cast):
    watched = watch(cast.coordinator)
    found = watched.visit("/desk/mails/", ALL_WIDTHS) + watched.visit("/desk/mail/", ALL_WIDTHS)
    found += submitted(watched, "empty words", 422, ".mail-form button[value=preview]")
    write(watched.page)
    found += submitted(watched, "preview", 200, ".mail-form button[value=preview]")
    make_user("third", (Role.LEAD, cast.other_unit))
    found += submitted(watched, "changed", 409, ".plan button[value=send]")
    watched.page.locator(".plan button[value=send]").click()
    watched.page.wait_for_url("**/desk/mails/*/")
    found += watched.look("sent", ALL_WIDTHS) + watched.visit("/desk/mails/", ALL_WIDTHS)
    assert listed(found) == ""
