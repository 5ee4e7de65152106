"""The child process that prints: the same bytes, bounded in time and memory, and nothing left of it."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from multiprocessing.forkserver import _forkserver
from pathlib import Path

import pytest

from reports import pdf, printing
from reports.pdf import PdfUnavailable
from reports.printing import TooLarge, TooSlow, print_pdf
from tests.reports.sample import full_content

pytestmark = pytest.mark.child
SHORT = "<!doctype html><html lang='th'><title>ก</title><p>น้ำ</p></html>"
LONG = SHORT + "<p>การพัฒนาคุณภาพการบริหารจัดการภาครัฐ</p>" * 300
LONGER = LONG * 10
proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is watched through /proc")


def children() -> list[int]:
    """Printers that the fork server of this process started, dead ones that nobody waited for too."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == _forkserver._forkserver_pid:
                found.append(int(folder.name))
    return found


@pytest.fixture
def path(tmp_path) -> Path:
    """Where the PDF will lie. At the end of the test neither a draft nor a child is left."""
    yield tmp_path / "made" / "report.pdf"
    assert [each.name for each in tmp_path.glob("made/*") if each.name != "report.pdf"] == []
    assert children() == []


@pytest.fixture(scope="module")
def whole() -> str:
    """A report of about 30 pages."""
    content = full_content()
    return pdf.render_html("full", replace(content, categories=content.categories[:4]))


@proc
def test_a_report_of_thirty_pages_stays_small_and_tells_its_pages(whole, path):
    told: list[tuple[int, int]] = []
    peak = print_pdf(whole, path, tell=lambda *given: told.append(given))
    pages = told[-1][1]
    assert 28 <= pages <= 32
    assert told[:pages] == [(page, 0) for page in range(1, pages + 1)]
    assert told[-1] == (pages, pages)
    assert 50 < peak <= 150


def test_the_child_writes_the_bytes_that_this_process_would(path):
    print_pdf(LONG, path)
    assert path.read_bytes() == pdf.write_pdf(LONG) == printing.printed(LONG)


def test_this_process_loads_no_engine(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    print_pdf(SHORT, path)
    assert path.read_bytes().startswith(b"%PDF-")


@proc
def test_a_child_that_grows_too_large_is_killed(path, settings):
    settings.PDF_MEGABYTES = 40
    with pytest.raises(TooLarge, match="ใหญ่เกินไป"):
        print_pdf(SHORT, path)
    assert not path.exists()


def test_a_child_that_computes_too_long_is_killed(path, settings):
    settings.PDF_SECONDS = 1
    with pytest.raises(TooSlow, match="ลองอีกครั้ง"):
        print_pdf(LONGER, path)


def test_a_child_that_waits_too_long_is_killed(path, monkeypatch):
    monkeypatch.setattr(printing, "PATIENCE", 0)
    with pytest.raises(TooSlow):
        print_pdf(SHORT, path)


@proc
def test_a_child_that_the_system_killed_was_too_large(path):
    with pytest.raises(TooLarge):
        print_pdf(LONG, path, tell=lambda *_told: [os.kill(child, signal.SIGKILL) for child in children()])


def test_a_listener_that_fails_leaves_no_child(path):
    def fail(page: int, pages: int) -> None:
        raise ZeroDivisionError(page, pages)

    with pytest.raises(ZeroDivisionError):
        print_pdf(LONG, path, tell=fail)


def test_a_child_that_cannot_write_is_no_pdf(path):
    with pytest.raises(RuntimeError, match="ended with 1"):
        print_pdf(LONG, path, tell=lambda *_told: shutil.rmtree(path.parent, ignore_errors=True))


@pytest.fixture
def without_engine(tmp_path, monkeypatch):
    """A machine without Pango: the engine is found and cannot be loaded."""
    (tmp_path / "weasyprint.py").write_text("raise OSError('no Pango')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    _forkserver._stop()
    yield
    _forkserver._stop()


def test_a_child_without_an_engine_says_so(path, without_engine):
    with pytest.raises(PdfUnavailable, match="ติดตั้ง Pango"):
        print_pdf(SHORT, path)


def test_children_are_forked_from_one_process(path):
    print_pdf(SHORT, path)
    first = _forkserver._forkserver_pid
    print_pdf(SHORT, path)
    assert _forkserver._forkserver_pid == first


def test_a_fork_server_that_died_is_started_again(path):
    print_pdf(SHORT, path)
    os.kill(_forkserver._forkserver_pid, signal.SIGKILL)
    os.waitid(os.P_PID, _forkserver._forkserver_pid, os.WEXITED | os.WNOWAIT)
    print_pdf(LONG, path)
    assert path.read_bytes() == pdf.write_pdf(LONG)


WORKER = """
import sys, django
from multiprocessing import active_children
from pathlib import Path

if __name__ == "__main__":
    django.setup()
    from reports.printing import print_pdf
    tell = lambda *_told: print(active_children()[0].pid, flush=True)
    print_pdf(sys.stdin.read(), Path(sys.argv[1]), tell=tell)
"""


@proc
def test_the_child_of_a_killed_worker_ends_too(tmp_path, settings):
    script = tmp_path / "worker.py"
    script.write_text(WORKER)
    command = [sys.executable, str(script), str(tmp_path / "report.pdf")]
    given = os.environ | {"PYTHONPATH": str(settings.BASE_DIR)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=settings.BASE_DIR, env=given
    ) as worker:
        worker.stdin.write(LONGER.encode())
        worker.stdin.close()
        child = Path("/proc") / worker.stdout.readline().decode().strip()
        assert child.exists()
        worker.kill()
    for _look in range(50):
        if not child.exists() or ") Z " in (child / "stat").read_text():  # gone, or waits for the system to bury it
            break
        time.sleep(0.1)
    else:
        pytest.fail("the child goes on without its worker")


def test_where_memory_cannot_be_seen_it_is_none():
    assert printing.resident(2**31 - 1) == 0
