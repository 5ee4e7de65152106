"""The few SVG elements that the charts need; every text and attribute is escaped here, once."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Literal
from unicodedata import category

from django.utils.html import escape
from django.utils.safestring import SafeString

from thai.digits import grouped

Kind = Literal["self", "review", "past"]
Number = Decimal | int
Digits = Callable[[str], str]
Point = tuple[float, float]
Attribute = str | float | None

FONT = "PMQA Sarabun"
INK, INK_2, DATA, DATA_2 = "#1b2230", "#4d5463", "#353d4e", "#565f70"
PAST, RULE, PAPER = "#8a8676", "#c9c9c6", "#ffffff"
NO_DATA = "–"  # paper.md: this is "no data", 0 is zero


def svg(
    body: Iterable[str],
    size: Point,
    *,
    title: str,
    desc: str,
    unique_id: str,
    css_class: str,
    width_pt: float,
) -> SafeString:
    """The whole drawing, named by its title and described by its numbers; `unique_id` is its own on the page.

    `width_pt` is its width in points on paper; a style sheet may set another.
    """
    width, height = size
    root: dict[str, Attribute] = {
        "class_": css_class,
        "viewBox": f"0 0 {_short(width)} {_short(height)}",
        "role": "img",
        "font_family": FONT,
        "aria_labelledby": f"{unique_id}-t",
        "aria_describedby": f"{unique_id}-d",
        "width": f"{_short(width_pt)}pt",
        "height": f"{_short(height * width_pt / width)}pt",
    }
    name = escape(unique_id)
    head = f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(desc)}</desc>'
    return SafeString(f"<svg{_attributes(root)}>{head}{''.join(body)}</svg>")


def element(name: str, **attributes: Attribute) -> str:
    """An empty element; an underscore in a name becomes a hyphen, None leaves the attribute out."""
    return f"<{name}{_attributes(attributes)}/>"


def path(*lines: Sequence[Point], **attributes: Attribute) -> str:
    """Open lines through their points as one drawing, never filled."""
    d = "".join("M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points) for points in lines)
    return element("path", **{**attributes, "d": d, "fill": "none"})


def polygon(points: Sequence[Point], **attributes: Attribute) -> str:
    """A closed line through the points."""
    return element("polygon", **attributes, points=" ".join(f"{_short(x)},{_short(y)}" for x, y in points))


def text(
    words: str, place: Point, size: float, *, anchor: str = "start", bold: bool = False, fill: str = INK, css: str = ""
) -> str:
    """One line of text; the classes `mid`, `end` and `rad-b` repeat its attributes for the style sheet."""
    also = {"middle": "mid", "end": "end"}.get(anchor, "") if css else ""
    classes = " ".join(part for part in (css, also, "rad-b" if bold and css else "") if part)
    attributes: dict[str, Attribute] = {
        "class_": classes or None,
        "x": place[0],
        "y": place[1],
        "font_size": size,
        "font_weight": 700 if bold else 400,
        "text_anchor": anchor,
        "fill": fill,
    }
    return f"<text{_attributes(attributes)}>{escape(words)}</text>"


def text_width(words: str, size: float) -> float:
    """A generous guess of the width of a line: marks above and below take no room (tests look at the drawing)."""
    return sum(category(char) != "Mn" for char in words) * size * 0.56


def runs(points: Iterable[Point | None]) -> list[list[Point]]:
    """The unbroken stretches between the gaps."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def figure(number: Number | None, digits: Digits) -> str:
    """The number for reading, or the sign for no data; in the digits of the document."""
    return NO_DATA if number is None else digits(grouped(Decimal(number)))


def _attributes(attributes: dict[str, Attribute]) -> str:
    parts = []
    for name, value in attributes.items():
        if value is not None:
            shown = value if isinstance(value, str) else _short(value)
            parts.append(f' {name.rstrip("_").replace("_", "-")}="{escape(shown)}"')
    return "".join(parts)


def _short(number: float) -> str:
    shown = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown
