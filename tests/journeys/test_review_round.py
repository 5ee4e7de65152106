"""One review from the assignment to the explained score: blind, together, returned, answered, approved, explained."""

import pytest
from playwright.sync_api import Page

from accounts.models import User
from accounts.roles import Role
from assessments.models import Finding, HandIn, Remark
from assessments.statuses import RemarkState, Stage, Status
from tests.assessments.views.stage import url
from tests.cast import answer_all, make_user, submit

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

ASKED = "โปรดเพิ่มตัวอย่างการทบทวนที่ทำให้วิธีการเปลี่ยนไป"
DONE = "เพิ่มตัวอย่างของปี 2567 ไว้ในข้อ 1.1-1 แล้ว"
MENDED = "ปี 2567 ทบทวนแล้วพบว่าน้ำบาดาลเค็มขึ้น จึงปรับแผนที่ดินร่วมกับหมู่บ้าน"
MERGED = "มีขั้นตอนวางแผนห้าขั้นที่ทำซ้ำได้และทบทวนทุกปี"
OUTSIDE = "ที่ประชุมพบหลักฐานเพิ่มเติมในเล่มรายงานประจำปี"
# who: percent of 1.1, what she finds there, why she gives it, percent of 7.1
GIVEN = {
    "assessor": ("50", "พบขั้นตอนวางแผนห้าขั้น", "ขั้นตอนครบแต่ยังไม่เห็นผลการทบทวน", "0"),
    "second": ("60", "ขั้นตอนวางแผนทำซ้ำได้", "ทำซ้ำได้และมีผู้รับผิดชอบทุกขั้นตอน", "5"),
    "third": ("65", "ทบทวนขั้นตอนวางแผนทุกปี", "ทบทวนทุกปีแต่ขยายผลไม่ทั่วทุกเขต", "0"),
}


@pytest.fixture
def sent(assessment, cast):
    """Sent by the unit, nobody assigned; three assessors of the office."""
    answer_all(assessment)
    submit(assessment, cast)
    for name in list(GIVEN)[1:]:
        make_user(name, (Role.ASSESSOR, None))
    return assessment


@pytest.fixture
def new_page(watch):
    """A page of the person named, signed in without a walk through the sign-in page."""
    return lambda name: watch(User.objects.get(username=name)).page


def press(page: Page, button: str) -> None:
    """The button of this selector is pressed and the page that follows has come."""
    with page.expect_navigation():
        page.locator(button).first.click()


def assign(page: Page, assessment) -> None:
    page.goto(f"{url('assign')}?assessment={assessment.pk}")
    for person in User.objects.filter(username__in=GIVEN):
        page.check(f"[name=assessor][value='{person.pk}']")
    press(page, "button[value=preview]")
    press(page, "button[value=accept]")


def declare(page: Page, assessment) -> None:
    page.goto(url("review", assessment.pk))
    page.check("[name=interest][value=none]")
    press(page, "form[action$='/declaration/'] button")


def score(page: Page, percent: str, reason: str, *, factors: bool = False) -> None:
    """On to the next item, or to the hand-in after the last one."""
    for name in "ADLI" if factors else "":
        page.check(f"#consensus [name=factor_{name}][value='3']")
    page.select_option("#consensus [name=percent]", percent)
    page.fill("#consensus [name=reason]", reason)
    press(page, "#consensus button[name=next]")


def write_review(page: Page, assessment, name: str) -> None:
    """A finding, and a score of every item, one page leading to the next."""
    process, nugget, reason, results = GIVEN[name]
    page.goto(url("review_item", assessment.pk, "1.1"))
    page.check("#findings [name=kind][value=strength]")
    page.fill("#findings [name=nugget]", nugget)
    page.fill("#findings [name=evidence]", "1.1-1")
    press(page, "#findings form[action$='/findings/'] button")
    score(page, process, reason, factors=True)
    score(page, results, f"{reason} (7.1)")
    score(page, "0", f"{reason} (7.2)")
    page.wait_for_url("**/review/#hand-in")


def hand_in(page: Page, assessment) -> None:
    page.goto(url("review", assessment.pk))
    press(page, "form[action$='/hand-in/'] button")


def read(page: Page, *addresses: str) -> str:
    """Everything that these addresses send, by the browser's own session."""
    return "".join(page.request.get(address).text() for address in addresses)


def places(assessment) -> list[str]:
    """Where what she found and why she scored can be read; test_blind.py asks every address."""
    items = [url("review_item", assessment.pk, code) for code in ("1.1", "7.1")]
    return [url("review", assessment.pk), *items, *(url(name, assessment.pk) for name in ("explained", "feedback"))]


def words_of(name: str) -> list[str]:
    _process, nugget, reason, _results = GIVEN[name]
    return [nugget, reason]


def sees(page: Page, assessment) -> set[str]:
    """Of whom this person reads a finding or a reason somewhere."""
    said = read(page, *places(assessment), url("consensus_item", assessment.pk, "1.1"))
    return {name for name in GIVEN if any(each in said for each in words_of(name))}


def guessed(page: Page, assessment, author: str) -> set[int]:
    """The answers to the keys of what this assessor wrote."""
    finding = Finding.objects.get(author__username=author, stage=Stage.REVIEW)
    return {page.request.get(url("finding_edit", assessment.pk, finding.pk)).status}


def decide(page: Page, assessment, code: str, percent: str, reason: str = "", *, factors: bool = False) -> None:
    page.goto(url("consensus_item", assessment.pk, code))
    for name in "ADLI" if factors else "":
        page.check(f"#consensus [name=factor_{name}][value='3']")
    page.select_option("#consensus [name=percent]", percent)
    page.fill("#consensus [name=reason]", reason)
    press(page, "#consensus button[value=chosen]")


def merge_all(page: Page, assessment) -> None:
    page.goto(url("consensus_item", assessment.pk, "1.1"))
    for box in page.locator("#sources [name=source]").all():
        box.check()
    press(page, "#sources form button")
    page.fill("#merge [name=nugget]", MERGED)
    press(page, "#merge form button")


def take_over(page: Page, assessment) -> None:
    """Everything that was agreed on stands again; what has changed is named."""
    page.goto(url("review", assessment.pk))
    assert page.locator("#take-over li").all_inner_texts() == ["1.1 หัวข้อ 1.1"]
    press(page, "form[action$='/consensus/take-over/'] button")
    assert page.get_by_text("คะแนน 3 หัวข้อ ข้อค้นพบ 1 ข้อ แล้ว").count() == 1


def perform(page: Page, assessment, action: str) -> None:
    page.goto(url("review", assessment.pk))
    form = f"form[action$='/actions/{action}/']"
    drawer = page.locator(f"details:has({form}) summary")
    if drawer.count():
        drawer.click()
    press(page, f"{form} button")


def send_again(new_page, assessment) -> None:
    """The unit answers the remark where it was asked, mends its text, signs and sends."""
    writer = new_page("contributor")
    writer.goto(url("task_list", assessment.pk))
    writer.get_by_role("link", name="ตอบข้อสังเกต", exact=True).click()
    writer.fill("[name=reply]", DONE)
    writer.fill("[name=place]", "1.1-1")
    writer.get_by_role("button", name="บันทึกคำตอบ").click()
    writer.get_by_text("ตอบครบแล้ว").wait_for()
    writer.goto(url("answer", assessment.pk, "1.1-1"))
    writer.fill("#answer [name=text]", MENDED)
    writer.get_by_role("button", name="บันทึก", exact=True).click()
    writer.get_by_text("บันทึกแล้ว").first.wait_for()
    lead, approver = new_page("lead"), new_page("approver")
    lead.goto(url("check", assessment.pk))
    press(lead, "form[action$='/prepare/'] button")
    approver.goto(url("check", assessment.pk))
    press(approver, "main form[action$='/actions/submit/'] button")


def write_blind(sent, assessors: dict[str, Page], coordinator: Page, lead: Page) -> None:
    """Each sees her own, after her hand-in also what is handed in; the coordinator counts, the unit sees nothing."""
    first, second, third = (assessors[name] for name in GIVEN)
    write_review(first, sent, "assessor")
    assert sees(first, sent) == {"assessor"}
    for page, answer in ((second, 404), (coordinator, 404), (lead, 403)):
        assert (sees(page, sent), guessed(page, sent, "assessor")) == (set(), {answer})
    coordinator.goto(url("review", sent.pk))
    assert coordinator.get_by_text("ให้คะแนน 3 หัวข้อ ข้อค้นพบ 1 ข้อ").count() == 1
    hand_in(first, sent)
    write_review(second, sent, "second")
    assert sees(first, sent) == {"assessor"}
    assert (sees(second, sent), guessed(second, sent, "assessor")) == ({"second"}, {404})
    assert (sees(coordinator, sent), sees(lead, sent)) == ({"assessor"}, set())
    hand_in(second, sent)
    assert sees(second, sent) == {"assessor", "second"}
    coordinator.goto(url("consensus_room", sent.pk))
    assert coordinator.get_by_role("button", name="เปิดการประชุมฉันทามติ").count() == 0
    write_review(third, sent, "third")
    assert sees(third, sent) == {"third"}
    hand_in(third, sent)
    assert HandIn.objects.active().count() == 3


def agree(sent, coordinator: Page) -> None:
    """One finding of three, a percent for every item, one of them outside of what anybody gave."""
    coordinator.goto(url("consensus_room", sent.pk))
    press(coordinator, "form[action$='/consensus/open/'] button")
    merge_all(coordinator, sent)
    decide(coordinator, sent, "1.1", "60", factors=True)
    decide(coordinator, sent, "7.1", "0")
    decide(coordinator, sent, "7.2", "5")
    assert coordinator.get_by_text("นอกช่วงที่ผู้ตรวจแต่ละคนให้ไว้").count() > 0
    decide(coordinator, sent, "7.2", "5", OUTSIDE)


def send_back(sent, coordinator: Page, lead: Page) -> None:
    """With a remark, which reaches the unit with the return."""
    coordinator.goto(url("review", sent.pk))
    coordinator.select_option("form[action$='/remarks/new/'] [name=item]", label="1.1 หัวข้อ 1.1")
    coordinator.fill("form[action$='/remarks/new/'] [name=text]", ASKED)
    press(coordinator, "form[action$='/remarks/new/'] button")
    assert ASKED not in read(lead, url("remarks", sent.pk))
    perform(coordinator, sent, "return")
    assert (ASKED in read(lead, url("remarks", sent.pk)), sees(lead, sent)) == (True, set())


def test_from_three_blind_assessors_to_the_explained_score(sent, new_page):
    coordinator, lead = new_page("coordinator"), new_page("lead")
    assessors = {name: new_page(name) for name in GIVEN}
    assign(coordinator, sent)
    for page in assessors.values():
        declare(page, sent)
    write_blind(sent, assessors, coordinator, lead)
    agree(sent, coordinator)
    assert (sees(assessors["third"], sent), sees(lead, sent)) == (set(GIVEN), set())
    send_back(sent, coordinator, lead)
    send_again(new_page, sent)
    perform(coordinator, sent, "start_review")
    assert DONE in read(coordinator, url("review", sent.pk))
    press(coordinator, "form.settle button[value=accepted]")

    # Nobody has handed in a review of the second submission: what was agreed on the first is taken over.
    take_over(coordinator, sent)
    perform(coordinator, sent, "approve")
    sent.refresh_from_db()
    assert (sent.status, Remark.objects.get().state) == (Status.APPROVED, RemarkState.ACCEPTED)

    lead.goto(url("task_list", sent.pk))
    lead.get_by_role("link", name="อ่านคำอธิบายคะแนน").click()
    said = lead.locator("main").inner_text()
    expected = (MERGED, OUTSIDE, ASKED, DONE, "สิ่งที่ต้องมีเพื่อก้าวต่อไป", "60\N{NO-BREAK SPACE}%")
    assert [each for each in expected if each not in said] == []
    assert (sees(lead, sent), sees(assessors["third"], sent)) == (set(), set())  # of the first submission alone
