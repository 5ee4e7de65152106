"""The radar: six results, or seven categories, on spokes from 0 to 100."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.safestring import SafeString

from assessments.charts.svg import (
    DATA,
    DATA_2,
    INK_2,
    PAPER,
    PAST,
    RULE,
    Attribute,
    Digits,
    Kind,
    Number,
    Point,
    element,
    figure,
    path,
    polygon,
    runs,
    svg,
    text,
    text_width,
)

RADIUS = 112.0
LABELS = RADIUS + 14  # where the labels begin
TYPE, LINE = 17, 21  # units of type and from line to line; Thai marks need no less
LEAST_WIDTH = 460.0


@dataclass(frozen=True)
class Axis:
    """One spoke: its code, the lines of its label, and the name for the description where lines cut words.

    `here` is drawn bold as the place the reader is at.
    """

    label_lines: tuple[str, ...]
    code: str = ""
    name: str = ""
    here: bool = False


@dataclass(frozen=True)
class Series:
    """One line of a radar, values 0 to 100 in the order of the axes, None where there is no score."""

    name: str
    kind: Kind
    values: Sequence[Number | None]


@dataclass(frozen=True)
class _Label:
    """The lines at the end of one spoke, and where they stand from the centre."""

    lines: tuple[str, ...]
    spoke: Point
    bold: bool

    @property
    def anchor(self) -> str:
        return "middle" if abs(self.spoke[0]) < 0.2 else ("start" if self.spoke[0] > 0 else "end")

    @property
    def top(self) -> float:
        """Above the top spoke the last line ends there, below the bottom spoke the first begins there."""
        return self.spoke[1] * LABELS - len(self.lines) * LINE * (1 - self.spoke[1]) / 2

    @property
    def bottom(self) -> float:
        return self.top + len(self.lines) * LINE

    @property
    def reach(self) -> float:
        """How far the lines stand out to the side."""
        longest = max(text_width(line, TYPE) for line in self.lines)
        return longest / 2 if self.anchor == "middle" else abs(self.spoke[0]) * LABELS + longest


def radar(
    axes: Sequence[Axis],
    series: Sequence[Series],
    *,
    title: str,
    desc: str = "",
    unique_id: str,
    width_pt: float = 217,
    digits: Digits = str,
) -> SafeString:
    """A radar of three axes or more, rings at 25, 50, 75 and 100, beside each label the deciding number.

    The deciding series is the reviewers' where there is one, else the unit's own. A missing value leaves a gap, never
    a zero. An empty `desc` is filled with every number. ValueError for values that do not fit the axes or 0 to 100.
    """
    _refuse_misfits(axes, series)
    deciding = _deciding(series)
    angles = [2 * pi * at / len(axes) for at in range(len(axes))]
    spokes = [(sin(angle), -cos(angle)) for angle in angles]
    labels = _labels(axes, spokes, deciding, digits)
    width = max(LEAST_WIDTH, 2 * max(label.reach for label in labels) + 8)
    centre = (width / 2, 4 - min(label.top for label in labels))
    legend, height = _legend(series, deciding, width, centre[1] + max(label.bottom for label in labels) + 14)
    painted = sorted(series, key=lambda line: (line is deciding, line.kind == "self"))
    return svg(
        [
            _rings(centre, spokes),
            *(_line(line, centre, spokes, deciding) for line in painted),
            _ring_numbers(centre, digits),
            *(_written(label, centre) for label in labels),
            legend,
        ],
        (width, height),
        title=title,
        desc=desc or _desc(axes, series, digits),
        unique_id=unique_id,
        css_class="radar",
        width_pt=width_pt,
    )


def _labels(
    axes: Sequence[Axis], spokes: Sequence[tuple[float, float]], deciding: Series | None, digits: Digits
) -> list["_Label"]:
    """What stands at the end of each spoke: code and number, then the lines of the title."""
    return [
        _Label((_head(axis, at, deciding, digits), *axis.label_lines), spoke, axis.here)
        for at, (axis, spoke) in enumerate(zip(axes, spokes, strict=True))
    ]


def _refuse_misfits(axes: Sequence[Axis], series: Sequence[Series]) -> None:
    if len(axes) < 3:
        raise ValueError("A radar needs at least three axes.")
    for line in series:
        if len(line.values) != len(axes) or any(value is not None and not 0 <= value <= 100 for value in line.values):
            raise ValueError(f"{line.name}: a radar takes one value from 0 to 100, or None, for each axis.")


def _deciding(series: Sequence[Series]) -> Series | None:
    ranked: tuple[Kind, ...] = ("review", "self", "past")
    return next((line for kind in ranked for line in series if line.kind == kind), None)


def _head(axis: Axis, at: int, deciding: Series | None, digits: Digits) -> str:
    parts = [digits(axis.code)] if axis.code else []
    if deciding is not None:
        parts.append(figure(deciding.values[at], digits))
    return " · ".join(parts)


def _on(centre: Point, spoke: Point, distance: float) -> Point:
    return centre[0] + spoke[0] * distance, centre[1] + spoke[1] * distance


def _rings(centre: Point, spokes: Sequence[Point]) -> str:
    parts = []
    for ring in (25, 50, 75, 100):
        outline = [_on(centre, spoke, RADIUS * ring / 100) for spoke in spokes]
        ink = PAST if ring == 100 else RULE
        parts.append(polygon(outline, class_="rad-grid", fill="none", stroke=ink, stroke_width=1))
    parts += [
        path([centre, _on(centre, spoke, RADIUS)], class_="rad-axis", stroke=RULE, stroke_width=1) for spoke in spokes
    ]
    return "".join(parts)


def _ring_numbers(centre: Point, digits: Digits) -> str:
    """Painted last, so that no line crosses them out."""
    return "".join(
        text(digits(str(ring)), (centre[0] + 6, centre[1] - RADIUS * ring / 100 + 15), 16, fill=INK_2, css="rad-s")
        for ring in (50, 100)
    )


def _line(line: Series, centre: Point, spokes: Sequence[Point], deciding: Series | None) -> str:
    points = [
        None if value is None else _on(centre, spoke, RADIUS * float(value) / 100)
        for value, spoke in zip(line.values, spokes, strict=True)
    ]
    look, whole = _look(line, deciding), [point for point in points if point is not None]
    if len(whole) == len(points):
        fill: dict[str, Attribute] = {"fill": "none"}
        if line is deciding:
            fill = {"fill": DATA, "fill_opacity": 0.12}
        drawn = polygon(whole, **{**look, **fill})
    else:
        start = points.index(None)
        if line is deciding:
            look["class_"] = "sp-line"  # a broken line encloses nothing, so it must not be filled
        drawn = "".join(path(run, **look) for run in runs([*points[start:], *points[:start]]) if len(run) > 1)
    return drawn + "".join(_mark(line, point, deciding) for point in whole)


def _look(line: Series, deciding: Series | None) -> dict[str, Attribute]:
    if line is deciding:
        return {"class_": "rad-now", "stroke": DATA, "stroke_width": 2.8, "stroke_linejoin": "round"}
    if line.kind == "past":
        return {"class_": "rad-past", "stroke": PAST, "stroke_width": 2.2, "stroke_dasharray": "7 4"}
    return {"class_": "rad-self", "stroke": DATA_2, "stroke_width": 2, "stroke_dasharray": "2 3.5"}


def _mark(line: Series, point: Point, deciding: Series | None) -> str:
    x, y = point
    if line is deciding:
        return element("circle", class_="sp-dot", cx=x, cy=y, r=4.4, fill=DATA)
    if line.kind == "past":
        box = {"x": x - 4, "y": y - 4, "width": 8, "height": 8}
        return element("rect", class_="sp-cmp", **box, fill=PAPER, stroke=PAST, stroke_width=1.8)
    return element("circle", class_="sp-cmp", cx=x, cy=y, r=4, fill=PAPER, stroke=DATA_2, stroke_width=1.8)


def _written(label: _Label, centre: Point) -> str:
    x = centre[0] + (0 if label.anchor == "middle" else label.spoke[0] * LABELS)
    top = centre[1] + label.top + 16
    return "".join(
        text(line, (x, top + at * LINE), TYPE, anchor=label.anchor, bold=label.bold or at == 0, css="rad-t")
        for at, line in enumerate(label.lines)
    )


def _legend(series: Sequence[Series], deciding: Series | None, width: float, top: float) -> tuple[str, float]:
    """The keys in one row, or one below the other where the row is too long, and the height used with them."""
    if not series:
        return "", top
    lengths = [34 + text_width(line.name, TYPE) for line in series]
    gap = 22
    row = sum(lengths) + gap * (len(series) - 1) <= width
    x = (width - (sum(lengths) + gap * (len(series) - 1) if row else max(lengths))) / 2
    y = top + 14
    parts = []
    for line, length in zip(series, lengths, strict=True):
        parts.append(
            path([(x, y - 5), (x + 28, y - 5)], **_look(line, deciding)) + _mark(line, (x + 14, y - 5), deciding)
        )
        parts.append(text(line.name, (x + 36, y), TYPE, css="rad-t"))
        x, y = (x + length + gap, y) if row else (x, y + LINE)
    return "".join(parts), (y if row else y - LINE) + 10


def _desc(axes: Sequence[Axis], series: Sequence[Series], digits: Digits) -> str:
    parts = []
    for at, axis in enumerate(axes):
        name = " ".join(part for part in (digits(axis.code), axis.name or "".join(axis.label_lines)) if part)
        parts.append(f"{name}: " + ", ".join(f"{line.name} {figure(line.values[at], digits)}" for line in series))
    return "; ".join(parts)
