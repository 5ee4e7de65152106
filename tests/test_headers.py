"""What every response carries, cookies, transport, sessions and redirects: quality.md 1.2 to 1.4."""

import logging
import re
import time
from datetime import datetime, timezone
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone as django_timezone

from tests.cast import PASSWORD, make_everybody
from tests.matrix import read_matrix
from tests.rows import digest
from tests.settings_file import settings_with
from tests.test_access_matrix import POSTED, address_of, set_stage

LOGIN = "/accounts/login/"
FOREIGN = "https://evil.test"
CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
VISITORS_PAGES = (LOGIN, "/accounts/password/reset/", "/accounts/signup/", "/nothing/here/", "/healthz")
TRICKS = (
    "https://evil.test/",
    "//evil.test/",
    "///evil.test/",
    "////evil.test/",
    "/\\evil.test/",
    "\\\\evil.test/",
    "\\/evil.test/",
    "http:///evil.test/",
    "https:evil.test/",
    "javascript:alert(1)",
    "data:text/html,<p>evil",
    "ftp://testserver/",
    "//evil.test\\@testserver/",
    "https://testserver@evil.test/",
    "https://testserver.evil.test/",
    " //evil.test/",
    "\t//evil.test/",
    "/\t/evil.test/",
    "\x01//evil.test/",
    "http://[evil.test/",
    "%2F%2Fevil.test/",
)


def policy(response) -> dict[str, str]:
    parts = response.headers.get("Content-Security-Policy", "").split(";")
    return dict(part.strip().partition(" ")[::2] for part in parts)


KEPT = {"private, no-cache", "private, max-age=1800, immutable"}  # a file; one whose address names its content


def wrong_headers(response, *, signed_in: bool) -> list[str]:
    """Every header that is not as it must be."""
    headers = response.headers
    found = [f"{name}: {headers.get(name)}" for name, value in HEADERS.items() if headers.get(name) != value]
    is_evidence = "sandbox" in policy(response)
    if policy(response) != CSP | ({"sandbox": ""} if is_evidence else {}):
        found.append(f"Content-Security-Policy: {headers.get('Content-Security-Policy')}")
    if "Access-Control-Allow-Origin" in headers:
        found.append("Access-Control-Allow-Origin to a foreign page")
    cache = headers.get("Cache-Control", "")
    if headers.get("Content-Type") in {"application/pdf", "application/zip"} and not is_evidence:
        found += [f"Cache-Control of a file: {cache}"] * (cache not in KEPT)
        found += [f"Vary of a file: {headers.get('Vary')}"] * ("Cookie" not in headers.get("Vary", ""))
    elif signed_in:
        found += [f"Cache-Control: {cache}"] * ("no-store" not in cache)
    return found


@pytest.mark.parametrize("role", ["lead", "coordinator", "assessor", "stranger", "anonymous"])
@pytest.mark.parametrize("letter", ["D", "I"])
def test_every_response_of_ours_carries_the_headers(cast, cycle, settings, tmp_path, caplog, letter, role):
    settings.REPORTS_DIR = tmp_path
    caplog.set_level(logging.CRITICAL, "django.request")
    user = make_everybody(cast)[role]
    stage = set_stage(letter, cast, cycle)
    client = Client(raise_request_exception=False, headers={"origin": FOREIGN})
    if user:
        client.force_login(user)
    found = []
    for row in read_matrix():
        ask = client.post if row.method == "POST" else client.get
        response = ask(address_of(row, stage), POSTED.get(row.about, {}))
        found += [f"{row.method} {row.url}: {line}" for line in wrong_headers(response, signed_in=bool(user))]
    assert not found, "\n".join(found)


def test_the_pdf_is_kept_by_the_browser_of_its_reader_only(cast, cycle, settings, tmp_path):
    """So that the walk above has met a PDF at all, and its second download costs nothing."""
    settings.REPORTS_DIR = tmp_path
    stage = set_stage("D", cast, cycle)
    client = Client()
    client.force_login(cast.lead)
    path = reverse("reports:download", args=[stage["pk"], "summary", stage["hashes"]["of_live"]])
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    assert response.headers["Cache-Control"] == "private, max-age=1800, immutable"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert b"".join(response.streaming_content) == b"%PDF-"
    assert client.get(path, headers={"if-none-match": response.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", VISITORS_PAGES)
def test_pages_for_visitors_and_missing_pages_carry_the_headers(client, db, path):
    assert wrong_headers(client.get(path, headers={"origin": FOREIGN}), signed_in=False) == []


def test_a_crash_carries_the_headers_and_shows_no_trace(cast, monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    client = Client(raise_request_exception=False)
    client.force_login(cast.lead)
    monkeypatch.setattr("assessments.views.home.render", lambda *_, **__: 1 / 0)
    response = client.get("/help/")
    assert response.status_code == 500
    assert "ZeroDivisionError" not in response.content.decode()
    assert wrong_headers(response, signed_in=False) == []


# Transport and cookies

TRANSPORT = re.compile(r"SECURE_|SESSION_COOKIE_|CSRF_COOKIE_|ALLAUTH_TRUSTED")


def transport(data_dir, **environment) -> dict:
    """The settings of transport and cookies as the settings file makes them under this environment."""
    values = settings_with(data_dir, DEBUG="0", **environment)
    return {name: value for name, value in values.items() if TRANSPORT.match(name)}


@pytest.fixture
def production(tmp_path):
    with override_settings(**transport(tmp_path)):
        yield


def cookies_of(response) -> dict[str, tuple]:
    return {
        name: (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"])
        for name, cookie in response.cookies.items()
    }


def test_cookies_of_production(cast, production, own_counters):
    client = Client()
    strict = (True, True, "Lax", "/", "")
    assert cookies_of(client.get(LOGIN, secure=True)) == {"__Host-csrftoken": strict}
    signed_in = client.post(LOGIN, {"login": "lead", "password": PASSWORD}, secure=True)
    assert cookies_of(signed_in) == {"__Host-csrftoken": strict, "__Host-sessionid": strict, "messages": strict}
    assert signed_in.cookies["__Host-sessionid"]["max-age"] == ""  # ends with the browser
    chosen = client.post(reverse("assessments:digits"), secure=True)
    assert cookies_of(chosen)["thai_digits"] == strict


@pytest.mark.parametrize("path", ["/", LOGIN, "/help/", "/nothing/here/", "/healthz"])
def test_production_speaks_https_only(db, production, path):
    client = Client()
    year, _comma, rest = client.get(path, secure=True).headers["Strict-Transport-Security"].partition(";")
    assert int(year.removeprefix("max-age=")) >= 365 * 24 * 60 * 60
    assert "includeSubDomains" in rest
    response = client.get(path)
    if path == "/healthz":
        assert (response.status_code, response.content) == (200, b"ok")
    else:
        assert (response.status_code, response.headers["Location"]) == (301, f"https://testserver{path}")


def test_production_is_the_default_and_debug_is_not(tmp_path):
    assert settings_with(tmp_path)["DEBUG"] is False
    assert settings_with(tmp_path)["HTTPS"] is True
    assert settings_with(tmp_path, DEBUG="1")["HTTPS"] is False
    assert "*" not in settings_with(tmp_path)["ALLOWED_HOSTS"]


@pytest.mark.parametrize(("behind_proxy", "status", "address"), [("0", 301, "127.0.0.1"), ("1", 200, "203.0.113.9")])
def test_headers_of_a_proxy_count_behind_a_proxy_only(db, tmp_path, rf, behind_proxy, status, address):
    forged = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}
    with override_settings(**transport(tmp_path, PMQA_BEHIND_PROXY=behind_proxy)):
        assert Client().get(LOGIN, headers=forged).status_code == status
        assert get_adapter().get_client_ip(rf.get(LOGIN, headers=forged)) == address


# Sessions


@pytest.fixture
def clock(monkeypatch):
    """Moves the time that sessions are measured by: `clock(minutes)` after now."""
    began = time.time()

    def move(minutes: float) -> None:
        now = began + minutes * 60
        monkeypatch.setattr(time, "time", lambda: now)
        monkeypatch.setattr(django_timezone, "now", lambda: datetime.fromtimestamp(now, tz=timezone.utc))  # noqa: UP017

    move(0)
    return move


def is_in(client) -> bool:
    return client.get("/").status_code == 200


def test_a_session_ends_half_an_hour_after_its_last_use(cast, client, clock):
    client.force_login(cast.lead)
    assert is_in(client)
    for minutes in (20, 40, 60):
        clock(minutes)
        assert is_in(client)
    clock(91)
    assert not is_in(client)


def test_a_session_in_use_is_written_every_five_minutes_at_most(cast, client, clock):
    client.force_login(cast.lead)
    client.get("/")
    first = Session.objects.get().expire_date
    clock(4)
    client.get("/")
    assert Session.objects.get().expire_date == first
    clock(6)
    client.get("/")
    assert Session.objects.get().expire_date > first


def test_a_session_ends_after_twelve_hours_of_use(cast, client, clock):
    client.force_login(cast.lead)
    assert is_in(client)
    for minutes in range(20, 721, 20):
        clock(minutes)
        assert is_in(client)
    clock(721)
    assert not is_in(client)
    assert not Session.objects.exists()


def test_signing_in_changes_the_token_and_signing_out_ends_it_on_the_server(cast, client, own_counters):
    client.post(LOGIN, {"login": "lead", "password": PASSWORD})
    stolen = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert not is_in(thief)
    assert not Session.objects.filter(pk=stolen).exists()


def test_a_planted_token_is_not_taken_over(cast, client, own_counters):
    client.cookies["sessionid"] = "planted-by-somebody-else-0123456"
    client.post(LOGIN, {"login": "lead", "password": PASSWORD})
    assert client.cookies["sessionid"].value != "planted-by-somebody-else-0123456"
    assert is_in(client)


# Forgery and redirects


def test_every_post_needs_its_token(cast, cycle, settings, tmp_path, caplog):
    settings.REPORTS_DIR = tmp_path
    caplog.set_level(logging.CRITICAL)
    stage = set_stage("I", cast, cycle)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.coordinator)
    client.get("/help/")
    before = digest()
    # A session opens nothing at the addresses for programs, and they take nothing but GET (tests/api/).
    rows = [row for row in read_matrix() if row.method == "POST" and not row.url.startswith("api:")]
    let_in = [row.url for row in rows if client.post(address_of(row, stage), POSTED.get(row.about)).status_code != 403]
    assert let_in == []
    assert digest() == before


@pytest.mark.parametrize(("origin", "status"), [("http://testserver", 302), (FOREIGN, 403), ("null", 403)])
def test_a_token_is_worth_nothing_on_a_foreign_page(db, own_counters, caplog, origin, status):
    caplog.set_level(logging.CRITICAL)
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    token = client.cookies["csrftoken"].value
    response = client.post(LOGIN, {"csrfmiddlewaretoken": token}, headers={"origin": origin})
    assert response.status_code == (200 if status == 302 else status)


def host_of(location: str) -> str:
    """Where a browser goes: it drops controls and takes a backslash for a slash."""
    seen = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(33)))).replace("\\", "/")
    whole = urlsplit(urljoin("http://testserver/digits/", seen))
    return f"{whole.scheme}://{whole.netloc}"


@pytest.mark.parametrize("trick", TRICKS)
def test_no_next_leads_to_another_host(cast, client, own_counters, trick):
    signed_in = client.post(LOGIN, {"login": "lead", "password": PASSWORD, "next": trick})
    assert signed_in.status_code == 302
    changed = client.post(reverse("assessments:digits"), {"next": trick})
    assert changed.status_code == 302
    assert {host_of(signed_in.headers["Location"]), host_of(changed.headers["Location"])} == {"http://testserver"}
