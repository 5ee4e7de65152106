"""Writing a review in a real browser: it saves itself and says the truth. Its clock is moved, never awaited."""

from decimal import Decimal
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from assessments.models import Finding
from assessments.statuses import Stage, Status
from tests.assessments.views.stage import hand_in
from tests.cast import assign, bring_to
from tests.journeys.writing import has_draft, pause, pause_until_saved, until
from tests.levels import bring_levels_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCORE, FINDING = "#score-saved", "#finding-saved"
REASON = "ผลการตรวจในพื้นที่ต่างจากที่หน่วยงานเขียนไว้"


@pytest.fixture
def page(new_page, assessment, cast):
    bring_to(assessment, Status.SUBMITTED, cast)
    page = new_page("assessor")
    page.clock.install()
    page.goto(f"/assessments/{assessment.pk}/review/1.1/")
    return page


def test_score_and_finding_save_themselves_and_stand_after_a_reload(page, assessment):
    for name in "ADLI":
        page.check(f"[name=factor_{name}][value='3']", force=True)
    page.select_option("[name=percent]", "90")
    pause_until_saved(page, SCORE, "เขียนเหตุผลอย่างน้อย 20 ตัวอักษร")
    expect(page.locator(SCORE)).to_contain_text("ยังไม่นับเป็นคะแนน")
    expect(page.locator(".suggested")).to_contain_text("60 %")
    page.fill("#consensus [name=reason]", REASON)
    expect(page.locator(SCORE)).to_contain_text("ยังไม่ได้บันทึก")
    pause_until_saved(page, SCORE, "90 %")
    assert assessment.scores.get(stage=Stage.REVIEW).confirmed

    page.fill("#findings [name=nugget]", "ไม่พบการทบทวน")
    pause(page)
    expect(page.locator(FINDING)).to_contain_text("เลือกว่าเป็นจุดแข็ง")
    has_draft(page)
    page.check("#findings [name=kind][value=ofi]")
    pause_until_saved(page, FINDING)
    has_draft(page, 0)
    page.locator("#findings [name=evidence]").fill("1.1-1")
    page.locator("#findings [name=evidence]").blur()
    expect(page.locator(FINDING)).to_contain_text("บันทึกแล้ว")

    page.reload()
    expect(page.locator(SCORE)).to_contain_text("90 %")
    assert page.input_value("#consensus [name=reason]") == REASON
    expect(page.locator(".finding")).to_have_count(1)
    expect(page.locator(".finding")).to_contain_text("ไม่พบการทบทวน")
    assert Finding.objects.get().evidence == "1.1-1"


LATE_BODIES = """
    const json = Response.prototype.json;
    window.late = Promise.resolve();
    window.held = 0;
    Response.prototype.json = async function () { window.held += 1; await window.late; return json.call(this); };
    window.holdBodies = () => {
      window.late = new Promise((resolve) => addEventListener("keyup", resolve, { once: true }));
    };
"""


def test_the_button_waits_for_the_whole_answer_of_the_save_under_way(page, assessment):
    page.add_init_script(LATE_BODIES)
    page.reload()
    page.evaluate("holdBodies()")
    for name in "ADLI":
        page.check(f"[name=factor_{name}][value='3']", force=True)
    page.select_option("[name=percent]", "60")
    pause(page)
    until(page, "window.held === 1")
    page.get_by_role("button", name="บันทึกคะแนน", exact=True).click()
    with page.expect_request("**/own-score/") as pressed, page.expect_navigation():
        page.keyboard.press("Escape")  # no script of the page may be asked while it is left
    assert parse_qs(pressed.value.post_data)["version"] == ["1"]
    assert assessment.scores.get(stage=Stage.REVIEW).percent == 60


def test_a_hand_in_in_another_tab_keeps_the_text_and_says_so(page, assessment, cast):
    hand_in(assessment, cast.assessor)
    page.fill("#consensus [name=reason]", REASON)
    pause(page)
    expect(page.locator("#score-trouble")).to_contain_text("คุณส่งผลตรวจแล้ว")
    expect(page.locator(SCORE)).to_contain_text("ยังไม่ได้บันทึก")
    expect(page.locator("#score-trouble").get_by_role("button", name="คัดลอกข้อความของฉัน")).to_be_visible()
    assert page.input_value("#consensus [name=reason]") == REASON
    has_draft(page)
    assert not assessment.scores.filter(stage=Stage.REVIEW).exists()


def judge(page, code: str, value: str) -> None:
    page.check(f"[name='checkpoint_{code}'][value='{value}']", force=True)


def test_checkpoints_save_themselves_and_the_button_goes_on_from_there(new_page, levels, cast):
    assign(levels, cast.assessor)
    bring_levels_to(levels, Status.SUBMITTED, cast)
    page = new_page("assessor")
    page.clock.install()
    page.goto(f"/assessments/{levels.pk}/review/1.1/")
    judge(page, "1.1-B1", "1")
    judge(page, "1.1-B2", "0.5")
    expect(page.locator(SCORE)).to_contain_text("กำลังพิมพ์")
    pause_until_saved(page, SCORE, "พิจารณาแล้ว 2 จาก 4")
    expect(page.locator(".suggested")).to_contain_text("225")
    expect(page.locator("[data-level=B]")).to_contain_text("สัดส่วน 0.75 ได้ 225.00 จาก 300 คะแนน")
    has_draft(page, 0)

    judge(page, "1.1-B2", "1")
    pause_until_saved(page, SCORE, "พิจารณาแล้ว 2 จาก 4")
    until(page, "document.querySelector('[name=\"version_1.1-B2\"]').value === '2'")
    judge(page, "1.1-B2", "0")
    page.get_by_role("button", name="บันทึกคะแนน", exact=True).click()
    expect(page.locator(SCORE)).to_contain_text("พิจารณาแล้ว 2 จาก 4")
    expect(page.locator("[data-level=B]")).to_contain_text("150.00")
    stored = dict(levels.checkpoint_scores.filter(stage=Stage.REVIEW).values_list("question__code", "value"))
    assert stored == {"1.1-B1": 1, "1.1-B2": 0}


def test_what_was_chosen_and_not_saved_is_offered_in_its_words(new_page, levels, cast):
    assign(levels, cast.assessor)
    bring_levels_to(levels, Status.SUBMITTED, cast)
    page = new_page("assessor")
    page.clock.install()
    page.goto(f"/assessments/{levels.pk}/review/1.1/")
    page.route("**/own-score/text/", lambda route: route.abort())
    judge(page, "1.1-A1", "0.5")
    pause(page)
    has_draft(page)
    page.unroute("**/own-score/text/")
    page.evaluate("document.querySelector('#consensus form').dataset.save = ''")  # leaving saves nothing either
    page.goto(f"/assessments/{levels.pk}/review/1.1/")
    expect(page.locator("#score-draft blockquote")).to_contain_text("1.1-A1: ½")
    page.locator("#score-draft [data-use]").click()
    pause_until_saved(page, SCORE, "พิจารณาแล้ว 1 จาก 4")
    assert levels.checkpoint_scores.get(stage=Stage.REVIEW).value == Decimal("0.5")
