"""The scale of an item from 0 to 100 with the band of its decided percent."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from assessments.charts.svg import DATA, INK, INK_2, PAPER, PAST, Digits, element, polygon, svg, text

LEFT, FULL = 6.0, 162.0  # where the scale begins, and the length of 100 percent
TOP, HEIGHT = 12.0, 12.0


def band_scale(
    bands: Sequence[tuple[int, int]],
    *,
    decided: int | None,
    own: int | None,
    title: str,
    desc: str,
    unique_id: str,
    digits: Digits = str,
) -> SafeString:
    """The bands side by side, the one that holds `decided` solid, a triangle over the unit's own percent."""
    edges = [low for low, _high in bands] + [100]
    body = [
        element(
            "rect",
            x=_x(low),
            y=TOP,
            width=_x(edges[at + 1]) - _x(low),
            height=HEIGHT,
            fill=DATA if decided is not None and low <= decided <= high else PAPER,
            stroke=PAST,
            stroke_width=0.5,
        )
        for at, (low, high) in enumerate(bands)
    ]
    body += [text(digits(str(edge)), (_x(edge), TOP + 22), 8, anchor="middle", fill=INK_2) for edge in edges]
    if own is not None:
        x = _x(own)
        body.append(
            polygon([(x, TOP - 1), (x - 3.4, TOP - 7), (x + 3.4, TOP - 7)], fill=PAPER, stroke=INK, stroke_width=0.9)
        )
    size = (176.0, 40.0)
    return svg(body, size, title=title, desc=desc, unique_id=unique_id, css_class="band-scale", width_pt=size[0])


def _x(percent: int) -> float:
    return LEFT + FULL * percent / 100
