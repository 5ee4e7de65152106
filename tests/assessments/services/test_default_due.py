"""The deadline that a return sets by itself is a working day."""

from datetime import date, datetime

import pytest

from accounts.models import Holiday
from assessments.services.workflow import default_due
from tests.accounts.told import on


def local(year: int, month: int, day: int) -> datetime:
    return on(date(year, month, day), 14, 30)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (local(2026, 11, 6), local(2026, 11, 20)),  # a Friday
        (local(2026, 11, 7), local(2026, 11, 23)),  # a Saturday becomes a Monday
        (local(2026, 11, 28), local(2026, 12, 14)),
        (local(2026, 3, 30), local(2026, 4, 16)),  # over Songkran
    ],
)
def test_the_deadline_of_a_return_is_a_working_day(db, now, expected):
    Holiday.objects.bulk_create(Holiday(day=date(2026, 4, day), name_th="สงกรานต์") for day in (13, 14, 15))
    assert default_due(now) == expected
