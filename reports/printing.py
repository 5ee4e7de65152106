"""The PDF made in a child process of its own (`reports.printer`), which is watched and may be killed.

It is forked from a process that has loaded WeasyPrint (`reports.loaded`), which starts with the first PDF and ends with
this one: loading takes as long as ten pages.
"""

import signal
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy

from reports import printer
from reports.pdf import PdfUnavailable

Tell = Callable[[int, int], None]  # the page that is being laid out; how many they are, 0 before that is known
LOOK = 0.05  # seconds between two looks at the child
PATIENCE = 3  # by the clock so many times the CPU time that it may use: behind everybody else it often waits
LONGEST_SAID = 100  # bytes that the child may say at once
FORKED = get_context("forkserver")
FORKED.set_forkserver_preload(["reports.loaded"])


class NotPrinted(Exception):
    """The child was stopped; the message tells a person what to do."""

    message = ""

    def __str__(self) -> str:
        return str(self.message)


class TooLarge(NotPrinted):
    message = gettext_lazy(
        "สร้าง PDF ไม่สำเร็จ เพราะเอกสารใหญ่เกินไป ให้ตรวจว่ามีคำตอบหรือตารางที่ยาวผิดปกติหรือไม่ แก้ไขแล้วสร้างใหม่ หรือใช้สรุป 2 หน้าแทน"
    )


class TooSlow(NotPrinted):
    message = gettext_lazy(
        "สร้าง PDF ไม่เสร็จในเวลาที่กำหนด ลองอีกครั้งเมื่อมีผู้ใช้น้อยลง หากยังไม่เสร็จ ให้ตรวจว่ามีคำตอบที่ยาวผิดปกติหรือไม่ หรือแจ้งผู้ดูแลระบบ"
    )


VERDICTS = {
    printer.NO_ENGINE: PdfUnavailable(),
    printer.NO_MEMORY: TooLarge(),
    -signal.SIGKILL: TooLarge(),
    -signal.SIGXCPU: TooSlow(),
}


def nobody(_page: int, _pages: int) -> None:
    """Nobody is told."""


def print_pdf(html: str, path: Path, *, tell: Tell = nobody) -> float:
    """The PDF of the document lies under this path, whole or not at all. `tell` is called with each page that is being
    laid out, and once all are, with the last of them twice.

    Answers how many megabytes that took at most. Raises PdfUnavailable, TooLarge or TooSlow; whatever else the child
    died of as RuntimeError. No child is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        draft = Path(file.name)
    try:
        peak = _run(html, draft, tell)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return peak


def printed(html: str) -> bytes:
    """The PDF of the document itself. Raises what `print_pdf` raises."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        print_pdf(html, path)
        return path.read_bytes()


def _run(html: str, draft: Path, tell: Tell) -> float:
    heard, said = FORKED.Pipe(duplex=False)
    arguments = (html, draft, said, settings.PDF_SECONDS, settings.PDF_MEGABYTES)
    child = FORKED.Process(target=printer.run, args=arguments)
    watcher = Watcher(child)
    with heard:
        with said:  # the end that the child does not share: it must not be what keeps the pipe open
            child.start()
        try:
            watcher.start()
            _listen(heard, tell)
            child.join()
        finally:
            watcher.over.set()
            child.kill()
            child.join()
    _check(child.exitcode, watcher)
    return watcher.peak


def _listen(heard: Connection, tell: Tell) -> None:
    """Until the child has nothing more to say, or is dead. Bytes, as nothing of a child's is to be unpickled here."""
    while True:
        try:
            line = heard.recv_bytes(LONGEST_SAID).decode()
        except EOFError:
            return
        if line.startswith(printer.PAGE):
            tell(int(line.removeprefix(printer.PAGE)), 0)
        elif line.startswith(printer.LAST):
            last = int(line.removeprefix(printer.LAST))
            tell(last, last)


def _check(code: int, watcher: "Watcher") -> None:
    """Nothing where it ended well; else the reason. Killed by nobody of ours means by the system, for its memory."""
    if code == 0:
        return
    if watcher.verdict or code in VERDICTS:
        raise watcher.verdict or VERDICTS[code]
    raise RuntimeError(f"the printer ended with {code}; what it died of stands above in the log")


class Watcher(threading.Thread):
    """Kills the child that takes too long or grows too large; `verdict` then says which.

    By the clock, that is: CPU time is limited by the system. Where there is no /proc, so is memory, by its data alone.
    """

    def __init__(self, child: ForkServerProcess):
        super().__init__(daemon=True)
        self.child, self.verdict, self.peak, self.over = child, None, 0, threading.Event()

    def run(self) -> None:
        end = time.monotonic() + settings.PDF_SECONDS * PATIENCE
        while not self.over.is_set():
            self.peak = resident(self.child.pid) or self.peak
            if self.peak > settings.PDF_MEGABYTES:
                self.stop(TooLarge())
            elif time.monotonic() > end:
                self.stop(TooSlow())
            self.over.wait(LOOK)

    def stop(self, verdict: NotPrinted) -> None:
        self.verdict = verdict
        self.child.kill()


def resident(pid: int) -> float:
    """Megabytes that a process held in memory at its peak, 0 where that cannot be seen or the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0)
