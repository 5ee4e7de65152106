"""Prints every kind of paper with usual, overlong and empty content, for people to look at.

.venv/bin/python -m tools.look_at_paper FOLDER            # all of tests/reports/cases.py
.venv/bin/python -m tools.look_at_paper FOLDER ledger     # those whose name holds the word

In the folder: NAME.pdf and NAME-1.png and so on, six pages a picture. What the boxes tell to be wrong is printed.
"""

import argparse
import io
import os
import sys
from pathlib import Path

import django
import pypdfium2
from PIL import Image

COLUMNS, ROWS, SCALE, GAP = 3, 2, 1.1, 12


def sheets_of(data: bytes) -> list[Image.Image]:
    """The pages in pictures of six."""
    pages = [page.render(scale=SCALE).to_pil() for page in pypdfium2.PdfDocument(io.BytesIO(data))]
    many = COLUMNS * ROWS
    return [contact_sheet(pages[start : start + many]) for start in range(0, len(pages), many)]


def contact_sheet(pages: list[Image.Image]) -> Image.Image:
    width, height = pages[0].size
    columns, rows = min(COLUMNS, len(pages)), -(-len(pages) // COLUMNS)
    sheet = Image.new("RGB", (columns * (width + GAP), rows * (height + GAP)), "#777777")
    for at, page in enumerate(pages):
        sheet.paste(page, (at % COLUMNS * (width + GAP), at // COLUMNS * (height + GAP)))
    return sheet


def print_all(folder: Path, word: str) -> int:
    """The pictures are in the folder; how many faults were found."""
    from reports import printer
    from tests.reports.cases import CASES
    from tests.reports.sheets import faults

    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, html in CASES.items():
        if word not in name:
            continue
        document = printer.document_of(html()).render()
        data = document.write_pdf(pdf_variant="pdf/ua-1")
        (folder / f"{name}.pdf").write_bytes(data)
        for number, sheet in enumerate(sheets_of(data), 1):
            sheet.save(folder / f"{name}-{number}.png")
        found = faults([page._page_box for page in document.pages])
        count += len(found)
        sys.stdout.write("\n   ".join([f"{name}: {len(document.pages)} pages", *found]) + "\n")
        sys.stdout.flush()
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("word", nargs="?", default="")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmqa.settings")
    django.setup()
    sys.exit(bool(print_all(asked.folder, asked.word)))
