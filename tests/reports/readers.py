"""A PDF as readers give it back: PDFium, which is in Chrome, and poppler's pdftotext.

White space of a page is theirs, so a text is looked for in one of two ways: squeezed, without any, or exactly.
"""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pypdfium2
import pytest

MM = 72 / 25.4
TOP, BOTTOM = 26 * MM, 24 * MM  # the margin boxes hold heads and feet

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="no pdftotext: apt-get install -y poppler-utils"
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def lines_by_pdfium(source: bytes | Path) -> str:
    """The lines of all pages without running heads and feet."""
    pages = []
    with pypdfium2.PdfDocument(source) as document:
        for page in document:
            width, height = page.get_size()
            pages.append(page.get_textpage().get_text_bounded(0, BOTTOM, width, height - TOP))
    return _lines(pages)


def lines_by_pdftotext(path: Path) -> str:
    """The lines of all pages, which are of one size, without running heads and feet."""
    with pypdfium2.PdfDocument(path) as document:
        width, height = (round(points) for points in document[0].get_size())
    crop = ["-x", "0", "-y", str(round(TOP)), "-W", str(width), "-H", str(round(height - TOP - BOTTOM))]
    done = subprocess.run(
        ["pdftotext", "-raw", "-r", "72", *crop, "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
    )
    return _lines(done.stdout.decode().split("\f"))


def body_by_pdfium(source: bytes | Path) -> str:
    return squeezed(lines_by_pdfium(source))


def body_by_pdftotext(path: Path) -> str:
    return squeezed(lines_by_pdftotext(path))


def missing(texts: Iterable[str], lines: str) -> list[str]:
    """The texts that do not stand in the lines exactly, one behind the other.

    Exactly: nothing but breaks of lines has come in, and nothing is lost but the blank that a break stands for.
    """
    places = [place for place, char in enumerate(lines) if not char.isspace()]
    body = "".join(lines[place] for place in places)
    lost, start = [], 0
    for text in texts:
        letters = squeezed(text)
        found = body.find(letters, start)
        end = found + len(letters)
        if found < 0 or not _is_written(lines[places[found] : places[end - 1] + 1], text):
            lost.append(text)
        start = end if found >= 0 else start
    return lost


def _is_written(lines: str, text: str) -> bool:
    end = 0
    for line in lines.split("\n"):
        end += text.startswith(" ", end) and end > 0
        if not text.startswith(line.rstrip(" "), end):
            return False
        end += len(line.rstrip(" "))
    return end == len(text)


def _lines(pages: Iterable[str]) -> str:
    return "\n".join(page.replace("\r\n", "\n").strip("\n") for page in pages)
