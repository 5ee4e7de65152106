"""What LibreOffice makes of the Word files: the same words, as PDF. Skipped where it is not installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from assessments.interchange.word.style import FACE, FALLBACK
from reports.word import write_word
from tests.reports.sample import PROBE, full_content, with_answer

SOFFICE = shutil.which("soffice")
WRITER = Path("/usr/lib/libreoffice/program/libswlo.so")
FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>{face}</family><prefer><family>{fallback}</family></prefer></alias></fontconfig>"""
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not (SOFFICE and WRITER.exists()),
        reason="LibreOffice Writer is not installed: apt-get install --no-install-recommends libreoffice-writer-nogui",
    ),
]


def as_pdf(content: bytes, folder: Path) -> list[str]:
    """The text of each page, in the face of the product where the one of the government is missing."""
    source = folder / "word.docx"
    source.write_bytes(content)
    config = folder / "fonts.conf"
    config.write_text(CONFIG.format(fonts=FONTS, cache=folder / "cache", face=FACE, fallback=FALLBACK))
    command = [SOFFICE, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(
        command, check=True, capture_output=True, timeout=300, env={**os.environ, "FONTCONFIG_FILE": str(config)}
    )
    document = pypdfium2.PdfDocument(folder / "word.pdf")
    return [page.get_textpage().get_text_range() for page in document]


def joined(text: str) -> str:
    """Without the blanks and line ends that paper needs."""
    return "".join(text.split())


def test_the_report_reads_the_same_in_libreoffice(tmp_path):
    content = with_answer(
        full_content(thai_digits=False), f"{PROBE}\n\n- **{PROBE}**\n\n| {PROBE} | 2 |\n|---|---|\n| 3 | 4 |"
    )
    pages = as_pdf(write_word(content), tmp_path)
    text = joined("".join(pages))
    assert text.count(joined(PROBE)) >= 3
    for category in content.categories:
        assert joined(f"หมวด {category.code} {category.title}") in text
    assert all(joined("ข้อมูลตัวอย่าง ไม่ใช่ผลการประเมินจริง") in joined(page) for page in pages)
