"""The line of one indicator: a small one for a table row, a written-out one for paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts.svg import (
    DATA,
    INK,
    INK_2,
    PAPER,
    PAST,
    Attribute,
    Digits,
    Number,
    Point,
    element,
    figure,
    path,
    polygon,
    runs,
    svg,
    text,
)

Years = Mapping[int, Number]
GAP = 11  # between two lines of type at the right


@dataclass(frozen=True)
class _Line:
    """The figures of one indicator and the box they are drawn in; its own scale, which does not begin at 0."""

    values: Years
    targets: Years
    comparator: Years
    year: int | None
    left: float
    top: float
    right: float
    bottom: float

    @property
    def span(self) -> range:
        return range(min(self.values), max(self.values) + 1) if self.values else range(0)

    @property
    def current(self) -> int | None:
        return max((each for each in self.values if self.year is None or each <= self.year), default=None)

    @property
    def shown_targets(self) -> dict[int, Number]:
        return {each: self.targets[each] for each in self.span if each in self.targets}

    @property
    def compared(self) -> dict[int, Number]:
        return {each: figure for each, figure in self.comparator.items() if each == self.current}

    def x(self, year: int) -> float:
        first, last = self.span[0], self.span[-1]
        return self.right if first == last else self.left + (self.right - self.left) * (year - first) / (last - first)

    def y(self, number: Number) -> float:
        figures = [*self.values.values(), *self.shown_targets.values(), *self.compared.values()]
        low, high = Decimal(min(figures)), Decimal(max(figures))
        if low == high:
            return (self.top + self.bottom) / 2
        return self.bottom - (self.bottom - self.top) * float((number - low) / (high - low))

    def places(self, figures: Years, first: int | None = None, last: int | None = None) -> list[Point | None]:
        """A point for each year of the span, None where there is no figure or the year lies outside first to last."""
        return [
            (self.x(each), self.y(figures[each]))
            if each in figures and (first is None or each >= first) and (last is None or each <= last)
            else None
            for each in self.span
        ]


def spark(
    values: Years,
    targets: Years,
    comparator: Years,
    direction: str,
    title: str,
    *,
    unique_id: str,
    year: int | None = None,
    digits: Digits = str,
) -> SafeString:
    """The small line of an indicator (104 x 34): result, target, comparator of the current year, gaps without data.

    `year` is the assessment's; what lies after it is a projection and drawn dotted. Without it the last year counts.
    """
    line = _Line(values, targets, comparator, year, 5, 6, 98, 28)
    desc = _desc(line, direction, digits)
    return svg(
        _drawn(line, 3, 2), (104, 34), title=title, desc=desc, unique_id=unique_id, css_class="spark", width_pt=78
    )


def indicator_chart(
    values: Years,
    targets: Years,
    comparator: Years,
    direction: str,
    title: str,
    *,
    unique_id: str,
    year: int | None = None,
    width_pt: float = 217,
    digits: Digits = str,
) -> SafeString:
    """The same line with its years, the first value, and result, target and comparator written out (217 x 70)."""
    line = _Line(values, targets, comparator, year, 16, 15, 148, 48)
    body = [path([(8, 54), (156, 54)], stroke=PAST, stroke_width=0.5)]
    body += [text(digits(str(each)), (line.x(each), 64), 8, anchor="middle", fill=INK_2) for each in line.span]
    body += _drawn(line, 2.3, 1.5)
    body += _written_out(line, digits)
    desc = _desc(line, direction, digits)
    return svg(body, (217, 70), title=title, desc=desc, unique_id=unique_id, css_class="trend-chart", width_pt=width_pt)


def _drawn(line: _Line, disc: float, stroke: float) -> list[str]:
    """Targets, results, projections, comparator and discs, in the order of painting."""
    look: dict[str, Attribute] = {
        "class_": "sp-line",
        "stroke": DATA,
        "stroke_width": stroke,
        "stroke_linejoin": "round",
    }
    target: dict[str, Attribute] = {"class_": "sp-tgt", "stroke": INK_2, "stroke_width": 1, "stroke_dasharray": "2 2"}
    current = line.current
    scored = line.places(line.values, last=current if current is not None else 0)
    later = line.places(line.values, first=current)
    body = [path(run, **target) for run in runs(line.places(line.targets)) if len(run) > 1]
    body += [path(run, **look) for run in runs(scored) if len(run) > 1]
    if line.year is not None and line.span and line.span[-1] > line.year:
        body += [path(run, **look, stroke_dasharray="1.5 2.5") for run in runs(later) if len(run) > 1]
    body += [_diamond(place) for place in line.places(line.compared) if place]
    whole = [place for place in scored if place]
    alone = {run[0] for run in runs(scored) if len(run) == 1}
    discs = [place for place in whole if disc < 3 or place == whole[-1] or place in alone]
    return body + [element("circle", class_="sp-dot", cx=x, cy=y, r=disc, fill=DATA) for x, y in discs]


def _diamond(place: Point) -> str:
    x, y = place
    corners = [(x, y - 4), (x + 4, y), (x, y + 4), (x - 4, y)]
    return polygon(corners, class_="sp-cmp", fill=PAPER, stroke=INK, stroke_width=1)


def _written_out(line: _Line, digits: Digits) -> list[str]:
    """The first value above its disc; result, comparator and target at the right, by height, a line apart."""
    current = line.current
    if current is None:
        return []
    first = line.span[0]
    y = line.y(line.values[first])
    body = []
    if first != current:
        place = (line.x(first), y - 5)
        body.append(text(figure(line.values[first], digits), place, 8.3, anchor="middle"))
    rows = [(line.y(line.values[current]), _("ผล"), line.values[current], True)]
    if current in line.targets:
        rows.append((line.y(line.targets[current]), _("เป้าหมาย"), line.targets[current], False))
    if current in line.compared:
        rows.append((line.y(line.compared[current]), _("คู่เทียบ"), line.compared[current], False))
    rows.sort(key=lambda row: row[0])
    heights = _apart([row[0] + 3 for row in rows])
    for height, (_place, name, number, bold) in zip(heights, rows, strict=True):
        body.append(text(f"{name} {figure(number, digits)}", (160, height), 8.5, bold=bold))
    return body


def _apart(heights: Sequence[float]) -> list[float]:
    """The same heights, moved so that two lines never touch and the last stays within the drawing."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + GAP) if placed else max(height, 10))
    surplus = max(0, placed[-1] - 54)
    lifted = [height - surplus for height in placed]
    for at in range(len(lifted) - 2, -1, -1):  # what was free above the crowd stays where it belongs
        lifted[at] = min(placed[at], lifted[at + 1] - GAP)
    return lifted


def _desc(line: _Line, direction: str, digits: Digits) -> str:
    parts = [_("ยิ่งมากยิ่งดี") if direction == "higher" else _("ยิ่งน้อยยิ่งดี")]
    if not line.values:
        parts.append(_("ยังไม่มีค่า"))
    for each in line.span:
        words = [digits(str(each)), figure(line.values.get(each), digits)]
        if line.year is not None and each > line.year:
            words.append(_("คาดการณ์"))
        if each in line.targets:
            words += [_("เป้าหมาย"), figure(line.targets[each], digits)]
        if each in line.compared:
            words += [_("คู่เทียบ"), figure(line.compared[each], digits)]
        parts.append(" ".join(words))
    return "; ".join(parts)
