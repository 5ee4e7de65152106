"""Autosave of a review: each outcome has a status of its own, what is half made is kept and does not count."""

import uuid

import pytest

from assessments.models import Finding, HandIn, Score
from assessments.permissions import HAS_HANDED_IN, NOT_DECLARED, NOT_IN_REVIEW
from assessments.statuses import Stage, Status
from tests.assessments.views.stage import hand_in, url
from tests.cast import bring_to, submit

SCORE = {**{f"factor_{name}": "3" for name in "ADLI"}, "percent": "60", "reason": "", "submission": "1"}
FINDING = {"kind": "ofi", "nugget": "ไม่พบการทบทวน", "evidence": "1.1-1", "relevance": "", "factor": "L"}
REASON = "ผลการตรวจในพื้นที่ต่างจากที่หน่วยงานเขียนไว้"


@pytest.fixture
def sent(assessment, cast):
    return bring_to(assessment, Status.SUBMITTED, cast)


def put(client, address, data, version: int | None = 0):
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return client.put(address, data, "application/json", headers=headers)


def put_score(client, assessment, version: int | None = 0, code="1.1", **changes):
    return put(client, url("review_score_text", assessment.pk, code), SCORE | changes, version)


def new_finding(assessment, key=None) -> str:
    return url("finding_new_text", assessment.pk, "1.1", key or uuid.uuid4())


def score_of(assessment) -> Score:
    return assessment.scores.get(stage=Stage.REVIEW)


def test_a_score_is_saved_and_starts_the_review(sent, cast, as_user):
    response = put_score(as_user(cast.assessor), sent)

    data, score = response.json(), score_of(sent)
    assert (response.status_code, data["version"], data["saved"][-5:]) == (200, 1, " 60 %")
    assert data["suggested"] == "ระบบเสนอ 60 % ในช่วง 50–65 นอกช่วงนี้ต้องมีเหตุผล"
    assert (score.percent, score.confirmed, score.factors) == (60, True, dict.fromkeys("ADLI", 3))
    sent.refresh_from_db()
    assert sent.status == Status.IN_REVIEW


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"percent": "90"}, "เขียนเหตุผลอย่างน้อย 20 ตัวอักษรเพื่อให้ผู้อ่านเข้าใจ"),
        ({"factor_A": ""}, "เลือกระดับของ A D L และ I ให้ครบก่อนยืนยัน"),
        ({"percent": ""}, "เลือกร้อยละก่อน"),
    ],
)
def test_a_half_made_score_is_kept_as_a_draft_that_does_not_count(sent, cast, as_user, changes, missing):
    client = as_user(cast.assessor)

    data = put_score(client, sent, **changes).json()

    assert data["saved"].startswith("บันทึกร่างแล้ว ")
    assert data["saved"].endswith(missing)
    assert score_of(sent).confirmed is False
    page = client.get(url("review_item", sent.pk, "1.1"))
    assert page.context["score_form"]["percent"].value() == (int(changes.get("percent", "60") or 0) or None)
    assert client.get(url("review", sent.pk)).context["checklist"].scored == 0
    assert client.post(url("hand_in", sent.pk), {"submission": "1"}).status_code == 422


def test_a_score_that_counted_is_a_draft_again_when_its_reason_goes(sent, cast, as_user):
    client = as_user(cast.assessor)
    put_score(client, sent, percent="90", reason=REASON)
    assert score_of(sent).confirmed is True
    assert put_score(client, sent, 1, percent="90", reason="สั้น").json()["version"] == 2
    assert (score_of(sent).confirmed, score_of(sent).reason) == (False, "สั้น")


def test_a_repeated_score_does_no_more_than_the_first(sent, cast, as_user):
    client = as_user(cast.assessor)
    assert [put_score(client, sent).json()["version"] for _each in range(2)] == [1, 1]


def test_a_score_saved_in_another_tab_is_told_with_its_reason(sent, cast, as_user):
    client = as_user(cast.assessor)
    put_score(client, sent, percent="90", reason=REASON)

    response = put_score(client, sent, percent="55")

    assert (response.status_code, response.json()["version"], response.json()["text"]) == (409, 1, REASON)
    assert score_of(sent).percent == 90
    assert client.get(url("review_score_text", sent.pk, "1.1")).json() == {"version": 1}


@pytest.mark.parametrize(
    ("data", "version", "status"),
    [
        (SCORE, None, 428),
        ({"percent": "60"}, 0, 400),
        (["nothing"], 0, 400),
        (SCORE | {"percent": "61"}, 0, 422),
        (SCORE | {"reason": "ก" * 2_001}, 0, 422),
        (SCORE | {"submission": "2"}, 0, 423),
    ],
)
def test_what_cannot_be_taken_changes_nothing(sent, cast, as_user, data, version, status):
    response = put(as_user(cast.assessor), url("review_score_text", sent.pk, "1.1"), data, version)
    assert response.status_code == status
    assert response.json()["message"]
    assert not Score.objects.filter(stage=Stage.REVIEW).exists()


def test_who_may_not_is_told_why(sent, cast, as_user, client):
    assert put_score(client, sent).status_code == 401
    assert put_score(as_user(cast.stranger), sent).status_code == 404
    assert put_score(as_user(cast.lead), sent).status_code == 403
    sent.assignments.update(declared_at=None)
    refused = put_score(as_user(cast.assessor), sent)
    assert (refused.status_code, refused.json()["message"]) == (403, NOT_DECLARED)


def test_what_is_handed_in_or_decided_is_closed(sent, cast, as_user):
    client, key = as_user(cast.assessor), uuid.uuid4()
    put_score(client, sent)
    put(client, new_finding(sent, key), FINDING)
    hand_in(sent, cast.assessor)

    for refused in (put_score(client, sent, 1, percent="55"), put(client, new_finding(sent, key), FINDING, 1)):
        assert (refused.status_code, refused.json()["message"]) == (423, HAS_HANDED_IN)

    HandIn.objects.all().delete()
    sent.__class__.objects.filter(pk=sent.pk).update(status=Status.RETURNED)
    refused = put_score(client, sent, 1, percent="55")
    assert (refused.status_code, refused.json()["message"]) == (423, NOT_IN_REVIEW)


def test_the_first_save_of_a_form_makes_a_finding_and_the_next_change_it(sent, cast, as_user):
    client, address = as_user(cast.assessor), new_finding(sent)

    first = put(client, address, FINDING)
    again = put(client, address, FINDING)
    later = put(client, address, FINDING | {"is_double": "on", "nugget": "ไม่พบการทบทวนประจำปี"}, 1)

    assert [each.json()["version"] for each in (first, again, later)] == [1, 1, 2]
    found = Finding.objects.get()
    assert (found.nugget, found.is_double, found.author) == ("ไม่พบการทบทวนประจำปี", True, cast.assessor)
    stands = client.get(address).json()
    assert (stands["version"], stands["values"]["nugget"], stands["values"]["is_double"]) == (2, found.nugget, "on")


def test_a_half_made_finding_is_no_alarm_and_stays_in_the_page(sent, cast, as_user):
    client = as_user(cast.assessor)
    response = put(client, new_finding(sent), {"nugget": "ยังไม่เลือกชนิด"})
    assert (response.status_code, response.json()["missing"]) == (422, True)
    assert response.json()["message"] == "ยังไม่ได้บันทึก เลือกว่าเป็นจุดแข็งหรือโอกาสในการปรับปรุง"
    wrong = put(client, new_finding(sent), FINDING | {"factor": "Le"})
    assert (wrong.status_code, "missing" in wrong.json()) == (422, False)
    assert put(client, new_finding(sent), {"kind": "ofi"}).status_code == 400
    assert put(client, new_finding(sent), FINDING, None).status_code == 428
    assert not Finding.objects.exists()


def test_a_finding_written_in_two_tabs_is_told_with_the_other_text(sent, cast, as_user):
    client, key = as_user(cast.assessor), uuid.uuid4()
    put(client, new_finding(sent, key), FINDING)
    address = url("finding_text", sent.pk, Finding.objects.get().pk)

    assert put(client, address, FINDING | {"nugget": "จากอีกแท็บ"}, 1).json()["version"] == 2
    late = put(client, new_finding(sent, key), FINDING | {"nugget": "ของแท็บนี้"}, 1)

    assert (late.status_code, late.json()["text"], late.json()["version"]) == (409, "จากอีกแท็บ", 2)
    chosen = client.post(url("finding_add", sent.pk, "1.1"), FINDING | {"nugget": "ของแท็บนี้", "key": key, "version": 1})
    assert (chosen.status_code, chosen.context["stale"].nugget) == (409, "จากอีกแท็บ")
    assert Finding.objects.get().nugget == "จากอีกแท็บ"


def test_the_button_goes_on_with_the_finding_that_the_form_saved(sent, cast, as_user):
    client, key = as_user(cast.assessor), uuid.uuid4()
    put(client, new_finding(sent, key), FINDING)
    add = url("finding_add", sent.pk, "1.1")

    assert client.post(add, FINDING | {"nugget": "จบแล้ว", "key": key, "version": 1}).status_code == 302
    assert Finding.objects.get().nugget == "จบแล้ว"
    # The page came back by the back button, as it was before anything was saved: that is another finding.
    assert client.post(add, FINDING | {"nugget": "ข้อที่สอง", "key": key, "version": 0}).status_code == 302
    assert sorted(Finding.objects.values_list("nugget", flat=True)) == ["ข้อที่สอง", "จบแล้ว"]


def test_the_button_goes_on_with_a_save_whose_answer_got_lost(sent, cast, as_user):
    client, key = as_user(cast.assessor), uuid.uuid4()
    put(client, new_finding(sent, key), FINDING)
    grown = FINDING | {"nugget": f"{FINDING['nugget']} ทุกไตรมาส", "evidence": "1.1-2"}
    assert client.post(url("finding_add", sent.pk, "1.1"), grown | {"key": key, "version": 0}).status_code == 302
    found = Finding.objects.get()
    assert (found.nugget, found.evidence, found.version) == (grown["nugget"], "1.1-2", 2)


def test_a_finding_deleted_in_another_tab_is_told_and_not_lost_by_the_button(sent, cast, as_user):
    client, key = as_user(cast.assessor), uuid.uuid4()
    put(client, new_finding(sent, key), FINDING)
    address = url("finding_text", sent.pk, Finding.objects.get().pk)
    Finding.objects.all().delete()

    assert put(client, address, FINDING, 1).status_code == 404
    assert put(client, new_finding(sent, key), FINDING, 1).status_code == 404
    assert client.post(url("finding_add", sent.pk, "1.1"), FINDING | {"key": key, "version": 1}).status_code == 302
    assert Finding.objects.get().nugget == FINDING["nugget"]


def test_the_finding_of_another_is_not_to_be_found(sent, cast, as_user):
    put(as_user(cast.assessor), new_finding(sent), FINDING)
    address = url("finding_text", sent.pk, Finding.objects.get().pk)
    assert put(as_user(cast.coordinator), address, FINDING | {"nugget": "x"}, 1).status_code == 404
    assert as_user(cast.coordinator).get(address).status_code == 404


def test_a_save_of_a_submission_that_was_replaced_is_told(sent, cast, as_user):
    client = as_user(cast.assessor)
    put_score(client, sent)
    sent.__class__.objects.filter(pk=sent.pk).update(status=Status.RETURNED)
    sent.refresh_from_db()
    submit(sent, cast)
    refused = put_score(client, sent)
    assert (refused.status_code, "หน่วยงานส่งฉบับใหม่แล้ว" in refused.json()["message"]) == (423, True)
    assert not Score.objects.filter(stage=Stage.REVIEW, submission__number=2).exists()


def test_the_page_saves_itself_only_where_she_may_write(sent, cast, as_user):
    client = as_user(cast.assessor)
    page = client.get(url("review_item", sent.pk, "1.1")).content.decode()
    assert (page.count("data-save="), 'id="score-saved"' in page, 'id="finding-saved"' in page) == (2, True, True)
    sent.assignments.update(declared_at=None)
    assert "data-save=" not in client.get(url("review_item", sent.pk, "1.1")).content.decode()
