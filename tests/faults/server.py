"""The product as a process of its own over the test database, so that it can be killed while people save."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.signed_in import session_of

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "t" * 32  # what the cookie and the header of a request agree on
PATIENCE = 30


def database_url() -> str:
    """Where this test's database is, for another process."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}@/{given['NAME']}?host={given['HOST'] or given['OPTIONS']['host']}"


@dataclass
class Server:
    """granian with `workers` processes. `prefix` is a command that runs it, such as strace."""

    folder: Path
    workers: int = 2
    prefix: tuple[str, ...] = ()
    process: subprocess.Popen | None = None
    port: int = 0

    def start(self) -> None:
        """It answers."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        command = [Path(sys.executable).parent / "granian", "--interface", "wsgi", "--port", str(self.port)]
        command += ["--workers", str(self.workers), "--blocking-threads", "4", "pmqa.wsgi:application"]
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database_url(),
            "PMQA_DATA_DIR": str(self.folder),
            "SECRET_KEY": settings.SECRET_KEY,
        }
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [*self.prefix, *command], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < end, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.05)

    def answers(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            talk.request("GET", "/healthz")
            return talk.getresponse().status == 200
        return False

    def kill(self) -> None:
        """Nothing of it is left, and nothing of it was asked."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)


def cookies_of(user) -> str:
    """A session for this person, as her browser sends it."""
    return f"{settings.SESSION_COOKIE_NAME}={session_of(user)}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


@dataclass
class Saver:
    """One browser tab that saves one answer over and over, and remembers what was acknowledged."""

    port: int
    path: str
    cookies: str
    version: int = 0
    text: str = ""
    acknowledged: int = 0
    unknown: int = 0
    refused: list[str] = field(default_factory=list)

    def save(self, text: str) -> None:
        """Repeats the request under its key until it is answered, as the page does."""
        key = str(uuid.uuid4())
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = self._put(text, key)
            if answer is None:
                self.unknown += 1
                time.sleep(0.05)
                continue
            status, body = answer
            if status != 200:
                self.refused.append(f"{status} {body}")
                return
            self.version, self.text = body["version"], text
            self.acknowledged += 1
            return
        self.refused.append("no answer")

    def _put(self, text: str, key: str):
        headers = {
            "Cookie": self.cookies,
            "X-CSRFToken": TOKEN,
            "If-Match": f'"{self.version}"',
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        try:
            talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            talk.request("PUT", self.path, json.dumps({"text": text}).encode(), headers)
            response = talk.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            return None
        if response.status == 503:
            return None
        return response.status, json.loads(content) if response.status == 200 else content[:300]
