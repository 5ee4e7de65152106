"""The page of a question in a real browser: opened, written in, what it tells. Its clock is moved, never awaited."""

from playwright.sync_api import Page, Route

from assessments.models import Answer

TYPED = "ทบทวนวิธีการทุกปีที่ญี่ปุ่น น้ำใจดี"
SAVED = "บันทึกแล้ว"
UNSAVED = "ยังไม่ได้บันทึก"
PAUSE = 2100
BOX = "#answer [name=text]"


def stored(assessment, code: str = "1.1-1") -> Answer:
    return assessment.answers.select_related("question").get(question__code=code)


def open_question(page: Page, assessment, code: str = "1.1-1") -> Page:
    """The page of the question with a clock that stands still until it is moved."""
    page.clock.install()
    page.goto(f"/assessments/{assessment.pk}/questions/{code}/")
    return page


def write(page: Page, text: str = TYPED) -> None:
    page.locator(BOX).fill(text)


def pause(page: Page, milliseconds: int = PAUSE) -> None:
    page.clock.run_for(milliseconds)


def pause_until_saved(page: Page, where: str = "#saved", words: str = SAVED) -> None:
    """Pauses follow one another until everything is saved: a save that waits for another one needs one more."""
    for _pause in range(50):
        pause(page)
        page.wait_for_timeout(100)
        if words in page.locator(where).inner_text():
            return
    raise AssertionError(page.locator(where).inner_text())


def until(page: Page, condition: str) -> None:
    """The page says so. Asked from here, since its policy lets nothing within it evaluate a text."""
    for _look in range(500):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    raise AssertionError(condition)


def save_held_back(page: Page) -> Route:
    """What was written is on its way to the server, and goes on when the route is told to."""
    held: list[Route] = []
    page.route("**/text/", lambda route: held.append(route), times=1)
    write(page)
    with page.expect_request("**/text/"):
        pause(page)
    while not held:
        page.wait_for_timeout(20)
    return held[0]


def status(page: Page):
    return page.locator("#saved")


def drafts_of(page: Page) -> int:
    return page.evaluate(
        """() => new Promise((resolve) => {
          const request = indexedDB.open("pmqa", 1);
          request.onupgradeneeded = () => {
            request.result.createObjectStore("keys");
            request.result.createObjectStore("drafts");
          };
          request.onsuccess = () => {
            const count = request.result.transaction("drafts").objectStore("drafts").count();
            count.onsuccess = () => { request.result.close(); resolve(count.result); };
          };
        })"""
    )


def has_draft(page: Page, count: int = 1) -> None:
    """The draft is written (or gone) a moment after the key stroke."""
    for _look in range(100):
        if drafts_of(page) == count:
            return
        page.wait_for_timeout(20)
    assert drafts_of(page) == count
