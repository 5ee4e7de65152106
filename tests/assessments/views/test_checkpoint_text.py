"""Autosave of the checkpoints of an assessor: the same protocol as her scores, over one version of the whole item."""

from decimal import Decimal

import pytest

from assessments.models import CheckpointScore
from assessments.permissions import HAS_HANDED_IN, NOT_DECLARED
from assessments.statuses import Stage, Status
from tests.assessments.views.stage import hand_in, url
from tests.cast import assign
from tests.levels import bring_levels_to

TWO = {"checkpoint_1.1-B1": "1", "checkpoint_1.1-B2": "0.5", "submission": "1"}
ALL = {f"checkpoint_1.1-{place}": "1" for place in ("B1", "B2", "A1", "S1")}


@pytest.fixture
def sent(levels, cast):
    assign(levels, cast.assessor)
    return bring_levels_to(levels, Status.SUBMITTED, cast)


def put(client, assessment, data=TWO, version: int | None = 0, code="1.1"):
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return client.put(url("review_score_text", assessment.pk, code), data, "application/json", headers=headers)


def own(assessment) -> dict[str, tuple[Decimal, int]]:
    rows = assessment.checkpoint_scores.filter(stage=Stage.REVIEW)
    return {code: (value, version) for code, value, version in rows.values_list("question__code", "value", "version")}


def test_what_is_chosen_is_saved_and_starts_the_review(sent, cast, as_user):
    response = put(as_user(cast.assessor), sent)

    data = response.json()
    assert (response.status_code, data["version"]) == (200, 2)
    assert data["versions"] == {"1.1-B1": 1, "1.1-B2": 1}
    assert data["saved"].endswith(" · พิจารณาแล้ว 2 จาก 4")
    assert data["suggested"].startswith("225 · ยังไม่ผ่านระดับพื้นฐาน · ")
    assert data["levels"]["B"] == "ระดับพื้นฐาน · สัดส่วน 0.75 ได้ 225.00 จาก 300 คะแนน"
    assert list(data["levels"]) == ["B", "A", "S"]
    assert own(sent) == {"1.1-B1": (1, 1), "1.1-B2": (Decimal("0.5"), 1)}
    sent.refresh_from_db()
    assert sent.status == Status.IN_REVIEW


def test_the_page_says_what_the_save_said(sent, cast, as_user):
    client = as_user(cast.assessor)
    told = put(client, sent, ALL).json()
    assert told["saved"].endswith(" · Significance")

    page = client.get(url("review_item", sent.pk, "1.1"))

    text = " ".join(page.content.decode().split())
    assert f'<p class="small suggested">{told["suggested"]}</p>' in text
    assert f'data-level="A">{told["levels"]["A"]} </p>' in text
    assert 'name="version" value="4"' in text
    assert "· Significance</span>" in text
    assert (page.content.decode().count("data-save="), 'id="score-trouble"' in text) == (2, True)


def test_a_repeated_save_does_no_more_than_the_first(sent, cast, as_user):
    client = as_user(cast.assessor)
    assert [put(client, sent).json()["version"] for _each in range(2)] == [2, 2]


def test_a_save_in_another_tab_is_told_with_what_stands(sent, cast, as_user):
    client = as_user(cast.assessor)
    put(client, sent)
    put(client, sent, TWO | {"checkpoint_1.1-A1": "0"}, 2)

    late = put(client, sent, TWO | {"checkpoint_1.1-B2": "1"}, 2)

    assert (late.status_code, late.json()["version"]) == (409, 3)
    assert late.json()["text"].splitlines() == ["1.1-B1 1", "1.1-B2 ½", "1.1-A1 0"]
    assert own(sent)["1.1-B2"] == (Decimal("0.5"), 1)
    assert client.get(url("review_score_text", sent.pk, "1.1")).json() == {"version": 3}


def test_the_button_goes_on_from_the_versions_that_the_save_told(sent, cast, as_user):
    client = as_user(cast.assessor)
    told = put(client, sent).json()
    posted = {f"version_{code}": str(version) for code, version in told["versions"].items()}
    posted |= TWO | {"checkpoint_1.1-B2": "1", "version": str(told["version"])}

    assert client.post(url("review_score", sent.pk, "1.1"), posted).status_code == 302
    assert own(sent)["1.1-B2"] == (1, 2)


@pytest.mark.parametrize(
    ("data", "version", "status"),
    [
        (TWO, None, 428),
        ({"percent": "60"}, 0, 400),
        (["nothing"], 0, 400),
        (TWO | {"checkpoint_1.1-B1": "0.3"}, 0, 422),
        (TWO | {"submission": "2"}, 0, 423),
    ],
)
def test_what_cannot_be_taken_changes_nothing(sent, cast, as_user, data, version, status):
    response = put(as_user(cast.assessor), sent, data, version)

    assert (response.status_code, bool(response.json()["message"])) == (status, True)
    assert own(sent) == {}


def test_a_judgement_needs_a_text_as_by_the_button(levels, cast, as_user):
    assign(levels, cast.assessor)
    bring_levels_to(levels, Status.SUBMITTED, cast)
    latest = levels.submissions.get()
    text = latest.document.replace("หน่วยงานมีวิธีการอย่างเป็นระบบ", "")
    levels.submissions.update(document=text)

    client = as_user(cast.assessor)

    refused = put(client, levels)
    by_button = client.post(url("review_score", levels.pk, "1.1"), TWO)

    words = [f"ประเด็น {number} ไม่มีคำตอบในฉบับที่ส่ง จึงให้มากกว่า 0 ไม่ได้ โปรดเลือก 0" for number in ("B1", "B2")]
    assert (refused.status_code, refused.json()["message"]) == (422, " ".join(words))
    errors = {f"checkpoint_1.1-{number}": [each] for number, each in zip(("B1", "B2"), words, strict=True)}
    assert (by_button.status_code, by_button.context["score_form"].errors) == (422, errors)
    assert own(levels) == {}


def test_a_dimension_has_only_its_button(sent, cast, as_user):
    client = as_user(cast.assessor)
    assert put(client, sent, {"checkpoint_1.1-B1": "1"}, code="7.1").status_code == 400
    page = client.get(url("review_item", sent.pk, "7.1")).content.decode()
    assert page.count("data-save=") == 1  # of a finding


def test_who_may_not_is_told_why(sent, cast, as_user, client):
    assert put(client, sent).status_code == 401
    assert put(as_user(cast.stranger), sent).status_code == 404
    assert [put(as_user(each), sent).status_code for each in (cast.lead, cast.coordinator)] == [403, 403]
    sent.assignments.update(declared_at=None)
    refused = put(as_user(cast.assessor), sent)
    assert (refused.status_code, refused.json()["message"]) == (403, NOT_DECLARED)


def test_what_is_handed_in_is_closed(sent, cast, as_user):
    client = as_user(cast.assessor)
    put(client, sent)
    hand_in(sent, cast.assessor)

    refused = put(client, sent, TWO | {"checkpoint_1.1-B1": "0"}, 2)

    assert (refused.status_code, refused.json()["message"]) == (423, HAS_HANDED_IN)
    assert CheckpointScore.objects.get(stage=Stage.REVIEW, question__code="1.1-B1").value == 1
