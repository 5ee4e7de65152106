"""Mail leaves by the worker; a page only queues it."""

from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse

from tests.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings, tmp_path):
    """The folder into which the worker writes mail, as without EMAIL_URL."""
    settings.EMAIL_BACKEND = "accounts.mail.QueuedBackend"
    settings.EMAIL_CONFIG = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(tmp_path),
    }
    return tmp_path


def messages_in(folder) -> list:
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.iterdir())]


def test_a_queued_message_arrives_whole(mailbox):
    with mail.get_connection("accounts.mail.QueuedBackend") as connection:
        EmailMessage("เรื่อง", "เนื้อความ", "pmqa@example.test", ["a@example.test"], connection=connection).send()
    (message,) = messages_in(mailbox)
    assert (message["Subject"], message["To"]) == ("เรื่อง", "a@example.test")
    assert message.get_content().strip().splitlines()[0] == "เนื้อความ"


def test_a_forgotten_password_brings_a_link_that_works_once(mailbox, client):
    user = make_user("somsri")
    client.post(reverse("account_reset_password"), {"email": user.email})
    (message,) = messages_in(mailbox)
    link = next(word for word in message.get_content().split() if "/accounts/password/reset/key/" in word)
    page = client.get(link, follow=True)
    password = "วลีใหม่ที่ยาวพอสำหรับทุกคน"
    path = page.redirect_chain[-1][0]
    assert client.post(path, {"password1": password, "password2": password}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(password)
    assert client.get(link).status_code == 200  # says that it was used, and offers no form
    assert 'name="password1"' not in client.get(link).content.decode()


def test_a_stranger_s_address_brings_no_account_to_light(mailbox, client):
    known = make_user("somsri")
    answers = [
        client.post(reverse("account_reset_password"), {"email": email}).status_code
        for email in (known.email, "nobody@example.test")
    ]
    assert answers == [302, 302]
