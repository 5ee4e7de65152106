"""CPU of the server's own processes for a request over HTTP, read from /proc (quality.md 4.0)."""

import contextlib
import http.client
import os
import tempfile
from pathlib import Path

from tests.faults.server import Server, cookies_of

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Measured:
    """A server over the database of the run; `cpu_of` gives milliseconds of one GET."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.server = Server(Path(self.folder.name), workers=1)
        self.server.start()
        self.talk = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)

    def close(self) -> None:
        self.server.kill()
        self.folder.cleanup()

    def get(self, path: str, headers: dict) -> int:
        self.talk.request("GET", path, headers=headers)
        response = self.talk.getresponse()
        response.read()
        return response.status

    def cpu_of(self, path: str, requests: int, user=None, *, status: int = 200, headers: dict | None = None) -> float:
        headers = (headers or {}) | ({"Cookie": cookies_of(user)} if user else {})
        self.get(path, headers)
        began = self.cpu()
        for _request in range(requests):
            answered = self.get(path, headers)
            if answered != status:
                raise RuntimeError(f"{path} answered {answered}")
        return (self.cpu() - began) / requests

    def cpu(self) -> float:
        """Milliseconds that the processes of the server have used."""
        used = 0
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.getpgid(int(process.name)) == self.server.process.pid:
                    fields = (process / "stat").read_text().rpartition(")")[2].split()
                    used += int(fields[11]) + int(fields[12])
        return used * 1000 / TICKS
