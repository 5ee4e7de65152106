"""Passwords at rest, and what stops those who guess them (quality.md P10, ASVS 6.3.1)."""

from base64 import b64decode

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password

from pmqa import settings as product
from tests.cast import PASSWORD

LOGIN = "/accounts/login/"
TOO_OFTEN = "เข้าสู่ระบบไม่สำเร็จหลายครั้งเกินไป รอราว 5 นาทีแล้วลองใหม่"


@pytest.fixture
def real_hashers(settings):
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS


def test_a_password_is_kept_as_argon2id_at_the_set_cost(cast, real_hashers):
    cast.lead.set_password(PASSWORD)
    _nothing, kind, version, cost, salt, key = cast.lead.password.removeprefix("argon2").split("$")
    assert (kind, version, cost) == ("argon2id", "v=19", "m=19456,t=2,p=1")
    assert len(b64decode(salt + "==")) >= 16
    assert len(b64decode(key + "==")) >= 32
    assert check_password(PASSWORD, cast.lead.password)
    assert not check_password(PASSWORD + " ", cast.lead.password)


def test_two_people_with_one_password_have_two_hashes(real_hashers):
    assert make_password(PASSWORD) != make_password(PASSWORD)


def test_an_older_hash_is_renewed_at_the_next_sign_in(client, cast, real_hashers, own_counters):
    cast.lead.password = PBKDF2PasswordHasher().encode(PASSWORD, "an old salt of the cast", iterations=1000)
    cast.lead.save()
    assert sign_in(client, "lead", PASSWORD).status_code == 302
    cast.lead.refresh_from_db()
    assert cast.lead.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def sign_in(client, username: str, password: str, **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def test_after_five_wrong_passwords_even_the_right_one_is_refused(client, cast, own_counters):
    words = [sign_in(client, "lead", f"wrong {attempt}").content.decode() for attempt in range(5)]
    refused = sign_in(client, "lead", PASSWORD)
    assert refused.status_code == 200
    assert TOO_OFTEN in refused.content.decode()
    assert not any(TOO_OFTEN in page for page in words)
    assert client.get("/").status_code == 302


def test_another_person_still_signs_in(client, cast, own_counters):
    """From the very address of the guesses: what is throttled is the name that was guessed at."""
    for attempt in range(6):
        sign_in(client, "lead", f"wrong {attempt}")
    assert sign_in(client, "contributor", PASSWORD).status_code == 302


def test_an_address_that_guesses_on_is_stopped_and_others_are_not(client, cast, own_counters):
    pages = [sign_in(client, f"somebody-{attempt}", "wrong").content.decode() for attempt in range(21)]
    assert [TOO_OFTEN in page for page in pages] == [False] * 20 + [True]
    elsewhere = sign_in(client, "lead", PASSWORD, REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 302


def test_forty_colleagues_sign_in_from_one_address(client, cast, own_counters):
    assert [sign_in(client, "lead", PASSWORD).status_code for _colleague in range(40)] == [302] * 40


def test_a_flood_is_answered_429_in_thai(client, cast, own_counters, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    answers = [sign_in(client, "lead", "wrong") for _attempt in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    page = answers[-1].content.decode()
    assert '<html lang="th">' in page
    assert "<h1>ลองหลายครั้งเกินไป</h1>" in page
