"""Takes a picture of every page of the running demonstration at 1366 and 390 px, for people to look at.

Some pages are reached by a deed (DEEDS): a draft of a calibration set and a mass mail stay in the demonstration.

Needs the packages of the tests, which `make run` leaves out, and Chromium:

tools/setup.sh test                        # once
make run                                   # in one terminal
.venv/bin/python -m tools.look FOLDER      # in another; --port 8000
"""

import argparse
from pathlib import Path

try:
    from playwright.sync_api import Browser, Page, Response, sync_playwright
except ModuleNotFoundError as missing:
    raise SystemExit("tools/look.py needs the packages of the tests: run tools/setup.sh test") from missing

from tools.browser import ARGUMENTS, browser_path

PASSWORD = "pmqa-demo-2569"
IDS = "own=1,half=2,sent=3,past=4,indicator=1,evidence=1,factor=1,calibration=1,calibrated=1"
WORDS = "เรียน {ชื่อผู้รับ}\n\n{หน่วยงาน} อยู่ในสถานะ {สถานะ} โปรดส่งภายใน {กำหนดส่ง}"
# who looks at what; {own} is the draft of the lead's unit, {past} its year before, {sent} the submitted one
PAGES = {
    None: {"login": "/accounts/login/"},
    "contributor": {
        "home": "/",
        "help": "/help/",
        "task-list": "/assessments/{own}/",
        "answer": "/assessments/{own}/questions/6.1-2/",
        "answer-results": "/assessments/{own}/questions/7.2-1/",
        "answer-profile": "/assessments/{own}/questions/P-1/",
        "offline": "/assessments/{own}/offline/1/",
        "item-results-read": "/assessments/{own}/items/7.2/",
        "table": "/assessments/{own}/items/7.2/table/",
        "grid": "/assessments/{own}/items/7.2/grid/",
        "taking-back": "/assessments/{own}/take-back/",
        "indicator-add": "/assessments/{own}/items/7.2/indicators/new/",
        "indicator-edit": "/assessments/{own}/indicators/{indicator}/",
        "indicator-delete": "/assessments/{own}/indicators/{indicator}/delete/",
        "history": "/assessments/{own}/history/",
        "answer-history": "/assessments/{own}/questions/6.1-2/history/",
        "answer-last-year": "/assessments/{own}/questions/6.1-2/last-year/",
        "answer-evidence": "/assessments/{own}/questions/6.1-2/evidence/",
        "answer-comments": "/assessments/{own}/questions/6.1-2/comments/",
        "answer-links": "/assessments/{own}/questions/6.1-2/links/",
        "mine": "/assessments/{own}/mine/",
        "locker": "/evidence/A0008/",
        "evidence": "/evidence/A0008/{evidence}/",
        "evidence-new": "/evidence/A0008/new/",
        "evidence-delete": "/evidence/A0008/{evidence}/delete/",
        "key-factors": "/assessments/{own}/key-factors/",
        "key-factor": "/assessments/{own}/key-factors/{factor}/",
        "thread": "/assessments/{own}/thread/",
        "indicator-links": "/assessments/{own}/indicators/{indicator}/links/",
        "forbidden": "/assessments/{own}/feedback/",
        "not-found": "/assessments/999999/",
    },
    "lead": {
        "item-process": "/assessments/{own}/items/6.1/",
        "item-results": "/assessments/{own}/items/7.2/",
        "check": "/assessments/{own}/check/",
        "sharing": "/assessments/{own}/sharing/",
        "hand-over": "/assessments/{own}/hand-over/",
        "carry-all": "/assessments/{own}/last-year/",
        "ledger": "/assessments/{past}/remarks/",
        "ledger-followed": "/assessments/{own}/remarks/",
        "members": "/people/A0008/",
        "tokens": "/people/tokens/",
        "interface": "/api/v1/",
    },
    "approver": {"check-approver": "/assessments/{own}/check/"},
    "manager": {
        "home-manager": "/",
        "feedback": "/assessments/{past}/feedback/",
        "scores": "/assessments/{own}/scores/",
        "categories": "/assessments/{own}/categories/",
        "next-steps": "/assessments/{own}/next-steps/",
        "what-if": "/assessments/{own}/what-if/?1.1-A=5",
        "targets": "/assessments/{own}/targets/",
        "indicator-chart": "/assessments/{own}/indicators/{indicator}/chart/",
        "reports": "/assessments/{own}/reports/",
        "report-summary": "/assessments/{own}/reports/summary/",
        "memos": "/assessments/{past}/reports/memos/",
        "memo-cover": "/assessments/{past}/reports/memos/cover/",
        "capsule": "/assessments/{past}/reports/capsule/",
    },
    "coordinator": {
        "home-coordinator": "/",
        "desk": "/desk/",
        "deadline": "/assessments/{own}/deadline/",
        "workload": "/desk/workload/",
        "assign-list": "/desk/assign/list/",
        "assessors": "/assessments/{sent}/assessors/",
        "submission": "/assessments/{sent}/submission/",
        "review": "/assessments/{sent}/review/",
        "review-item": "/assessments/{sent}/review/1.1/",
        "review-item-results": "/assessments/{sent}/review/7.1/",
        "calibrations": "/calibrations/",
        "calibration-new": "/assessments/{past}/calibrations/new/",
        "calibration-draft": "/assessments/{past}/calibrations/new/",
        "calibration-texts": "/calibrations/",
        "calibration-outcome": "/calibrations/{calibration}/",
        "calibration-outcome-item": "/calibrations/{calibration}/items/1.1/",
        "calibration-hand-back": "/calibrations/{calibration}/hand-ins/{calibrated}/back/",
        "mass-mail": "/desk/mail/?status=draft",
        "mass-mail-preview": "/desk/mail/?status=draft",
        "mass-mail-sent": "/desk/mail/?status=draft",
        "mass-mails": "/desk/mails/",
    },
    "contributor2": {
        "task-list-half": "/",
        "half": "/assessments/{half}/",
        "notices": "/people/notices/",
        "letter": "/people/notices/",
    },
    "assessor1": {
        "desk-assessor": "/desk/mine/",
        "calibrations-handed-in": "/calibrations/",
        "calibration-place": "/calibrations/{calibration}/",
        "calibration-item-read": "/calibrations/{calibration}/items/1.1/",
    },
    "assessor2": {
        "calibrations-assessor": "/calibrations/",
        "calibration": "/calibrations/{calibration}/",
        "calibration-item": "/calibrations/{calibration}/items/4.1/",
        "calibration-item-scored": "/calibrations/{calibration}/items/1.1/",
    },
}


def make_draft(page: Page) -> None:
    page.fill("[name=title]", "ปรับเทียบสำหรับผู้ตรวจใหม่")
    for box in page.locator("[name=items]").all()[:2]:
        box.check()
    page.click("main form button[type=submit]")


def open_texts(page: Page) -> None:
    """The newest set is a draft, if `calibration-draft` was looked at first."""
    page.click("section[aria-labelledby=kept-h] tbody a >> nth=0")
    page.click("main article p.actions a >> nth=0")


def preview_mail(page: Page) -> None:
    page.check("[name=audience] >> nth=1")
    page.fill("[name=subject]", "เตือนกำหนดส่งของ {หน่วยงาน}")
    page.fill(".mail-form [name=text]", WORDS)
    page.click(".mail-form button[value=preview]")


def send_mail(page: Page) -> None:
    preview_mail(page)
    page.click(".plan button[value=send]")


def open_newest(page: Page) -> None:
    """The newest notice, read or not: the letter, if `mass-mail-sent` was looked at first."""
    page.locator(".notices li").first.locator("button[name=open], h2 a").first.click()


# by name of the page: what is done there before its picture is taken
DEEDS = {
    "calibration-draft": make_draft,
    "calibration-texts": open_texts,
    "mass-mail-preview": preview_mail,
    "mass-mail-sent": send_mail,
    "letter": open_newest,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--ids", default=IDS)
    parser.add_argument("--only", default="", help="comma list of page names")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    ids = dict(pair.split("=") for pair in options.ids.split(","))
    wanted = set(filter(None, options.only.split(",")))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        for username, pages in PAGES.items():
            chosen = {name: path.format(**ids) for name, path in pages.items() if not wanted or name in wanted}
            if chosen:
                look(browser, f"http://127.0.0.1:{options.port}", username, chosen, options.folder)


def look(browser: Browser, address: str, username: str | None, pages: dict[str, str], folder: Path) -> None:
    """Every page of one person, at both widths."""
    for width, height in ((1366, 768), (390, 844)):
        page = browser.new_context(viewport={"width": width, "height": height}, locale="th-TH").new_page()
        problems: list[str] = []
        page.on("console", lambda said, found=problems: found.append(said.text) if said.type == "error" else None)
        arrived: list[Response] = []
        page.on("response", lambda said, seen=arrived: seen.append(said) if said.request.is_navigation_request() else 0)
        if username:
            page.goto(f"{address}/accounts/login/")
            page.fill("[name=login]", username)
            page.fill("[name=password]", PASSWORD)
            page.click("main button[type=submit]")
        for name, path in pages.items():
            page.goto(address + path)
            if name in DEEDS:
                DEEDS[name](page)
                page.wait_for_load_state()
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            print(f"{arrived[-1].status} {name} {width}{' SCROLLS SIDEWAYS' if wide else ''}")
        for problem in sorted(set(problems)):
            print(f"    console: {problem}")


if __name__ == "__main__":
    main()
