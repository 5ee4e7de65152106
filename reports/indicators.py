"""The indicators of a results item as a report shows them: figures by year, what is judged of each, its points."""

from dataclasses import dataclass
from decimal import Decimal

SHOWN_YEARS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    code: str
    name: str
    unit_of_measure: str
    area: str = ""  # "ก. ความพึงพอใจ", the same for neighbours
    higher_is_better: bool = True
    key: bool = False
    values: tuple[Decimal | None, ...] = ()  # one for each year of the table
    current: int | None = None  # year that is scored
    target: Decimal | None = None  # of that year
    comparator: Decimal | None = None  # of that year
    comparator_name: str = ""
    achievement: Decimal | None = None
    attained: bool = False
    trend: str = "none"  # beneficial, adverse, flat, none
    ahead: bool | None = None  # None: nothing to compare with
    integrates: bool = False  # key, with a value: its area counts for I
    points: Decimal | None = None  # of the 500-point scheme, 0 to the maximum of its item


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTable:
    years: tuple[int, ...]  # rising
    rows: tuple[IndicatorRow, ...] = ()
    compares: bool = True  # comparators and key indicators count

    @property
    def columns(self) -> tuple[int, ...]:
        """The last years, as many as fit the sheet."""
        return self.years[-SHOWN_YEARS:]

    @property
    def has_points(self) -> bool:
        """Whether the scheme gives each indicator points of its own."""
        return any(row.points is not None for row in self.rows)

    @property
    def comparators(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.comparator_name for row in self.rows if row.comparator_name))
