"""A calibration set in a browser: copied, read through, opened, scored blind by two, and what each then sees."""

import pytest

from assessments.models import Calibration, CalibrationHandIn
from assessments.services.calibrating import hand_back_calibration
from tests.assessments.views.stage import url
from tests.calibrating import another_assessor, hand_in, make_set, open_set, submitted
from tests.journeys.watching import ALL_WIDTHS, PHONE, WIDE, Watched, listed
from tests.journeys.watching import submitted as sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BACK = "หัวข้อ 1.2 ไม่ตรงกับเหตุผลที่คุยกัน โปรดตรวจอีกครั้ง"
REASON = "แนวทางเป็นระบบแต่ยังไม่ครอบคลุมทุกหน่วยงานในสังกัด " * 8


@pytest.fixture
def source(cast, cycle):
    return submitted(cast, cycle)


def score(page, percent: str) -> None:
    for name in "ADLI":
        page.check(f"[name=factor_{name}][value='3']", force=True)
    page.select_option("[name=percent]", percent)
    page.click("#consensus button[name=next]")
    page.wait_for_load_state()


def handed_back_and_in_again(coordinator, assessor) -> None:
    """With a reason, from the page of the set; she hears of it, changes her last score and hands in."""
    coordinator.get_by_role("link", name="คืนให้แก้ไข assessor").click()
    coordinator.fill("[name=reason]", BACK)
    coordinator.get_by_role("button", name="คืนคะแนน").click()
    coordinator.get_by_text("คืนคะแนนให้ assessor แก้ไขแล้ว").wait_for()

    assessor.goto("/people/notices/")
    assessor.get_by_role("button", name="เปิดดู คืนคะแนนปรับเทียบให้แก้ไข: ปรับเทียบ 2569").click()
    assessor.get_by_text(BACK).wait_for()
    assessor.get_by_role("link", name="1.2 ธรรมาภิบาล").click()
    score(assessor, "60")
    assessor.get_by_role("button", name="ส่งคะแนน").click()
    assessor.get_by_text("โดยเฉลี่ยคุณให้ต่ำกว่ามัธยฐาน 3.8 จุดร้อยละ").wait_for()


def test_from_the_copy_to_the_place_among_the_others(source, cast, new_page):
    coordinator = new_page("coordinator")
    coordinator.goto(url("review", source.pk))
    coordinator.get_by_role("link", name="ทำชุดปรับเทียบจากฉบับนี้").click()
    coordinator.fill("[name=title]", "ปรับเทียบ 2569")
    for box in coordinator.locator("[name=items]").all():
        box.check()
    coordinator.get_by_role("button", name="ทำร่าง").click()
    coordinator.get_by_role("link", name="แก้ไขข้อความและคะแนนอ้างอิง 1.2").click()
    coordinator.fill("[name='text_1.2-1']", "มีคณะกรรมการกำกับดูแล ทบทวนทุกไตรมาส")
    coordinator.select_option("[name=reference]", "60")
    coordinator.get_by_role("button", name="บันทึกข้อความ").click()
    coordinator.get_by_role("button", name="เปิดให้ผู้ตรวจให้คะแนน").click()
    coordinator.get_by_text("เปิดชุดปรับเทียบแล้ว").wait_for()
    made = Calibration.objects.get()
    hand_in(made, another_assessor("second"), {"1.1": 60, "1.2": 65})

    assessor = new_page("assessor")
    assessor.goto(url("own_desk"))
    assessor.get_by_role("link", name="ชุดปรับเทียบ รอคุณ 1 ชุด").click()
    assessor.get_by_role("link", name="ปรับเทียบ 2569").click()
    assessor.get_by_role("link", name="1.1 หัวข้อ 1.1").click()
    assert cast.unit.name_th not in assessor.content()
    score(assessor, "50")
    score(assessor, "55")
    assessor.get_by_role("button", name="ส่งคะแนน").click()
    assessor.get_by_text("โดยเฉลี่ยคุณให้ต่ำกว่ามัธยฐาน 5.0 จุดร้อยละ").wait_for()
    assert "second" not in assessor.content()
    assert CalibrationHandIn.objects.count() == 2

    coordinator.goto(url("calibration", made.pk))
    said = coordinator.locator(".leans-table").inner_text()
    assert ["second" in said, "+5.0" in said, "−5.0" in said] == [True] * 3
    handed_back_and_in_again(coordinator, assessor)
    coordinator.goto(url("calibration", made.pk))
    coordinator.locator(".leans-table").get_by_text("ส่งใหม่หลังคืน").wait_for()
    coordinator.get_by_role("button", name="ปิดชุดปรับเทียบ").click()
    coordinator.get_by_text("ปิดชุดปรับเทียบแล้ว").wait_for()


def test_the_pages_of_a_set(source, cast, watch):
    """Made, a draft, its texts, lists, scoring with its errors, the outcome and her place, with long words."""
    kept: Watched = watch(cast.coordinator)
    found = kept.visit(url("calibration_new", source.pk), (WIDE, PHONE))
    found += sent(kept, "made without anything", 422, "main form button[type=submit]")
    draft, opened = make_set(source, cast.coordinator, title="ร่าง"), open_set(source, cast.coordinator)
    found += kept.visit(url("calibration", draft.pk), ALL_WIDTHS)
    found += kept.visit(url("calibration_item", draft.pk, "1.1"), (WIDE, PHONE))
    found += kept.visit(url("calibration", opened.pk), (WIDE, PHONE))

    judge: Watched = watch(cast.assessor)
    found += judge.visit(url("calibration", opened.pk), (WIDE, PHONE))
    found += judge.visit(url("calibration_item", opened.pk, "1.1"), ALL_WIDTHS)
    judge.page.select_option("[name=percent]", "60")
    found += sent(judge, "a score without factors", 422, "#consensus button[name=next]")
    for number, percent in enumerate((30, 55, 60, 60)):
        hand_in(opened, another_assessor(f"ผู้ตรวจชื่อยาวมากคนที่{number}"), {"1.1": percent, "1.2": 0}, reason=REASON)
    hand_in(opened, cast.assessor, {"1.1": 90, "1.2": 20}, reason=REASON)
    found += judge.visit(url("calibration", opened.pk), ALL_WIDTHS)
    found += judge.visit(url("calibration_item", opened.pk, "1.1"), (WIDE, PHONE))
    found += judge.visit(url("calibrations"), ALL_WIDTHS)
    for address in (url("calibrations"), url("calibration", opened.pk), url("calibration_item", opened.pk, "1.1")):
        found += kept.visit(address, ALL_WIDTHS)
    given = opened.hand_ins.get(assessor=cast.assessor)
    found += kept.visit(url("calibration_hand_back", opened.pk, given.pk), ALL_WIDTHS)
    found += sent(kept, "handed back without a reason", 422, "main form button[type=submit]")
    hand_back_calibration(given=given, reason=REASON, actor=cast.coordinator)
    found += judge.visit(url("calibration", opened.pk), (WIDE, PHONE))
    found += kept.visit(url("calibration_hand_back", opened.pk, given.pk), (WIDE, PHONE))
    assert not found, listed(found)
