"""Dates as Thai officials write them: Buddhist era, fiscal years, months in full or short.

A datetime with a time zone is taken in the current zone (Asia/Bangkok by the settings); one without is taken as it is.
Source: docs/architecture.md section 3.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

BUDDHIST_ERA = 543
FIRST_FISCAL_MONTH = 10

MONTHS = (
    gettext_lazy("มกราคม"),
    gettext_lazy("กุมภาพันธ์"),
    gettext_lazy("มีนาคม"),
    gettext_lazy("เมษายน"),
    gettext_lazy("พฤษภาคม"),
    gettext_lazy("มิถุนายน"),
    gettext_lazy("กรกฎาคม"),
    gettext_lazy("สิงหาคม"),
    gettext_lazy("กันยายน"),
    gettext_lazy("ตุลาคม"),
    gettext_lazy("พฤศจิกายน"),
    gettext_lazy("ธันวาคม"),
)
SHORT_MONTHS = (
    gettext_lazy("ม.ค."),
    gettext_lazy("ก.พ."),
    gettext_lazy("มี.ค."),
    gettext_lazy("เม.ย."),
    gettext_lazy("พ.ค."),
    gettext_lazy("มิ.ย."),
    gettext_lazy("ก.ค."),
    gettext_lazy("ส.ค."),
    gettext_lazy("ก.ย."),
    gettext_lazy("ต.ค."),
    gettext_lazy("พ.ย."),
    gettext_lazy("ธ.ค."),
)


def buddhist_year(day: date) -> int:
    """Year of the day in the Buddhist era (พ.ศ.): 2026 is 2569."""
    return _local(day).year + BUDDHIST_ERA


def fiscal_year(day: date) -> int:
    """Thai fiscal year of the day in the Buddhist era: October to December belong to the next year.

    For forms and suggestions only: the fiscal year of an assessment is a field, never computed from a clock.
    Source: docs/architecture.md section 3.
    """
    day = _local(day)
    return day.year + BUDDHIST_ERA + (1 if day.month >= FIRST_FISCAL_MONTH else 0)


def long_date(day: date) -> str:
    """The day with its month in full: 30 มกราคม 2569. Arabic digits; the digit switch is applied outside."""
    return _written(day, MONTHS)


def short_date(day: date) -> str:
    """The day with its month abbreviated, for narrow columns: 30 ม.ค. 2569."""
    return _written(day, SHORT_MONTHS)


def clock(moment: datetime) -> str:
    """Time of day in hours and minutes of 24 hours: 14:02."""
    return _local(moment).strftime("%H:%M")


def long_datetime(moment: datetime) -> str:
    """The day in full with its time: 30 มกราคม 2569 เวลา 14:02 น."""
    return _("%(date)s เวลา %(time)s น.") % {"date": long_date(moment), "time": clock(moment)}


def _local(day: date) -> date:
    """The same moment in the current time zone, where the value knows its zone."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        return timezone.localtime(day)
    return day


def _written(day: date, months: tuple) -> str:
    day = _local(day)
    return _("%(day)d %(month)s %(year)d") % {
        "day": day.day,
        "month": months[day.month - 1],
        "year": day.year + BUDDHIST_ERA,
    }
