"""A table on the real clipboard, markup and all, becomes indicators; a wrong cell is mended in the box."""

import pytest
from playwright.sync_api import Page, expect

from assessments.document import indicator_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# As Excel puts it there: the unit stands once for both rows, which the text beside it does not tell.
MARKUP = """<html><body><table><tr><td>ประเด็น</td><td>ตัวชี้วัด</td><td>หน่วยวัด</td><td>2567</td><td>เป้าหมาย 2567</td></tr>
<tr><td>ก</td><td>ความพึงพอใจ</td><td rowspan=2>ร้อยละ</td><td>๘๐.๕</td><td>80</td></tr>
<tr><td>ข</td><td>ความเชื่อมั่น</td><td>{value}</td><td>81</td></tr></table></body></html>"""
TEXT = "ประเด็น\tตัวชี้วัด\tหน่วยวัด\t2567\tเป้าหมาย 2567\r\nก\tความพึงพอใจ\tร้อยละ\t๘๐.๕\t80\r\nข\tความเชื่อมั่น\t\t{value}\t81\r\n"
WRITE = """([html, text]) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], {type: "text/html"}), "text/plain": new Blob([text], {type: "text/plain"})})])"""


def open_page(new_page, assessment) -> Page:
    page = new_page("contributor", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/assessments/{assessment.pk}/items/7.2/")
    page.get_by_role("link", name="วางตารางจาก Excel").first.click()
    return page


def paste(page: Page, value: str) -> None:
    page.evaluate(WRITE, [MARKUP.format(value=value), TEXT.format(value=value)])
    page.get_by_label("ตารางที่คัดลอก").focus()
    page.keyboard.press("Control+v")
    page.get_by_role("button", name="ดูตัวอย่างก่อนนำเข้า").or_(page.get_by_role("button", name="ดูตัวอย่างอีกครั้ง")).click()


def test_a_pasted_table_is_seen_accepted_and_undone(new_page, assessment, cast):
    page = open_page(new_page, assessment)
    paste(page, "79")
    expect(page.get_by_text("ตัวชี้วัดใหม่ 2 ตัว")).to_be_visible()
    assert not assessment.indicators.exists()
    page.get_by_role("button", name="นำเข้าตามตัวอย่างนี้").click()
    expect(page.get_by_text("นำเข้าตารางแล้ว")).to_be_visible()
    rows = [(row["name"], row["unit_of_measure"], row["values"]) for row in indicator_rows(assessment)]
    assert rows == [("ความพึงพอใจ", "ร้อยละ", {"2567": "80.5"}), ("ความเชื่อมั่น", "ร้อยละ", {"2567": "79"})]
    page.get_by_role("button", name="เลิกทำ").click()
    expect(page.get_by_text("เลิกทำแล้ว")).to_be_visible()
    assert not assessment.indicators.exists()


def test_a_wrong_cell_is_mended_in_the_box(new_page, assessment, cast):
    page = open_page(new_page, assessment)
    paste(page, "#N/A")
    expect(page.locator("#table-errors")).to_contain_text("แถว 3 คอลัมน์ 2567")
    expect(page.get_by_role("button", name="นำเข้าตามตัวอย่างนี้")).to_have_count(0)
    box = page.get_by_label("ตารางที่คัดลอก")
    box.fill(box.input_value().replace("\t\t#N/A", "\tร้อยละ\t79"))
    page.get_by_role("button", name="ดูตัวอย่างอีกครั้ง").click()
    page.get_by_role("button", name="นำเข้าตามตัวอย่างนี้").click()
    expect(page.get_by_text("นำเข้าตารางแล้ว")).to_be_visible()
    assert assessment.indicators.count() == 2


def test_a_session_that_ended_keeps_the_block(new_page, assessment, cast):
    page = open_page(new_page, assessment)
    page.context.clear_cookies(name="sessionid")
    paste(page, "79")
    expect(page.locator("#sign-in")).to_be_visible()
    page.get_by_role("button", name="ยังไม่เข้าสู่ระบบ").click()
    expect(page.get_by_label("ตารางที่คัดลอก")).to_have_value(TEXT.format(value="79").replace("\r\n", "\n"))
