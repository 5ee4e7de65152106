import pytest

from tests.cast import Cast, make_assessment, make_cast, make_cycle, small_set


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def cycle(db):
    return make_cycle(small_set())


@pytest.fixture
def assessment(cast, cycle):
    """A draft of the cast's unit against the small set, nothing answered."""
    return make_assessment(cast.unit, cycle, cast.lead)


@pytest.fixture
def as_user(client):
    """The test client, signed in as the person given and warmed up, so that queries can be counted."""

    def sign_in(user):
        client.force_login(user)
        client.get("/help/")
        return client

    return sign_in
