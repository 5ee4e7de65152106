"""How tests ask in the name of a person, as her program would."""

from uuid import uuid4

from django.test import Client
from django.utils import timezone

from accounts.services.tokens import make_token

BASE = "/api/v1/"


def program_of(person, **given) -> Client:
    """A client that carries a fresh token of the person and no cookie."""
    token = make_token(actor=person, name=uuid4().hex, days=30, now=timezone.now())
    return Client(headers={"authorization": f"Bearer {token}"}, **given)


def asked(program: Client, address: str, **query):
    """The answer below the base, read from JSON."""
    return program.get(f"{BASE}{address}", query)
