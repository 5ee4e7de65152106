"""The whole flow by keyboard alone, from signing in to sending (quality.md 3.1 A3): nothing here touches a mouse."""

import pytest
from playwright.sync_api import Page

from assessments.services.answers import save_answer
from assessments.statuses import Status
from tests.assessments.files.corpus import pdf
from tests.cast import PASSWORD, answer_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = "กรมทบทวนขั้นตอนทุกปีกับผู้ใหญ่บ้านที่อยู่ใกล้น้ำ"
TITLE = "แผนปฏิบัติราชการ"
FOCUS = "(selector) => document.activeElement.matches(selector)"
SEEN = """
() => {
  const each = document.activeElement;
  const style = getComputedStyle(each);
  const box = each.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + Math.min(box.width, 8) / 2, box.y + Math.min(box.height, 8) / 2);
  return {
    marked: style.outlineStyle !== "none" || style.boxShadow !== "none",
    inView: box.bottom > 0 && box.top < innerHeight,
    covered: at !== null && !each.contains(at) && !at.contains(each) && getComputedStyle(at).position === "sticky",
  };
}
"""


def tab_to(page: Page, selector: str, *, back: bool = False, most: int = 150) -> None:
    """Tab until the focus is there; on the way it is always marked, in view and under nothing that sticks."""
    for _step in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        seen = page.evaluate(SEEN)
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if not where.startswith("<body"):
            assert seen == {"marked": True, "inView": True, "covered": False}, where
        if page.evaluate(FOCUS, selector):
            return
    raise AssertionError(f"{selector} is not reached by {most} Tabs")


def go(page: Page, selector: str) -> None:
    """Enter on a link or a button that opens a page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture
def sign_in(chromium, live_server):
    contexts = []

    def enter(username: str, path: str) -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="th-TH", reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"/accounts/login/?next={path}")
        tab_to(page, "[name=login]")
        page.keyboard.type(username)
        tab_to(page, "[name=password]")
        page.keyboard.type(PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        return page

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture
def nearly_done(assessment):
    answer_all(assessment)
    assessment.answers.filter(question__code="1.1-1").update(text="", version=0, updated_at=None)
    return assessment


def write_answer(page: Page, path: str) -> None:
    go(page, f"main a[href='{path}questions/1.1-1/']")
    tab_to(page, "[name=text]")
    page.keyboard.type(TYPED)
    page.keyboard.press("Control+s")
    page.get_by_text("บันทึกแล้ว").first.wait_for()


def upload_and_cite(page: Page) -> None:
    tab_to(page, ".q-evidence summary")
    page.keyboard.press("Enter")
    page.locator("#new_title").wait_for()
    tab_to(page, "#new_title")
    page.keyboard.type(TITLE)
    tab_to(page, "#new_file")
    # Space opens a dialog of the system, which no test can use; the file is put where the focus stands.
    page.locator("#new_file:focus").set_input_files({"name": "plan.pdf", "mimeType": "", "buffer": pdf()})
    tab_to(page, "#new_pages")
    page.keyboard.type("4")
    tab_to(page, ".q-evidence form:has(#new_title) button")
    page.keyboard.press("Enter")
    page.locator(".cited").get_by_text(TITLE).wait_for()


def test_from_signing_in_to_sending(sign_in, nearly_done, cast):
    path = f"/assessments/{nearly_done.pk}/"
    contributor = sign_in("contributor", path)
    write_answer(contributor, path)
    upload_and_cite(contributor)
    answer = nearly_done.answers.get(question__code="1.1-1")
    assert (answer.text, answer.citations.get().pages) == (TYPED, "4")

    lead = sign_in("lead", path)
    go(lead, f"a[href='{path}check/']")
    go(lead, f"main form[action='{path}prepare/'] button")

    approver = sign_in("approver", path)
    go(approver, f"a[href='{path}check/']")
    go(approver, f"main form[action='{path}actions/submit/'] button")
    nearly_done.refresh_from_db()
    assert nearly_done.status == Status.SUBMITTED


def test_a_conflict_is_settled(sign_in, assessment, cast):
    """The loser reaches the choice, takes both texts to merge and saves."""
    page = sign_in("contributor", f"/assessments/{assessment.pk}/questions/1.1-1/")
    save_answer(answer=assessment.answers.get(question__code="1.1-1"), text="ของหัวหน้า", version=0, actor=cast.lead)
    tab_to(page, "[name=text]")
    page.keyboard.type(TYPED)
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="ดูทั้งสองฉบับแล้วเลือก").wait_for()
    tab_to(page, "[data-for=choose]", back=True)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "[name=keep]")
    while not page.evaluate(FOCUS, "[name=keep][value=merge]"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    go(page, "main form button[type=submit]")
    tab_to(page, "[name=text]")
    page.keyboard.press("Control+End")
    page.keyboard.type(" ของหัวหน้า")
    tab_to(page, "#save")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert assessment.answers.get(question__code="1.1-1").text == f"{TYPED} ของหัวหน้า"


def test_the_next_and_the_previous_question(sign_in, assessment, cast):
    """J and K, outside of the box only."""
    page = sign_in("contributor", f"/assessments/{assessment.pk}/questions/1.1-2/")
    for key, code in (("j", "1.1-3"), ("k", "1.1-2"), ("k", "1.1-1")):
        with page.expect_navigation():
            page.keyboard.press(key)
        assert page.url.endswith(f"/questions/{code}/")
    tab_to(page, "[name=text]")
    page.keyboard.type("jk")
    assert page.input_value("[name=text]") == "jk"
