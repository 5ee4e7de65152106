"""Where lines of paper end: never within what belongs together, whatever the width of the line."""

import pypdfium2

from reports import printer
from thai.lines import unbroken

TYPED = "ดำเนินการครบทั้ง 12 เขต ภายในวันที่ 30 กันยายน 2569 ผู้รับบริการ e-Service ในหมวด 7 คิดเป็นร้อยละ 87.5 ของทั้งหมด"
STYLE = """<style>
@font-face { font-family: F; src: url(fonts/PMQASarabun-Regular.ttf) }
@page { size: 100mm 600mm; margin: 2mm }
p { font: 11pt/16pt F; margin: 0 0 2mm; overflow-wrap: anywhere }
</style>"""
WIDTHS = range(26, 96, 2)  # millimetres, from hardly wider than a date


def lines_of(*paragraphs: str) -> list[str]:
    """The lines of paper, top down, as PDFium reads them."""
    pdf = pypdfium2.PdfDocument(printer.pdf_of(STYLE + "".join(paragraphs), variant=None))
    return "\r\n".join(page.get_textpage().get_text_range() for page in pdf).split("\r\n")


def in_all_widths(typed: str) -> list[str]:
    return lines_of(*(f'<p lang="th" style="width: {width}mm">{typed}</p>' for width in WIDTHS))


def parted(lines: list[str]) -> int:
    """How many of the pieces that belong together did not come whole."""
    pieces = [piece for piece, is_kept in unbroken(TYPED) if is_kept]
    return sum(len(WIDTHS) - sum(piece in line for line in lines) for piece in pieces)


def test_no_line_ends_within_a_piece():
    lines = in_all_widths(TYPED)

    assert parted(lines) == 0
    assert len(set(lines)) > len(WIDTHS)  # they do end in many places


def test_the_lines_would_end_there_by_themselves(monkeypatch):
    monkeypatch.setattr("reports.engine.kept_together", lambda _text: ())

    assert parted(in_all_widths(TYPED)) > len(WIDTHS)


def test_a_bold_piece_holds_too():
    lines = in_all_widths(f"ก่อน <strong>{TYPED}</strong> หลัง")

    assert parted(lines) == 0
