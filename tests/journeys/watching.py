"""Looking at a page as a machine can: axe's rules, console errors, violations of the CSP, sideways scroll."""

import json
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.signed_in import session_of

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
WIDE, PHONE, NARROW = ALL_WIDTHS = 1366, 390, 320
HEIGHTS = {WIDE: 768, PHONE: 844, NARROW: 640}
REPORT_CSP = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.effectiveDirective} ${event.blockedURI}`));
"""
OPEN_ALL = "document.querySelectorAll('details:not(.menu)').forEach((each) => { each.open = true; })"
OPEN_MENU = "(open) => document.querySelectorAll('details.menu').forEach((each) => { each.open = open; })"
LOADING_DRAWER = "details[open] > [hx-get] > [data-unopened]"
SCROLLS = "document.documentElement.scrollWidth > window.innerWidth"
TOO_WIDE = """
[...document.body.querySelectorAll("*")].filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1)
  .map((each) => `${each.tagName.toLowerCase()}.${each.getAttribute("class") ?? ""}`).slice(0, 3).join(" ")
"""
VIOLATIONS = """
([context, rules]) => axe.run(context, rules).then(({ violations }) =>
  violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => ({ target })) })))
"""
WORDS = """
(document.title + (document.querySelector("main")?.innerHTML ?? ""))
  .replace(/(name="(csrfmiddlewaretoken|key|fingerprint)"|data-save=)[^>]*/g, "")
"""


@dataclass
class Watched:
    """A page with everything its console complained about since the last look; `seen` may be shared with others."""

    page: Page
    seen: set[str]
    noise: list[str] = field(default_factory=list)
    is_first: bool = True

    @classmethod
    def open(cls, context: BrowserContext, seen: set[str]) -> "Watched":
        context.add_init_script(REPORT_CSP)
        watched = cls(context.new_page(), seen)
        watched.page.set_default_timeout(15_000)
        watched.page.on("console", watched._said)
        watched.page.on("pageerror", lambda error: watched.noise.append(f"script: {error}"))
        return watched

    def _said(self, message: ConsoleMessage) -> None:
        # A browser calls an answer of status 4xx a failed resource; a refusal of the page or of its autosave is meant.
        meant = {self.page.url, f"{self.page.url}text/"}
        is_meant = message.text.startswith("Failed to load resource") and message.location["url"] in meant
        if message.type == "error" and not is_meant:
            self.noise.append(f"console: {message.text}")

    def visit(self, path: str, widths=(WIDE,)) -> list[str]:
        """What is wrong with the page at this path."""
        self._resize(widths[0])
        response = self.page.goto(path)
        return [f"{path}: status {response.status}"] * (response.status >= 500) + self.look(path, widths)

    def look(self, name: str, widths=(WIDE,)) -> list[str]:
        """What is wrong with the page as it stands, each a readable line; nothing for one that was looked at before.

        The first page is looked at with its head and menu, which are this person's own.
        """
        words = self.page.evaluate(WORDS)
        noise, self.noise = self.noise, []
        if words in self.seen and not self.is_first:
            return [f"{name}: {line}" for line in noise]
        is_first, self.is_first = self.is_first, False
        self.seen.add(words)
        found = list(noise)
        for width in widths:
            self._resize(width)
            self.page.evaluate(OPEN_ALL)
            self.page.wait_for_selector(LOADING_DRAWER, state="detached")
            if self.page.evaluate(SCROLLS):
                found.append(f"scrolls sideways at {width}: {self.page.evaluate(TOO_WIDE)}")
            found += [] if width == NARROW else [f"{line} at {width}" for line in self._violations(RULES)]
        found += self._menu() if is_first and len(widths) > 1 else []
        if len(widths) > 1:
            self.page.emulate_media(color_scheme="dark")
            found += [f"{line} in the dark" for line in self._violations(COLOURS)]
            self.page.emulate_media(color_scheme="light")
        self._resize(widths[0])
        found, self.noise = found + self.noise, []
        return [f"{name}: {line}" for line in found]

    def _menu(self) -> list[str]:
        """The open menu of a phone, which lies over the page: alone, and once for each person."""
        self._resize(PHONE)
        self.page.evaluate(OPEN_MENU, True)
        found = self._violations(RULES, ".menu") if self.page.locator(".menu").count() else []
        self.page.evaluate(OPEN_MENU, False)
        return [f"{line} in the menu" for line in found]

    def _violations(self, rules: dict, context: str | None = None) -> list[str]:
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate(Axe().axe_script)
        results = self.page.evaluate(VIOLATIONS, [context or "html", rules])
        return [f"{rule['id']} {json.dumps(rule['nodes'][0]['target'])} x{len(rule['nodes'])}" for rule in results]

    def _resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


def session_cookie(user, url: str) -> dict:
    """A session of this person, as the cookie of a browser."""
    return {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": url}


def submitted(watched: Watched, name: str, status: int, form: str) -> list[str]:
    """Sends the form; what is wrong with the page that comes back with this status."""
    with (
        watched.page.expect_navigation(),
        watched.page.expect_response(lambda response: response.request.method == "POST") as waiting,
    ):
        watched.page.locator(form).first.click()
    wrong = waiting.value.status != status
    return [f"{name}: {waiting.value.status}, not {status}"] * wrong + watched.look(name, ALL_WIDTHS)


def listed(found: list[str]) -> str:
    return "\n".join(found)
