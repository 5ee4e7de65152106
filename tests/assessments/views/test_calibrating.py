"""An assessor and a calibration set: she scores blind, hands in whole, and sees her place among the others unnamed."""

import pytest

from assessments.models import CalibrationHandIn, CalibrationItem, CalibrationScore
from assessments.services.calibrations import close_calibration
from tests.assessments.views.stage import url
from tests.calibrating import HIDDEN, another_assessor, give, hand_in, make_set, open_set, submitted

REASON = "แนวทางเป็นระบบแต่ยังไม่ครอบคลุมทุกหน่วยงาน"
LIST, PLACE, ITEM = 4, 8, 9  # queries, the session and the person among them


@pytest.fixture
def opened(cast, cycle):
    return open_set(submitted(cast, cycle), cast.coordinator)


def score(client, opened, code: str = "1.1", *, level: int = 3, **data):
    given = {f"factor_{name}": str(level) for name in "ADLI"} | {"percent": "60", "reason": "", "version": "0"}
    return client.post(url("calibration_score", opened.pk, code), given | data)


def test_the_set_is_on_her_desk_her_list_and_her_page(opened, cast, as_user):
    client = as_user(cast.assessor)
    assert client.get(url("own_desk")).context["to_calibrate"] == 1
    listed = client.get(url("calibrations"))
    assert [(each.pk, each.scored, each.item_count) for each in listed.context["own"]] == [(opened.pk, 0, 2)]
    page = client.get(url("calibration", opened.pk))
    assert [item.code for item in page.context["missing"]] == ["1.1", "1.2"]


def test_a_draft_is_unknown_to_her(cast, cycle, as_user):
    made = make_set(submitted(cast, cycle), cast.coordinator)
    client = as_user(cast.assessor)
    assert list(client.get(url("calibrations")).context["own"]) == []
    assert client.get(url("own_desk")).context["to_calibrate"] == 0
    assert client.get(url("calibration", made.pk)).status_code == 404
    assert score(client, made).status_code == 404


def test_nothing_on_her_pages_names_the_unit(opened, cast, as_user):
    client = as_user(cast.assessor)
    hand_in(opened, another_assessor("second"), {"1.1": 50, "1.2": 10})
    names = (cast.unit.name_th, cast.unit.code, cast.unit.parent.name_th, "second", str(cast.coordinator))
    addresses = [url("calibrations"), url("calibration", opened.pk), url("calibration_item", opened.pk, "1.1")]
    found = [client.get(address).content.decode() for address in addresses]
    hand_in(opened, cast.assessor, {"1.1": 60, "1.2": 10})
    found += [client.get(address).content.decode() for address in addresses]
    assert [name for page in found for name in names if name in page] == []
    assert HIDDEN in found[2]


def test_scored_item_by_item_and_handed_in(opened, cast, as_user):
    client = as_user(cast.assessor)
    first = score(client, opened, "1.1", next="1")
    last = score(client, opened, "1.2", percent="0", reason=REASON, next="1")
    assert [first.url, last.url] == [
        url("calibration_item", opened.pk, "1.2"),
        url("calibration", opened.pk) + "#hand-in",
    ]
    stored = CalibrationScore.objects.order_by("item__item__code")
    assert [(each.percent, each.reason, each.approach, each.version) for each in stored] == [
        (60, "", 3, 1),
        (0, REASON, 3, 1),
    ]
    assert client.post(url("calibration_hand_in", opened.pk)).status_code == 302
    assert CalibrationHandIn.objects.get().assessor == cast.assessor
    assert client.get(url("own_desk")).context["to_calibrate"] == 0


def test_without_a_percent_it_is_kept_and_does_not_count(opened, cast, as_user):
    client = as_user(cast.assessor)
    assert score(client, opened, percent="").status_code == 302
    assert CalibrationScore.objects.get().percent is None
    assert [item.code for item in client.get(url("calibration", opened.pk)).context["missing"]] == ["1.1", "1.2"]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"percent": "61"}, "percent"),
        ({"percent": "x"}, "percent"),
        ({"percent": "90"}, "reason"),
        ({"percent": "90", "reason": "สั้น"}, "reason"),
        ({"version": ""}, "version"),
        ({"factor_A": "9"}, "factor_A"),
        ({"factor_A": ""}, "__all__"),
    ],
)
def test_a_score_against_the_rules_is_refused_and_stays_on_the_page(opened, cast, as_user, data, field):
    response = score(as_user(cast.assessor), opened, **{"reason": "คำที่พิมพ์"} | data)
    assert (response.status_code, list(response.context["score_form"].errors)) == (422, [field])
    assert data.get("reason", "คำที่พิมพ์") in response.content.decode()
    assert not CalibrationScore.objects.exists()


def test_the_suggestion_is_shown_and_nothing_saved(opened, cast, as_user):
    response = score(as_user(cast.assessor), opened, percent="", preview="1")
    assert (response.status_code, response.context["explanation"].percent) == (200, 60)
    assert not CalibrationScore.objects.exists()


def test_of_two_windows_the_second_is_told_what_stands(opened, cast, as_user):
    client = as_user(cast.assessor)
    score(client, opened)
    response = score(client, opened, percent="65", reason="ของหน้าต่างที่สอง")
    assert (response.status_code, response.context["stale"].percent, response.context["version"]) == (409, 60, 1)
    assert "ของหน้าต่างที่สอง" in response.content.decode()
    assert score(client, opened, percent="65", version="1").status_code == 302
    assert score(client, opened, "1.2", version="7").status_code == 302  # nothing stood there
    assert sorted(CalibrationScore.objects.values_list("percent", "version")) == [(60, 1), (65, 2)]


def test_what_is_missing_stops_the_hand_in(opened, cast, as_user):
    client = as_user(cast.assessor)
    score(client, opened, "1.2", percent="60")
    response = client.post(url("calibration_hand_in", opened.pk))
    assert response.status_code == 422
    assert response.context["refused"].endswith("1.1")
    assert not CalibrationHandIn.objects.exists()


def test_handed_in_stands_for_good(opened, cast, as_user):
    client = as_user(cast.assessor)
    hand_in(opened, cast.assessor, {"1.1": 60, "1.2": 60})
    response = score(client, opened, percent="65", version="1", reason="แก้ทีหลัง")
    assert response.status_code == 403
    assert "แก้ทีหลัง" in response.content.decode()
    assert client.post(url("calibration_hand_in", opened.pk)).status_code == 302
    assert set(CalibrationScore.objects.values_list("percent", flat=True)) == {60}
    assert CalibrationHandIn.objects.count() == 1


def test_handed_in_she_still_reads_what_she_gave(opened, cast, as_user):
    hand_in(opened, cast.assessor, {"1.1": 60, "1.2": 60}, reason=REASON)
    page = as_user(cast.assessor).get(url("calibration_item", opened.pk, "1.1")).content.decode()
    assert [each in page for each in ("บันทึกแล้ว 60 %", "A&nbsp;3", "I&nbsp;3", REASON)] == [True] * 4


def test_a_closed_set_takes_nothing_and_shows_what_she_gave(opened, cast, as_user):
    client = as_user(cast.assessor)
    score(client, opened)
    close_calibration(calibration=opened, version=2, actor=cast.coordinator)
    assert score(client, opened, percent="65", version="1").status_code == 403
    assert client.post(url("calibration_hand_in", opened.pk)).status_code == 403
    assert client.get(url("calibration_item", opened.pk, "1.1")).context["may_write"] is False
    assert client.get(url("calibration", opened.pk)).templates[0].name == "assessments/calibration.html"


def test_before_her_hand_in_she_sees_nothing_of_the_others(opened, cast, as_user):
    CalibrationItem.objects.update(reference=95)
    hand_in(opened, another_assessor("second"), {"1.1": 35, "1.2": 35}, reason="เหตุผลของคนอื่น")
    client = as_user(cast.assessor)
    for address in (url("calibration", opened.pk), url("calibration_item", opened.pk, "1.1")):
        page = client.get(address)
        assert page.context.get("outcome") is None
        assert "เหตุผลของคนอื่น" not in page.content.decode()
        assert "อ้างอิง" not in page.content.decode()


def test_after_it_she_sees_her_place_among_the_others_unnamed(opened, cast, as_user):
    CalibrationItem.objects.filter(item__code="1.1").update(reference=0)
    second, third = another_assessor("second"), another_assessor("third")
    hand_in(opened, second, {"1.1": 50, "1.2": 10}, reason="เหตุผลของคนอื่น")
    give(opened, third, {"1.1": 100, "1.2": 100})
    hand_in(opened, cast.assessor, {"1.1": 40, "1.2": 0})

    response = as_user(cast.assessor).get(url("calibration", opened.pk))
    outcome, page = response.context["outcome"], response.content.decode()
    assert [(each.assessor, each.is_own, each.leaning.mean) for each in outcome.leans] == [
        ("คุณ", True, -5),
        ("ผู้ตรวจคนอื่น", False, 5),
    ]
    assert [[(mark.assessor, mark.percent, mark.entry) for mark in row.given] for row in outcome.items] == [
        [("คุณ", 40, None), ("ผู้ตรวจคนอื่น", 50, None)],
        [("คุณ", 0, None), ("ผู้ตรวจคนอื่น", 10, None)],
    ]
    assert [row.own for row in outcome.items] == [40, 0]
    assert [row.reference for row in outcome.items] == [0, None]
    assert "โดยเฉลี่ยคุณให้ต่ำกว่ามัธยฐาน 5.0 จุดร้อยละ" in page
    assert "เหตุผลของคนอื่น" not in page


def test_scores_of_others_are_never_on_her_form(opened, cast, as_user):
    give(opened, another_assessor("second"), {"1.1": 85})
    response = as_user(cast.assessor).get(url("calibration_item", opened.pk, "1.1"))
    assert (response.context["own_score"], response.context["version"]) == (None, 0)


@pytest.mark.parametrize("name", ["calibration_open", "calibration_close", "calibration_discard"])
def test_she_keeps_no_set(opened, cast, as_user, name):
    assert as_user(cast.assessor).post(url(name, opened.pk), {"version": "2"}).status_code == 403


def test_a_coordinator_scores_nothing(opened, cast, as_user):
    client = as_user(cast.coordinator)
    assert score(client, opened).status_code == 403
    assert client.post(url("calibration_hand_in", opened.pk)).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 20])
def test_her_pages_take_as_many_queries_for_any_number(opened, cast, as_user, count, django_assert_num_queries):
    for number in range(count):
        hand_in(opened, another_assessor(f"done-{number}"), {"1.1": 5 * number, "1.2": 0})
    hand_in(opened, cast.assessor, {"1.1": 60, "1.2": 60})
    client = as_user(cast.assessor)
    with django_assert_num_queries(LIST):
        client.get(url("calibrations"))
    with django_assert_num_queries(PLACE):
        response = client.get(url("calibration", opened.pk))
    assert response.context["outcome"].assessors == count + 1
    with django_assert_num_queries(ITEM):
        client.get(url("calibration_item", opened.pk, "1.1"))
