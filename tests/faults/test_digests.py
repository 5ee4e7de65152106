"""The sender of daily mails is killed between the mail server's yes and its own note of it: no mail comes twice."""

import os
import signal
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Digest, DigestState, Notice
from assessments.services.comments import add_comment
from assessments.services.workflow import perform
from assessments.statuses import Action
from tests.assessments.services.stage import answer_of
from tests.cast import add_remark, answer_all, decide_all, submit
from tests.faults.server import ROOT, database_url

pytestmark = pytest.mark.django_db(transaction=True)


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails by SMTP, keeps them, and kills its client at each one whose number is in `kills`, before the yes."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken: list = []
        self.kills: set[int] = set()
        self.client: subprocess.Popen | None = None


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 ready")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                self.take()
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        if len(self.server.taken) in self.server.kills:
            os.kill(self.server.client.pid, signal.SIGKILL)
            self.server.client.wait(10)
        self.say("250 taken")

    def say(self, words: str):
        try:
            self.wfile.write(f"{words}\r\n".encode())
        except OSError:
            return


@pytest.fixture
def server():
    with MailServer() as made:
        threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def send(server, tmp_path):
    """Runs `send_digests` as a process of its own; its exit code, negative when it was killed."""

    def run(day: date, *arguments: str) -> int:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings_of_mail",
            "DATABASE_URL": database_url(),
            "PMQA_DATA_DIR": str(tmp_path),
            "SECRET_KEY": settings.SECRET_KEY,
            "PMQA_TEST_MAIL": f"smtp://127.0.0.1:{server.server_address[1]}",
        }
        command = [sys.executable, "manage.py", "send_digests", "--day", day.isoformat(), *arguments]
        log = (tmp_path / "log").open("a")
        server.client = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        return server.client.wait(300)

    return run


def working_days(count: int) -> list[date]:
    """From the next Monday on; no holidays are known here."""
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    return [monday + timedelta(days=number) for number in range(count)]


def test_a_whole_cycle_with_a_killed_sender_doubles_no_mail(assessment, cast, server, send):
    """Four days of a cycle; on each the sender is killed once after the server has taken a mail, and started again."""

    def act(action: str, role: str) -> None:
        perform(action, assessment_id=assessment.pk, actor=getattr(cast, role))

    def first_day():
        answer_all(assessment)
        assessment.assignments.create(assessor=cast.assessor)
        add_comment(answer=answer_of(assessment, "1.1-1"), text="@lead @contributor", actor=cast.approver)
        submit(assessment, cast)

    def second_day():
        act(Action.START_REVIEW, "coordinator")
        add_remark(assessment, cast)
        act(Action.RETURN, "coordinator")

    def third_day():
        submit(assessment, cast)

    def fourth_day():
        act(Action.START_REVIEW, "coordinator")
        decide_all(assessment, cast)
        act(Action.APPROVE, "coordinator")

    steps = [first_day, second_day, third_day, fourth_day]
    days = working_days(len(steps))
    for day, step in zip(days, steps, strict=True):
        step()
        server.kills = {len(server.taken) + 2}
        assert send(day) == -signal.SIGKILL
        assert send(day) == 0  # goes on with the others
    assert send(days[-1]) == 0
    sent = Counter(message["Message-ID"] for message in server.taken)
    assert set(sent.values()) == {1}
    assert Counter((message["To"], message["Subject"]) for message in server.taken).most_common(1)[0][1] == 1
    # Everybody was told of everything, and of each day one mail was interrupted and is known to be.
    assert not Notice.objects.filter(digest=None).exists()
    assert Digest.objects.count() == len(server.taken) == 15
    assert Counter(Digest.objects.filter(state=DigestState.SENDING).values_list("day", flat=True)) == Counter(days)


def test_what_was_interrupted_waits_for_the_operator(assessment, cast, server, send):
    add_comment(answer=answer_of(assessment, "1.1-1"), text="@lead", actor=cast.contributor)
    (day,) = working_days(1)
    server.kills = {1}
    assert send(day) == -signal.SIGKILL
    assert send(day + timedelta(days=1)) == 0
    assert len(server.taken) == 1
    Digest.objects.update(started_at=timezone.now() - timedelta(minutes=11))
    assert send(day + timedelta(days=1)) == 1  # named, not sent
    assert len(server.taken) == 1
    assert send(day + timedelta(days=1), "--retry") == 0
    first, second = server.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert Digest.objects.get().state == DigestState.SENT
