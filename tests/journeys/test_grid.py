"""The grid of figures by keyboard alone: type, move, paste, take back, save, undo; and without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessments.document import indicator_rows
from tests.assessments.views.stage import make_indicator, url
from tests.journeys.test_keyboard import FOCUS, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = "#grid-said"


@pytest.fixture
def three(assessment) -> list:
    return [make_indicator(assessment, number, y2567=("80", "80", None)) for number in (1, 2, 3)]


@pytest.fixture
def page(new_page, assessment, three) -> Page:
    page = new_page("contributor", reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"])
    page.goto(url("grid", assessment.pk, "7.2"))
    return page


def cell(indicator, kind: str, year: int) -> str:
    return f"#id_{kind}_{year}_{indicator.pk}"


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def is_at(page: Page, indicator, kind: str, year: int) -> bool:
    return page.evaluate(FOCUS, cell(indicator, kind, year))


def paste(page: Page, text: str) -> None:
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    press(page, "Control+v")


def values(assessment, kind: str = "values") -> list[dict]:
    return [row[kind] for row in indicator_rows(assessment)]


def test_typed_moved_pasted_saved_and_undone(page, assessment, three):
    one, two, _last = three
    before = indicator_rows(assessment)
    tab_to(page, cell(one, "value", 2568))
    page.keyboard.type("๘๕.๕")
    expect(page.locator(SAID)).to_have_text("แก้ไขแล้ว 1 ช่อง ยังไม่ได้บันทึก")
    expect(page.locator("td.is-changed")).to_have_count(1)
    press(page, "Enter")
    assert is_at(page, one, "target", 2568)
    page.keyboard.type("84")
    press(page, "Shift+Enter", "ArrowDown", "ArrowDown")
    assert is_at(page, two, "value", 2568)
    paste(page, "1,200\t−3\n1,300\t\n")
    expect(page.locator(SAID)).to_contain_text("วางแล้ว 4 ช่อง")
    expect(page.locator(cell(two, "target", 2568))).to_have_value("1,300")
    press(page, "Control+s")
    expect(page.get_by_text("บันทึกแล้ว 5 ช่อง ในตัวชี้วัด 2 ตัว")).to_be_visible()
    assert is_at(page, two, "value", 2568)
    assert values(assessment) == [
        {"2567": "80", "2568": "85.5"},
        {"2567": "80", "2568": "1200", "2569": "-3"},
        {"2567": "80"},
    ]
    assert [each.get("2568") for each in values(assessment, "targets")] == ["84", "1300", None]
    expect(page.locator(SAID)).to_have_text("ยังไม่ได้แก้ไข")
    tab_to(page, "form[action$='/undo/'] button", back=True)
    press(page, "Enter")
    expect(page.get_by_text("เลิกทำแล้ว")).to_be_visible()
    assert indicator_rows(assessment) == before


def test_the_arrows_stay_in_the_text_until_its_end(page, three):
    one = three[0]
    page.locator(cell(one, "value", 2567)).focus()
    press(page, "End", "ArrowLeft")
    assert is_at(page, one, "value", 2567)
    press(page, "ArrowLeft", "ArrowLeft")
    assert is_at(page, one, "value", 2566)
    press(page, "ArrowRight")
    assert is_at(page, one, "value", 2567)  # selected whole: it stands at both ends
    press(page, "ArrowRight", "ArrowUp", "ArrowRight", "ArrowRight")
    assert is_at(page, one, "value", 2569)  # the edges hold


def test_escape_restores_and_undo_takes_a_block_back(page, three):
    one, _two, last = three
    page.locator(cell(last, "target", 2568)).focus()
    paste(page, "1\t2\t3\n4\t5\t6")
    expect(page.locator(SAID)).to_contain_text("วางไม่ได้ 4 ช่อง เพราะเกินขอบตาราง แก้ไขแล้ว 2 ช่อง")
    press(page, "Control+z")
    expect(page.locator(SAID)).to_contain_text("เลิกวางแล้ว 2 ช่อง")
    expect(page.locator("td.is-changed")).to_have_count(0)
    page.locator(cell(one, "value", 2567)).fill("9")
    press(page, "Escape")
    expect(page.locator(cell(one, "value", 2567))).to_have_value("80")
    expect(page.locator(SAID)).to_have_text("ยังไม่ได้แก้ไข")


def test_one_kind_alone_takes_a_block_of_that_kind(page, three):
    page.get_by_role("radio", name="เป้าหมาย").check()
    page.locator(cell(three[0], "target", 2568)).focus()
    paste(page, "1\n2\n3")
    for number, indicator in enumerate(three, 1):
        expect(page.locator(cell(indicator, "target", 2568))).to_have_value(str(number))
    expect(page.locator("td.is-changed")).to_have_count(3)


def test_wrong_cells_are_reached_from_the_summary(page, assessment, three):
    before = values(assessment)
    page.locator(cell(three[1], "target", 2568)).fill("สิบ")
    press(page, "Control+s")
    link = page.get_by_role("link", name=re.compile("^แถว 4 คอลัมน์ 2568:"))
    expect(link).to_be_visible()
    page.get_by_role("radio", name="ผลจริง").check()
    link.focus()
    press(page, "Enter")
    assert is_at(page, three[1], "target", 2568)
    page.keyboard.type("10")
    press(page, "Control+s")
    expect(page.get_by_text("บันทึกแล้ว 1 ช่อง")).to_be_visible()
    assert values(assessment) == before


def test_leaving_asks_only_while_something_is_unsaved(page, three):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator(cell(three[0], "value", 2568)).press_sequentially("5")
    page.get_by_role("link", name="กลับไปที่หัวข้อ").click()
    expect(page.locator(cell(three[0], "value", 2568))).to_have_value("5")
    assert asked == ["beforeunload"]
    page.locator(cell(three[0], "value", 2568)).press("Escape")
    page.get_by_role("link", name="กลับไปที่หัวข้อ").press("Enter")
    expect(page.locator("#grid")).to_have_count(0)
    assert asked == ["beforeunload"]


def test_a_session_that_ended_keeps_the_figures(page, assessment, three):
    page.locator(cell(three[0], "value", 2568)).fill("5")
    page.context.clear_cookies(name="sessionid")
    press(page, "Control+s")
    expect(page.locator("#sign-in")).to_be_visible()
    page.get_by_role("button", name="ยังไม่เข้าสู่ระบบ").click()
    expect(page.locator(cell(three[0], "value", 2568))).to_have_value("5")
    expect(page.locator(SAID)).to_have_text("แก้ไขแล้ว 1 ช่อง ยังไม่ได้บันทึก")


def test_an_input_has_a_name_of_its_own(page, three):
    assert page.get_by_role("textbox", name="7.2-02 ตัวชี้วัด 2 เป้าหมาย ปี 2568").get_attribute("name") == (
        f"target_2568_{three[1].pk}"
    )


def test_without_a_script_it_is_a_form(new_page, assessment, three):
    page = new_page("contributor", java_script_enabled=False)
    page.goto(url("grid", assessment.pk, "7.2"))
    page.fill(cell(three[0], "value", 2568), "๕")
    page.get_by_role("button", name="บันทึกตัวเลข").click()
    expect(page.get_by_text("บันทึกแล้ว 1 ช่อง")).to_be_visible()
    assert values(assessment)[0] == {"2567": "80", "2568": "5"}
