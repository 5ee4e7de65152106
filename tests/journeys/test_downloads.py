"""A report taken away twice: from the browser's own store in one session, never in that of somebody else."""

from pathlib import Path

import pytest

from reports.again import SendAgain
from tests.cast import PASSWORD
from tests.reports.ready import lay_ready

CONTENT = b"%PDF-1.7 " + b"x" * 100_000


@pytest.fixture
def ready(assessment, settings, tmp_path):
    """A report whose file lies there; its address."""
    settings.REPORTS_DIR = tmp_path
    report = lay_ready(assessment, "c", CONTENT)
    return f"/assessments/{assessment.pk}/reports/summary/{report.content_hash}/"


@pytest.fixture
def asked(monkeypatch):
    """How often the server was asked for the report and sent it."""
    found, call = [], SendAgain.__call__

    def note(middleware, request):
        response = call(middleware, request)
        found.extend(["sent"] * (response.get("Content-Type") == "application/pdf"))
        return response

    monkeypatch.setattr(SendAgain, "__call__", note)
    return found


def take(page, address: str) -> bytes:
    """What the browser stores in the folder of downloads after a click on a link to the report."""
    link = "(main, address) => { main.innerHTML = `<a id=report href='${address}'>report</a>`; }"
    page.locator("main").evaluate(link, address)
    with page.expect_download() as waiting:
        page.click("#report")
    return Path(waiting.value.path()).read_bytes()


def sign_in(page, name: str, *, shared: bool = False) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    if shared:
        page.check("[name=public_computer]")
    with page.expect_navigation():
        page.click("main button[type=submit]")


def test_a_second_click_asks_the_server_for_nothing(new_page, ready, asked):
    page = new_page("manager")
    assert take(page, ready) == take(page, ready) == CONTENT
    assert asked == ["sent"]


def test_the_next_person_gets_nothing_from_the_store(new_page, ready, asked):
    page = new_page("manager")
    assert take(page, ready) == CONTENT
    page.goto("/accounts/logout/")
    page.click("main button[type=submit]")
    answer = page.goto(ready)
    assert "/accounts/login/" in page.url
    assert CONTENT not in answer.body()
    sign_in(page, "stranger")
    assert page.goto(ready).status == 404
    assert asked == ["sent"]


def test_a_shared_computer_stores_nothing(new_page, ready, asked):
    page = new_page("manager")
    page.context.clear_cookies()
    sign_in(page, "manager", shared=True)
    assert take(page, ready) == take(page, ready) == CONTENT
    assert asked == ["sent"] * 2
