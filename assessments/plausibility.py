"""Doubts about the figures of one indicator: what is more often a slip than a fact. Figures in, doubts out.

The checks before a submission ask the same questions as the preview of a pasted table; each says where in its own way.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from django.utils.translation import gettext as _

from assessments.statuses import Direction

TENFOLD = Decimal(10)
PERCENT = ("ร้อยละ", "%", "เปอร์เซ็นต์")
WHOLE = 100
BETWEEN_ERAS = 543
VALUE, TARGET, COMPARATOR = "value", "target", "comparator"


class Figures(Protocol):
    """What one fiscal year holds; None is absent, zero is a value."""

    value: Decimal | None
    target: Decimal | None
    comparator: Decimal | None


@dataclass(frozen=True)
class Series:
    """The figures of one indicator by fiscal year (Buddhist era), with what they are measured in."""

    unit_of_measure: str
    direction: str
    years: Mapping[int, Figures]

    def held(self, column: str) -> list[tuple[int, Decimal]]:
        """Year and figure of one column where there is one, the oldest first."""
        found = ((year, getattr(self.years[year], column)) for year in sorted(self.years))
        return [(year, figure) for year, figure in found if figure is not None]


@dataclass(frozen=True)
class Doubt:
    """Which figure is in doubt, and what to look at, in words that follow the name of its place."""

    year: int
    column: str
    text: str


Rule = Callable[[Series], Iterator[Doubt]]


def tenfold_jump(series: Series) -> Iterator[Doubt]:
    """From one year to the next a figure rarely grows or shrinks tenfold: a slipped point does that. The first one."""
    values = [(year, value) for year, value in series.held(VALUE) if value]
    for (_before, old), (year, new) in pairwise(values):
        if not 1 / TENFOLD < abs(new / old) < TENFOLD:
            yield Doubt(year, VALUE, _("ต่างจากปีก่อนเกิน 10 เท่า ตรวจจุดทศนิยมและหน่วยวัด"))
            break


def year_as_value(series: Series) -> Iterator[Doubt]:
    """A value is not the year of its own column."""
    for year, value in series.held(VALUE):
        if value in (year, year - BETWEEN_ERAS):
            yield Doubt(year, VALUE, _("มีค่าเท่ากับเลขปี ตรวจว่ากรอกปีลงในช่องค่าหรือไม่"))


def over_hundred_percent(series: Series) -> Iterator[Doubt]:
    """A share in per cent rarely exceeds 100."""
    if series.unit_of_measure.strip() in PERCENT:
        for year, value in series.held(VALUE):
            if value > WHOLE:
                yield Doubt(year, VALUE, _("เกินร้อยละ 100 ตรวจค่าหรือหน่วยวัด"))


def target_against_direction(series: Series) -> Iterator[Doubt]:
    """Targets move the way the indicator is good: where they do not, one of the two is wrong."""
    targets = series.held(TARGET)
    if not targets or targets[0][1] == targets[-1][1]:
        return
    year, last = targets[-1]
    if (last < targets[0][1]) == (series.direction == Direction.HIGHER):
        words = _("ตั้งเป้าหมายสวนทางกับทิศทาง “%s” ตรวจเป้าหมายหรือทิศทางของตัวชี้วัด")
        yield Doubt(year, TARGET, words % Direction(series.direction).label)


def gap_in_years(series: Series) -> Iterator[Doubt]:
    """The values of an indicator stand year by year."""
    years = [year for year, _value in series.held(VALUE)]
    if years and len(years) != years[-1] - years[0] + 1:
        gap = next(year for year in range(years[0], years[-1]) if year not in years)
        words = _("เว้นค่าบางปีระหว่างปี %(first)d ถึง %(last)d เติมให้ครบหากมีข้อมูล")
        yield Doubt(gap, VALUE, words % {"first": years[0], "last": years[-1]})


def old_comparator(series: Series) -> Iterator[Doubt]:
    """A comparison is with a figure of the same year."""
    values, compared = series.held(VALUE), series.held(COMPARATOR)
    if values and compared and compared[-1][0] < values[-1][0]:
        old, new = compared[-1][0], values[-1][0]
        words = _("มีค่าคู่เทียบล่าสุดปี %(old)d แต่ผลล่าสุดเป็นปี %(new)d เติมค่าคู่เทียบหากมี")
        yield Doubt(new, COMPARATOR, words % {"old": old, "new": new})


RULES: tuple[Rule, ...] = (
    tenfold_jump,
    year_as_value,
    over_hundred_percent,
    target_against_direction,
    gap_in_years,
    old_comparator,
)


def doubts(series: Series) -> list[Doubt]:
    """Every doubt, rule by rule."""
    return [doubt for rule in RULES for doubt in rule(series)]
