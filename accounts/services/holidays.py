"""Holidays: read from a file, and asked for when a deadline or a mail must not fall on one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Holiday
from thai.dates import BUDDHIST_ERA
from thai.text import UnacceptableText, clean

FORMAT = "pmqa-holidays/1"
LONGEST = {"name_th": 200, "note": 300}


class HolidaysRefused(Exception):
    """The file holds faults, all of them in `problems`; nothing is written."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class HolidaysLoaded:
    """What has changed."""

    created: int
    changed: int
    unchanged: int


def holidays_between(first: date, last: date) -> frozenset[date]:
    """The holidays of these days, both included. One query."""
    return frozenset(Holiday.objects.filter(day__range=(first, last)).values_list("day", flat=True))


def load_holidays(path: str | Path) -> HolidaysLoaded:
    """The days of the file stand as it says; other days stay as they are. Raises HolidaysRefused."""
    rows = {row.day: row for row in read_holidays(path)}
    with transaction.atomic():
        stored = Holiday.objects.select_for_update().in_bulk(list(rows), field_name="day")
        new = [row for day, row in rows.items() if day not in stored]
        changed = []
        for day, holiday in stored.items():
            wanted = (rows[day].name_th, rows[day].note)
            if wanted != (holiday.name_th, holiday.note):
                holiday.name_th, holiday.note = wanted
                changed.append(holiday)
        Holiday.objects.bulk_create(new)
        Holiday.objects.bulk_update(changed, ["name_th", "note"])
    return HolidaysLoaded(created=len(new), changed=len(changed), unchanged=len(stored) - len(changed))


def read_holidays(path: str | Path) -> list[Holiday]:
    """The days of the file, not stored. Raises HolidaysRefused with every fault."""
    try:
        document = json.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise HolidaysRefused([f"{path}: {_('ไม่พบไฟล์นี้ ให้ตรวจชื่อและที่อยู่ของไฟล์')}"]) from None
    except OSError:
        raise HolidaysRefused([f"{path}: {_('เปิดไฟล์ไม่ได้ ให้ตรวจว่าเป็นไฟล์และมีสิทธิ์อ่าน')}"]) from None
    except (ValueError, RecursionError):
        raise HolidaysRefused([f"{path}: {_('ไฟล์ไม่ใช่ JSON แบบ UTF-8')}"]) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise HolidaysRefused([f"{path}: {_('format ต้องเป็น %(format)s') % {'format': FORMAT}}"])
    year, given = document.get("year"), document.get("holidays")
    if type(year) is not int or not isinstance(given, list) or not given:
        raise HolidaysRefused([f"{path}: {_('year ต้องเป็นปี พ.ศ. และ holidays ต้องเป็นรายการที่ไม่ว่าง')}"])
    problems: list[str] = []
    rows: dict[date, Holiday] = {}
    for number, each in enumerate(given):
        found = _row(each)
        faults = list(_faults(each, found, year, rows))
        problems += [f"{path}: holidays[{number}]: {fault}" for fault in faults]
        if not faults:
            rows[found.day] = found
    if problems:
        raise HolidaysRefused(problems)
    return list(rows.values())


def _row(each) -> Holiday | None:
    """The row as a holiday, None when it has no date or a field is no text that may stand."""
    try:
        texts = {name: clean(each.get(name, "")).strip() for name in LONGEST}
        return Holiday(day=date.fromisoformat(each["date"]), **texts)
    except (AttributeError, KeyError, TypeError, ValueError, UnacceptableText):
        return None


def _faults(each, found: Holiday | None, year: int, rows: dict[date, Holiday]) -> Iterator[str]:
    if found is None:
        yield _("ต้องมี date แบบ 2026-01-01 และ name_th ที่เป็นข้อความ")
        return
    unknown = set(each) - {"date", *LONGEST}
    if unknown:
        yield _("ไม่รู้จัก %(names)s") % {"names": ", ".join(sorted(map(str, unknown)))[:80]}
    if not found.name_th:
        yield _("name_th ว่างอยู่ ให้ใส่ชื่อวันหยุด")
    for name, most in LONGEST.items():
        if len(getattr(found, name)) > most:
            yield _("%(name)s ยาวเกิน %(most)d ตัวอักษร") % {"name": name, "most": most}
    if found.day.year + BUDDHIST_ERA != year:
        yield _("%(day)s ไม่อยู่ในปี พ.ศ. %(year)d") % {"day": found.day, "year": year}
    if found.day in rows:
        yield _("%(day)s ซ้ำกับรายการก่อนหน้า") % {"day": found.day}
