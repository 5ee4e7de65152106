"""Every URL that the resolver knows has a rule.

Our own URLs: a row for GET and one for POST in tests/access_matrix.csv. Packages that are mounted whole: their prefix
in tests/access_prefixes.csv, with what its pages answer to somebody who is not signed in and to a signed-in person:
a status, `login` (to the sign-in page), `home` (to the first page) or `closed` (200, and no form on the page).
"""

import csv
from pathlib import Path

import pytest
from django.urls import get_resolver, reverse

from accounts.models import User
from tests.matrix import read_matrix
from tests.routes import Route, own_routes, routes

PREFIXES = Path(__file__).with_name("access_prefixes.csv")
KEYS = {"account_reset_password_from_key": {"uidb36": "1", "key": "x-y"}}


def read_prefixes() -> list[dict[str, str]]:
    with PREFIXES.open(newline="") as file:
        return list(csv.DictReader(file))


def foreign_routes() -> list[Route]:
    return [route for route in routes() if not route.is_own]


def test_the_walk_finds_what_the_resolver_finds():
    """The walk is no thinner than the resolver's own table of names."""
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names <= {route.name.rpartition(":")[2] for route in routes()}
    assert len(own_routes()) == len([route for route in routes() if route.is_own])


def test_every_url_of_ours_has_a_name():
    assert [route.path for route in routes() if route.is_own and not route.name] == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_url_of_ours_has_a_row(method):
    rows = {row.url for row in read_matrix() if row.method == method}
    assert rows == set(own_routes())


def test_every_url_of_a_package_is_below_a_listed_prefix():
    prefixes = tuple({row["prefix"] for row in read_prefixes()})
    assert [route.path for route in foreign_routes() if not route.path.startswith(prefixes)] == []


def test_every_page_of_a_package_has_a_row():
    listed = {row["url"] for row in read_prefixes() if row["url"]}
    assert listed == {route.name for route in foreign_routes()}


def test_nothing_of_ours_hides_below_a_prefix_of_a_package():
    prefixes = tuple({row["prefix"] for row in read_prefixes()})
    assert [route.path for route in own_routes().values() if route.path.startswith(prefixes)] == []


def answer_of(client, row: dict[str, str]) -> str:
    address = reverse(row["url"], kwargs=KEYS.get(row["url"])) if row["url"] else f"/{row['prefix']}"
    response = client.post(address) if row["method"] == "POST" else client.get(address)
    if response.status_code == 302:
        place = response.headers["Location"].partition("?")[0]
        return {reverse("account_login"): "login", reverse("assessments:home"): "home"}.get(place, "302")
    if response.status_code == 200 and row["url"] == "account_signup":
        return "closed" if b'name="password1"' not in response.content else "open"
    return str(response.status_code)


@pytest.mark.parametrize("row", read_prefixes(), ids=lambda row: f"{row['prefix']}{row['url']}-{row['method']}")
def test_pages_of_packages(cast, client, row):
    assert answer_of(client, row) == row["anonymous"]
    client.force_login(cast.contributor)
    assert answer_of(client, row) == row["signed_in"]


def test_nobody_can_sign_up(cast, client):
    people = User.objects.count()
    secret = "a long password that is fine"
    client.post(reverse("account_signup"), {"username": "intruder", "password1": secret, "password2": secret})
    assert User.objects.count() == people
