"""QR codes on paper: one drawing, dark squares alone, with a title that a screen reader says."""

import segno
from django.utils.safestring import SafeString, mark_safe

BORDER = 2  # squares of quiet around it; the paper around is white


def qr_svg(text: str, *, title: str) -> SafeString:
    """The code as SVG without a size of its own: the style sheet gives it one."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    drawn = code.svg_inline(border=BORDER, omitsize=True, title=title, svgclass=None, lineclass=None)
    return mark_safe(drawn)  # noqa: S308  (segno escapes the title; the text is in the squares)
