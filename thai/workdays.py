"""Working days of the civil service: Monday to Friday, without the holidays that are given. Days in, days out."""

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether offices are open: neither Saturday, Sunday nor a holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """The day itself if offices are open, else the first on which they are."""
    while not is_working_day(day, holidays):
        day += ONE_DAY
    return day


def add_working_days(day: date, count: int, holidays: Collection[date]) -> date:
    """The working day that lies so many working days after this day, which itself does not count.

    0 is `next_working_day`. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(count)
    if count == 0:
        return next_working_day(day, holidays)
    for _step in range(count):
        day = next_working_day(day + ONE_DAY, holidays)
    return day
