"""QR codes on paper, with words that a screen reader says: a drawing, and dots for what stands on every page."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

BORDER = 2  # squares of quiet around it; the paper around is white
DOTS = 8  # of one square, across: 600 an inch at the foot of a page


def qr_svg(text: str, *, title: str) -> SafeString:
    """The code as SVG without a size of its own: the style sheet gives it one."""
    drawn = _code(text).svg_inline(border=BORDER, omitsize=True, title=title, svgclass=None, lineclass=None)
    return mark_safe(drawn)  # noqa: S308  (segno escapes the title; the text is in the squares)


def qr_image(text: str, *, title: str) -> SafeString:
    """The code as a picture within the document, which a PDF holds once: a drawing is drawn anew on each page."""
    return format_html('<img src="{}" alt="{}">', _code(text).png_data_uri(border=BORDER, scale=DOTS), title)


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, boost_error=False)
