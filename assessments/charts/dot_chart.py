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
    own: int | None = None,
    decided_word: str = "",
) -> SafeString:
    """A dot for each name and percent, a stroke at the middle, a triangle below the scale at what is decided.

    `own`: the place among `given` of the reader's, drawn as a ring. Percents outside of 0 to 100 raise ValueError.
    """
    if any(not 0 <= percent <= 100 for _name, percent in given):
        raise ValueError("A percent lies between 0 and 100.")
    rows = stacked([_x(percent) for _name, percent in given])
    height = STEP * max([LEAST_ROWS, *(row + 1 for row in rows)])
    base = height + 3
    body = [_tick(tick, base, digits) for tick in (0, 25, 50, 75, 100)]
    body.append(path([(LEFT, base), (LEFT + FULL, base)], class_="dot-axis", stroke=PAST, stroke_width=0.8))
    if middle is not None:
        x = _x(middle)
        body.append(path([(x, 1), (x, base)], class_="dot-mid", stroke=INK, stroke_width=1.2))
    body += [
        dot(_x(percent), base - 5 - row * STEP, is_own=at == own)
        for at, (row, (_name, percent)) in enumerate(zip(rows, given, strict=True))
    ]
    if decided is not None:
        x = _x(decided)
        corners = [(x, base + 1), (x - 4, base + 8), (x + 4, base + 8)]
        body.append(polygon(corners, class_="dot-decided", fill=INK, stroke=PAPER, stroke_width=0.6))
    size = (LEFT * 2 + FULL, base + 19)
    desc = _desc(given, middle, (decided, decided_word or _("ฉันทามติ")), digits)
    return svg(body, size, title=title, desc=desc, unique_id=unique_id, css_class="dots", width_pt=size[0])


def _x(percent: Decimal) -> float:
    return LEFT + FULL * float(percent) / 100


def dot(x: float, y: float, *, is_own: bool) -> str:
    """A filled dot; a ring for the reader's own, which is told apart without colours."""
    if is_own:
        return element("circle", class_="dot-own", cx=x, cy=y, r=RADIUS - 0.4, fill=PAPER, stroke=INK, stroke_width=1.8)
    return element("circle", class_="dot", cx=x, cy=y, r=RADIUS, fill=DATA, stroke=PAPER, stroke_width=0.8)


def stacked(places: Sequence[float]) -> list[int]:
    """For each place on the line the row in which its dot touches none that lies before it."""
    rows: dict[int, int] = {}
    for at in sorted(range(len(places)), key=lambda each: places[each]):
        taken = {row for other, row in rows.items() if abs(places[at] - places[other]) < 2 * RADIUS}
        rows[at] = next(row for row in range(len(places)) if row not in taken)
    return [rows[at] for at in range(len(places))]


def _tick(tick: int, base: float, digits: Digits) -> str:
    x = _x(Decimal(tick))
    rule = path([(x, 2), (x, base)], class_="dot-tick", stroke=RULE, stroke_width=0.5)
    return rule + text(digits(str(tick)), (x, base + 17), 9, anchor="middle", fill=INK_2, css="dot-t")


def _desc(
    given: Sequence[tuple[str, Decimal]], middle: Decimal | None, decided: tuple[Decimal | None, str], digits: Digits
) -> str:
    percent, word = decided
    parts = [f"{name} {figure(value, digits)} %" for name, value in given]
    parts += [_("มัธยฐาน %(percent)s %%") % {"percent": figure(middle, digits)}] if middle is not None else []
    parts += [f"{word} {figure(percent, digits)} %"] if percent is not None else []
    return "; ".join(parts) or _("ยังไม่มีคะแนน")
