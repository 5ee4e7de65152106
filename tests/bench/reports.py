"""What PDFs cost: a page of paper against WeasyPrint alone, a second download, and other pages while two are made.

CPU is what the system counts for the children of this process and theirs; memory is the peak that `print_pdf` saw.
"""

import contextlib
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import pypdfium2

from reports.models import RenderedReport, RenderState, ReportKind
from reports.pdf import render_html
from reports.printer import STATIC
from reports.printing import print_pdf
from tests.bench.over_http import TICKS, Measured
from tests.faults.server import cookies_of
from tests.reports.sample import full_content

RENDERS, BEST, ROUNDS = 3, 3, 5
SIGNED_IN = "/people/session/"  # hello to somebody who is asked for: her session and herself, nothing else
REQUESTS = 200
LONG_ANSWERS = 20  # sentences of an answer in a report of a hundred pages
SETTLED = 1.5  # seconds after which both printers have loaded their engine
ALONE = (
    "import sys; from weasyprint import HTML; "
    "HTML(string=sys.stdin.read(), base_url=sys.argv[2]).write_pdf(sys.argv[1], pdf_variant='pdf/ua-1')"
)
PLAIN = """<style>
@font-face { font-family: F; src: url(fonts/PMQASarabun-Regular.ttf) }
@font-face { font-family: F; font-weight: 700; src: url(fonts/PMQASarabun-Bold.ttf) }
@page { size: A4; margin: 27mm 20mm 25mm 30mm }
html { font: 11.5pt/18.5pt F }
table { table-layout: fixed; width: 100% }
</style></head>"""
OURS = (  # what we add to the text of a report: styles, the code at the foot, drawings, words held together
    (r"<link[^>]*>", ""),
    (r'<div class="foot-qr">.*?</div>', ""),
    (r"<svg.*?</svg>", ""),
    (r'<span class="nw">(.*?)</span>', r"\1"),
)


def plain(document: str) -> str:
    """The same text as the same headings, paragraphs, lists and tables, of the same face, size and margins."""
    for added, instead in OURS:
        document = re.sub(added, instead, document, flags=re.DOTALL)
    return document.replace("</head>", PLAIN)


def documents() -> list[str]:
    """Reports of about 30 and about 100 pages."""
    content = full_content()
    short = replace(content, categories=content.categories[:4])
    return [render_html("full", short), render_html("full", full_content(sentences=LONG_ANSWERS))]


def cpu() -> float:
    """Seconds that children have used: those that ended, and those that live with the children they buried."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            living += sum(map(int, fields[11:15])) if int(fields[1]) == os.getpid() else 0
    return ended.ru_utime + ended.ru_stime + living / TICKS


def weasyprint_alone(document: str, path: Path) -> None:
    """The document printed by WeasyPrint without anything of ours, in a process of its own."""
    command = [sys.executable, "-c", ALONE, str(path), f"{STATIC.as_uri()}/"]
    subprocess.run(command, input=document.encode(), check=True, capture_output=True)


WAYS = {  # to print a document
    "ours": print_pdf,
    "same alone": weasyprint_alone,
    "plain alone": lambda document, path: weasyprint_alone(plain(document), path),
    "plain by us": lambda document, path: print_pdf(plain(document), path),
}


def cost_of_paper() -> None:
    """CPU of a page in each way, and the memory of ours. By turns, so that a busy minute of the machine meets all."""
    least, peaks, pages = {}, {}, {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        began = cpu()
        print_pdf("<p>ก</p>", path)
        loading = cpu() - began
        for _render in range(RENDERS):
            for number, document in enumerate(documents()):
                for way, printed in WAYS.items():
                    began = cpu()
                    peaks[number, way] = printed(document, path)
                    pages[number, way] = pages_of(path)
                    page = (cpu() - began) / pages[number, way]
                    least[number, way] = min(page, least.get((number, way), page))
    sys.stdout.write(
        f"\nPDFs; alone is a process for each, which loads WeasyPrint: here {loading * 1000:.0f} ms, once\n"
    )
    for number in range(2):
        ours, others = least[number, "ours"], pages[number, "plain alone"]
        lines = (
            (ours / least[number, "plain alone"], f"of its plain text by WeasyPrint alone ({others} pages)"),
            (ours / least[number, "same alone"], "of the same document by WeasyPrint alone"),
            (ours / least[number, "plain by us"], "of its plain text by the same printer"),
            (ours / least[0, "ours"], f"of the first, {peaks[number, 'ours']:.0f} MB resident"),
        )
        sys.stdout.write(f"{'a page of ' + str(pages[number, 'ours']):34} {ours * 1000:7.0f} ms CPU\n")
        for ratio, base in lines:
            sys.stdout.write(f"{'':34} {ratio:19.2f} x a page {base}\n")


def pages_of(path: Path) -> int:
    return len(pypdfium2.PdfDocument(path))


def second_download(user, assessment) -> None:
    """A ready PDF of 30 pages asked for again, whole or by its tag, against hello without a cookie and signed in.

    A browser mostly asks for nothing within half an hour (tests/journeys/test_downloads.py).
    """
    measured = Measured()
    try:
        report = ready_report(assessment, Path(measured.folder.name) / "reports")
        path = f"/assessments/{assessment.pk}/reports/full/{report.content_hash}/"
        held = {"If-None-Match": f'"{report.content_hash}"'}
        rounds = [
            (
                measured.cpu_of("/healthz", 1000),
                measured.cpu_of(SIGNED_IN, 400, user),
                measured.cpu_of(path, 200, user),
                measured.cpu_of(path, 200, user, status=304, headers=held),
            )
            for _round in range(ROUNDS)
        ]
        sys.stdout.write("\nover HTTP, CPU of the server\n")
        rows = (
            ("hello, signed in", 1, 0),
            ("second download", 2, 0),
            ("second download", 2, 1),
            ("second download, 304", 3, 0),
            ("second download, 304", 3, 1),
        )
        for name, column, base in rows:
            ratio = statistics.median(found[column] / found[base] for found in rounds)
            sys.stdout.write(f"{name:34} {'0 renders':>10} {ratio:8.1f} x {'hello, signed in' if base else 'hello'}\n")
        report.refresh_from_db()
        if report.state != RenderState.READY or RenderedReport.objects.count() != 1:
            raise RuntimeError("the second download has made a report")
    finally:
        measured.close()


def ready_report(assessment, folder: Path) -> RenderedReport:
    """A full report of this assessment, of 30 pages, ready in the folder of the server."""
    report = RenderedReport.objects.create(
        content_hash="a" * 64, assessment=assessment, kind=ReportKind.FULL, state=RenderState.READY
    )
    print_pdf(documents()[0], folder / f"{report.content_hash}.pdf")
    return report


def pages_beside(user, path: str) -> None:
    """A page while nothing else happens and while two PDFs are made all the time, by turns; the best of three."""
    measured = Measured()
    try:
        found = []
        for _round in range(BEST):
            quiet = visits(measured, path, user)
            with two_printers():
                busy = visits(measured, path, user)
            found.append((busy[0] / quiet[0], busy[1] / quiet[1]))
        cpu, late = (min(column) for column in zip(*found, strict=True))
        sys.stdout.write(
            f"{'answer page while two PDFs are made':34} {cpu:8.2f} x CPU, {late:.1f} x p95 of the same alone\n"
        )
    finally:
        measured.close()


def visits(measured: Measured, path: str, user) -> tuple[float, float]:
    """CPU milliseconds of the server for a request, and the seconds that 95 of 100 stayed below."""
    headers, times = {"Cookie": cookies_of(user)}, []
    measured.get(path, headers)
    began = measured.cpu()
    for _request in range(REQUESTS):
        start = time.perf_counter()
        measured.get(path, headers)
        times.append(time.perf_counter() - start)
    return (measured.cpu() - began) / REQUESTS, sorted(times)[REQUESTS * 95 // 100]


@contextlib.contextmanager
def two_printers():
    """Two reports of 30 pages are being printed, one after the other, until the end."""
    document, over = documents()[0], threading.Event()

    def go_on(folder: str, number: int) -> None:
        while not over.is_set():
            print_pdf(document, Path(folder) / f"{number}.pdf")

    with tempfile.TemporaryDirectory() as folder:
        printers = [threading.Thread(target=go_on, args=(folder, number)) for number in range(2)]
        for printer in printers:
            printer.start()
        time.sleep(SETTLED)
        try:
            yield
        finally:
            over.set()
            for printer in printers:
                printer.join()
