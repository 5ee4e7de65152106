import pytest


@pytest.mark.django_db
def test_the_process_answers(client):
    assert client.get("/healthz").content == b"ok"
