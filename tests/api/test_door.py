"""How a program gets in: by a living token alone, by GET alone, no oftener than the limit; refusals are Thai JSON."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken
from api import units
from tests.api.asking import BASE, asked, program_of

ADDRESS = f"{BASE}units"


def problem_of(response) -> tuple[int, str]:
    told = response.json()
    assert response.headers["Content-Type"] == "application/json"
    assert sorted(told) == ["error", "message"]
    assert any("ก" <= letter <= "๛" for letter in told["message"]), told["message"]
    return response.status_code, told["error"]


def test_a_living_token_lets_in(cast):
    response = asked(program_of(cast.lead), "units")
    assert response.json() == {
        "units": [{"code": "A0008", "name_th": "กรมพัฒนาที่ดิน", "kind": "department", "parent": "M08"}],
        "next": None,
    }
    assert "no-store" in response.headers["Cache-Control"]
    assert "กรมพัฒนาที่ดิน" in response.content.decode()


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer pmqa_" + "a" * 43, "Basic bGVhZDp4", "Token x", "bearer\t", "Bearer " + "ก" * 9],
)
def test_anything_else_does_not(cast, header):
    response = Client(headers={"authorization": header}).get(ADDRESS)
    assert problem_of(response) == (401, "no_token")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_opens_nothing(as_user, cast, assessment):
    client = as_user(cast.lead)
    assert problem_of(client.get(ADDRESS)) == (401, "no_token")
    assert problem_of(client.get(f"{BASE}assessments/{assessment.pk}")) == (401, "no_token")


def test_a_token_opens_no_page(cast):
    assert program_of(cast.lead).get("/").status_code == 302


def test_a_cookie_beside_a_token_changes_nothing(cast):
    program = program_of(cast.stranger)
    program.force_login(cast.lead)
    assert [row["code"] for row in asked(program, "units").json()["units"]] == ["A0009"]


@pytest.mark.parametrize("change", ["revoked", "expired", "inactive"])
def test_what_was_taken_away_is_gone_at_once(cast, change):
    program, now = program_of(cast.lead), timezone.now()
    assert asked(program, "units").status_code == 200
    if change == "inactive":
        cast.lead.is_active = False
        cast.lead.save()
    else:
        fields = {"revoked_at": now} if change == "revoked" else {"created_at": now - timedelta(3), "expires_at": now}
        ApiToken.objects.update(**fields)
    assert problem_of(asked(program, "units")) == (401, "no_token")


def test_a_role_that_was_taken_away_opens_nothing_more(cast, assessment):
    program = program_of(cast.lead)
    cast.lead.memberships.all().delete()
    assert asked(program, "units").json()["units"] == []
    assert problem_of(asked(program, f"assessments/{assessment.pk}")) == (404, "unknown")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_nothing_can_be_written(cast, method):
    response = getattr(program_of(cast.lead), method)(ADDRESS)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET"
    assert method == "head" or problem_of(response) == (405, "read_only")


@pytest.mark.parametrize(
    "address", ["nothing", "units/", "assessments/x", "assessments/99", "assessments/99/scores", "docs"]
)
def test_what_there_is_not_is_told_as_everything_else(cast, address, settings):
    settings.DEBUG = True  # with which Django would tell the addresses that there are
    assert problem_of(asked(program_of(cast.lead), address)) == (404, "unknown")


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("units?limit=0", "limit"),
        ("units?limit=101", "limit"),
        ("units?cursor=x", "cursor"),
        ("assessments?fiscal_year=๒๕๖๙x&status=lost", "fiscal_year, status"),
        ("assessments?unit=%00", "unit"),
    ],
)
def test_a_faulty_choice_is_named(cast, address, names):
    response = program_of(cast.lead).get(f"{BASE}{address}")
    assert problem_of(response) == (422, "faulty")
    assert f"ค่าของ {names} ไม่ถูกต้อง" in response.json()["message"]


def test_a_person_asks_no_oftener_than_the_limit(cast, settings, own_counters):
    settings.PMQA_API_RATES = {"person": "3/m", "address": "60/m"}
    first, second = program_of(cast.lead), program_of(cast.lead)
    assert [asked(program, "units").status_code for program in (first, second, first)] == [200] * 3
    response = asked(second, "units")
    assert problem_of(response) == (429, "too_many")
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert asked(program_of(cast.stranger), "units").status_code == 200


def test_an_address_does_not_try_tokens_for_ever(cast, settings, own_counters):
    settings.PMQA_API_RATES = {"person": "60/m", "address": "2/m"}
    guess = Client(headers={"authorization": "Bearer pmqa_" + "a" * 43})
    assert [guess.get(ADDRESS).status_code for _each in range(3)] == [401, 401, 429]
    assert asked(program_of(cast.lead), "units").status_code == 200


@pytest.mark.parametrize(("raised", "told"), [(OperationalError, (503, "busy")), (KeyError, (500, "failed"))])
def test_a_failure_tells_no_detail(cast, monkeypatch, raised, told, caplog):
    def fails(user):
        raise raised("secret detail")

    monkeypatch.setattr(units, "_known", fails)
    response = asked(program_of(cast.lead), "units")
    assert problem_of(response) == told
    assert "secret" not in response.content.decode()
    assert ("secret detail" in caplog.text) == (told[0] == 500)


def test_the_page_of_the_interface_names_every_address(client, db):
    page = client.get(BASE)
    shown = [address.path for address in page.context["addresses"]]
    described = client.get(f"{BASE}openapi.json").json()
    assert shown == list(described["paths"])
    assert len(shown) == 7
    assert all(f"<code>{path}</code>" in page.content.decode() for path in shown)
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_the_description_tells_of_tokens_and_refusals(client, db):
    described = client.get(f"{BASE}openapi.json").json()
    assert described["components"]["securitySchemes"] == {"TokenDoor": {"type": "http", "scheme": "bearer"}}
    for methods in described["paths"].values():
        assert list(methods) == ["get"]
        assert methods["get"]["security"] == [{"TokenDoor": []}]
        assert {"200", "401", "429"} <= set(methods["get"]["responses"])
