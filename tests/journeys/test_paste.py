"""Pasting in a real browser: the text goes in at once, is mended where it stands, and the note can undo it."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOX = "#answer [name=text]"
SAVED = re.compile("^บันทึก(แล้ว|ครบแล้ว)")
BROKEN, RIGHT = "ส้ารวจท่ีดินประจ าปี", "สำรวจที่ดินประจำปี"


def open_question(new_page, assessment) -> Page:
    page = new_page("contributor", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/assessments/{assessment.pk}/questions/1.1-1/")
    return page


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator(BOX).focus()
    page.keyboard.press("Control+v")


def test_a_paste_is_mended_where_it_stands(new_page, assessment, cast):
    page = open_question(new_page, assessment)
    box, note = page.locator(BOX), page.locator("#pasted")
    box.fill("ต้นท้าย")
    box.evaluate("box => box.setSelectionRange(3, 3)")
    paste(page, BROKEN)
    expect(note.get_by_role("status")).to_have_text("แก้อักษรไทยจากการวาง 3 แห่ง")
    expect(box).to_have_value(f"ต้น{RIGHT}ท้าย")
    assert box.evaluate("box => box.selectionStart") == 3 + len(RIGHT)
    note.get_by_text("ดูทุกแห่งที่แก้").click()
    expect(note.get_by_role("listitem").first).to_contain_text("ประจ าปี → ประจำปี")
    expect(note.get_by_role("listitem")).to_have_count(3)
    box.focus()
    page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert assessment.answers.get(question__code="1.1-1").text == f"ต้น{RIGHT}ท้าย"
    page.keyboard.press("Control+z")
    expect(box).to_have_value(f"ต้น{BROKEN}ท้าย")


def test_the_note_undoes_the_mending(new_page, assessment, cast):
    page = open_question(new_page, assessment)
    box, note = page.locator(BOX), page.locator("#pasted")
    paste(page, BROKEN)
    expect(box).to_have_value(RIGHT)
    page.keyboard.type(" ต่อ")
    note.get_by_role("button", name="คืนข้อความเดิม").click()
    expect(box).to_have_value(f"{BROKEN} ต่อ")
    expect(note.get_by_role("status")).to_have_text("คืนข้อความเดิมแล้ว")
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert assessment.answers.get(question__code="1.1-1").text == f"{BROKEN} ต่อ"


def test_right_text_and_no_network_leave_the_paste_alone(new_page, assessment, cast):
    page = open_question(new_page, assessment)
    box, note = page.locator(BOX), page.locator("#pasted")
    with page.expect_response("**/paste/"):
        paste(page, "น้าสำรวจที่ดิน ")
    expect(box).to_have_value("น้าสำรวจที่ดิน ")
    expect(note.get_by_role("status")).to_be_empty()
    page.evaluate("text => navigator.clipboard.writeText(text)", BROKEN)
    page.context.set_offline(True)
    page.keyboard.press("Control+v")
    expect(box).to_have_value(f"น้าสำรวจที่ดิน {BROKEN}")
    page.wait_for_timeout(200)
    expect(box).to_have_value(f"น้าสำรวจที่ดิน {BROKEN}")
    expect(note.get_by_role("status")).to_be_empty()
    page.context.set_offline(False)


def test_text_changed_before_the_answer_came_is_not_touched(new_page, assessment, cast):
    page = open_question(new_page, assessment)
    box = page.locator(BOX)

    def late(route):
        box.fill("เขียนใหม่หมด")
        route.continue_()

    page.route("**/paste/", late)
    with page.expect_response("**/paste/"):
        paste(page, BROKEN)
    page.wait_for_timeout(200)
    expect(box).to_have_value("เขียนใหม่หมด")
    expect(page.locator("#pasted").get_by_role("status")).to_be_empty()


def test_marks_that_are_lost_are_warned_of(new_page, assessment, cast):
    page = open_question(new_page, assessment)
    paste(page, "ผรับบรการของสวนราชการมความพงพอใจตอการใหบรการและทศทาง " * 3)
    expect(page.locator("#pasted [data-warning]")).to_contain_text("ตรวจกับต้นฉบับ")


def test_the_preview_opens_below_the_box_and_closes(new_page, assessment, cast):
    page = open_question(new_page, assessment)
    page.locator(BOX).fill("ตาม**(ก)**ข้อ\n\n- หนึ่ง")
    page.get_by_role("button", name="ดูตัวอย่าง").click()
    expect(page.locator("#preview strong")).to_have_text("(ก)")
    expect(page.locator("#preview li")).to_have_text("หนึ่ง")
    page.locator("#preview summary").click()
    expect(page.locator("#preview li")).to_be_hidden()
    expect(page.locator(BOX)).to_have_value("ตาม**(ก)**ข้อ\n\n- หนึ่ง")


def test_the_preview_without_a_script_keeps_the_text(chromium, new_page, assessment, cast):
    page = new_page("contributor", java_script_enabled=False)
    page.goto(f"/assessments/{assessment.pk}/questions/1.1-1/")
    page.locator(BOX).fill("**หนา** ยังไม่บันทึก")
    page.get_by_role("button", name="ดูตัวอย่าง").click()
    expect(page.locator("strong")).to_have_text("หนา")
    page.get_by_role("button", name="กลับไปเขียนต่อ").click()
    expect(page.locator(BOX)).to_have_value("**หนา** ยังไม่บันทึก")
    assert assessment.answers.get(question__code="1.1-1").version == 0
