"""How long a session lasts, told without making it longer; and what a shared computer is told."""

import time

import pytest

from tests.cast import PASSWORD

SESSION = "/people/session/"
LOGIN = "/accounts/login/"
IDLE = 30 * 60
WHOLE = 12 * 60 * 60


def set_times(client, *, began: int, renewed: int) -> None:
    """The session began and was renewed so many seconds ago."""
    now = int(time.time())
    session = client.session
    session["began"], session["renewed"] = now - began, now - renewed
    session.save()


def ends_in(response) -> int:
    """The seconds left, to the nearest ten."""
    return round(response.json()["ends_in"], -1)


def test_a_visitor_has_no_session_but_a_token(client, db):
    response = client.get(SESSION)
    told = response.json()
    assert (response.status_code, told["user"], told["ends_in"]) == (200, None, 0)
    assert len(told["csrf"]) == 64
    assert "no-store" in response.headers["Cache-Control"]


def test_asking_does_not_prolong(client, cast):
    client.force_login(cast.lead)
    set_times(client, began=1000, renewed=1000)
    assert ends_in(client.get(SESSION)) == IDLE - 1000
    assert ends_in(client.get(SESSION)) == IDLE - 1000


def test_a_post_begins_the_half_hour_anew(client, cast):
    client.force_login(cast.lead)
    set_times(client, began=1000, renewed=1000)
    response = client.post(SESSION)
    assert (response.json()["user"], ends_in(response)) == ("lead", IDLE)
    assert ends_in(client.get(SESSION)) == IDLE


def test_nothing_goes_beyond_twelve_hours(client, cast):
    client.force_login(cast.lead)
    set_times(client, began=WHOLE - 600, renewed=1000)
    assert ends_in(client.post(SESSION)) == 600


def test_a_visitor_cannot_prolong_anything(client, db):
    assert client.post(SESSION).json()["user"] is None


def test_other_methods_are_refused(client, cast):
    client.force_login(cast.lead)
    assert client.put(SESSION).status_code == 405


@pytest.mark.parametrize(("ticked", "kept"), [({}, False), ({"public_computer": "1"}, True)])
def test_a_shared_computer_is_remembered_for_the_session(client, cast, assessment, ticked, kept):
    client.post(LOGIN, {"login": "contributor", "password": PASSWORD, **ticked})
    assert client.session["public_computer"] is kept
    page = client.get(f"/assessments/{assessment.pk}/questions/1.1-1/").content.decode()
    assert page.count(f'data-public-computer="{int(kept)}"') == 1


def test_signing_out_empties_the_storage_of_the_browser(client, cast):
    client.force_login(cast.lead)
    assert "Clear-Site-Data" not in client.get("/accounts/logout/").headers
    assert client.post("/accounts/logout/").headers["Clear-Site-Data"] == '"storage"'
