"""The line of leanings: how far each of several people is below or above the middle, in percentage points."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts.dot_chart import LEAST_ROWS, STEP, dot, stacked
from assessments.charts.svg import INK, INK_2, PAST, RULE, Digits, path, svg, text
from thai.digits import grouped

MIDDLE, HALF = 160.0, 140.0  # where 0 is, and the length of one side
LEAST, GRAIN = 10, 10  # points that a side shows at least, and in which steps it grows


def leans(
    given: Sequence[tuple[str, Decimal]],
    *,
    title: str,
    unique_id: str,
    own: int | None = None,
    digits: Digits = str,
) -> SafeString:
    """A dot for each name and mean difference on one line with 0 in the middle; `own` is drawn as a ring."""
    most = max([Decimal(LEAST), *(abs(value) for _name, value in given)])
    reach = ceil(most / GRAIN) * GRAIN
    places = [MIDDLE + HALF * float(value) / reach for _name, value in given]
    rows = stacked(places)
    height = STEP * max([LEAST_ROWS, *(row + 1 for row in rows)])
    base = height + 3
    body = [_tick(value, reach, base, digits) for value in (-reach, -reach // 2, 0, reach // 2, reach)]
    ends = [(MIDDLE - HALF, base), (MIDDLE + HALF, base)]
    body.append(path(ends, class_="dot-axis", stroke=PAST, stroke_width=0.8))
    body += [
        dot(x, base - 5 - row * STEP, is_own=at == own) for at, (x, row) in enumerate(zip(places, rows, strict=True))
    ]
    size = (MIDDLE * 2, base + 19)
    told = (f"{name} {signed(value, digits)}" for name, value in given)
    desc = "; ".join(told) or _("ยังไม่มีคะแนน")
    return svg(body, size, title=title, desc=desc, unique_id=unique_id, css_class="dots leans", width_pt=size[0])


def signed(value: Decimal, digits: Digits = str, *, places: int | None = None) -> str:
    """The number with its sign; 0 has none. With `places` it shows so many decimals."""
    plus = "+" if value > 0 else ""
    return f"{plus}{digits(grouped(value, places))}"


def _tick(value: int, reach: int, base: float, digits: Digits) -> str:
    x = MIDDLE + HALF * value / reach
    stroke = {"class_": "dot-mid", "stroke": INK} if value == 0 else {"class_": "dot-tick", "stroke": RULE}
    rule = path([(x, 2), (x, base)], **stroke, stroke_width=1.2 if value == 0 else 0.5)
    return rule + text(signed(Decimal(value), digits), (x, base + 17), 9, anchor="middle", fill=INK_2, css="dot-t")
