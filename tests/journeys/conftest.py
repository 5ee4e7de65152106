"""A real browser against a live server; skipped with a printed reason where there is no Chromium."""

import os

import pytest

from accounts.models import User
from tools.browser import ARGUMENTS, browser_path

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the test


@pytest.fixture(scope="session")
def chromium():
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium: apt-get install -y --no-install-recommends chromium-headless-shell")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium, live_server):
    """Opens the first page in a browser context of its own, signed in as the person named."""
    from tests.journeys.watching import session_cookie

    contexts = []

    def open_as(username: str, **options):
        context = chromium.new_context(base_url=live_server.url, locale="th-TH", **options)
        contexts.append(context)
        context.add_cookies([session_cookie(User.objects.get(username=username), live_server.url)])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto("/")
        return page

    yield open_as
    for context in contexts:
        context.close()


@pytest.fixture
def watch(chromium, live_server, settings, tmp_path):
    """Opens a watched page of this person (None: a visitor) in a context of its own; what is the same is seen once."""
    from tests.journeys.watching import Watched, session_cookie

    settings.REPORTS_DIR = tmp_path
    contexts, seen = [], set()

    def open_as(user, **options):
        context = chromium.new_context(base_url=live_server.url, locale="th-TH", reduced_motion="reduce", **options)
        contexts.append(context)
        if user:
            context.add_cookies([session_cookie(user, live_server.url)])
        return Watched.open(context, seen)

    yield open_as
    for context in contexts:
        context.close()
