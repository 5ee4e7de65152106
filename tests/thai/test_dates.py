from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.dates import buddhist_year, clock, fiscal_year, long_date, long_datetime, short_date

JUST_BEFORE_MIDNIGHT_UTC = datetime(2026, 9, 30, 17, 30, tzinfo=UTC)  # 00:30 of 1 October in Bangkok


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2025, 9, 30), 2568),
        (date(2025, 10, 1), 2569),
        (date(2025, 12, 31), 2569),
        (date(2026, 1, 1), 2569),
        (date(2026, 9, 30), 2569),
        (datetime(2026, 9, 30, 16, 59, tzinfo=UTC), 2569),
        (JUST_BEFORE_MIDNIGHT_UTC, 2570),
    ],
)
def test_fiscal_year_starts_in_october_in_bangkok(day, year):
    assert fiscal_year(day) == year


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_fiscal_year_is_the_year_or_the_next(day):
    assert fiscal_year(day) - buddhist_year(day) == int(day.month in (10, 11, 12))


def test_buddhist_year():
    assert buddhist_year(date(2026, 1, 30)) == 2569
    assert buddhist_year(datetime(2025, 12, 31, 17, 0, tzinfo=UTC)) == 2569


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2026, 1, 30), "30 มกราคม 2569", "30 ม.ค. 2569"),
        (date(2024, 2, 29), "29 กุมภาพันธ์ 2567", "29 ก.พ. 2567"),
        (date(2026, 3, 1), "1 มีนาคม 2569", "1 มี.ค. 2569"),
        (date(2026, 4, 6), "6 เมษายน 2569", "6 เม.ย. 2569"),
        (date(2026, 5, 4), "4 พฤษภาคม 2569", "4 พ.ค. 2569"),
        (date(2026, 6, 24), "24 มิถุนายน 2569", "24 มิ.ย. 2569"),
        (date(2026, 7, 1), "1 กรกฎาคม 2569", "1 ก.ค. 2569"),
        (date(2026, 8, 12), "12 สิงหาคม 2569", "12 ส.ค. 2569"),
        (date(2026, 9, 30), "30 กันยายน 2569", "30 ก.ย. 2569"),
        (JUST_BEFORE_MIDNIGHT_UTC, "1 ตุลาคม 2569", "1 ต.ค. 2569"),
        (date(2026, 11, 11), "11 พฤศจิกายน 2569", "11 พ.ย. 2569"),
        (date(2026, 12, 5), "5 ธันวาคม 2569", "5 ธ.ค. 2569"),
    ],
)
def test_dates_are_written_in_the_buddhist_era(day, long, short):
    assert (long_date(day), short_date(day)) == (long, short)


def test_clock_is_bangkok_time_of_24_hours():
    assert clock(datetime(2026, 1, 30, 7, 2, tzinfo=UTC)) == "14:02"
    assert clock(JUST_BEFORE_MIDNIGHT_UTC) == "00:30"


def test_long_datetime():
    assert long_datetime(JUST_BEFORE_MIDNIGHT_UTC) == "1 ตุลาคม 2569 เวลา 00:30 น."


def test_datetime_without_zone_is_taken_as_it_is():
    assert long_datetime(datetime(2026, 1, 30, 14, 2)) == "30 มกราคม 2569 เวลา 14:02 น."  # noqa: DTZ001
