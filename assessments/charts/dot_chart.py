"""The dots: what several people gave on one scale of 0 to 100, those that are alike above one another."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts.svg import (
    DATA,
    INK,
    INK_2,
    PAPER,
    PAST,
    RULE,
    Digits,
    element,
    figure,
    path,
    polygon,
    svg,
    text,
)

LEFT, FULL = 8.0, 200.0  # where the scale begins, and the length of 100 percent
RADIUS, STEP = 3.6, 8.0
LEAST_ROWS = 2


def dots(
    given: Sequence[tuple[str, Decimal]],
    *,
    middle: Decimal | None,
    decided: Decimal | None,
    title: str,
    unique_id: str,
    digits: Digits = str,
) -> SafeString:
    """A dot for each name and percent, a stroke at the middle, a triangle below the scale at what is decided.

    Percents outside of 0 to 100 raise ValueError.
    """
    if any(not 0 <= percent <= 100 for _name, percent in given):
        raise ValueError("A percent lies between 0 and 100.")
    rows = _rows([percent for _name, percent in given])
    height = STEP * max([LEAST_ROWS, *(row + 1 for row, _percent in rows)])
    base = height + 3
    body = [_tick(tick, base, digits) for tick in (0, 25, 50, 75, 100)]
    body.append(path([(LEFT, base), (LEFT + FULL, base)], class_="dot-axis", stroke=PAST, stroke_width=0.8))
    if middle is not None:
        x = _x(middle)
        body.append(path([(x, 1), (x, base)], class_="dot-mid", stroke=INK, stroke_width=1.2))
    for row, percent in rows:
        place = {"cx": _x(percent), "cy": base - 5 - row * STEP, "r": RADIUS}
        body.append(element("circle", class_="dot", **place, fill=DATA, stroke=PAPER, stroke_width=0.8))
    if decided is not None:
        x = _x(decided)
        corners = [(x, base + 1), (x - 4, base + 8), (x + 4, base + 8)]
        body.append(polygon(corners, class_="dot-decided", fill=INK, stroke=PAPER, stroke_width=0.6))
    size = (LEFT * 2 + FULL, base + 19)
    desc = _desc(given, middle, decided, digits)
    return svg(body, size, title=title, desc=desc, unique_id=unique_id, css_class="dots", width_pt=size[0])


def _x(percent: Decimal) -> float:
    return LEFT + FULL * float(percent) / 100


def _rows(percents: Sequence[Decimal]) -> list[tuple[int, Decimal]]:
    """Each percent with the row in which its dot touches none before it."""
    placed: list[tuple[int, Decimal]] = []
    for percent in sorted(percents):
        taken = {row for row, other in placed if abs(_x(percent) - _x(other)) < 2 * RADIUS}
        placed.append((next(row for row in range(len(percents)) if row not in taken), percent))
    return placed


def _tick(tick: int, base: float, digits: Digits) -> str:
    x = _x(Decimal(tick))
    rule = path([(x, 2), (x, base)], class_="dot-tick", stroke=RULE, stroke_width=0.5)
    return rule + text(digits(str(tick)), (x, base + 17), 9, anchor="middle", fill=INK_2, css="dot-t")


def _desc(given: Sequence[tuple[str, Decimal]], middle: Decimal | None, decided: Decimal | None, digits: Digits) -> str:
    parts = [f"{name} {figure(percent, digits)} %" for name, percent in given]
    parts += [_("มัธยฐาน %(percent)s %%") % {"percent": figure(middle, digits)}] if middle is not None else []
    parts += [_("ฉันทามติ %(percent)s %%") % {"percent": figure(decided, digits)}] if decided is not None else []
    return "; ".join(parts) or _("ยังไม่มีคะแนน")
