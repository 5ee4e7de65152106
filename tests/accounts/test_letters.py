"""Letters: a mail of its own at most once, whatever dies in between, and always to be read in the product."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Letter, LetterState, Notice, User
from accounts.services.digests import send_digests
from accounts.services.letters import message_id, post_letters, retry_letter, send_letters
from tests.accounts.told import THE_HOUR

pytestmark = pytest.mark.django_db


class Dying(EmailBackend):
    """The server has taken the mail, and the worker dies before it can write that down."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise KeyboardInterrupt


@pytest.fixture
def mailbox(settings) -> list:
    """What the mail server has taken."""
    settings.PMQA_BASE_URL = "https://pmqa.example.test/"
    settings.EMAIL_CONFIG = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    return mail.outbox


def post(cast, *people: User, key: str = "one", **changes) -> int:
    words = {"subject": "เตือนกำหนดส่ง", "text": "เรียนทุกท่าน\nกำหนดส่งใกล้ถึงแล้ว", "created_at": THE_HOUR} | changes
    return post_letters(
        Letter(recipient=each, author=cast.coordinator, key=f"{key}-{each.pk}", **words) for each in people
    )


def test_a_letter_is_a_mail_of_its_own_and_a_notice(mailbox, cast, as_user):
    post(cast, cast.lead)
    assert send_letters() == 1
    (message,) = [message_from_bytes(each.message().as_bytes(), policy=policy.default) for each in mailbox]
    letter = Letter.objects.get()
    assert (message["Subject"], message["To"]) == ("เตือนกำหนดส่ง", "lead@example.test")
    assert message["Message-ID"] == f"<pmqa-letter-{letter.pk}@pmqa.example.test>"
    assert message.get_content().splitlines() == [
        *("เรียนทุกท่าน", "กำหนดส่งใกล้ถึงแล้ว", "", "--"),
        "ส่งโดย coordinator ผู้ประสานงาน ผ่านระบบ PMQA 4.0",
        *("อ่านข้อความนี้ในระบบ หรือเลือกไม่รับอีเมลได้ที่", "https://pmqa.example.test/people/notices/"),
        "อีเมลนี้ส่งจากระบบ โปรดอย่าตอบกลับ",
    ]
    notice = Notice.objects.get()
    assert (notice.title, notice.url) == ("เตือนกำหนดส่ง", f"/people/letters/{letter.pk}/")
    assert as_user(cast.lead).get(notice.url).context["letter"] == letter
    assert as_user(cast.approver).get(notice.url).status_code == 404


def test_the_daily_mail_does_not_tell_it_again(mailbox, cast):
    post(cast, cast.lead, created_at=THE_HOUR - timedelta(hours=1))
    assert [send_letters(), send_digests(THE_HOUR), len(mailbox)] == [1, 0, 1]


def test_what_is_posted_or_sent_again_changes_nothing(mailbox, cast):
    assert [post(cast, cast.lead, cast.approver) for _each in range(2)] == [2, 2]
    assert [send_letters() for _each in range(2)] == [2, 0]
    assert (len(mailbox), Letter.objects.count(), Notice.objects.count()) == (2, 2, 2)


@pytest.mark.parametrize("change", [{"wants_mail": False}, {"email": ""}])
def test_who_gets_no_mail_reads_it_in_the_product(mailbox, cast, change):
    for name, value in change.items():
        setattr(cast.lead, name, value)
    cast.lead.save()
    post(cast, cast.lead)
    assert (send_letters(), mailbox) == (0, [])
    assert (Letter.objects.get().state, Notice.objects.get().recipient) == (LetterState.KEPT, cast.lead)


def test_a_worker_killed_between_sending_and_writing_it_down_doubles_nothing(mailbox, settings, cast, capsys):
    post(cast, cast.lead, cast.approver)
    settings.EMAIL_CONFIG = {"EMAIL_BACKEND": f"{__name__}.Dying"}
    with pytest.raises(KeyboardInterrupt):
        send_letters()
    settings.EMAIL_CONFIG = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}

    assert send_letters() == 1
    assert sorted(message.to[0] for message in mailbox) == ["approver@example.test", "lead@example.test"]

    Letter.objects.filter(state=LetterState.SENDING).update(started_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(SystemExit):
        call_command("send_digests", "--day", "2026-11-28")
    assert capsys.readouterr().err.startswith("ไม่ทราบว่าส่งถึงหรือไม่: เตือนกำหนดส่ง ")
    lost = Letter.objects.get(state=LetterState.SENDING)
    assert retry_letter(lost, timezone.now()) is True
    assert mailbox[-1].extra_headers["Message-ID"] == message_id(lost)
    assert retry_letter(lost, timezone.now()) is False


def test_nothing_typed_becomes_a_header(mailbox, cast):
    post(cast, cast.lead, subject="เตือน\r\nBcc: evil@example.test")
    send_letters()
    assert (mailbox[0].subject, mailbox[0].bcc) == ("เตือน Bcc: evil@example.test", [])
    assert b"\nBcc" not in mailbox[0].message().as_bytes()


def test_an_unreachable_server_leaves_everything_waiting(settings, cast):
    settings.EMAIL_CONFIG = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 1,  # nobody listens
    }
    post(cast, cast.lead)
    with pytest.raises(ConnectionRefusedError):
        send_letters()
    assert Letter.objects.get().state == LetterState.WAITING
