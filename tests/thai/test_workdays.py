"""Working days: a table by hand."""

from datetime import date

import pytest

from thai.workdays import add_working_days, is_working_day, next_working_day

# 2569: Monday 13 to Wednesday 15 April are Songkran, Friday 17 is an ordinary day.
SONGKRAN = frozenset({date(2026, 4, 13), date(2026, 4, 14), date(2026, 4, 15)})
NEW_YEAR = frozenset({date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2)})


@pytest.mark.parametrize(
    ("day", "holidays", "expected"),
    [
        (date(2026, 4, 10), SONGKRAN, date(2026, 4, 10)),  # Friday
        (date(2026, 4, 11), SONGKRAN, date(2026, 4, 16)),  # Saturday before Songkran
        (date(2026, 4, 12), (), date(2026, 4, 13)),  # Sunday, no holidays known
        (date(2026, 4, 13), SONGKRAN, date(2026, 4, 16)),
        (date(2026, 4, 15), SONGKRAN, date(2026, 4, 16)),
        (date(2025, 12, 31), NEW_YEAR, date(2026, 1, 5)),  # over the weekend and the turn of the year
        (date(2024, 2, 29), {date(2024, 2, 29)}, date(2024, 3, 1)),
    ],
)
def test_the_next_working_day(day, holidays, expected):
    assert next_working_day(day, holidays) == expected
    assert is_working_day(day, holidays) is (day == expected)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 4, 10), 0, date(2026, 4, 10)),
        (date(2026, 4, 10), 1, date(2026, 4, 16)),
        (date(2026, 4, 10), 2, date(2026, 4, 17)),
        (date(2026, 4, 10), 3, date(2026, 4, 20)),
        (date(2026, 4, 11), 0, date(2026, 4, 16)),
        (date(2026, 4, 11), 1, date(2026, 4, 16)),
        (date(2026, 4, 14), 5, date(2026, 4, 22)),
    ],
)
def test_so_many_working_days_later(day, count, expected):
    assert add_working_days(day, count, SONGKRAN) == expected


def test_there_is_no_way_back():
    with pytest.raises(ValueError, match="-1"):
        add_working_days(date(2026, 4, 10), -1, SONGKRAN)
