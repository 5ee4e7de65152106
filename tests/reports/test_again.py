"""A second download: the same session is sent the same file without a query; everybody else is asked as always."""

import time

import pytest
from django.conf import settings as product
from django.db import transaction
from django.test import Client

from accounts.models import Membership
from assessments.statuses import Action
from reports.again import NOTED, forget_later
from tests.cast import make_assessment
from tests.reports.ready import lay_ready

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 400


@pytest.fixture
def report(assessment, settings, tmp_path):
    """A report whose file lies there."""
    settings.REPORTS_DIR = tmp_path
    return lay_ready(assessment, "d", CONTENT)


@pytest.fixture
def address(report):
    return f"/assessments/{report.assessment_id}/reports/summary/{report.content_hash}/"


@pytest.fixture
def taken(cast, address):
    """The browser of a manager who has taken the report away a moment ago."""
    client = Client()
    client.force_login(cast.manager)
    assert body(client.get(address)) == CONTENT
    return client


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def with_session_of(other: Client) -> Client:
    """A browser that holds the same cookie of the session, and had it before whatever comes next."""
    client = Client()
    client.cookies[product.SESSION_COOKIE_NAME] = other.cookies[product.SESSION_COOKIE_NAME].value
    return client


def test_the_same_file_without_a_query(taken, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = taken.get(address)
    assert (response.status_code, response["Content-Type"], body(response)) == (200, "application/pdf", CONTENT)
    assert response["Content-Disposition"] == 'attachment; filename="PMQA-A0008-2568-summary.pdf"'


def test_its_headers_are_those_of_the_first(cast, address, taken):
    first = Client()
    first.force_login(cast.manager)
    assert dict(taken.get(address).headers) == dict(first.get(address).headers)


def test_a_part_and_what_the_browser_holds_without_a_query(taken, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        part = taken.get(address, headers={"range": "bytes=10-19"})
        held = taken.get(address, headers={"if-none-match": f'"{"d" * 64}"'})
    assert (part.status_code, body(part)) == (206, CONTENT[10:20])
    assert (held.status_code, held.content) == (304, b"")


def test_nobody_else_is_sent_it(taken, cast, address):
    assert Client().get(address).status_code == 302
    stranger = Client()
    stranger.force_login(cast.stranger)
    assert stranger.get(address).status_code == 404


def test_another_address_is_asked_for(taken, assessment, address):
    assert taken.get(address.replace("summary", "full")).status_code == 404
    assert taken.get(address.replace("d" * 64, "e" * 64)).status_code == 404
    assert taken.get(address.replace(f"/{assessment.pk}/", "/999999/")).status_code == 404
    assert taken.post(address).status_code == 405


def test_a_sign_out_ends_it_for_a_stolen_cookie_too(taken, address):
    thief = with_session_of(taken)
    assert thief.get(address).status_code == 200
    taken.post("/accounts/logout/")
    assert thief.get(address).status_code == 302


def test_the_rights_are_asked_again_after_five_minutes(taken, cast, address, monkeypatch):
    Membership.objects.filter(user=cast.manager).delete()
    assert taken.get(address).status_code == 200
    later = time.time() + NOTED + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert taken.get(address).status_code == 404


def test_sending_it_again_does_not_put_that_off(taken, cast, address, monkeypatch):
    began = time.time()
    for seconds, status in ((NOTED - 1, 200), (NOTED + 1, 404)):
        Membership.objects.filter(user=cast.manager).delete()
        monkeypatch.setattr(time, "time", lambda seconds=seconds: began + seconds)
        assert taken.get(address).status_code == status


def test_a_change_of_status_ends_it_at_once(taken, assessment, cast, address, monkeypatch):
    Membership.objects.filter(user=cast.manager).delete()
    other = make_assessment(cast.other_unit, assessment.cycle, cast.lead)
    monkeypatch.setattr(transaction, "on_commit", lambda job, **_options: job())
    forget_later(other.pk, Action.SUBMIT)
    assert taken.get(address).status_code == 200
    forget_later(assessment.pk, Action.SUBMIT)
    assert taken.get(address).status_code == 404


def test_nothing_is_noted_on_a_shared_computer(cast, address):
    client = Client()
    client.force_login(cast.manager)
    session = client.session
    session["public_computer"] = True
    session.save()
    assert client.get(address)["Cache-Control"] == "no-store"
    Membership.objects.filter(user=cast.manager).delete()
    assert client.get(address).status_code == 404


def test_a_file_that_is_gone_leads_to_its_page(taken, report, address):
    report.path.unlink()
    response = taken.get(address)
    assert (response.status_code, response["Location"]) == (302, address.removesuffix(f"{report.content_hash}/"))
