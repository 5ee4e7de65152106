"""Tokens of a person: made after her password, shown once, at most ten, revoked; what is stored opens nothing."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import ApiToken
from accounts.services.tokens import MOST, TooManyTokens, find_token, make_token, revoke_token
from tests.cast import PASSWORD

PAGE = "/people/tokens/"
REAUTHENTICATE = "/accounts/reauthenticate/"
TYPED = {"name": "ระบบสารสนเทศผู้บริหาร", "days": "90"}


def token_of(person, name: str = "", days: int = 30, now=None) -> str:
    return make_token(actor=person, name=name or uuid4().hex, days=days, now=now or timezone.now())


def confirmed(client, **typed):
    """The answer to the form after she has typed her password."""
    asked = client.post(PAGE, TYPED | typed)
    assert (asked.status_code, asked.url) == (302, f"{REAUTHENTICATE}?next=%2Fpeople%2Ftokens%2F")
    assert ApiToken.objects.count() == 0
    return client.post(asked.url, {"password": PASSWORD, "next": PAGE})


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"


def test_without_tokens_the_page_says_what_they_are_for(as_user, cast):
    page = as_user(cast.lead).get(PAGE).content.decode()
    assert "ยังไม่มีโทเคนที่ใช้ได้" in page
    assert "โทเคนที่ยกเลิกหรือหมดอายุแล้ว" not in page


def test_a_token_is_made_after_the_password_and_shown_once(as_user, cast):
    client = as_user(cast.lead)
    response = confirmed(client)
    assert response.status_code == 200
    made, kept = response.context["made"], ApiToken.objects.get()
    assert f">{made}</textarea>" in response.content.decode()
    assert made not in client.get(PAGE).content.decode()
    assert (kept.owner, kept.name, kept.last_used_on, kept.revoked_at) == (cast.lead, TYPED["name"], None, None)
    assert kept.sha256 == hashlib.sha256(made.encode()).hexdigest()
    assert kept.expires_at - kept.created_at == timedelta(days=90)
    assert find_token(made, timezone.now()) == kept


def test_a_wrong_password_makes_none(as_user, cast):
    client = as_user(cast.lead)
    asked = client.post(PAGE, TYPED)
    assert client.post(asked.url, {"password": "wrong", "next": PAGE}).status_code == 200
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "ก" * 101}, {"days": "36500"}, {"days": ""}])
def test_a_faulty_form_says_so_before_it_asks_for_the_password(as_user, cast, wrong):
    response = as_user(cast.lead).post(PAGE, TYPED | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    assert not ApiToken.objects.exists()


def test_a_person_has_ten_living_tokens_at_most(cast):
    now = timezone.now()
    made = [token_of(cast.lead, now=now) for _each in range(MOST)]
    with pytest.raises(TooManyTokens):
        token_of(cast.lead, now=now)
    assert token_of(cast.stranger, now=now)
    revoke_token(token_id=find_token(made[0], now).pk, actor=cast.lead)
    assert token_of(cast.lead, now=now)
    assert token_of(cast.lead, now=now + timedelta(days=30))  # all of the others have expired


def test_a_form_that_is_sent_twice_makes_one_token(as_user, cast):
    client = as_user(cast.lead)
    confirmed(client)
    again = client.post(PAGE, TYPED)  # her password was asked a moment ago
    assert again.status_code == 422
    assert again.context["form"].errors == {"name": ["มีโทเคนชื่อนี้แล้ว ใช้ชื่ออื่น หรือยกเลิกโทเคนเดิมก่อน"]}
    token = ApiToken.objects.get()
    revoke_token(token_id=token.pk, actor=cast.lead)
    assert client.post(PAGE, TYPED).context["made"]


def test_the_eleventh_is_not_offered(as_user, cast):
    for _each in range(MOST):
        token_of(cast.lead)
    page = as_user(cast.lead).get(PAGE).content.decode()
    assert "มีโทเคนที่ใช้ได้ครบ 10 รายการแล้ว" in page
    assert 'name="days"' not in page


def test_a_revoked_token_opens_nothing_and_stays_told(as_user, cast):
    text = token_of(cast.lead)
    token = find_token(text, timezone.now())
    client = as_user(cast.lead)
    assert client.post(f"{PAGE}{token.pk}/revoke/").url == PAGE
    assert find_token(text, timezone.now()) is None
    first = ApiToken.objects.get().revoked_at
    client.post(f"{PAGE}{token.pk}/revoke/")
    assert ApiToken.objects.get().revoked_at == first
    page = client.get(PAGE)
    assert (page.context["living"], list(page.context["past"])) == ([], [token])


def test_nobody_revokes_or_sees_the_token_of_another(as_user, cast):
    text = token_of(cast.lead, "ของหัวหน้า")
    token, client = find_token(text, timezone.now()), as_user(cast.administrator)
    assert client.post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    assert "ของหัวหน้า" not in client.get(PAGE).content.decode()
    assert find_token(text, timezone.now()) == token


def test_an_expired_token_opens_nothing(cast):
    now = timezone.now()
    text = token_of(cast.lead, days=30, now=now - timedelta(days=30))
    assert find_token(text, now) is None
    assert find_token(text, now - timedelta(seconds=1)) is not None


def test_a_person_who_may_not_sign_in_reads_nothing_by_token(cast):
    text = token_of(cast.lead)
    cast.lead.is_active = False
    cast.lead.save()
    assert find_token(text, timezone.now()) is None


@pytest.mark.parametrize("change", [str.upper, lambda text: text[:-1], lambda text: f"{text}=", lambda text: text[5:]])
def test_something_like_a_token_is_none(cast, change):
    assert find_token(change(token_of(cast.lead)), timezone.now()) is None


def test_the_day_of_use_is_noted_once_a_day(cast, django_assert_num_queries):
    text, now = token_of(cast.lead, days=90), timezone.now()
    with django_assert_num_queries(2):
        find_token(text, now)
    with django_assert_num_queries(1):
        token = find_token(text, now)
    assert token.last_used_on == timezone.localdate(now)
    find_token(text, now + timedelta(days=2))
    assert ApiToken.objects.get().last_used_on == timezone.localdate(now + timedelta(days=2))


@pytest.mark.parametrize("rows", [1, 3, 10])
def test_the_page_costs_the_same_for_any_number(as_user, cast, rows, django_assert_num_queries):
    for _each in range(rows):
        token_of(cast.lead)
    client = as_user(cast.lead)
    with django_assert_num_queries(5):
        assert len(client.get(PAGE).context["living"]) == rows
