"""Writing in a real browser while things go wrong: the text survives, and the person is told the truth.

The page's clock is moved, never waited for.
"""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Membership
from assessments.models import Assessment
from assessments.services.answers import save_answer
from tests.cast import PASSWORD
from tests.journeys.writing import (
    BOX,
    SAVED,
    TYPED,
    UNSAVED,
    drafts_of,
    has_draft,
    open_question,
    pause,
    pause_until_saved,
    save_held_back,
    status,
    stored,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_pause_saves(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    write(page)
    expect(status(page)).to_contain_text(UNSAVED)
    assert stored(assessment).version == 0
    pause(page)
    expect(status(page)).to_contain_text(SAVED)
    assert (stored(assessment).text, stored(assessment).version) == (TYPED, 1)
    has_draft(page, 0)
    page.locator(BOX).press_sequentially(" เพิ่ม")
    page.keyboard.press("Control+s")
    expect(status(page)).to_contain_text(SAVED)
    assert stored(assessment).text == f"{TYPED} เพิ่ม"


def test_leaving_the_box_saves_at_once(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    write(page)
    page.locator(BOX).blur()
    expect(status(page)).to_contain_text(SAVED)
    assert stored(assessment).text == TYPED


def test_offline_for_five_minutes_then_back(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    page.context.set_offline(True)
    write(page)
    pause(page)
    expect(status(page)).to_contain_text("เก็บไว้ในเครื่องนี้")
    pause(page, 5 * 60 * 1000)
    expect(status(page)).to_contain_text(UNSAVED)
    assert stored(assessment).version == 0
    page.context.set_offline(False)
    pause(page, 60 * 1000)
    expect(status(page)).to_contain_text(SAVED)
    assert (stored(assessment).text, stored(assessment).revisions.count()) == (TYPED, 1)
    has_draft(page, 0)


def test_a_tab_killed_before_the_save_offers_its_text(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    page.context.set_offline(True)
    write(page)
    has_draft(page)
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.context.set_offline(False)
    open_question(again, assessment)
    expect(again.locator("#draft")).to_contain_text(TYPED)
    assert again.locator(BOX).input_value() == ""
    again.get_by_role("button", name="นำมาใช้ต่อ").click()
    pause(again)
    expect(status(again)).to_contain_text(SAVED)
    assert stored(assessment).text == TYPED


def test_an_ended_session_is_renewed_over_the_text(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    Session.objects.all().delete()
    write(page)
    pause(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(status(page)).to_contain_text(UNSAVED)
    dialog.get_by_label("รหัสผ่าน").fill("a wrong password of nobody")
    dialog.get_by_role("button", name="เข้าสู่ระบบและบันทึก").click()
    expect(dialog).to_contain_text("รหัสผ่านไม่ถูกต้อง")
    assert page.locator(BOX).input_value() == TYPED
    dialog.get_by_label("รหัสผ่าน").fill(PASSWORD)
    dialog.get_by_role("button", name="เข้าสู่ระบบและบันทึก").click()
    expect(dialog).to_be_hidden()
    expect(status(page)).to_contain_text(SAVED)
    assert stored(assessment).text == TYPED


def test_the_end_of_a_session_is_announced_and_put_off_by_one_key(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    session = Session.objects.get()
    decoded = session.get_decoded()
    decoded["renewed"] -= 28 * 60
    session.session_data = Session.objects.encode(decoded)
    session.save()
    pause(page, 28 * 60 * 1000)
    warning = page.locator("#session-warning")
    expect(warning).to_be_visible()
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    assert Session.objects.get().get_decoded()["renewed"] > decoded["renewed"]


@pytest.mark.parametrize("cause", ["role", "deadline"])
def test_a_right_lost_while_typing_keeps_the_text_and_says_so(new_page, assessment, cast, cause):
    page = open_question(new_page("contributor"), assessment)
    if cause == "role":
        Membership.objects.filter(user=cast.contributor).update(role="manager")
    else:
        Assessment.objects.filter(pk=assessment.pk).update(due=timezone.now() - timedelta(seconds=1))
    write(page)
    pause(page)
    expect(page.locator("#trouble")).to_be_visible()
    expect(page.get_by_role("button", name="คัดลอกข้อความของฉัน")).to_be_visible()
    expect(status(page)).to_contain_text(UNSAVED)
    assert page.locator(BOX).input_value() == TYPED
    assert stored(assessment).version == 0
    has_draft(page)


def test_a_deadline_that_passes_while_the_save_is_on_its_way(new_page, assessment, cast):
    """Only the database's clock decides, when the save arrives; then nothing is written and the text stays."""
    page = open_question(new_page("contributor"), assessment)
    held = save_held_back(page)
    expect(status(page)).to_contain_text("กำลังบันทึก")
    Assessment.objects.filter(pk=assessment.pk).update(due=timezone.now() - timedelta(seconds=1))
    held.continue_()
    expect(page.locator("#trouble")).to_be_visible()
    expect(status(page)).to_contain_text(UNSAVED)
    assert page.locator(BOX).input_value() == TYPED
    assert (stored(assessment).version, stored(assessment).revisions.count()) == (0, 0)
    has_draft(page)


def test_a_second_tab_is_warned(new_page, assessment, cast):
    first = open_question(new_page("contributor"), assessment)
    second = open_question(first.context.new_page(), assessment)
    write(first)
    pause(first)
    expect(status(first)).to_contain_text(SAVED)
    expect(second.locator("#trouble")).to_contain_text("หน้านี้แสดงฉบับเก่า")
    second.get_by_role("button", name="เปิดฉบับล่าสุด").click()
    expect(second.locator(BOX)).to_have_value(TYPED)


def test_a_colleague_who_was_first_is_shown_beside_the_own_text(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    save_answer(answer=stored(assessment), text="ของหัวหน้า", version=0, actor=cast.lead)
    write(page)
    pause(page)
    expect(page.locator("#trouble")).to_contain_text("lead บันทึกข้อนี้ก่อนคุณ")
    expect(status(page)).to_contain_text(UNSAVED)
    page.get_by_role("button", name="ดูทั้งสองฉบับแล้วเลือก").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("มีผู้บันทึกข้อนี้ก่อนคุณ")
    expect(page.locator("main")).to_contain_text("ของหัวหน้า")
    expect(page.locator("main")).to_contain_text(TYPED)
    kept = list(stored(assessment).revisions.order_by("pk").values_list("kind", "text"))
    assert kept == [("saved", "ของหัวหน้า"), ("conflict", TYPED)]


def test_without_javascript_a_button_saves(new_page, assessment, cast):
    page = new_page("contributor", java_script_enabled=False)
    page.goto(f"/assessments/{assessment.pk}/questions/1.1-1/")
    write(page)
    page.locator("#save").click()
    expect(status(page)).to_contain_text(SAVED)
    assert stored(assessment).text == TYPED


def test_signing_out_empties_the_browser(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    page.context.set_offline(True)
    write(page)
    has_draft(page)
    page.context.set_offline(False)
    page.goto("/accounts/logout/")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/accounts/login/**")
    assert drafts_of(page) == 0


def test_another_person_is_offered_nothing(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    page.context.set_offline(True)
    write(page)
    has_draft(page)
    page.context.set_offline(False)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.fill("[name=login]", "lead")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    open_question(page, assessment)
    page.wait_for_timeout(200)
    expect(page.locator("#draft")).to_be_hidden()


def test_a_shared_computer_keeps_nothing(new_page, assessment, cast):
    page = new_page("contributor")
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.fill("[name=login]", "contributor")
    page.fill("[name=password]", PASSWORD)
    page.check("[name=public_computer]")
    page.click("main button[type=submit]")
    open_question(page, assessment)
    page.context.set_offline(True)
    write(page)
    page.wait_for_timeout(200)
    assert drafts_of(page) == 0
    expect(status(page)).to_contain_text(UNSAVED)


def test_two_browsers_save_two_questions_at_the_same_moment(new_page, assessment, cast):
    first = new_page("contributor")
    second = new_page("lead")
    first.goto(f"/assessments/{assessment.pk}/questions/1.1-1/")
    second.goto(f"/assessments/{assessment.pk}/questions/1.1-2/")
    press = (
        "setTimeout(() => document.getElementById('answer').dispatchEvent(new FocusEvent('focusout')), %d - Date.now())"
    )
    for trial in range(10):
        write(first, f"คนแรก {trial}")
        write(second, f"คนที่สอง {trial}")
        moment = first.evaluate("Date.now()") + 150
        first.evaluate(press % moment)
        second.evaluate(press % moment)
        for page, code, text in ((first, "1.1-1", f"คนแรก {trial}"), (second, "1.1-2", f"คนที่สอง {trial}")):
            expect(status(page)).to_contain_text(SAVED)
            assert stored(assessment, code).text == text


def test_a_lost_response_is_settled_by_the_same_key_before_newer_words_go(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    sent = []

    def lose(route):
        sent.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort()

    page.route("**/text/", lose, times=1)
    write(page)
    pause(page)
    expect(status(page)).to_contain_text(UNSAVED)
    assert stored(assessment).version == 1
    page.on("request", lambda request: sent.append(request.headers.get("idempotency-key")))
    write(page, f"{TYPED} ต่อ")
    pause_until_saved(page)
    assert sent[0] == sent[1] != sent[2]
    assert (stored(assessment).text, stored(assessment).version) == (f"{TYPED} ต่อ", 2)
    assert not stored(assessment).revisions.filter(kind="conflict").exists()


def test_the_button_waits_for_the_save_under_way(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    held = save_held_back(page)
    page.locator("#save").click(no_wait_after=True)
    with page.expect_navigation():
        held.continue_()
    expect(status(page)).to_contain_text(SAVED)
    assert page.locator("#answer [name=version]").input_value() == "1"
    assert (stored(assessment).text, stored(assessment).revisions.count()) == (TYPED, 1)


def test_nothing_is_saved_in_the_name_of_another_person(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    other = page.context.new_page()
    page.context.clear_cookies()
    other.goto("/accounts/login/")
    other.fill("[name=login]", "lead")
    other.fill("[name=password]", PASSWORD)
    other.click("main button[type=submit]")
    expect(other.locator(".who")).to_be_visible()
    write(page)
    pause(page)
    expect(page.locator("#trouble")).to_contain_text("มีผู้ใช้อื่นเข้าสู่ระบบ")
    expect(status(page)).to_contain_text(UNSAVED)
    assert page.locator(BOX).input_value() == TYPED
    assert stored(assessment).version == 0


def test_the_dialog_can_be_put_off_and_the_text_copied(new_page, assessment, cast):
    page = open_question(new_page("contributor"), assessment)
    Session.objects.all().delete()
    write(page)
    pause(page)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="คัดลอกข้อความของฉัน")).to_be_visible()
    expect(status(page)).to_contain_text(UNSAVED)
    page.get_by_role("button", name="เข้าสู่ระบบอีกครั้ง").click()
    page.get_by_role("dialog").get_by_label("รหัสผ่าน").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text(SAVED)
    assert stored(assessment).text == TYPED


def test_a_second_tab_is_told_of_the_first(new_page, assessment, cast):
    first = open_question(new_page("contributor"), assessment)
    second = open_question(first.context.new_page(), assessment)
    expect(second.locator("#other-tab")).to_be_visible()
    expect(first.locator("#other-tab")).to_be_visible()


def test_a_comment_typed_after_the_session_ended_stays_and_is_sent(new_page, assessment, cast):
    """A drawer tells of its failure where it stands; nothing takes the place of what was typed."""
    page = new_page("contributor")
    page.goto(f"/assessments/{assessment.pk}/questions/1.1-1/")
    drawer = page.locator("details.drawer:has(h2:text-is('ความเห็น'))")
    drawer.locator("summary").first.click()
    drawer.locator("[name=comment]").fill(TYPED)
    Session.objects.all().delete()
    drawer.get_by_role("button", name="ส่งความเห็น").click()
    page.get_by_role("dialog").get_by_label("รหัสผ่าน").fill(PASSWORD)
    expect(drawer.get_by_role("alert")).to_contain_text("หมดเวลาใช้งาน")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(drawer.locator("[name=comment]")).to_have_value(TYPED)
    drawer.get_by_role("button", name="ส่งความเห็น").click()
    expect(drawer.locator(".comment-text")).to_have_text(TYPED)
    assert stored(assessment).comments.get().text == TYPED


def test_a_drawer_without_a_network_says_so(new_page, assessment, cast):
    page = new_page("contributor")
    page.goto(f"/assessments/{assessment.pk}/questions/1.1-1/")
    page.context.set_offline(True)
    drawer = page.locator("details.drawer:has(h2:text-is('ความเห็น'))")
    drawer.locator("summary").first.click()
    expect(drawer.get_by_role("alert")).to_contain_text("ติดต่อระบบไม่ได้")
