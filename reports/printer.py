"""HTML to a PDF, in a process of its own that `reports.printing` starts and watches.

This module and `reports.engine` alone know WeasyPrint, and only inside their functions: without Pango the rest of the
site still runs. They know neither Django nor the database, so the process is small.
"""

import contextlib
import gc
import logging
import os
import signal
import sys
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from reports import engine

if TYPE_CHECKING:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

STATIC = Path(__file__).resolve().parent.parent / "static"
READABLE = ("css", "fonts", "img")
WITHIN = "data:image/png;base64,"  # a picture that stands in the document itself
NICE = 10  # pages of the site go first
NO_ENGINE, NO_MEMORY = 3, 4  # exit codes: WeasyPrint cannot be loaded; the system gave no more memory
PAGE, LAST = "page ", "last "  # begin what is said of progress: a page is laid out; all are, up to this one


class EngineMissing(Exception):
    """WeasyPrint or Pango cannot be loaded on this machine."""


class UrlRefused(ValueError):
    """The document asked for something other than the product's own style, font or picture."""


def pdf_of(html: str, *, variant: str | None, also: Path | None = None) -> bytes:
    """The PDF of the document; equal text gives equal bytes. Raises EngineMissing.

    `also` is one file more that the document may name, resolved.
    """
    return document_of(html, also).write_pdf(pdf_variant=variant)


def document_of(html: str, also: Path | None = None) -> "HTML":
    """The document read, not yet laid out. Raises EngineMissing."""
    try:
        from weasyprint import HTML

        engine.prepare()
    except (ImportError, OSError) as error:
        raise EngineMissing from error
    return HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=own_files(also))


def own_files(also: Path | None = None) -> "URLFetcher":
    """A fetcher for the product's own static files, this one, and a PNG in the text: no network, no other file."""
    from weasyprint.urls import URLFetcher

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None):
            return super().fetch(url if url.startswith(WITHIN) else allowed_path(url, also).as_uri(), headers)

    return OwnFiles(allowed_protocols={"file", "data"}, allow_redirects=False)


def allowed_path(url: str, also: Path | None = None) -> Path:
    """The file behind the address, links and dots resolved, if it is ours or this one; else UrlRefused."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        raise UrlRefused(url)
    path = Path(url2pathname(parts.path)).resolve()
    if not path.is_file():
        raise UrlRefused(url)
    if path != also and not any(path.is_relative_to(STATIC / folder) for folder in READABLE):
        raise UrlRefused(url)
    return path


class Pages(logging.Handler):
    """Says which page is being laid out, and once all are, how many they are."""

    page = 0

    def __init__(self, said: Connection):
        super().__init__()
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        if "Page %d" in record.msg:
            self.page = record.args[0]
            if record.msg.endswith("Page %d"):  # else it stands as it was laid out before
                self.say(PAGE)
        elif record.msg.startswith("Step 6"):
            self.say(LAST)

    def say(self, what: str) -> None:
        self.said.send_bytes(f"{what}{self.page}".encode())


def run(html: str, path: Path, said: Connection, seconds: int, megabytes: int) -> None:
    """The PDF is in the file, or the exit code of this process says why not."""
    stay_small(seconds, megabytes)
    Thread(target=end_with_parent, daemon=True).start()
    gc.disable()  # a fifth of the time and hardly any memory: the process ends with its document
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(Pages(said))
    try:
        path.write_bytes(pdf_of(html, variant="pdf/ua-1"))
    except EngineMissing:
        sys.exit(NO_ENGINE)
    except MemoryError:
        sys.exit(NO_MEMORY)


def end_with_parent() -> None:
    """Who would read it is gone, so this process goes too."""
    parent_process().join()
    os.kill(os.getpid(), signal.SIGKILL)


def stay_small(seconds: int, megabytes: int) -> None:
    """Behind everybody else, and limited by the system too, should nobody be watching.

    The parent watches resident memory and the clock; what the system limits is CPU time, and twice that memory as data.
    Interrupts are the parent's business.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(NICE)
    import resource

    limits = {
        resource.RLIMIT_CPU: (seconds, seconds + 1),  # SIGXCPU first, SIGKILL should that be ignored
        resource.RLIMIT_DATA: (2 * megabytes * 1024 * 1024,) * 2,
        resource.RLIMIT_CORE: (0, 0),
    }
    for limit, most in limits.items():
        with contextlib.suppress(ValueError, OSError):  # a system that has no such limit, or a smaller one already
            resource.setrlimit(limit, most)
