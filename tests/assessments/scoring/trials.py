"""What the properties of both schemes are tried with: figures that are often zero, equal or negative."""

from decimal import Decimal

from hypothesis import strategies as st

from assessments.scoring.results import IndicatorData
from assessments.scoring.scale import Scale

YEAR = 2569
ZERO = Decimal(0)
SCALE = Scale(
    bands=((0, 5), (10, 15, 20, 25), (30, 35, 40, 45), (50, 55, 60, 65), (70, 75, 80, 85), (90, 95, 100)),
    gate=1,
    thresholds=(Decimal("0.25"), Decimal("0.50"), Decimal("0.75"), Decimal("0.95")),
)

tenths = st.integers(-30, 90).map(lambda tenth: Decimal(tenth) / 10)
often = st.sampled_from([Decimal(each) for each in ("0", "-2", "1", "0", "-0.5", "1.5")])
numbers = often | often | tenths
positive = st.integers(1, 90).map(lambda tenth: Decimal(tenth) / 10)
gains = st.integers(0, 50).map(lambda tenth: Decimal(tenth) / 10)
directions = st.sampled_from(["higher", "lower"])
# Four years in five hold a figure, so that runs of years, gaps and years with value and target are all met.
years = st.fixed_dictionaries(dict.fromkeys(range(2565, YEAR + 2), numbers)).flatmap(
    lambda figures: st.sets(st.sampled_from(sorted(figures)), max_size=3).map(
        lambda left_out: {year: figure for year, figure in figures.items() if year not in left_out}
    )
)


@st.composite
def indicators(draw, areas, *, least: int = 0, most: int = 6) -> list[IndicatorData]:
    """The indicators of one item of either scheme: `areas` of a results item, or sub-topics of a dimension."""
    return [
        IndicatorData(
            code=f"7.1-{at:02}",
            area=draw(st.sampled_from(areas)),
            direction=draw(directions),
            importance=draw(st.sampled_from(["key", "supporting"])),
            values=draw(years),
            targets=draw(years),
            comparator=draw(years),
        )
        for at in range(draw(st.integers(least, most)))
    ]
