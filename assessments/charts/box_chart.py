"""Boxes: how the results of many units spread between 0 and 100 percent, a line for each category."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts.svg import DATA, DATA_2, INK_2, PAPER, RULE, Digits, element, figure, path, svg, text

WIDTH, TYPE = 440.0, 15.0
LEFT, RIGHT, TOP = 52.0, 424.0, 8.0
ROW, BOX = 32.0, 16.0
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class BoxRow:
    """Least, first quartile, median, third quartile and greatest, in percent and rising; `name` is for the words."""

    code: str
    name: str
    marks: tuple[Decimal, Decimal, Decimal, Decimal, Decimal]


def boxes(rows: Sequence[BoxRow], *, title: str, unique_id: str, digits: Digits = str) -> SafeString:
    """A line from the least to the greatest, a box from quartile to quartile, a stroke at the median.

    Marks that do not rise from 0 to 100 raise ValueError. Without a row the string is empty.
    """
    if not rows:
        return SafeString()
    for row in rows:
        if list(row.marks) != sorted(row.marks) or row.marks[0] < 0 or row.marks[4] > 100:
            raise ValueError(f"{row.code}: marks rise from 0 to 100.")
    bottom = TOP + ROW * len(rows)
    body = [part for tick in TICKS for part in _ruler(tick, bottom, digits)]
    for at, row in enumerate(rows):
        body += _row(row, TOP + ROW * (at + 0.5), digits)
    desc = "; ".join(_desc(row, digits) for row in rows)
    size = (WIDTH, bottom + 26)
    return svg(body, size, title=title, desc=desc, unique_id=unique_id, css_class="box-chart", width_pt=WIDTH * 0.75)


def _x(percent: Decimal | int) -> float:
    return LEFT + (RIGHT - LEFT) * float(percent) / 100


def _ruler(tick: int, bottom: float, digits: Digits) -> list[str]:
    line = path([(_x(tick), TOP), (_x(tick), bottom)], class_="rad-axis", stroke=RULE, stroke_width=1)
    return [line, text(digits(str(tick)), (_x(tick), bottom + 18), TYPE, anchor="middle", fill=INK_2, css="yc-s")]


def _row(row: BoxRow, y: float, digits: Digits) -> list[str]:
    least, lower, middle, upper, most = (_x(mark) for mark in row.marks)
    box = {"x": lower, "y": y - BOX / 2, "width": max(upper - lower, 1), "height": BOX}
    return [
        text(digits(row.code), (LEFT - 10, y + TYPE / 3), TYPE, anchor="end", bold=True, css="yc-t"),
        path([(least, y), (most, y)], class_="bx-line", stroke=DATA_2, stroke_width=2),
        path([(least, y - 5), (least, y + 5)], class_="bx-line", stroke=DATA_2, stroke_width=2),
        path([(most, y - 5), (most, y + 5)], class_="bx-line", stroke=DATA_2, stroke_width=2),
        element("rect", class_="bx-box", **box, fill=PAPER, stroke=DATA_2, stroke_width=2),
        path([(middle, y - BOX / 2 - 2), (middle, y + BOX / 2 + 2)], class_="bx-mid", stroke=DATA, stroke_width=4),
    ]


def _desc(row: BoxRow, digits: Digits) -> str:
    names = (_("ต่ำสุด"), _("ควอร์ไทล์ที่ 1"), _("มัธยฐาน"), _("ควอร์ไทล์ที่ 3"), _("สูงสุด"))
    marks = ", ".join(f"{name} {figure(mark, digits)}" for name, mark in zip(names, row.marks, strict=True))
    return f"{digits(row.code)} {row.name}: {marks}"
