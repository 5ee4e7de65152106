"""A category is filled in without a network: opened from the disk, typed into, saved as a file, and sent back."""

import pytest
from playwright.sync_api import Page, expect

from tests.assessments.views.test_offline import OLD, texts, write
from tests.journeys.watching import ALL_WIDTHS, Watched, listed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = "ทบทวน </script> “ทุกปี” & <!-- น้ำ -->"


@pytest.fixture
def form(new_page, assessment, cast, tmp_path):
    """The form of category 1 on the disk, with three texts."""
    for code in ("1.1-1", "1.1-2", "1.1-3"):
        write(assessment, cast.lead, code, OLD)
    page = new_page("contributor")
    page.goto(f"/assessments/{assessment.pk}/offline/1/")
    with page.expect_download() as given:
        page.get_by_role("link", name="ดาวน์โหลดแบบออฟไลน์").click()
    given.value.save_as(tmp_path / "form.html")
    return tmp_path / "form.html"


def opened(chromium, path, told: list[str]) -> Page:
    """The file in a browser without a network; what it complains of is told."""
    page = chromium.new_context(offline=True, locale="th-TH", accept_downloads=True).new_page()
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(path.as_uri())
    expect(page.locator("#save")).to_be_enabled()
    return page


def box(page: Page, code: str):
    return page.locator(f'[data-question="{code}"] textarea')


def asks_before_leaving(page: Page) -> bool:
    leave = "(() => { const leave = new Event('beforeunload', {cancelable: true}); return !dispatchEvent(leave); })()"
    return page.evaluate(leave)


def saved(page: Page, path):
    with page.expect_download() as given:
        page.keyboard.press("Control+s")
    given.value.save_as(path)
    return path


def test_typed_on_a_train_and_taken_back_at_the_office(chromium, form, new_page, assessment, cast):
    told: list[str] = []
    page = opened(chromium, form, told)
    expect(box(page, "1.1-1")).to_have_value(OLD)
    box(page, "1.1-1").fill(TYPED)
    page.keyboard.press("Control+Enter")
    expect(box(page, "1.1-2")).to_be_focused()
    box(page, "1.1-2").fill("ทบทวนทุกเดือน")
    expect(page.locator("#status")).to_contain_text("แก้ไขแล้ว 2 ข้อ ยังไม่ได้บันทึกเป็นไฟล์ · เก็บไว้ในเบราว์เซอร์นี้แล้ว")
    assert asks_before_leaving(page)
    first = saved(page, form.with_name("first.html"))
    assert not asks_before_leaving(page)
    page.context.close()

    page = opened(chromium, first, told)  # the copy can be filled in and saved again, and runs under its policy
    expect(box(page, "1.1-1")).to_have_value(TYPED)
    box(page, "1.1-3").fill("")
    second = saved(page, form.with_name("second.html"))
    expect(page.locator("#status")).to_contain_text("ตรวจว่าอยู่ในโฟลเดอร์ดาวน์โหลด")
    page.context.close()
    assert told == []

    page = new_page("contributor")
    page.goto(f"/assessments/{assessment.pk}/take-back/")
    page.locator("[type=file]").set_input_files(second)
    page.get_by_role("button", name="ดูข้อที่ต่างกัน").click()
    expect(page.locator("main section")).to_have_count(3)
    assert texts(assessment) == [OLD] * 3
    page.get_by_role("group", name="ข้อ 1.1-2").get_by_label("คงฉบับในระบบ").check()
    page.get_by_role("button", name="บันทึกตามที่เลือก").click()
    expect(page.get_by_text("รับคำตอบจากไฟล์แล้ว 1 ข้อ")).to_be_visible()
    assert texts(assessment) == [TYPED, OLD, OLD]


def test_what_was_not_saved_is_offered_by_the_browser(chromium, form, assessment, cast):
    page = opened(chromium, form, [])
    box(page, "1.1-1").fill(TYPED)
    expect(page.locator("#status")).to_contain_text("เก็บไว้ในเบราว์เซอร์นี้แล้ว")
    again = page.context.new_page()
    again.goto(form.as_uri())
    expect(box(again, "1.1-1")).to_have_value(OLD)
    again.get_by_role("button", name="ใช้ข้อความที่เก็บไว้").click()
    expect(box(again, "1.1-1")).to_have_value(TYPED)
    again.get_by_text("วิธีใช้ไฟล์นี้").click()
    again.get_by_role("button", name="ลบที่เบราว์เซอร์นี้เก็บไว้").click()
    expect(again.locator("#status")).to_contain_text("ลบข้อความที่เบราว์เซอร์นี้เก็บไว้แล้ว")
    third = page.context.new_page()
    third.goto(form.as_uri())
    expect(third.locator("#save")).to_be_enabled()
    expect(third.locator("#found")).to_be_hidden()
    page.context.close()


def test_a_browser_that_keeps_nothing_says_so(chromium, form, assessment, cast):
    context = chromium.new_context(offline=True)
    context.add_init_script("Object.defineProperty(window, 'indexedDB', { get() { throw new Error('refused'); } })")
    page = context.new_page()
    page.goto(form.as_uri())
    expect(page.locator("#status")).to_have_text("ยังไม่ได้แก้ไข · เบราว์เซอร์นี้เก็บให้ไม่ได้ กด “บันทึกเป็นไฟล์” ก่อนปิด")
    box(page, "1.1-1").fill(TYPED)
    expect(page.locator("#status")).to_contain_text("ก่อนปิด")
    assert '"text":"ทบทวน \\u003c/script\\u003e' in saved(page, form.with_name("kept.html")).read_text()
    context.close()


def test_the_form_is_watched_like_a_page(chromium, form, assessment, cast):
    """Axe's rules at the widths of desk and phone, in the light and in the dark; nothing scrolls sideways."""
    context = chromium.new_context(offline=True, locale="th-TH", reduced_motion="reduce")
    watched = Watched.open(context, set())
    watched.page.goto(form.as_uri())
    box(watched.page, "1.1-1").fill("ยาว" * 7_000)
    expect(watched.page.locator(".is-over")).to_have_text("ยาวเกิน 20,000 ตัวอักษร ตัดให้สั้นลงก่อนส่งกลับ")
    found = watched.look("form", ALL_WIDTHS)
    context.close()
    assert not found, listed(found)
