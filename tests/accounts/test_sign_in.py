"""Signing in, out, and setting a new password; nobody opens an account for himself."""

import pytest
from django.test import Client

from accounts.services.members import recovery_path
from tests.cast import PASSWORD

LOGIN = "/accounts/login/"
NEW = "หนึ่งวลีที่ยาวพอสำหรับทุกคน"


def sign_in(client, username: str, password: str = PASSWORD, **data):
    return client.post(LOGIN, {"login": username, "password": password, **data})


def test_a_person_signs_in_and_lands_on_the_first_page(client, cast):
    response = sign_in(client, "lead")
    assert (response.status_code, response.url) == (302, "/")
    assert client.get("/").status_code == 200


def test_signing_in_leads_back_to_the_page_that_asked(client, cast, assessment):
    path = f"/assessments/{assessment.pk}/"
    assert client.get(path).url == f"{LOGIN}?next={path}"
    assert sign_in(client, "lead", next=path).url == path


@pytest.mark.parametrize("evil", ["https://evil.test/", "//evil.test/"])
def test_signing_in_leads_to_no_other_host(client, cast, evil):
    assert sign_in(client, "lead", next=evil).url == "/"


@pytest.mark.parametrize(("username", "password"), [("lead", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_pair_is_refused_in_the_same_words(client, cast, username, password):
    response = sign_in(client, username, password)
    assert response.status_code == 200
    assert "<title>ข้อผิดพลาด:" in response.content.decode()
    assert client.get("/").status_code == 302


def test_the_page_offers_no_way_to_open_an_account(client, db):
    page = client.get(LOGIN).content.decode()
    assert "signup" not in page
    assert "ไม่เปิดให้สมัครเอง" in client.get("/accounts/signup/").content.decode()


def test_the_demonstration_shows_its_accounts_and_nothing_else_does(client, db, settings):
    assert "pmqa-demo-2569" not in client.get(LOGIN).content.decode()
    settings.PMQA_DEMO = True
    page = client.get(LOGIN).content.decode()
    names = ["contributor", "lead", "approver", "manager", "contributor2", "coordinator"]
    names += ["assessor1", "assessor2", "admin"]
    assert [name for name in names if f"<code>{name}</code>" in page] == names
    assert "<code>pmqa-demo-2569</code>" in page


def test_signing_out_needs_a_post_and_ends_the_session(client, cast):
    client.force_login(cast.lead)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/accounts/logout/").url == LOGIN
    assert client.get("/").status_code == 302


def test_a_one_time_link_sets_a_password_once(client, cast):
    link = recovery_path(cast.contributor)
    form = client.get(link, follow=True)
    action = form.redirect_chain[-1][0]
    done = client.post(action, {"password1": NEW, "password2": NEW})
    assert (done.status_code, done.url) == (302, "/accounts/password/reset/key/done/")
    assert "ใช้ไปแล้วหรือหมดอายุ" in client.get(link, follow=True).content.decode()
    assert sign_in(client, "contributor", NEW).url == "/"


@pytest.mark.parametrize(
    "path",
    [
        LOGIN,
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-bad/",
        "/accounts/password/reset/key/done/",
        "/accounts/signup/",
        "/accounts/inactive/",
        "/help/",
    ],
)
def test_pages_for_visitors_are_thai_and_ours(client, db, path):
    response = client.get(path)
    assert response.status_code == 200
    page = response.content.decode()
    assert 'class="edge"' in page
    assert "Menu:" not in page


@pytest.mark.parametrize("path", ["/accounts/logout/", "/accounts/password/change/"])
def test_pages_for_members_are_ours(as_user, cast, path):
    assert 'class="edge"' in as_user(cast.lead).get(path).content.decode()


@pytest.mark.parametrize("known", [True, False])
def test_a_forgotten_password_tells_nobody_who_has_an_account(client, cast, known):
    email = cast.lead.email if known else "nobody@example.test"
    response = client.post("/accounts/password/reset/", {"email": email})
    assert (response.status_code, response.url) == (302, "/accounts/password/reset/done/")


def test_an_unknown_page_is_the_same_for_all(client, cast, as_user):
    words = "ไม่พบหน้านี้ หรือคุณไม่มีสิทธิ์ดู"
    assert words in client.get("/nothing/here/").content.decode()
    response = as_user(cast.lead).get("/assessments/999/")
    assert response.status_code == 404
    assert words in response.content.decode()


def test_a_stale_form_shows_what_was_typed(cast, assessment):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.contributor)
    response = client.post(f"/assessments/{assessment.pk}/questions/1.1-1/", {"text": "ข้อความยาว", "version": 0})
    assert response.status_code == 403
    assert "ข้อความยาว" in response.content.decode()
