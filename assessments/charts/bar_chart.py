"""The bars: points of each category as a share of its maximum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts.svg import (
    DATA,
    INK,
    INK_2,
    NO_DATA,
    PAPER,
    PAST,
    RULE,
    Digits,
    Kind,
    Point,
    element,
    path,
    svg,
    text,
)

LEFT, FULL = 148.0, 178.0  # where the bars begin, and the length of 100 percent
ROW = 26
HATCH = 2.6
# kind, distance from the top of its row, height
PLACES: tuple[tuple[Kind, float, float], ...] = (("self", 0, 6), ("review", 7, 7), ("past", 15.3, 4.4))


@dataclass(frozen=True)
class BarRow:
    """One category: points by kind out of its maximum, None where there is no score."""

    code: str
    label: str
    maximum: Decimal
    points: Mapping[Kind, Decimal | None]


def bars(
    rows: Sequence[BarRow],
    *,
    names: Mapping[Kind, str],
    title: str,
    unique_id: str,
    width_pt: float = 453.5,
    digits: Digits = str,
) -> SafeString:
    """Bars from 0 to 100 percent: the unit hatched, the reviewers solid, last year in outline, points at the right.

    `names` is what the kinds that are shown are called. Points below 0 or above the maximum raise ValueError.
    """
    for row in rows:
        if any(points is not None and not 0 <= points <= row.maximum for points in row.points.values()):
            raise ValueError(f"{row.code}: points lie between 0 and {row.maximum}.")
    bottom = 18 + ROW * len(rows)
    body = [_ruler(tick, bottom, digits) for tick in (0, 25, 50, 75, 100)]
    body.append(text(_("คะแนน / เต็ม"), (398, 11), 8.5, anchor="end", bold=True))
    if "past" in names:
        body.append(text(_("เทียบปีก่อน"), (453, 11), 8.5, anchor="end", bold=True))
    for at, row in enumerate(rows):
        body += _row(row, 20 + ROW * at, names, digits)
    desc = "; ".join(_desc(row, names, digits) for row in rows)
    size = (453.5, bottom + 18)
    return svg(body, size, title=title, desc=desc, unique_id=unique_id, css_class="bar-chart", width_pt=width_pt)


def _ruler(tick: int, bottom: float, digits: Digits) -> str:
    x = LEFT + FULL * tick / 100
    rule = path([(x, 16), (x, bottom)], stroke=RULE if tick else INK, stroke_width=0.4 if tick else 0.7)
    return rule + text(digits(str(tick)), (x, bottom + 12), 8.5, anchor="middle", fill=INK_2)


def _row(row: BarRow, top: float, names: Mapping[Kind, str], digits: Digits) -> list[str]:
    body = [
        text(digits(row.code), (0, top + 13), 9.5, bold=True),
        text(row.label, (11, top + 13), 9.5),
    ]
    for kind, offset, height in PLACES:
        points = row.points.get(kind)
        if kind in names and points is not None and row.maximum > 0:
            body.append(_bar(kind, FULL * float(points / row.maximum), top + offset, height))
    deciding = row.points.get("review") if "review" in names else row.points.get("self")
    body.append(text(_points(deciding, digits), (370, top + 13), 9.5, anchor="end", bold=True))
    body.append(text(f"/ {_whole(row.maximum, digits)}", (398, top + 13), 9, anchor="end", fill=INK_2))
    past = row.points.get("past") if "past" in names else None
    if deciding is not None and past is not None:
        body.append(text(_signed(deciding - past, digits), (453, top + 13), 9.5, anchor="end"))
    return body


def _bar(kind: str, length: float, top: float, height: float) -> str:
    box = {"x": LEFT, "y": top, "width": length, "height": height}
    if kind == "review":
        return element("rect", class_="bar-fg", **box, fill=DATA)
    if kind == "past":
        return element("rect", class_="bar-past", **box, fill=PAPER, stroke=PAST, stroke_width=0.6)
    hatch = path(*_hatch(length, top, height), class_="bar-hatch", stroke=DATA, stroke_width=0.7)
    return element("rect", class_="bar-self", **box, fill=PAPER, stroke=DATA, stroke_width=0.6) + hatch


def _hatch(length: float, top: float, height: float) -> list[tuple[Point, Point]]:
    """Strokes at 45 degrees, cut at the edges of the bar by arithmetic: WeasyPrint draws no pattern."""
    strokes = []
    for at in range(1, int((length + height) / HATCH) + 1):
        along = at * HATCH  # x + y of the stroke, measured from the upper left corner
        x0, x1 = max(0.0, along - height), min(length, along)
        if x1 - x0 > 0.2:
            strokes.append(((LEFT + x0, top + along - x0), (LEFT + x1, top + along - x1)))
    return strokes


def _points(points: Decimal | None, digits: Digits) -> str:
    return NO_DATA if points is None else digits(str(points.quantize(Decimal("0.01"), ROUND_HALF_UP)))


def _signed(difference: Decimal, digits: Digits) -> str:
    shown = difference.quantize(Decimal("0.01"), ROUND_HALF_UP)
    sign = "+" if shown > 0 else ("\N{MINUS SIGN}" if shown < 0 else "")
    return sign + digits(str(abs(shown)))


def _whole(maximum: Decimal, digits: Digits) -> str:
    return digits(format(maximum.normalize(), "f"))


def _desc(row: BarRow, names: Mapping[Kind, str], digits: Digits) -> str:
    shown = ", ".join(
        f"{names[kind]} {_points(row.points.get(kind), digits)}" for kind, *_place in PLACES if kind in names
    )
    return f"{digits(row.code)} {row.label}: {shown} / {_whole(row.maximum, digits)}"
