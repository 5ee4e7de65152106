"""A coordinator hands an assessor's scores of a calibration set back to her: what each then sees, and does."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notice, NoticeKind
from assessments.models import Calibration, CalibrationHandIn, CalibrationItem, CalibrationScore
from assessments.services.calibrating import CalibrationBackRefused, hand_back_calibration
from assessments.services.calibrations import CalibrationLocked, close_calibration
from tests.assessments.views.stage import url
from tests.calibrating import another_assessor, hand_in, make_set, open_set, submitted

WHY = "หัวข้อ 1.2 ให้คะแนนสลับกับหัวข้อ 1.1 โปรดตรวจอีกครั้ง"
SHORT = "สั้นเกินไป"


@pytest.fixture
def opened(cast, cycle):
    return open_set(submitted(cast, cycle), cast.coordinator)


@pytest.fixture
def given(opened, cast):
    """The hand-in of the assessor, beside that of a second."""
    hand_in(opened, another_assessor("second"), {"1.1": 50, "1.2": 10})
    hand_in(opened, cast.assessor, {"1.1": 40, "1.2": 0})
    return opened.hand_ins.get(assessor=cast.assessor)


def back(client, given, reason: str = WHY):
    return client.post(url("calibration_hand_back", given.calibration_id, given.pk), {"reason": reason})


def test_from_the_list_through_the_reason_to_the_assessor(given, cast, as_user):
    client, address = as_user(cast.coordinator), url("calibration_hand_back", given.calibration_id, given.pk)
    assert address in client.get(url("calibration", given.calibration_id)).content.decode()
    page = client.get(address)
    assert "ผู้ตรวจคนนี้ได้เห็นคะแนนอ้างอิงและคะแนนของผู้ตรวจอื่นที่ส่งแล้ว" in page.content.decode()

    assert back(client, given).url == url("calibration", given.calibration_id)
    given.refresh_from_db()
    assert (given.handed_back_by, given.reason) == (cast.coordinator, WHY)
    assert given.at <= given.handed_back_at <= timezone.now()
    assert WHY in client.get(address).content.decode()


def test_she_reads_why_and_writes_and_hands_in_again(given, cast, as_user):
    opened, client = given.calibration, as_user(cast.assessor)
    hand_back_calibration(given=given, reason=WHY, actor=cast.coordinator)
    shown = client.get(url("calibration", opened.pk))
    assert (shown.templates[0].name, shown.context["missing"]) == ("assessments/calibration.html", [])
    assert WHY in shown.content.decode()
    assert client.get(url("own_desk")).context["to_calibrate"] == 1
    assert [each.handed_in_at for each in client.get(url("calibrations")).context["own"]] == [None]

    factors = {f"factor_{name}": "3" for name in "ADLI"}
    saved = client.post(
        url("calibration_score", opened.pk, "1.2"), factors | {"percent": "60", "reason": "", "version": "1"}
    )
    assert saved.status_code == 302
    assert client.post(url("calibration_hand_in", opened.pk)).status_code == 302
    assert list(opened.hand_ins.filter(assessor=cast.assessor).values_list("reason", flat=True)) == [WHY, ""]
    again = client.get(url("calibration", opened.pk))
    assert again.templates[0].name == "assessments/calibration_place.html"
    assert "ส่งใหม่หลังคืน" not in again.content.decode()


def test_she_sees_nothing_of_the_others_until_then(given, cast, as_user):
    CalibrationItem.objects.update(reference=95)
    hand_back_calibration(given=given, reason=WHY, actor=cast.coordinator)
    client = as_user(cast.assessor)
    for address in (url("calibration", given.calibration_id), url("calibration_item", given.calibration_id, "1.1")):
        page = client.get(address)
        assert page.context.get("outcome") is None
        assert "อ้างอิง" not in page.content.decode()


def test_her_scores_leave_the_outcome_and_counts_alone_are_left(given, cast, as_user):
    opened = given.calibration
    hand_back_calibration(given=given, reason=WHY, actor=cast.coordinator)
    client = as_user(cast.coordinator)
    response = client.get(url("calibration", opened.pk))
    outcome = response.context["outcome"]
    assert [each.assessor.username for each in outcome.hand_ins] == ["second"]
    assert [[mark.assessor for mark in row.given] for row in outcome.items] == [["second"], ["second"]]
    assert [(each.username, each.scored) for each in response.context["writing"]] == [("assessor", 2)]
    assert [each.handed_in for each in client.get(url("calibrations")).context["kept"]] == [1]
    others = as_user(opened.hand_ins.get(reason="").assessor).get(url("calibration", opened.pk)).context["outcome"]
    assert (others.assessors, others.hand_ins, others.leans) == (1, (), ())


def test_handed_in_again_it_is_marked_for_the_coordinator_alone(given, cast, as_user):
    opened = given.calibration
    hand_back_calibration(given=given, reason=WHY, actor=cast.coordinator)
    CalibrationHandIn.objects.create(calibration=opened, assessor=cast.assessor, at=timezone.now())
    response = as_user(cast.coordinator).get(url("calibration", opened.pk))
    outcome = response.context["outcome"]
    assert [(each.assessor.username, each.is_again) for each in outcome.hand_ins] == [
        ("second", False),
        ("assessor", True),
    ]
    assert [(each.assessor, each.is_again) for each in outcome.leans] == [("assessor", True), ("second", False)]
    assert response.content.decode().count("ส่งใหม่หลังคืน") == 2
    second = as_user(opened.hand_ins.order_by("pk").first().assessor).get(url("calibration", opened.pk))
    assert {each.is_again for each in second.context["outcome"].leans} == {False}


@pytest.mark.parametrize("reason", ["", SHORT, "   " + SHORT + " " * 30])
def test_without_a_reason_it_is_refused_and_kept_on_the_page(given, cast, as_user, reason):
    response = back(as_user(cast.coordinator), given, reason)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    assert reason.strip() in response.content.decode()
    assert CalibrationHandIn.objects.active().count() == 2


def test_twice_is_refused_with_what_was_typed(given, cast, as_user):
    client = as_user(cast.coordinator)
    back(client, given)
    response = back(client, given, WHY + " อีกครั้ง")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    assert WHY + " อีกครั้ง" in response.content.decode()
    assert CalibrationHandIn.objects.get(pk=given.pk).reason == WHY


def test_of_a_closed_set_nothing_is_handed_back(given, cast, as_user):
    client, opened = as_user(cast.coordinator), given.calibration
    close_calibration(calibration=opened, version=2, actor=cast.coordinator)
    response = back(client, given)
    assert response.status_code == 403
    assert WHY in response.content.decode()
    assert (
        url("calibration_hand_back", opened.pk, given.pk)
        not in client.get(url("calibration", opened.pk)).content.decode()
    )
    with pytest.raises(CalibrationLocked):
        hand_back_calibration(given=given, reason=WHY, actor=cast.coordinator)
    assert CalibrationHandIn.objects.active().count() == 2


def test_the_service_asks_for_a_reason_too(given, cast):
    with pytest.raises(CalibrationBackRefused):
        hand_back_calibration(given=given, reason=SHORT, actor=cast.coordinator)


def test_one_of_another_set_is_not_there(given, cast, as_user):
    client, other = as_user(cast.coordinator), open_set(given.calibration.assessment, cast.coordinator)
    made = make_set(given.calibration.assessment, cast.coordinator)
    found = {each.pk: client.get(url("calibration_hand_back", each.pk, given.pk)).status_code for each in (other, made)}
    assert found == {other.pk: 404, made.pk: 403}


@pytest.mark.parametrize(("role", "status"), [("assessor", 403), ("lead", 404), ("stranger", 404)])
def test_nobody_else_hands_back(given, cast, as_user, role, status):
    assert back(as_user(getattr(cast, role)), given).status_code == status
    assert CalibrationHandIn.objects.active().count() == 2


def test_the_database_keeps_one_that_stands_and_a_reason(given, cast):
    again = {"calibration": given.calibration, "assessor": cast.assessor, "at": timezone.now()}
    for wrong in ({}, {"handed_back_at": timezone.now(), "handed_back_by": cast.coordinator}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CalibrationHandIn.objects.create(**again | wrong)


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_takes_as_many_queries_for_any_number(opened, cast, as_user, count, django_assert_num_queries):
    for number in range(count):
        hand_in(opened, another_assessor(f"done-{number}"), {"1.1": 50, "1.2": 0})
        given = opened.hand_ins.last()
        hand_back_calibration(given=given, reason=WHY, actor=cast.coordinator)
        CalibrationHandIn.objects.create(calibration=opened, assessor=given.assessor, at=timezone.now())
    client = as_user(cast.coordinator)
    with django_assert_num_queries(8):
        response = client.get(url("calibration", opened.pk))
    assert [each.is_again for each in response.context["outcome"].hand_ins] == [True] * count


@pytest.mark.django_db(transaction=True)
def test_she_is_told_why_once(given, cast, client):
    Notice.objects.all().delete()
    hand_back_calibration(given=given, reason=f"{WHY}\nและ {'ก' * 400}", actor=cast.coordinator)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (cast.assessor, NoticeKind.CALIBRATION_BACK)
    assert notice.title == "คืนคะแนนปรับเทียบให้แก้ไข: ปรับเทียบ 2569"
    assert (notice.body[: len(WHY) + 4], len(notice.body), notice.body[-1]) == (f"{WHY} และ", 300, "…")
    client.force_login(cast.assessor)
    assert client.get(notice.url).templates[0].name == "assessments/calibration.html"
    assert Calibration.objects.get().version == 2
    assert set(CalibrationScore.objects.filter(assessor=cast.assessor).values_list("percent", flat=True)) == {40, 0}
