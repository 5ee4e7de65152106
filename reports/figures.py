"""How a figure is written in a report, on paper and in Word."""

from decimal import Decimal

from thai.digits import grouped

NO_DATA = "–"


def shown_figure(value: Decimal | int | str | None, places: int | None = None) -> str:
    """A template gives "" for an attribute of nothing: that too is no data."""
    return NO_DATA if value is None or value == "" else grouped(Decimal(value), places)
