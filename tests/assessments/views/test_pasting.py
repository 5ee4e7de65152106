"""A paste is mended over HTTP; nothing is stored, and every refusal is data with a message."""

import json

import pytest

from assessments.statuses import Status
from tests.assessments.services.stage import answer_of
from tests.cast import bring_to
from tests.rows import digest


def path(assessment, code: str = "1.1-1") -> str:
    return f"/assessments/{assessment.pk}/questions/{code}/paste/"


def paste(client, assessment, text="ส้ารวจท่ีดิน", code: str = "1.1-1"):
    return client.post(path(assessment, code), {"text": text}, "application/json")


@pytest.mark.parametrize("role", ["contributor", "lead"])
def test_the_mended_text_and_every_change(as_user, cast, assessment, role):
    client = as_user(getattr(cast, role))
    before = digest()
    response = paste(client, assessment)
    assert (response.status_code, digest()) == (200, before)
    assert response.json() == {
        "text": "สำรวจที่ดิน",
        "mended": [
            {"before": "ท่ี", "after": "ที่", "kind_words": "เรียงสระและวรรณยุกต์", "count": 1},
            {"before": "ส้ารวจ", "after": "สำรวจ", "kind_words": "ไม้โทกับสระอาที่ควรเป็นสระอำ", "count": 1},
        ],
        "broken_share": 0.0,
        "note": "แก้อักษรไทยจากการวาง 2 แห่ง",
        "warning": "",
    }


def test_right_text_has_no_note(as_user, cast, assessment):
    data = paste(as_user(cast.contributor), assessment, "น้าและข้าสำรวจที่ดิน ").json()
    assert data == {"text": "น้าและข้าสำรวจที่ดิน ", "mended": [], "broken_share": 0.0, "note": "", "warning": ""}


def test_lost_marks_are_warned_of(as_user, cast, assessment):
    client = as_user(cast.contributor)
    client.cookies["thai_digits"] = "1"
    data = paste(client, assessment, "ผรับบรการของสวนราชการมความพงพอใจตอการใหบรการและทศทาง " * 3).json()
    assert data["broken_share"] > 0.1
    assert data["warning"].startswith("ข้อความที่วางยังมีคำที่น่าจะอ่านผิดราวร้อยละ ")
    assert not set(data["warning"]) & set("0123456789")


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "{}", '{"text": 1}', '"text"', '{"text": "\\u0000"}', '{"text": "\\ud800"}']
)
def test_what_is_no_text_is_refused_in_words(as_user, cast, assessment, body):
    response = as_user(cast.contributor).post(path(assessment), body, "application/json")
    assert (response.status_code, bool(response.json()["message"])) == (422, True)


@pytest.mark.parametrize(
    "body", [json.dumps({"text": "a" * 40_001}), json.dumps({"text": "", "more": "a" * 1024 * 1024})]
)
def test_too_long_is_413(as_user, cast, assessment, body):
    response = as_user(cast.contributor).post(path(assessment), body, "application/json")
    assert (response.status_code, bool(response.json()["message"])) == (413, True)


def test_the_limit_itself_is_taken(as_user, cast, assessment):
    assert paste(as_user(cast.contributor), assessment, "a" * 40_000).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [("approver", 403), ("manager", 403), ("coordinator", 403), ("stranger", 404), ("administrator", 404)],
)
def test_others_are_refused(as_user, cast, assessment, role, status):
    assert paste(as_user(getattr(cast, role)), assessment).status_code == status


def test_closed_signed_out_and_unknown(client, as_user, cast, assessment):
    assert paste(client, assessment).status_code == 401
    assert paste(as_user(cast.contributor), assessment, code="9.9-9").status_code == 404
    assert as_user(cast.contributor).get(path(assessment)).status_code == 405
    bring_to(assessment, Status.SUBMITTED, cast)
    assert paste(as_user(cast.contributor), assessment).status_code == 403
    assert answer_of(assessment, "1.1-1").text != "สำรวจที่ดิน"


def test_the_cost_is_one_number(as_user, cast, assessment, django_assert_num_queries):
    client = as_user(cast.contributor)
    paste(client, assessment)
    for text in ("ท่ี", "ท่ี " * 300):
        with django_assert_num_queries(5):
            paste(client, assessment, text)
