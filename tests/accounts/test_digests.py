"""The daily mail: what is due, what stands in it, and that it never leaves twice."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Digest, DigestState, Holiday, Notice, User
from accounts.services.digests import message_id, retry_digest, send_digests, stuck_digests
from tests.accounts.told import BEFORE, FRIDAY, THE_HOUR, interrupted, on, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings) -> list:
    """What the mail server has taken."""
    settings.PMQA_BASE_URL = "https://pmqa.example.test/"
    settings.EMAIL_CONFIG = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    return mail.outbox


def messages_in(outbox) -> list:
    """As they arrive."""
    return [message_from_bytes(each.message().as_bytes(), policy=policy.default) for each in outbox]


def lines_of(message) -> list[str]:
    return message.get_content().splitlines()


def test_one_mail_tells_everything_that_is_unread(mailbox, cast):
    first, second, third = tell(cast.lead, 3, at=BEFORE)
    Notice.objects.filter(pk=second.pk).update(read_at=BEFORE)
    assert send_digests(THE_HOUR) == 1
    (message,) = messages_in(mailbox)
    assert message["Subject"].strip() == "PMQA 4.0 การแจ้งเตือนประจำวันที่ 27 พฤศจิกายน 2569"
    assert message["To"] == "lead@example.test"
    assert message["Message-ID"] == f"<pmqa-digest-20261127-{cast.lead.pk}@pmqa.example.test>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert lines_of(message)[:12] == [
        "เรียน lead",
        "",
        "มีการแจ้งเตือนในระบบ PMQA 4.0 ที่ยังไม่ได้อ่าน ดังนี้",
        "",
        f"1. {first.title}",
        f"   {first.body}",
        "   27 พฤศจิกายน 2569 เวลา 07:00 น.",
        f"   https://pmqa.example.test{first.url}",
        "",
        f"2. {third.title}",
        f"   {third.body}",
        "   27 พฤศจิกายน 2569 เวลา 07:00 น.",
    ]
    assert "https://pmqa.example.test/people/notices/" in lines_of(message)
    digest = Digest.objects.get()
    assert (digest.recipient, digest.day, digest.state) == (cast.lead, FRIDAY, DigestState.SENT)
    assert set(digest.notices.all()) == {first, third}


def test_the_second_look_of_the_day_sends_nothing(mailbox, cast):
    tell(cast.lead, at=BEFORE)
    assert [send_digests(THE_HOUR + timedelta(minutes=5 * look)) for look in range(3)] == [1, 0, 0]
    tell(cast.lead, at=on(FRIDAY, 8, 29), start=2)
    assert send_digests(on(FRIDAY, 12)) == 0
    assert len(messages_in(mailbox)) == 1


def test_what_comes_during_the_day_leaves_on_the_next_working_day(mailbox, cast):
    tell(cast.lead, at=on(FRIDAY, 9))
    days = [FRIDAY + timedelta(days=later) for later in range(5)]
    assert [send_digests(on(day, 10)) for day in days] == [0, 0, 0, 1, 0]  # Friday, Saturday, Sunday, Monday, Tuesday


def test_a_holiday_is_no_working_day(mailbox, cast):
    Holiday.objects.create(day=FRIDAY, name_th="วันหยุดพิเศษ")
    tell(cast.lead, at=BEFORE)
    assert (send_digests(THE_HOUR), Digest.objects.count()) == (0, 0)


def test_nothing_leaves_before_the_hour(mailbox, cast):
    tell(cast.lead, at=on(FRIDAY - timedelta(days=1), 12))
    assert send_digests(on(FRIDAY, 8, 29)) == 0
    assert send_digests(THE_HOUR) == 1


@pytest.mark.parametrize("change", [{"wants_mail": False}, {"is_active": False}, {"email": ""}])
def test_who_wants_none_or_cannot_have_one_gets_none(mailbox, cast, change):
    tell(cast.lead, at=BEFORE)
    User.objects.filter(pk=cast.lead.pk).update(**change)
    assert (send_digests(THE_HOUR), Digest.objects.count(), messages_in(mailbox)) == (0, 0, [])


def test_what_is_old_stays_in_the_product(mailbox, cast):
    tell(cast.lead, at=THE_HOUR - timedelta(days=15))
    assert send_digests(THE_HOUR) == 0


def test_each_person_has_her_own(mailbox, cast):
    for person in (cast.lead, cast.approver, cast.stranger):
        tell(person, 2, at=BEFORE)
    assert send_digests(THE_HOUR) == 3
    assert {message["To"] for message in messages_in(mailbox)} == {
        "lead@example.test",
        "approver@example.test",
        "stranger@example.test",
    }


def test_a_long_list_is_cut(mailbox, cast):
    tell(cast.lead, 60, at=BEFORE)
    send_digests(THE_HOUR)
    lines = lines_of(messages_in(mailbox)[0])
    assert sum("ปีงบประมาณ" in line for line in lines) == 50
    assert "และยังมีเรื่องอื่นอีก ดูทั้งหมดได้ในระบบ" in lines
    assert not Notice.objects.filter(digest=None).exists()


def test_nothing_typed_becomes_a_header_or_a_line_of_its_own(mailbox, cast):
    User.objects.filter(pk=cast.lead.pk).update(first_name="ลีด\r\nBcc: evil@example.test")
    tell(cast.lead, at=BEFORE)
    Notice.objects.update(title="เรื่อง\nBcc: evil@example.test\n\nhttps://evil.test")
    send_digests(THE_HOUR)
    (message,) = messages_in(mailbox)
    assert set(message.keys()) == {
        *("Content-Type", "MIME-Version", "Content-Transfer-Encoding"),
        *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"),
    }
    lines = lines_of(message)
    assert lines[0] == "เรียน ลีด Bcc: evil@example.test"
    assert lines[4] == "1. เรื่อง Bcc: evil@example.test https://evil.test"


def test_a_broken_address_is_named_and_stops_nobody(mailbox, cast, capsys):
    User.objects.filter(pk=cast.lead.pk).update(email="lead@example.test\nBcc: evil@example.test")
    for person in (cast.lead, cast.approver):
        tell(person, at=BEFORE)
    assert send_digests(THE_HOUR) == 1
    failed = Digest.objects.get(recipient=cast.lead)
    assert (failed.state, failed.problem.partition(":")[0]) == (DigestState.SENDING, "BadHeaderError")
    assert [message["To"] for message in messages_in(mailbox)] == ["approver@example.test"]


def test_an_unreachable_server_leaves_everything_as_it_was(settings, cast):
    settings.EMAIL_CONFIG = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 1,  # nobody listens
    }
    tell(cast.lead, at=BEFORE)
    with pytest.raises(ConnectionRefusedError):
        send_digests(THE_HOUR)
    assert not Digest.objects.exists()
    assert Notice.objects.get().digest is None


def test_an_interrupted_one_is_not_sent_again_by_itself(mailbox, cast):
    tell(cast.lead, at=BEFORE)
    interrupted(cast.lead)
    assert (send_digests(THE_HOUR), messages_in(mailbox)) == (0, [])
    tell(cast.lead, at=on(FRIDAY, 9), start=2)
    assert send_digests(on(FRIDAY + timedelta(days=3), 9)) == 1  # the next day's mail leaves, without the old notice
    assert "หน่วยงานที่ 1 " not in messages_in(mailbox)[0].get_content()


def test_the_operator_is_told_of_it_and_sends_it_once_more(mailbox, cast, capsys):
    tell(cast.lead, at=BEFORE)
    digest = interrupted(cast.lead)
    with pytest.raises(SystemExit) as end:
        call_command("send_digests", "--day", "2026-11-28")
    output = capsys.readouterr()
    assert (end.value.code, output.err) == (1, "ไม่ทราบว่าส่งถึงหรือไม่: 2026-11-27 lead -\n")
    call_command("send_digests", "--day", "2026-11-28", "--retry")
    assert capsys.readouterr().out == "ส่งอีเมลแล้ว 1 ฉบับ\n"
    assert [message["Message-ID"] for message in messages_in(mailbox)] == [message_id(digest)]
    call_command("send_digests", "--day", "2026-11-28", "--retry")
    assert len(messages_in(mailbox)) == 1


def test_one_that_has_just_begun_is_left_to_its_worker(mailbox, cast):
    tell(cast.lead, at=BEFORE)
    digest, now = interrupted(cast.lead, ago=timedelta(minutes=5)), timezone.now()
    assert list(stuck_digests(now)) == []
    assert retry_digest(digest, now) is False


def test_one_person_costs_as_many_queries_as_the_next(mailbox, cast, django_assert_num_queries):
    for person in (cast.lead, cast.approver, cast.stranger):
        tell(person, 20, at=BEFORE)
    with django_assert_num_queries(2 + 3 * 7):  # claim: savepoint, row, notices, release; notices, person, sent
        send_digests(THE_HOUR)
    with django_assert_num_queries(2):
        send_digests(THE_HOUR + timedelta(minutes=5))
