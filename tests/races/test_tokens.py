"""Tokens made at the same moment: never more than a person may have."""

from functools import partial

import pytest
from django.utils import timezone

from accounts.models import ApiToken
from accounts.services.tokens import MOST, TokenNameTaken, TooManyTokens, make_token
from tests.races.runner import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_of_two_that_make_the_last_token_one_is_refused(cast):
    for _round in range(ROUNDS):
        now = timezone.now()
        makes = [partial(make_token, actor=cast.lead, name=str(n), days=30, now=now) for n in range(MOST + 2)]
        for make in makes[3:]:
            make()
        made = at_once(*makes[:3])
        assert sum(isinstance(each, TooManyTokens) for each in made) == 2
        assert ApiToken.objects.living(now).count() == MOST
        ApiToken.objects.all().delete()


def test_a_form_sent_twice_at_once_makes_one(cast):
    for _round in range(ROUNDS):
        make = partial(make_token, actor=cast.lead, name="ระบบหนึ่ง", days=30, now=timezone.now())
        assert sum(isinstance(each, TokenNameTaken) for each in at_once(make, make, make)) == 2
        ApiToken.objects.all().delete()
