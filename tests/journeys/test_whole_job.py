"""The whole main job in a real browser: written, scored, submitted, returned, mended, approved, taken away as PDF."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from assessments.statuses import Status
from tests.cast import YEAR, answer_all

pytestmark = [pytest.mark.browser, pytest.mark.child, pytest.mark.django_db(transaction=True)]

FIRST = "กรมกำหนดขั้นตอนการรับฟังความเห็นของเกษตรกรทุกอำเภอ และนำข้อมูลมาปรับปรุงบริการทุกปี"
MENDED = "ปี 2567 ทบทวนแล้วพบว่าน้ำบาดาลบางพื้นที่เค็มขึ้น จึงปรับแผนที่ดินร่วมกับหมู่บ้านที่อยู่ติดลำน้ำ"
STRENGTH = "หน่วยงานทำแผนที่ดินร่วมกับชุมชนครบทุกอำเภอ ทำให้คำแนะนำตรงกับสภาพน้ำและดิน"
REMARK = "โปรดเพิ่มตัวอย่างการทบทวนที่ทำให้วิธีการเปลี่ยนไป"


@pytest.fixture
def prepared(assessment):
    """All but one question answered and every item confirmed, as after weeks of work."""
    answer_all(assessment)
    assessment.answers.filter(question__code="1.1-1").update(text="", version=0, updated_at=None)
    return assessment


def squeezed(text: str) -> str:
    return "".join(text.split())


def text_by_pdfium(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return squeezed("".join(page.get_textpage().get_text_range() for page in document))


def text_by_pypdf(content: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


def answer(page: Page, path: str, text: str) -> None:
    page.goto(f"{path}questions/1.1-1/")
    page.fill("[name=text]", text)
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("บันทึกแล้ว").first.wait_for()


def add_indicator(page: Page, path: str) -> None:
    page.goto(f"{path}items/7.1/indicators/new/")
    page.select_option("[name=area]", "ก")
    page.fill("[name=name]", "พื้นที่ที่ปรับปรุงดินแล้ว")
    page.fill("[name=unit_of_measure]", "ล้านไร่")
    page.check("[name=direction][value=higher]")
    page.check("[name=importance][value=key]")
    for year, value in {YEAR - 2: "๑๐.๕", YEAR - 1: "11", YEAR: "12.25"}.items():
        page.fill(f"[name=value_{year}]", value)
    page.fill(f"[name=target_{YEAR}]", "12")
    page.get_by_role("button", name="บันทึกตัวชี้วัด").click()
    page.get_by_text("พื้นที่ที่ปรับปรุงดินแล้ว").first.wait_for()


def confirm_results(page: Page, path: str) -> None:
    page.goto(f"{path}items/7.1/")
    page.locator("button[name=confirm]").first.click()
    page.wait_for_load_state()


def sign(page: Page, path: str) -> None:
    page.goto(f"{path}check/")
    page.get_by_role("button", name="ลงนามผู้จัดทำ").click()
    page.get_by_text("ลงนามผู้จัดทำแล้ว").wait_for()


def submit(page: Page, path: str) -> None:
    page.goto(f"{path}check/")
    page.locator("main form[action$='/actions/submit/'] button").click()
    page.wait_for_url("**/submission/")


def start_review(page: Page, path: str) -> None:
    page.goto(f"{path}review/")
    page.get_by_role("button", name="เริ่มตรวจประเมิน").click()
    page.wait_for_load_state()


def send_back(page: Page, path: str) -> None:
    page.goto(f"{path}review/")
    page.fill("form[action$='/remarks/new/'] [name=text]", REMARK)
    page.locator("form[action$='/remarks/new/'] button").click()
    page.get_by_text(REMARK).first.wait_for()
    page.locator("details:has(form[action$='/actions/return/']) summary").click()
    page.locator("form[action$='/actions/return/'] button").click()
    page.wait_for_load_state()


def reply(page: Page, path: str) -> None:
    page.goto(f"{path}remarks/")
    page.fill("[name=reply]", "เพิ่มตัวอย่างการทบทวนแล้ว")
    page.fill("[name=place]", "1.1-1")
    page.get_by_role("button", name="บันทึกคำตอบ").click()
    page.get_by_text("ตอบครบแล้ว").wait_for()


def approve(page: Page, path: str) -> None:
    page.goto(f"{path}review/1.1/")
    page.check("form[action$='/findings/'] [name=kind][value=strength]")
    page.fill("form[action$='/findings/'] [name=nugget]", STRENGTH)
    page.locator("form[action$='/findings/'] button").click()
    page.get_by_text(STRENGTH).first.wait_for()
    page.goto(f"{path}review/")
    page.locator("details:has(form[action$='/actions/approve/']) summary").click()
    page.locator("form[action$='/actions/approve/'] button").click()
    page.wait_for_load_state()


def download(page: Page, path: str, kind: str) -> bytes:
    page.goto(f"{path}reports/{kind}/")
    page.get_by_role("button", name="สร้าง PDF").click(timeout=180_000)  # made at once here, behind everything else
    with page.expect_download() as waiting:
        page.get_by_role("link", name="ดาวน์โหลด PDF").click()
    return Path(waiting.value.path()).read_bytes()


def test_from_the_first_answer_to_the_pdf(prepared, cast, new_page):
    path = f"/assessments/{prepared.pk}/"
    contributor = new_page("contributor")
    answer(contributor, path, FIRST)
    add_indicator(contributor, path)
    lead = new_page("lead")
    confirm_results(lead, path)
    approver = new_page("approver")
    sign(lead, path)
    submit(approver, path)

    coordinator = new_page("coordinator")
    start_review(coordinator, path)
    send_back(coordinator, path)
    contributor.goto(f"{path}feedback/")
    assert contributor.get_by_text(REMARK).count() == 1

    answer(contributor, path, f"{FIRST}\n\n{MENDED}")
    reply(contributor, path)
    sign(lead, path)
    submit(approver, path)
    start_review(coordinator, path)
    approve(coordinator, path)

    manager = new_page("manager")
    summary, full = download(manager, path, "summary"), download(manager, path, "full")

    prepared.refresh_from_db()
    assert prepared.status == Status.APPROVED
    assert [event.kind for event in prepared.events.all() if event.to_status] == [
        "approve", "start_review", "submit", "return", "start_review", "submit",
    ]  # fmt: skip
    for read in (text_by_pypdf, text_by_pdfium):
        assert squeezed(STRENGTH) in read(summary)
        assert squeezed(MENDED) in read(full)
    assert len(PdfReader(BytesIO(summary)).pages) == 2
