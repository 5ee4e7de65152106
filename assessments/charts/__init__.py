"""Charts as inline SVG: numbers in, one escaped string out.

The same drawing serves a page and paper: presentation attributes carry the ink of print, and classes (`rad-*`, `sp-*`)
let the style sheet of the screen override them. No style attribute, no pattern, no script. Each drawing has a title
and a description with its numbers; a table with the same figures stands beside it.
"""

from assessments.charts.bar_chart import BarRow, bars
from assessments.charts.box_chart import BoxRow, boxes
from assessments.charts.dot_chart import dots
from assessments.charts.lean_chart import leans
from assessments.charts.line_chart import indicator_chart, spark
from assessments.charts.radar_chart import Axis, Series, radar
from assessments.charts.year_chart import year_chart

__all__ = [
    "Axis",
    "BarRow",
    "BoxRow",
    "Series",
    "bars",
    "boxes",
    "dots",
    "indicator_chart",
    "leans",
    "radar",
    "spark",
    "year_chart",
]
