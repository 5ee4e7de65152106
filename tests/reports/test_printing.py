"""The child process that prints: the same bytes, bounded in time and memory, and nothing left of it."""

import contextlib
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reports import engine, pdf, printer, printing
from reports.pdf import PdfUnavailable
from reports.printing import TooLarge, TooSlow, print_pdf
from tests.reports.sample import full_content
from thai import lines

pytestmark = pytest.mark.child
SHORT = "<!doctype html><html lang='th'><title>ก</title><p>น้ำ</p></html>"
LONG = SHORT + "<p>การพัฒนาคุณภาพการบริหารจัดการภาครัฐ</p>" * 300
LONGER = LONG * 10
proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is watched through /proc")


def children() -> list[int]:
    """Printers of this process, dead ones that nobody waited for too."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            name, _bracket, rest = (folder / "stat").read_text().partition("(")[2].rpartition(")")
            if int(rest.split()[1]) == os.getpid() and name.startswith("python"):
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


def test_what_a_broken_child_said_is_told(path, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    with pytest.raises(RuntimeError, match="No module named"):
        print_pdf(SHORT, path)


def test_a_child_without_an_engine_says_so(path, settings, tmp_path):
    """As on a machine without Pango: the engine is found and cannot be loaded."""
    for module in (printer, engine, lines):
        copy = tmp_path / Path(module.__file__).relative_to(settings.BASE_DIR)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(Path(module.__file__).read_text())
    (tmp_path / "weasyprint.py").write_text("raise OSError('no Pango')")
    settings.BASE_DIR = tmp_path
    with pytest.raises(PdfUnavailable, match="ติดตั้ง Pango"):
        print_pdf(SHORT, path)


def test_where_memory_cannot_be_seen_it_is_none():
    assert printing.resident(2**31 - 1) == 0
