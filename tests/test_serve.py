"""`manage.py serve`: first page of a fresh machine, and nothing left behind when it ends."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from criteria.models import Question
from pmqa.management.commands.serve import Command

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def wait_for(condition) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)


def family(data_folder: Path) -> list[tuple[int, str]]:
    """Number and command line of every process that was started for this data folder."""
    mark = f"PMQA_DATA_DIR={data_folder}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append((int(folder.name), (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()))
    return found


def hear_interrupts() -> None:
    """As in a terminal, even where the tests themselves run in the background of a shell, which ignores interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def served(tmp_path):
    """A running demonstration in a process group of its own."""
    port = free_port()
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY", "PMQA_HTTPS"}}
    environment = kept | {"DEBUG": "1", "PMQA_DEMO": "1", "PMQA_DATA_DIR": str(tmp_path), "PORT": str(port)}
    environment["DJANGO_SETTINGS_MODULE"] = "pmqa.settings"
    with (tmp_path / "log").open("w") as log:
        command = [sys.executable, "manage.py", "serve"]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=hear_interrupts,
        )
        try:
            wait_for(lambda: answers(port))
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("who_ends", ["group", "interrupt", "granian", "db_worker"])
def test_the_end_of_one_is_the_end_of_all(served, tmp_path, who_ends):
    if who_ends == "group":
        os.killpg(served.pid, signal.SIGTERM)
    elif who_ends == "interrupt":
        os.killpg(served.pid, signal.SIGINT)
    else:
        victim = min(number for number, line in family(tmp_path) if who_ends in line)  # the oldest: not a worker of it
        os.kill(victim, signal.SIGKILL)
    wait_for(lambda: len(family(tmp_path)) <= 1)
    assert served.wait(20) == (1 if who_ends in {"granian", "db_worker"} else 0)
    assert family(tmp_path) == []


@pytest.mark.django_db
def test_a_published_set_that_a_newer_release_words_anew_stays_and_the_product_starts(cast, settings, capsys):
    settings.DEBUG = True
    command = Command()
    command.prepare("http://127.0.0.1")
    Question.objects.filter(code="1.1-1").update(text_th="ถ้อยคำของรุ่นก่อน")
    command.prepare("http://127.0.0.1")
    assert Question.objects.get(code="1.1-1").text_th == "ถ้อยคำของรุ่นก่อน"
    assert "ใช้ข้อมูลเดิมที่อยู่ในระบบต่อไป" in capsys.readouterr().err
