"""Hostile content in what prints: bounded in time and memory, no connection, no file but our own."""

import shutil
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from reports import printing
from reports.pdf import render_html
from reports.printing import NotPrinted, print_pdf
from tests.reports.readers import body_by_pdfium
from tests.reports.sample import full_content, with_answer

SENTENCE = "การพัฒนาคุณภาพการบริหารจัดการภาครัฐอย่างต่อเนื่อง "
MEGABYTE = 1_000_000
TYPED = """<style>@import url({address}/style.css); body {{ background: url({address}/typed.png) }}</style>
<img src="{address}/image.png"><link rel="stylesheet" href="{secret}"><object data="{secret}"></object>"""
# The same as markup of the document itself, as if nothing of it had been escaped.
MARKUP = """<!doctype html><html lang="th"><head><title>ก</title>
<link rel="stylesheet" href="{address}/link.css"><link rel="attachment" href="{secret}">
<style>@import url({address}/import.css); @font-face {{ font-family: x; src: url({address}/font.ttf) }}
p {{ font-family: x; background: url({address}/background.png); list-style: url({secret}) }}
p::before {{ content: url({address}/content.png) }}</style></head>
<body><p>น้ำ</p><img src="{address}/image.png"><img src="{secret}"><object data="{secret}"></object>
<embed src="{address}/embed"><iframe src="{address}/frame"></iframe><a rel="attachment" href="{secret}">x</a>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">
<image href="{address}/svg.png" xlink:href="{secret}" width="9" height="9"/><use href="{address}/use.svg#a"/></svg>
<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}/x'/></svg>">
</body></html>"""

PRINT = "import sys; from reports.printer import pdf_of; pdf_of(sys.stdin.read(), variant='pdf/ua-1')"


@pytest.fixture
def lured(tmp_path):
    """A server that nobody may ask, and a file that nobody may read: `address` and `secret`."""
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>SECRET</text></svg>")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield {"address": f"http://127.0.0.1:{server.getsockname()[1]}", "secret": secret.as_uri()}
        with pytest.raises(BlockingIOError):
            server.accept()


def short_report(answer: str) -> str:
    """The whole frame of a report around one category, in which somebody has typed this."""
    content = full_content(sentences=0)
    return render_html("full", with_answer(replace(content, categories=content.categories[:1], profile=()), answer))


def test_typed_markup_asks_for_nothing_and_is_printed(lured, tmp_path):
    print_pdf(short_report(TYPED.format(**lured)), tmp_path / "report.pdf")
    assert "/image.png" in body_by_pdfium((tmp_path / "report.pdf").read_bytes())


def test_markup_of_the_document_itself_asks_for_nothing(lured, tmp_path):
    print_pdf(MARKUP.format(**lured), tmp_path / "report.pdf")
    assert "SECRET" not in body_by_pdfium((tmp_path / "report.pdf").read_bytes())


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace: apt-get install -y strace")
def test_printing_opens_no_socket_and_not_the_secret(lured, tmp_path):
    log, secret = tmp_path / "log", Path(lured["secret"].removeprefix("file://"))
    trace = ["strace", "-f", "-s", "300", "-o", str(log), "-e", "trace=socket,connect,open,openat"]
    command = [*trace, sys.executable, "-c", PRINT]
    subprocess.run(
        command, input=MARKUP.format(**lured).encode(), cwd=settings.BASE_DIR, check=True, capture_output=True
    )
    lines = log.read_text().splitlines()
    assert [line for line in lines if "AF_INET" in line or "connect(" in line] == []
    assert [line for line in lines if secret.name in line or "/etc/passwd" in line] == []


@pytest.mark.child
def test_a_hundred_thousand_marks_on_one_letter_are_bounded(tmp_path, settings):
    settings.PDF_SECONDS = 2
    path = tmp_path / "report.pdf"
    try:
        print_pdf(short_report("ก" + "\u0e49" * 100_000), path)
    except NotPrinted:
        assert not path.exists()
    else:
        assert path.read_bytes().startswith(b"%PDF-")


@pytest.mark.long
@pytest.mark.child
@pytest.mark.parametrize("between", ["\n\n", ""], ids=["paragraphs", "one line"])
def test_a_megabyte_of_text_is_printed_whole(tmp_path, between, monkeypatch):
    """Within the CPU time of every PDF; the clock is that of the machine, on which all long trials run at once."""
    monkeypatch.setattr(printing, "PATIENCE", 30)
    count = MEGABYTE // len(SENTENCE.encode()) + 1
    print_pdf(short_report(between.join([SENTENCE] * count)), tmp_path / "report.pdf")
    assert body_by_pdfium((tmp_path / "report.pdf").read_bytes()).count("คุณภาพการบริหารจัดการภาครัฐอย่างต่อเนื่อง") >= count
