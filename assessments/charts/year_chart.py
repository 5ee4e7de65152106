"""One indicator on a page of its own: result, target and comparator by year, with the years after marked as such."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

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
    Attribute,
    Digits,
    Point,
    element,
    path,
    polygon,
    runs,
    svg,
    text,
    text_width,
)
from thai.digits import grouped

Years = Mapping[int, Decimal]

WIDTH, TYPE = 440.0, 15.0
TOP, BOTTOM, RIGHT = 30.0, 220.0, 424.0
LEGEND = 24.0  # from line to line
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
WANTED_TICKS = 4
LOOKS: dict[str, dict[str, Attribute]] = {
    "result": {"class_": "sp-line", "stroke": DATA, "stroke_width": 2.4, "stroke_linejoin": "round"},
    "later": {"class_": "sp-line", "stroke": DATA, "stroke_width": 2.4, "stroke_dasharray": "2 4"},
    "target": {"class_": "yc-target", "stroke": PAST, "stroke_width": 1.8, "stroke_dasharray": "7 4"},
    "comparator": {"class_": "yc-cmp", "stroke": INK_2, "stroke_width": 1.4, "stroke_dasharray": "9 3 2 3"},
}


@dataclass(frozen=True)
class _Box:
    """Where the years and figures of one chart stand."""

    years: range
    ticks: tuple[Decimal, ...]
    left: float

    def x(self, year: float) -> float:
        room = (RIGHT - 14) - (self.left + 14)
        steps = len(self.years) - 1
        return self.left + 14 + (room * (year - self.years[0]) / steps if steps else room / 2)

    def y(self, number: Decimal) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return BOTTOM - (BOTTOM - TOP) * float((number - low) / (high - low))

    def places(self, figures: Years) -> list[Point | None]:
        return [(self.x(each), self.y(figures[each])) if each in figures else None for each in self.years]


def year_chart(
    values: Years,
    targets: Years,
    comparator: Years,
    *,
    title: str,
    unique_id: str,
    year: int,
    current: int | None,
    digits: Digits = str,
) -> SafeString:
    """Lines over the years that hold a figure, gaps where one is missing; what lies after `year` is a projection.

    `current` is the year that is judged, its value is written out. Line, dashes and marks tell the three apart without
    any colour. Without a figure there is nothing to draw, and the string is empty.
    """
    held = [*values, *targets, *comparator]
    if not held:
        return SafeString()
    ticks = _ticks([*values.values(), *targets.values(), *comparator.values()])
    left = max(text_width(digits(grouped(tick)), TYPE) for tick in ticks) + 8
    box = _Box(range(min(held), max(held) + 1), ticks, left)
    scored = {each: figure for each, figure in values.items() if each <= year}
    later = {each: figure for each, figure in values.items() if each > year}
    joined = later | {each: figure for each, figure in scored.items() if each == max(scored)}
    body = [*_later(box, year), *_ruler(box, digits), *_years(box, current, digits)]
    body += _line(box, "comparator", comparator) + _line(box, "target", targets)
    body += _line(box, "later", joined) + _line(box, "result", scored)
    body += _current(box, values, (targets, comparator), current, digits)
    shown = {"result": scored, "later": later, "target": targets, "comparator": comparator}
    legend, height = _legend([kind for kind, figures in shown.items() if figures])
    desc = _desc(box.years, values, targets, comparator, year, digits)
    size = (WIDTH, height)
    return svg(
        body + legend, size, title=title, desc=desc, unique_id=unique_id, css_class="year-chart", width_pt=WIDTH * 0.75
    )


def _ticks(figures: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """About five round figures that enclose all others."""
    low, high = min(figures), max(figures)
    if low == high:
        low, high = low - 1, high + 1
    raw = (high - low) / WANTED_TICKS
    unit = Decimal(1).scaleb(raw.adjusted())
    step = next(unit * step for step in STEPS if unit * step >= raw)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple(step * at for at in range(int(first), int(last) + 1))


def _later(box: _Box, year: int) -> list[str]:
    """The ground behind the years that are not judged."""
    if box.years[-1] <= year:
        return []
    start = box.left if box.years[0] > year else (box.x(year) + box.x(year + 1)) / 2
    ground = element(
        "rect", class_="yc-later", x=start, y=TOP - 22, width=RIGHT - start, height=BOTTOM - TOP + 22, fill="#f4f2ec"
    )
    return [ground, text(_("คาดการณ์"), (RIGHT - 4, TOP - 7), TYPE - 1, anchor="end", fill=INK_2, css="yc-s")]


def _ruler(box: _Box, digits: Digits) -> list[str]:
    parts = []
    for tick in box.ticks:
        y = box.y(tick)
        parts.append(path([(box.left, y), (RIGHT, y)], class_="rad-axis", stroke=RULE, stroke_width=1))
        place = (box.left - 6, y + TYPE / 3)
        parts.append(text(digits(grouped(tick)), place, TYPE, anchor="end", fill=INK_2, css="yc-s"))
    return parts


def _years(box: _Box, current: int | None, digits: Digits) -> list[str]:
    """The years below, as many as there is room for; the one that is judged always, and bold."""
    room = (RIGHT - box.left) / len(box.years)
    every = max(1, round(text_width("0000", TYPE) * 1.25 / room + 0.49))
    last = current if current is not None and current in box.years else box.years[-1]
    return [
        text(digits(str(each)), (box.x(each), BOTTOM + 20), TYPE, anchor="middle", bold=each == current, css="yc-t")
        for each in box.years
        if (last - each) % every == 0
    ]


def _line(box: _Box, kind: str, figures: Years) -> list[str]:
    """The stretches between the gaps, and a mark for each figure."""
    places = box.places(figures)
    drawn = [path(run, **LOOKS[kind]) for run in runs(places) if len(run) > 1]
    return drawn + [_mark(kind, place) for place in places if place]


def _mark(kind: str, place: Point) -> str:
    x, y = place
    if kind == "target":
        box = {"x": x - 4, "y": y - 4, "width": 8, "height": 8}
        return element("rect", class_="yc-mark-target", **box, fill=PAPER, stroke=PAST, stroke_width=1.8)
    if kind == "comparator":
        corners = [(x, y - 5.5), (x + 5.5, y), (x, y + 5.5), (x - 5.5, y)]
        return polygon(corners, class_="sp-cmp", fill=PAPER, stroke=INK, stroke_width=1.4)
    if kind == "later":
        return element("circle", class_="sp-cmp", cx=x, cy=y, r=4.2, fill=PAPER, stroke=DATA, stroke_width=1.8)
    return element("circle", class_="sp-dot", cx=x, cy=y, r=4.2, fill=DATA)


def _current(box: _Box, values: Years, others: Sequence[Years], current: int | None, digits: Digits) -> list[str]:
    """The figure that is judged, above its mark, or below where another mark stands there; within the drawing."""
    if current is None:
        return []
    words = digits(grouped(values[current]))
    half = text_width(words, TYPE) / 2
    x, y = min(max(box.x(current), box.left + half), RIGHT - half), box.y(values[current])
    marks = [box.y(figures[current]) for figures in others if current in figures]
    is_taken = any(y - 32 < mark < y for mark in marks)
    return [text(words, (x, y + 22 if is_taken else y - 11), TYPE, anchor="middle", bold=True, css="yc-now")]


def _legend(kinds: Sequence[str]) -> tuple[list[str], float]:
    """The keys below, line by line, and the height of the whole drawing."""
    names = {"result": _("ผลจริง"), "later": _("คาดการณ์"), "target": _("เป้าหมาย"), "comparator": _("คู่เทียบ")}
    parts, x, y = [], 4.0, BOTTOM + 52
    for kind in kinds:
        length = 36 + text_width(names[kind], TYPE) + 18
        if x + length - 18 > WIDTH:
            x, y = 4.0, y + LEGEND
        key = [(x, y - 5), (x + 28, y - 5)]
        parts += [path(key, **LOOKS[kind]), _mark(kind, (x + 14, y - 5))]
        parts.append(text(names[kind], (x + 36, y), TYPE, css="yc-t"))
        x += length
    return parts, y + 8


def _desc(years: range, values: Years, targets: Years, comparator: Years, year: int, digits: Digits) -> str:
    """Every figure in words, year by year."""
    parts = []
    for each in years:
        words = [str(each), grouped(values[each]) if each in values else NO_DATA]
        if each > year:
            words.append(_("คาดการณ์"))
        if each in targets:
            words += [_("เป้าหมาย"), grouped(targets[each])]
        if each in comparator:
            words += [_("คู่เทียบ"), grouped(comparator[each])]
        parts.append(digits(" ".join(words)))
    return "; ".join(parts)
