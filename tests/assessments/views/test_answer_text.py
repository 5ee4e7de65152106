"""Autosave over HTTP: every outcome has a status of its own, and no text is lost by any of them."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership
from assessments.models import Assessment
from assessments.services.answers import save_answer
from assessments.services.locks import AssessmentLocked
from assessments.statuses import Status
from assessments.views.autosave import interval
from tests.assessments.services.stage import answer_of, pass_the_deadline
from tests.assessments.views.test_answers import TRANSACTION
from tests.cast import bring_to

TEXT = "ข้อความที่พิมพ์"


def path(assessment, code: str = "1.1-1") -> str:
    return f"/assessments/{assessment.pk}/questions/{code}/text/"


def put(client, assessment, text=TEXT, version: int | None = 0, code: str = "1.1-1", **headers):
    if version is not None:
        headers["If-Match"] = f'"{version}"'
    return client.put(path(assessment, code), {"text": text}, "application/json", headers=headers)


def revisions(assessment) -> list[tuple]:
    return list(answer_of(assessment, "1.1-1").revisions.order_by("pk").values_list("kind", "version", "text"))


@pytest.mark.parametrize("role", ["contributor", "lead"])
def test_a_save_tells_the_new_version_and_when(as_user, cast, assessment, role):
    response = put(as_user(getattr(cast, role)), assessment)
    assert response.status_code == 200
    data = response.json()
    assert (data["version"], data["present"], data["saved"][:11]) == (1, [], "บันทึกแล้ว ")
    assert answer_of(assessment, "1.1-1").text == TEXT


def test_the_clock_is_written_in_the_digits_of_the_page(as_user, cast, assessment):
    client = as_user(cast.contributor)
    client.cookies["thai_digits"] = "1"
    assert not set(put(client, assessment).json()["saved"]) & set("0123456789")


def test_a_repeated_request_does_no_more_than_the_first(as_user, cast, assessment):
    client, key = as_user(cast.contributor), str(uuid.uuid4())
    first = put(client, assessment, **{"Idempotency-Key": key})
    again = put(client, assessment, **{"Idempotency-Key": key})
    assert (first.json()["version"], again.status_code, again.json()["version"]) == (1, 200, 1)
    assert revisions(assessment) == [("saved", 1, TEXT)]


def test_a_repeated_request_is_told_its_own_version_when_another_has_saved_since(as_user, cast, assessment):
    key = str(uuid.uuid4())
    put(as_user(cast.contributor), assessment, **{"Idempotency-Key": key})
    other = Client()
    other.force_login(cast.lead)
    put(other, assessment, "ของหัวหน้า", 1)
    again = put(as_user(cast.contributor), assessment, **{"Idempotency-Key": key})
    assert (again.status_code, again.json()["version"]) == (200, 1)
    assert answer_of(assessment, "1.1-1").text == "ของหัวหน้า"


def test_a_key_of_another_person_settles_nothing(as_user, cast, assessment):
    key = str(uuid.uuid4())
    put(as_user(cast.contributor), assessment, **{"Idempotency-Key": key})
    other = Client()
    other.force_login(cast.lead)
    assert put(other, assessment, "ของหัวหน้า", 0, **{"Idempotency-Key": key}).status_code == 409


def test_a_late_save_gets_the_other_text_and_keeps_its_own(as_user, cast, assessment):
    put(as_user(cast.lead), assessment, "ของหัวหน้า")
    client = as_user(cast.contributor)
    for _time in range(2):
        response = put(client, assessment)
        assert response.status_code == 409
    data = response.json()
    assert (data["version"], data["text"], data["author"]) == (1, "ของหัวหน้า", "lead")
    assert revisions(assessment) == [("saved", 1, "ของหัวหน้า"), ("conflict", 0, TEXT)]


@pytest.mark.parametrize(
    ("tag", "status"), [(None, 428), ("0", 428), ('"x"', 428), ('W/"0"', 428), ('"99999999999"', 428), ("*", 428)]
)
def test_a_save_names_the_version_that_it_changes(as_user, cast, assessment, tag, status):
    headers = {"If-Match": tag} if tag else {}
    response = put(as_user(cast.contributor), assessment, version=None, **headers)
    assert (response.status_code, answer_of(assessment, "1.1-1").version) == (status, 0)


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"text": 1}', '{"text": null}', '"text"', '{"TEXT": "ก"}'])
def test_a_body_without_a_text_empties_nothing(as_user, cast, assessment, body):
    client = as_user(cast.contributor)
    put(client, assessment)
    response = client.put(path(assessment), body, "application/json", headers={"If-Match": '"1"'})
    assert (response.status_code, answer_of(assessment, "1.1-1").text) == (400, TEXT)


@pytest.mark.parametrize("text", ["ก" * 20_001, "ก\x00ข", "\ud800", "ก" + "\u0e49" * 1_000_000])
def test_a_text_that_cannot_be_stored_is_refused_in_words(as_user, cast, assessment, text):
    body = json.dumps({"text": text})
    response = as_user(cast.contributor).put(path(assessment), body, "application/json", headers={"If-Match": '"0"'})
    assert (response.status_code, answer_of(assessment, "1.1-1").version) == (422, 0)
    assert response.json()["message"]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED])
def test_a_closed_assessment_answers_423(as_user, cast, assessment, status):
    bring_to(assessment, status, cast)
    response = put(as_user(cast.contributor), assessment, version=1)
    assert (response.status_code, bool(response.json()["message"])) == (423, True)


def test_a_passed_deadline_answers_423(as_user, cast, assessment):
    pass_the_deadline(assessment)
    assert put(as_user(cast.contributor), assessment).status_code == 423


@pytest.mark.parametrize(
    ("role", "status"), [("approver", 403), ("manager", 403), ("stranger", 404), ("coordinator", 403)]
)
def test_those_who_do_not_write_are_refused(as_user, cast, assessment, role, status):
    assert put(as_user(getattr(cast, role)), assessment).status_code == status
    assert answer_of(assessment, "1.1-1").version == 0


def test_a_right_that_was_taken_away_is_gone_at_once(as_user, cast, assessment):
    client = as_user(cast.contributor)
    put(client, assessment)
    Membership.objects.filter(user=cast.contributor).update(role="manager")
    assert put(client, assessment, "ใหม่", 1).status_code == 403


def test_somebody_signed_out_is_told_so_without_leaving_the_page(client, assessment):
    response = put(client, assessment)
    assert (response.status_code, bool(response.json()["message"])) == (401, True)


def test_an_unknown_question_is_not_there(as_user, cast, assessment):
    assert put(as_user(cast.contributor), assessment, code="9.9-9").status_code == 404


def test_a_busy_database_asks_for_patience(as_user, cast, assessment):
    client = as_user(cast.contributor)
    client.raise_request_exception = False

    def busy(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            raise OperationalError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(busy):
        response = put(client, assessment)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_no_token_no_save(cast, assessment):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.contributor)
    assert put(client, assessment).status_code == 403


def test_people_on_one_question_see_each_other(as_user, cast, assessment):
    put(as_user(cast.lead), assessment)
    client = as_user(cast.contributor)
    assert client.get(path(assessment)).json() == {"version": 1, "author": "lead", "present": ["lead"]}
    assert client.get(path(assessment, "1.1-2")).json()["present"] == []


@pytest.mark.parametrize(("load", "seconds"), [(0.0, 15), (1.9, 15), (2.0, 30), (3.9, 30), (4.0, 60), (40.0, 60)])
def test_a_busy_machine_asks_for_longer_intervals(load, seconds):
    assert interval(load) == seconds


@pytest.mark.parametrize("saves", [1, 3, 20])
def test_a_save_costs_nine_queries_at_most(as_user, cast, assessment, saves):
    client = as_user(cast.contributor)
    for version in range(saves):
        put(client, assessment, f"ฉบับ {version}", version)
    with CaptureQueriesContext(connection) as queries:
        put(client, assessment, "ฉบับสุดท้าย", saves)
    counted = [query["sql"] for query in queries if not TRANSACTION.match(query["sql"])]
    assert len(counted) == (9 if saves == 1 else 8), counted


def test_a_page_older_than_a_field_empties_nothing_that_it_does_not_know(as_user, cast, assessment):
    """F21: loaded before an upgrade, saved after it."""
    reason = "หน่วยงานไม่มีภารกิจด้านนี้ตามกฎหมายจัดตั้ง"
    assessment.answers.filter(question__code="1.1-1").update(not_applicable=reason, version=1)
    response = put(as_user(cast.contributor), assessment, "ข้อความ", 1)
    answer = assessment.answers.get(question__code="1.1-1")
    assert (response.status_code, answer.text, answer.not_applicable) == (200, "ข้อความ", reason)


def test_a_form_older_than_a_field_keeps_its_text_on_the_page(as_user, cast, assessment):
    response = as_user(cast.contributor).post(path(assessment).removesuffix("text/"), {"text": "ข้อความ"})
    assert (response.status_code, "ข้อความ" in response.content.decode()) == (422, True)
    assert assessment.answers.get(question__code="1.1-1").version == 0


@pytest.mark.parametrize("hours", [-5, 5])
def test_the_clock_of_the_web_server_decides_nothing(cast, assessment, monkeypatch, hours):
    """F18: two servers five hours apart give the same answer, that of the database's clock."""
    real = timezone.now
    Assessment.objects.filter(pk=assessment.pk).update(due=real() + timedelta(hours=1))
    form = {"answer": assessment.answers.select_related("question").get(question__code="1.1-1"), "actor": cast.lead}
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=hours))
    assert save_answer(text="ทันเวลา", version=0, **form).version == 1
    Assessment.objects.filter(pk=assessment.pk).update(due=real() - timedelta(seconds=1))
    with pytest.raises(AssessmentLocked):
        save_answer(text="ไม่ทัน", version=1, **form)


@pytest.mark.parametrize("minutes", [-20, 20])
def test_pages_and_saves_go_by_the_clock_of_the_database(as_user, cast, assessment, monkeypatch, minutes):
    """F18 through the view: a server whose clock is wrong neither shuts the page early nor keeps it open."""
    client, real = as_user(cast.contributor), timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=minutes))
    Assessment.objects.filter(pk=assessment.pk).update(due=real() + timedelta(minutes=10))
    assert client.get(path(assessment).removesuffix("text/")).context["permitted"].allowed is True
    assert put(client, assessment).status_code == 200
    Assessment.objects.filter(pk=assessment.pk).update(due=real() - timedelta(minutes=10))
    assert client.get(path(assessment).removesuffix("text/")).context["permitted"].allowed is False
    assert put(client, assessment, "ไม่ทัน", 1).status_code == 423


@pytest.mark.parametrize("rest", ["text", "paste"])
def test_brackets_without_end_are_refused_in_words(as_user, cast, assessment, rest):
    address = path(assessment).replace("text/", f"{rest}/")
    ask = getattr(as_user(cast.contributor), "put" if rest == "text" else "post")
    response = ask(address, "[" * 100_000, "application/json", headers={"If-Match": '"0"'})
    assert (response.status_code, bool(response.json()["message"])) == (400 if rest == "text" else 422, True)
